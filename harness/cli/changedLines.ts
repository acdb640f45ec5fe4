/** What a hook of a case did to its layer, in lines to read. */
import { authenticatorDataTree } from '../diagnose/authenticatorDataTree.ts';
import { renderTree } from '../diagnose/tree.ts';
import type { AuthenticatorData } from '../encoding/authenticatorData.ts';
import { hex } from '../encoding/bytes.ts';
import { type Layer, layerBytes, type WatchedLayer } from '../runner/evidence.ts';

/** The changed lines, with up to two unchanged ones around them. */
export function changedLines(watched: WatchedLayer): string[] {
  const [before, after] = bothInLines(watched);
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

function bothInLines({ layer, before, after }: WatchedLayer): [before: string[], after: string[]] {
  // Text stands beside text where the hook wrote the bytes itself.
  const asText = layer === 'clientData' && after instanceof Uint8Array;
  return [asText ? [JSON.stringify(before)] : inLines(layer, before), inLines(layer, after)];
}

function inLines(layer: Layer, value: unknown): string[] {
  if (layer === 'authenticatorData') return authenticatorDataLines(value as AuthenticatorData | Uint8Array);
  if (layer === 'clientData' && value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  return valueLines(value);
}

function authenticatorDataLines(value: AuthenticatorData | Uint8Array): string[] {
  return renderTree(authenticatorDataTree(layerBytes('authenticatorData', value))).split('\n');
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
