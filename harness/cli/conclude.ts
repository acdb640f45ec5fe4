/** The end of a run: report, known file, what machines read, the last lines, and the exit code. */
import type { Model } from '../authenticator/models/index.ts';
import { compatibilityTable } from '../report/compatibility.ts';
import { printedSummary, printedVerdict } from '../report/terminal.ts';
import { writeReport } from '../report/write.ts';
import type { Report } from '../result.ts';
import { type Gate, strictly } from '../runner/gate.ts';
import type { RunOutcome } from '../runner/run.ts';
import { addJobSummary, annotations, onGitHub } from './annotations.ts';
import { colours, columnsOf, complain } from './console.ts';
import { EXIT, type ExitCode, exitCodeOf, isWhole } from './exitCode.ts';
import { type KnownFile, updateKnownFile } from './knownFile.ts';
import type { RunFlags } from './run.ts';
import type { RunReporter } from './runReporter.ts';

/** Throws Node's file errors. */
export async function conclude(
  outcome: RunOutcome,
  flags: Pick<RunFlags, 'out' | 'json' | 'strict' | 'failOn' | 'updateKnown'>,
  reporter: RunReporter,
  { known, models }: { known: KnownFile | undefined; models: readonly Model[] | undefined },
): Promise<ExitCode> {
  const { report } = outcome;
  const { html } = await writeReport(report, flags.out);
  reporter.clear();
  complainOf(outcome);
  if (models) reporter.say(`${compatibilityTable(models, report.results)}\n`);
  const whole = flags.strict ? strictly(flags.failOn) : flags.failOn;
  const updates = flags.updateKnown && known ? await updated(known, outcome, whole) : [];
  for (const line of updates) flags.json ? complain(line) : reporter.say(line);
  // What was stale is out of the file now.
  const gate = flags.updateKnown ? new Set([...whole].filter(word => word !== 'stale')) : whole;
  await tellGitHub(report, gate);
  if (flags.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const style = { colour: colours(), columns: columnsOf() };
  const code = exitCodeOf(outcome, gate);
  reporter.say(`Report: ${html}`);
  reporter.say(printedSummary(report, style));
  reporter.say(printedVerdict(report, { gate, learned: code !== EXIT.nothingLearned }, style));
  return code;
}

function complainOf({ problems, stopped }: RunOutcome): void {
  for (const problem of problems.slice(0, 5)) complain(`Touchstone itself went wrong on ${problem.message}`);
  if (problems.length > 5) complain(`and on ${problems.length - 5} more cases`);
  if (stopped === 'interrupted') complain('interrupted; the report holds what was done so far');
  else if (stopped !== undefined) complain(`nothing can be learned: ${stopped}`);
}

async function updated(known: KnownFile, outcome: RunOutcome, gate: Gate): Promise<string[]> {
  if (isWhole(outcome)) return updateKnownFile(known, outcome.report.results, gate);
  return [`${known.path} stays as it is: a run that was cut off, or learned nothing, has not seen enough`];
}

/** Annotations go where no machine reads: GitHub takes them from standard error as well. */
async function tellGitHub(report: Report, gate: Gate): Promise<void> {
  if (onGitHub()) for (const line of annotations(report, gate)) process.stderr.write(`${line}\n`);
  await addJobSummary(report);
}
