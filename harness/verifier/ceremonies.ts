/**
 * Ceremonies as a relying party keeps them between requests: options out, challenge and session life, verification,
 * record. Over a `Store`, so that the glass RP (in memory) and the sample RP (in its database) are one implementation.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { DutyName } from '../duties.ts';
import { base64url, fromBase64url } from '../encoding/bytes.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../encoding/json.ts';
import { type AuthenticationResult, verifyAuthentication } from './authentication.ts';
import { claimCeremony } from './challenge.ts';
import type { RelyingPartyConfig } from './config.ts';
import { askedExtensions } from './extensions.ts';
import type { Refusal, TraceLine, VerifyOptions } from './outcome.ts';
import { peekChallenge, peekCredentialId } from './peek.ts';
import type { CeremonyKind, CredentialRecord, PendingCeremony, Store } from './record.ts';
import { verifyRegistration } from './registration.ts';

export interface CeremonyUser {
  /** `user.id`, 1 to 64 bytes. */
  id: Uint8Array;
  name: string;
  displayName: string;
}

/** What one ceremony asks for, in place of the RP's defaults. */
export interface CeremonyWishes {
  userVerification?: string;
  residentKey?: string;
  authenticatorAttachment?: string;
  attestation?: string;
  attestationFormats?: string[];
  extensions?: Record<string, unknown>;
  /** Registration with `mediation: "conditional"`: no person is there to be asked. */
  conditional?: boolean;
}

export type CeremonyOutcome =
  | { verified: true; userHandle: Uint8Array; record: CredentialRecord; refusals: []; trace: TraceLine[] }
  | { verified: false; refusals: Refusal[]; trace: TraceLine[] };

export interface Ceremonies {
  startRegistration(
    session: string,
    user: CeremonyUser,
    wishes?: CeremonyWishes,
  ): Promise<PublicKeyCredentialCreationOptionsJSON>;
  finishRegistration(session: string, response: unknown): Promise<CeremonyOutcome>;
  /** Without a user: for discoverable credentials. `unknownName`: a name that has no account gets options like any other. */
  startAuthentication(
    session: string,
    user?: { id: Uint8Array } | { unknownName: string },
    wishes?: CeremonyWishes,
  ): Promise<PublicKeyCredentialRequestOptionsJSON>;
  finishAuthentication(session: string, response: unknown): Promise<CeremonyOutcome>;
}

type AssertedState = NonNullable<AuthenticationResult['update']>;

export interface CeremoniesOptions extends VerifyOptions {
  /** Milliseconds since the epoch; the system clock by default. */
  now?(): number;
}

/** Five minutes, the lower end of what §15.1 recommends. */
const TIMEOUT = 300_000;
/** §13.4.3 asks for at least 16 bytes. */
const CHALLENGE_BYTES = 32;

export function createCeremonies(
  config: RelyingPartyConfig,
  store: Store,
  options: CeremoniesOptions = {},
): Ceremonies {
  return new StoredCeremonies(config, store, options);
}

class StoredCeremonies implements Ceremonies {
  private readonly config: RelyingPartyConfig;
  private readonly store: Store;
  private readonly options: CeremoniesOptions;
  private readonly now: () => number;
  private readonly secret: Uint8Array;
  private stale: string | undefined;

  constructor(config: RelyingPartyConfig, store: Store, options: CeremoniesOptions) {
    this.config = config;
    this.store = store;
    this.options = options;
    this.now = options.now ?? Date.now;
    this.secret = config.secret ?? randomBytes(32);
  }

  private neglects(duty: DutyName): boolean {
    return this.options.without?.has(duty) ?? false;
  }

  private challenge(): string {
    if (this.neglects('challenge-fresh')) {
      this.stale ??= base64url(randomBytes(CHALLENGE_BYTES));
      return this.stale;
    }
    return base64url(randomBytes(this.neglects('challenge-entropy') ? 4 : CHALLENGE_BYTES));
  }

  private async begin(ceremony: Omit<PendingCeremony, 'challenge' | 'expires' | 'used'>): Promise<string> {
    const challenge = this.challenge();
    await this.store.saveCeremony({
      ...ceremony,
      challenge,
      expires: this.now() + (this.config.timeout ?? TIMEOUT),
      used: false,
    });
    return challenge;
  }

