/** Which rows of the catalogue of known defects are covered, by what, and which are not. Pure. */
import type { Case } from '../case.ts';
import { type Category, categories, categoryOf } from './categories.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { UNSEEN } from './unseen.ts';

/** One row of the catalogue. Exactly one of the three says how it stands. */
export interface CoveredRow {
  row: string;
  category: Category;
  /** Ids of the cases that judge an RP by it. */
  cases?: string[];
  /** The spec of the project's own that shows it: a rule of the client, or of the sample RP's pages. */
  shownBy?: string;
  /** Why it cannot be seen from outside. */
  unseen?: string;
}

export interface CategoryCoverage extends Category {
  rows: number;
  judged: number;
  shown: number;
  unseen: number;
}

/** Every row that a case names, or that one of the two lists accounts for, in the order of the categories. */
export function coveredRows(cases: readonly Case[]): CoveredRow[] {
  const byRow = new Map<string, string[]>();
  for (const { id, catalogue } of cases) for (const row of catalogue) byRow.set(row, [...(byRow.get(row) ?? []), id]);
  const judged = [...byRow].map(([row, ids]): CoveredRow => ({ row, category: categoryOf(row), cases: ids }));
  const others = (list: Readonly<Record<string, string>>, member: 'shownBy' | 'unseen') =>
    Object.entries(list)
      .filter(([row]) => !byRow.has(row))
      .map(([row, said]): CoveredRow => ({ row, category: categoryOf(row), [member]: said }));
  const rows = [...judged, ...others(ELSEWHERE, 'shownBy'), ...others(UNSEEN, 'unseen')];
  return categories.flatMap(category => rows.filter(one => one.category === category));
}

/** Counts, for each category that has rows. */
export function coverageByCategory(rows: readonly CoveredRow[]): CategoryCoverage[] {
  return categories
    .map(category => ({ category, own: rows.filter(row => row.category === category) }))
    .filter(({ own }) => own.length > 0)
    .map(({ category, own }) => ({ ...category, ...counted(own) }));
}

/** Of how many rows there is a judgement, a proof, and neither. */
export function counted(rows: readonly CoveredRow[]) {
  return {
    rows: rows.length,
    judged: rows.filter(({ cases }) => cases).length,
    shown: rows.filter(({ shownBy }) => shownBy).length,
    unseen: rows.filter(({ unseen }) => unseen).length,
  };
}

const OWN: readonly string[] = ['CLIENT', 'VEC'];

/** Whether the row is about a relying party, and not about Touchstone's own client, authenticator and verifier. */
export function isAboutRelyingParty({ category }: CoveredRow): boolean {
  return !OWN.includes(category.code);
}
