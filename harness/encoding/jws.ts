/**
 * A JWS with a JSON payload in the compact serialization (RFC 7515 §3.1), written and read synchronously: it is made
 * inside an edit and checked inside a duty, where `jose`, which signs and verifies asynchronously, has no place.
 */
import { base64url, FormatError, fromBase64url, utf8 } from './bytes.ts';

type Json = Record<string, unknown>;

export interface Jws {
  header: Json;
  payload: Json;
  /** Certificates of the header (RFC 7515 §4.1.6), DER, leaf first; absent without that member. */
  x5c?: Uint8Array[];
  /** What the signature is over. */
  signed: Uint8Array;
  signature: Uint8Array;
}

/** `sign` signs header and payload as they are encoded. A payload that is a text already stands there as it is. */
export function encodeJws(header: object, payload: object | string, sign: (signed: Uint8Array) => Uint8Array): string {
  const texts = [JSON.stringify(header), typeof payload === 'string' ? payload : JSON.stringify(payload)];
  const signed = texts.map(text => base64url(utf8(text))).join('.');
  return `${signed}.${base64url(sign(utf8(signed)))}`;
}

/** Certificates as `x5c` has them: base64, with padding and in the standard alphabet. */
export function x5cHeader(chain: readonly Uint8Array[]): string[] {
  return chain.map(der => Buffer.from(der).toString('base64'));
}

/** A {@link FormatError} for what is not three parts of base64url, or has a header or payload that is no JSON object. */
export function decodeJws(text: string): Jws {
  const parts = text.split('.');
  if (parts.length !== 3) throw new FormatError('JWS', `${parts.length} parts, not 3`);
  const [header, payload, signature] = parts as [string, string, string];
  const read = { header: jsonObject(header, 'header'), payload: jsonObject(payload, 'payload') };
  // RFC 7515 §4.1.11: what a header marks critical has to be understood, and no extension is.
  if ('crit' in read.header) throw new FormatError('JWS', 'the header has critical extensions');
  const { x5c } = read.header;
  return {
    ...read,
    ...(x5c === undefined ? {} : { x5c: certificates(x5c) }),
    signed: utf8(`${header}.${payload}`),
    signature: fromBase64url(signature, 'JWS signature'),
  };
}

function jsonObject(part: string, what: string): Json {
  const text = Buffer.from(fromBase64url(part, `JWS ${what}`)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FormatError('JWS', `the ${what} is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FormatError('JWS', `the ${what} is no JSON object`);
  }
  return value as Json;
}

function certificates(x5c: unknown): Uint8Array[] {
  if (!Array.isArray(x5c)) throw new FormatError('JWS', 'x5c is no array');
  return x5c.map((item: unknown) => {
    const der = Buffer.from(typeof item === 'string' ? item : '', 'base64');
    if (der.length === 0 || der.toString('base64') !== item) throw new FormatError('JWS', 'x5c has what is no base64');
    return der;
  });
}
