/** Members of options, as a client reads them: missing, no text, no base64url. */
import { FormatError, fromBase64url } from '../encoding/bytes.ts';
import { refusal } from './refusal.ts';

/** Throws a TypeError where the member is missing. */
export function required<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) throw new TypeError(`${name} is missing from the options`);
  return value;
}

/** Bytes of a member; throws a TypeError where it is missing or no text, an EncodingError where it is no base64url. */
export function binary(text: unknown, name: string): Uint8Array {
  if (typeof required(text, name) !== 'string') throw new TypeError(`${name} is no string`);
  try {
    return fromBase64url(text as string, name);
  } catch (error) {
    if (error instanceof FormatError) throw refusal('EncodingError', error.message);
    throw error;
  }
}

/** Members of a dictionary; a missing one has none. Throws a TypeError where the value is no object. */
export function dictionary(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') throw new TypeError(`${name} is no object`);
  return value as Record<string, unknown>;
}
