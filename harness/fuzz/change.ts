/** Changes of one value, as data: what each does to the value, how a case of the suite spells it, and in words. */
import { concat, flipBit, fromHex, utf8 } from '../encoding/bytes.ts';
import { decodeEcdsaSignature, encodeEcdsaSignature } from '../encoding/der.ts';
import { ORDER } from '../suite/assertion/ecdsa.ts';
import { bareValue, bytesCode, type Json, scalarCode, valueCode } from './json.ts';

/** `at`, `byte`: offsets, taken modulo the length, so that every change can be made to every value of its kind. */
export type Change =
  | { op: 'set'; value: Json }
  | { op: 'remove' }
  // text
  | { op: 'append'; text: string }
  | { op: 'replace'; from: string; to: string }
  | { op: 'upper' }
  // anything
  | { op: 'wrap' }
  // numbers
  | { op: 'add'; by: number }
  // bytes
  | { op: 'flip'; byte: number; bit: number }
  | { op: 'cut'; at: number }
  | { op: 'insert'; at: number; hex: string }
  | { op: 'end'; hex: string }
  // JSON text in bytes
  | { op: 'member'; json: string; last: boolean }
  // a CBOR map in bytes
  | { op: 'indefinite' }
  | { op: 'long-head' }
  | { op: 'entry'; hex: string }
  // an ECDSA signature on P-256
  | { op: 'negate-s' }
  | { op: 'long-form' };

type Op = Change['op'];
type Of<O extends Op> = Extract<Change, { op: O }>;

interface Maker<O extends Op> {
  /** Undefined where the value is not of a kind that can be changed so: it stays as it is. */
  apply(value: unknown, change: Of<O>): unknown;
  /** The changed value as an expression over the expression `value`. */
  code(value: string, change: Of<O>): string;
  words(change: Of<O>): string;
}

const text = (value: unknown, write: (text: string) => unknown) =>
  typeof value === 'string' ? write(value) : undefined;
const bytes = (value: unknown, write: (bytes: Uint8Array) => unknown) =>
  value instanceof Uint8Array && value.length > 0 ? write(value) : undefined;
/** Bytes of a short CBOR map. */
const map = (value: unknown, write: (bytes: Uint8Array, size: number) => unknown) =>
  bytes(value, map => (map[0]! >= 0xa0 && map[0]! < 0xb7 ? write(map, map[0]! - 0xa0) : undefined));

