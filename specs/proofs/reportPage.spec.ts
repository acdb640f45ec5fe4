/** `index.html` as its readers have it: opened from the disk, by mouse, keyboard and link, on any screen, on paper. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { syntheticReports } from '../../fixtures/syntheticReports.ts';
import { reportHtml } from '../../harness/report/html.ts';
import type { Report, Result } from '../../harness/result.ts';
import { packEvidence } from '../../harness/runner/evidence.ts';
import { tally } from '../../harness/runner/tally.ts';
import { FAILURE } from './failure.ts';

interface Reader {
  /** Writes the page, and opens it from the disk at that place. */
  open(reports: readonly Report[], place?: string): Promise<void>;
}

const test = base.extend<{ reader: Reader }>({
  reader: async ({ page }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'report-page-'));
    const file = join(folder, 'index.html');
    await use({
      open: async (reports, place = '') => {
        await writeFile(file, reportHtml(reports));
        await page.goto(`${pathToFileURL(file).href}${place}`);
      },
    });
    await rm(folder, { recursive: true });
  },
});

const HOSTILE =
  '</pre></script><script>document.title = "taken"</script><img src=x onerror="document.title = \'taken\'">\u202e"\'';

const base64url = (text: string) => Buffer.from(text).toString('base64url');
const clientData = (origin: string) => JSON.stringify({ type: 'webauthn.get', challenge: 'AAAA', origin });

const otherOrigin: Result = {
  ...FAILURE,
  seenIn: 'CVE-2026-8830',
  exchange: [{ step: 'authenticate', request: '{"id":"one"}', status: 200, answer: '{"status":"ok"}' }],
  evidence: packEvidence({
    response: { id: 'AQID', response: { clientDataJSON: base64url(clientData('https://evil.example')) } },
    changes: [
      {
        layer: 'clientData',
        before: base64url(clientData('https://good.example')),
        after: base64url(clientData('https://evil.example')),
      },
    ],
  }),
};

const { standing: _new, evidence: _bytes, exchange: _said, seenIn: _wild, ...plain } = otherOrigin;

const RESULTS: Result[] = [
  { ...plain, id: 'control/registration', section: 'control', expect: 'accept', seen: 'rejected', standing: 'known' },
  otherOrigin,
  { ...plain, id: 'authentication/client-data/a"b\'<c>', message: HOSTILE, title: HOSTILE, verdict: 'unclean' },
  { ...plain, id: 'registration/flags/up', section: 'registration/flags', verdict: 'pass', seen: 'rejected' },
  {
    ...plain,
    id: 'registration/flags/void',
    section: 'registration/flags',
    verdict: 'void',
    control: 'control/registration',
  },
  { ...plain, id: 'registration/flags/noted', section: 'registration/flags', verdict: 'noted', level: 'should' },
  {
    ...plain,
    id: 'browser/sign-in/works',
    section: 'browser/sign-in',
    lane: 'browser',
    seen: 'broken',
    expect: 'holds',
    attachments: [
      { name: 'screenshot', path: 'flows/sign-in.png' },
      { name: 'elsewhere', path: 'javascript:alert(1)' },
    ],
  },
];

function reportOf(results: Result[], name = 'fido:http://localhost:3000'): Report {
  return {
    header: {
      schema: 1,
      version: '0.1.0',
      target: { name, origin: 'http://localhost:3000', supports: ['post'] },
      profile: 'w3c-l3',
      seed: 'abc',
      started: '2026-01-01T00:00:00.000Z',
    },
    results,
    footer: { ...tally(results), complete: true, ended: '2026-01-01T00:00:03.100Z' },
  };
}

const one = [reportOf(RESULTS)];
const passing = RESULTS.map(
  (result): Result => ({ ...plain, id: result.id, section: result.section, verdict: 'pass', seen: 'rejected' }),
);
const two = [reportOf(RESULTS, 'Alpha'), reportOf(passing, 'Beta')];

const shown = (page: Page) => page.locator('#shown');
const rowOf = (page: Page, id: string) =>
  page.locator('.matrix tr.case', { has: page.locator('.id', { hasText: new RegExp(`^${id}$`) }) });

