/** What a case changed in one layer, as two lines: the honest bytes and its own, cut to where they differ. Pure. */
import { fromBase64url } from '../encoding/bytes.ts';
import type { LayerChange } from '../result.ts';

/** Of what stands around a change, on either side. */
const CONTEXT = { characters: 16, bytes: 4 };

/**
 * `clientData, character 87` and the lines `- …` and `+ …`, each of at most `width` characters. Layers that are text
 * on both sides are shown as text, others in hex. Nothing in them is obeyed by a terminal.
 */
export function changedBytes({ layer, before, after }: LayerChange, width: number): string[] {
  const [honest, own] = [fromBase64url(before), fromBase64url(after)];
  const texts = [inText(honest), inText(own)] as const;
  const asText = texts[0] !== undefined && texts[1] !== undefined;
  const [left, right] = asText ? [[...texts[0]!], [...texts[1]!]] : [inHex(honest), inHex(own)];
  const start = sharedStart(left, right);
  const end = sharedEnd(left.slice(start), right.slice(start));
  const form = asText
    ? { context: CONTEXT.characters, room: width - 2, joint: '' }
    : { context: CONTEXT.bytes, room: Math.floor((width - 2) / 3), joint: ' ' };
  const line = (units: readonly string[]) => excerpt(units, start, units.length - end, form);
  return [
    `${layer}, ${asText ? 'character' : 'byte'} ${start}${sizes(honest, own)}`,
    `- ${line(left)}`,
    `+ ${line(right)}`,
  ];
}

function sizes(honest: Uint8Array, own: Uint8Array): string {
  return honest.length === own.length ? ` of ${own.length}` : ` (${honest.length} bytes became ${own.length})`;
}

/** Undefined where the bytes are no UTF-8, or hold what cannot be shown. */
function inText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function inHex(bytes: Uint8Array): string[] {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0'));
}

function sharedStart(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < Math.min(left.length, right.length) && left[count] === right[count]) count += 1;
  return count;
}

function sharedEnd(left: readonly string[], right: readonly string[]): number {
  return sharedStart([...left].reverse(), [...right].reverse());
}

interface Form {
  context: number;
  /** How many units one line holds, dots included. */
  room: number;
  joint: string;
}

/** The units from `start` to `end` with a little around them, and dots where something was left out. */
function excerpt(units: readonly string[], start: number, end: number, { context, room, joint }: Form): string {
  const from = Math.max(0, start - context);
  const to = Math.min(units.length, end + context, from + Math.max(1, room - 2));
  return [...(from > 0 ? ['…'] : []), ...units.slice(from, to), ...(to < units.length ? ['…'] : [])].join(joint);
}
