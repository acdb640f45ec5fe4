/** An Ed25519 signature whose R is not written as RFC 8032 §5.1.3 has it. */
import type { KeyObject } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { concat, digest, fromHex, hex } from '../../encoding/bytes.ts';

const { Fn } = ed25519.Point;

/** y = p + 1, which stands for y = 1: the identity. */
const IDENTITY = fromHex(`ee${'ff'.repeat(30)}7f`);

const little = (bytes: Uint8Array) => BigInt(`0x${hex(Uint8Array.from(bytes).reverse())}`);

/**
 * R is the identity, so that S is the hash times the secret scalar; who reads R as a point finds the equation of §5.1.7
 * kept, who compares its bytes does not.
 */
export function nonCanonicalIdentity(privateKey: KeyObject, message: Uint8Array): Uint8Array {
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url');
  const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(seed);
  const challenge = Fn.create(little(digest('sha512', concat(IDENTITY, pointBytes, message))));
  const s = Fn.mul(challenge, scalar);
  return concat(IDENTITY, fromHex(s.toString(16).padStart(64, '0')).reverse());
}
