/** The response of a finding as a tree: decoded, with the bytes of each structure, and in them what the case changed. Pure. */
import { decodeResponse } from '../diagnose/decode.ts';
import type { Span, TreeNode } from '../diagnose/tree.ts';
import { jsonText, short } from '../diagnose/words.ts';
import { hex } from '../encoding/bytes.ts';
import type { Evidence, LayerChange } from '../result.ts';
import type { CeremonyKind } from '../verifier/record.ts';
import { changedSpans, marksIn } from './changedSpans.ts';

export interface EvidenceNode {
  label: string;
  /** The value in words: text from outside, as it is. */
  value?: string;
  /** What it would be without the case's edit: of what is no bytes, or is written otherwise in the JSON. */
  was?: string;
  children?: EvidenceNode[];
  hex?: {
    /** Two digits a byte, without spaces. */
    text: string;
    /** Offset of the first byte in the member of the response to which it belongs. */
    offset: number;
    /** Which of these bytes the case changed, in order; of what was taken out, the byte after it. */
    marked: Span[];
  };
}

/** What the tree is made with. */
interface Context {
  kind: CeremonyKind;
  changes: readonly LayerChange[];
}

/** Hex stands at the leaves, and where changed bytes stand between them. Never throws for what was handed in. */
export function evidenceTree(kind: CeremonyKind, { response, cut, changes }: Evidence): EvidenceNode[] {
  if (cut !== undefined) return [...asides(changes), cutNode(cut, response)];
  const now = typeof response === 'string' ? jsonOr(response) : response;
  const old = changes.find(({ layer }) => layer === 'response');
  const honest = old && !old.cut ? jsonOr(textOf(old.before)) : undefined;
  const nodes = now === undefined ? [] : decodeResponse(now);
  return [...asides(changes), ...objectNodes(nodes, now, honest, { kind, changes })];
}

function cutNode(length: number, response: unknown): EvidenceNode {
  return { label: 'response', value: `${length} characters, too long to be read; it begins ${short(response)}` };
}

/** What the changes say that cannot be shown in the response. */
function asides(changes: readonly LayerChange[]): EvidenceNode[] {
  return changes.flatMap(({ layer, before, after, cut }): EvidenceNode[] => {
    if (layer === 'algorithm') return [{ label: layer, value: textOf(after), was: `one of ${textOf(before)}` }];
    return cut ? [{ label: layer, value: 'changed, and too long to be marked' }] : [];
  });
}

/** @param honest what stood in the place of `now` before the JSON was edited; undefined where it was not. */
function objectNodes(nodes: readonly TreeNode[], now: unknown, honest: unknown, context: Context): EvidenceNode[] {
  if (!isRecord(now)) return nodes.map(node => ({ ...shown(node), ...wasFor(honest, now) }));
  const old = isRecord(honest) ? honest : undefined;
  const present = nodes.map(node => {
    const { label, bytes, children } = node;
    if (!bytes && children) return { label, children: objectNodes(children, now[label], old?.[label], context) };
    if (!old) return memberNode(node, undefined, context);
    const was = Object.hasOwn(old, label) ? wasFor(old[label], now[label]) : { was: 'absent' };
    return { ...memberNode(node, was.was === undefined ? undefined : old[label], context), ...was };
  });
  const gone = Object.entries(old ?? {}).filter(([label]) => !Object.hasOwn(now, label));
  return [...present, ...gone.map(([label, was]) => ({ label, value: 'left out', was: short(was) }))];
}

function wasFor(honest: unknown, now: unknown): { was?: string } {
  return honest === undefined || jsonText(honest) === jsonText(now) ? {} : { was: short(honest) };
}

/** @param was its value in the honest JSON, where that is another. */
function memberNode(node: TreeNode, was: unknown, { kind, changes }: Context): EvidenceNode {
  const { bytes } = node;
  if (!bytes) return shown(node);
  const isReplaced = typeof was === 'string';
  const marked = isReplaced ? changedSpans(fromJson(was), bytes) : marksIn({ ...node, bytes }, kind, changes);
  return shown(node, bytes, marked);
}

/** A node and what is below it, in the bytes of their member. */
function shown(node: TreeNode, bytes?: Uint8Array, marked: readonly Span[] = []): EvidenceNode {
  const { label, value, at, children = [] } = node;
  const own = { label, ...(value !== undefined && { value }) };
  if (!bytes || !at) return children.length === 0 ? own : { ...own, children: children.map(child => shown(child)) };
  const isBranch = children.some(child => child.at !== undefined);
  const below: EvidenceNode[] = [];
  let offset = at[0];
  const between = (to: number) => {
    const part = hexOf(bytes, [offset, to], marked);
    if (isBranch && part.marked.length > 0) below.push({ label: 'between', hex: part });
  };
  for (const child of children) {
    if (child.at) {
      between(child.at[0]);
      offset = child.at[1];
    }
    below.push(shown(child, bytes, marked));
  }
  between(at[1]);
  return {
    ...own,
    ...(below.length > 0 && { children: below }),
    ...(!isBranch && { hex: hexOf(bytes, at, marked) }),
  };
}

function hexOf(bytes: Uint8Array, [from, to]: Span, marked: readonly Span[]): NonNullable<EvidenceNode['hex']> {
  const inside = marked
    .map(([start, end]): Span => [Math.max(start, from) - from, Math.min(end, to) - from])
    .filter(([start, end]) => start < end);
  return { text: hex(bytes.subarray(from, to)), offset: from, marked: inside };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(base64url: string): string {
  return fromJson(base64url).toString('utf8');
}

/** As leniently as `decodeResponse` reads. */
function fromJson(base64url: string): Buffer {
  return Buffer.from(base64url, 'base64url');
}

/** The value that a text is the JSON of, or the text. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
