/** Bytes in lines of hex, with their offsets, what is changed in them marked, and beside them what they are. Pure. */
import { type Span, type TreeNode, visible } from './tree.ts';

/** Bytes of a line. */
const WIDTH = 16;
/** Offset and two spaces. */
const MARGIN = 6;

export interface HexOptions {
  /** Of the first byte, where these are a part of others. */
  offset?: number;
  /** Which of these bytes are marked. */
  marked?: readonly Span[];
  /** Paints marked bytes; without it, `^^` stands under them. */
  paint?(text: string): string;
}

/** `0020  41 00 00 00 2a`, sixteen bytes a line. */
export function hexLines(bytes: Uint8Array, { offset = 0, marked = [], paint }: HexOptions = {}): string[] {
  const marks = Array.from(bytes, (_, index) => marked.some(([from, to]) => index >= from && index < to));
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += WIDTH) {
    const part = bytes.subarray(from, from + WIDTH);
    const own = marks.slice(from, from + WIDTH);
    lines.push(`${(offset + from).toString(16).padStart(4, '0')}  ${paint ? painted(part, own, paint) : pairs(part)}`);
    if (!paint && own.includes(true)) lines.push(' '.repeat(MARGIN) + own.map(pointer).join(' ').trimEnd());
  }
  return lines;
}

function pairs(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(' ');
}

function pointer(isMarked: boolean): string {
  return isMarked ? '^^' : '  ';
}

/** Runs of marked bytes are painted whole, the spaces in them too. */
function painted(bytes: Uint8Array, marks: readonly boolean[], paint: (text: string) => string): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const next = marks.findIndex((mark, index) => index > from && mark !== marks[from]);
    const to = next < 0 ? bytes.length : next;
    const text = pairs(bytes.subarray(from, to));
    parts.push(marks[from] ? paint(text) : text);
    from = to;
  }
  return parts.join(' ');
}

/** Characters of a label with its value. */
const LABEL = 72;

/**
 * The bytes as their structures divide them: offset, bytes, and on the first line of each structure its path and value.
 * What stands between structures (heads, keys, signs) has lines without a label.
 *
 * @param nodes their `at` counts in these bytes.
 */
export function annotatedHex(bytes: Uint8Array, nodes: readonly TreeNode[]): string {
  const lines: string[] = [];
  let done = 0;
  const put = ([from, to]: Span, label: string) => {
    const [first, ...more] = hexLines(bytes.subarray(from, to), { offset: from });
    if (first !== undefined) lines.push(`${first.padEnd(MARGIN + WIDTH * 3)} ${label}`.trimEnd(), ...more);
    done = to;
  };
  for (const { at, label } of leaves(nodes, '')) {
    put([done, at[0]], '');
    put(at, label);
  }
  put([done, bytes.length], '');
  return lines.join('\n');
}

/** In the order in which they stand. */
function leaves(nodes: readonly TreeNode[], path: string): { at: Span; label: string }[] {
  const found = nodes.flatMap(({ label, value, at, children = [] }) => {
    const within = leaves(children, `${path}${label}.`);
    if (within.length > 0 || !at) return within;
    const text = visible(`${path}${label}${value === undefined ? '' : `: ${value}`}`);
    return [{ at, label: text.length > LABEL ? `${text.slice(0, LABEL - 1)}…` : text }];
  });
  return found.sort((one, other) => one.at[0] - other.at[0]);
}
