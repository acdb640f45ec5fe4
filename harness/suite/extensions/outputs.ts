/** Edits of extension outputs: those that the client tells of, and those that the authenticator has signed. */
import type { Edits } from '../../authenticator/edits.ts';
import { type CborMap, type CborValue, encodeCbor } from '../../encoding/cbor.ts';
import { readCbor } from '../../encoding/cborReader.ts';
import type { ExtensionsJSON } from '../../encoding/json.ts';
import { envelope } from '../json.ts';

/** The client tells of these and of no others. */
export const results = (clientExtensionResults: ExtensionsJSON): Edits => envelope({ clientExtensionResults });

/** Besides what the authenticator has signed already; `undefined` takes an output away. */
export function withOutput(name: string, value: CborValue | undefined): Edits {
  return {
    authenticatorData(data) {
      const signed = data.extensions ? readCbor(data.extensions).value : undefined;
      const outputs = new Map(signed instanceof Map ? (signed as CborMap) : []);
      if (value === undefined) outputs.delete(name);
      else outputs.set(name, value);
      const { extensions: _, ...others } = data;
      if (outputs.size === 0) return { ...others, ed: false };
      return { ...others, ed: true, extensions: encodeCbor(outputs) };
    },
  };
}
