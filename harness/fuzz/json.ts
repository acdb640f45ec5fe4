/** Values of any layer as JSON, so that an edit can be printed, shrunk and repeated. */
import { fromHex } from '../encoding/bytes.ts';
import { CborFloat } from '../encoding/cbor.ts';

/** JSON, in which `{ hex }` stands for bytes, `{ float }` for a CBOR float and `{ map }` for a CBOR map by its pairs. */
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/** The value that JSON stands for; any other object is one of JSON itself. */
export function bareValue(json: Json): unknown {
  if (Array.isArray(json)) return json.map(bareValue);
  if (json === null || typeof json !== 'object') return json;
  if (typeof json.hex === 'string') return fromHex(json.hex);
  if (typeof json.float === 'number') return new CborFloat(json.float);
  return Array.isArray(json.map)
    ? new Map((json.map as [Json, Json][]).map(pair => pair.map(bareValue) as never))
    : json;
}

/** The same as an expression of TypeScript. */
export function valueCode(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(valueCode).join(', ')}]`;
  if (json === null || typeof json !== 'object') return scalarCode(json);
  if (typeof json.hex === 'string') return bytesCode(json.hex);
  if (typeof json.float === 'number') return `new CborFloat(${json.float})`;
  if (Array.isArray(json.map)) return `new Map<CborValue, CborValue>(${valueCode(json.map)})`;
  return `{ ${Object.entries(json).map(([name, value]) => `${scalarCode(name)}: ${valueCode(value)}`)} }`;
}

export function bytesCode(hex: string): string {
  return hex === '' ? 'new Uint8Array()' : `fromHex('${hex}')`;
}

/** As the house quotes it. */
export function scalarCode(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
