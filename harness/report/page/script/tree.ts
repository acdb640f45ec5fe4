/** The decoded response as nested lists, with the bytes that the case has changed marked in the hex. */
import type { EvidenceNode } from '../../evidenceTree.ts';
import type { PageElement } from './browser.ts';
import { make, makeButton, withAttributes } from './dom.ts';

type Hex = NonNullable<EvidenceNode['hex']>;

/** The changed bytes at first, every byte on request. */
export function treeParts(nodes: readonly EvidenceNode[]): PageElement[] {
  const host = make('div', treeList(nodes, false, 'tree'));
  const button = makeButton(
    'copy',
    () => {
      const all = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(all));
      host.replaceChildren(treeList(nodes, all, 'tree'));
    },
    'Show every byte',
  );
  return [withAttributes(button, { 'aria-pressed': 'false' }), host];
}

function treeList(nodes: readonly EvidenceNode[], all: boolean, name = 'below'): PageElement {
  return make(`ul.${name}`, ...nodes.map(node => treeItem(node, all)));
}

function treeItem({ label, value, was, children, hex }: EvidenceNode, all: boolean): PageElement {
  const isMarked = hex !== undefined && hex.marked.length > 0;
  return make(
    isMarked || was !== undefined ? 'li.changed' : 'li',
    make('span.label', label),
    value !== undefined && make('span.value', value),
    was !== undefined && make('span.was', 'honest: ', make('span.value', was)),
    hex && (all || isMarked) && hexBlock(hex, all),
    children && treeList(children, all),
  );
}

/** Sixteen bytes a line; around the changed ones a line, the others left out unless all are wanted. */
function hexBlock({ text, offset, marked }: Hex, all: boolean): PageElement {
  const width = 16;
  const count = Math.ceil(text.length / 2 / width);
  const near = (line: number) =>
    marked.some(([from, to]) => line >= Math.floor(from / width) - 1 && line <= Math.floor((to - 1) / width) + 1);
  const shown = Array.from({ length: count }, (_, line) => line).filter(line => all || near(line));
  const block = make('pre.hex');
  let last = -1;
  for (const line of shown) {
    if (line > last + 1) block.append(make('span.left', `  … ${(line - last - 1) * width} bytes\n`));
    block.append(...hexLine(text, offset, marked, line * width, width));
    last = line;
  }
  const rest = text.length / 2 - (last + 1) * width;
  if (rest > 0) block.append(make('span.left', `  … ${rest} bytes`));
  return withAttributes(block, { tabindex: '0' });
}

function hexLine(text: string, offset: number, marked: Hex['marked'], start: number, width: number): PageElement[] {
  const bytes = text.slice(start * 2, (start + width) * 2).match(/../g) ?? [];
  const cells = bytes.map((byte, index) => {
    const isMarked = marked.some(([from, to]) => start + index >= from && start + index < to);
    return make('span', make(isMarked ? 'mark' : 'span', byte), ' ');
  });
  const place = make('span.left', `${(offset + start).toString(16).padStart(4, '0')}  `);
  return [place, ...cells, make('span', '\n')];
}

export const treeFunctions = [treeParts, treeList, treeItem, hexBlock, hexLine];
