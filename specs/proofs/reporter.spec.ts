/** The reporter: both lanes in one report, also out of the blobs of several machines. */
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { readReport } from '../../harness/report/read.ts';
import { playwright, sourceUrl, writeProject } from './playwrightChild.ts';

test.describe.configure({ timeout: 300_000 });

const REPORTER = fileURLToPath(sourceUrl('fixtures/reporter.ts'));

const CONFIG = `
  import { findBrowser } from '${sourceUrl('scripts/browser.mjs')}';
  const executablePath = findBrowser();
  const launchOptions = { ...(executablePath && { executablePath }), chromiumSandbox: process.getuid?.() !== 0 };
  export default { testDir: '.', testMatch: '*.spec.mts', workers: 1, use: { screenshot: 'only-on-failure', launchOptions } };
`;

const SUITE = `
  import { defineTouchstone } from '${sourceUrl('fixtures/defineTouchstone.ts')}';
  const patterns = ['authentication/client-data/other-origin', 'authentication/counter/one-more'];
  defineTouchstone({ rp: 'glass:without=origin', patterns });
`;

const FLOWS = `
  import { expect, test } from '${sourceUrl('fixtures/test.ts')}';
  test.beforeEach(({ context }) =>
    context.route('http://localhost/**', route => route.fulfill({ contentType: 'text/html', body: '<h1>Portal</h1>' })),
  );
  test.describe('the portal', () => {
    test('tells of a cancelled prompt', async ({ page, hello }) => {
      await page.goto('http://localhost/');
      hello.will('cancelled');
      const name = await page.evaluate(() =>
        navigator.credentials
          .create({
            publicKey: {
              rp: { name: 'Portal' },
              user: { id: new Uint8Array(8), name: 'alice', displayName: 'Alice' },
              challenge: new Uint8Array(32),
              pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
            },
          })
          .then(() => 'made', error => error.name),
      );
      expect(name).toBe('NotAllowedError');
    });
    test('greets', async ({ page }) => {
      await page.goto('http://localhost/');
      expect(await page.getByRole('heading').textContent()).toBe('Welcome');
    });
    test.skip('signs out', () => {});
  });
`;

test('shards leave blobs, and merge-reports makes one report of both lanes', async () => {
  const folder = test.info().outputPath('child');
  writeProject(folder, { 'playwright.config.mts': CONFIG, 'suite.spec.mts': SUITE, 'flows.spec.mts': FLOWS });
  mkdirSync(join(folder, 'blobs'));
  for (const index of [1, 2]) {
    const { said } = await playwright(folder, [
      'test',
      '--reporter=blob',
      `--shard=${index}/2`,
      `--output=out-${index}`,
    ]);
    // The next run clears the folder of blobs.
    const blob = join(folder, 'blob-report', `report-${index}.zip`);
    expect(existsSync(blob), said).toBe(true);
    renameSync(blob, join(folder, 'blobs', `report-${index}.zip`));
  }
  const merged = await playwright(folder, ['merge-reports', `--reporter=${REPORTER}`, 'blobs']);
  expect(merged.said).toContain('2 passed, 2 failed, 1 skipped');

  const { header, results, footer } = await readReport(join(folder, 'touchstone-report/report.json'));
  expect(header.target.address).toBe('glass:without=origin');
  expect(footer).toMatchObject({ complete: true, pass: 2, fail: 2, new: 2, skip: 1 });
  expect(results.map(({ id, lane, verdict }) => [id, lane, verdict])).toEqual([
    ['authentication/client-data/other-origin', 'protocol', 'fail'],
    ['authentication/counter/one-more', 'protocol', 'pass'],
    ['browser/flows/the-portal-tells-of-a-cancelled-prompt', 'browser', 'pass'],
    ['browser/flows/the-portal-greets', 'browser', 'fail'],
    ['browser/flows/the-portal-signs-out', 'browser', 'skip'],
  ]);
  const [cancelled, greets] = results.filter(({ lane }) => lane === 'browser');
  expect(cancelled!.message).toMatch(/^create at localhost: .*cancelled/);
  expect(greets!.message).toContain('Welcome');
  expect(greets!.attachments!.map(({ name }) => name)).toEqual(['screenshot']);
  const picture = readFileSync(join(folder, 'touchstone-report', greets!.attachments![0]!.path));
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect(readFileSync(join(folder, 'touchstone-report/index.html'), 'utf8')).toContain('the portal · greets');
});

test('a report whose cases could not all be put is not complete', async () => {
  const folder = test.info().outputPath('child');
  writeProject(folder, {
    'playwright.config.mts': "export default { testDir: '.', testMatch: '*.spec.mts' };",
    'suite.spec.mts': SUITE.replace('glass:without=origin', 'glass:without=nothing-known'),
  });
  const { code, said } = await playwright(folder, ['test', `--reporter=line,${REPORTER}`]);
  expect(code).toBe(1);
  expect(said).toContain('there is no duty "nothing-known"');
  const { footer } = await readReport(join(folder, 'touchstone-report/report.json'));
  expect(footer).toMatchObject({ complete: false, pass: 0 });
});
