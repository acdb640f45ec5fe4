/** A Playwright run of its own: a project that was just written, as a user has one. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const ROOT = new URL('../../', import.meta.url);
const PLAYWRIGHT = fileURLToPath(new URL('node_modules/@playwright/test/cli.js', ROOT));

/** Where a source of this project is, for an import from anywhere. */
export function sourceUrl(path: string): string {
  return new URL(path, ROOT).href;
}

export interface Ended {
  code: number | null;
  said: string;
}

/** Playwright's results go beside the next package.json: without one here, this run's own would be cleared away. */
const PACKAGE = JSON.stringify({ name: 'child', private: true });

/** Writes files, by name, into a folder that is made. */
export function writeProject(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ 'package.json': PACKAGE, ...files }))
    writeFileSync(join(folder, name), text);
}

/** Runs Playwright's command in that folder, as if from a terminal outside of this run. */
export async function playwright(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(TEST_|PLAYWRIGHT_|PW|FORCE_COLOR|DEBUG_COLORS|TOUCHSTONE_SEED)/.test(name),
  );
  const child = spawn(process.execPath, [PLAYWRIGHT, ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), PLAYWRIGHT_JSON_OUTPUT_NAME: join(folder, 'results.json'), ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (said += part));
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  return { code, said: stripVTControlCharacters(said) };
}

export interface ChildTest {
  title: string;
  /** Playwright's own outcome. */
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  annotations: { type: string; description?: string }[];
  results: { error?: { message?: string }; attachments: { name: string; body?: string }[] }[];
}

interface JsonSuite {
  specs: { title: string; tests: Omit<ChildTest, 'title'>[] }[];
  suites?: JsonSuite[];
}

/** What the JSON reporter wrote of each test. */
export function testsOf(folder: string): ChildTest[] {
  const { suites } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as { suites: JsonSuite[] };
  return suites.flatMap(inSuite);
}

function inSuite({ specs, suites = [] }: JsonSuite): ChildTest[] {
  const own = specs.flatMap(({ title, tests }) => tests.map(test => ({ title, ...test })));
  return [...own, ...suites.flatMap(inSuite)];
}
