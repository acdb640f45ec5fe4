/** The only byte helpers. */
import { createHash, hash as cryptoHash } from 'node:crypto';

/** Bytes that cannot be read as what they are said to be: `what` structure, `why`, and `at` which byte if known. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly what: string;
  readonly at: number | undefined;
  constructor(what: string, why: string, at?: number) {
    super(at === undefined ? `${what}: ${why}` : `${what}: ${why} (byte ${at})`);
    this.what = what;
    this.at = at;
  }
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

export function fromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new FormatError('hex', 'not pairs of hexadecimal digits');
  return Buffer.from(text, 'hex');
}

/** Unpadded base64url (RFC 4648 §5), as WebAuthn's JSON uses it throughout. */
export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/**
 * Decodes unpadded base64url and nothing else: padding, the standard alphabet, white space, an impossible length and
 * non-zero unused bits throw a {@link FormatError}. Two texts never decode to the same bytes.
 */
export function fromBase64url(text: string, what = 'base64url'): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new FormatError(what, 'not unpadded base64url');
  return bytes;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Big-endian, as everything in WebAuthn is. */
export function uint16(value: number): Uint8Array {
  return Uint8Array.of((value >>> 8) & 0xff, value & 0xff);
}

export function uint32(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

/** A copy with one bit flipped; `at` counts from the end when negative. */
export function flipBit(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const index = at < 0 ? copy.length + at : at;
  const old = copy[index];
  if (old === undefined) throw new RangeError(`no byte ${at} in ${bytes.length} bytes`);
  copy[index] = old ^ (1 << bit);
  return copy;
}

// crypto.hash (Node 20.12) is one call and about twice as fast as createHash on short input.
const oneShot: ((algorithm: string, data: Uint8Array, encoding: 'buffer') => Buffer) | undefined = cryptoHash;

/** `algorithm` is a Node digest name such as `sha256`. */
export function digest(algorithm: string, data: Uint8Array): Uint8Array {
  return oneShot ? oneShot(algorithm, data, 'buffer') : createHash(algorithm).update(data).digest();
}

export function sha256(data: Uint8Array): Uint8Array {
  return digest('sha256', data);
}
