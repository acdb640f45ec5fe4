/** The command line as a process of its own, for proofs about what it says and how it ends. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { isBuilt } from '../../scripts/build.mjs';

const fileAt = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** As people have it; from its sources where these are newer, which takes a second more for each process. */
const COMMAND = isBuilt()
  ? [fileAt('dist/harness/cli/main.js')]
  : ['--import', import.meta.resolve('tsx'), fileAt('harness/cli/main.ts')];

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export interface Started {
  ended: Promise<Ended>;
  /** Waits until the text stands in what was written so far. */
  says(text: string): Promise<void>;
  /** What was written so far. */
  said(): string;
  interrupt(): void;
  /** Stops to read, as `head` does. */
  hangUp(): void;
}

/** With a folder that is gone after the test. */
export const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'cli-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

/** What the machine that runs the proofs would say to the process: set by a test, or not at all. */
const LEFT_OUT = ['TOUCHSTONE_RP', 'FORCE_COLOR', 'NO_COLOR', 'CI', 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY'];

export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): Started {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !LEFT_OUT.includes(name)));
  const child = spawn(process.execPath, [...COMMAND, ...args], {
    env: { ...inherited, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  let out = '';
  let err = '';
  const ended = new Promise<Ended>(resolve => child.on('close', code => resolve({ code, out, err })));
  const heard = new Set<() => void>();
  const hear = () => {
    for (const listener of heard) listener();
  };
  child.stdout.on('data', part => {
    out += part;
    hear();
  });
  child.stderr.on('data', part => {
    err += part;
    hear();
  });
  return {
    ended,
    says: text =>
      new Promise((resolve, reject) => {
        const look = () => out.includes(text) && resolve();
        heard.add(look);
        look();
        ended.then(({ err }) => reject(new Error(`it ended and never said ${JSON.stringify(text)}: ${err}`)));
      }),
    said: () => out,
    interrupt: () => child.kill('SIGINT'),
    hangUp: () => child.stdout.destroy(),
  };
}

export function touchstone(args: readonly string[], env?: NodeJS.ProcessEnv, cwd?: string): Promise<Ended> {
  return start(args, env, cwd).ended;
}

export function expectOneLine({ err }: Ended): void {
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toMatch(/^touchstone: /);
}
