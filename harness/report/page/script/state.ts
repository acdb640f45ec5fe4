/** What the page shows at the moment, and its way into the address and back. */
import type { CaseData, ColumnData, Outcome, PackedDetails, PageData } from '../data.ts';
import { document, history, location } from './browser.ts';

export interface Filter {
  text: string;
  /** None stands for all. */
  verdicts: string[];
  standing: string;
  level: string;
  section: string;
  target: string;
  lane: string;
}

export interface State {
  data: PageData;
  /** Read when the first case is opened. */
  details: PackedDetails | undefined;
  filter: Filter;
  view: 'report' | 'coverage';
  /** Names of groups of the matrix that are open or closed by hand; others open when a filter leaves little. */
  toggled: Map<string, boolean>;
  /** Id of the case that the address names. */
  current: string;
  /** What is searched, by the index of the case. */
  texts: string[];
  placeOf: Map<string, number>;
}

export function emptyFilter(): Filter {
  return { text: '', verdicts: [], standing: '', level: '', section: '', target: '', lane: '' };
}

export function firstState(): State {
  const data = JSON.parse(document.querySelector('#data')!.textContent!) as PageData;
  return {
    data,
    details: undefined,
    filter: emptyFilter(),
    view: 'report',
    toggled: new Map(),
    current: '',
    texts: [],
    placeOf: new Map(data.cases.map(({ id }, index) => [id, index])),
  };
}

export function outcomeAt({ data }: State, column: number, index: number): Outcome | undefined {
  return data.outcomes[data.columns[column]!.outcomes[index]!];
}

/** `pass`, `fail · new`. */
export function outcomeInWords({ verdict, standing }: Outcome): string {
  return standing === undefined ? verdict : `${verdict} · ${standing}`;
}

/** Indexes of the columns that are shown. */
export function shownColumns({ data, filter }: State): number[] {
  const all = data.columns.map((_, index) => index);
  return filter.target === '' ? all : all.filter(index => data.columns[index]!.name === filter.target);
}

/** Whether that outcome is among those asked for; the text is matched by {@link caseFits}. */
export function outcomeFits({ verdicts, standing, level, lane }: Filter, outcome: Outcome | undefined): boolean {
  if (!outcome) return false;
  if (verdicts.length > 0 && !verdicts.includes(outcome.verdict)) return false;
  if (standing !== '' && (outcome.standing ?? 'none') !== standing) return false;
  return (level === '' || outcome.level === level) && (lane === '' || outcome.lane === lane);
}

/** Indexes of the cases that fit, in order. */
export function fittingCases(state: State): number[] {
  const { data, filter } = state;
  const columns = shownColumns(state);
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0 && state.texts.length === 0)
    state.texts = data.cases.map((one, index) => textOf(data, one, index));
  const fits = (one: CaseData, index: number) =>
    (filter.section === '' || data.sections[one.section] === filter.section) &&
    words.every(word => state.texts[index]!.includes(word)) &&
    columns.some(column => outcomeFits(filter, outcomeAt(state, column, index)));
  return data.cases.flatMap((one, index) => (fits(one, index) ? [index] : []));
}

function textOf(
  { columns, duties }: PageData,
  { id, title, duty, catalogue, seenIn }: CaseData,
  index: number,
): string {
  const messages = columns.map((column: ColumnData) => column.messages[index] ?? '');
  return [id, title, duties[duty]?.name ?? '', seenIn ?? '', ...catalogue, ...messages].join(' ').toLowerCase();
}

/** Where a case is, on this page. */
export function addressOf(id: string): string {
  return `#${id.split('/').map(encodeURIComponent).join('/')}`;
}

/** `#<case id>?<filter>`, or `#coverage`. */
export function writeAddress({ current, filter, view }: State): void {
  const entries = Object.entries(filter).flatMap(([name, value]) => {
    const text = String(value);
    return text === '' ? [] : [`${name}=${encodeURIComponent(text)}`];
  });
  const place = view === 'coverage' ? '#coverage' : addressOf(current);
  history.replaceState(null, '', `${place}${entries.length > 0 ? `?${entries.join('&')}` : ''}`);
}

/** Takes view, case and filter from the address; what cannot be read there is passed over. */
export function readAddress(state: State): void {
  const [place = '', query = ''] = location.hash.slice(1).split('?');
  state.filter = emptyFilter();
  for (const entry of query.split('&')) {
    const [name = '', value = ''] = entry.split('=').map(decoded);
    if (name === 'verdicts')
      state.filter.verdicts = value.split(',').filter(one => Object.hasOwn(state.data.verdicts, one));
    else if (Object.hasOwn(state.filter, name)) state.filter[name as Exclude<keyof Filter, 'verdicts'>] = value;
  }
  const id = decoded(place);
  state.view = id === 'coverage' ? 'coverage' : 'report';
  state.current = state.placeOf.has(id) ? id : '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

export const stateFunctions = [
  emptyFilter,
  firstState,
  outcomeAt,
  outcomeInWords,
  shownColumns,
  outcomeFits,
  fittingCases,
  textOf,
  addressOf,
  writeAddress,
  readAddress,
  decoded,
];