  async startRegistration(
    session: string,
    user: CeremonyUser,
    wishes: CeremonyWishes = {},
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const asked = this.neglects('wishes-kept') ? {} : wishes;
    const userVerification = this.userVerification(asked);
    const algorithms = this.neglects('algorithms-offered') ? [-7, -7] : [...this.config.algorithms];
    const attestation = asked.attestation ?? this.config.attestation ?? 'none';
    const extensions = this.extensions('registration', asked);
    const challenge = await this.begin({
      kind: 'registration',
      session,
      userHandle: base64url(user.id),
      userVerification,
      attestation,
      algorithms,
      allowCredentials: [],
      ...(extensions ? { extensions } : {}),
      ...(asked.conditional ? { conditional: true } : {}),
    });
    const registered = this.neglects('exclude-credentials') ? [] : await this.store.credentialsOf(user.id);
    const residentKey = asked.residentKey ?? 'preferred';
    return {
      rp: { id: this.config.rpId, name: this.config.rpName },
      user: { id: base64url(user.id), name: user.name, displayName: user.displayName },
      challenge,
      pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key', alg })),
      timeout: this.timeout(),
      excludeCredentials: registered.map(descriptor),
      authenticatorSelection: {
        residentKey,
        requireResidentKey: residentKey === 'required',
        userVerification,
        ...(asked.authenticatorAttachment ? { authenticatorAttachment: asked.authenticatorAttachment } : {}),
      },
      attestation,
      ...(asked.attestationFormats ? { attestationFormats: asked.attestationFormats } : {}),
      ...(extensions ? { extensions } : {}),
    };
  }

  async startAuthentication(
    session: string,
    user?: { id: Uint8Array } | { unknownName: string },
    wishes: CeremonyWishes = {},
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const asked = this.neglects('wishes-kept') ? {} : wishes;
    const userVerification = this.userVerification(asked);
    const allowed = user ? await this.allowed(user) : [];
    const ids = allowed.map(({ id }) => id);
    const extensions = this.extensions('authentication', asked, ids);
    const challenge = await this.begin({
      kind: 'authentication',
      session,
      ...(user ? { userHandle: 'id' in user ? base64url(user.id) : this.fake(user.unknownName, 'user') } : {}),
      userVerification,
      algorithms: [],
      allowCredentials: ids,
      ...(extensions ? { extensions } : {}),
    });
    return {
      challenge,
      timeout: this.timeout(),
      rpId: this.config.rpId,
      allowCredentials: allowed,
      userVerification,
      ...(extensions ? { extensions } : {}),
    };
  }

  /**
   * Without credentials to name, ids that nobody has: neither an empty list, which any discoverable credential could
   * answer, nor a shape that tells that there is no such account (§14.6.2). Keyed, so that outsiders cannot compute them.
   */
  private async allowed(
    user: { id: Uint8Array } | { unknownName: string },
  ): Promise<PublicKeyCredentialDescriptorJSON[]> {
    if (this.neglects('allow-credentials')) return [];
    const registered = 'id' in user ? await this.store.credentialsOf(user.id) : [];
    if (registered.length > 0) return registered.map(descriptor);
    if (this.neglects('account-privacy')) return [];
    const label = 'id' in user ? base64url(user.id) : user.unknownName;
    return [{ type: 'public-key', id: this.fake(label, 'credential'), transports: ['internal'] }];
  }

  private extensions(kind: CeremonyKind, { extensions: wished }: CeremonyWishes, allowed: readonly string[] = []) {
    return askedExtensions(kind, this.config, { wished, allowed, unchecked: this.neglects('extension-inputs') });
  }

  private userVerification({ userVerification }: CeremonyWishes): string {
    if (this.config.alwaysVerified) return 'required';
    return userVerification ?? this.config.userVerification ?? 'preferred';
  }

  /** As text it is one of the slips that clients put up with, and strict ones do not. */
  private timeout(): number {
    const timeout = this.config.timeout ?? TIMEOUT;
    return this.neglects('options-form') ? (String(timeout) as never) : timeout;
  }

  private fake(label: string, what: string): string {
    return createHmac('sha256', this.secret).update(`${what}\0${label}`).digest('base64url');
  }

  async finishRegistration(session: string, response: unknown): Promise<CeremonyOutcome> {
    const claim = await this.claim(session, 'registration', response);
    if (claim.refusals.length > 0) return { verified: false, refusals: claim.refusals, trace: claim.trace };
    const { pending } = claim;
    const result = await verifyRegistration(
      response,
      {
        rp: this.config,
        ...(pending ? { challenge: pending.challenge } : {}),
        userVerification: pending?.userVerification ?? 'preferred',
        algorithms: pending?.algorithms.length ? pending.algorithms : this.config.algorithms,
        ...(pending?.attestation === undefined ? {} : { attestation: pending.attestation }),
        ...(pending?.extensions ? { extensions: pending.extensions } : {}),
        ...(pending?.conditional ? { conditional: true } : {}),
      },
      this.options,
    );
    const refusals = [...result.refusals];
    const trace = [...claim.trace, ...result.trace];
    if (!result.record || !pending?.userHandle) return { verified: false, refusals: orNoCeremony(refusals), trace };
    const record: CredentialRecord = { ...this.recorded(result.record), userHandle: fromBase64url(pending.userHandle) };
    const taken = await this.keep(record, refusals.length > 0);
    if (taken) refusals.push({ duty: 'credential-id-unique', reason: taken });
    trace.push({
      duty: 'credential-id-unique',
      outcome: taken ? 'refused' : 'passed',
      ...(taken ? { reason: taken } : {}),
    });
    if (refusals.length > 0) return { verified: false, refusals, trace };
    return { verified: true, userHandle: record.userHandle, record, refusals: [], trace };
  }

