/** `touchstone replay`: plays a ceremony that was recorded elsewhere at an RP of one's own. */
import { Command } from 'commander';
import type { Minimised } from '../reproduce/minimise.ts';
import type { Plan } from '../reproduce/plan.ts';
import type { Replayed, Replayer } from '../reproduce/replay.ts';
import { type AccessFlags, accessOf, addAccessOptions, closeTarget } from './access.ts';
import { complain, say } from './console.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { positiveInteger, rpFrom, rpOption, seedText, withExamples } from './shared.ts';

interface ReplayFlags extends AccessFlags {
  rp?: string;
  only?: number;
  minimise: boolean;
  spec?: string;
  force: boolean;
  case: boolean;
  json: boolean;
  timeout: number;
  seed?: string;
}

export function replayCommand(): Command {
  const command = new Command('replay')
    .description(
      'play a recorded registration or login at an RP, with keys of our own: exit code 1 while it goes wrong, 0 when it ' +
        'goes as it ought to, 3 when nothing can be said',
    )
    .argument('<file>', 'HAR, Playwright trace, ceremony file, or a response as JSON; - for standard input')
    .addOption(rpOption())
    .option('--only <n>', 'the nth ceremony of the file (default: the last that failed)', positiveInteger)
    .option('--minimise', 'leave out what does not matter', false)
    .option('--spec <file>', 'write a Playwright spec that plays it')
    .option('--force', 'over a file that is there', false)
    .option('--case', 'print it as a case of the suite', false)
    .option('--json', 'plan and outcome as JSON, and nothing else, on standard output', false)
    .option('--timeout <ms>', 'milliseconds for an answer', positiveInteger, 10_000)
    .option('--seed <text>', 'what keys, ids and names derive from (default: fresh)', seedText)
    .action(replayVerb);
  addAccessOptions(command);
  return withExamples(command, [
    'touchstone replay login.har --rp fido:http://localhost:3000',
    'touchstone replay login.har --rp fido:http://localhost:3000 --minimise --spec specs/login.spec.ts',
    'git bisect run npx touchstone replay login.har --rp module:./my-rp.ts',
  ]);
}

async function replayVerb(file: string, flags: ReplayFlags): Promise<void> {
  const address = rpFrom(flags.rp);
  if (flags.spec !== undefined) await checkSpecFile(flags.spec, flags.force);
  const [{ readObserved }, { planOf }] = await Promise.all([
    import('../reproduce/read.ts'),
    import('../reproduce/plan.ts'),
  ]);
  const observed = await readObserved(file);
  const plan = await planOf(observed, flags.only);
  const outcome = await playedAt(address, plan, flags);
  await report(outcome, address, flags);
  process.exitCode = exitCodeOf(outcome.replayed);
}

/** An end without a verdict says nothing: neither good nor bad. */
function exitCodeOf({ wrong, lost }: Replayed): ExitCode {
  if (wrong) return EXIT.differs;
  return lost ? EXIT.nothingLearned : EXIT.agrees;
}

type Outcome = Pick<Minimised, 'plan' | 'replayed'> & Partial<Minimised>;

async function playedAt(address: string, plan: Plan, flags: ReplayFlags): Promise<Outcome> {
  const access = await accessOf(flags);
  const [{ openTarget }, { Replayer }] = await Promise.all([
    import('../targets/open.ts'),
    import('../reproduce/replay.ts'),
  ]);
  const opened = await openTarget(address, { timeout: flags.timeout, access });
  try {
    const replayer = await Replayer.open({
      rp: opened.rp,
      ...(opened.inProcess && { timeout: flags.timeout }),
      ...(flags.seed !== undefined && { seed: flags.seed }),
    });
    return await played(replayer, plan, flags).finally(() => replayer.close());
  } finally {
    await closeTarget(opened);
  }
}

async function played(replayer: Replayer, plan: Plan, flags: ReplayFlags): Promise<Outcome> {
  const replayed = await replayer.play(plan);
  if (!flags.minimise) return { plan, replayed };
  const { minimise } = await import('../reproduce/minimise.ts');
  return minimise(plan, replayed, tried => replayer.play(tried));
}

async function report(outcome: Outcome, address: string, flags: ReplayFlags): Promise<void> {
  const { plan, replayed } = outcome;
  if (flags.json) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
  else await inWords(outcome);
  if (flags.case) {
    const { replayedCase } = await import('../reproduce/caseCode.ts');
    if (!flags.json) say(`\n${replayedCase(plan, replayed)}`);
  }
  if (flags.spec === undefined) return;
  const [{ specCode }, { replaceFile }] = await Promise.all([
    import('../reproduce/specCode.ts'),
    import('../report/replaceFile.ts'),
  ]);
  await replaceFile(flags.spec, specCode(plan, address));
  complain(`wrote ${flags.spec}`);
}

async function inWords({ plan, replayed, replays, settled }: Outcome): Promise<void> {
  const [{ factsInWords, ceremonyInWords }, { visible }] = await Promise.all([
    import('../reproduce/replayWords.ts'),
    import('../diagnose/tree.ts'),
  ]);
  const lines = [
    `Played: ${ceremonyInWords(plan.fuzzed)}`,
    ...factsInWords(plan.fuzzed).map(line => `  ${line}`),
    ...replayed.left.map(left => `Not carried over: ${left}`),
    ...(replays === undefined ? [] : [minimisedInWords(replays, settled)]),
    replayed.words,
  ];
  say(lines.map(visible).join('\n'));
}

function minimisedInWords(replays: number, settled = true): string {
  const rest = settled ? 'all of this matters' : 'the rest was not tried';
  return `Minimised in ${replays} replays: ${rest}.`;
}

/** @throws {AskedWrongly} where it has no folder, or is there and that was not said to be right. */
async function checkSpecFile(file: string, force: boolean): Promise<void> {
  const [{ existsSync }, { dirname }, { AskedWrongly }] = await Promise.all([
    import('node:fs'),
    import('node:path'),
    import('../targets/askedWrongly.ts'),
  ]);
  if (!existsSync(dirname(file))) throw new AskedWrongly(`--spec: there is no folder ${dirname(file)}`);
  if (!force && existsSync(file)) throw new AskedWrongly(`--spec: ${file} is there already: --force writes over it`);
}
