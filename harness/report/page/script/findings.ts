/** What stands out, worst first: one entry a case, with the columns in which it does. */
import type { PageElement } from './browser.ts';
import { glyphOf, make, makeButton } from './dom.ts';
import { caseButton } from './rows.ts';
import { outcomeAt, outcomeFits, type State, shownColumns } from './state.ts';

/** Index of the case, and the columns in which it stands out in that way. */
type Entry = [index: number, columns: number[]];

export function findings(state: State, cases: readonly number[]): PageElement[] {
  const columns = shownColumns(state);
  return state.data.anomalies.flatMap(({ title, means }, anomaly) => {
    const entries = cases.flatMap((index): Entry[] => {
      const own = columns.filter(column => {
        const outcome = outcomeAt(state, column, index);
        return outcome?.anomaly === anomaly && outcomeFits(state.filter, outcome);
      });
      return own.length > 0 ? [[index, own]] : [];
    });
    if (entries.length === 0) return [];
    const tally = make('span.tally', String(entries.length));
    return [make('section.finding', make('h3', title, ' ', tally), make('p.means', means), entryList(state, entries))];
  });
}

function entryList(state: State, entries: readonly Entry[]): PageElement {
  const first = 5;
  const list = make('ul.entries', ...entries.slice(0, first).map(entry => entryItem(state, entry)));
  if (entries.length <= first) return list;
  const more = makeButton(
    'item more',
    () => {
      const rest = entries.slice(first).map(entry => entryItem(state, entry));
      list.append(...rest);
      rest[0]!.querySelector('button')!.focus();
      more.remove();
    },
    `Show the other ${entries.length - first}`,
  );
  return make('div', list, more);
}

function entryItem(state: State, [index, columns]: Entry): PageElement {
  const { data } = state;
  const item = make('li');
  const button = caseButton(state, index, columns, sheet => {
    item.append(sheet);
    return sheet;
  });
  const outcome = outcomeAt(state, columns[0]!, index)!;
  const several = data.columns.length > 1;
  item.className = `t-${outcome.verdict}`;
  item.append(
    make(
      'div.entry',
      glyphOf(data, outcome.verdict),
      button,
      several && make('span.where', columns.map(column => data.columns[column]!.name).join(', ')),
      outcome.standing !== undefined && make('span.standing', outcome.standing),
    ),
  );
  return item;
}

export const findingsFunctions = [findings, entryList, entryItem];
