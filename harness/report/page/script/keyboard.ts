/** The keys: `/` finds, `j` `k` and the arrows go through what can be opened, Enter opens, Escape closes. */
import { document, type PageDialog, type PageElement, type PageEvent, type PageField } from './browser.ts';

export function listenToKeys(body: PageElement): void {
  body.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector<PageDialog>('#keys')!.open) return;
    const writing = event.target.matches('input, select');
    if (event.key === 'Escape') return stepBack(event, writing);
    if (writing) return leaveSearch(event);
    const step = stepOf(event);
    if (step !== 0) {
      event.preventDefault();
      moveFocus(step);
    } else if (event.key === '/') {
      event.preventDefault();
      document.querySelector<PageField>('#find')!.select();
    } else if (event.key === '?') document.querySelector<PageDialog>('#keys')!.showModal();
  });
}

/** Arrows scroll the page as ever, unless something that can be opened has the focus. */
function stepOf({ key, target }: PageEvent): number {
  const arrows = target.matches('.item');
  if (key === 'j' || (arrows && key === 'ArrowDown')) return 1;
  return key === 'k' || (arrows && key === 'ArrowUp') ? -1 : 0;
}

function moveFocus(step: number): void {
  const items = [...document.querySelectorAll('#content .item')];
  const focused = document.activeElement;
  // From inside a sheet it goes on from the case that the sheet belongs to.
  const from = focused?.matches('.item') ? focused : ownerOf(focused);
  const at = from ? items.indexOf(from) : -1;
  const next = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** The button that opened the sheet in which an element is. */
function ownerOf(element: PageElement | null): PageElement | null {
  const sheet = element?.closest('.sheet');
  if (!sheet) return null;
  const row = sheet.closest('tr.opened');
  if (!row) return sheet.closest('li')!.querySelector('.item');
  return [...document.querySelectorAll('tr.case')].find(one => one.nextElementSibling === row)!.querySelector('.item');
}

/** First what was written, then what is open. */
function stepBack(event: PageEvent, writing: boolean): void {
  const field = document.querySelector<PageField>('#find')!;
  if (writing) {
    event.preventDefault();
    if (event.target === field && field.value !== '') document.querySelector('#clear')!.click();
    else event.target.blur();
    return;
  }
  const item = event.target.matches('.item') ? event.target : ownerOf(event.target);
  if (item?.getAttribute('aria-expanded') !== 'true') return;
  item.click();
  item.focus();
}

/** Down from the search leads to what was found. */
function leaveSearch(event: PageEvent): void {
  if (event.target.id !== 'find' || (event.key !== 'Enter' && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  document.querySelector('#content .item')?.focus();
}

export const keyboardFunctions = [listenToKeys, stepOf, moveFocus, ownerOf, stepBack, leaveSearch];
