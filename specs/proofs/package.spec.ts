/** The package: what is in the tarball, and what its entry points load. `npm run test:package` installs it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What is built for each platform: the sample RP alone needs it. */
const BINARIES = '/^(better-sqlite3|argon2)$/';

const refuses = (names: string) =>
  `export async function resolve(name, context, next) { if (${names}.test(name)) throw new Error(name + ' was loaded'); return next(name, context); }`;

/** Imports a module in a process in which these packages cannot be had. */
function importWithout(names: string, module: string) {
  const hook = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(refuses(names))}`)});`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, '--input-type=module', '-e'];
  return spawnSync(process.execPath, [...args, `await import('${module}')`], { cwd: ROOT, encoding: 'utf8' });
}

test('the tarball has every file that exports name, and the files of the sample RP', () => {
  const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [{ files }] = JSON.parse(packed.stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { exports: Record<string, unknown> };
  const named = Object.values(exports).flatMap(entry => (typeof entry === 'string' ? [entry] : Object.values(entry!)));
  for (const name of named) expect(paths).toContain(String(name).slice('./'.length));
  expect(paths).toEqual(expect.arrayContaining(['dist/fixtures/rp/main.js', 'dist/fixtures/rp/public/webauthn.js']));
  expect(paths.filter(path => /^dist\/(bench|specs)\//.test(path) || /(?<!\.d)\.ts$/.test(path))).toEqual([]);
});

for (const entry of [
  'touchstone',
  'touchstone/fixtures',
  'touchstone/suite',
  'touchstone/replay',
  'touchstone/reporter',
])
  test(`${entry} loads nothing that is built for a platform`, () => {
    const { status, stderr } = importWithout(BINARIES, entry);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

test('what is refused is noticed', () => {
  expect(importWithout('/^@playwright\\/test$/', 'touchstone/fixtures').stderr).toContain(
    '@playwright/test was loaded',
  );
});