  /**
   * An RP that neglects its records keeps what it needs to verify, and forgets the rest; one that is careless about
   * attestation takes every statement for a manufacturer's.
   */
  private recorded<Attested extends Omit<CredentialRecord, 'userHandle'>>(attested: Attested): Attested {
    if (this.neglects('attestation-type')) return { ...attested, attestationType: 'basic' };
    return this.neglects('credential-record') ? { ...attested, signCount: 0, transports: [] } : attested;
  }

  /** §7.1 steps 26 and 27: stores the record unless it is refused already; the reason when its id is taken. */
  private async keep(record: CredentialRecord, refused: boolean): Promise<string | undefined> {
    const taken = 'the credential id is already registered';
    if (this.neglects('credential-id-unique')) {
      if (!refused) await this.store.replaceCredential(record);
      return undefined;
    }
    if (refused) {
      const asked = this.options.collect && record.id.length > 0;
      return asked && (await this.store.findCredential(record.id)) ? taken : undefined;
    }
    return (await this.store.addCredential(record)) ? undefined : taken;
  }

  async finishAuthentication(session: string, response: unknown): Promise<CeremonyOutcome> {
    const claim = await this.claim(session, 'authentication', response);
    if (claim.refusals.length > 0) return { verified: false, refusals: claim.refusals, trace: claim.trace };
    const { pending } = claim;
    const id = peekCredentialId(response);
    const record = id && (await this.store.findCredential(id));
    const result = verifyAuthentication(
      response,
      {
        rp: this.config,
        ...(pending ? { challenge: pending.challenge } : {}),
        userVerification: pending?.userVerification ?? 'preferred',
        allowCredentials: pending?.allowCredentials ?? [],
        ...(pending?.userHandle === undefined ? {} : { userHandle: pending.userHandle }),
        ...(pending?.extensions ? { extensions: pending.extensions } : {}),
        ...(record ? { record } : {}),
      },
      this.options,
    );
    const trace = [...claim.trace, ...result.trace];
    if (!result.verified) {
      if (record && result.update && this.neglects('refusal-leaves-nothing')) {
        await this.store.updateCredential(record.id, result.update);
      }
      return { verified: false, refusals: result.refusals, trace };
    }
    const change = result.update!;
    if (!record) return { ...this.acceptUnknown(id, pending, change), trace };
    if (!this.neglects('credential-record')) await this.store.updateCredential(record.id, change);
    return { verified: true, userHandle: record.userHandle, record: { ...record, ...change }, refusals: [], trace };
  }

  /** As RPs do that skip what they cannot look up: nothing was checked against a key, and whoever was named is let in. */
  private acceptUnknown(id: Uint8Array | undefined, pending: PendingCeremony | undefined, change: AssertedState) {
    const userHandle = fromBase64url(pending?.userHandle ?? '');
    const nobody = { publicKey: new Uint8Array(), transports: [], backupEligible: false, aaguid: new Uint8Array(16) };
    return {
      verified: true as const,
      userHandle,
      record: { id: id ?? new Uint8Array(), userHandle, ...nobody, ...change },
      refusals: [] as [],
    };
  }

  private async claim(session: string, kind: CeremonyKind, response: unknown) {
    return claimCeremony(
      this.store,
      { session, kind, challenge: peekChallenge(response), now: this.now() },
      this.options,
    );
  }
}

function descriptor({ id, transports }: CredentialRecord): PublicKeyCredentialDescriptorJSON {
  return { type: 'public-key', id: base64url(id), ...(transports.length > 0 ? { transports } : {}) };
}

/** Duties taken out can leave nothing that refuses, and still nobody whom the credential could be given to. */
function orNoCeremony(refusals: Refusal[]): Refusal[] {
  if (refusals.length > 0) return refusals;
  return [{ duty: 'challenge', reason: 'there is no ceremony, account or credential to apply this to' }];
}
