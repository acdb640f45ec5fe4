/** What GitHub Actions shows beside a job: workflow commands, and the summary of the job. */
import { appendFile } from 'node:fs/promises';
import { expectedInWords, repeatLine, seenInWords } from '../report/words.ts';
import type { Report, Result } from '../result.ts';
import { type Gate, stoppedBy } from '../runner/gate.ts';

/** GitHub shows ten of a kind for a step, and drops the others without a word. */
const SHOWN = 10;

/** Whether this process is a step of a GitHub workflow. */
export function onGitHub(environment = process.env): boolean {
  return environment.GITHUB_ACTIONS === 'true';
}

/**
 * An error for each result that fails the run, a warning for what else was kept out only by falling over or says nothing by
 * itself; at most ten of a kind, then one line that counts the others. Pure.
 */
export function annotations(report: Report, gate: Gate): string[] {
  const failing = stoppedBy(gate, report.results);
  const stopped = new Set(failing.map(({ result }) => result));
  const warned = report.results.filter(
    result => !stopped.has(result) && (result.verdict === 'unclean' || (result.verdict === 'void' && !result.control)),
  );
  return [
    ...firstOf(
      'error',
      failing.map(({ word, result }) => annotation('error', `${word}: ${result.id}`, messageOf(report, result))),
    ),
    ...firstOf(
      'warning',
      warned.map(result => annotation('warning', `${result.verdict}: ${result.id}`, messageOf(report, result))),
    ),
  ];
}

function firstOf(kind: string, lines: readonly string[]): string[] {
  if (lines.length <= SHOWN) return [...lines];
  return [
    ...lines.slice(0, SHOWN),
    annotation('notice', 'Touchstone', `${lines.length - SHOWN} more of kind ${kind}: the report has them all`),
  ];
}

function messageOf({ header }: Report, result: Result): string {
  if (result.standing === 'stale')
    return `${result.title}\nIt is in the known file, and no longer fails that way: take the line out.`;
  const message = result.message === undefined ? '' : ` · ${result.message}`;
  return [
    result.title,
    `Expected: ${expectedInWords(result)}`,
    `Seen: ${seenInWords(result)}${message}`,
    `Repeat: ${repeatLine(header, result)}`,
  ].join('\n');
}

/** One workflow command, escaped by its rules: https://github.com/actions/toolkit, packages/core/src/command.ts. */
function annotation(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${kind} title=${escapedProperty(title)}::${escapedData(message)}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Adds the Markdown of the report to the page of the job, where there is one. Throws Node's file errors. */
export async function addJobSummary(report: Report, environment = process.env): Promise<void> {
  const file = environment.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const { summaryMarkdown } = await import('../report/summary.ts');
  await appendFile(file, summaryMarkdown([report]));
}
