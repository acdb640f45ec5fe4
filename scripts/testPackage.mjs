/**
 * `npm run test:package`: packs Touchstone, installs it into a fresh project with Playwright beside it, and runs there, on
 * each Node that it claims: the suite in three lines, the command, and the compiler over the types. A line for each.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { root } from './setup.mjs';

const NODES = ['20', '22', '24'];
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const require = createRequire(import.meta.url);

const FILES = {
  'package.json': JSON.stringify({ name: 'fresh', private: true, type: 'module' }),
  'playwright.config.ts': `import { defineConfig } from '@playwright/test';
export default defineConfig({ workers: 2, reporter: [['line'], ['touchstone/reporter', { out: 'report' }]] });
`,
  'touchstone.spec.ts': `import { defineTouchstone } from 'touchstone/suite';
defineTouchstone({ rp: 'glass' });
`,
  'types.ts': `import { run, catalogue, glass } from 'touchstone';
import { expect, test } from 'touchstone/fixtures';
import { type Plan, replay } from 'touchstone/replay';
import type { ReporterOptions } from 'touchstone/reporter';
export const options: ReporterOptions = { out: 'report' };
export const replayed = (plan: Plan) => replay(plan, { rp: 'glass' });
export const outcome = run({ rp: glass(), cases: catalogue, seed: 'types' });
test('types', async ({ hello }) => {
  hello.will('cancelled');
  await expect(hello).toHaveRefused({ reason: 'cancelled' });
});
`,
  'creation.json': JSON.stringify({
    rp: { id: 'example.com', name: 'Example' },
    user: { id: 'YWxpY2U', name: 'alice', displayName: 'Alice' },
    challenge: 'Y2hhbGxlbmdlIGZvciBhbGljZQ',
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  }),
};

const COMMAND = 'node_modules/touchstone/dist/harness/cli/main.js';

/** What it printed, as far as it went well. */
function run(folder, command, args) {
  // npm is a .cmd file on Windows, which only a shell starts.
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' && command === 'npm' };
  const { status, stdout, stderr } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function install(folder, ...packages) {
  run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages]);
}

function freshProject(folder) {
  const tarball = run(root, 'npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]).trim();
  const project = join(folder, 'project');
  mkdirSync(project);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(project, name), text);
  const beside = ['@playwright/test', '@types/node'].map(name => `${name}@${own.devDependencies[name]}`);
  // Nothing is compiled for the platform: only the sample RP needs that, and a compiler may not be there.
  install(project, '--ignore-scripts', join(folder, tarball.split('\n').at(-1)), ...beside);
  return project;
}

/** The binary of a Node, as the npm package of that name brings it. */
function nodeOf(folder, version) {
  const home = join(folder, `node-${version}`);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{"private":true}');
  install(home, `node@${version}`);
  const bin = join(home, 'node_modules/node/bin');
  return join(
    bin,
    readdirSync(bin).find(name => /^node(\.exe)?$/.test(name)),
  );
}

function checkTypes(project) {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  for (const [module, resolution] of [
    ['esnext', 'bundler'],
    ['nodenext', 'nodenext'],
  ]) {
    const how = ['--module', module, '--moduleResolution', resolution, '--target', 'es2023', '--types', 'node'];
    // As `tsc --init` has it: the sample RP's own types are those of express, which a user does not need.
    run(project, process.execPath, [
      tsc,
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      ...how,
      'types.ts',
      'touchstone.spec.ts',
    ]);
    console.log(`ok   types with moduleResolution ${resolution}`);
  }
}

function checkNode(project, node) {
  const version = run(project, node, ['--version']).trim();
  const said = run(project, node, ['node_modules/@playwright/test/cli.js', 'test']);
  run(project, node, [COMMAND, 'run', 'authentication/counter', '--rp', 'glass']);
  run(project, node, [COMMAND, 'make', 'creation.json', '--out', 'registration.json']);
  const given = ['--options', 'creation.json', '--origin', 'https://example.com', '--json'];
  const explained = JSON.parse(run(project, node, [COMMAND, 'explain', 'registration.json', ...given]));
  if (explained.explanations[0].failed)
    throw new Error(`what make makes is explained as wrong:\n${JSON.stringify(explained)}`);
  const { footer } = JSON.parse(readFileSync(join(project, 'report/report.json'), 'utf8'));
  if (!footer.complete || footer.pass === 0) throw new Error(`the report is not whole:\n${said}`);
  console.log(`ok   Node ${version}: ${footer.pass} passed, ${footer.fail} failed, ${footer.skip} skipped`);
}

const folder = mkdtempSync(join(tmpdir(), 'touchstone-package-'));
try {
  build();
  const project = freshProject(folder);
  checkTypes(project);
  for (const version of NODES) checkNode(project, nodeOf(folder, version));
} catch (error) {
  console.error(`FAIL ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
