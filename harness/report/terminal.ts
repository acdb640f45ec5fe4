/** What a run says on a terminal: nothing for a pass, a failure as h2spec prints it, and a summary last. Pure. */
import { stripVTControlCharacters, styleText } from 'node:util';
import type { Report, ReportHeader, Result } from '../result.ts';
import { countsInWords, dutyInWords, expectedInWords, repeatLine, seenInWords } from './words.ts';

export interface TerminalStyle {
  colour: boolean;
}

type Colour = Parameters<typeof styleText>[0];

function painter({ colour }: TerminalStyle): (format: Colour, text: string) => string {
  return (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
}

/** One result in lines; undefined for what needs no attention (passes, skips, notes, and voids under a failed control). */
export function printedResult(header: ReportHeader, result: Result, style: TerminalStyle): string | undefined {
  const { verdict, standing, control } = result;
  if (standing === 'stale') return staleResult(result, style);
  const failed = verdict === 'fail' || verdict === 'down';
  const attention = failed || verdict === 'unclean' || (verdict === 'void' && control === undefined);
  if (!attention) return undefined;
  const paint = painter(style);
  const colour = failed ? 'red' : 'yellow';
  const duty = dutyInWords(result);
  const label = standing === 'known' ? `${verdict}, known` : verdict;
  return [
    `${paint([colour, 'bold'], `${failed ? '✗' : '!'} ${result.id}`)} ${paint(colour, `(${label})`)}`,
    `    ${result.title}`,
    `    ${[result.level, ...(duty ? [duty.place, duty.name] : [])].join(' · ')}`,
    `    Expected: ${printable(expectedInWords(result))}`,
    `    Seen:     ${seenInWords(result)}${result.message ? ` · ${printable(result.message)}` : ''}`,
    `    Repeat:   ${paint('cyan', repeatLine(header, result))}`,
  ].join('\n');
}

function staleResult({ id, title }: Result, style: TerminalStyle): string {
  const paint = painter(style);
  return [
    `${paint(['yellow', 'bold'], `! ${id}`)} ${paint('yellow', '(stale)')}`,
    `    ${title}`,
    '    It is in the known file, and no longer fails that way: take the line out.',
  ].join('\n');
}

/** The last two lines. */
export function printedSummary(report: Report, style: TerminalStyle): string {
  const paint = painter(style);
  const { footer, header } = report;
  const failed = footer !== undefined && footer.fail + footer.down + footer.void > 0;
  const complete = footer?.complete ? '' : ' · incomplete';
  const seconds = footer ? (Date.parse(footer.ended) - Date.parse(header.started)) / 1000 : 0;
  const details = [
    `known ${footer?.known ?? 0}`,
    ...(footer && footer.stale > 0 ? [`stale ${footer.stale}`] : []),
    `unclean ${footer?.unclean ?? 0}`,
    `void ${footer?.void ?? 0}`,
    `seed ${header.seed}`,
    `${seconds.toFixed(1)} s`,
  ];
  return `${paint([failed ? 'red' : 'green', 'bold'], countsInWords(report))}${complete}\n${paint('dim', details.join(' · '))}`;
}

/** Text of the RP, on one line, with nothing that a terminal would obey. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
