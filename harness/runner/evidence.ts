/**
 * What a reader needs to believe a finding: the response that was handed in, and what the case's edit made of each layer.
 * Watching keeps references alone; bytes are written only for what did not pass.
 */
import { deflateRawSync } from 'node:zlib';
import type { Edits } from '../authenticator/edits.ts';
import { type AuthenticatorData, encodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { base64url, utf8 } from '../encoding/bytes.ts';
import { type CborValue, encodeCbor } from '../encoding/cbor.ts';
import { type ClientData, encodeClientData } from '../encoding/clientData.ts';
import type { Evidence, LayerChange, Result } from '../result.ts';

/** Characters of a response's JSON that are kept. */
const RESPONSE = 256 * 1024;
/** Bytes of a layer that are kept. */
const LAYER = 128 * 1024;

export type Layer = keyof Edits;

/** What a report tells of a case that did not pass. */
export type Told = Pick<Result, 'exchange' | 'evidence'>;

/** What a hook was given, the honest value, and what it gave back. */
export interface WatchedLayer {
  layer: Layer;
  before: unknown;
  after: unknown;
}

/** The same hooks; each leaves what it did in `watched`. */
export function watchEdits(edits: Edits, watched: WatchedLayer[]): Edits {
  const hooks = Object.entries(edits).map(([name, hook]) => {
    const watch = (value: unknown, ...context: unknown[]) => {
      const after = (hook as (value: unknown, ...context: unknown[]) => unknown)(value, ...context);
      watched.push({ layer: name as Layer, before: value, after });
      return after;
    };
    return [name, watch];
  });
  return Object.fromEntries(hooks);
}

/** A layer's value as its bytes: what a hook wrote itself stays as it is; what has no bytes of its own is JSON text. */
export function layerBytes(layer: Layer, value: unknown): Uint8Array {
  // Here alone bytes are a value like any other: a byte string in the place of the map.
  if (layer === 'statement') return encodeCbor(value as CborValue);
  if (value instanceof Uint8Array) return value;
  if (layer === 'clientData') return encodeClientData(value as ClientData);
  if (layer === 'authenticatorData') return encodeAuthenticatorData(value as AuthenticatorData);
  if (layer === 'publicKey' || layer === 'attestationObject') return encodeCbor(value as CborValue);
  return utf8(JSON.stringify(value) ?? '');
}

/** @param response what was handed in: a JSON value, or a body as text or bytes; undefined where nothing was. */
export function evidenceOf(response: unknown, watched: readonly WatchedLayer[]): Evidence {
  const changes = watched.map(changeOf);
  if (response === undefined) return { changes };
  const body = response instanceof Uint8Array ? Buffer.from(response).toString('utf8') : response;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return text.length > RESPONSE
    ? { response: text.slice(0, RESPONSE), cut: text.length, changes }
    : { response: body, changes };
}

function changeOf({ layer, before, after }: WatchedLayer): LayerChange {
  const old = layerBytes(layer, before);
  const now = layerBytes(layer, after);
  return {
    layer,
    before: base64url(old.subarray(0, LAYER)),
    after: base64url(now.subarray(0, LAYER)),
    ...(Math.max(old.length, now.length) > LAYER && { cut: true as const }),
  };
}

/** Base64 of the raw deflate of the JSON. */
export function packEvidence(evidence: Evidence): string {
  return deflateRawSync(JSON.stringify(evidence)).toString('base64');
}
