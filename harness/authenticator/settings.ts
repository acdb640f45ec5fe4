/** What an authenticator is: data, with an honest default for every member. Models are values of this type. */
import type { PinProtocol } from '../encoding/hmacSecret.ts';
import type { AuthenticatorAttachment } from '../encoding/json.ts';
import type { AuthenticatorExtension } from './extensions.ts';

/**
 * How signCount moves (WebAuthn Level 3 §6.1.1). `none` always reports 0, as synced passkeys do; `random-step` is per
 * credential, and grows by 1 to 256 each time.
 */
export type CounterMode = 'per-credential' | 'random-step' | 'global' | 'none';

/** The statement an authenticator gives when the RP asks for attestation. */
export type AttestationCapability =
  | 'none'
  | 'packed-self'
  | 'packed'
  | 'tpm'
  | 'fido-u2f'
  | 'apple'
  | 'android-key'
  | 'android-safetynet'
  | 'compound';

/** What can be a part of a compound attestation (§8.9). */
export type CompoundPart = Exclude<AttestationCapability, 'none' | 'compound'>;

export interface AuthenticatorSettings {
  /** 16 bytes as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
  aaguid: string;
  /** COSE algorithms that it can make keys for; the RP's order decides among them. */
  algorithms: readonly number[];
  attachment: AuthenticatorAttachment;
  /** As `getTransports()` reports them. */
  transports: readonly string[];
  /** Can verify the user at all. */
  userVerification: boolean;
  /** Verifies the user when it is asked to; false answers with UV clear where that is allowed. */
  userVerified: boolean;
  /** Verifies the user whatever was asked, as Windows Hello does: UV is set under `discouraged` too. */
  alwaysVerifies: boolean;
  /** Can keep discoverable credentials. */
  residentKeys: boolean;
  /** Keeps a discoverable credential even where it is discouraged. */
  alwaysDiscoverable: boolean;
  /** The client hands its AAGUID on under attestation `none`; false where browsers write zeros. */
  keepsAaguid: boolean;
  attestation: AttestationCapability;
  /** The statements of a `compound` attestation, two or more, in order. */
  compoundOf: readonly CompoundPart[];
  backupEligible: boolean;
  backupState: boolean;
  counter: CounterMode;
  /** signCount reported at registration. */
  counterStart: number;
  /** Added at each assertion. */
  counterStep: number;
  /** Bytes, 16 to 1023. */
  credentialIdLength: number;
  /** Those of CTAP that it has; each does something only where it is asked for. */
  extensions: readonly AuthenticatorExtension[];
  /** How client and authenticator agree on a key for the inputs of prf. */
  pinProtocol: PinProtocol;
  /** Least length of its PIN, in characters. */
  minPinLength: number;
  /** RP IDs that are told so. */
  minPinLengthRpIds: readonly string[] | 'all';
}

/**
 * A platform authenticator that nobody would refuse: ES256 first, user verified, device-bound, a counter that starts at 0
 * and grows by one, no attestation unless asked.
 */
export const DEFAULT_SETTINGS: AuthenticatorSettings = {
  aaguid: '00000000-0000-0000-0000-000000000000',
  algorithms: [-7, -8, -257, -35, -36, -47, -9, -51, -52, -19, -53, -258, -259, -37, -38, -39],
  attachment: 'platform',
  transports: ['internal'],
  userVerification: true,
  userVerified: true,
  alwaysVerifies: false,
  residentKeys: true,
  alwaysDiscoverable: false,
  keepsAaguid: true,
  attestation: 'packed-self',
  compoundOf: ['packed-self', 'packed'],
  backupEligible: false,
  backupState: false,
  counter: 'per-credential',
  counterStart: 0,
  counterStep: 1,
  credentialIdLength: 32,
  extensions: ['hmac-secret', 'largeBlobKey', 'credProtect', 'credBlob', 'minPinLength'],
  pinProtocol: 2,
  minPinLength: 4,
  minPinLengthRpIds: [],
};
