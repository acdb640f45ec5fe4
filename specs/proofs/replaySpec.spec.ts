/** `touchstone replay` as people have it: a recording in, an exit code and a spec of its own out, which fails and passes rightly. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { ceremonyFileOf, writeCeremonyFile } from '../../harness/reproduce/ceremonyFile.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { glass } from '../../harness/targets/glass.ts';
import { test, touchstone } from './cliProcess.ts';
import { observedCase } from './observedCases.ts';
import { playwright, sourceUrl, testsOf, writeProject } from './playwrightChild.ts';

test.describe.configure({ timeout: 120_000 });

const BUGGY = 'glass:without=origin';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

/** A login from another origin, which the RP took. */
async function recordedIn(folder: string): Promise<string> {
  const one = catalogue.find(({ id }) => id === 'authentication/client-data/other-origin')!;
  const { ceremonies } = await observedCase(glass({ without: new Set(['origin']) }), one);
  const login = ceremonies.findIndex(({ kind }) => kind === 'authentication');
  const file = join(folder, 'login.json');
  await writeCeremonyFile(file, ceremonyFileOf({ ceremonies: ceremonies.slice(0, login + 1), redacted: [] }, 'none'));
  return file;
}

test('1 while it goes wrong, 0 where it is mended, 2 for what cannot be, 3 without a verdict', async ({ folder }) => {
  const file = await recordedIn(folder);
  const wrong = await touchstone(['replay', file, '--rp', BUGGY, '--minimise', '--case']);
  expect(wrong, wrong.err).toMatchObject({ code: 1, err: '' });
  expect(wrong.out).toContain('neglects the duty origin (WebAuthn 3 §7.2 step');
  expect(wrong.out).toMatch(/Minimised in \d+ replays: all of this matters/);
  expect(wrong.out).toContain("rejects('origin', {");
  const mended = await touchstone(['replay', file, '--rp', 'glass', '--json']);
  expect(mended, mended.err).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(mended.out)).toMatchObject({ plan: { version: 1 }, replayed: { result: 'mended', wrong: false } });
  expect(await touchstone(['replay', file, '--rp', 'glass', '--only', '3'])).toMatchObject({ code: 2, out: '' });
  expect(await touchstone(['replay', join(folder, 'none.har'), '--rp', 'glass'])).toMatchObject({ code: 2, out: '' });
  const nowhere = await touchstone(['replay', file, '--rp', 'glass', '--spec', join(folder, 'none', 'a.spec.ts')]);
  expect(nowhere).toMatchObject({ code: 2, out: '', err: expect.stringContaining('there is no folder') });
  expect(await touchstone(['replay', file, '--rp', 'fido:http://localhost:1'])).toMatchObject({ code: 3, out: '' });
});

test('the spec is formatted, fails with the reason, and passes at the mended RP', async ({ folder }) => {
  const file = await recordedIn(folder);
  const spec = join(folder, 'login.spec.ts');
  const write = ['replay', file, '--rp', BUGGY, '--spec', spec];
  expect(await touchstone(write)).toMatchObject({ code: 1, err: `touchstone: wrote ${spec}\n` });
  const text = await readFile(spec, 'utf8');
  expect(await touchstone(write)).toMatchObject({ code: 2, out: '' });
  expect(await touchstone([...write, '--force'])).toMatchObject({ code: 1 });
  const formatted = execFileSync(process.execPath, [BIOME, 'format', '--stdin-file-path=login.spec.ts'], {
    cwd: ROOT,
    input: text,
    encoding: 'utf8',
  });
  expect(text).toBe(formatted);

  expect(text).toContain("from 'touchstone/replay'");
  writeProject(folder, {
    'package.json': JSON.stringify({ name: 'child', private: true, type: 'module' }),
    'playwright.config.ts': 'export default {};\n',
  });
  await mkdir(join(folder, 'node_modules', '@playwright'), { recursive: true });
  await symlink(join(ROOT, 'node_modules/@playwright/test'), join(folder, 'node_modules/@playwright/test'));
  await writeFile(spec, text.replace('touchstone/replay', sourceUrl('fixtures/replay.ts')));
  const red = await playwright(folder, ['test', '--reporter=json']);
  expect(red.code, red.said).toBe(1);
  const message = testsOf(folder)[0]?.results[0]?.error?.message;
  expect(message).toContain('glass:without=origin accepts a login: clientData.origin is');
  expect(message).toContain('It neglects the duty origin (WebAuthn 3 §7.2 step');
  await writeFile(spec, (await readFile(spec, 'utf8')).replace(`'${BUGGY}'`, "'glass'"));
  const green = await playwright(folder, ['test', '--reporter=json']);
  expect(green.code, green.said).toBe(0);
});
