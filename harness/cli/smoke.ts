/** `touchstone smoke`: does the way to the RP work? */
import { Command } from 'commander';
import type { SmokeStep } from '../runner/smoke.ts';
import { type AccessFlags, accessOf, addAccessOptions, closeTarget } from './access.ts';
import { say } from './console.ts';
import { EXIT } from './exitCode.ts';
import { positiveInteger, rpFrom, rpOption, seedFor, seedText, waitOption, withExamples } from './shared.ts';

export function smokeCommand(): Command {
  const command = new Command('smoke')
    .description(
      'one honest registration and login, step by step: tells trouble on the way to the RP from trouble in it',
    )
    .addOption(rpOption())
    .addOption(waitOption())
    .option('--timeout <ms>', 'milliseconds for an answer', positiveInteger, 10_000)
    .option('--seed <text>', 'what keys, ids and names derive from (default: fresh over HTTP)', seedText)
    .action(smokeVerb);
  addAccessOptions(command);
  return withExamples(command, [
    'touchstone smoke --rp fido:http://localhost:3000',
    'touchstone smoke --rp module:./my-rp.ts',
  ]);
}

interface SmokeFlags extends AccessFlags {
  rp?: string;
  timeout: number;
  seed?: string;
  wait?: number;
}

async function smokeVerb(flags: SmokeFlags): Promise<void> {
  const address = rpFrom(flags.rp);
  const access = await accessOf(flags);
  const [{ openTarget }, { openWhenReady }, { smoke }, { printable }] = await Promise.all([
    import('../targets/open.ts'),
    import('./wait.ts'),
    import('../runner/smoke.ts'),
    import('../report/terminal.ts'),
  ]);
  const opened = await openWhenReady(() => openTarget(address, { timeout: flags.timeout, access }), flags.wait);
  const { rp, inProcess } = opened;
  say(`${printable(rp.name)} · ${rp.origin} · RP ID ${rp.rpId}`);
  say(`It claims: ${[...rp.supports].join(', ') || 'no features'}\n`);
  const steps = await smoke(rp, {
    seed: seedFor(flags.seed, inProcess),
    ...(inProcess && { timeout: flags.timeout }),
    onStep: ({ ok, title, detail }) => say(`${ok ? '✓' : '✗'} ${title.padEnd(28)} ${printable(detail)}`),
  });
  await closeTarget(opened);
  const last = steps.at(-1)!;
  say(`\n${conclusion(last)}`);
  process.exitCode = last.ok ? EXIT.agrees : last.suspect === 'way' ? EXIT.nothingLearned : EXIT.differs;
}

function conclusion({ ok, suspect }: SmokeStep): string {
  if (ok) return 'An honest registration and login work: touchstone run tells the rest.';
  return suspect === 'way'
    ? 'The way to the RP does not work: look at the address, the adapter or the network first.'
    : 'The way to the RP works; the RP does not take an honest ceremony. Its log may say why.';
}
