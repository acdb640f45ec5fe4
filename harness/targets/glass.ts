/** The glass RP: the reference verifier in process, from which any duty can be taken out. */
import { randomUUID } from 'node:crypto';
import { testRoots } from '../authenticator/testRoots.ts';
import type { DutyName } from '../duties.ts';
import { fromBase64url } from '../encoding/bytes.ts';
import { ALGORITHMS } from '../encoding/cose.ts';
import { FRAMING_ORIGIN, madeUpOrigins } from '../suite/clientData/madeUpOrigins.ts';
import {
  FEATURES,
  type Feature,
  type RawBody,
  type RelyingParty,
  type Reply,
  type Step,
  type StoredCredential,
  TargetError,
  type User,
  type Visit,
  type WebAnswer,
  type WebRequest,
  type Wishes,
} from '../target.ts';
import { type Ceremonies, type CeremonyOutcome, createCeremonies } from '../verifier/ceremonies.ts';
import type { RelyingPartyConfig } from '../verifier/config.ts';
import { loopbackFetcher } from '../verifier/loopbackFetcher.ts';
import { MemoryStore } from '../verifier/memoryStore.ts';
import type { Metadata } from '../verifier/metadata.ts';
import { type MetadataResult, readMetadataBlob } from '../verifier/metadataBlob.ts';
import type { VerifyOptions } from '../verifier/outcome.ts';
import { peekChallenge } from '../verifier/peek.ts';
import { type Asking, GlassAccounts } from './glassAccounts.ts';
import { foreignRequest, GlassWeb } from './glassWeb.ts';
import { inSmallLetters } from './headers.ts';
import { metadataExpectation, testMetadata } from './testMetadata.ts';

export interface GlassOptions {
  /** Duties that this RP neglects. */
  without?: ReadonlySet<DutyName>;
  /** Over the default configuration: other origins, policies, roots. */
  config?: Partial<RelyingPartyConfig>;
  /** Go on after a refusal: the reply's message then has a line for each duty that refuses, as the proofs want to see. */
  collect?: boolean;
  /** Called with each response and what came of it, its trace included. */
  watch?(step: 'register' | 'authenticate', response: unknown, outcome: CeremonyOutcome): void;
}

const RS1 = -65535;
const ORIGIN = 'https://rp.example';
/** What it claims only when its configuration has it. */
const CONFIGURED: readonly Feature[] = [
  'attestation-roots',
  'device-bound',
  'revocation',
  'metadata',
  'allowed-models',
  'always-verified',
  'backed-up',
  'backup-unrecorded',
  'app-id',
  'strict-extensions',
  'pin-length',
  'listed-origins',
  'framed',
  'port',
  'international-domain',
  'parent-domain',
];

/** A whole relying party in memory, at `https://rp.example`. It claims the features that its configuration has. */
export function glass(options: GlassOptions = {}): RelyingParty {
  return new GlassRelyingParty(options);
}

function featuresOf(config: RelyingPartyConfig): ReadonlySet<Feature> {
  const { attestationRoots, backupEligible, revocationLists, metadata, allowedAaguids } = config;
  const { alwaysVerified, backedUp, backupUnrecorded } = config;
  const features = new Set(FEATURES.filter(feature => !CONFIGURED.includes(feature)));
  if (attestationRoots?.length) features.add('attestation-roots');
  if (backupEligible === false) features.add('device-bound');
  if (revocationLists) features.add('revocation');
  if (metadata) features.add('metadata');
  if (allowedAaguids) features.add('allowed-models');
  if (Object.values(madeUpOrigins(config.rpId)).every(origin => config.origins.includes(origin)))
    features.add('listed-origins');
  if (config.crossOrigin && config.topOrigins?.includes(FRAMING_ORIGIN)) features.add('framed');
  if (alwaysVerified) features.add('always-verified');
  if (backedUp) features.add('backed-up');
  if (backupUnrecorded) features.add('backup-unrecorded');
  if (config.appId !== undefined) features.add('app-id');
  if (config.unsolicitedExtensions === 'refuse') features.add('strict-extensions');
  if (config.minPinLength === 6) features.add('pin-length');
  return features;
}

