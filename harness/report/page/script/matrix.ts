/** Groups of cases beside the columns: a count for each, and the cases themselves when a group is opened. */
import type { Verdict } from '../../../result.ts';
import type { PageElement } from './browser.ts';
import { glyphOf, make, makeButton, withAttributes } from './dom.ts';
import { caseRow } from './rows.ts';
import { outcomeAt, outcomeFits, type State, shownColumns } from './state.ts';

export interface Group {
  /** Its own on the page. */
  key: string;
  label: string;
  /** Said under the label. */
  about?: PageElement;
  /** Indexes of its cases that are shown. */
  cases: number[];
}

/** What a reader sees of a group that has no case in this run. */
export function matrix(state: State, caption: string, groups: readonly Group[], allOpen: boolean): PageElement {
  const columns = shownColumns(state);
  const heads = columns.map(column =>
    withAttributes(make('th.target', make('span', state.data.columns[column]!.name)), { scope: 'col' }),
  );
  const corner = withAttributes(make('th.corner', make('span.unseen', caption)), { scope: 'col' });
  const table = make('table.matrix', make('thead', make('tr', corner, ...heads)));
  for (const group of groups) table.append(groupBody(state, group, columns, allOpen));
  return withAttributes(make(`div.scroll${columns.length === 1 ? ' single' : ''}`, table), {
    tabindex: '0',
    role: 'region',
    'aria-label': caption,
  });
}

function groupBody(state: State, group: Group, columns: readonly number[], allOpen: boolean): PageElement {
  const body = make('tbody');
  const show = (open: boolean) => {
    button.setAttribute('aria-expanded', String(open));
    body.replaceChildren(row, ...(open ? group.cases.map(index => caseRow(state, index, columns)) : []));
  };
  const button = makeButton(
    'item',
    () => {
      const open = button.getAttribute('aria-expanded') !== 'true';
      state.toggled.set(group.key, open);
      show(open);
    },
    make('span.title', group.label),
  );
  button.dataset.group = group.key;
  const head = withAttributes(make('th', button, group.about), { scope: 'row' });
  const row = make('tr.group', head, ...columns.map(column => countCell(state, group.cases, column)));
  show(group.cases.length > 0 && (state.toggled.get(group.key) ?? allOpen));
  return body;
}

/** The worst that was seen speaks for the group, with how often; the rest is in its title. */
function countCell(state: State, cases: readonly number[], column: number): PageElement {
  const outcomes = cases.map(index => outcomeAt(state, column, index)).filter(one => outcomeFits(state.filter, one));
  const count = (verdict: Verdict) => outcomes.filter(one => one?.verdict === verdict).length;
  const verdicts = (Object.keys(state.data.glyphs) as Verdict[]).filter(verdict => count(verdict) > 0);
  const worst = verdicts[0];
  if (worst === undefined) return make('td.none', make('span.unseen', 'nothing'));
  const fresh = outcomes.some(one => one?.standing === 'new');
  const words = verdicts.map(verdict => `${count(verdict)} ${verdict}`).join(', ');
  const cell = make(
    `td.t-${worst}${fresh ? ' fresh' : ''}`,
    glyphOf(state.data, worst),
    make('span.count', String(count(worst))),
    make('span.unseen', ` ${worst}`),
    count(worst) < outcomes.length && make('span.of', ` of ${outcomes.length}`),
  );
  cell.title = words;
  return cell;
}

export const matrixFunctions = [matrix, groupBody, countCell];
