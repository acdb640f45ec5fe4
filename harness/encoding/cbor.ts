/**
 * CBOR (RFC 8949) as WebAuthn and CTAP 2 use it: the canonical form written through cbor-x, a raw writer for what no
 * encoder emits. `cborReader` reads it.
 */
import { Encoder } from 'cbor-x';
import { concat } from './bytes.ts';

/** What the reader gives and the writer takes. Integers beyond 2^53 are bigint; every map is a `Map`. */
export type CborValue =
  | number
  | bigint
  | string
  | Uint8Array
  | boolean
  | null
  | undefined
  | CborValue[]
  | CborMap
  | CborFloat
  | CborTagged
  | CborSimple
  | RawCbor;
export type CborMap = Map<CborValue, CborValue>;

/** A floating-point item; WebAuthn has no use for one, and `-7.0` is not the algorithm identifier `-7`. */
export class CborFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export class CborTagged {
  readonly tag: number | bigint;
  readonly value: CborValue;
  constructor(tag: number | bigint, value: CborValue) {
    this.tag = tag;
    this.value = value;
  }
}

/** A simple value other than false, true, null and undefined. */
export class CborSimple {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Bytes that stand for themselves inside a value that is being encoded: the way an illegal item gets into a legal map. */
export class RawCbor {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

// ---------------------------------------------------------------- canonical form

const scalars = new Encoder({ useRecords: false, mapsAsObjects: false, tagUint8Array: false, variableMapSize: true });

/**
 * CTAP2 canonical CBOR (CTAP 2.2 §8): shortest integers, definite lengths, map keys sorted by their encoding's length
 * and then bytewise, no tags. {@link RawCbor} inside is copied as it is.
 */
export function encodeCbor(value: CborValue): Uint8Array {
  if (value instanceof RawCbor) return value.bytes;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => [encodeCbor(key), encodeCbor(item)] as const);
    entries.sort(([a], [b]) => a.length - b.length || Buffer.compare(a, b));
    return concat(raw.head(5, entries.length), ...entries.flat());
  }
  if (Array.isArray(value)) return concat(raw.head(4, value.length), ...value.map(encodeCbor));
  if (value instanceof CborTagged) return concat(raw.head(6, value.tag), encodeCbor(value.value));
  if (value instanceof CborFloat) return raw.float(value.value);
  if (value instanceof CborSimple) return raw.simple(value.value);
  // cbor-x writes integers from 2^32 as floats, and shares its buffer between calls.
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return raw.int(value);
  return Uint8Array.from(scalars.encode(value));
}

// ---------------------------------------------------------------- raw writer

type Width = 0 | 1 | 2 | 4 | 8;

/** Bytes that an argument needs beside the initial byte, in the canonical form. */
export function shortest(value: bigint): Width {
  if (value < 24n) return 0;
  if (value < 0x100n) return 1;
  if (value < 0x10000n) return 2;
  return value < 0x100000000n ? 4 : 8;
}

/** Writes any item head and body that one asks for, legal or not. */
export const raw = {
  /** Initial byte and argument. `width` forces a longer argument than needed (0 keeps it in the initial byte). */
  head(major: number, argument: number | bigint, width?: Width): Uint8Array {
    const value = BigInt(argument);
    const bytes = width ?? shortest(value);
    if (bytes === 0) return Uint8Array.of((major << 5) | Number(value));
    const out = Buffer.alloc(1 + bytes);
    out[0] = (major << 5) | { 1: 24, 2: 25, 4: 26, 8: 27 }[bytes];
    const fill = Buffer.alloc(8);
    fill.writeBigUInt64BE(value);
    fill.copy(out, 1, 8 - bytes);
    return out;
  },
  int(value: number | bigint, width?: Width): Uint8Array {
    const big = BigInt(value);
    return big < 0n ? raw.head(1, -1n - big, width) : raw.head(0, big, width);
  },
  /** `claimed` lies about the length. */
  bytes(value: Uint8Array, claimed: number | bigint = value.length, width?: Width): Uint8Array {
    return concat(raw.head(2, claimed, width), value);
  },
  text(value: string | Uint8Array, claimed?: number | bigint): Uint8Array {
    const body = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
    return concat(raw.head(3, claimed ?? body.length), body);
  },
  array(items: Uint8Array[], claimed: number | bigint = items.length): Uint8Array {
    return concat(raw.head(4, claimed), ...items);
  },
  /** Pairs of already encoded items, in the given order: unsorted and duplicate keys are written as they stand. */
  map(pairs: (readonly [Uint8Array, Uint8Array])[], claimed: number | bigint = pairs.length): Uint8Array {
    return concat(raw.head(5, claimed), ...pairs.flat());
  },
  /** Indefinite length: 2 and 3 take chunks, 4 items, 5 keys and values by turns. */
  indefinite(major: 2 | 3 | 4 | 5, items: Uint8Array[]): Uint8Array {
    return concat(Uint8Array.of((major << 5) | 31), ...items, Uint8Array.of(0xff));
  },
  tag(tag: number | bigint, item: Uint8Array): Uint8Array {
    return concat(raw.head(6, tag), item);
  },
  /** One of the 256 simple values. */
  simple(value: number): Uint8Array {
    return value < 24 ? Uint8Array.of(0xe0 | value) : Uint8Array.of(0xf8, value);
  },
  /** Double precision. */
  float(value: number): Uint8Array {
    const out = Buffer.alloc(9);
    out[0] = 0xfb;
    out.writeDoubleBE(value, 1);
    return out;
  },
  /** `depth` arrays of one element around `core`. */
  nested(depth: number, core: Uint8Array = Uint8Array.of(0)): Uint8Array {
    return concat(new Uint8Array(depth).fill(0x81), core);
  },
};