class GlassRelyingParty implements RelyingParty {
  readonly name: string;
  readonly origin: string;
  readonly rpId: string;
  readonly supports: ReadonlySet<Feature>;
  readonly local = true;
  readonly store = new MemoryStore();
  readonly accounts = new GlassAccounts(this.store, duty => this.neglects(duty));
  readonly ceremonies: Ceremonies;
  readonly options: GlassOptions;
  private readonly config: RelyingPartyConfig;
  private readonly verify: VerifyOptions;
  private skipped = 0;

  constructor(options: GlassOptions) {
    const config: RelyingPartyConfig = {
      rpId: 'rp.example',
      rpName: 'Glass',
      origins: [ORIGIN],
      algorithms: ALGORITHMS.map(({ id }) => id).filter(id => id !== RS1),
      attestationRoots: testRoots(),
      revocationLists: loopbackFetcher,
      metadata: testMetadata,
      ...options.config,
    };
    const without = [...(options.without ?? [])];
    this.options = options;
    this.name = without.length > 0 ? `glass:without=${without.join(',')}` : 'glass';
    this.origin = config.origins[0]!;
    this.rpId = config.rpId;
    this.supports = featuresOf(config);
    this.config = config;
    this.verify = {
      ...(options.without ? { without: options.without } : {}),
      collect: options.collect ?? false,
      trace: options.watch !== undefined,
    };
    this.ceremonies = this.ceremoniesOf(config);
  }

  get origins(): readonly string[] {
    return this.config.origins;
  }

  /** The same, by other metadata. */
  ceremoniesBy(metadata: Metadata): Ceremonies {
    return this.ceremoniesOf({ ...this.config, metadata: async () => metadata });
  }

  private ceremoniesOf(config: RelyingPartyConfig): Ceremonies {
    return createCeremonies(config, this.store, { ...this.verify, now: () => Date.now() + this.skipped });
  }

  /** Reads a BLOB over the one that is kept, by default this RP's own. */
  async read(blob: string, kept?: Metadata): Promise<MetadataResult> {
    const { revocationLists, metadata } = this.config;
    const { number } = kept ?? (await metadata?.()) ?? {};
    const expected = {
      ...(await metadataExpectation()),
      ...(revocationLists ? { revocationLists } : {}),
      ...(number === undefined ? {} : { number }),
    };
    return readMetadataBlob(blob, expected, this.verify);
  }

  async visit(): Promise<Visit> {
    return new GlassVisit(this);
  }

  neglects(duty: DutyName): boolean {
    return this.options.without?.has(duty) ?? false;
  }

  skip(ms: number): void {
    this.skipped += ms;
  }
}

class GlassVisit implements Visit {
  private readonly rp: GlassRelyingParty;
  private readonly session = randomUUID();
  private signedIn: string | undefined;
  private ceremonies: Ceremonies;
  private readonly site: GlassWeb;
  /** The metadata BLOB that this visit has handed over. */
  private loaded: Metadata | undefined;

  constructor(rp: GlassRelyingParty) {
    this.rp = rp;
    this.ceremonies = rp.ceremonies;
    this.site = new GlassWeb({
      origins: rp.origins,
      neglects: duty => rp.neglects(duty),
      registrationOptions: (user, want) => this.registrationOptions(user, want),
      authenticationOptions: (user, want) => this.authenticationOptions(user, want),
      register: response => this.register(response),
      authenticate: response => this.authenticate(response),
    });
  }

  async registrationOptions(user: User, want?: Wishes) {
    const refusal = this.rp.accounts.enrolmentRefusal(this.asking, user.name);
    if (refusal) throw new TargetError('registrationOptions', refusal, refusal.message!);
    return this.ceremonies.startRegistration(this.session, { id: this.rp.accounts.open(user.name), ...user }, want);
  }

