/** `touchstone compare`: the same cases to several RPs, one after the other, and what they make of them beside each other. */
import { Command } from 'commander';
import type { Report } from '../result.ts';
import { DEFAULT_GATE, strictly } from '../runner/gate.ts';
import type { RunOptions, RunOutcome } from '../runner/run.ts';
import type { OpenedTarget, OpenOptions } from '../targets/open.ts';
import { type AccessFlags, accessOf, addAccessOptions, closeTarget } from './access.ts';
import { complain, say } from './console.ts';
import { exitCodeOf } from './exitCode.ts';
import { Progress } from './progress.ts';
import { interruption, JOBS } from './run.ts';
import { andMore, ownVersion, positiveInteger, seedFor, seedText, withExamples } from './shared.ts';

interface CompareFlags extends AccessFlags {
  cases: string[];
  known: string[];
  out: string;
  profile: string;
  strict: boolean;
  seed?: string;
  timeout: number;
  jobs?: number;
  summary?: string | true;
}

/** An RP to compare: `NAME=TARGET`, or a target that is its own name. */
interface Contender {
  name: string;
  address: string;
  known?: string;
}

export function compareCommand(): Command {
  const command = new Command('compare')
    .description(
      'the same cases to several RPs, one after the other: one table, one page; ends as the worst of the runs',
    )
    .argument(
      '<rp...>',
      'targets as for --rp, each with a name of yours or without: staging=fido:https://staging.example',
    )
    .option('--cases <pattern>', 'only these cases; may be given again', andMore, [])
    .option('--known <name=file>', 'known failures of the RP of that name; may be given again', andMore, [])
    .option('--out <dir>', 'where the page goes, and a folder for each RP', 'touchstone-compare')
    .option('--profile <name>', 'as for run', 'w3c-l3')
    .option('--strict', 'as for run', false)
    .option('--seed <text>', 'as for run', seedText)
    .option('--timeout <ms>', 'milliseconds for an answer', positiveInteger, 10_000)
    .option('--jobs <n>', 'cases at a time, as for run', positiveInteger)
    .option('--summary [file]', 'Markdown; without a file it alone is on standard output')
    .action(compareVerb);
  addAccessOptions(command);
  return withExamples(command, [
    'touchstone compare glass glass:without=origin --cases registration/client-data',
    'touchstone compare old=module:./old.ts new=module:./new.ts --known old=old.txt --known new=new.txt',
  ]);
}

async function compareVerb(targets: string[], flags: CompareFlags): Promise<void> {
  const contenders = await contendersOf(targets, flags.known);
  const access = await accessOf(flags);
  const plan = { ...(await planOf(flags)), flags: access.words, signal: interruption() };
  const knowns = await Promise.all(contenders.map(readKnown));
  const opened = await openAll(contenders, { timeout: flags.timeout, access });
  const outcomes: RunOutcome[] = [];
  try {
    for (const [index, { name, address }] of contenders.entries()) {
      const known = knowns[index];
      outcomes.push(await played(name, opened[index]!, { ...plan, address, ...(known && { known }) }, flags));
    }
  } finally {
    for (const one of opened) await closeTarget(one);
  }
  await conclude(outcomes, flags);
}

/** All before the first case: what is asked wrongly of the last is said at once. */
async function openAll(contenders: readonly Contender[], options: OpenOptions): Promise<OpenedTarget[]> {
  const { openTarget } = await import('../targets/open.ts');
  const opened: OpenedTarget[] = [];
  try {
    for (const { address } of contenders) opened.push(await openTarget(address, options));
    return opened;
  } catch (error) {
    for (const one of opened) await closeTarget(one);
    throw error;
  }
}

