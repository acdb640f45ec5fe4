/** A tree of labelled values, and how it is drawn in text. */

/** Offsets of the first byte and of the one after the last. */
export type Span = readonly [from: number, to: number];

export interface TreeNode {
  label: string;
  /** The value in words or hex; absent for a mere branch. */
  value?: string;
  children?: TreeNode[];
  /** Where it stands in the bytes of the member that it belongs to, where it has a place of its own there. */
  at?: Span;
  /** Of a member of the response: the bytes in which `at` counts, here and below. */
  bytes?: Uint8Array;
}

/** The same nodes in bytes of which theirs are a part that begins at `by`. */
export function shifted(nodes: readonly TreeNode[], by: number): TreeNode[] {
  return nodes.map(node => ({
    ...node,
    ...(node.at && { at: [node.at[0] + by, node.at[1] + by] as const }),
    ...(node.children && { children: shifted(node.children, by) }),
  }));
}

/** Draws a tree with one line a node, two spaces a level. Control characters from outside are made visible. */
export function renderTree(nodes: readonly TreeNode[], depth = 0): string {
  const lines: string[] = [];
  for (const { label, value, children } of nodes) {
    lines.push(`${'  '.repeat(depth)}${visible(label)}${value === undefined ? '' : `: ${visible(value)}`}`);
    if (children?.length) lines.push(renderTree(children, depth + 1));
  }
  return lines.join('\n');
}

/** A terminal obeys escape sequences, so bytes from outside never reach it as they are. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    char => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
