/** Binary members as the libraries write them: every way of writing bytes in JSON, brought into unpadded base64url. */
import { base64url, utf8 } from '../encoding/bytes.ts';

export interface Binary {
  /** Unpadded base64url. */
  text: string;
  /** How it was written, in words, where that was not unpadded base64url. */
  written?: string;
}

/** Bytes of one member that are still read. */
const BYTES = 1024 * 1024;
/** Below that, digits alone do not tell hex from base64url. */
const HEX_DIGITS = 32;
const BASE64 = /^[A-Za-z0-9+/_-]*(={0,2})$/;
/** lbuchs/WebAuthn and what is built on it: a MIME encoded word. */
const ENCODED_WORD = /^=\?BINARY\?B\?([A-Za-z0-9+/=_-]*)\?=$/;

/**
 * Reads text in base64 or base64url, padded or not, hex and MIME encoded words, a Buffer's JSON, an array of bytes, and
 * an object with a byte under each index. `undefined` for anything else.
 *
 * @param hex whether digits are read as hex; not so for user handles and challenges, which are often hex as text.
 */
export function readBinary(value: unknown, { hex = true } = {}): Binary | undefined {
  if (typeof value === 'string') return readText(value, hex);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return ofBytes(value, 'an array of bytes');
  const { type, data } = value as { type?: unknown; data?: unknown };
  if (type === 'Buffer' && Array.isArray(data)) return ofBytes(data, "a Buffer's JSON");
  const entries = Object.entries(value);
  const indexed = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return indexed
    ? ofBytes(
        entries.map(([, byte]) => byte),
        'an object of bytes by their index',
      )
    : undefined;
}

function readText(text: string, hex: boolean): Binary | undefined {
  if (text.length > BYTES * 2) return undefined;
  const word = text.startsWith('=?') ? ENCODED_WORD.exec(text)?.[1] : undefined;
  if (word !== undefined) return { text: unpadded(word), written: 'a MIME encoded word (=?BINARY?B?…?=)' };
  if (hex && text.length >= HEX_DIGITS && text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text))
    return { text: base64url(Buffer.from(text, 'hex')), written: 'hex' };
  const padding = BASE64.exec(text)?.[1];
  if (padding === undefined) return undefined;
  const alphabet = /[+/]/.test(text) || (padding !== '' && !/[-_]/.test(text)) ? 'base64' : 'base64url';
  if (padding !== '') return { text: unpadded(text), written: `${alphabet} with padding` };
  return alphabet === 'base64' ? { text: unpadded(text), written: 'base64 without padding' } : { text };
}

function unpadded(text: string): string {
  return text
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={1,2}$/, '');
}

function ofBytes(values: unknown[], written: string): Binary | undefined {
  if (values.length > BYTES || !values.every(isByte)) return undefined;
  return { text: base64url(Uint8Array.from(values)), written };
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** clientDataJSON where a library sends, or a log shows, its text and not its bytes. */
export function readClientData(value: unknown): Binary | undefined {
  const isText = typeof value === 'string' && value.length <= BYTES && value.trimStart().startsWith('{');
  return isText ? { text: base64url(utf8(value)), written: 'its text, not its bytes' } : readBinary(value);
}
