/** The attestation object (WebAuthn Level 3 §6.5.4): a CBOR map of `fmt`, `attStmt` and `authData`. */
import { FormatError } from './bytes.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { readWholeCbor } from './cborReader.ts';

export interface AttestationObject {
  /** Attestation statement format identifier. */
  fmt: string;
  /** A map, or for `compound` an array. */
  attStmt: CborValue;
  /** Authenticator data, encoded. */
  authData: Uint8Array;
}

/** The object as a map, in which an edit may put anything. */
export function attestationObjectMap({ fmt, attStmt, authData }: AttestationObject): CborMap {
  return new Map<CborValue, CborValue>([
    ['fmt', fmt],
    ['attStmt', attStmt],
    ['authData', authData],
  ]);
}

/**
 * Reads an attestation object. A {@link FormatError} where it is no CBOR map with a text `fmt`, an `attStmt` and a byte
 * string `authData`; `deviations` where it is readable but not canonical (other key orders apart: several clients send
 * `authData` before `attStmt`, and Level 3 does not forbid it).
 */
export function decodeAttestationObject(bytes: Uint8Array): AttestationObject & { deviations: string[] } {
  const { value, deviations } = readWholeCbor(bytes);
  if (!(value instanceof Map)) throw new FormatError('attestationObject', 'not a CBOR map');
  const fmt = value.get('fmt');
  const authData = value.get('authData');
  if (typeof fmt !== 'string') throw new FormatError('attestationObject', 'fmt is missing or no text');
  if (!value.has('attStmt')) throw new FormatError('attestationObject', 'attStmt is missing');
  if (!(authData instanceof Uint8Array))
    throw new FormatError('attestationObject', 'authData is missing or no byte string');
  return {
    fmt,
    attStmt: value.get('attStmt'),
    authData,
    deviations: deviations.filter(d => !d.endsWith('is out of order')),
  };
}