  authenticationOptions(user?: User, want?: Wishes) {
    const id = user && this.rp.accounts.handleOf(user.name);
    const named = user && (id ? { id } : { unknownName: user.name });
    return this.ceremonies.startAuthentication(this.session, named, want);
  }

  async register(response: unknown): Promise<Reply> {
    const started = performance.now();
    const refusal = this.rp.accounts.enrolmentRefusal(this.asking, this.enrolling(response));
    if (refusal) return refusal;
    const outcome = await this.ceremonies.finishRegistration(this.session, response);
    this.rp.options.watch?.('register', response, outcome);
    if (outcome.verified) this.rp.accounts.registered(this.rp.accounts.nameOf(outcome.userHandle), this);
    return replyOf(outcome, started);
  }

  async authenticate(response: unknown): Promise<Reply> {
    const started = performance.now();
    const outcome = await this.ceremonies.finishAuthentication(this.session, response);
    this.rp.options.watch?.('authenticate', response, outcome);
    if (outcome.verified) this.signedIn = this.rp.accounts.nameOf(outcome.userHandle);
    else if (this.rp.neglects('refusal-leaves-nothing')) this.signedIn = this.rp.accounts.last();
    const reply = replyOf(outcome, started);
    return this.rp.neglects('prf-results') ? { ...reply, body: JSON.stringify(response) } : reply;
  }

  async post(step: Step, body: RawBody, headers?: Record<string, string>): Promise<Reply> {
    const foreign = foreignRequest(inSmallLetters(headers), this.rp.origins);
    if (foreign && !this.rp.neglects('cross-site-request'))
      return { seen: 'rejected', message: `cross-site-request: ${foreign}`, ms: 0 };
    let parsed: unknown;
    try {
      parsed = JSON.parse(await wholeBody(body));
    } catch {
      parsed = undefined;
    }
    if (step === 'authenticate') return this.authenticate(parsed);
    if (step === 'register') return this.register(parsed);
    return { seen: 'rejected', message: 'the glass RP takes options requests as calls only', ms: 0 };
  }

  web(request: WebRequest): Promise<WebAnswer> {
    return this.site.answer(request);
  }

  async signedInAs(): Promise<string | undefined> {
    return this.signedIn;
  }

  async credentials(user: User): Promise<StoredCredential[]> {
    return this.rp.accounts.credentials(this.asking, user);
  }

  async rename(credentialId: string, name: string): Promise<void> {
    this.rp.accounts.rename(this.asking, credentialId, name);
  }

  async remove(credentialId: string): Promise<void> {
    this.rp.accounts.remove(this.asking, credentialId);
  }

  private get asking(): Asking {
    return { visit: this, signedIn: this.signedIn };
  }

  /** The user of the registration that a response of this visit answers. */
  private enrolling(response: unknown): string | undefined {
    const pending = this.rp.store.findCeremony(peekChallenge(response) ?? '');
    const mine = pending?.kind === 'registration' && pending.session === this.session;
    return mine ? this.rp.accounts.nameOf(fromBase64url(pending.userHandle!)) : undefined;
  }

  async passTime(ms: number): Promise<void> {
    this.rp.skip(ms);
  }

  async metadata(blob: string): Promise<Reply> {
    const started = performance.now();
    const result = await this.rp.read(blob, this.loaded);
    if (result.metadata) {
      this.loaded = result.metadata;
      this.ceremonies = this.rp.ceremoniesBy(result.metadata);
    }
    return replyOf(result, started);
  }

  async close(): Promise<void> {
    this.signedIn = undefined;
  }
}

async function wholeBody(body: RawBody): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function replyOf(outcome: Pick<CeremonyOutcome, 'verified' | 'refusals'>, started: number): Reply {
  const ms = performance.now() - started;
  if (outcome.verified) return { seen: 'accepted', ms };
  return { seen: 'rejected', message: outcome.refusals.map(({ duty, reason }) => `${duty}: ${reason}`).join('\n'), ms };
}
