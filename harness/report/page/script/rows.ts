/** One case as a row: its title, its outcome in each column, and its sheet below when it is opened. */
import type { Outcome } from '../data.ts';
import type { PageElement } from './browser.ts';
import { glyphOf, make, makeButton, withAttributes } from './dom.ts';
import { caseSheet } from './sheet.ts';
import { outcomeAt, outcomeFits, outcomeInWords, type State, writeAddress } from './state.ts';

/** `place` puts the sheet onto the page, and gives back what is taken away again. */
export function caseButton(
  state: State,
  index: number,
  columns: readonly number[],
  place: (sheet: PageElement) => PageElement,
): PageElement {
  const { id, title } = state.data.cases[index]!;
  let placed: PageElement | undefined;
  const button = makeButton(
    'item',
    () => {
      placed?.remove();
      placed = placed ? undefined : place(caseSheet(state, index, columns));
      button.setAttribute('aria-expanded', String(placed !== undefined));
      state.current = placed ? id : '';
      writeAddress(state);
    },
    make('span.title', title),
    make('span.id', id),
  );
  button.dataset.case = id;
  return withAttributes(button, { 'aria-expanded': 'false' });
}

export function caseRow(state: State, index: number, columns: readonly number[]): PageElement {
  const row = make('tr.case');
  const button = caseButton(state, index, columns, sheet => {
    const cell = withAttributes(make('td', sheet), { colspan: String(columns.length + 1) });
    const below = make('tr.opened', cell);
    row.after(below);
    return below;
  });
  const cells = columns.map(column => outcomeCell(state, outcomeAt(state, column, index)));
  row.append(withAttributes(make('th', button), { scope: 'row' }), ...cells);
  return row;
}

export function outcomeCell({ data, filter }: State, outcome: Outcome | undefined): PageElement {
  if (!outcome) return make('td.none', make('span.unseen', 'not put'));
  const aside = outcomeFits(filter, outcome) ? '' : ' aside';
  const cell = make(
    `td.t-${outcome.verdict}${aside}${outcome.standing === 'new' ? ' fresh' : ''}`,
    glyphOf(data, outcome.verdict),
    make('span.word', outcomeInWords(outcome)),
  );
  cell.title = `${outcomeInWords(outcome)}: expected ${outcome.expected}, seen ${outcome.seen}`;
  return cell;
}

export const rowsFunctions = [caseButton, caseRow, outcomeCell];
