/** Reads CBOR (RFC 8949), and says in what way an item strays from the canonical form of CTAP 2. */
import { FormatError } from './bytes.ts';
import { CborFloat, type CborMap, CborSimple, CborTagged, type CborValue, shortest } from './cbor.ts';

/** Deeper than any WebAuthn structure goes (a compound attestation needs five); a bound against stack exhaustion. */
const MAX_DEPTH = 32;

export interface CborItem {
  value: CborValue;
  /** Offset of the first byte after the item. */
  end: number;
  /** In what ways the item is well-formed but not CTAP2 canonical, in words; empty for a canonical one. */
  deviations: string[];
}

/**
 * Reads one item from `offset`. What is not well-formed throws a {@link FormatError}; what is well-formed but not
 * canonical is read and named in `deviations`, so that the caller decides how strict to be. Of duplicate keys the last
 * one counts.
 */
export function readCbor(bytes: Uint8Array, offset = 0): CborItem {
  const reader = new Reader(bytes, offset);
  const value = reader.item(0);
  return { value, end: reader.offset, deviations: reader.deviations };
}

/** Reads bytes that must be exactly one item; bytes after it are a deviation. */
export function readWholeCbor(bytes: Uint8Array): CborItem {
  const item = readCbor(bytes);
  if (item.end < bytes.length) item.deviations.push(`${bytes.length - item.end} bytes after the item`);
  return item;
}

const fatalUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Reader {
  readonly bytes: Uint8Array;
  offset: number;
  readonly deviations: string[] = [];

  constructor(bytes: Uint8Array, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
  }

  item(depth: number): CborValue {
    if (depth > MAX_DEPTH) throw new FormatError('CBOR', `nested deeper than ${MAX_DEPTH} levels`, this.offset);
    const start = this.offset;
    const initial = this.byte();
    const major = initial >> 5;
    const info = initial & 31;
    if (major === 7) return this.simpleOrFloat(info, start);
    const argument = info === 31 ? undefined : this.argument(info, start);
    switch (major) {
      case 0:
      case 1: {
        if (argument === undefined) throw new FormatError('CBOR', 'an integer of indefinite length', start);
        return major === 0 ? argument : negative(argument);
      }
      case 2:
        return argument === undefined ? this.chunks(2, start) : this.take(argument, start);
      case 3:
        return argument === undefined
          ? this.text(this.chunks(3, start), start)
          : this.text(this.take(argument, start), start);
      case 4:
        return this.array(argument, depth, start);
      case 5:
        return this.map(argument, depth, start);
      default: {
        if (argument === undefined) throw new FormatError('CBOR', 'a tag of indefinite length', start);
        this.deviations.push(`tag ${argument} at byte ${start}`);
        return new CborTagged(argument, this.item(depth + 1));
      }
    }
  }

  private byte(): number {
    const value = this.bytes[this.offset];
    if (value === undefined) throw new FormatError('CBOR', 'ends inside an item', this.offset);
    this.offset += 1;
    return value;
  }

  private argument(info: number, start: number): number | bigint {
    if (info < 24) return info;
    if (info > 27) throw new FormatError('CBOR', `reserved additional information ${info}`, start);
    const width = 1 << (info - 24);
    const field = this.take(width, start);
    let value = 0n;
    for (const byte of field) value = (value << 8n) | BigInt(byte);
    if (shortest(value) !== width) this.deviations.push(`an integer at byte ${start} is not in its shortest form`);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  private take(length: number | bigint, start: number): Uint8Array {
    if (length > this.bytes.length - this.offset) {
      throw new FormatError('CBOR', `claims ${length} bytes where ${this.bytes.length - this.offset} are left`, start);
    }
    const end = this.offset + Number(length);
    const part = this.bytes.subarray(this.offset, end);
    this.offset = end;
    return part;
  }

  private atBreak(): boolean {
    if (this.bytes[this.offset] !== 0xff) return false;
    this.offset += 1;
    return true;
  }

  private chunks(major: 2 | 3, start: number): Uint8Array {
    this.deviations.push(`a string of indefinite length at byte ${start}`);
    const parts: Uint8Array[] = [];
    while (!this.atBreak()) {
      const at = this.offset;
      const initial = this.byte();
      if (initial >> 5 !== major || (initial & 31) === 31) throw new FormatError('CBOR', 'a chunk of another kind', at);
      parts.push(this.take(this.argument(initial & 31, at), at));
    }
    return Buffer.concat(parts);
  }

  private text(bytes: Uint8Array, start: number): string {
    try {
      return fatalUtf8.decode(bytes);
    } catch {
      throw new FormatError('CBOR', 'a text string that is not UTF-8', start);
    }
  }

  private array(length: number | bigint | undefined, depth: number, start: number): CborValue[] {
    const items: CborValue[] = [];
    if (length === undefined) {
      this.deviations.push(`indefinite length at byte ${start}`);
      while (!this.atBreak()) items.push(this.item(depth + 1));
      return items;
    }
    this.bound(length, 1, start);
    for (let i = 0; i < Number(length); i++) items.push(this.item(depth + 1));
    return items;
  }

  private map(length: number | bigint | undefined, depth: number, start: number): CborMap {
    const map: CborMap = new Map();
    let previous: Uint8Array | undefined;
    const entry = () => {
      const at = this.offset;
      const key = this.item(depth + 1);
      if (typeof key === 'object' && key !== null)
        this.deviations.push(`a map key at byte ${at} is no integer or text`);
      const encoded = this.bytes.subarray(at, this.offset);
      if (map.has(key)) this.deviations.push(`duplicate map key ${String(key)} at byte ${at}`);
      else if (previous && (encoded.length - previous.length || Buffer.compare(encoded, previous)) < 0) {
        this.deviations.push(`map key ${String(key)} at byte ${at} is out of order`);
      }
      previous = encoded;
      map.set(key, this.item(depth + 1));
    };
    if (length === undefined) {
      this.deviations.push(`indefinite length at byte ${start}`);
      while (!this.atBreak()) entry();
      return map;
    }
    this.bound(length, 2, start);
    for (let i = 0; i < Number(length); i++) entry();
    return map;
  }

  /** A count that cannot fit into what is left is refused before anything is read or allocated. */
  private bound(count: number | bigint, bytesEach: number, start: number): void {
    if (BigInt(count) * BigInt(bytesEach) > BigInt(this.bytes.length - this.offset)) {
      throw new FormatError(
        'CBOR',
        `claims ${count} entries where ${this.bytes.length - this.offset} bytes are left`,
        start,
      );
    }
  }

  private simpleOrFloat(info: number, start: number): CborValue {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    if (info === 23) return undefined;
    if (info < 20) return new CborSimple(info);
    if (info === 24) return new CborSimple(this.byte());
    if (info > 27)
      throw new FormatError('CBOR', info === 31 ? 'a stray break' : `reserved additional information ${info}`, start);
    const field = this.take(1 << (info - 24), start);
    const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
    this.deviations.push(`a floating-point number at byte ${start}`);
    if (info === 25) return new CborFloat(halfFloat(view.getUint16(0)));
    return new CborFloat(info === 26 ? view.getFloat32(0) : view.getFloat64(0));
  }
}

function negative(argument: number | bigint): number | bigint {
  const value = -1n - BigInt(argument);
  return value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value;
}

/** RFC 8949 Appendix D. */
function halfFloat(half: number): number {
  const exponent = (half >> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (mantissa + 1024) * 2 ** (exponent - 25);
}
