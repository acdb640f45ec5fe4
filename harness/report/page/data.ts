/**
 * What the page holds: every table once, and of each result a number that says which of the few different outcomes it had.
 * Twelve thousand results come to a few hundred kilobytes.
 */
import type { Report, Result, Standing, Verdict } from '../../result.ts';
import { ANOMALIES, type AnomalyKind, anomalyOf } from '../anomalies.ts';
import { type CoverageData, coverageData } from '../coverage.ts';
import { type DutyInWords, dutyInWords, expectedInWords, repeatLine, seenInWords, VERDICT_MEANS } from '../words.ts';
import { type Column, columnsOf } from './columns.ts';
import { packedDetails } from './details.ts';
import { GLYPHS } from './glyphs.ts';

/** What results have in common that went the same way. */
export interface Outcome {
  verdict: Verdict;
  standing?: Standing;
  expected: string;
  seen: string;
  level: Result['level'];
  lane: Result['lane'];
  authenticator: string;
  /** Index of the anomaly that it is; -1 where nothing stands out. */
  anomaly: number;
}

export interface CaseData {
  id: string;
  /** Index of its section. */
  section: number;
  title: string;
  /** Index of its duty; -1 where nothing is owed. */
  duty: number;
  catalogue: string[];
  seenIn?: string;
  /** Why it expects what it does. */
  reason?: string;
}

export interface ColumnData {
  name: string;
  /** Index of the outcome of each case; -1 where it was not put. */
  outcomes: number[];
  /** By the index of the case, where there is one. */
  messages: Record<number, string>;
  controls: Record<number, string>;
  /** The line that repeats a case of the protocol lane, and a control, with `idMark` where the id stands. */
  repeat: string;
  repeatControl: string;
}

export interface PageData {
  columns: ColumnData[];
  sections: string[];
  duties: DutyInWords[];
  outcomes: Outcome[];
  cases: CaseData[];
  anomalies: AnomalyKind[];
  verdicts: Record<Verdict, string>;
  /** Worst first. */
  glyphs: Record<Verdict, string>;
  idMark: string;
  coverage: CoverageData;
}

/** No id has it. */
const ID_MARK = '{id}';

/** By the index of the column, then of the case: base64 of raw deflate of a {@link Detail}. */
export type PackedDetails = Record<number, string>[];

export interface PageContents {
  columns: Column[];
  data: PageData;
  details: PackedDetails;
}

export function pageContents(reports: readonly Report[]): PageContents {
  const columns = columnsOf(reports);
  const tables = new Tables();
  const numbered = columns.map(column => ({ column, at: tables.numbered(column.results) }));
  const data = {
    columns: numbered.map(({ column, at }) => columnData(column, at, tables)),
    sections: tables.sections.rows,
    duties: tables.duties.rows,
    outcomes: tables.outcomes.rows,
    cases: tables.cases,
    anomalies: ANOMALIES.map(({ title, means }) => ({ title, means })),
    verdicts: VERDICT_MEANS,
    glyphs: GLYPHS,
    idMark: ID_MARK,
    coverage: coverageData(tables.cases.map(({ catalogue }) => catalogue)),
  };
  return { columns, data, details: numbered.map(({ at }) => packedDetails(at)) };
}

function columnData({ name, report }: Column, at: ReadonlyMap<number, Result>, tables: Tables): ColumnData {
  const some = <Value>(member: (result: Result) => Value | undefined) =>
    Object.fromEntries([...at].map(([index, result]) => [index, member(result)]).filter(([, value]) => value));
  return {
    name,
    outcomes: tables.cases.map((_, index) => {
      const result = at.get(index);
      return result ? tables.outcomes.index(outcomeOf(result)) : -1;
    }),
    messages: some(({ message }) => message),
    controls: some(({ control }) => control),
    repeat: repeatLine(report.header, { id: ID_MARK, section: '' }),
    repeatControl: repeatLine(report.header, { id: ID_MARK, section: 'control' }),
  };
}

function outcomeOf(result: Result): Outcome {
  const { verdict, standing, level, lane, authenticator } = result;
  const seen = seenInWords(result);
  const expected = expectedInWords(result);
  const anomaly = anomalyOf(result);
  return { verdict, ...(standing && { standing }), expected, seen, level, lane, authenticator, anomaly };
}

/** Rows that are different, each once. */
class Table<Row> {
  readonly rows: Row[] = [];
  readonly #places = new Map<string, number>();

  index(row: Row): number {
    const key = JSON.stringify(row);
    const place = this.#places.get(key) ?? this.rows.push(row) - 1;
    this.#places.set(key, place);
    return place;
  }
}

class Tables {
  readonly sections = new Table<string>();
  readonly duties = new Table<DutyInWords>();
  readonly outcomes = new Table<Outcome>();
  readonly cases: CaseData[] = [];
  readonly #places = new Map<string, number>();

  /** Results by the index of their case. An id that stands twice in one column is two cases. */
  numbered(results: readonly Result[]): Map<number, Result> {
    const numbered = new Map<number, Result>();
    for (const result of results) {
      let id = result.id;
      for (let time = 2; numbered.has(this.#places.get(id) ?? -1); time++) id = `${result.id} (${time})`;
      numbered.set(this.#place(id, result), result);
    }
    return numbered;
  }

  #place(id: string, result: Result): number {
    const place = this.#places.get(id) ?? this.cases.push(this.#case(id, result)) - 1;
    this.#places.set(id, place);
    return place;
  }

  #case(id: string, result: Result): CaseData {
    const { section, title, catalogue, seenIn, reason } = result;
    const duty = dutyInWords(result);
    return {
      id,
      section: this.sections.index(section),
      title,
      duty: duty ? this.duties.index(duty) : -1,
      catalogue,
      ...(seenIn !== undefined && { seenIn }),
      ...(reason !== undefined && { reason }),
    };
  }
}
