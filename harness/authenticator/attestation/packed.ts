/** Attestation statement format `packed` (WebAuthn Level 3 §8.2). */
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import { signData } from '../../encoding/cose.ts';
import type { CredentialKeyPair } from '../keys.ts';
import type { AttestationStatement } from './statement.ts';

/** An attestation key and the certificates that vouch for it, DER, the leaf first and without the root. */
export interface AttestationKey {
  keys: CredentialKeyPair;
  x5c: Uint8Array[];
}

/** Self attestation: signed with the credential's own key, no certificates. `signed`: authenticatorData and clientDataHash. */
export function packedSelfStatement(
  { algorithm, privateKey }: CredentialKeyPair,
  signed: Uint8Array,
): { fmt: 'packed'; attStmt: CborMap } {
  const attStmt = new Map<CborValue, CborValue>([
    ['alg', algorithm],
    ['sig', signData(algorithm, privateKey, signed)],
  ]);
  return { fmt: 'packed', attStmt };
}

/** Signed with an attestation key, whose certificates follow in `x5c`. */
export function packedStatement({ keys, x5c }: AttestationKey, signed: Uint8Array): AttestationStatement {
  const { fmt, attStmt } = packedSelfStatement(keys, signed);
  return { fmt, attStmt: new Map([...attStmt, ['x5c', x5c]]) };
}
