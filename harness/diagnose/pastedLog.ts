/** A log, or any text: the JSON in it, members named in it, and long runs of hex or base64. One pass, bounded. */
import { isObject, type Json, readJson } from './shapesWalk.ts';

/** Objects and runs that are taken out of one text, and characters that are gone through for objects. */
const [OBJECTS, RUNS, BUDGET] = [200, 400, 4 * 1024 * 1024];
/** Characters of one object. */
const OBJECT = 512 * 1024;

export interface LogParts {
  /** JSON objects and arrays, and what Python prints of them, in the order in which they stand. */
  values: unknown[];
  /** Members by `name=value` or `name: value`, of the names that WebAuthn's structures have. */
  members: Json;
  /** Long runs of characters that are hex or base64, those in objects left out. */
  runs: string[];
}

export function logParts(text: string): LogParts {
  const { values, rest } = objectsIn(text);
  return { values, members: membersIn(rest), runs: (rest.match(RUN) ?? []).slice(0, RUNS) };
}

/** 37 bytes, which authenticator data has at least, are 50 characters of base64. */
const RUN = /[A-Za-z0-9+/_-]{48,}={0,2}/g;
const MEMBER =
  /\b(client_?data(?:_?json)?|attestation_?object|auth(?:enticator)?_?data|signature|user_?handle|credential_?id|raw_?id)["']?\s{0,3}[=:]\s{0,3}["']?([A-Za-z0-9+/_-]{8,}={0,2})/gi;

function membersIn(text: string): Json {
  const members: Json = {};
  for (const [, name, value] of text.matchAll(MEMBER)) members[name!] ??= value;
  return members;
}

/** Values that parse, and the text without them. A bracket that closes nowhere costs the budget once. */
function objectsIn(text: string): { values: unknown[]; rest: string } {
  const values: unknown[] = [];
  const rest: string[] = [];
  let from = 0;
  let left = BUDGET;
  const opening = /[{[]/g;
  for (let found = opening.exec(text); found && values.length < OBJECTS && left > 0; found = opening.exec(text)) {
    const end = closing(text, found.index, found.index + Math.min(left, OBJECT));
    left -= (end ?? Math.min(text.length, found.index + OBJECT)) - found.index;
    const value = end === undefined ? undefined : parsed(text.slice(found.index, end));
    if (value === undefined) continue;
    values.push(value);
    rest.push(text.slice(from, found.index));
    from = end!;
    opening.lastIndex = end!;
  }
  return { values, rest: [...rest, text.slice(from)].join(' ') };
}

/** Offset after the bracket that closes the one at `start`. Quotes are plain, or all escaped as in a string. */
function closing(text: string, start: number, limit: number): number | undefined {
  const escaped = text.startsWith('\\"', start + 1);
  let depth = 0;
  let quoted = false;
  for (let at = start; at < limit && at < text.length; at++) {
    const char = text[at];
    if (char === '\\' && escaped) {
      if (text[at + 1] === '"') quoted = !quoted;
      // Of a quotation mark that is escaped twice, all four signs.
      at += text[at + 1] === '\\' ? 3 : 1;
    } else if (char === '\\' && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** JSON, JSON as it stands in a string, or a dict as Python prints it. */
function parsed(text: string): unknown {
  const inString = text.startsWith('\\"', 1) ? readJson(`"${text}"`) : undefined;
  const printed = text.includes('"') ? undefined : text.replaceAll("'", '"').replace(/\b(None|True|False)\b/g, python);
  for (const one of [text, inString, printed]) {
    const value = typeof one === 'string' ? readJson(one) : undefined;
    if (isObject(value) || (Array.isArray(value) && value.length > 0)) return value;
  }
  return undefined;
}

function python(word: string): string {
  return word === 'None' ? 'null' : word.toLowerCase();
}
