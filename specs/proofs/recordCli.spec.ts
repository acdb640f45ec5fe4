/** How ceremony files are made: by the command line, and beside a test that fails. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { readCeremonyFile } from '../../harness/reproduce/ceremonyFile.ts';
import { expectOneLine, start, test, touchstone } from './cliProcess.ts';
import { playwright, sourceUrl, testsOf, writeProject } from './playwrightChild.ts';

test.describe.configure({ timeout: 90_000 });

/** Registers when it is loaded, and sends what it got; `over` comes then. */
const atOnce = (over: string) => `<script>
  navigator.credentials.create({ publicKey: {
    rp: { name: 'Portal' },
    user: { id: new Uint8Array(8), name: 'alice', displayName: 'Alice' },
    challenge: new Uint8Array(32),
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  } }).then(credential => fetch('/result', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credential),
  })).catch(() => {}).finally(async () => { ${over} });
</script>`;

/** A site that opens a popup, which registers at once, says that it is over, and closes itself. */
async function serving(work: (site: { url: string; over: Promise<void> }) => Promise<void>): Promise<void> {
  let tellOver = () => {};
  const over = new Promise<void>(resolve => {
    tellOver = resolve;
  });
  const pages: Record<string, string> = {
    '/': '<script>open("/popup")</script>',
    '/popup': atOnce("await fetch('/over'); close()"),
    '/still': '<h1>Portal</h1>',
  };
  const server = createServer(({ url = '' }, response) => {
    if (url === '/over') tellOver();
    if (url === '/result')
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"not accepted"}');
    else response.setHeader('content-type', 'text/html').end(pages[url]);
  });
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
  try {
    await work({ url: `http://localhost:${(server.address() as AddressInfo).port}/`, over });
  } finally {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}

test('the command line records a popup that asks at once and closes itself', async ({ folder }) => {
  const out = join(folder, 'made.json');
  await serving(async ({ url, over }) => {
    const running = start(['record', url, '--headless', '--hello', '--out', out]);
    await over;
    running.interrupt();
    const { code, out: said, err } = await running.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(said).toMatch(/Registration at http:\/\/localhost:\d+: the page has its credential/);
    expect(said).toContain(`touchstone explain ${out}`);
  });
  expect(readCeremonyFile(readFileSync(out)).ceremonies).toMatchObject([
    { options: { user: { name: '…' } }, response: { type: 'public-key' }, answer: { status: 403, accepted: false } },
  ]);
});

test('a cancelled ceremony is recorded with the device’s reason', async ({ folder }) => {
  const out = join(folder, 'cancelled.json');
  await serving(async ({ url, over }) => {
    const running = start(['record', url, '--headless', '--hello', 'cancelled', '--out', out]);
    await over;
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
  });
  const { ceremonies } = readCeremonyFile(readFileSync(out));
  expect(ceremonies).toMatchObject([{ error: { name: 'NotAllowedError' }, reason: 'cancelled' }]);
});

test('where no page asks there is nothing to write', async () => {
  await serving(async ({ url }) => {
    const running = start(['record', `${url}still`, '--headless', '--hello']);
    await running.says('Recording.');
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 3, out: expect.stringContaining('No page asked for a passkey') });
  });
});

test('what cannot be recorded is told in one line', async () => {
  const asked = [
    ['portal'],
    ['http://localhost:1', '--headless'],
    ['http://localhost:1', '--headless', '--hello', 'canceled'],
  ];
  const windowless = process.platform === 'linux' ? [['http://localhost:1']] : [];
  for (const args of [...asked, ...windowless]) {
    const ended = await touchstone(['record', ...args], { DISPLAY: '', WAYLAND_DISPLAY: '' });
    expect(ended.code).toBe(2);
    expectOneLine(ended);
  }
});

const CONFIG = `
  import { findBrowser } from '${sourceUrl('scripts/browser.mjs')}';
  const executablePath = findBrowser();
  const launchOptions = { ...(executablePath && { executablePath }), chromiumSandbox: process.getuid?.() !== 0 };
  export default { testDir: '.', testMatch: '*.spec.mts', workers: 1, reporter: [['list'], ['json']], use: { launchOptions } };
`;

const LOGIN = `
  import { expect, test } from '${sourceUrl('fixtures/test.ts')}';
  const html = ${JSON.stringify(atOnce("document.title = 'over'"))};
  test.beforeEach(({ context }) => context.route('http://localhost/**', route => route.request().method() === 'GET'
    ? route.fulfill({ contentType: 'text/html', body: html })
    : route.fulfill({ status: 403, contentType: 'application/json', body: '{"error":"not accepted"}' })));
  for (const outcome of ['verified', 'cancelled'] as const)
    test(outcome, async ({ page, hello }) => {
      hello.outcome = outcome;
      await page.goto('http://localhost/');
      await expect(page).toHaveTitle('over');
      await expect(page).toHaveTitle('Welcome', { timeout: 1 });
    });
  test('green', async ({ page, hello }) => {
    await page.goto('http://localhost/');
    await expect(page).toHaveTitle('over');
    expect(hello.credentials()).toHaveLength(1);
  });
`;

test('a red login test says why', async () => {
  const folder = test.info().outputPath('child');
  mkdirSync(folder, { recursive: true });
  writeProject(folder, { 'playwright.config.mts': CONFIG, 'login.spec.mts': LOGIN });
  const { said } = await playwright(folder, ['test']);
  const [verified, cancelled, green] = testsOf(folder);
  const attached = ({ results }: NonNullable<typeof verified>) =>
    new Map(results[0]!.attachments.map(({ name, body = '' }) => [name, Buffer.from(body, 'base64').toString()]));
  expect(attached(verified!).get('why-1.txt')).toMatch(/^create: the RP answered 403 to http:\/\/localhost\/result/);
  expect(verified!.annotations).toMatchObject([
    { type: 'refused', description: expect.stringContaining('answered 403') },
  ]);
  expect(readCeremonyFile(Buffer.from(attached(verified!).get('ceremonies.json')!)).ceremonies).toHaveLength(1);
  expect(attached(cancelled!).get('why-1.txt')).toMatch(/^create: NotAllowedError, cancelled/);
  expect(cancelled!.annotations).toMatchObject([{ type: 'refused', description: 'create at localhost: cancelled' }]);
  expect(said).toContain('create: the RP answered 403');
  expect([...attached(green!).keys()]).toEqual([]);
});
