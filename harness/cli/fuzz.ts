/** `touchstone fuzz`: ceremonies that nobody thought of, held against the reference verifier. */
import { Command, Option } from 'commander';
import type { Finding, FuzzOptions, FuzzOutcome } from '../fuzz/fuzz.ts';
import { type AccessFlags, accessOf, addAccessOptions, closeTarget } from './access.ts';
import { complain, say } from './console.ts';
import { EXIT } from './exitCode.ts';
import { Progress } from './progress.ts';
import { positiveInteger, rpFrom, rpOption, seedFor, seedText, withExamples } from './shared.ts';

interface FuzzFlags extends AccessFlags {
  rp?: string;
  seconds: number;
  seed?: string;
  jobs: number;
  ceremony?: FuzzOptions['only'];
  timeout: number;
  strict: boolean;
  stress: boolean;
  json: boolean;
  out?: string;
  replay?: string;
}

export function fuzzCommand(): Command {
  const command = new Command('fuzz')
    .description('try ceremonies that nobody wrote down, and report where the RP and the reference verifier differ')
    .addOption(rpOption())
    .option('--seconds <n>', 'how long', positiveInteger, 30)
    .option('--seed <text>', 'what ceremonies and keys derive from (default: fresh over HTTP)', seedText)
    .option('--jobs <n>', 'ceremonies at a time', positiveInteger, 1)
    .addOption(new Option('--ceremony <kind>', 'one kind only').choices(['registration', 'authentication']))
    .option('--timeout <ms>', 'milliseconds for an answer', positiveInteger, 10_000)
    .option('--strict', 'the form of CBOR and certificates counts as well', false)
    .option('--stress', 'also against an RP that is not on this machine', false)
    .option('--json', 'findings as JSON, and nothing else, on standard output', false)
    .option('--out <file>', 'findings as JSON into a file')
    .option('--replay <json>', 'one ceremony, as a finding prints it, or the path of a file that holds it')
    .action(fuzzVerb);
  addAccessOptions(command);
  return withExamples(command, [
    'touchstone fuzz --rp glass:without=origin --seconds 5',
    'touchstone fuzz --rp module:./my-rp.ts --seconds 60 --seed monday',
    'touchstone fuzz --rp fido:http://localhost:3000 --ceremony authentication --out findings.json',
  ]);
}

async function fuzzVerb(flags: FuzzFlags): Promise<void> {
  const address = rpFrom(flags.rp);
  await refuseOthersSites(address, flags.stress);
  const access = await accessOf(flags);
  const replayed = flags.replay === undefined ? undefined : await fuzzedFrom(flags.replay);
  const [{ openTarget }, { fuzz, repeat }] = await Promise.all([
    import('../targets/open.ts'),
    import('../fuzz/fuzz.ts'),
  ]);
  const opened = await openTarget(address, { timeout: flags.timeout, access });
  const { rp, inProcess } = opened;
  const seed = seedFor(flags.seed, inProcess);
  const { quoted } = await import('../report/words.ts');
  const reached = access.words.map(word => ` ${quoted(word)}`).join('');
  const command = `touchstone fuzz --rp ${address}${reached} --seed ${seed}${flags.strict ? ' --strict' : ''}`;
  const reporter = await consoleReporter(command, flags);
  const options: FuzzOptions = {
    rp,
    seed,
    time: flags.seconds * 1000,
    jobs: flags.jobs,
    strict: flags.strict,
    signal: interruption(),
    ownKeys: !inProcess,
    ...(flags.ceremony && { only: flags.ceremony }),
    ...(inProcess && rp.name !== 'glass' && { timeout: flags.timeout }),
    onFinding: reporter.finding,
    onCeremony: reporter.ceremony,
  };
  if (!flags.json && !replayed)
    say(`${reporter.printable(rp.name)} · ${rp.origin} · ${flags.seconds} s · seed ${seed}\n`);
  const outcome = replayed ? outcomeOf(await repeat(options, replayed)) : await fuzz(options);
  await closeTarget(opened);
  reporter.clear();
  if (replayed) for (const finding of outcome.findings) reporter.finding(finding);
  await report({ address, seed, outcome }, flags);
  process.exitCode = exitCodeOf(outcome);
}

function outcomeOf(finding: Finding | undefined): FuzzOutcome {
  return { findings: finding ? [finding] : [], ceremonies: 1, unplayable: 0, ms: 0 };
}

/** Hygiene alone is no reason to fail; an RP that stopped taking honest ceremonies fell over. */
function exitCodeOf({ findings, stopped }: FuzzOutcome) {
  const counts = stopped !== undefined || findings.some(({ kind }) => kind !== 'hygiene');
  return counts ? EXIT.differs : EXIT.agrees;
}

async function report(
  { address, seed, outcome }: { address: string; seed: string; outcome: FuzzOutcome },
  { json, out }: FuzzFlags,
): Promise<void> {
  const { countsOfFindings } = await import('../fuzz/words.ts');
  const text = `${JSON.stringify({ target: address, seed, ...outcome }, null, 2)}\n`;
  if (out !== undefined) await (await import('node:fs/promises')).writeFile(out, text);
  const { findings, ceremonies, ms, stopped } = outcome;
  if (stopped !== undefined) complain(`the RP stopped: ${stopped}`);
  if (json) process.stdout.write(text);
  else {
    const rate = ms > 0 ? `, ${Math.round((ceremonies / ms) * 1000)} a second` : '';
    say(`${ceremonies} ${ceremonies === 1 ? 'ceremony' : 'ceremonies'}${rate} · ${countsOfFindings(findings)}`);
  }
}

async function consoleReporter(command: string, { json, seconds }: FuzzFlags) {
  const [{ printable }, { findingInWords }] = await Promise.all([
    import('../report/terminal.ts'),
    import('../fuzz/words.ts'),
  ]);
  const progress = new Progress();
  const began = performance.now();
  let found = 0;
  return {
    printable,
    clear: () => progress.clear(),
    finding: (finding: Finding) => {
      found += 1;
      progress.clear();
      if (!json) say(`${findingInWords(finding, command, printable)}\n`);
    },
    ceremony: (done: number) => {
      const elapsed = Math.round((performance.now() - began) / 1000);
      progress.show(`${elapsed}/${seconds} s · ${done} ceremonies · ${found} found`);
    },
  };
}

/** A fuzzer is no thing for other people's sites. @throws {AskedWrongly} */
async function refuseOthersSites(address: string, stress: boolean): Promise<void> {
  if (stress || !address.startsWith('fido:')) return;
  const text = address.slice('fido:'.length);
  if (!URL.canParse(text)) return;
  const url = new URL(text);
  const local = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (local) return;
  const { AskedWrongly } = await import('../targets/askedWrongly.ts');
  throw new AskedWrongly(`${url.host} is not on this machine: fuzz what is yours only, and say so with --stress`);
}

async function fuzzedFrom(text: string) {
  const [{ readFile }, { readFuzzed }, { AskedWrongly }] = await Promise.all([
    import('node:fs/promises'),
    import('../fuzz/read.ts'),
    import('../targets/askedWrongly.ts'),
  ]);
  try {
    return readFuzzed(text.trimStart().startsWith('{') ? text : await readFile(text, 'utf8'));
  } catch (error) {
    throw new AskedWrongly(`--replay: ${(error as Error).message}`);
  }
}

/** Aborted by Ctrl-C, after which what was found is printed; the second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
