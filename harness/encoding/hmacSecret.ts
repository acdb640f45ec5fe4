/**
 * The CTAP extension hmac-secret, on which the WebAuthn extension prf stands (WebAuthn Level 3 §10.1.4; CTAP 2.1 §6.5.6,
 * §12.5): salts and outputs go between client and authenticator under a key that both agree on.
 */
import { createCipheriv, createDecipheriv, createHmac, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { concat, sha256, utf8 } from './bytes.ts';

/** PIN/UV auth protocol: how the shared secret is made, and what is encrypted with it. */
export type PinProtocol = 1 | 2;

/** Bytes of a salt, of an output, and of each half of a shared secret. */
const BLOCK = 32;
const IV = 16;
const PREFIX = concat(utf8('WebAuthn PRF'), Uint8Array.of(0));

/** §10.1.4: the salt that stands for an input of `prf`, 32 bytes. */
export function prfSalt(input: Uint8Array): Uint8Array {
  return sha256(concat(PREFIX, input));
}

/** HMAC-SHA-256 of each salt of 32 bytes, one after the other. `secret`: CredRandom, 32 bytes. */
export function hmacSecretOutputs(secret: Uint8Array, salts: Uint8Array): Uint8Array {
  return concat(...blocks(salts).map(salt => createHmac('sha256', secret).update(salt).digest()));
}

/** Salts or outputs, 32 bytes each. */
export function blocks(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / BLOCK }, (_, i) => bytes.subarray(i * BLOCK, (i + 1) * BLOCK));
}

/** The secret of one's own private P-256 key and the other's public one: 32 bytes in protocol 1, an HMAC key and an AES key of 32 bytes each in protocol 2. */
export function sharedSecret(protocol: PinProtocol, own: KeyObject, other: KeyObject): Uint8Array {
  const z = diffieHellman({ privateKey: own, publicKey: other });
  if (protocol === 1) return sha256(z);
  const expand = (info: string) => new Uint8Array(hkdfSync('sha256', z, new Uint8Array(BLOCK), info, BLOCK));
  return concat(expand('CTAP2 HMAC key'), expand('CTAP2 AES key'));
}

/** AES-256-CBC without padding. `iv`: 16 bytes, used and sent by protocol 2 only. */
export function encryptSecret(
  protocol: PinProtocol,
  secret: Uint8Array,
  plain: Uint8Array,
  iv: Uint8Array,
): Uint8Array {
  const start = protocol === 1 ? new Uint8Array(IV) : iv;
  const cipher = createCipheriv('aes-256-cbc', secret.subarray(-BLOCK), start).setAutoPadding(false);
  return concat(...(protocol === 1 ? [] : [iv]), cipher.update(plain), cipher.final());
}

/** Undoes {@link encryptSecret}. */
export function decryptSecret(protocol: PinProtocol, secret: Uint8Array, sent: Uint8Array): Uint8Array {
  const [start, body] = protocol === 1 ? [new Uint8Array(IV), sent] : [sent.subarray(0, IV), sent.subarray(IV)];
  const decipher = createDecipheriv('aes-256-cbc', secret.subarray(-BLOCK), start).setAutoPadding(false);
  return concat(decipher.update(body), decipher.final());
}
