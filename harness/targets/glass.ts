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
import { MemoryStore } from '../verifier/memoryStore.ts';
import type { VerifyOptions } from '../verifier/outcome.ts';
import { recordJSON } from '../verifier/record.ts';

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
const CONFIGURED: readonly Feature[] = ['attestation-roots', 'device-bound'];

/** A whole relying party in memory, at `https://rp.example`. It claims the features that its configuration has. */
export function glass(options: GlassOptions = {}): RelyingParty {
  return new GlassRelyingParty(options);
}

function featuresOf({ attestationRoots, backupEligible }: RelyingPartyConfig): ReadonlySet<Feature> {
  const features = new Set(FEATURES.filter(feature => !CONFIGURED.includes(feature)));
  if (attestationRoots?.length) features.add('attestation-roots');
  if (backupEligible === false) features.add('device-bound');
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
  private skipped = 0;

  constructor(options: GlassOptions) {
    const config: RelyingPartyConfig = {
      rpId: 'rp.example',
      rpName: 'Glass',
      origins: [ORIGIN],
      algorithms: ALGORITHMS.map(({ id }) => id).filter(id => id !== RS1),
      attestationRoots: testRoots(),
      ...options.config,
    };
    const without = [...(options.without ?? [])];
    this.options = options;
    this.name = without.length > 0 ? `glass:without=${without.join(',')}` : 'glass';
    this.origin = config.origins[0]!;
    this.rpId = config.rpId;
    this.supports = featuresOf(config);
    const verify: VerifyOptions = {
      ...(options.without ? { without: options.without } : {}),
      collect: options.collect ?? false,
      trace: options.watch !== undefined,
    };
    this.ceremonies = createCeremonies(config, this.store, { ...verify, now: () => Date.now() + this.skipped });
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

  constructor(rp: GlassRelyingParty) {
    this.rp = rp;
  }

  registrationOptions(user: User, want?: Wishes) {
    return this.rp.ceremonies.startRegistration(this.session, { id: this.rp.userHandle(user.name), ...user }, want);
  }

  authenticationOptions(user?: User, want?: Wishes) {
    const id = user && this.rp.users.get(user.name);
    const named = user && (id ? { id } : { unknownName: user.name });
    return this.rp.ceremonies.startAuthentication(this.session, named, want);
  }

  async register(response: unknown): Promise<Reply> {
    const started = performance.now();
    const outcome = await this.rp.ceremonies.finishRegistration(this.session, response);
    this.rp.options.watch?.('register', response, outcome);
    return replyOf(outcome, started);
  }

  async authenticate(response: unknown): Promise<Reply> {
    const started = performance.now();
    const outcome = await this.rp.ceremonies.finishAuthentication(this.session, response);
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

  async close(): Promise<void> {
    this.signedIn = undefined;
  }
}

function replyOf(outcome: CeremonyOutcome, started: number): Reply {
  const ms = performance.now() - started;
  if (outcome.verified) return { seen: 'accepted', ms };
  return { seen: 'rejected', message: outcome.refusals.map(({ duty, reason }) => `${duty}: ${reason}`).join('\n'), ms };
}
