/** `touchstone make`: the response to a relying party's options, JSON in and JSON out, for scripts in any language. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { KeyFacts } from '../browser/passkeyForms.ts';
import type { Form } from '../reproduce/makeForms.ts';
import type { MakeAnswer, MakeSession, SessionSettings } from '../reproduce/makeSession.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { say } from './console.ts';
import { EXIT } from './exitCode.ts';
import { seedText, withExamples } from './shared.ts';

interface MakeFlags {
  credential?: string;
  form?: Form;
  keep: boolean;
  origin?: string;
  topOrigin?: string;
  model?: string;
  authenticator?: string;
  uv?: boolean;
  up?: boolean;
  user?: string;
  seed?: string;
  edit?: string;
  case?: string;
  lines: boolean;
  out?: string;
  credentialId?: string;
  rpId?: string;
  userHandle?: string;
  signCount?: number;
}

export function makeCommand(): Command {
  const command = new Command('make')
    .description('answer WebAuthn options as a browser with a passkey would: JSON in, JSON out, for scripts')
    .argument('[options]', 'a file with creation or request options; standard input by default', '-')
    .option('--credential <file>', 'the passkeys: a new one is added to it, a login takes one and moves its counter on')
    .addOption(
      new Option('--form <form>', 'how that file is written: as it was, or touchstone, by default').choices([
        'touchstone',
        'storage-state',
        'cdp',
        'pkcs8',
      ]),
    )
    .option('--keep', 'a login leaves the file as it is', false)
    .option('--origin <url>', 'of the page (default: https:// and the RP ID; http://localhost for localhost)')
    .option('--top-origin <url>', 'of the top-level page, where the asking one is in a cross-origin frame')
    .option('--model <name>', 'what makes it: windows-hello, security-key, icloud-keychain …')
    .option('--authenticator <json>', 'settings over those of the model, such as {"algorithms":[-257]}')
    .option('--uv <boolean>', 'false: signed as if the user was not verified', trueOrFalse)
    .option('--up <boolean>', 'false: signed as if nobody was there', trueOrFalse)
    .option('--user <name>', 'sign in with the passkey of that user')
    .option('--seed <text>', 'what keys, ids and signatures derive from (default: fresh)', seedText)
    .option('--edit <json>', 'make it wrong: edits as a finding of touchstone fuzz prints them, or a file of them')
    .option('--case <id>', 'make it wrong as a case of the suite does, with its authenticator')
    .option('--lines', 'options line by line, and a response to each on a line of its own', false)
    .option('--out <file>', 'where the response goes, in place of standard output')
    .option('--credential-id <base64url>', 'of a credential file that is a private key in PEM')
    .option('--rp-id <name>', 'the same')
    .option('--user-handle <base64url>', 'the same')
    .option('--sign-count <n>', 'the same: the counter that was reported last (default: it always reports 0)', count)
    .action(makeVerb);
  return withExamples(command, [
    'touchstone make creation.json --credential alice.json > registration.json',
    'curl -s $RP/login/options | touchstone make --credential alice.json | curl -s --json @- $RP/login',
    'touchstone make request.json --credential alice.json --case authentication/client-data/other-origin',
  ]);
}

async function makeVerb(file: string, flags: MakeFlags): Promise<void> {
  if (flags.edit !== undefined && flags.case !== undefined)
    throw new AskedWrongly('--edit and --case: a response is wrong in one way only, take one of them');
  if (flags.credential === undefined && (flags.form !== undefined || flags.keep))
    throw new AskedWrongly('--form and --keep are about the file of --credential: name one');
  const { MakeSession } = await import('../reproduce/makeSession.ts');
  const session = await MakeSession.open(await settingsOf(flags));
  if (flags.lines) return answerLines(session, file, flags.out);
  const { readWhole } = await import('../reproduce/makeInput.ts');
  const answer = await session.answer(await readWhole(file));
  await session.close();
  await give([lineOf(answer)], flags.out);
}

/** A line that cannot be answered says so on its own, and those after it are answered. */
async function answerLines(session: MakeSession, file: string, out: string | undefined): Promise<void> {
  const { readLines } = await import('../reproduce/makeInput.ts');
  const collected: string[] = [];
  try {
    for await (const line of readLines(file)) {
      const answer = await session.answer(line).catch((error: Error) => {
        if (!(error instanceof AskedWrongly)) throw error;
        return { error: { name: error.name, message: error.message } };
      });
      if (out === undefined) say(lineOf(answer));
      else collected.push(lineOf(answer));
    }
  } finally {
    await session.close();
  }
  if (out !== undefined) await give(collected, out);
}

/** An edit may have left nothing of the response. */
function lineOf(answer: MakeAnswer): string {
  if ('response' in answer) return JSON.stringify(answer.response) ?? 'null';
  process.exitCode = EXIT.differs;
  return JSON.stringify(answer);
}

async function give(lines: readonly string[], out: string | undefined): Promise<void> {
  if (out === undefined) return lines.forEach(say);
  await (await import('node:fs/promises')).writeFile(out, `${lines.join('\n')}\n`);
}

async function settingsOf(flags: MakeFlags): Promise<SessionSettings> {
  const { credential, form, keep, origin, topOrigin, model, uv, up, user, seed } = flags;
  const part = flags.case === undefined ? undefined : (await import('../reproduce/makeCase.ts')).partOfCase(flags.case);
  const edit =
    flags.edit === undefined ? undefined : await (await import('../reproduce/makeEdits.ts')).editsFrom(flags.edit);
  const own = flags.authenticator;
  const settings = own === undefined ? {} : (await import('../reproduce/makeSettings.ts')).readSettings(own);
  return {
    make: {
      authenticator: { ...part?.authenticator, ...settings },
      ...(origin !== undefined && { origin }),
      ...(topOrigin !== undefined && { topOrigin }),
      ...(model !== undefined && { model }),
      ...(uv !== undefined && { userVerified: uv }),
      ...(up !== undefined && { userPresent: up }),
      ...(user !== undefined && { userName: user }),
      ...(seed !== undefined && { seed }),
    },
    editOf: part?.editOf ?? edit,
    file: credential,
    form,
    facts: factsOf(flags),
    keep,
  };
}

function factsOf({ credentialId, rpId, userHandle, signCount }: MakeFlags): Partial<KeyFacts> {
  return {
    ...(credentialId !== undefined && { id: credentialId }),
    ...(rpId !== undefined && { rpId }),
    ...(userHandle !== undefined && { userHandle }),
    ...(signCount !== undefined && { signCount }),
  };
}

function trueOrFalse(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InvalidArgumentError('write true or false.');
}

function count(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 0xffffffff) return Number(text);
  throw new InvalidArgumentError('write a whole number from 0 to 4294967295.');
}
