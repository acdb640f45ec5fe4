/** Compiles to dist/ and copies what is no TypeScript. Runs in `npm ci` (prepare) and whenever a source is newer. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist/.built');
const SOURCES = ['harness', 'fixtures', 'bench', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
// The harness finds its browser as the set-up does.
const ASSETS = ['fixtures/rp/public', 'scripts/browser.mjs'];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map(name => newest(join(path, name))));
}

/** Whether dist/ is at least as new as every source. */
export function isBuilt() {
  return existsSync(stamp) && SOURCES.every(source => newest(join(root, source)) <= statSync(stamp).mtimeMs);
}

/** Throws with the compiler's own output when it fails; what was built before stays then. */
export function build() {
  const started = new Date();
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const next = join(root, 'dist.next');
  rmSync(next, { recursive: true, force: true });
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', next];
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`tsc failed:\n${result.stdout}${result.stderr}`);
  for (const asset of ASSETS) cpSync(join(root, asset), join(next, asset), { recursive: true });
  chmodSync(join(next, 'harness/cli/main.js'), 0o755);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(next, join(root, 'dist'));
  writeFileSync(stamp, '');
  // As of when the sources were read: an edit made while the compiler ran is newer than this.
  utimesSync(stamp, started, started);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    build();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
