/** `npm start`: the main job. The browser flows and the whole suite against the sample RP, and one report of both. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

const OUT = 'touchstone-report';

/** Ends with the exit code; a signal that ends the child counts as 1. */
function run(args, env = {}) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('exit', code => resolve(code ?? 1));
  });
}

async function main() {
  const started = performance.now();
  setUp();
  const seconds = (performance.now() - started) / 1000;
  if (seconds > 2) console.log(`Set up in ${seconds.toFixed(0)} s; the next time there is nothing to do.`);

  const folder = mkdtempSync(join(tmpdir(), 'touchstone-start-'));
  const flows = join(folder, 'flows.json');
  const { serve } = await import('../dist/fixtures/rp/main.js');
  const relyingParty = await serve({ port: 0, file: join(folder, 'sample-rp.db'), fido: true, log: () => undefined });
  try {
    console.log('1/2  A virtual Windows Hello registers and signs in on the pages of the sample RP, in a real browser');
    await run(
      [
        join('node_modules', '@playwright/test/cli.js'),
        'test',
        'hello.spec',
        '--project',
        'chromium-cdp',
        '--reporter',
        'line,json',
      ],
      {
        PLAYWRIGHT_JSON_OUTPUT_NAME: flows,
      },
    );
    console.log('\n2/2  The software authenticator holds the sample RP against the suite');
    const target = ['--rp', `fido:${relyingParty.url}`, '--browser-results', flows, '--out', OUT];
    return await run([join('dist', 'harness/cli/main.js'), 'run', ...target]);
  } finally {
    await relyingParty.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 3;
}
