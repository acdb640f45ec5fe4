/** A CBOR item with the places of all that is in it. */
import type { CborValue } from '../encoding/cbor.ts';
import { readCbor } from '../encoding/cborReader.ts';
import type { Span } from './tree.ts';

export interface CborOutline {
  value: CborValue;
  /** The item, its head included. */
  at: Span;
  /** What a byte or text string holds, where it stands in one piece; else the same as `at`. */
  content: Span;
  /** Of a map, in the order in which they stand, one key twice or not. */
  entries?: { key: CborOutline; item: CborOutline }[];
  /** Of an array. */
  items?: CborOutline[];
}

/** Reads the item at `offset`. A FormatError where it is not well-formed. */
export function outlineCbor(bytes: Uint8Array, offset = 0): CborOutline {
  const { value, end } = readCbor(bytes, offset);
  const at: Span = [offset, end];
  const major = bytes[offset]! >> 5;
  const head = offset + headLength(bytes[offset]!);
  if ((major === 2 || major === 3) && !isIndefinite(bytes[offset]!)) return { value, at, content: [head, end] };
  if (major !== 4 && major !== 5) return { value, at, content: at };
  const within = outlines(bytes, head, isIndefinite(bytes[offset]!) ? end - 1 : end);
  if (major === 4) return { value, at, content: at, items: within };
  const entries = within.flatMap((key, index) => (index % 2 === 0 ? [{ key, item: within[index + 1]! }] : []));
  return { value, at, content: at, entries };
}

/** The items one after the other between two offsets: what is between them is known to be well-formed. */
function outlines(bytes: Uint8Array, from: number, to: number): CborOutline[] {
  const found: CborOutline[] = [];
  for (let offset = from; offset < to; ) {
    const one = outlineCbor(bytes, offset);
    found.push(one);
    offset = one.at[1];
  }
  return found;
}

function isIndefinite(initial: number): boolean {
  return (initial & 31) === 31;
}

/** RFC 8949 §3: the initial byte, and an argument of 1, 2, 4 or 8 bytes after it. */
function headLength(initial: number): number {
  const info = initial & 31;
  return info >= 24 && info <= 27 ? 1 + (1 << (info - 24)) : 1;
}