/** @throws {AskedWrongly} for a name that is there twice, or a known file of nobody. */
async function contendersOf(targets: readonly string[], known: readonly string[]): Promise<Contender[]> {
  const { AskedWrongly } = await import('../targets/askedWrongly.ts');
  const contenders = targets.map((target): Contender => {
    // An address begins with its kind and a colon: what has an equals sign before that has a name.
    const [, name, address] = /^([\w.@/ -]+)=(.+)$/s.exec(target) ?? [undefined, target, target];
    return { name: name!, address: address! };
  });
  const twice = contenders.find(({ name }, index) => contenders.findIndex(one => one.name === name) !== index);
  if (twice)
    throw new AskedWrongly(`two RPs are called ${JSON.stringify(twice.name)}: name them, as in NAME=${twice.address}`);
  for (const pair of known) {
    const [, name, file] = /^(.+)=([^=]+)$/s.exec(pair) ?? [];
    const contender = contenders.find(one => one.name === name);
    if (!contender || file === undefined)
      throw new AskedWrongly(
        `--known ${JSON.stringify(pair)}: write NAME=FILE, with one of ${contenders.map(one => one.name).join(', ')}`,
      );
    contender.known = file;
  }
  return contenders;
}

async function planOf({ cases, profile }: CompareFlags) {
  const [{ catalogue }, { selectCases }, { readProfile }] = await Promise.all([
    import('../suite/index.ts'),
    import('../runner/patterns.ts'),
    import('../runner/profileFile.ts'),
  ]);
  const ids = catalogue.map(({ id }) => id);
  return {
    cases: selectCases(catalogue, cases),
    patterns: cases,
    profile: await readProfile(profile, ids),
    ...(profile.endsWith('.json') && { profileFile: profile }),
  };
}

async function readKnown({ known }: Contender) {
  if (known === undefined) return undefined;
  const { readKnownFile } = await import('./knownFile.ts');
  return (await readKnownFile(known, [], false)).baseline;
}

type Plan = Pick<
  RunOptions,
  'cases' | 'patterns' | 'profile' | 'profileFile' | 'known' | 'signal' | 'address' | 'flags'
>;

/** The run of one RP, under its name here. */
async function played(name: string, opened: OpenedTarget, plan: Plan, flags: CompareFlags): Promise<RunOutcome> {
  const { run } = await import('../runner/run.ts');
  const { rp, inProcess, jobs = inProcess ? 1 : JOBS } = opened;
  const progress = new Progress();
  const outcome = await run({
    ...plan,
    rp,
    version: ownVersion(),
    seed: seedFor(flags.seed, inProcess),
    jobs: flags.jobs ?? jobs,
    recovery: flags.timeout,
    ...(inProcess && rp.name !== 'glass' && { timeout: flags.timeout }),
    onStart: (_, total) => progress.start(total),
    onResult: ({ section, id }) => section !== 'control' && progress.step(`${name} ${id}`),
  });
  progress.clear();
  outcome.report.header.target.name = name;
  if (outcome.stopped !== undefined) complain(`${name}: ${outcome.stopped}`);
  for (const { message } of outcome.problems.slice(0, 5))
    complain(`${name}: Touchstone itself went wrong on ${message}`);
  return outcome;
}

async function conclude(outcomes: readonly RunOutcome[], { out, strict, summary }: CompareFlags): Promise<void> {
  const [{ join }, { writeReport, writeForms }] = await Promise.all([
    import('node:path'),
    import('../report/write.ts'),
  ]);
  const reports = outcomes.map(({ report }) => report);
  for (const [index, report] of reports.entries()) await writeReport(report, join(out, folderOf(index, report)));
  const html = join(out, 'index.html');
  await writeForms(reports, { html, ...(typeof summary === 'string' && { summary }) });
  say(summary === true ? await markdownOf(reports) : await tableOf(reports, html));
  const gate = strict ? strictly(DEFAULT_GATE) : DEFAULT_GATE;
  process.exitCode = Math.max(...outcomes.map(outcome => exitCodeOf(outcome, gate)));
}

/** A name that any file system takes, and that is there once. */
function folderOf(index: number, { header }: Report): string {
  return `${index + 1}-${header.target.name.replace(/[^\w.-]+/g, '-')}`;
}

async function markdownOf(reports: readonly Report[]): Promise<string> {
  const { summaryMarkdown } = await import('../report/summary.ts');
  return summaryMarkdown(reports).trimEnd();
}

async function tableOf(reports: readonly Report[], html: string): Promise<string> {
  const [{ matrixText, sectionMatrix }, { headline }] = await Promise.all([
    import('../report/matrix.ts'),
    import('../report/headline.ts'),
  ]);
  const lines = reports.map(report => `${report.header.target.name}: ${headline(report)}`);
  return [matrixText(sectionMatrix(reports)), '', `Report: ${html}`, ...lines].join('\n');
}
