/** The evidence of a case as text: the tree in words, and the bytes of what the case changed. Pure. */
import { styleText } from 'node:util';
import { hexLines } from '../diagnose/hex.ts';
import { visible } from '../diagnose/tree.ts';
import { fromHex } from '../encoding/bytes.ts';
import type { EvidenceNode } from './evidenceTree.ts';

/** Two spaces a level. Changed bytes are in reverse video, or without colour have `^^` under them. */
export function evidenceLines(nodes: readonly EvidenceNode[], style: { colour: boolean }, depth = 0): string[] {
  return nodes.flatMap(({ label, value, was, children = [], hex }) => {
    const words = [value, was === undefined ? undefined : `(was ${was})`].filter(text => text !== undefined);
    const line = visible(words.length === 0 ? label : `${label}: ${words.join(' ')}`);
    const bytes = hex && hex.marked.length > 0 ? markedLines(hex, style) : [];
    return [
      `${'  '.repeat(depth)}${line}`,
      ...bytes.map(text => `${'  '.repeat(depth + 1)}${text}`),
      ...evidenceLines(children, style, depth + 1),
    ];
  });
}

function markedLines(
  { text, ...options }: NonNullable<EvidenceNode['hex']>,
  { colour }: { colour: boolean },
): string[] {
  const paint = (part: string) => styleText('inverse', part, { validateStream: false });
  return hexLines(fromHex(text), { ...options, ...(colour && { paint }) });
}
