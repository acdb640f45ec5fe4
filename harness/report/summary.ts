/** Reports as Markdown, for a job summary or a comment on a pull request: short, worst first. Pure. */
import type { Report, ReportHeader, Result, Verdict } from '../result.ts';
import { DEFAULT_GATE, stoppedBy } from '../runner/gate.ts';
import { anomalyOf } from './anomalies.ts';
import { headlineOfAll } from './headline.ts';
import { markdownCode, markdownTable, markdownText } from './markdown.ts';
import { sectionMatrix } from './matrix.ts';
import { expectedInWords, repeatLine, seenInWords } from './words.ts';

/** Results with lines of their own; a comment on GitHub holds 65,536 characters. */
const SHOWN = 30;

const LONG = 1000;

const COUNTED: readonly { head: string; of: Verdict | 'new' | 'known' | 'stale' }[] = [
  { head: 'passed', of: 'pass' },
  { head: 'new', of: 'new' },
  { head: 'known', of: 'known' },
  { head: 'stale', of: 'stale' },
  { head: 'unclean', of: 'unclean' },
  { head: 'void', of: 'void' },
  { head: 'noted', of: 'noted' },
  { head: 'skipped', of: 'skip' },
];

/**
 * The outcome in words, a line of counts for each report, sections beside each other where there are several, and what is
 * new with the line that repeats it.
 *
 * @param shown so many results have lines of their own, in equal parts for the reports.
 */
export function summaryMarkdown(reports: readonly Report[], shown = SHOWN): string {
  const several = reports.length > 1;
  const each = Math.ceil(shown / Math.max(1, reports.length));
  return [
    `### Touchstone: ${markdownText(headlineOfAll(reports))}`,
    countsTable(reports),
    ...(several ? matrixTable(reports) : []),
    ...reports.flatMap(report => attentionOf(report, each, several)),
    '',
  ].join('\n\n');
}

function matrixTable(reports: readonly Report[]): string[] {
  const { head, rows } = sectionMatrix(reports);
  return rows.length === 0
    ? []
    : [
        markdownTable(
          head.map(markdownText),
          rows.map(row => row.map(markdownText)),
        ),
      ];
}

function attentionOf({ header, results }: Report, shown: number, named: boolean): string[] {
  const all = wanting(results);
  if (all.length === 0) return [];
  const left = all.length - shown;
  return [
    ...(named ? [`#### ${markdownCode(header.target.name)}`] : []),
    all
      .slice(0, shown)
      .map(one => itemOf(header, one))
      .join('\n'),
    ...(left > 0 ? [`… and ${left} more: the report has them all.`] : []),
  ];
}

function countsTable(reports: readonly Report[]): string {
  const rows = reports.map(({ header, results, footer }) => [
    `${markdownCode(header.target.name)}${footer?.complete ? '' : ' (cut off)'}`,
    ...COUNTED.map(({ of }) => String(results.filter(one => one.verdict === of || one.standing === of).length)),
  ]);
  return markdownTable(['', ...COUNTED.map(({ head }) => head)], rows);
}

/** What fails a run, and what was kept out by falling over; the worst kind first. */
function wanting(results: readonly Result[]): Result[] {
  const stopped = stoppedBy(new Set([...DEFAULT_GATE, 'unclean']), results).map(({ result }) => result);
  // What is void under a control is said by the control.
  return stopped.filter(one => anomalyOf(one) >= 0).sort((a, b) => anomalyOf(a) - anomalyOf(b));
}

function itemOf(header: ReportHeader, result: Result): string {
  const { id, title, standing, verdict, message } = result;
  const label = standing === 'stale' ? 'stale' : verdict;
  const said =
    standing === 'stale'
      ? 'it is in the known file, and no longer fails that way'
      : `expected ${markdownText(expectedInWords(result))}, seen ${markdownText(seenInWords(result))}`;
  return [
    `- **${label}** ${markdownCode(id)}: ${markdownText(title)}; ${said}`,
    ...(message ? [`  ${markdownCode(message)}`] : []),
    `  ${markdownCode(repeatLine(header, result), LONG)}`,
  ].join('\\\n');
}