test('the outcome comes first, then what stands out, what was accepted wrongly above the rest', async ({
  page,
  reader,
}) => {
  await reader.open(one);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 case went wrong that is not known');
  await expect(page.locator('.finding h3')).toHaveText([
    'Accepted what it had to refuse 1',
    'Honest ceremonies that were not accepted 1',
    'Properties that do not hold 1',
    'Kept out, but by falling over 1',
  ]);
});

test('an opened case says what is owed, why it matters, what was seen, and marks the bytes that were edited', async ({
  page,
  reader,
}) => {
  await reader.open(one);
  await page.locator('.finding').first().getByRole('button').click();
  const sheet = page.locator('.finding .sheet');
  await expect(sheet.getByRole('link', { name: 'WebAuthn 3 §7.2 step 12' })).toHaveAttribute('href', /w3\.org/);
  await expect(sheet.getByRole('link', { name: 'CVE-2026-8830' })).toHaveAttribute('href', /cve\.org.*CVE-2026-8830$/);
  await expect(sheet).toContainText('accepted (200)');
  await expect(sheet.locator('code.line')).toHaveText(
    'touchstone run authentication/client-data/other-origin --rp fido:http://localhost:3000 --seed abc',
  );
  // `evil` in the place of `good`.
  await expect(sheet.locator('.tree mark')).toHaveText(['65', '76', '69', '6c']);
  await sheet.getByText('Request and answer').click();
  await expect(sheet.locator('pre', { hasText: '{"status":"ok"}' })).toBeVisible();
});

test('every byte is shown when it is asked for', async ({ page, reader }) => {
  await reader.open(one, '#authentication/client-data/other-origin');
  await expect(page.locator('.tree .hex')).toHaveCount(1);
  await page.getByRole('button', { name: 'Show every byte' }).click();
  expect(await page.locator('.tree .hex').count()).toBeGreaterThan(2);
  await expect(page.locator('.tree mark')).toHaveCount(4);
});

