/** What is said of the catalogue's coverage is true: every row is accounted for once, and what is said to show it does. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { rejects, section } from '../../harness/suite/case.ts';
import { categories, categoryOf } from '../../harness/suite/coverage/categories.ts';
import {
  counted,
  coverageByCategory,
  coveredRows,
  isAboutRelyingParty,
} from '../../harness/suite/coverage/coverage.ts';
import { ELSEWHERE } from '../../harness/suite/coverage/elsewhere.ts';
import { fidoSuites } from '../../harness/suite/coverage/fidoSuites.ts';
import { UNSEEN } from '../../harness/suite/coverage/unseen.ts';
import { catalogue } from '../../harness/suite/index.ts';

const TABLE = fileURLToPath(new URL('../../../shared/catalogue/cases.tsv', import.meta.url));
const ROOT = new URL('../../', import.meta.url);

interface TableRow {
  id: string;
  ceremony: string;
  code: string;
}

/** The shared catalogue, where it is beside the project. */
function table(): TableRow[] {
  test.skip(!existsSync(TABLE), 'the shared catalogue is not beside this project');
  return readFileSync(TABLE, 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map(line => line.split('\t'))
    .map(([id, ceremony, code]) => ({ id: id!, ceremony: ceremony!, code: code! }));
}

const named = new Set(catalogue.flatMap(one => one.catalogue));

test('every row of the shared catalogue is accounted for, under its category, and no other is', () => {
  const rows = table();
  const known = new Map(coveredRows(catalogue).map(({ row, category }) => [row, category.code]));
  expect(rows.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([]);
  expect(rows.filter(({ id, code }) => known.get(id) !== code).map(({ id }) => id)).toEqual([]);
  expect(known.size).toBe(rows.length);
});

test('a row about both ceremonies is judged in both', () => {
  const kinds = new Map<string, Set<string>>();
  for (const { kind, catalogue: rows } of catalogue)
    for (const row of rows) kinds.set(row, (kinds.get(row) ?? new Set()).add(kind));
  const judgedInBoth = (row: string) => {
    const found = kinds.get(row);
    return !found || (found.has('registration') && found.has('authentication')) || found.has('flow');
  };
  const half = table().filter(({ id, ceremony }) => ceremony === 'both' && !judgedInBoth(id));
  expect(half.map(({ id }) => `${id} only in ${[...kinds.get(id)!].join()}`)).toEqual([]);
});

test('at least 95 of 100 rows are judged or shown, and at least 95 of 100 of those about an RP are judged', () => {
  const rows = coveredRows(catalogue);
  const all = counted(rows);
  expect(all.judged + all.shown).toBeGreaterThanOrEqual(0.95 * all.rows);
  const aboutRelyingParties = counted(rows.filter(isAboutRelyingParty));
  expect(aboutRelyingParties.judged).toBeGreaterThanOrEqual(0.95 * aboutRelyingParties.rows);
});

test('the two lists and the cases account for a row only once', () => {
  const lists = [Object.keys(ELSEWHERE), Object.keys(UNSEEN)];
  expect(lists.flat().filter(row => named.has(row))).toEqual([]);
  expect(lists[0]!.filter(row => row in UNSEEN)).toEqual([]);
  expect(Object.values(UNSEEN).filter(reason => reason.length < 20)).toEqual([]);
});

/** A title in the source: with what is put into a template open. */
function pattern(title: string): RegExp {
  const parts = title.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** The titles of a spec's tests and describe blocks. */
function titlesIn(text: string): RegExp[] {
  const calls = text.matchAll(/\b(?:test|describe|add|shows)(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g);
  return [...calls].map(([, , title]) => pattern(title!.replace(/\\(['"`])/g, '$1')));
}

test('each spec that is said to show a row exists, and has the test', () => {
  const missing = [...new Set(Object.values(ELSEWHERE))].filter(place => {
    const [file, ...titles] = place.split(' › ');
    if (titles.length === 0 || !existsSync(new URL(file!, ROOT))) return true;
    const text = readFileSync(new URL(file!, ROOT), 'utf8');
    const known = titlesIn(text);
    // A title may also stand in a table.
    return !titles.every(title => text.includes(`'${title}'`) || known.some(one => one.test(title)));
  });
  expect(missing).toEqual([]);
});

test('counts are those of the rows, and a row that is named by two cases counts once', () => {
  const cases = section('registration/example', {
    one: rejects('origin', { title: 'one', catalogue: ['cdj.origin.other', 'fido.Att-2.F-9'] }),
    two: rejects('origin', { title: 'two', catalogue: ['cdj.origin.other'] }),
  });
  const rows = coveredRows(cases).filter(row => row.cases);
  expect(rows.map(({ row, cases: ids }) => [row, ids?.length])).toEqual([
    ['cdj.origin.other', 2],
    ['fido.Att-2.F-9', 1],
  ]);
  expect(coverageByCategory(rows).map(({ code, judged }) => [code, judged])).toEqual([
    ['CDJ', 1],
    ['FIDO', 1],
  ]);
  expect(() => categoryOf('no-such.row')).toThrow('belongs to no category');
  expect(categories.length).toBe(34);
});

test('every id of FIDO’s list stands in a suite', () => {
  const rows = coveredRows(catalogue).filter(({ category }) => category.code === 'FIDO');
  const suites = fidoSuites(rows);
  expect(suites.flatMap(suite => suite.rows).length).toBe(rows.length);
  const ids = suites[2]!.rows.map(({ row }) => row);
  expect(ids.indexOf('fido.Att-1.F-10')).toBe(ids.indexOf('fido.Att-1.F-9') + 1);
});
