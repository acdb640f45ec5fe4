/** `touchstone run`: puts the catalogue, or a part of it, to an RP. */
import { Command } from 'commander';
import type { Model } from '../authenticator/models/index.ts';
import type { Report, Result } from '../result.ts';
import type { Baseline } from '../runner/baseline.ts';
import { DEFAULT_GATE, type Gate, parseGate } from '../runner/gate.ts';
import { type AccessFlags, accessOf, addAccessOptions, closeTarget } from './access.ts';
import {
  ownVersion,
  positiveInteger,
  rpFrom,
  rpOption,
  seedFor,
  seedText,
  waitOption,
  withExamples,
} from './shared.ts';

export interface RunFlags extends AccessFlags {
  rp?: string;
  out: string;
  json: boolean;
  known?: string;
  updateKnown: boolean;
  failOn: Gate;
  profile: string;
  strict: boolean;
  wait?: number;
  stress: boolean;
  jobs?: number;
  timeout: number;
  seed?: string;
  shard?: string;
  browserResults?: string;
  authenticator?: string;
}

/** Cases under way at a time, over HTTP. */
export const JOBS = 4;

export function runCommand(): Command {
  const command = new Command('run')
    .description('put cases to an RP: all, or those that the patterns match (* one component of an id, ** any number)')
    .argument('[pattern...]', 'case ids, sections or patterns')
    .addOption(rpOption())
    .addOption(waitOption())
    .option('--out <dir>', 'where the report goes', 'touchstone-report')
    .option('--json', 'the report, and nothing else, on standard output too', false)
    .option('--known <file>', 'known failures: lines of pattern, what happens instead, # reason')
    .option('--update-known', 'bring that file up to date with this run; new lines wait for a reason', false)
    .option(
      '--fail-on <list>',
      'what fails the run: new, stale, void, unclean, known, noted, skip; or none',
      parseGate,
      DEFAULT_GATE,
    )
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
  addAccessOptions(command);
  return withExamples(command, [
    'touchstone run --rp glass',
    'touchstone run registration/client-data --rp fido:http://localhost:3000',
    "touchstone run 'authentication/**' --rp module:./my-rp.ts --known known.txt --out report",
    'touchstone run --rp fido:http://localhost:3000 --wait 60 --known known.txt --update-known',
    'touchstone run --rp fido:https://staging.example --yes-i-may-test-this --shard 1/4 --strict',
    'touchstone run --rp page:./my-page.ts        through the pages of a web site, with functions of your own',
  ]);
}

async function runVerb(patterns: string[], flags: RunFlags): Promise<void> {
  const address = rpFrom(flags.rp);
  const flows = await readBrowserResults(flags.browserResults);
  const { known, ...plan } = await planOf(patterns, flags, flows);
  const access = await accessOf(flags);
  const [{ openTarget }, { openWhenReady }, { run }, { RunReporter }] = await Promise.all([
    import('../targets/open.ts'),
    import('./wait.ts'),
    import('../runner/run.ts'),
    import('./runReporter.ts'),
  ]);
  const opened = await openWhenReady(() => openTarget(address, { timeout: flags.timeout, access }), flags.wait);
  const { rp, inProcess, jobs = inProcess ? 1 : JOBS } = opened;
  const reporter = new RunReporter(flags.json);
  const running = run({
    ...plan,
    ...(known && { known: known.baseline }),
    rp,
    seed: seedFor(flags.seed, inProcess),
    address,
    flags: access.words,
    version: ownVersion(),
    jobs: flags.jobs ?? jobs,
    stress: flags.stress,
    recovery: flags.timeout,
    ...(inProcess && rp.name !== 'glass' && { timeout: flags.timeout }),
    signal: interruption(),
    onStart: (header, total) => reporter.start(header, total),
    onResult: result => reporter.result(result),
  });
  // What the run has made is removed whatever became of it.
  const outcome = await running.finally(async () => {
    reporter.clear();
    await closeTarget(opened);
  });
  if (flows.length > 0)
    await addBrowserResults(outcome.report, flows, known?.baseline, result => reporter.result(result));
  const { conclude } = await import('./conclude.ts');
  process.exitCode = await conclude(outcome, flags, reporter, { known, models: plan.models });
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
    patterns,
    ...(models && { models }),
    profile: await readProfile(
      flags.profile,
      [...catalogue, ...cases].map(one => one.id),
    ),
    ...(flags.profile.endsWith('.json') && { profileFile: flags.profile }),
    ...(flags.shard !== undefined && { shard: parseShard(flags.shard) }),
    known: await readKnown(flags, [...cases, ...flows]),
  };
}

async function readKnown({ known, updateKnown }: RunFlags, listed: readonly { id: string }[]) {
  const [{ readKnownFile }, { AskedWrongly }] = await Promise.all([
    import('./knownFile.ts'),
    import('../targets/askedWrongly.ts'),
  ]);
  if (known === undefined && updateKnown) throw new AskedWrongly('--update-known: name the file with --known');
  if (known === undefined) return undefined;
  return readKnownFile(
    known,
    listed.map(({ id }) => id),
    updateKnown,
  );
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

/** Aborted by Ctrl-C; the second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
