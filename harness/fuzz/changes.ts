/** Changes that fit any value of a kind, as arbitraries. */
import fc from 'fast-check';
import type { Change } from './change.ts';
import type { FuzzEdit, Layer, Path } from './edit.ts';
import type { Json } from './json.ts';

export type ChangeArbitrary = fc.Arbitrary<Change>;

/** Edits that belong together, as a flag and the data that it announces. */
export type EditGroup = fc.Arbitrary<FuzzEdit[]>;

export const REMOVE: Change = { op: 'remove' };
export const set = (value: Json): Change => ({ op: 'set', value });
export const oneOf = (...changes: Change[]): ChangeArbitrary => fc.constantFrom(...changes);
/** One of these values in its place. */
export const setTo = (...values: Json[]): ChangeArbitrary => oneOf(...values.map(set));

/** One edit of the value at a path. */
export function at(layer: Layer, path: Path, change: ChangeArbitrary): EditGroup {
  return change.map(one => [{ layer, path, change: one }]);
}

/** These edits, all of them. */
export function together(layer: Layer, ...edits: [Path, Change][]): EditGroup {
  return fc.constant(edits.map(([path, change]) => ({ layer, path, change })));
}

const offset = fc.nat(600);
const someHex = fc.constantFrom('00', 'ff', '0a', '20', 'a0', 'efbbbf', '0000000000000000');

/** Of bytes: a bit flipped, bytes cut off, put in or put at the end. */
export const byteChange: ChangeArbitrary = fc.oneof(
  fc.record({ op: fc.constant('flip' as const), byte: offset, bit: fc.nat(7) }),
  fc.record({ op: fc.constant('cut' as const), at: offset }),
  fc.record({ op: fc.constant('end' as const), hex: someHex }),
  fc.record({ op: fc.constant('insert' as const), at: offset, hex: someHex }),
);

/** Of an encoded CBOR map: also its form. */
export const cborChange = (...entries: string[]): ChangeArbitrary =>
  fc.oneof(
    byteChange,
    oneOf({ op: 'indefinite' }, { op: 'long-head' }, ...entries.map((hex): Change => ({ op: 'entry', hex }))),
  );

/** Of any value: gone, or of another type. */
export const retyped: ChangeArbitrary = oneOf(REMOVE, set(null), set(true), set(0), set(''), set([]), { op: 'wrap' });
export const retypedJson: ChangeArbitrary = fc.oneof(retyped, setTo({}));
export const retypedCbor: ChangeArbitrary = fc.oneof(
  retyped,
  setTo({ hex: '' }, { hex: '00' }, { float: -7 }, { map: [] }, -7, 'text'),
);

/** Of text: its ends, its case. */
export const textChange: ChangeArbitrary = oneOf(
  { op: 'append', text: ' ' },
  { op: 'append', text: 'A' },
  { op: 'append', text: '=' },
  { op: 'append', text: '\u0000' },
  { op: 'replace', from: '', to: ' ' },
  { op: 'replace', from: '', to: 'A' },
  { op: 'upper' },
);
