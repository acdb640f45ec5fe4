/**
 * `npm test`: everything that must be green, and a last line `N passed, N failed`. With `--rest` what it leaves out because
 * it takes long: the portal under load, and all that Firefox can play.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installFirefox, root, setUp } from './setup.mjs';

const JSON_REPORT = join(root, 'test-results/results.json');

/** Checks that are one command each; a check counts as one test. */
const CHECKS = [
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['format and lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  ['dead code', 'knip/bin/knip.js', []],
  ['package', 'publint/src/cli.js', ['--strict']],
];

function node(script, args, env = {}) {
  const path = join(root, 'node_modules', script);
  return spawnSync(process.execPath, [path, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
}

function runSpecs(args) {
  rmSync(JSON_REPORT, { force: true });
  const reporters = ['--reporter', process.stdout.isTTY ? 'line,json' : 'dot,json'];
  const { status } = node('@playwright/test/cli.js', ['test', ...reporters, ...args], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: JSON_REPORT,
  });
  if (!existsSync(JSON_REPORT)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(JSON_REPORT, 'utf8'));
  const failed = stats.unexpected + stats.flaky;
  // A runner that ended badly without a failed test (an import that throws, no tests found) has failed too.
  return { passed: stats.expected, failed: failed || (status === 0 ? 0 : 1), skipped: stats.skipped };
}

try {
  setUp();
  installFirefox();
  const total = { passed: 0, failed: 0 };
  const rest = process.argv[2] === '--rest';
  const only = rest ? ['--project=*'] : process.argv.slice(2);
  if (rest) process.env.TOUCHSTONE_SPECS = 'rest';
  if (only.length === 0) {
    for (const [name, script, args] of CHECKS) {
      const ok = node(script, args).status === 0;
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
      total[ok ? 'passed' : 'failed'] += 1;
    }
  }
  const specs = runSpecs(only);
  if (specs.skipped)
    console.log(
      `${specs.skipped} skipped: the sample RP does not claim what they need, or what they read is not beside the project`,
    );
  console.log(`\n${total.passed + specs.passed} passed, ${total.failed + specs.failed} failed`);
  process.exitCode = total.failed + specs.failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
