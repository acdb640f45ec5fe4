/**
 * The extensions of CTAP 2.1 (§12) that the authenticator has: what a credential keeps for them, and what it puts into
 * authenticator data. What a page asks for and is told is the client's: `extensionInputs`, `extensionResults`.
 */
import type { KeyObject } from 'node:crypto';
import { concat } from '../encoding/bytes.ts';
import type { CborMap, CborValue } from '../encoding/cbor.ts';
import {
  decryptSecret,
  encryptSecret,
  hmacSecretOutputs,
  type PinProtocol,
  sharedSecret,
} from '../encoding/hmacSecret.ts';
import type { AuthenticatorSettings } from './settings.ts';

/** `hmac-secret-mc` (CTAP 2.2) evaluates a secret as soon as it is made. */
export type AuthenticatorExtension =
  | 'hmac-secret'
  | 'hmac-secret-mc'
  | 'largeBlobKey'
  | 'credProtect'
  | 'credBlob'
  | 'minPinLength';

/**
 * credProtect: 1 user verification optional, 2 optional with the credential's id (not discoverable without), 3 required.
 */
export type Protection = 1 | 2 | 3;

/** What a credential keeps, of what was asked for when it was made. */
export interface CredentialExtensions {
  /** hmac-secret: CredRandomWithUV and CredRandomWithoutUV, 32 bytes each. */
  secrets?: { verified: Uint8Array; unverified: Uint8Array };
  protection?: Protection;
  /** credBlob: up to 32 bytes. */
  blob?: Uint8Array;
  /** There where the credential can have a large blob. */
  largeBlob?: { bytes?: Uint8Array };
}

/** Salts on their way to the authenticator. */
export interface EncryptedSalts {
  protocol: PinProtocol;
  /** The client's public P-256 key of this agreement. */
  clientKey: KeyObject;
  /** One or two salts of 32 bytes, encrypted. */
  salts: Uint8Array;
}

/** What the client passes on to the authenticator, in either ceremony. */
export interface ExtensionInputs {
  /** Registration: make a secret. */
  secret?: boolean;
  /** Evaluate these: of a registration, where the authenticator has hmac-secret-mc. */
  salts?: EncryptedSalts;
  largeBlob?: boolean;
  protection?: Protection;
  /** Registration: a credBlob to keep. */
  blob?: Uint8Array;
  /** Authentication: give the credBlob back. */
  readBlob?: boolean;
  minPinLength?: boolean;
}

/** Bytes: CTAP lets no authenticator have less for credBlob, and no less than this for all large blobs. */
const CRED_BLOB = 32;
const LARGE_BLOB = 1024;

/** Bytes that follow from seed and label. */
type Random = (label: string, length: number) => Uint8Array;

/** What a new credential keeps. Undefined where nothing was asked for that the authenticator has. */
export function keptFor(
  inputs: ExtensionInputs,
  { extensions }: AuthenticatorSettings,
  { discoverable, random }: { discoverable: boolean; random: Random },
): CredentialExtensions | undefined {
  const kept: CredentialExtensions = {};
  if (inputs.secret && extensions.includes('hmac-secret')) {
    kept.secrets = { verified: random('secret/uv', 32), unverified: random('secret', 32) };
  }
  if (inputs.protection && extensions.includes('credProtect')) kept.protection = inputs.protection;
  if (inputs.blob && inputs.blob.length <= CRED_BLOB && extensions.includes('credBlob')) kept.blob = inputs.blob;
  // CTAP 2.1 §12.4: only with rk.
  if (inputs.largeBlob && discoverable && extensions.includes('largeBlobKey')) kept.largeBlob = {};
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** What one ceremony's outputs are made from. */
export interface OutputRequest {
  inputs: ExtensionInputs;
  kept: CredentialExtensions;
  rpId: string;
  userVerified: boolean;
  /** The authenticator's private key of the agreement with the client. */
  keyAgreement(): KeyObject;
  /** 16 bytes. */
  iv(): Uint8Array;
}

/** Outputs of a registration, for authenticator data; empty where there are none. */
export function creationOutputs(settings: AuthenticatorSettings, request: OutputRequest): CborMap {
  const { inputs, kept, rpId } = request;
  const { extensions, minPinLength, minPinLengthRpIds } = settings;
  const outputs = new Map<CborValue, CborValue>();
  if (kept.protection) outputs.set('credProtect', kept.protection);
  if (inputs.blob && extensions.includes('credBlob')) outputs.set('credBlob', kept.blob !== undefined);
  if (inputs.secret && extensions.includes('hmac-secret')) outputs.set('hmac-secret', true);
  if (kept.secrets && inputs.salts && extensions.includes('hmac-secret-mc'))
    outputs.set('hmac-secret-mc', evaluated(request, inputs.salts, kept.secrets));
  const listed = minPinLengthRpIds === 'all' || minPinLengthRpIds.includes(rpId);
  if (inputs.minPinLength && listed && extensions.includes('minPinLength')) outputs.set('minPinLength', minPinLength);
  return outputs;
}

/** Outputs of an authentication. */
export function assertionOutputs({ extensions }: AuthenticatorSettings, request: OutputRequest): CborMap {
  const { inputs, kept } = request;
  const outputs = new Map<CborValue, CborValue>();
  if (inputs.readBlob && extensions.includes('credBlob')) outputs.set('credBlob', kept.blob ?? concat());
  if (inputs.salts && kept.secrets) outputs.set('hmac-secret', evaluated(request, inputs.salts, kept.secrets));
  return outputs;
}

/** The outputs for the salts, encrypted for the client. */
function evaluated(
  { userVerified, keyAgreement, iv }: OutputRequest,
  { protocol, clientKey, salts }: EncryptedSalts,
  { verified, unverified }: NonNullable<CredentialExtensions['secrets']>,
): Uint8Array {
  const shared = sharedSecret(protocol, keyAgreement(), clientKey);
  const plain = hmacSecretOutputs(userVerified ? verified : unverified, decryptSecret(protocol, shared, salts));
  return encryptSecret(protocol, shared, plain, iv());
}

/** §12.1 credProtect: whether a credential may be used, and whether it may be found without its id. */
export function isReachable(
  { protection = 1 }: CredentialExtensions,
  { userVerified, byId }: { userVerified: boolean; byId: boolean },
): boolean {
  return userVerified || protection === 1 || (protection === 2 && byId);
}

/** Keeps a large blob; false where the credential can have none, or it is too long. */
export function writeLargeBlob({ largeBlob }: CredentialExtensions, bytes: Uint8Array): boolean {
  if (!largeBlob || bytes.length > LARGE_BLOB) return false;
  largeBlob.bytes = bytes;
  return true;
}