test('the line that repeats a case is copied', async ({ page, reader, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await reader.open(one, '#registration/flags/up');
  const button = page.getByRole('button', { name: /^Copy the line/ });
  await button.click();
  await expect(button).toHaveText('Copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    'touchstone run registration/flags/up --rp fido:http://localhost:3000 --seed abc',
  );
});

test('text, verdict, level and lane filter the cases; the address keeps the filter', async ({ page, reader }) => {
  await reader.open(one);
  await expect(shown(page)).toHaveText('7 cases');
  await page.getByRole('searchbox').fill('flags UP');
  await expect(shown(page)).toHaveText('1 of 7 cases');
  await expect(rowOf(page, 'registration/flags/up')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: /\d fail/ }).click();
  await expect(shown(page)).toHaveText('3 of 7 cases');
  await page.getByLabel('Lane').selectOption('browser');
  await expect(shown(page)).toHaveText('1 of 7 cases');
  await page.reload();
  await expect(shown(page)).toHaveText('1 of 7 cases');
  await expect(page.getByRole('button', { name: /\d fail/ })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByLabel('Level').selectOption('should');
  await expect(rowOf(page, 'registration/flags/noted')).toBeVisible();
  await expect(page.locator('.matrix tr.case')).toHaveCount(1);
  await page.getByLabel('Level').selectOption('all');
  await page.getByLabel('Standing').selectOption('known');
  await expect(page.locator('.matrix tr.case .id')).toHaveText(['control/registration']);
  await page.getByLabel('Standing').selectOption('all');
  await page.getByRole('combobox', { name: 'Section' }).selectOption('browser/sign-in');
  await expect(page.locator('.matrix tr.case .id')).toHaveText(['browser/sign-in/works']);
  await page.getByRole('searchbox').fill('nothing of the kind');
  await expect(page.locator('#content')).toHaveText('No case fits.');
});

test('a case is found, opened and closed by keyboard alone', async ({ page, reader }) => {
  await reader.open(one);
  await page.keyboard.press('/');
  await page.keyboard.type('void');
  await expect(shown(page)).toHaveText('1 of 7 cases');
  await page.keyboard.press('Enter');
  await page.keyboard.press('j');
  await expect(rowOf(page, 'registration/flags/void').getByRole('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.sheet')).toContainText('says nothing about the RP');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(page.locator('.sheet')).toHaveCount(0);
  await expect(rowOf(page, 'registration/flags/void').getByRole('button')).toBeFocused();
  await page.keyboard.press('k');
  await expect(page.locator('[data-group="registration/flags"]')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(rowOf(page, 'registration/flags/void').getByRole('button')).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(shown(page)).toHaveText('7 cases');
});

test('a question mark shows the keys', async ({ page, reader }) => {
  await reader.open(one);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a link leads to a case, whatever the filter says', async ({ page, reader }) => {
  await reader.open(one, '#authentication/client-data/other-origin?verdicts=pass');
  const button = rowOf(page, 'authentication/client-data/other-origin').getByRole('button');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(button).toBeInViewport();
  await expect(shown(page)).toHaveText('7 cases');
});

test('a void case leads to its control', async ({ page, reader }) => {
  await reader.open(one, '#registration/flags/void');
  await page.locator('.sheet').getByRole('link', { name: 'control/registration' }).click();
  await expect(rowOf(page, 'control/registration').getByRole('button')).toHaveAttribute('aria-expanded', 'true');
});

test('an address that names nothing shows the whole report', async ({ page, reader }) => {
  await reader.open(one, '#no/such/case?constructor=x&verdicts=nothing&%E0%A4%A=1');
  await expect(shown(page)).toHaveText('7 cases');
});

test('several reports stand side by side, and a section leads to its cases in each', async ({ page, reader }) => {
  await reader.open(two);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 runs side by side: something is wrong in 1');
  await expect(page.locator('.runs li')).toHaveText([/^Alpha.*not known/, /^Beta.*as the specification demands/]);
  const group = page.locator('tr.group', { hasText: 'registration/flags' });
  await expect(group.locator('td').first()).toHaveAttribute('title', '1 void, 1 pass, 1 noted');
  await expect(group.locator('td').last()).toHaveAttribute('title', '3 pass');
  await expect(rowOf(page, 'registration/flags/void').locator('td .word')).toHaveText(['void', 'pass']);
  await page.getByLabel('Target').selectOption('Beta');
  await expect(page.locator('.matrix th.target')).toHaveText(['Beta']);
  await expect(page.locator('.finding')).toHaveCount(0);
});

test('one flow in two browsers has a column for each', async ({ page, reader }) => {
  const flow = { ...plain, id: 'browser/a/b', section: 'browser/a', lane: 'browser' as const };
  await reader.open([
    reportOf([
      { ...plain, verdict: 'pass', seen: 'rejected' },
      { ...flow, authenticator: 'chromium', verdict: 'pass' },
      { ...flow, authenticator: 'firefox' },
    ]),
  ]);
  await expect(page.locator('.matrix th.target')).toHaveText([
    'fido:http://localhost:3000',
    'fido:http://localhost:3000 · chromium',
    'fido:http://localhost:3000 · firefox',
  ]);
  await expect(rowOf(page, 'browser/a/b').locator('td')).toHaveText(['not put', /pass/, /fail/]);
});

test('what belongs to a browser flow is linked where it lies beside the report, and nowhere else', async ({
  page,
  reader,
}) => {
  await reader.open(one, '#browser/sign-in/works');
  const items = page.locator('.attachments');
  await expect(items.getByRole('link')).toHaveText(['screenshot']);
  await expect(items).toContainText('elsewhere: javascript:alert(1)');
});

test('the coverage view goes from duties and rows to their cases', async ({ page, reader }) => {
  await reader.open(one);
  await page.getByRole('button', { name: 'Coverage' }).click();
  await expect(page).toHaveURL(/#coverage$/);
  const duty = page.locator('tr.group', { hasText: 'origin is one that the RP expects' });
  await expect(duty.locator('td')).toHaveAttribute('title', /fail/);
  await duty.getByRole('button').click();
  await expect(rowOf(page, 'authentication/client-data/other-origin')).toBeVisible();
  const rows = page.locator('details.rows', { hasText: 'client data' }).first();
  await rows.locator('summary').click();
  await expect(rows).toContainText('1 of');
  await expect(rows.locator('li', { hasText: 'cdj.enc.utf16' })).toContainText('not part of this run');
  await rows.getByRole('link', { name: 'authentication/client-data/other-origin' }).click();
  await expect(page.locator('.matrix .sheet')).toBeVisible();
});

test('what a relying party says is shown as text', async ({ page, reader }) => {
  const errors: string[] = [];
  page.on('console', message => errors.push(message.text()));
  page.on('pageerror', error => errors.push(error.message));
  await reader.open([reportOf(RESULTS, HOSTILE)]);
  const button = page.locator('.matrix .item', { hasText: 'a"b\'<c>' });
  await button.click();
  await expect(page.locator('.sheet .said')).toHaveText(HOSTILE);
  await page.reload();
  await expect(page.locator('.matrix .item', { hasText: 'a"b\'<c>' })).toHaveAttribute('aria-expanded', 'true');
  expect(await page.title()).not.toBe('taken');
  expect(await page.locator('img').count()).toBe(0);
  expect(errors).toEqual([]);
});

test('the page asks the network for nothing, and may not', async ({ page, reader }) => {
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await reader.open(one, '#authentication/client-data/other-origin');
  await expect(page.locator('.tree mark').first()).toBeVisible();
  expect(asked).toHaveLength(1);
  const blocked = await page.evaluate(
    `new Promise(done => {
      addEventListener('securitypolicyviolation', event => done(event.violatedDirective), { once: true });
      fetch('http://localhost/').catch(() => {});
    })`,
  );
  expect(blocked).toBe('connect-src');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the report stands there in words', async ({ page, reader }) => {
    await reader.open(two);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const text = (await page.locator('.plain').allTextContents()).join();
    expect(text).toContain('Accepted what it had to refuse (1)');
    expect(text).toContain('touchstone run authentication/client-data/other-origin');
    expect(text).toContain('registration/flags: 1 void, 1 pass, 1 noted');
    await expect(page.locator('.bar')).toBeHidden();
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 320])
    for (const place of ['authentication/client-data/other-origin', 'coverage'])
      test(`axe finds nothing, and nothing runs out of the page (${colorScheme}, ${width} pixels, ${place})`, async ({
        page,
        reader,
      }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await reader.open(two, `#${place}`);
        await expect(page.locator(place === 'coverage' ? 'details.rows' : '.tree mark').first()).toBeVisible();
        await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
        const violations = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
        );
        expect(violations).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      });

test('on paper, what was opened stands there whole and the controls do not', async ({ page, reader }) => {
  await reader.open(one, '#authentication/client-data/other-origin');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('searchbox')).toBeHidden();
  await expect(shown(page)).toBeVisible();
  await expect(page.locator('.copyable .copy').first()).toBeHidden();
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  await expect(page.locator('.sheet pre', { hasText: '{"status":"ok"}' })).toBeVisible();
});

test('two thousand cases in six runs can be used: found, filtered, opened', async ({ page, reader }) => {
  // Making them is most of it.
  test.slow();
  await reader.open(syntheticReports(6, 2000));
  await expect(shown(page)).toHaveText('2000 cases');
  await expect(page.locator('.matrix th.target')).toHaveCount(6);
  await page.getByRole('searchbox').fill('authentication/client-data/other-origin');
  await expect(rowOf(page, 'authentication/client-data/other-origin')).toBeVisible();
  await page.getByRole('searchbox').fill('answer-0-1880:');
  await expect(shown(page)).toHaveText('1 of 2000 cases');
  await page.locator('.matrix tr.case .item').click();
  await expect(page.locator('.tree mark').first()).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: /\d unclean/ }).click();
  await expect(shown(page)).toHaveText(/^\d+ of 2000 cases$/);
});
