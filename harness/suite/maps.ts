/** CBOR maps with entries replaced, added or taken away. */
import type { CborMap, CborValue } from '../encoding/cbor.ts';

/** A copy with these entries replaced or added. */
export function put(map: CborMap, ...entries: [CborValue, CborValue][]): CborMap {
  return new Map([...map, ...entries]);
}

/** A copy without these keys. */
export function drop(map: CborMap, ...keys: CborValue[]): CborMap {
  return new Map([...map].filter(([key]) => !keys.includes(key)));
}