const MAKERS: { [O in Op]: Maker<O> } = {
  set: {
    apply: (_, { value }) => bareValue(value),
    code: (_, { value }) => valueCode(value),
    words: ({ value }) => `is ${JSON.stringify(value)}`,
  },
  remove: { apply: () => undefined, code: () => 'undefined', words: () => 'is taken away' },
  append: {
    apply: (value, { text: more }) => text(value, it => it + more),
    code: (value, { text: more }) => `${value} + ${scalarCode(more)}`,
    words: ({ text: more }) => `ends in ${JSON.stringify(more)} besides`,
  },
  replace: {
    apply: (value, { from, to }) => text(value, it => it.replace(from, () => to)),
    code: (value, { from, to }) => `${value}.replace(${scalarCode(from)}, ${scalarCode(to)})`,
    words: ({ from, to }) => `has ${JSON.stringify(to)} in the place of ${JSON.stringify(from)}`,
  },
  upper: {
    apply: value => text(value, it => it.toUpperCase()),
    code: value => `${value}.toUpperCase()`,
    words: () => 'is in capitals',
  },
  wrap: { apply: value => [value], code: value => `[${value}]`, words: () => 'stands in an array' },
  add: {
    apply: (value, { by }) => (typeof value === 'number' ? value + by : undefined),
    code: (value, { by }) => `${value} ${by < 0 ? '-' : '+'} ${Math.abs(by)}`,
    words: ({ by }) => `is ${by < 0 ? 'less' : 'more'} by ${Math.abs(by)}`,
  },
  flip: {
    apply: (value, { byte, bit }) => bytes(value, it => flipBit(it, byte % it.length, bit)),
    code: (value, { byte, bit }) => `flipBit(${value}, ${byte} % ${value}.length, ${bit})`,
    words: ({ byte, bit }) => `differs in bit ${bit} of byte ${byte}`,
  },
  cut: {
    apply: (value, { at }) => bytes(value, it => it.subarray(0, at % it.length)),
    code: (value, { at }) => `${value}.subarray(0, ${at} % ${value}.length)`,
    words: ({ at }) => `is cut at byte ${at}`,
  },
  insert: {
    apply: (value, { at, hex }) =>
      bytes(value, it => concat(it.subarray(0, at % it.length), fromHex(hex), it.subarray(at % it.length))),
    code: (value, { at, hex }) => {
      const offset = `${at} % ${value}.length`;
      return `concat(${value}.subarray(0, ${offset}), ${bytesCode(hex)}, ${value}.subarray(${offset}))`;
    },
    words: ({ at, hex }) => `has ${hex} before byte ${at}`,
  },
  end: {
    apply: (value, { hex }) => bytes(value, it => concat(it, fromHex(hex))),
    code: (value, { hex }) => `concat(${value}, ${bytesCode(hex)})`,
    words: ({ hex }) => `ends in ${hex} besides`,
  },
  member: {
    apply: (value, { json, last }) =>
      bytes(value, it =>
        last ? concat(it.subarray(0, -1), utf8(`,${json}}`)) : concat(utf8(`{${json},`), it.subarray(1)),
      ),
    code: (value, { json, last }) =>
      last
        ? `concat(${value}.subarray(0, -1), utf8(${scalarCode(`,${json}}`)}))`
        : `concat(utf8(${scalarCode(`{${json},`)}), ${value}.subarray(1))`,
    words: ({ json, last }) => `has the member ${json} ${last ? 'last' : 'first'}`,
  },
  indefinite: {
    apply: value => map(value, it => concat(Uint8Array.of(0xbf), it.subarray(1), Uint8Array.of(0xff))),
    code: value => `concat(fromHex('bf'), ${value}.subarray(1), fromHex('ff'))`,
    words: () => 'is a map of indefinite length',
  },
  'long-head': {
    apply: value => map(value, (it, size) => concat(Uint8Array.of(0xb8, size), it.subarray(1))),
    code: value => `concat(Uint8Array.of(0xb8, ${value}[0]! - 0xa0), ${value}.subarray(1))`,
    words: () => 'writes the size of its map in one byte more than needed',
  },
  entry: {
    apply: (value, { hex }) => map(value, it => concat(Uint8Array.of(it[0]! + 1), it.subarray(1), fromHex(hex))),
    code: (value, { hex }) => `concat(Uint8Array.of(${value}[0]! + 1), ${value}.subarray(1), ${bytesCode(hex)})`,
    words: ({ hex }) => `has the entry ${hex} as its last`,
  },
  'negate-s': {
    apply: value => bytes(value, it => negated(it)),
    code: value => `(({ r, s }) => encodeEcdsaSignature({ r, s: ORDER - s }))(decodeEcdsaSignature(${value}))`,
    words: () => 'has n - s for s',
  },
  'long-form': {
    apply: value => bytes(value, it => concat(Uint8Array.of(it[0]!, 0x81), it.subarray(1))),
    code: value => `concat(${value}.subarray(0, 1), fromHex('81'), ${value}.subarray(1))`,
    words: () => 'writes its DER length in one byte more than needed',
  },
};

function negated(signature: Uint8Array): Uint8Array | undefined {
  try {
    const { r, s } = decodeEcdsaSignature(signature);
    return encodeEcdsaSignature({ r, s: ORDER - s });
  } catch {
    return undefined;
  }
}

const makerOf = (change: Change) => MAKERS[change.op] as Maker<Op>;

/** The changed value; the value itself where it is not of a kind that can be changed so. Undefined for `remove`. */
export function changedValue(value: unknown, change: Change): unknown {
  const changed = makerOf(change).apply(value, change);
  return changed === undefined && change.op !== 'remove' ? value : changed;
}

export function changeCode(value: string, change: Change): string {
  return makerOf(change).code(value, change);
}

export function changeInWords(change: Change): string {
  return makerOf(change).words(change);
}

export function isChange(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && 'op' in value && Object.hasOwn(MAKERS, String(value.op));
}
