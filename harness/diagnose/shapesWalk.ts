/** A way through JSON of any shape: every object in it, texts that hold JSON or a form read too, bounded throughout. */

import { isObject } from '../verifier/envelope.ts';

/** Values looked at, levels below the first, texts inside texts. */
const [VALUES, DEPTH, TEXTS] = [50_000, 40, 3];
/** Characters of a text that is still read as JSON, and levels of brackets in it: what is parsed is held in memory. */
const [TEXT, BRACKETS] = [2 * 1024 * 1024, 64];
/** Members of an object that may be options or a response. */
const MEMBERS = 100;

export type Json = Record<string, unknown>;

export { isObject };

/** What a visitor found in an object, and which of its members are used up by that. */
export interface Found<T> {
  found: T;
  used: readonly string[];
}

/**
 * All that `look` makes out, in the order in which it stands.
 *
 * @param look is given an object, the name of the member that it is, and its path: `credential.response`, `[0]`.
 */
export function lookThrough<T>(
  value: unknown,
  look: (object: Json, name: string, path: string) => Found<T> | undefined,
): T[] {
  const all: T[] = [];
  let left = VALUES;
  const visit = (one: unknown, name: string, path: string, depth: number, texts: number): void => {
    if (left-- <= 0 || depth > DEPTH) return;
    if (typeof one === 'string') {
      const parsed = texts < TEXTS ? readInner(one) : undefined;
      if (parsed !== undefined) visit(parsed, name, path, depth + 1, texts + 1);
    } else if (Array.isArray(one)) {
      // Bytes as numbers are many, and nothing is in them.
      if (typeof one[0] === 'number') return;
      for (const [index, item] of one.entries()) {
        if (left <= 0) return;
        visit(item, name, `${path}[${index}]`, depth + 1, texts);
      }
    } else if (isObject(one)) {
      const keys = Object.keys(one);
      const match = keys.length <= MEMBERS ? look(one, name, path) : undefined;
      if (match) all.push(match.found);
      for (const key of keys) {
        if (left <= 0) return;
        const item = one[key];
        if (!match?.used.includes(key)) visit(item, key, path === '' ? key : `${path}.${key}`, depth + 1, texts);
      }
    }
  };
  visit(value, '', '', 0, 0);
  return all;
}

/** A text inside of JSON, or a request's body: JSON or a form with WebAuthn's members, or nothing. */
function readInner(text: string): unknown {
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') return readJson(text);
  return isForm(text) ? readForm(text) : undefined;
}

/** The value, where the text is JSON that is neither too long nor too deep. */
export function readJson(text: string): unknown {
  if (text.length > TEXT || isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether brackets are nested deeper than is read; those in strings do not count. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === BRACE || code === BRACKET) {
      depth += 1;
      if (depth > BRACKETS) return true;
    } else if (code === BRACE + 2 || code === BRACKET + 2) depth -= 1;
  }
  return false;
}

const [QUOTE, BACKSLASH, BRACE, BRACKET] = [0x22, 0x5c, 0x7b, 0x5b];

/** `application/x-www-form-urlencoded` that carries WebAuthn's members, as Keycloak and others post them. */
export function isForm(text: string): boolean {
  return (
    text.length <= TEXT &&
    /client_?data(_?json)?(%5D|\])?=/i.test(text) &&
    /^[\w%.[\]+-]+=/.test(text) &&
    !/\s/.test(text.trim())
  );
}

/** Fields by the last part of their names: `credential[response][signature]` is `signature`. */
export function readForm(text: string): Json {
  const fields: Json = Object.create(null);
  for (const [name, value] of new URLSearchParams(text.trim())) {
    const last = name
      .split(/[.[\]]+/)
      .filter(part => part !== '')
      .at(-1);
    if (last !== undefined) fields[last] ??= value;
  }
  return fields;
}
