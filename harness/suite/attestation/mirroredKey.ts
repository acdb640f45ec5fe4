/** The other key with the same x, on P-256. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { EditContext } from '../../authenticator/edits.ts';
import type { CredentialKeyPair } from '../../authenticator/keys.ts';
import { base64url, fromBase64url, fromHex, hex } from '../../encoding/bytes.ts';

/** Prime and order of P-256 (SEC 2 §2.4.2). */
const PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Of an ES256 credential: its point and its secret negated, so that who compares x alone sees no difference. */
export function mirrored({ privateKey, algorithm }: EditContext): CredentialKeyPair {
  const jwk = privateKey.export({ format: 'jwk' });
  const key = { ...jwk, y: negated(jwk.y!, PRIME), d: negated(jwk.d!, ORDER) };
  const made = createPrivateKey({ key, format: 'jwk' });
  return { algorithm, privateKey: made, publicKey: createPublicKey(made) };
}

function negated(value: string, modulus: bigint): string {
  const rest = modulus - BigInt(`0x${hex(fromBase64url(value))}`);
  return base64url(fromHex(rest.toString(16).padStart(64, '0')));
}
