/** `touchstone run`: puts the catalogue, or a part of it, to an RP. */
import { Command } from 'commander';
import type { Model } from '../authenticator/models/index.ts';
import type { Report, Result } from '../result.ts';
import type { Baseline } from '../runner/baseline.ts';
import { colours, complain, say } from './console.ts';
import { exitCodeOf } from './exitCode.ts';
import { Progress } from './progress.ts';
import { ownVersion, positiveInteger, rpFrom, rpOption, seedFor, seedText, withExamples } from './shared.ts';

interface RunFlags {
  rp?: string;
  out: string;
  known?: string;
  profile: string;
  strict: boolean;
  stress: boolean;
  jobs?: number;
  timeout: number;
  seed?: string;
  shard?: string;
  browserResults?: string;
  authenticator?: string;
}

/** Cases under way at a time, over HTTP. */
const JOBS = 4;

export function runCommand(): Command {
  const command = new Command('run')
    .description('put cases to an RP: all, or those that the patterns match (* one component of an id, ** any number)')
    .argument('[pattern...]', 'case ids, sections or patterns')
    .addOption(rpOption())
    .option('--out <dir>', 'where the report goes', 'touchstone-report')
    .option('--known <file>', 'known failures: lines of pattern, what happens instead, # reason')
    .option(
      '--profile <name>',
      'what fails the run: w3c-l3, strict, fido-server, passkey, or a file of your own that ends in .json',
      'w3c-l3',
    )
    .option('--strict', 'what is kept out only by falling over (unclean) fails the run too', false)
    .option('--stress', 'put the cases that strain an RP to one on another machine, too', false)
    .option(
      '--jobs <n>',
      `cases at a time (default: ${JOBS} over HTTP, one for each core in pages, 1 in process)`,
      positiveInteger,
    )
    .option('--timeout <ms>', 'milliseconds for an answer', positiveInteger, 10_000)
    .option('--seed <text>', 'what keys, ids and names derive from (default: fresh over HTTP and in pages)', seedText)
    .option('--shard <i/n>', 'one of n parts of the run')
    .option(
      '--authenticator <model>',
      'the compatibility suite in place of the cases: honest ceremonies of one model, or "all"',
    )
    .option('--browser-results <file>', 'browser flows to put into the report: what Playwright’s JSON reporter wrote')
    .action(runVerb);
  return withExamples(command, [
    'touchstone run --rp glass',
    'touchstone run registration/client-data --rp fido:http://localhost:3000',
    "touchstone run 'authentication/**' --rp module:./my-rp.ts --known known.txt --out report",
    'touchstone run --rp fido:https://staging.example --shard 1/4 --strict',
    'touchstone run --rp page:./my-page.ts        through the pages of a web site, with functions of your own',
  ]);
}

async function runVerb(patterns: string[], flags: RunFlags): Promise<void> {
  const address = rpFrom(flags.rp);
  const flows = await readBrowserResults(flags.browserResults);
  const plan = await planOf(patterns, flags, flows);
  const [{ openTarget }, { run }] = await Promise.all([import('../targets/open.ts'), import('../runner/run.ts')]);
  const { rp, inProcess, jobs = inProcess ? 1 : JOBS } = await openTarget(address, flags.timeout);
  const seed = seedFor(flags.seed, inProcess);
  const reporter = await consoleReporter();
  const outcome = await run({
    ...plan,
    rp,
    seed,
    address,
    version: ownVersion(),
    jobs: flags.jobs ?? jobs,
    stress: flags.stress,
    recovery: flags.timeout,
    ...(inProcess && rp.name !== 'glass' && { timeout: flags.timeout }),
    signal: interruption(),
    onStart: reporter.start,
    onResult: reporter.result,
  });
  await rp.close?.();
  if (flows.length > 0) await addBrowserResults(outcome.report, flows, plan.known, reporter.result);
  const { writeReport } = await import('../report/write.ts');
  const { html } = await writeReport(outcome.report, flags.out);
  reporter.clear();
  for (const problem of outcome.problems.slice(0, 5)) complain(`Touchstone itself went wrong on ${problem.message}`);
  if (outcome.problems.length > 5) complain(`and on ${outcome.problems.length - 5} more cases`);
  if (outcome.stopped !== undefined) complain(stoppedInWords(outcome.stopped));
  if (plan.models) await printCompatibility(plan.models, outcome.report.results);
  const { printedSummary } = await import('../report/terminal.ts');
  say(`Report: ${html}`);
  say(printedSummary(outcome.report, { colour: colours() }));
  process.exitCode = exitCodeOf(outcome, flags.strict);
}

