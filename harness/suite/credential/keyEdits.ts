/** Edits of the COSE_Key in a registration. */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { type CborMap, type CborValue, encodeCbor } from '../../encoding/cbor.ts';
import { drop, put } from '../maps.ts';

/** The authenticator with keys of one algorithm, for cases about that kind of key. */
export const ES256 = { algorithms: [-7] };
export const ED25519 = { algorithms: [-8] };
export const RS256 = { algorithms: [-257] };

/** Replaces or adds parameters of the key, by label. */
export const parameters = (...entries: [CborValue, CborValue][]): Edits => ({ publicKey: key => put(key, ...entries) });

/** Replaces one parameter by what comes of it. */
export const rewritten = (label: number, write: (value: Uint8Array, context: EditContext) => CborValue): Edits => ({
  publicKey: (key, context) => put(key, [label, write(key.get(label) as Uint8Array, context)]),
});

/** Takes parameters away, by label. */
export const withoutParameters = (...labels: number[]): Edits => ({ publicKey: key => drop(key, ...labels) });

/** Writes the key from its pairs, encoded, in canonical order. */
export const written = (write: (pairs: [Uint8Array, Uint8Array][], key: CborMap) => Uint8Array): Edits => ({
  publicKey: key => write(encodedPairs(key), key),
});

/** Keys and values encoded, sorted as CTAP2 canonical CBOR has them. */
function encodedPairs(map: CborMap): [Uint8Array, Uint8Array][] {
  const pairs = [...map].map(([label, value]): [Uint8Array, Uint8Array] => [encodeCbor(label), encodeCbor(value)]);
  return pairs.sort(([a], [b]) => a.length - b.length || Buffer.compare(a, b));
}
