/** The signatures of honest assertions. */
import { algorithm as coseAlgorithm, signData } from '../encoding/cose.ts';
import { decodeEcdsaSignature } from '../encoding/der.ts';
import type { CredentialKeyPair } from './keys.ts';

/** Bits above the lowest bytes of r and s, where a curve's numbers fill their bytes: P-521 has no such length. */
const LAST_BYTE: Readonly<Record<string, bigint>> = { 'P-256': 248n, 'P-384': 376n, secp256k1: 248n };

/**
 * Signs with numbers of full length. One ECDSA signature in 128 has an r or s that is short of a byte, which some RPs refuse:
 * left to chance it would make another case fail each time, so that cases of their own have it
 * (`authentication/signature/ecdsa-short-*`), and no other.
 */
export function signEvenly({ algorithm, privateKey }: CredentialKeyPair, data: Uint8Array): Uint8Array {
  return evenly(algorithm, () => signData(algorithm, privateKey, data));
}

/** The first signature with numbers of full length; `attempt` counts from 0. */
export function evenly(algorithm: number, sign: (attempt: number) => Uint8Array): Uint8Array {
  const lastByte = LAST_BYTE[coseAlgorithm(algorithm)?.curve ?? ''];
  for (let attempt = 0; ; attempt++) {
    const signature = sign(attempt);
    if (lastByte === undefined) return signature;
    const { r, s } = decodeEcdsaSignature(signature);
    if (r >> lastByte && s >> lastByte) return signature;
  }
}
