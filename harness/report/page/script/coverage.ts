/** What the run has looked at, of all that is known to go wrong. */
import type { RowData, RowGroup } from '../../coverage.ts';
import type { PageElement } from './browser.ts';
import { glyphOf, linkTo, make } from './dom.ts';
import { type Group, matrix } from './matrix.ts';
import { addressOf, outcomeAt, outcomeInWords, type State, shownColumns } from './state.ts';

/** @param cases indexes of the cases that fit the filter. */
export function coverage(state: State, cases: readonly number[]): PageElement[] {
  const { duties, categories, fido } = state.data.coverage;
  const byDuty = groupedBy(cases, index => [state.data.duties[state.data.cases[index]!.duty]?.name ?? '']);
  const byRow = groupedBy(cases, index => state.data.cases[index]!.catalogue);
  const groups = duties.map(({ name, title, place, link }): Group => {
    const about = make('span.about', make('code', name), ' · ', linkTo(link, place));
    return { key: `duty ${name}`, label: title, about, cases: byDuty.get(name) ?? [] };
  });
  const asked = groups.filter(group => group.cases.length > 0).length;
  return [
    make('h2', 'Duties ', make('span.tally', `${asked} of ${groups.length} are looked at`)),
    matrix(state, 'Duties and how their cases went', groups, false),
    make('h2', 'Known defects ', make('span.tally', 'rows of the catalogue, by subject')),
    ...categories.map(group => rowGroup(state, group, byRow)),
    make(
      'h2',
      'FIDO’s server test list ',
      make('span.tally', 'the ids are FIDO’s, the cases are not: nothing is certified'),
    ),
    ...fido.map(group => rowGroup(state, group, byRow)),
  ];
}

function groupedBy(cases: readonly number[], keys: (index: number) => readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const index of cases)
    for (const key of keys(index)) {
      const own = found.get(key);
      if (own) own.push(index);
      else found.set(key, [index]);
    }
  return found;
}

/** Its rows are made when it is opened. */
function rowGroup(state: State, { name, title, rows }: RowGroup, byRow: ReadonlyMap<string, number[]>): PageElement {
  const judged = rows.filter(({ row }) => byRow.has(row)).length;
  const tally = make('span.tally', `${judged} of ${rows.length} judged`);
  const group = make('details.rows', make('summary', make('b', title), ' ', make('code', name), ' ', tally));
  const fill = () => group.append(make('ul', ...rows.map(row => rowItem(state, row, byRow.get(row.row) ?? []))));
  group.addEventListener('toggle', fill, { once: true });
  return group;
}

function rowItem(state: State, { row, instead }: RowData, cases: readonly number[]): PageElement {
  if (cases.length === 0)
    return make('li', make('code', row), make('span.instead', instead ?? 'not shown by this filter'));
  const columns = shownColumns(state);
  const links = cases.map(index => {
    const { id } = state.data.cases[index]!;
    const marks = columns.map(column => outcomeMark(state, column, index));
    return make('span.judge', ...marks, linkTo(addressOf(id), id));
  });
  return make('li', make('code', row), make('span.judges', ...links));
}

function outcomeMark(state: State, column: number, index: number): PageElement {
  const outcome = outcomeAt(state, column, index);
  if (!outcome) return make('span.mark', make('span.word', 'not put'));
  const words = outcomeInWords(outcome);
  const mark = make(`span.mark t-${outcome.verdict}`, glyphOf(state.data, outcome.verdict), make('span.word', words));
  mark.title = `${state.data.columns[column]!.name}: ${words}`;
  return mark;
}

export const coverageFunctions = [coverage, groupedBy, rowGroup, rowItem, outcomeMark];
