/** The hooks through which a case makes one layer of a ceremony wrong. Later layers are made from the edited one. */
import type { KeyObject } from 'node:crypto';
import type { AuthenticatorData } from '../encoding/authenticatorData.ts';
import type { CborMap, CborValue } from '../encoding/cbor.ts';
import type { ClientData } from '../encoding/clientData.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../encoding/json.ts';

/** What an edit may look at, and sign with. Members of layers that are not made yet are absent. */
export interface EditContext {
  kind: 'registration' | 'authentication';
  rpId: string;
  origin: string;
  /** base64url, as the RP sent it. */
  challenge: string;
  /** COSE algorithm of the credential. */
  algorithm: number;
  credentialId: Uint8Array;
  /** The user handle of the credential. */
  userHandle: Uint8Array;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** Bytes of clientDataJSON, as edited. */
  clientDataJSON?: Uint8Array;
  clientDataHash?: Uint8Array;
  /** Encoded, as edited. */
  authenticatorData?: Uint8Array;
  /** Registration: the encoded attestation object, as edited. */
  attestationObject?: Uint8Array;
  /** Signs with the credential's key, by its algorithm unless another is named. */
  sign(data: Uint8Array, algorithm?: number): Uint8Array;
  /** Bytes derived from seed, case id and label: the same on every run of the same seed. */
  random(label: string, length: number): Uint8Array;
}

/**
 * One hook per layer, applied in the order in which the bytes are made:
 * `algorithm → clientData → publicKey → authenticatorData → statement → attestationObject → signature → response`.
 * A hook returns the edited value, or raw bytes for what no encoder would emit.
 */
export interface Edits {
  /** Registration: the algorithm to use, offered or not. Undone by leaving it to client and authenticator. */
  algorithm?(offered: readonly number[]): number;
  clientData?(data: ClientData, context: EditContext): ClientData | Uint8Array;
  /** Registration: the COSE_Key as a map of labels. */
  publicKey?(key: CborMap, context: EditContext): CborMap | Uint8Array;
  authenticatorData?(data: AuthenticatorData, context: EditContext): AuthenticatorData | Uint8Array;
  /** Registration: attStmt, made over the edited authenticator data. */
  statement?(statement: CborValue, context: EditContext): CborValue;
  /** Registration: the map of `fmt`, `attStmt` and `authData`. */
  attestationObject?(object: CborMap, context: EditContext): CborMap | Uint8Array;
  /** Authentication: the assertion signature. */
  signature?(signature: Uint8Array, context: EditContext): Uint8Array;
  /** The response as it is posted: any JSON value. */
  response?(response: RegistrationResponseJSON & AuthenticationResponseJSON, context: EditContext): unknown;
}
