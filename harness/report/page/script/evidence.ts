/** The evidence of one outcome: what was sent and answered, the structures in it, and the bytes that were edited. */
import type { Exchange } from '../../../result.ts';
import type { Detail } from '../details.ts';
import type { PageElement } from './browser.ts';
import { linkTo, make, withAttributes } from './dom.ts';
import { treeParts } from './tree.ts';

export function detailParts({ exchange, tree, attachments }: Detail): PageElement[] {
  return [
    ...(attachments ? [make('ul.attachments', ...attachments.map(attachmentItem))] : []),
    ...(tree?.length ? [opened(folded('What was handed in', ...treeParts(tree)))] : []),
    ...(exchange ? [folded('Request and answer', ...exchange.flatMap(exchangeParts))] : []),
  ];
}

function folded(title: string, ...children: PageElement[]): PageElement {
  return make('details', make('summary', title), ...children);
}

function opened(element: PageElement): PageElement {
  return withAttributes(element, { open: '' });
}

/** Only what lies beside the report is linked. */
function attachmentItem({ name, path }: { name: string; path: string }): PageElement {
  const beside = !/^[a-z][a-z0-9+.-]*:|^[\\/]/i.test(path);
  return make('li', beside ? linkTo(path, name) : `${name}: ${path}`);
}

function exchangeParts({ step, request, status, answer }: Exchange): PageElement[] {
  const head = make('p.step', make('b', step), status === undefined ? '' : ` answered ${status}`);
  return [head, block(request), ...(answer === undefined ? [] : [block(answer)])];
}

function block(text: string): PageElement {
  return withAttributes(make('pre', text), { tabindex: '0' });
}

export const evidenceFunctions = [detailParts, folded, opened, attachmentItem, exchangeParts, block];
