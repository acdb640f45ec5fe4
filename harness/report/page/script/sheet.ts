/** All that is known of one case: what is owed and why, and what came of it in each column. */
import type { Outcome } from '../data.ts';
import type { Detail } from '../details.ts';
import { document, type PageElement } from './browser.ts';
import { copyable, glyphOf, linkTo, make } from './dom.ts';
import { detailParts } from './evidence.ts';
import { addressOf, outcomeAt, outcomeInWords, type State } from './state.ts';

export function caseSheet(state: State, index: number, columns: readonly number[]): PageElement {
  const put = columns.filter(column => outcomeAt(state, column, index));
  const several = put.length > 1;
  // Side by side, what went well is one line, below what did not.
  const well = several ? put.filter(column => outcomeAt(state, column, index)!.verdict === 'pass') : [];
  const told = put.filter(column => !well.includes(column));
  return make(
    'div.sheet',
    caseFacts(state, index, outcomeAt(state, put[0]!, index)!),
    ...told.map(column => outcomePart(state, index, column, several)),
    well.length > 0 && passedIn(state, well),
  );
}

function passedIn({ data }: State, columns: readonly number[]): PageElement {
  const names = columns.map(column => data.columns[column]!.name).join(', ');
  return make(
    'section.outcome t-pass',
    make('p.verdict', glyphOf(data, 'pass'), make('b', 'pass'), make('span', names)),
  );
}

function caseFacts({ data }: State, index: number, { expected, level }: Outcome): PageElement {
  const { id, duty, catalogue, seenIn, reason } = data.cases[index]!;
  const owed = data.duties[duty];
  return make(
    'dl.facts',
    ...fact('Case', linkTo(addressOf(id), id)),
    ...fact('Expected', `${expected} (level ${level})`),
    ...(reason === undefined ? [] : fact('Because', reason)),
    ...(owed ? fact('Duty', owed.title, ' ', make('code', owed.name)) : []),
    ...(owed ? fact('Specification', linkTo(owed.link, owed.place)) : []),
    ...(seenIn === undefined ? [] : fact('Seen in the wild', advisory(seenIn))),
    ...(catalogue.length === 0 ? [] : fact('Catalogue', catalogue.join(', '))),
  );
}

export function fact(name: string, ...value: (PageElement | string)[]): PageElement[] {
  return [make('dt', name), make('dd', ...value)];
}

/** A link where the name says where it leads. */
function advisory(name: string): PageElement | string {
  if (/^CVE-\d+-\d+$/.test(name)) return linkTo(`https://www.cve.org/CVERecord?id=${name}`, name);
  if (/^GHSA(-\w{4}){3}$/.test(name)) return linkTo(`https://github.com/advisories/${name}`, name);
  const [, repository, kind, place] = /^([\w.-]+\/[\w.-]+)([#@])(\w+)$/.exec(name) ?? [];
  if (!repository) return name;
  return linkTo(`https://github.com/${repository}/${kind === '#' ? 'issues' : 'commit'}/${place}`, name);
}

function outcomePart(state: State, index: number, column: number, named: boolean): PageElement {
  const { data } = state;
  const { name, messages, controls } = data.columns[column]!;
  const outcome = outcomeAt(state, column, index)!;
  const { verdict, seen, authenticator } = outcome;
  const message = messages[index];
  const control = controls[index];
  const anomaly = data.anomalies[outcome.anomaly];
  const head = make(
    'p.verdict',
    named && make('b.name', name),
    glyphOf(data, verdict),
    make('b', outcomeInWords(outcome)),
    make('span.means', data.verdicts[verdict]),
  );
  const facts = make(
    'dl.facts',
    ...fact('Seen', seen),
    ...(message === undefined ? [] : fact('Message', make('span.said', message))),
    ...(anomaly && verdict !== 'pass' ? fact('Why it matters', anomaly.means) : []),
    ...(control === undefined ? [] : fact('Control', linkTo(addressOf(control), control))),
    ...(authenticator === 'default' ? [] : fact('Device', authenticator)),
    // Flows are repeated by the project whose they are.
    ...(outcome.lane === 'protocol'
      ? fact('Repeat', copyable(repeatLineOf(state, index, column), 'the line that repeats it'))
      : []),
  );
  const part = make(`section.outcome t-${verdict}`, head, facts);
  const packed = packedDetail(state, column, index);
  if (packed !== undefined) void showDetail(part, packed);
  return part;
}

function repeatLineOf({ data }: State, index: number, column: number): string {
  const { id, section } = data.cases[index]!;
  const { repeat, repeatControl } = data.columns[column]!;
  return (data.sections[section] === 'control' ? repeatControl : repeat).replace(data.idMark, () => id);
}

function packedDetail(state: State, column: number, index: number): string | undefined {
  state.details ??= JSON.parse(document.querySelector('#details')!.textContent!) as NonNullable<State['details']>;
  return state.details[column]?.[index];
}

async function showDetail(part: PageElement, packed: string): Promise<void> {
  const bytes = Uint8Array.from(atob(packed), character => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  part.append(...detailParts((await new Response(stream).json()) as Detail));
}

export const sheetFunctions = [
  caseSheet,
  passedIn,
  caseFacts,
  fact,
  advisory,
  outcomePart,
  repeatLineOf,
  packedDetail,
  showDetail,
];
