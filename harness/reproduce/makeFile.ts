/** The file of passkeys behind `touchstone make --credential`: private keys, so for its owner only, and never half of it. */
import { readFile, realpath, stat } from 'node:fs/promises';
import type { KeyFacts } from '../browser/passkeyForms.ts';
import type { Passkey } from '../browser/passkeys.ts';
import { replaceFile } from '../report/replaceFile.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { type Form, type PasskeyText, readPasskeyText, writePasskeyText } from './makeForms.ts';

/** Bytes: far more than any device holds. */
const MOST = 16 * 1024 * 1024;
const OWNER_ONLY = 0o600;

/** Undefined where there is no such file. @throws {AskedWrongly} where it is no file of passkeys. */
export async function readPasskeyFile(file: string, facts: Partial<KeyFacts>): Promise<PasskeyText | undefined> {
  const path = await pathOf(file);
  if (path === undefined) return undefined;
  try {
    return readPasskeyText(await readFile(path, 'utf8'), facts);
  } catch (error) {
    throw new AskedWrongly(`--credential ${file}: ${(error as Error).message}`);
  }
}

/** @throws {AskedWrongly} where it cannot be written, or is a terminal or a pipe: private keys go into files only. */
export async function writePasskeyFile(
  file: string,
  passkeys: readonly Passkey[],
  { form, besides }: { form: Form; besides?: Record<string, unknown> | undefined },
): Promise<void> {
  const path = (await pathOf(file)) ?? file;
  try {
    await replaceFile(path, writePasskeyText(passkeys, form, besides), OWNER_ONLY);
  } catch (error) {
    throw new AskedWrongly(`--credential ${file}: ${(error as Error).message}`);
  }
}

/** Where it really is, so that what a link points to is replaced and not the link. */
async function pathOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new AskedWrongly(`--credential ${file}: ${error.message}`);
  });
  if (!found) return undefined;
  if (!found.isFile())
    throw new AskedWrongly(`--credential ${file}: private keys are kept in a file, and this is none`);
  if (found.size > MOST) throw new AskedWrongly(`--credential ${file}: more than ${MOST / 1024 / 1024} MiB`);
  return realpath(file);
}
