#!/usr/bin/env node
/** The command line: reads the verb, turns what went wrong into one line and an exit code. */
import { Command, CommanderError } from 'commander';
import { compareCommand } from './compare.ts';
import { complain } from './console.ts';
import { EXIT } from './exitCode.ts';
import { explainCommand } from './explain.ts';
import { fuzzCommand } from './fuzz.ts';
import { listCommand } from './list.ts';
import { makeCommand } from './make.ts';
import { mergeCommand } from './merge.ts';
import { metadataCommand } from './metadata.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { rpCommand } from './rp.ts';
import { runCommand } from './run.ts';
import { ownVersion, withExamples } from './shared.ts';
import { showCommand } from './show.ts';
import { smokeCommand } from './smoke.ts';
import { vectorsCommand } from './vectors.ts';

/** Each verb sets the exit code that it comes to. */
function program(): Command {
  const touchstone = new Command('touchstone')
    .description('Holds a WebAuthn relying party (RP) against what the specification says it must refuse and accept.')
    .version(ownVersion())
    .showSuggestionAfterError(true);
  for (const verb of [
    runCommand(),
    listCommand(),
    showCommand(),
    smokeCommand(),
    explainCommand(),
    fuzzCommand(),
    rpCommand(),
    recordCommand(),
    replayCommand(),
    makeCommand(),
    vectorsCommand(),
    metadataCommand(),
    reportCommand(),
    mergeCommand(),
    compareCommand(),
  ])
    touchstone.addCommand(verb);
  for (const command of [touchstone, ...touchstone.commands])
    command
      .exitOverride()
      .configureOutput({ outputError: text => complain(`${text.replace(/^error: /, '').trim()}; see --help`) });
  return withExamples(touchstone, [
    'touchstone run --rp glass                          the reference RP, in process',
    'touchstone run --rp fido:http://localhost:3000     an RP that speaks the FIDO server binding',
    'touchstone show authentication/client-data/other-origin',
  ]);
}

/** Errors that carry their whole message; anything else is a bug of ours, and is said to be. */
const EXPECTED: Readonly<Record<string, number>> = {
  AskedWrongly: EXIT.askedWrongly,
  NothingLearned: EXIT.nothingLearned,
  HarnessError: EXIT.nothingLearned,
  ReportError: EXIT.askedWrongly,
  NotUnderstood: EXIT.askedWrongly,
};

function exitCodeOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.agrees : EXIT.askedWrongly;
  const { name, message, code } = error as Error & { code?: string };
  if (name in EXPECTED) {
    complain(message);
    return EXPECTED[name]!;
  }
  if (code !== undefined) complain(message);
  else complain(`${name}: ${message} (this is a fault of Touchstone; DEBUG=touchstone shows where)`);
  if (process.env.DEBUG === 'touchstone') console.error(error);
  return EXIT.nothingLearned;
}

// The reader of a pipe may leave early: that is no error, and no reason to end before there is a report and an exit code.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(EXIT.nothingLearned);
  });

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOfError(error);
}
// An RP in process may leave sockets or timers open: nothing waits for them.
process.stdout.write('', () => process.exit());
