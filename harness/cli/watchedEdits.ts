/** Watches the hooks of a case at work: what each layer was, and what it became, in lines to read. */
import type { EditContext, Edits } from '../authenticator/edits.ts';
import { decodeAuthenticatorDataTree } from '../diagnose/decode.ts';
import { renderTree } from '../diagnose/tree.ts';
import { type AuthenticatorData, encodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { FormatError, hex } from '../encoding/bytes.ts';

export type Layer = keyof Edits;

export interface LayerChange {
  layer: Layer;
  before: string[];
  after: string[];
}

/** The same hooks; each leaves its change in `changes`. */
export function watchEdits(edits: Edits): { edits: Edits; changes: LayerChange[] } {
  const changes: LayerChange[] = [];
  const watched = Object.entries(edits).map(([name, hook]) => {
    const layer = name as Layer;
    const watch = (value: unknown, context: EditContext) => {
      const after = (hook as (value: unknown, context: EditContext) => unknown)(value, context);
      // Text stands beside text where the hook wrote the bytes itself.
      const asText = layer === 'clientData' && after instanceof Uint8Array;
      const before = asText ? [JSON.stringify(value)] : inLines(layer, value);
      changes.push({ layer, before, after: inLines(layer, after) });
      return after;
    };
    return [layer, watch];
  });
  return { edits: Object.fromEntries(watched), changes };
}

function inLines(layer: Layer, value: unknown): string[] {
  if (layer === 'authenticatorData') return authenticatorDataLines(value as AuthenticatorData | Uint8Array);
  if (layer === 'clientData' && value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  return valueLines(value);
}

function authenticatorDataLines(value: AuthenticatorData | Uint8Array): string[] {
  const bytes = value instanceof Uint8Array ? value : encodeAuthenticatorData(value);
  try {
    return renderTree(decodeAuthenticatorDataTree(bytes)).split('\n');
  } catch (error) {
    if (error instanceof FormatError) return [hex(bytes), `(cannot be read: ${error.message})`];
    throw error;
  }
}

function valueLines(value: unknown, indent = ''): string[] {
  const members = value instanceof Map ? [...value].map(labelled) : isRecord(value) ? Object.entries(value) : undefined;
  if (!members) return [`${indent}${inWords(value)}`];
  return members.flatMap(([name, member]) => {
    const nested = member instanceof Map ? member.size > 0 : isRecord(member) && Object.keys(member).length > 0;
    return nested
      ? [`${indent}${inWords(name)}:`, ...valueLines(member, `${indent}  `)]
      : [`${indent}${inWords(name)}: ${inWords(member)}`];
  });
}

/** The label 1 and the label "1" are not the same. */
function labelled([label, member]: [unknown, unknown]): [string, unknown] {
  return [typeof label === 'string' ? JSON.stringify(label) : inWords(label), member];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function inWords(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes, ${hex(value)}`;
  if (value instanceof Map) return '{}';
  if (typeof value === 'bigint') return `${value}`;
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

/** The changed lines, with up to two unchanged ones around them. */
export function changedLines({ before, after }: LayerChange): string[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [
    ...after.slice(Math.max(0, start - 2), start).map(line => `  ${line}`),
    ...before.slice(start, before.length - end).map(line => `- ${line}`),
    ...after.slice(start, after.length - end).map(line => `+ ${line}`),
    ...after
      .slice(after.length - end)
      .slice(0, 2)
      .map(line => `  ${line}`),
  ];
}
