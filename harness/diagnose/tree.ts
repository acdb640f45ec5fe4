/** A tree of labelled values, and how it is drawn in text. */

export interface TreeNode {
  label: string;
  /** The value in words or hex; absent for a mere branch. */
  value?: string;
  children?: TreeNode[];
}

/** Draws a tree with one line a node, two spaces a level. Control characters from outside are made visible. */
export function renderTree(nodes: readonly TreeNode[], depth = 0): string {
  const lines: string[] = [];
  for (const { label, value, children } of nodes) {
    lines.push(`${'  '.repeat(depth)}${label}${value === undefined ? '' : `: ${visible(value)}`}`);
    if (children?.length) lines.push(renderTree(children, depth + 1));
  }
  return lines.join('\n');
}

/** A terminal obeys escape sequences, so bytes from outside never reach it as they are. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
