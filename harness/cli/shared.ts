/** Options that several verbs have, and how their words become values. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AskedWrongly } from '../targets/askedWrongly.ts';

/** The seed of runs in process, which remember nothing. */
const FIXED_SEED = 'touchstone';

/** `--rp`, which every verb that talks to an RP needs. */
export function rpOption(): Option {
  return new Option(
    '--rp <target>',
    'the RP under test: fido:URL, page:PATH, module:PATH or glass[:without=DUTY,…]',
  ).env('TOUCHSTONE_RP');
}

/** `--wait`, for an RP that is started beside. */
export function waitOption(): Option {
  return new Option('--wait <seconds>', 'wait until the RP answers, so long at most').argParser(positiveInteger);
}

/** @throws {AskedWrongly} when neither `--rp` nor TOUCHSTONE_RP names an RP. */
export function rpFrom(rp: string | undefined): string {
  if (rp) return rp;
  throw new AskedWrongly(
    'which RP? Name it with --rp (or TOUCHSTONE_RP): fido:URL, page:PATH, module:PATH, or glass to try it out',
  );
}

/** A fresh seed for what remembers users and credential ids, the fixed one for what does not. */
export function seedFor(given: string | undefined, inProcess: boolean): string {
  return given ?? (inProcess ? FIXED_SEED : randomBytes(6).toString('hex'));
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 2 ** 31 - 1)
    throw new InvalidArgumentError('write a whole number from 1.');
  return value;
}

export function portNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65535) throw new InvalidArgumentError('write a number from 0 to 65535.');
  return Number(text);
}

export function seedText(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text))
    throw new InvalidArgumentError('write 1 to 64 letters, digits, dots, dashes or underscores.');
  return text;
}

/** Collects the values of an option that may be given again. */
export function andMore(value: string, before: string[]): string[] {
  return [...before, value];
}

export function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map(one => `  $ ${one}`).join('\n')}`);
}

/** Touchstone's own version: of the nearest package.json above, built or not. */
export function ownVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return '';
}
