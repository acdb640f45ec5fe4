/** What of the known defects the run has looked at: every duty, every row of the catalogue, every id of FIDO's list. Pure. */
import { DUTIES, type DutyName } from '../duties.ts';
import { categories } from '../suite/coverage/categories.ts';
import { type CoveredRow, coveredRows } from '../suite/coverage/coverage.ts';
import { fidoSuites } from '../suite/coverage/fidoSuites.ts';
import { catalogue } from '../suite/index.ts';
import { type DutyInWords, dutyInWords } from './words.ts';

/** A row, and where it is not judged by a case of the run, why. */
export interface RowData {
  row: string;
  /** In words: shown by a spec, not seen from outside, or not part of the run. */
  instead?: string;
}

export interface RowGroup {
  name: string;
  title: string;
  rows: RowData[];
}

export interface CoverageData {
  duties: DutyInWords[];
  categories: RowGroup[];
  fido: RowGroup[];
}

/** @param asked rows of each case of the run. */
export function coverageData(asked: readonly (readonly string[])[]): CoverageData {
  const judged = new Set(asked.flat());
  const rows = coveredRows(catalogue);
  return {
    duties: (Object.keys(DUTIES) as DutyName[]).map(duty => dutyInWords({ id: '', duty })!),
    categories: [...categoriesOf(rows, judged), ...unknownRows(rows, judged)],
    fido: fidoSuites(rows).map(({ name, title, rows: own }) => ({ name, title, rows: own.map(withWords(judged)) })),
  };
}

/** FIDO's own ids stand by themselves. */
function categoriesOf(rows: readonly CoveredRow[], judged: ReadonlySet<string>): RowGroup[] {
  return categories
    .filter(({ code }) => code !== 'FIDO')
    .map(category => ({ category, own: rows.filter(row => row.category === category) }))
    .filter(({ own }) => own.length > 0)
    .map(({ category: { code, title }, own }) => ({ name: code, title, rows: own.map(withWords(judged)) }));
}

/** Rows that a report names and this catalogue does not: it comes from another version. */
function unknownRows(rows: readonly CoveredRow[], judged: ReadonlySet<string>): RowGroup[] {
  const known = new Set(rows.map(({ row }) => row));
  const others = [...judged].filter(row => !known.has(row));
  if (others.length === 0) return [];
  return [{ name: '…', title: 'rows that this version does not know', rows: others.map(row => ({ row })) }];
}

function withWords(judged: ReadonlySet<string>): (row: CoveredRow) => RowData {
  return ({ row, shownBy, unseen }) => {
    if (judged.has(row)) return { row };
    if (shownBy !== undefined) return { row, instead: `shown by ${shownBy}` };
    if (unseen !== undefined) return { row, instead: `not seen from outside: ${unseen}` };
    return { row, instead: 'not part of this run' };
  };
}
