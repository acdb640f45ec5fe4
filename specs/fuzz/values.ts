/** Values that nobody means: wrong types, sizes and encodings, and the marker that must never come back as markup. */
import type { Random } from './random.ts';

/** An element that no page has. */
export const MARK = '<x-mark>';

export const TEXTS: readonly string[] = [
  MARK,
  `"'>${MARK}`,
  `</script>${MARK}`,
  `javascript:${MARK}`,
  '',
  ' ',
  '\u0000',
  'a\r\nSet-Cookie: x=y',
  'a\u202eb\u200f',
  '\ud800',
  '😀'.repeat(20),
  'e\u0301'.repeat(64),
  '0',
  '-1',
  '1.5',
  '1e309',
  '0x10',
  '000000',
  '99999999999999999999',
  'NaN',
  'null',
  'true',
  '[]',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '../../../etc/passwd',
  '//evil.example',
  "' OR 1=1 --",
  '0.0.0.0/0',
  '::/129',
  'AAAA',
  'x'.repeat(300),
  'x'.repeat(70_000),
];

const deep = (open: string, close: string, depth: number) => JSON.parse(open.repeat(depth) + close.repeat(depth));

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  [],
  {},
  [[]],
  [null, MARK],
  { length: 1e9 },
  { toString: 1, valueOf: null },
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'),
  { [MARK]: MARK },
  deep('[', ']', 60),
  deep('[', ']', 3000),
  Array(5000).fill(MARK),
];

/** One value of any type. */
export function strange(random: Random): unknown {
  return random.chance(0.5) ? random.pick(TEXTS) : random.pick(VALUES);
}

/** The value with one place in it, at any depth, made wrong. */
export function spoilt(value: unknown, random: Random): unknown {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && random.chance(0.85)) {
    const key = random.pick(Object.keys(value));
    if (random.chance(0.1)) return without(value, key);
    const inner = spoilt((value as Record<string, unknown>)[key], random);
    return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
  }
  if (typeof value === 'string' && value !== '' && random.chance(0.4)) return spoiltText(value, random);
  return random.chance(0.1) ? [value] : strange(random);
}

function without(value: object, key: string): unknown {
  if (Array.isArray(value)) return value.filter((_, index) => String(index) !== key);
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function spoiltText(text: string, random: Random): string {
  const at = random.below(text.length);
  return random.pick([
    () => text.slice(0, at),
    () => text + random.pick(TEXTS),
    () => text.slice(0, at) + random.pick(['A', '<', '\u0000', '=', '+', '%']) + text.slice(at + 1),
    () => text.toUpperCase(),
    () => text.repeat(2),
  ])();
}

/** A part of an address as it stands on the wire: also such as decode to nothing. */
export function strangePart(random: Random): string {
  const raw = ['%E0%A4%A', '%', '%00', '%2e%2e', '%2F', '..', '%ED%A0%80', 'a%0d%0ab', ';x=1', "'"];
  return random.chance(0.4) ? random.pick(raw) : encodeURIComponent(random.pick(SHORT));
}

const halved = (text: string) => /\p{Surrogate}/u.test(text);

const SHORT = TEXTS.filter(text => text.length <= 300 && !halved(text));

/** A form with one field spoilt, doubled, dropped or added; also such as does not decode. */
export function spoiltForm(fields: Readonly<Record<string, string>>, random: Random): string {
  const pairs = Object.entries(fields);
  const change = random.below(7);
  const at = random.below(Math.max(pairs.length, 1));
  const name = pairs[at]?.[0] ?? 'name';
  if (change === 0) pairs.splice(at, 1);
  if (change === 1) pairs.push([name, random.pick(TEXTS)]);
  if (change === 2) pairs.push([random.pick(TEXTS).slice(0, 100), random.pick(TEXTS)]);
  if (change === 3) pairs.push([`${name}[a]`, 'x'], [`${name}[]`, MARK]);
  if (change > 3) pairs[at] = [name, random.pick(TEXTS)];
  const form = pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&');
  if (random.chance(0.05)) return `${form}&${name}=%E0%A4%A&=&%`;
  return random.chance(0.02) ? `${form}${'&a=b'.repeat(2000)}` : form;
}

/** `encodeURIComponent` throws for halves of characters; on the wire they are three bytes that are no UTF-8. */
function encoded(text: string): string {
  return halved(text) ? '%ED%A0%80' : encodeURIComponent(text);
}
