/** Sections beside each other, over several reports: one table, for the terminal and for Markdown. Pure. */
import type { Report, Result } from '../result.ts';
import { printable } from './terminal.ts';

export interface Matrix {
  /** An empty cell, then the targets. */
  head: string[];
  /** A section and a cell for each target; only those in which something went wrong somewhere. The last has all sections. */
  rows: string[][];
}

/** @returns no rows where nothing went wrong. */
export function sectionMatrix(reports: readonly Report[]): Matrix {
  const sections = [...new Set(reports.flatMap(({ results }) => results.map(({ section }) => section)))];
  const row = (name: string, ofRow: (result: Result) => boolean) => [
    name,
    ...reports.map(({ results }) => cellOf(results.filter(ofRow))),
  ];
  const wrong = sections.filter(section =>
    reports.some(({ results }) => results.some(one => one.section === section && isWrong(one))),
  );
  const rows = wrong.sort().map(section => row(section, one => one.section === section));
  return {
    head: ['', ...reports.map(({ header }) => header.target.name)],
    rows: rows.length === 0 ? [] : [...rows, row('all sections', () => true)],
  };
}

function isWrong({ verdict }: Result): boolean {
  return verdict === 'fail' || verdict === 'down' || verdict === 'unclean' || verdict === 'void';
}

/** `12/15`: so many of those that were judged went as expected. `–` where none was. */
function cellOf(results: readonly Result[]): string {
  const judged = results.filter(one => one.verdict === 'pass' || isWrong(one));
  if (judged.length === 0) return results.length === 0 ? '' : '–';
  return `${judged.filter(one => one.verdict === 'pass').length}/${judged.length}`;
}

/** In columns. Names of targets can be long: they stand above, and their numbers in the head. */
export function matrixText({ head, rows }: Matrix): string {
  const [, ...targets] = head;
  const numbers = targets.map((_, index) => String(index + 1));
  const legend = targets.map((target, index) => `${numbers[index]}  ${printable(target)}`);
  if (rows.length === 0) return [...legend, '', 'Nothing went wrong anywhere.'].join('\n');
  const lines = [['', ...numbers], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)));
  const table = lines.map(line =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))),
  );
  return [...legend, '', ...table.map(line => line.join('  '))].join('\n');
}
