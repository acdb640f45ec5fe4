/** Text from outside in Markdown, such that it stays text: no table is broken, nobody is mentioned, nothing becomes a link. Pure. */
import { printable } from './terminal.ts';

/** As code: neither mentions nor addresses are looked for in there. On one line, cut to `longest` characters. */
export function markdownCode(text: string, longest?: number): string {
  const shown = printable(text, longest) || ' ';
  const runs = shown.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(run => run.length)) + 1);
  // A space is taken off at both ends again.
  const inner = /^`|`$/.test(shown) ? ` ${shown} ` : shown;
  return `${fence}${inner}${fence}`;
}

/** As prose, within a line. On one line, cut to 300 characters. */
export function markdownText(text: string): string {
  return (
    printable(text)
      .replace(/[\\`*_{}[\]<>#!|~@&$^]|:(?=\S)|(?<=\bwww)\./gi, '\\$&')
      // GitHub looks for @names and #numbers in what was rendered: a space of no width keeps them apart.
      .replace(/\\[@#]/g, '$&\u200b')
  );
}

/** @param rows each as long as `head`; their cells are Markdown already. The first column is text, the others are figures. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** A table is split at its bars before anything else is read, in code too; prose has its bars escaped already. */
function inCell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|');
}
