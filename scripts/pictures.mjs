/** `npm run pictures`: the pictures of the README, taken from the running portal and from a report. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';
import { root, setUp } from './setup.mjs';

const FOLDER = join(root, 'docs', 'pictures');

async function registerKey(page, url, { name, password }, label) {
  await page.goto(url);
  await page.getByLabel('User name').fill(name);
  await page.getByRole('button', { name: 'Register a passkey' }).click();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByLabel('Name of the passkey').fill(label);
  await page.getByRole('button', { name: 'Save the name' }).click();
  await page.getByText('is ready').waitFor();
}

/** Two relying parties that lack a check each, beside one that lacks none. */
async function reportPictures(browser) {
  const [{ run }, { glass }, { catalogue }, { reportHtml }] = await Promise.all([
    import('../dist/harness/runner/run.js'),
    import('../dist/harness/targets/glass.js'),
    import('../dist/harness/suite/index.js'),
    import('../dist/harness/report/html.js'),
  ]);
  const cases = catalogue.filter(one => /client-data|flags|counter|signature/.test(one.section) && !one.stress);
  const reports = [];
  for (const without of [[], ['origin'], ['sign-count', 'user-verified']]) {
    const rp = glass({ without: new Set(without) });
    const address = without.length > 0 ? `glass:without=${without}` : 'glass:';
    const { report } = await run({ rp, cases, seed: 'touchstone', version: '', address });
    reports.push(report);
  }
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const file = join(folder, 'index.html');
  writeFileSync(file, reportHtml(reports));
  const page = await browser.newPage({ viewport: { width: 1120, height: 900 }, deviceScaleFactor: 1.5 });
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('heading', { name: 'All cases' }).waitFor();
  await page.screenshot({ path: join(FOLDER, 'report.png') });
  await page.goto(`${pathToFileURL(file).href}#authentication/client-data/other-origin`);
  await page.locator('.tree mark').first().waitFor();
  await page.screenshot({ path: join(FOLDER, 'report-case.png') });
  rmSync(folder, { recursive: true });
}

async function main() {
  setUp();
  mkdirSync(FOLDER, { recursive: true });
  const { serve } = await import('../dist/fixtures/rp/main.js');
  const { SIMPLE_RULES } = await import('../dist/fixtures/rules.js');
  const { installHello } = await import('../dist/harness/browser/hello.js');
  const portal = await serve({ file: ':memory:', rules: SIMPLE_RULES });
  const browser = await chromium.launch({ executablePath: findBrowser(), chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const view = { viewport: { width: 640, height: 520 }, deviceScaleFactor: 2 };
    const erin = await portal.addPerson({ name: 'erin.doe', displayName: 'Erin Doe' });
    const context = await browser.newContext(view);
    await installHello(context);
    const page = await context.newPage();
    await page.goto(portal.url);
    await page.screenshot({ path: join(FOLDER, 'sign-in.png') });
    await registerKey(page, portal.url, erin, 'HomeComputer');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByText('Signed in as').waitFor();
    await page.setViewportSize({ width: 640, height: 760 });
    await page.screenshot({ path: join(FOLDER, 'passkeys.png') });
    await reportPictures(browser);
  } finally {
    await browser.close();
    await portal.close();
  }
  console.log(`Pictures: ${FOLDER}`);
}

await main();
