/** What `touchstone list --coverage` and `--fido` print. */
import type { CoveredRow } from '../suite/coverage/coverage.ts';
import { say } from './console.ts';

/** All rows, by category, and why some are not judged. */
export async function printCoverage(json: boolean): Promise<void> {
  const [{ catalogue }, { coveredRows, coverageByCategory, counted, isAboutRelyingParty }] = await Promise.all([
    import('../suite/index.ts'),
    import('../suite/coverage/coverage.ts'),
  ]);
  const rows = coveredRows(catalogue);
  const byCategory = coverageByCategory(rows);
  if (json) return say(JSON.stringify({ ...counted(rows), categories: byCategory, rows: rows.map(asJson) }, null, 2));
  const table = byCategory.map(({ code, title, ...counts }) => [code, ...figures(counts), title]);
  say(
    columns([['category', 'rows', 'judged', 'shown', 'unseen', ''], ...table, ['', ...figures(counted(rows)), 'all']]),
  );
  const shown = rows.filter(row => row.shownBy);
  say('\nShown by a spec of Touchstone’s own, being about its client or about pages of the sample RP:');
  say(columns([...bySpec(shown)].map(([spec, own]) => [`  ${spec}`, own.join(', ')])));
  say('\nNot seen from outside, and why:');
  say(columns(rows.filter(row => row.unseen).map(({ row, unseen }) => [`  ${row}`, unseen!])));
  const about = counted(rows.filter(isAboutRelyingParty));
  say(`\n${rows.length} rows: ${inWords(rows)}.`);
  say(
    `Of ${about.rows} about a relying party ${percent(about.judged, about.rows)} are judged on a bundled target, ` +
      `by ${catalogue.length} cases.`,
  );
}

/** The ids of FIDO's server test list. */
export async function printFido(json: boolean): Promise<void> {
  const [{ catalogue }, { coveredRows }, { fidoSuites }] = await Promise.all([
    import('../suite/index.ts'),
    import('../suite/coverage/coverage.ts'),
    import('../suite/coverage/fidoSuites.ts'),
  ]);
  const suites = fidoSuites(coveredRows(catalogue));
  const rows = suites.flatMap(suite => suite.rows);
  if (json) return say(JSON.stringify(rows.map(asJson), null, 2));
  for (const { name, title, rows: own } of suites) {
    say(`${name}  ${title}: ${inWords(own)}`);
    say(columns(own.map(row => [`  ${row.row.slice('fido.'.length)}`, standing(row)])));
    say('');
  }
  say(`${rows.length} ids: ${inWords(rows)}`);
  say('The ids are FIDO’s; the cases are Touchstone’s own. They do not replace FIDO’s tests, and certify nothing.');
}

function asJson({ category, ...row }: CoveredRow) {
  return { ...row, category: category.code };
}

function figures({ rows, judged, shown, unseen }: Record<'rows' | 'judged' | 'shown' | 'unseen', number>): string[] {
  return [rows, judged, shown, unseen].map(count => (count === 0 ? '·' : String(count)));
}

function standing({ cases, shownBy, unseen }: CoveredRow): string {
  if (cases)
    return cases.length > 3 ? `${cases.slice(0, 3).join(', ')} and ${cases.length - 3} more` : cases.join(', ');
  return shownBy ? `shown by ${shownBy}` : `not seen: ${unseen}`;
}

function inWords(rows: readonly CoveredRow[]): string {
  const words: [keyof CoveredRow, string][] = [
    ['cases', 'judged'],
    ['shownBy', 'shown by a spec'],
    ['unseen', 'not seen'],
  ];
  return words
    .map(([member, word]) => [rows.filter(row => row[member]).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** The rows that each spec file shows; `--json` names the tests. */
function bySpec(rows: readonly CoveredRow[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { row, shownBy } of rows) {
    const file = shownBy!.split(' › ')[0]!;
    found.set(file, [...(found.get(file) ?? []), row]);
  }
  return found;
}

/** Down to a tenth, never rounded up: 94.96 % is not 95 %. */
function percent(part: number, all: number): string {
  return `${Math.floor((1000 * part) / all) / 10} %`;
}

function columns(lines: readonly string[][]): string {
  const widths = lines.reduce<number[]>(
    (found, line) => line.map((cell, index) => Math.max(found[index] ?? 0, cell.length)),
    [],
  );
  return lines
    .map(line =>
      line
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
