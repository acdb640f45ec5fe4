/** ECDSA on P-256 with numbers of one's own choice, for keys and signatures that a library does not make on request. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import type { EditContext } from '../../authenticator/edits.ts';
import type { CredentialKeyPair } from '../../authenticator/keys.ts';
import { base64url, fromHex, hex, sha256 } from '../../encoding/bytes.ts';
import { decodeEcdsaSignature, type EcdsaSignature, encodeEcdsaSignature } from '../../encoding/der.ts';
import { message } from './message.ts';

/** The order of P-256. */
export const ORDER = p256.Point.Fn.ORDER;
/** The prime of its field. */
export const FIELD = p256.Point.Fp.ORDER;

const bytes = (value: bigint) => fromHex(value.toString(16).padStart(64, '0'));
const integer = (value: Uint8Array) => BigInt(`0x${hex(value)}`);

/** The ES256 key pair of a private scalar. */
export function ecdsaKey(scalar: bigint): CredentialKeyPair {
  const { x, y } = p256.Point.BASE.multiply(scalar).toAffine();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: base64url(bytes(x)),
    y: base64url(bytes(y)),
    d: base64url(bytes(scalar)),
  };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return { algorithm: -7, privateKey, publicKey: createPublicKey(privateKey) };
}

/** A valid signature over SHA-256 of the data with the given nonce, which makes the private key public. */
function signWithNonce(privateKey: KeyObject, data: Uint8Array, nonce: bigint): EcdsaSignature {
  const { Fn } = p256.Point;
  const d = integer(Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url'));
  const r = Fn.create(p256.Point.BASE.multiply(nonce).toAffine().x);
  return { r, s: Fn.mul(Fn.inv(nonce), Fn.add(integer(sha256(data)), Fn.mul(r, d))) };
}

/** The assertion signature in DER, made from the numbers of the honest one. */
export const fromNumbers =
  (change: (honest: EcdsaSignature, context: EditContext) => EcdsaSignature) =>
  (signature: Uint8Array, context: EditContext): Uint8Array =>
    encodeEcdsaSignature(change(decodeEcdsaSignature(signature), context));

/** The larger of s and n − s, both of which verify. */
export const highS = ({ r, s }: EcdsaSignature): EcdsaSignature => ({ r, s: s > ORDER / 2n ? s : ORDER - s });

/** The smaller of the two, whose first bit is clear. */
export const lowS = ({ r, s }: EcdsaSignature): EcdsaSignature => ({ r, s: s > ORDER / 2n ? ORDER - s : s });

/** Another signature over the same message, tried until s is short: one in 256 is. */
export const shortS = (_: EcdsaSignature, context: EditContext): EcdsaSignature => {
  for (;;) {
    const numbers = decodeEcdsaSignature(context.sign(message(context)));
    if (numbers.s >> 248n === 0n) return numbers;
  }
};

/** A nonce whose point has an x that begins with a zero byte: r is short. */
const SHORT_NONCE = 379n;

export const shortR = (_: EcdsaSignature, context: EditContext): EcdsaSignature =>
  signWithNonce(context.privateKey, message(context), SHORT_NONCE);
