/** The credential record (WebAuthn Level 3 §4) and the store that a relying party keeps it in. */
import { base64url } from '../encoding/bytes.ts';

/** §4 *credential record*, as §7.1 step 27 fills it. */
export interface CredentialRecord {
  /** Credential id. */
  id: Uint8Array;
  /** COSE_Key exactly as attested. */
  publicKey: Uint8Array;
  signCount: number;
  uvInitialized: boolean;
  transports: string[];
  backupEligible: boolean;
  backupState: boolean;
  aaguid: Uint8Array;
  /** Of the attestation, as it was verified (§6.5.4). Stores need not keep it. */
  attestationType?: string;
  /** `user.id` of the account that it belongs to. */
  userHandle: Uint8Array;
}

/** A record as JSON, binary members in base64url and without its owner: what an RP lets others see of it. */
export function recordJSON({ id, publicKey, aaguid, userHandle: _, ...others }: CredentialRecord) {
  return { id: base64url(id), publicKey: base64url(publicKey), aaguid: base64url(aaguid), ...others };
}

export type CeremonyKind = 'registration' | 'authentication';

/** A ceremony that was begun and waits for its response. */
export interface PendingCeremony {
  kind: CeremonyKind;
  /** base64url; the key under which it is kept. */
  challenge: string;
  /** Whatever tells user agents apart; opaque here. */
  session: string;
  /** Milliseconds since the epoch after which the response is refused. */
  expires: number;
  used: boolean;
  /** base64url `user.id` of the account: always in registration, in authentication when a user was named. */
  userHandle?: string;
  /** `userVerification` as asked. */
  userVerification: string;
  /** Registration: `attestation` as asked. */
  attestation?: string;
  /** Registration: the COSE algorithms offered. */
  algorithms: number[];
  /** Extension inputs of the options, where there were any. */
  extensions?: Record<string, unknown>;
  /** Registration: UP may be clear. */
  conditional?: boolean;
  /** Authentication: ids (base64url) of allowCredentials; empty when it was not given. */
  allowCredentials: string[];
}

type Awaitable<T> = T | Promise<T>;

/**
 * What ceremonies keep between requests. The glass RP keeps it in memory, the sample RP in its database; two processes
 * may share one store, so `useCeremony` and `addCredential` must be atomic.
 */
export interface Store {
  saveCeremony(ceremony: PendingCeremony): Awaitable<void>;
  findCeremony(challenge: string): Awaitable<PendingCeremony | undefined>;
  /** The ceremony of that kind that this session began last, used or not. */
  latestCeremony(session: string, kind: CeremonyKind): Awaitable<PendingCeremony | undefined>;
  /** Marks it used; false when it already was, or is not there. */
  useCeremony(challenge: string): Awaitable<boolean>;
  findCredential(id: Uint8Array): Awaitable<CredentialRecord | undefined>;
  credentialsOf(userHandle: Uint8Array): Awaitable<CredentialRecord[]>;
  /** False when a credential with that id is already there; nothing is changed then. */
  addCredential(record: CredentialRecord): Awaitable<boolean>;
  /** Replaces the record with that id (only used when `credential-id-unique` is neglected). */
  replaceCredential(record: CredentialRecord): Awaitable<void>;
  /** §7.2 step 24. */
  updateCredential(
    id: Uint8Array,
    change: { signCount: number; backupState: boolean; uvInitialized: boolean },
  ): Awaitable<void>;
}
