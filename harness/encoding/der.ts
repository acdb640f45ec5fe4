/** DER of ECDSA signatures (`Ecdsa-Sig-Value`, RFC 3279 §2.2.3), with a writer for encodings that are not DER. */
import { concat, FormatError } from './bytes.ts';

/** Tag, length, body; `longForm` writes the length in more bytes than needed, `claimed` lies about it. */
export function der(tag: number, body: Uint8Array, { longForm = false, claimed = body.length } = {}): Uint8Array {
  const length = longForm && claimed < 0x80 ? [0x81, claimed] : derLength(claimed);
  return concat(Uint8Array.of(tag, ...length), body);
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** The shortest two's complement of a non-negative integer, as DER wants it. */
export function derInteger(value: bigint): Uint8Array {
  return der(0x02, integerBody(value));
}

function integerBody(value: bigint): Uint8Array {
  if (value < 0n) {
    const width = BigInt(Math.ceil((value.toString(2).length + 1) / 8) * 8);
    return Buffer.from((value + (1n << width)).toString(16).padStart(Number(width / 4n), '0'), 'hex');
  }
  const digits = value.toString(16);
  const body = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  return body[0]! & 0x80 ? concat(Uint8Array.of(0), body) : body;
}

export interface EcdsaSignature {
  r: bigint;
  s: bigint;
}

export function encodeEcdsaSignature({ r, s }: EcdsaSignature): Uint8Array {
  return der(0x30, concat(derInteger(r), derInteger(s)));
}

/** Reads DER and nothing looser; throws a {@link FormatError}. */
export function decodeEcdsaSignature(bytes: Uint8Array): EcdsaSignature {
  const sequence = readElement(bytes, 0, 0x30);
  if (sequence.end !== bytes.length) throw new FormatError('ECDSA signature', 'bytes after the sequence', sequence.end);
  const r = readInteger(bytes, sequence.start);
  const s = readInteger(bytes, r.end);
  if (s.end !== bytes.length) throw new FormatError('ECDSA signature', 'more than two integers', s.end);
  return { r: r.value, s: s.value };
}

function readElement(bytes: Uint8Array, offset: number, tag: number): { start: number; end: number } {
  if (bytes[offset] !== tag) throw new FormatError('ECDSA signature', `tag ${tag} expected`, offset);
  let length = bytes[offset + 1];
  let start = offset + 2;
  if (length === 0x81) {
    length = bytes[offset + 2];
    start = offset + 3;
    if (length !== undefined && length < 0x80)
      throw new FormatError('ECDSA signature', 'long form of a short length', offset + 1);
  } else if (length !== undefined && length > 0x7f) {
    throw new FormatError('ECDSA signature', 'a length that no ECDSA signature has', offset + 1);
  }
  const end = start + (length ?? 0);
  if (length === undefined || end > bytes.length) throw new FormatError('ECDSA signature', 'ends too soon', offset);
  return { start, end };
}

function readInteger(bytes: Uint8Array, offset: number): { value: bigint; end: number } {
  const { start, end } = readElement(bytes, offset, 0x02);
  if (start === end) throw new FormatError('ECDSA signature', 'an empty integer', offset);
  const first = bytes[start]!;
  if (first & 0x80) throw new FormatError('ECDSA signature', 'a negative integer', start);
  if (first === 0 && end - start > 1 && !(bytes[start + 1]! & 0x80)) {
    throw new FormatError('ECDSA signature', 'an integer with a superfluous zero', start);
  }
  return { value: BigInt(`0x${Buffer.from(bytes.subarray(start, end)).toString('hex')}`), end };
}
