/** A public key as people have it, for a credential whose registration was not seen. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { FormatError } from '../encoding/bytes.ts';
import { ALGORITHMS, decodeCoseKey, encodeCoseKey, importCoseKey } from '../encoding/cose.ts';

/** SubjectPublicKeyInfo says nothing of the algorithm of an RSA key: RS256 is what passkeys have. */
const RS256 = -257;
const CURVE_NAMES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
};

/** COSE_Key of a COSE_Key or SubjectPublicKeyInfo. Throws a FormatError for anything else, and for keys that cannot verify. */
export function coseKeyOf(bytes: Uint8Array): Uint8Array {
  if (isUsableKey(bytes)) return bytes;
  try {
    const key = createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'spki' });
    return encodeCoseKey(key, algorithmOf(key));
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError('public key', 'neither a COSE_Key nor a SubjectPublicKeyInfo that can verify');
  }
}

/** Whether a COSE_Key can verify: one from outside may lie on no curve. */
export function isUsableKey(bytes: Uint8Array): boolean {
  try {
    importCoseKey(decodeCoseKey(bytes, { lenient: true }));
    return true;
  } catch {
    // What node:crypto says to a key that is none is of no use here.
    return false;
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): number {
  if (asymmetricKeyType === 'rsa') return RS256;
  const curve = CURVE_NAMES[asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType ?? ''];
  const found = curve === undefined ? undefined : ALGORITHMS.find(one => one.curve === curve);
  if (!found) throw new FormatError('public key', `of type ${asymmetricKeyType}, which passkeys do not have`);
  return found.id;
}
