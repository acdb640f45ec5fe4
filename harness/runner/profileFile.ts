/**
 * A profile of the user's own: a file that extends a bundled one, or another file.
 *
 *     { "extends": "w3c-l3", "name": "ours", "fails": ["must", "should"],
 *       "settles": [{ "cases": "registration/attestation/**", "expect": "either", "why": "we ask for none" }] }
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { matchesId, parsePattern } from './patterns.ts';
import { type Profile, profileNamed } from './profile.ts';

const ProfileShape = z.strictObject({
  /** A bundled profile, or the path of a file against this one. */
  extends: z.string(),
  name: z.string().min(1),
  /** The levels of the extended profile where it is left out. */
  fails: z.array(z.enum(['must', 'should', 'policy'])).exactOptional(),
  /** After those of the extended profile, so that they count more. */
  settles: z
    .array(
      z.strictObject({ cases: z.string(), expect: z.enum(['accept', 'reject', 'either']), why: z.string().min(1) }),
    )
    .default([]),
});

const isFile = (text: string) => text.endsWith('.json');

/**
 * The profile of that name, or the one in that file. Its patterns are held against the ids, so that none is misspelt.
 *
 * @throws {AskedWrongly} in one line: no such profile; a file that cannot be read, is no JSON or no profile, extends itself
 * or has a pattern that matches no case.
 */
export async function readProfile(nameOrFile: string, ids: readonly string[]): Promise<Profile> {
  return read(nameOrFile, ids, []);
}

async function read(nameOrFile: string, ids: readonly string[], from: readonly string[]): Promise<Profile> {
  if (!isFile(nameOrFile)) return profileNamed(nameOrFile);
  const file = resolve(from.length > 0 ? dirname(from.at(-1)!) : '.', nameOrFile);
  if (from.includes(file)) throw new AskedWrongly(`profile ${nameOrFile} extends itself`);
  const own = parse(nameOrFile, await contents(nameOrFile, file));
  const base = await read(own.extends, ids, [...from, file]);
  for (const { cases } of own.settles) {
    const pattern = parsePattern(cases);
    if (!ids.some(id => matchesId(pattern, id)))
      throw new AskedWrongly(`profile ${nameOrFile}: ${JSON.stringify(cases)} matches no case`);
  }
  return {
    name: own.name,
    fails: own.fails ? new Set(own.fails) : base.fails,
    settles: [...base.settles, ...own.settles],
  };
}

async function contents(shown: string, file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new AskedWrongly(`profile ${shown} cannot be read: ${error.message}`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new AskedWrongly(`profile ${shown} is not JSON`);
  }
}

function parse(shown: string, value: unknown): z.infer<typeof ProfileShape> {
  const parsed = ProfileShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const where = first!.path.length > 0 ? `${first!.path.join('.')}: ` : '';
  throw new AskedWrongly(`profile ${shown} is no profile: ${where}${first!.message}`);
}
