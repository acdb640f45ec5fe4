/** What a run says on a terminal: nothing for a pass, a failure as h2spec prints it, and a summary last. Pure. */
import { stripVTControlCharacters, styleText } from 'node:util';
import type { Report, ReportHeader, Result } from '../result.ts';
import { type Gate, stoppedBy } from '../runner/gate.ts';
import { changedBytes } from './changedBytes.ts';
import { unpackEvidence } from './evidence.ts';
import { countsInWords, dutyInWords, expectedInWords, repeatLine, seenInWords } from './words.ts';

export interface TerminalStyle {
  colour: boolean;
  /** Characters of a line, where the terminal has so many; text is broken between words, bytes are cut. */
  columns?: number | undefined;
}

/** Before every line but the first. */
const INDENT = '    ';
/** `Expected: `, and the others alike. */
const LABEL = 10;
/** Of bytes, where no terminal says how much there is. */
const WIDTH = 120;
/** Layers of a case whose bytes are shown; `touchstone show` and the report have all. */
const LAYERS = 2;

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
  const message = result.message ? ` · ${printable(result.message)}` : '';
  return [
    `${paint([colour, 'bold'], `${failed ? '✗' : '!'} ${result.id}`)} ${paint(colour, `(${label})`)}`,
    ...wrapped('', result.title, style),
    ...wrapped('', [result.level, ...(duty ? [duty.place, duty.name] : [])].join(' · '), style),
    ...wrapped('Expected:', printable(expectedInWords(result)), style),
    ...wrapped('Seen:', `${seenInWords(result)}${message}`, style),
    ...changedInLines(result, style),
    // Never broken: it is there to be copied.
    `${INDENT}${'Repeat:'.padEnd(LABEL)}${paint('cyan', repeatLine(header, result))}`,
  ].join('\n');
}

/** The bytes that the case changed, of its first layers. */
function changedInLines({ evidence, id }: Result, style: TerminalStyle): string[] {
  if (evidence === undefined) return [];
  const changes = unpackEvidence(evidence).changes.filter(({ before, after }) => before !== after);
  const room = Math.max(20, (style.columns ?? WIDTH) - INDENT.length - LABEL);
  const margin = `${INDENT}${' '.repeat(LABEL)}`;
  const shown = changes.slice(0, LAYERS).flatMap((change, index) => {
    const [place, honest, own] = changedBytes(change, room);
    const paint = painter(style);
    return [
      ...wrapped(index === 0 ? 'Changed:' : ' ', place!, style),
      `${margin}${paint('red', honest!)}`,
      `${margin}${paint('green', own!)}`,
    ];
  });
  const more = changes.length - LAYERS;
  return more > 0 ? [...shown, ...wrapped('', `and ${more} more: touchstone show ${id}`, style)] : shown;
}

/** Text under its label, broken between words where the terminal is too narrow for it. */
function wrapped(label: string, text: string, { columns = Number.POSITIVE_INFINITY }: TerminalStyle): string[] {
  const margin = label === '' ? INDENT : `${INDENT}${' '.repeat(LABEL)}`;
  const room = Math.max(20, columns - margin.length);
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line, index) => `${index === 0 ? `${INDENT}${label}`.padEnd(margin.length) : margin}${line}`);
}

function staleResult({ id, title }: Result, style: TerminalStyle): string {
  const paint = painter(style);
  return [
    `${paint(['yellow', 'bold'], `! ${id}`)} ${paint('yellow', '(stale)')}`,
    ...wrapped('', title, style),
    ...wrapped('', 'It is in the known file, and no longer fails that way: take the line out.', style),
  ].join('\n');
}

/** Two lines of counts. */
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

interface Judgement {
  gate: Gate;
  /** False where a run learned nothing, or was cut off. */
  learned: boolean;
}

/** The last line, as a person quotes it: which RP, what came of it, under which profile, with what. */
export function printedVerdict(report: Report, { gate, learned }: Judgement, style: TerminalStyle): string {
  const { header, results } = report;
  const words = stoppedBy(gate, results).map(({ word }) => word);
  const counts = [...new Set(words)].map(word => `${words.filter(one => one === word).length} ${word}`);
  const agrees = counts.length === 0;
  const verdict = !learned ? 'nothing learned' : agrees ? 'agrees' : `differs: ${counts.join(', ')}`;
  const { target, profile, version } = header;
  const who = `${printable(target.address ?? target.name)} · ${verdict}`;
  const how = `${results.length} ${results.length === 1 ? 'result' : 'results'}, profile ${profile}, Touchstone ${version}`;
  return `${painter(style)([learned && agrees ? 'green' : 'red', 'bold'], who)} · ${how}`;
}

/** Text of the RP, on one line, with nothing that a terminal would obey; what is longer than `longest` characters is cut. */
export function printable(text: string, longest = 300): string {
  return stripVTControlCharacters(text)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, longest);
}
