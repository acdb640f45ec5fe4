/** `clientDataJSON` (WebAuthn Level 3 §5.8.1): written by the specification's own serialisation algorithm, read by any JSON parser. */
import { FormatError, utf8 } from './bytes.ts';

/** §5.8.1 `CollectedClientData`; other members may follow and are kept. */
export interface ClientData {
  type: string;
  /** base64url of the RP's challenge. */
  challenge: string;
  origin: string;
  crossOrigin?: boolean;
  topOrigin?: string;
  [member: string]: unknown;
}

const ORDER = ['type', 'challenge', 'origin', 'crossOrigin', 'topOrigin'] as const;
/** What CCDToString may have to escape; control characters beyond C0 take the slow way and come out unchanged. */
const ESCAPED = /["\\\p{Cc}]/u;

/** §5.8.1.1 CCDToString: escapes the quotation mark, the reverse solidus and C0 controls (as `\u00xx`), nothing else. */
export function ccdToString(text: string): string {
  if (!ESCAPED.test(text)) return `"${text}"`;
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '"' || char === '\\') out += `\\${char}`;
    else if (code < 0x20) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += char;
  }
  return `${out}"`;
}

/**
 * §5.8.1.1: type, challenge, origin, crossOrigin, then topOrigin where there is one, then the other members in their
 * own order. Members that are absent or of another type (an edit did that) are left out or written as plain JSON.
 */
export function encodeClientData(data: ClientData): Uint8Array {
  let out = '';
  const member = (name: string, value: unknown) => {
    if (value === undefined) return;
    out += `${out ? ',' : '{'}${ccdToString(name)}:${typeof value === 'string' ? ccdToString(value) : JSON.stringify(value)}`;
  };
  for (const name of ORDER) member(name, data[name]);
  for (const name in data) if (!(ORDER as readonly string[]).includes(name)) member(name, data[name]);
  return utf8(out ? `${out}}` : '{}');
}

const decoder = new TextDecoder();

/** §7.1 step 5: UTF-8 decode, which drops one byte order mark and replaces what is not UTF-8; it never fails. */
export function clientDataText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * Reads client data into an object of whatever members it has; of duplicate members the last one counts, as in any
 * JSON parser. Throws a {@link FormatError} for what is not a JSON object.
 */
export function decodeClientData(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(clientDataText(bytes));
  } catch {
    throw new FormatError('clientDataJSON', 'not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FormatError('clientDataJSON', 'not a JSON object');
  }
  return value as Record<string, unknown>;
}

/**
 * Names of members that stand more than once at the top level of the first JSON object in a text, escapes resolved.
 * Parsers differ in which of them they take, so a signed duplicate can mean two things to two readers.
 */
export function duplicateMembers(text: string): string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  let depth = 0;
  let expectsName = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const end = stringEnd(text, i);
      if (expectsName && depth === 1) {
        const name = JSON.parse(text.slice(i, end)) as string;
        if (seen.has(name)) twice.push(name);
        seen.add(name);
      }
      expectsName = false;
      i = end - 1;
    } else if (char === '{' || char === '[') {
      depth += 1;
      expectsName = char === '{';
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) break;
    } else if (char === ',') expectsName = depth === 1;
  }
  return twice;
}

/** Offset after the closing quotation mark of the string that starts at `start`. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}
