/** DER (X.690 §8, §10) read strictly and within bounds, element by element. */
import { FormatError } from './bytes.ts';

/** One element: its identifier octet, and where its contents are. */
export interface DerElement {
  tag: number;
  start: number;
  end: number;
}

/** Real structures nest to about a dozen levels. */
const MAX_DEPTH = 24;
const MAX_ELEMENTS = 5_000;
/** Bytes of an object identifier: the longest in use have about 20. */
const MAX_OID = 64;
const OBJECT_IDENTIFIER = 0x06;

/** The element at an offset. A {@link FormatError} for an indefinite or overlong length, and for what ends after `limit`. */
export function readDer(bytes: Uint8Array, offset: number, limit = bytes.length): DerElement {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || offset + 2 > limit) throw wrong('ends too soon', offset);
  if ((tag & 0x1f) === 0x1f) throw wrong('has a tag of several bytes', offset);
  if (first === 0x80) throw wrong('has an indefinite length, which is BER', offset);
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 4) throw wrong('claims more bytes than there can be', offset);
  const start = offset + 2 + count;
  const length = count === 0 ? first : bytes.subarray(offset + 2, start).reduce((all, byte) => all * 256 + byte, 0);
  if (count > 0 && (length < 0x80 || bytes[offset + 2] === 0)) throw wrong('has a length longer than needed', offset);
  if (start + length > limit) throw wrong('claims more bytes than there are', offset);
  return { tag, start, end: start + length };
}

/** The elements inside one. */
export function childrenOf(bytes: Uint8Array, { start, end }: DerElement): DerElement[] {
  const children: DerElement[] = [];
  for (let offset = start; offset < end; ) {
    const child = readDer(bytes, offset, end);
    children.push(child);
    offset = child.end;
  }
  return children;
}

/** The one element that the bytes are. A {@link FormatError} where it is not DER all the way down, or beyond the bounds. */
export function strictDer(bytes: Uint8Array): DerElement {
  const root = readDer(bytes, 0);
  if (root.end !== bytes.length) throw wrong('has bytes after its end', root.end);
  let left = MAX_ELEMENTS;
  const descend = (element: DerElement, depth: number): void => {
    if (--left < 0) throw wrong('has too many elements', element.start);
    if (depth > MAX_DEPTH) throw wrong('is nested too deeply', element.start);
    const isConstructed = (element.tag & 0x20) !== 0;
    if (isConstructed) for (const child of childrenOf(bytes, element)) descend(child, depth + 1);
    else if (element.tag === OBJECT_IDENTIFIER) checkOid(bytes, element);
  };
  descend(root, 0);
  return root;
}

function checkOid(bytes: Uint8Array, { start, end }: DerElement): void {
  if (start === end || end - start > MAX_OID) throw wrong(`has an object identifier of ${end - start} bytes`, start);
  if (bytes[end - 1]! & 0x80) throw wrong('has an object identifier that does not end', start);
}

/** Dotted. Arcs of any size. */
export function oidText(bytes: Uint8Array, { start, end }: DerElement): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of bytes.subarray(start, end)) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...rest].join('.');
}

function wrong(what: string, offset: number): FormatError {
  return new FormatError('DER', what, offset);
}
