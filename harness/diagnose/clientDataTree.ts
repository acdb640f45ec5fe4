/** clientDataJSON as a tree: its text, and each member with its place. */
import { clientDataText, decodeClientData } from '../encoding/clientData.ts';
import type { Span, TreeNode } from './tree.ts';
import { cut, readOr, short } from './words.ts';

export function clientDataTree(bytes: Uint8Array): TreeNode[] {
  const text: TreeNode = { label: 'text', value: cut(clientDataText(bytes), 400) };
  const members = readOr(() => {
    decodeClientData(bytes);
    return memberNodes(bytes);
  });
  const readable = members.some(({ at }) => at !== undefined);
  return [readable ? text : { ...text, at: [0, bytes.length] }, ...members];
}

/** Of bytes that are a JSON object: its members as they stand, one name twice or not, each with the place of its value. */
function memberNodes(bytes: Uint8Array): TreeNode[] {
  // Latin-1 has a character for each byte, and JSON's own signs are ASCII.
  const text = Buffer.from(bytes).toString('latin1');
  return [...memberPlaces(text)].map(({ name, at }) => ({
    label: String(valueAt(bytes, name)),
    value: short(valueAt(bytes, at)),
    at,
  }));
}

function valueAt(bytes: Uint8Array, [from, to]: Span): unknown {
  return JSON.parse(Buffer.from(bytes.subarray(from, to)).toString('utf8'));
}

function* memberPlaces(text: string): Generator<{ name: Span; at: Span }> {
  let offset = text.indexOf('{') + 1;
  for (;;) {
    const from = text.indexOf('"', offset);
    if (from < 0) return;
    const name: Span = [from, stringEnd(text, from)];
    const value = skipSpace(text, text.indexOf(':', name[1]) + 1);
    const end = valueEnd(text, value);
    yield { name, at: [value, end] };
    offset = skipSpace(text, end);
    if (text[offset] !== ',') return;
  }
}

function skipSpace(text: string, offset: number): number {
  let at = offset;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** Where a value ends: at its last quotation mark or bracket, or before the sign or space after it. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') {
      at = stringEnd(text, at) - 1;
      if (depth === 0) return at + 1;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && /[, \t\r\n]/.test(char)) return at;
  }
  return text.length;
}

/** Offset after the closing quotation mark. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