/** Everything that can be asked wrongly is found before the RP is spoken to. */
async function planOf(patterns: string[], flags: RunFlags, flows: readonly Result[]) {
  const [{ catalogue }, { selectCases }, { readProfile }, { parseShard }] = await Promise.all([
    import('../suite/index.ts'),
    import('../runner/patterns.ts'),
    import('../runner/profileFile.ts'),
    import('../runner/shard.ts'),
  ]);
  const models = flags.authenticator === undefined ? undefined : await modelsNamed(flags.authenticator);
  const { compatibilityCases } = await import('../suite/compatibility.ts');
  const cases = models ? compatibilityCases(models) : catalogue;
  return {
    cases: selectCases(cases, patterns),
    ...(models && { models }),
    profile: await readProfile(
      flags.profile,
      [...catalogue, ...cases].map(one => one.id),
    ),
    ...(flags.profile.endsWith('.json') && { profileFile: flags.profile }),
    ...(flags.shard !== undefined && { shard: parseShard(flags.shard) }),
    ...(flags.known !== undefined && { known: await readKnown(flags.known, [...cases, ...flows]) }),
  };
}

async function readKnown(file: string, listed: readonly { id: string }[]) {
  const [{ readFile }, { parseBaseline, checkBaseline }, { catalogue }, { controlIds }, { AskedWrongly }] =
    await Promise.all([
      import('node:fs/promises'),
      import('../runner/baseline.ts'),
      import('../suite/index.ts'),
      import('../runner/twin.ts'),
      import('../targets/askedWrongly.ts'),
    ]);
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new AskedWrongly(`the known file cannot be read: ${error.message}`);
  });
  const baseline = parseBaseline(text);
  checkBaseline(baseline, [...[...catalogue, ...listed].map(one => one.id), ...controlIds(catalogue)]);
  return baseline;
}

async function modelsNamed(name: string): Promise<readonly Model[]> {
  const [{ MODELS }, { AskedWrongly }] = await Promise.all([
    import('../authenticator/models/index.ts'),
    import('../targets/askedWrongly.ts'),
  ]);
  const models = name === 'all' ? MODELS : MODELS.filter(model => model.name === name);
  if (models.length > 0) return models;
  throw new AskedWrongly(
    `there is no authenticator ${JSON.stringify(name)}: use all, ${MODELS.map(model => model.name).join(', ')}`,
  );
}

async function printCompatibility(models: readonly Model[], results: readonly Result[]): Promise<void> {
  const { compatibilityTable } = await import('../report/compatibility.ts');
  say(`${compatibilityTable(models, results)}\n`);
}

async function readBrowserResults(file: string | undefined): Promise<Result[]> {
  if (file === undefined) return [];
  const [{ readFile }, { browserResults }, { AskedWrongly }] = await Promise.all([
    import('node:fs/promises'),
    import('../report/playwright.ts'),
    import('../targets/askedWrongly.ts'),
  ]);
  try {
    return browserResults(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new AskedWrongly(`the browser results cannot be read from ${file}: ${(error as Error).message}`);
  }
}

/** Both lanes end in one report: the flows are judged by the same baseline, and counted with the cases. */
async function addBrowserResults(
  report: Report,
  flows: Result[],
  known: Baseline = [],
  onResult: (result: Result) => void,
): Promise<void> {
  const [{ standingOf }, { tally }] = await Promise.all([
    import('../runner/baseline.ts'),
    import('../runner/tally.ts'),
  ]);
  for (const flow of flows) {
    const standing = standingOf(flow, known);
    const result = standing ? { ...flow, standing } : flow;
    report.results.push(result);
    onResult(result);
  }
  if (report.footer) Object.assign(report.footer, tally(report.results));
}

async function consoleReporter() {
  const { printedResult, printable } = await import('../report/terminal.ts');
  const progress = new Progress();
  let header: Parameters<typeof printedResult>[0] | undefined;
  const early: Result[] = [];
  const print = (result: Result) => {
    const text = header && printedResult(header, result, { colour: colours() });
    if (!text) return;
    progress.clear();
    say(`${text}\n`);
  };
  return {
    clear: () => progress.clear(),
    start: (started: NonNullable<typeof header>, total: number) => {
      header = started;
      progress.start(total);
      const { target, profile, seed, honest } = started;
      say(`${printable(target.name)} · ${target.origin} · ${total} cases · profile ${profile} · seed ${seed}`);
      if (honest) say(`Honest ceremonies here: ${honest}`);
      say('');
      early.splice(0).forEach(print);
    },
    result: (result: Result) => {
      if (result.section !== 'control') progress.step(result.id);
      // A control can fail before the run has begun.
      if (header) print(result);
      else early.push(result);
    },
  };
}

/** Aborted by Ctrl-C; the second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

function stoppedInWords(reason: string): string {
  return reason === 'interrupted'
    ? 'interrupted; the report holds what was done so far'
    : `nothing can be learned: ${reason}`;
}
