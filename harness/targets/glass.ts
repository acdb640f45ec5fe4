/** The glass RP: the reference verifier in process, from which any duty can be taken out. */
import { randomBytes, randomUUID } from 'node:crypto';
import { testRoots } from '../authenticator/testRoots.ts';
import type { DutyName } from '../duties.ts';
import { base64url, fromBase64url, utf8 } from '../encoding/bytes.ts';
import { ALGORITHMS } from '../encoding/cose.ts';
import {
  FEATURES,
  type Feature,
  type RelyingParty,
  type Reply,
  type Step,
  type StoredCredential,
  type User,
  type Visit,
  type Wishes,
} from '../target.ts';
import { type Ceremonies, type CeremonyOutcome, createCeremonies } from '../verifier/ceremonies.ts';
import type { RelyingPartyConfig } from '../verifier/config.ts';
import { loopbackFetcher } from '../verifier/loopbackFetcher.ts';
import { MemoryStore } from '../verifier/memoryStore.ts';
import type { Metadata } from '../verifier/metadata.ts';
import { type MetadataResult, readMetadataBlob } from '../verifier/metadataBlob.ts';
import type { VerifyOptions } from '../verifier/outcome.ts';
import { recordJSON } from '../verifier/record.ts';
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
  'rename',
  'web',
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
  const features = new Set(FEATURES.filter(feature => !CONFIGURED.includes(feature)));
  if (attestationRoots?.length) features.add('attestation-roots');
  if (backupEligible === false) features.add('device-bound');
  if (revocationLists) features.add('revocation');
  if (metadata) features.add('metadata');
  if (allowedAaguids) features.add('allowed-models');
  return features;
}

class GlassRelyingParty implements RelyingParty {
  readonly name: string;
  readonly origin: string;
  readonly rpId: string;
  readonly supports: ReadonlySet<Feature>;
  readonly store = new MemoryStore();
  readonly users = new Map<string, Uint8Array>();
  readonly names = new Map<string, string>();
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

  userHandle(name: string): Uint8Array {
    let id = this.users.get(name);
    if (!id) {
      id = this.neglects('user-id') ? utf8(name) : randomBytes(32);
      this.users.set(name, id);
      this.names.set(base64url(id), name);
    }
    return id;
  }
}

class GlassVisit implements Visit {
  private readonly rp: GlassRelyingParty;
  private readonly session = randomUUID();
  private signedIn: string | undefined;
  private ceremonies: Ceremonies;
  /** The metadata BLOB that this visit has handed over. */
  private loaded: Metadata | undefined;

  constructor(rp: GlassRelyingParty) {
    this.rp = rp;
    this.ceremonies = rp.ceremonies;
  }

  registrationOptions(user: User, want?: Wishes) {
    return this.ceremonies.startRegistration(this.session, { id: this.rp.userHandle(user.name), ...user }, want);
  }

  authenticationOptions(user?: User, want?: Wishes) {
    const id = user && this.rp.users.get(user.name);
    const named = user && (id ? { id } : { unknownName: user.name });
    return this.ceremonies.startAuthentication(this.session, named, want);
  }

  async register(response: unknown): Promise<Reply> {
    const started = performance.now();
    const outcome = await this.ceremonies.finishRegistration(this.session, response);
    this.rp.options.watch?.('register', response, outcome);
    return replyOf(outcome, started);
  }

  async authenticate(response: unknown): Promise<Reply> {
    const started = performance.now();
    const outcome = await this.ceremonies.finishAuthentication(this.session, response);
    this.rp.options.watch?.('authenticate', response, outcome);
    if (outcome.verified) this.signedIn = this.rp.names.get(base64url(outcome.userHandle));
    else if (this.rp.neglects('refusal-leaves-nothing')) this.signedIn = [...this.rp.users.keys()].at(-1);
    return replyOf(outcome, started);
  }

  async post(step: Step, body: string | Uint8Array): Promise<Reply> {
    let parsed: unknown;
    try {
      parsed = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
    } catch {
      parsed = undefined;
    }
    if (step === 'authenticate') return this.authenticate(parsed);
    if (step === 'register') return this.register(parsed);
    return { seen: 'rejected', message: 'the glass RP takes options requests as calls only', ms: 0 };
  }

  async signedInAs(): Promise<string | undefined> {
    return this.signedIn;
  }

  async credentials(user: User): Promise<StoredCredential[]> {
    const id = this.rp.users.get(user.name);
    return (id ? this.rp.store.credentialsOf(id) : []).map(recordJSON);
  }

  async remove(credentialId: string): Promise<void> {
    this.rp.store.removeCredential(fromBase64url(credentialId));
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

function replyOf(outcome: Pick<CeremonyOutcome, 'verified' | 'refusals'>, started: number): Reply {
  const ms = performance.now() - started;
  if (outcome.verified) return { seen: 'accepted', ms };
  return { seen: 'rejected', message: outcome.refusals.map(({ duty, reason }) => `${duty}: ${reason}`).join('\n'), ms };
}
