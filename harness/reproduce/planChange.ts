/** How one value became another, as a change that can be made to any value of its kind. Pure. */
import { equal, hex } from '../encoding/bytes.ts';
import { CborFloat, type CborValue } from '../encoding/cbor.ts';
import type { Change } from '../fuzz/change.ts';
import type { FuzzEdit, Layer, Path } from '../fuzz/edit.ts';
import type { Json } from '../fuzz/json.ts';

/** Characters of JSON, or bytes, of a value that a plan carries. */
const LARGEST = 64 * 1024;

/** Edits of one layer, and what is wrong with it that no edit can say. */
export interface LayerPlan {
  edits: FuzzEdit[];
  left: string[];
}

export function edit(layer: Layer, path: Path, change: Change): FuzzEdit {
  return { layer, path, change };
}

/** What it takes to make `honest` what was seen; undefined where it is the same. */
export function changeOf(honest: unknown, seen: unknown): Change | undefined {
  if (seen === undefined) return honest === undefined ? undefined : { op: 'remove' };
  if (JSON.stringify(honest) === JSON.stringify(seen)) return undefined;
  return (typeof honest === 'string' && typeof seen === 'string' && respelling(honest, seen)) || setTo(seen);
}

/** The same text written in another way, so that the change fits a text of the same kind; undefined where it is another. */
export function respelling(honest: string, seen: string): Change | undefined {
  if (honest !== '' && seen.startsWith(honest)) return { op: 'append', text: seen.slice(honest.length) };
  if (honest.toUpperCase() === seen) return { op: 'upper' };
  // The alphabet of base64 in the place of that of base64url: one character of it stands for all.
  if (honest.replaceAll('-', '+').replaceAll('_', '/') === seen && honest !== seen)
    return honest.includes('-') ? { op: 'replace', from: '-', to: '+' } : { op: 'replace', from: '_', to: '/' };
  for (const [from, to] of [
    ['https:', 'http:'],
    ['http:', 'https:'],
    ['://', '://www.'],
    ['://www.', '://'],
  ] as const)
    if (honest.replace(from, to) === seen) return { op: 'replace', from, to };
  const [scheme, rest] = honest.split('://');
  const before = rest !== undefined && seen.startsWith(`${scheme}://`) && seen.endsWith(rest);
  return before ? { op: 'replace', from: '://', to: `://${seen.slice(scheme!.length + 3, -rest.length)}` } : undefined;
}

/** The value as it was seen, whatever is there now; undefined where it is too large or cannot be written. */
export function setTo(seen: unknown): Change | undefined {
  const text = JSON.stringify(seen);
  if (text === undefined || text.length > LARGEST || !isPlain(seen)) return undefined;
  return { op: 'set', value: seen as Json };
}

export function setToBytes(seen: Uint8Array): Change | undefined {
  return seen.length > LARGEST ? undefined : { op: 'set', value: { hex: hex(seen) } };
}

/** The whole layer as it was seen; nothing where it is too large. */
export function whole(layer: Layer, bytes: Uint8Array): FuzzEdit[] {
  const change = setToBytes(bytes);
  return change ? [edit(layer, [], change)] : [];
}

/** A value of CBOR; undefined for kinds that only CBOR has, or too large ones. */
export function setToCbor(seen: CborValue): Change | undefined {
  const value = jsonOf(seen);
  if (value === undefined || JSON.stringify(value).length > LARGEST) return undefined;
  return { op: 'set', value };
}

/** Objects of these members stand for something else in a change. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return !['hex', 'float', 'map'].some(member => Object.hasOwn(value, member));
}

function jsonOf(value: CborValue): Json | undefined {
  if (value instanceof Uint8Array) return { hex: hex(value) };
  if (value instanceof CborFloat) return { float: value.value };
  if (Array.isArray(value)) return allOf(value.map(jsonOf));
  if (value instanceof Map) {
    const pairs = allOf([...value].map(pair => allOf(pair.map(jsonOf))));
    return pairs && { map: pairs };
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  return undefined;
}

function allOf(values: (Json | undefined)[]): Json[] | undefined {
  return values.includes(undefined) ? undefined : (values as Json[]);
}

/** What it takes to make encoded bytes those that were seen, at either end; undefined for what happens between. */
export function rawChange(honest: Uint8Array, seen: Uint8Array): Change | undefined {
  const more = seen.length - honest.length;
  if (more < 0) return seen.length > 0 && startsWith(honest, seen) ? { op: 'cut', at: seen.length } : undefined;
  if (startsWith(seen, honest)) return { op: 'end', hex: hex(seen.subarray(honest.length)) };
  if (endsWith(seen, honest)) return { op: 'insert', at: 0, hex: hex(seen.subarray(0, more)) };
  const text = Buffer.from(seen).toString('utf8');
  const members = Buffer.from(honest).toString('utf8').slice(1, -1);
  if (text.startsWith(`{${members},`) && text.endsWith('}'))
    return { op: 'member', json: text.slice(members.length + 2, -1), last: true };
  if (text.startsWith('{') && text.endsWith(`,${members}}`))
    return { op: 'member', json: text.slice(1, -members.length - 2), last: false };
  return undefined;
}

function startsWith(whole: Uint8Array, part: Uint8Array): boolean {
  return equal(whole.subarray(0, part.length), part);
}

function endsWith(whole: Uint8Array, part: Uint8Array): boolean {
  return equal(whole.subarray(whole.length - part.length), part);
}
