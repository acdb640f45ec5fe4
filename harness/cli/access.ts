/** Flags for RPs that are not simply there, as every verb that talks to an RP has them. */
import type { Command } from 'commander';
import type { Access } from '../targets/access.ts';
import type { OpenedTarget } from '../targets/open.ts';
import type { AccessFlags } from '../targets/readAccess.ts';
import { complain } from './console.ts';
import { andMore, positiveInteger } from './shared.ts';

export type { AccessFlags };

/** Adds them to a verb; its flags are then {@link AccessFlags} too. */
export function addAccessOptions(command: Command): Command {
  return command
    .option('--header <header>', "'Name: value' for each request to the RP; may be given again", andMore, [])
    .option('--cookie-file <file>', 'cookies that each user agent has from the start: Netscape or Playwright format')
    .option('--ca <file>', 'PEM of a private CA that is trusted besides')
    .option('--proxy <url>', 'a forward proxy, such as http://proxy.example:3128')
    .option('--binding <file>', 'JSON that says how the RP’s routes and members differ from the FIDO binding')
    .option('--sign-in <module>', 'a module whose default export signs in before a passkey is registered')
    .option('--user-prefix <text>', 'how the names of users begin (default: ts-)')
    .option('--remove-users', 'remove what the run has made at the RP, also after Ctrl-C', false)
    .option('--rate <n>', 'requests a second at most, over all jobs (in pages: visits)', positiveInteger)
    .option('--yes-i-may-test-this', 'the RP is not on this machine, and its owner lets you test it', false);
}

/**
 * Reads the files that the flags name.
 *
 * @throws {AskedWrongly} with the flag, the file and the place, and never with a value that may be secret.
 */
export async function accessOf(flags: AccessFlags): Promise<Access> {
  const { readAccess } = await import('../targets/readAccess.ts');
  return readAccess(flags);
}

/** Ends what was opened, and says what was removed at the RP, and what could not be. */
export async function closeTarget({ rp, removal }: OpenedTarget): Promise<void> {
  await rp.close?.();
  const left = removal?.left() ?? [];
  if (removal) complain(`--remove-users: ${removal.inWords()}`);
  for (const one of left.slice(0, 5)) complain(`not removed: ${one}`);
  if (left.length > 5) complain(`and ${left.length - 5} more are not removed`);
}
