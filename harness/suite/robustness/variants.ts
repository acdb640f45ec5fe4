/** Variants of bytes and of CBOR items, and the choice of some of them. */
import { concat, flipBit } from '../../encoding/bytes.ts';
import { type CborMap, type CborValue, encodeCbor } from '../../encoding/cbor.ts';
import { put } from '../maps.ts';

/** How many variants of one family are put: enough to meet each part of a structure, few enough for a run over HTTP. */
export const SAMPLE = 48;

/** One way in which something is changed. `name` says it, so that a failure can be found again. */
export interface Variant<Value> {
  name: string;
  change(value: Value): Value;
}

type Random = (label: string, length: number) => Uint8Array;

/** A number below `limit`, by the seed. */
function below(limit: number, label: string, random: Random): number {
  return Buffer.from(random(label, 4)).readUInt32BE() % limit;
}

/**
 * One of `sample` variants of `length` bytes: by turns one bit flipped, the rest cut off, and one byte doubled. The seed
 * picks the places, one in each of as many equal parts, so that no part of the structure goes untouched.
 */
export function byteVariantAt(index: number, length: number, random: Random, sample = SAMPLE): Variant<Uint8Array> {
  const parts = Math.ceil(sample / 3);
  const part = Math.floor(index / 3);
  const from = Math.floor((part * length) / parts);
  const width = Math.max(1, Math.floor(((part + 1) * length) / parts) - from);
  const at = Math.min(from + below(width, `place ${index}`, random), length - 1);
  return byteVariant(index % 3, at, below(8, `bit ${index}`, random));
}

function byteVariant(way: number, at: number, bit: number): Variant<Uint8Array> {
  if (way === 0) return { name: `bit ${bit} of byte ${at} flipped`, change: bytes => flipBit(bytes, at, bit) };
  if (way === 1) return { name: `cut off before byte ${at}`, change: bytes => bytes.subarray(0, at) };
  return {
    name: `byte ${at} doubled`,
    change: bytes => concat(bytes.subarray(0, at + 1), bytes.subarray(at)),
  };
}

/** One item of each type of CBOR that WebAuthn uses, and the simple values. */
const OTHER_TYPES: readonly (readonly [string, CborValue])[] = [
  ['an integer', 0],
  ['a byte string', Uint8Array.of(0x61)],
  ['a text', 'a'],
  ['an array', []],
  ['a map', new Map()],
  ['true', true],
  ['null', null],
  ['undefined', undefined],
];

function typeOf(value: CborValue): string {
  const head = encodeCbor(value)[0]!;
  return head >> 5 === 7 ? `simple ${head}` : `major type ${head >> 5 === 1 ? 0 : head >> 5}`;
}

/** Each value of the map in the place of which an item of another type stands; `named` says what a key is called. */
export function retypedVariants(map: CborMap, named: (key: CborValue) => string = String): Variant<CborMap>[] {
  return [...map].flatMap(([key, value]) =>
    OTHER_TYPES.filter(([, other]) => typeOf(other) !== typeOf(value)).map(([type, other]) => ({
      name: `${named(key)} is ${type}`,
      change: (honest: CborMap) => put(honest, [key, other]),
    })),
  );
}
