/** The pages of administrators. */

import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible.ts';
import type { AddedPerson } from '../fixtures/rp/main.ts';
import { serve } from '../fixtures/rp/main.ts';
import { rules } from '../fixtures/rules.ts';
import { test as base, expect, type RunningPortal } from '../fixtures/test.ts';
import { testRoots } from '../harness/authenticator/testRoots.ts';

const PASSWORD_ONLY = rules({ registering: [['password']], signingIn: [['passkey'], ['password']] });
const HELLO = '08987058-cadc-4b81-b6e1-30de50dcbe96';

interface Fixtures {
  portal: RunningPortal & { lines: string[] };
  admin: AddedPerson;
  employee: AddedPerson;
  /** Opens a page of administrators, signed in as `admin`. */
  open(path: string): Promise<void>;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  portal: async ({}, use) => {
    const lines: string[] = [];
    const portal = await serve({ file: ':memory:', rules: PASSWORD_ONLY, log: line => lines.push(line) });
    await use({ ...portal, lines });
    await portal.close();
  },
  admin: async ({ portal }, use) => use(await portal.addPerson({ name: 'root', displayName: 'Robin', role: 'admin' })),
  employee: async ({ portal }, use) => use(await portal.addPerson({ name: 'erna', displayName: 'Erna' })),
  open: async ({ page, portal, admin }, use) => {
    await signIn(page, portal, admin);
    await use(async path => {
      await page.goto(portal.url + path);
    });
  },
});

/** By the forms, without the pages: they have specs of their own. */
async function signIn(page: Page, { url }: RunningPortal, { name, password }: AddedPerson): Promise<void> {
  await page.request.post(`${url}/sign-in`, { form: { username: name, intent: 'sign-in' } });
  const answer = await page.request.post(`${url}/sign-in/password`, { form: { password } });
  expect(answer.url()).toBe(`${url}/account`);
}

const notice = (page: Page) => page.getByRole('status').first();
const problem = (page: Page) => page.getByRole('alert').first();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const ruleNames = (page: Page) => page.locator('ol > li > h2');

/** Registers a passkey for a person who is signed out, with the Windows Hello of the page. */
async function registerKey(page: Page, { url }: RunningPortal, { name, password }: AddedPerson, key: string) {
  await page.request.post(`${url}/sign-in`, { form: { username: name, intent: 'register' } });
  await page.request.post(`${url}/sign-in/password`, { form: { password } });
  await page.goto(`${url}/passkeys/new`);
  await page.getByRole('main').getByRole('button').first().click();
  await page.getByLabel(/name/i).fill(key);
  await page.getByRole('main').getByRole('button').first().click();
  await expect(page).not.toHaveURL(/name$/);
}

/** What a browser is asked for, when the person registers a key or signs in with one. */
async function optionsFor(page: Page, { url }: RunningPortal, { name, password }: AddedPerson) {
  await page.request.post(`${url}/sign-in`, { form: { username: name, intent: 'register' } });
  await page.request.post(`${url}/sign-in/password`, { form: { password } });
  const answer = await page.request.post(`${url}/passkeys/options`, { data: {} });
  return { status: answer.status(), options: await answer.json() };
}

test('strangers are sent to sign in, employees are kept out of every page', async ({ page, portal, employee }) => {
  const places = ['', '/fido2', '/policy', '/policy/new', '/ranges', '/people', '/people/new', '/people/erna', '/log'];
  for (const place of places) {
    const answer = await page.request.get(`${portal.url}/admin${place}`, { maxRedirects: 0 });
    expect([answer.status(), answer.headers().location], place).toEqual([303, '/']);
  }
  await signIn(page, portal, employee);
  for (const place of [...places, '/nowhere']) {
    const answer = await page.request.get(`${portal.url}/admin${place}`);
    expect(answer.status(), place).toBe(403);
  }
  const posts = [
    '/fido2',
    '/policy/new',
    '/policy/1',
    '/policy/1/move',
    '/policy/1/remove',
    '/ranges/new',
    '/people/new',
  ];
  for (const place of [...posts, '/people/erna/password', '/people/admin/remove', '/people/admin/code']) {
    const answer = await page.request.post(`${portal.url}/admin${place}`, { form: { name: 'x' } });
    expect(answer.status(), place).toBe(403);
  }
  await page.goto(`${portal.url}/admin`);
  await expect(page.getByText('This page is for administrators.')).toBeVisible();
  expect(portal.lines.join('\n')).toContain('administration refused · erna');
});

test('settings of the FIDO2 method take effect', async ({ page, portal, open, browser, employee }) => {
  await open('/admin/fido2');
  await page.getByLabel('User verification').selectOption('Preferred');
  await page.getByLabel('Attestation', { exact: true }).selectOption('Direct');
  await page.getByLabel('Authenticator type').selectOption('Security keys and other devices');
  await page.getByLabel('Time to answer').fill('45');
  await page.getByLabel('Attempts').fill('2');
  await page.getByLabel('Passkeys per person').fill('1');
  await press(page, 'Save');
  await expect(notice(page)).toHaveText('The settings are saved.');
  await expect(page.getByLabel('Time to answer')).toHaveValue('45');

  const other = await (await browser.newContext()).newPage();
  const { options } = await optionsFor(other, portal, employee);
  expect(options).toMatchObject({
    attestation: 'direct',
    timeout: 45_000,
    authenticatorSelection: { userVerification: 'preferred', authenticatorAttachment: 'cross-platform' },
  });

  // Two wrong passwords are one too many.
  await other.request.post(`${portal.url}/sign-in`, { form: { username: employee.name, intent: 'register' } });
  for (const password of ['wrong', 'wrong again'])
    await other.request.post(`${portal.url}/sign-in/password`, { form: { password } });
  await other.goto(`${portal.url}/sign-in/step`);
  await expect(other.getByRole('heading', { name: 'Access denied' })).toBeVisible();

  await page.getByLabel('Offer to register a passkey while signing in').uncheck();
  await press(page, 'Save');
  const refused = await other.request.post(`${portal.url}/sign-in`, {
    form: { username: employee.name, intent: 'register' },
  });
  expect(refused.status()).toBe(403);

  await page.getByLabel('People can use passkeys').uncheck();
  await press(page, 'Save');
  await expect(notice(page)).toBeVisible();
  await expect(page.getByLabel('People can use passkeys')).not.toBeChecked();
  expect((await optionsFor(other, portal, employee)).status).toBe(403);
  await other.context().close();

  await open('/admin/log');
  await expect(page.getByText('timeout: 180 → 45')).toBeVisible();
  await expect(page.getByText('enabled: true → false')).toBeVisible();
});

test('settings that cannot be saved are kept as they were typed', async ({ page, open }) => {
  await open('/admin/fido2');
  await page.getByLabel('Time to answer').fill('<b>soon</b>');
  await page.getByLabel('Attempts').fill('0');
  await page.getByLabel('Passkeys per person').fill('1.5');
  await page.getByLabel('Take only the models below').check();
  await page.getByLabel('AAGUIDs of models').fill(`${HELLO}\nWindows Hello`);
  await page.getByLabel('Trusted attestation roots').fill('<script>');
  await press(page, 'Save');
  await expect(problem(page)).toHaveText('Nothing was saved: see what is marked below.');
  await expect(page.getByText('Give a whole number from 30 to 600.')).toBeVisible();
  await expect(page.getByText('Give a whole number from 1 to 20.')).toBeVisible();
  await expect(page.getByText('Give a whole number from 1 to 50.')).toBeVisible();
  await expect(page.getByText('“Windows Hello” is no AAGUID such as')).toBeVisible();
  await expect(page.getByLabel('Time to answer')).toHaveValue('<b>soon</b>');
  await expect(page.getByLabel('Time to answer')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('AAGUIDs of models')).toHaveValue(`${HELLO}\nWindows Hello`);
  await expect(page.getByLabel('Trusted attestation roots')).toHaveValue('<script>');
  await expect(page.getByLabel('Take only the models below')).toBeChecked();

  await page.getByLabel('Time to answer').fill('60');
  await page.getByLabel('Attempts').fill('3');
  await page.getByLabel('Passkeys per person').fill('2');
  await page.getByLabel('AAGUIDs of models').fill('');
  await press(page, 'Save');
  await expect(page.getByText('Name the models that this is about.')).toBeVisible();
  await expect(page.getByText('This is no list of certificates in PEM.')).toBeVisible();
  await expect(page.getByText('Without attestation no key proves its model')).toBeVisible();

  const pem = testRoots().map(root => Buffer.from(root).toString('base64'));
  const roots = pem.map(text => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`).join('\n');
  await page.getByLabel('Trusted attestation roots').fill(roots);
  await page.getByLabel('Attestation', { exact: true }).selectOption('Direct');
  await page.getByLabel('AAGUIDs of models').fill(HELLO.toUpperCase());
  await press(page, 'Save');
  await expect(notice(page)).toHaveText('The settings are saved.');
  await expect(page.getByLabel('AAGUIDs of models')).toHaveValue(HELLO);

  await page.getByLabel('Take all but the models below').check();
  await page.getByLabel('Attestation', { exact: true }).selectOption('None');
  await press(page, 'Save');
  await expect(notice(page)).toContainText('a blocked one may not be noticed');
});

test('rules are added, edited, moved and removed', async ({ page, portal, open, browser, employee }) => {
  await open('/admin/policy');
  await expect(ruleNames(page)).toHaveText(['1. Registering a passkey', '2. Signing in']);
  await follow(page, 'Add a rule');
  await press(page, 'Save the rule');
  await expect(page.getByText('Give a name of up to 64 characters.')).toBeVisible();
  await expect(page.getByText('Choose at least one method.')).toBeVisible();

  await page.getByLabel('Name of the rule').fill('Signing in');
  await page.getByLabel('Windows').check();
  await page.getByLabel('Linux').check();
  const second = page.getByRole('group', { name: 'Way 2' });
  await second.getByLabel('Method', { exact: true }).selectOption('Password');
  await second.getByLabel('and method 2').selectOption('Password');
  await press(page, 'Save the rule');
  await expect(page.getByText('There is another rule of this name')).toBeVisible();
  await expect(second.getByText('A method is asked for once in each way.')).toBeVisible();
  await expect(page.getByLabel('Linux')).toBeChecked();
  await page.getByLabel('Name of the rule').fill('Desktops');
  await second.getByLabel('and method 2').selectOption('Authenticator code');
  await press(page, 'Save the rule');
  await expect(notice(page)).toHaveText('The rule “Desktops” is added at the end.');
  await expect(ruleNames(page)).toHaveText(['1. Registering a passkey', '2. Signing in', '3. Desktops']);
  const item = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Desktops' }) });
  await expect(item).toContainText('Never used');
  await expect(item).toContainText('Windows, Linux');
  await expect(item).toContainText('Password and authenticator code');

  await press(page, 'Move up: Desktops');
  await expect(notice(page)).toHaveText('The rule “Desktops” is moved up.');
  await expect(ruleNames(page)).toHaveText(['1. Registering a passkey', '2. Desktops', '3. Signing in']);
  await expect(page.getByText('Never used')).toHaveCount(0);

  await follow(page, 'Edit Desktops');
  await expect(page.getByLabel('Name of the rule')).toHaveValue('Desktops');
  await expect(page.getByLabel('Windows')).toBeChecked();
  await page.getByLabel('Deny access').check();
  await page.getByLabel('Windows').uncheck();
  await press(page, 'Save the rule');
  await expect(item).toContainText('Deny access');

  // The rule decides from now on: the browser of this test says that it runs on Linux.
  const context = await browser.newContext({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' });
  const form = { username: employee.name, intent: 'sign-in' };
  expect((await context.request.post(`${portal.url}/sign-in`, { form })).status()).toBe(403);
  await press(page, 'Move down: Desktops');
  await expect(item).toContainText('Never used');
  expect((await context.request.post(`${portal.url}/sign-in`, { form })).status()).toBe(200);
  await context.close();

  await follow(page, 'Remove Desktops');
  await follow(page, 'Keep it');
  await follow(page, 'Remove Desktops');
  await press(page, 'Remove the rule');
  await expect(ruleNames(page)).toHaveText(['1. Registering a passkey', '2. Signing in']);
  await open('/admin/log');
  await expect(page.getByText('rule moved up: signing in; All ranges; Windows, Linux')).toBeVisible();
  await expect(page.getByText('rule removed: signing in; All ranges; Linux: Deny access')).toBeVisible();
  await open('/admin/policy/999');
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
});

test('network ranges are added, edited, named by a rule, and removed', async ({ page, open }) => {
  await open('/admin/ranges');
  await follow(page, 'Add a network range');
  await page.getByLabel('Name of the range').fill('Office');
  await page.getByLabel('Addresses').fill('10.0.0.0/8\n10.0.0.0/99');
  await press(page, 'Save the range');
  await expect(page.getByText('the prefix of “10.0.0.0/99” is no number from 0 to 32.')).toBeVisible();
  await expect(page.getByLabel('Addresses')).toHaveValue('10.0.0.0/8\n10.0.0.0/99');
  await page.getByLabel('Addresses').fill('10.0.0.0/8, 2001:db8::/32');
  await press(page, 'Save the range');
  await expect(notice(page)).toHaveText('The network range “Office” is saved.');
  await follow(page, 'Add a network range');
  await page.getByLabel('Name of the range').fill('Office');
  await press(page, 'Save the range');
  await expect(page.getByText('There is another network range of this name.')).toBeVisible();
  await expect(page.getByText('Give at least one address or block.')).toBeVisible();

  await open('/admin/policy/new');
  await page.getByLabel('Name of the rule').fill('In the office');
  await page.getByLabel('If the network range is').selectOption('Office');
  await page.getByRole('group', { name: 'First way' }).getByLabel('Method', { exact: true }).selectOption('Passkey');
  await press(page, 'Save the rule');
  await expect(page.getByText('In the office')).toHaveCount(2);

  await open('/admin/ranges');
  await follow(page, 'Edit Office');
  await page.getByLabel('Addresses').fill('192.0.2.0/24');
  await press(page, 'Save the range');
  await expect(page.getByText('192.0.2.0/24')).toBeVisible();
  await follow(page, 'Remove Office');
  await press(page, 'Remove the range');
  await expect(problem(page)).toHaveText('“Office” is named by “In the office”: change that first.');
  await open('/admin/policy');
  await follow(page, 'Remove In the office');
  await press(page, 'Remove the rule');
  await open('/admin/ranges');
  await follow(page, 'Remove Office');
  await press(page, 'Remove the range');
  await expect(page.getByText('There are no network ranges yet.')).toBeVisible();
});

test('nothing that keeps every administrator out is saved', async ({ page, portal, open }) => {
  const refused = /no administrator could sign in any more/;
  await open('/admin/policy');
  await follow(page, 'Remove Signing in');
  await press(page, 'Remove the rule');
  await expect(problem(page)).toHaveText(refused);
  await expect(ruleNames(page)).toHaveText(['1. Registering a passkey', '2. Signing in']);

  await follow(page, 'Edit Signing in');
  await page.getByLabel('Deny access').check();
  await press(page, 'Save the rule');
  await expect(problem(page)).toHaveText(refused);
  await expect(page.getByLabel('Deny access')).toBeChecked();

  // Nobody has a passkey yet.
  await open('/admin/policy');
  await follow(page, 'Edit Signing in');
  await page.getByRole('group', { name: 'Way 2' }).getByLabel('Method', { exact: true }).selectOption('None');
  await press(page, 'Save the rule');
  await expect(problem(page)).toHaveText(refused);

  // A denial for all after the rule is harmless; before it, it is not.
  await open('/admin/policy/new');
  await page.getByLabel('Name of the rule').fill('Nobody');
  await page.getByLabel('Deny access').check();
  await press(page, 'Save the rule');
  await expect(notice(page)).toBeVisible();
  await press(page, 'Move up: Nobody');
  await expect(problem(page)).toHaveText(refused);
  await expect(ruleNames(page)).toHaveText(['1. Registering a passkey', '2. Signing in', '3. Nobody']);

  // Both administrators sign in by code: one may lose it, the last may not.
  portal.setRules(rules({ registering: [['password']], signingIn: [['password', 'code']] }));
  await open('/admin/people/admin');
  await press(page, 'Take away: Authenticator code');
  await expect(notice(page)).toHaveText('The authenticator code is taken away.');
  await open('/admin/people/root');
  await press(page, 'Take away: Authenticator code');
  await expect(problem(page)).toHaveText(refused);
  expect(portal.lines.join('\n')).not.toContain('authenticator code removed · root · root');
  await open('/admin/log');
  await expect(page.getByRole('listitem').filter({ hasText: 'change refused' })).toHaveCount(5);
});

test('a person is added with credentials that are shown once, and removed', async ({ page, portal, open, browser }) => {
  await open('/admin/people');
  await follow(page, 'Add a person');
  await page.getByLabel('User name').fill('a/b');
  await press(page, 'Add');
  await expect(page.getByText('Give a user name of letters')).toBeVisible();
  await expect(page.getByText('Give a name of up to 64 characters.')).toBeVisible();
  await expect(page.getByLabel('User name')).toHaveValue('a/b');
  await page.getByLabel('User name').fill('root');
  await page.getByLabel('Name', { exact: true }).fill('Zoë <Zander>');
  await press(page, 'Add');
  await expect(problem(page)).toHaveText('This user name is taken.');
  await page.getByLabel('User name').fill('zoë@example.com');
  await press(page, 'Add');
  await expect(page.getByRole('heading', { name: 'For Zoë <Zander>' })).toBeVisible();
  const handed = await page.locator('dd.secret').allTextContents();
  expect(handed).toHaveLength(3);
  await expect(page.getByAltText('QR code of the authenticator key')).toBeVisible();
  await follow(page, 'Done');
  await expect(page.getByText(handed[0]!)).toHaveCount(0);
  for (const secret of handed) expect(portal.lines.join('\n')).not.toContain(secret);

  const other = await (await browser.newContext()).newPage();
  const person = { name: 'zoë@example.com', password: handed[0]! } as AddedPerson;
  await signIn(other, portal, person);
  await press(page, 'New password');
  const renewed = await page.locator('dd.secret').textContent();
  await follow(page, 'Done');
  expect(renewed).not.toBe(handed[0]);
  // Whoever was signed in with the old one is no longer.
  expect((await other.request.get(`${portal.url}/account`)).url()).toBe(`${portal.url}/`);
  await signIn(other, portal, { ...person, password: renewed! });

  await follow(page, 'Remove this person');
  await press(page, 'Remove this person');
  await expect(notice(page)).toHaveText('Zoë <Zander> is removed.');
  await expect(page.getByText('zoë@example.com')).toHaveCount(0);
  expect((await other.request.get(`${portal.url}/account`)).url()).toBe(`${portal.url}/`);
  await other.context().close();
  await open('/admin/people/root');
  await expect(page.getByRole('link', { name: 'Remove this person' })).toHaveCount(0);
  expect((await page.request.post(`${portal.url}/admin/people/root/remove`)).status()).toBe(409);
});

test("a person's keys are seen, blocked, unblocked and removed", async ({ page, portal, browser, employee, hello }) => {
  await registerKey(page, portal, employee, 'HomeComputer');
  expect(hello.credentials()).toHaveLength(1);
  await page.context().clearCookies();
  const admin = await portal.addPerson({ name: 'second', role: 'admin' });
  await signIn(page, portal, admin);
  await page.goto(`${portal.url}/admin/people`);
  await expect(page.getByRole('row', { name: /erna/ })).toContainText('1');
  await follow(page, 'erna');
  await expect(page.getByRole('heading', { name: 'Two-factor authentication' })).toBeVisible();
  const item = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'HomeComputer' }) });
  await expect(item).toContainText(/AAGUID\s*[0-9a-f]{8}-/);
  await expect(item).toContainText(/Created\s*\d{1,2} \w+ 20\d\d/);
  await expect(item).toContainText(/Last used\s*never/);

  await press(page, 'Block HomeComputer');
  await expect(notice(page)).toHaveText('The passkey “HomeComputer” is blocked.');
  await expect(item).toContainText('Blocked');
  // With a blocked key it is the password that is asked for.
  const stranger = await browser.newContext();
  const form = { username: 'erna', intent: 'sign-in' };
  const asked = async () => (await stranger.request.post(`${portal.url}/sign-in`, { form })).text();
  expect(await asked()).toContain('/sign-in/password');
  await press(page, 'Unblock HomeComputer');
  await expect(item).not.toContainText('Blocked');
  expect(await asked()).not.toContain('/sign-in/password');
  await stranger.close();

  await follow(page, 'Remove HomeComputer');
  await press(page, 'Remove the passkey');
  await expect(notice(page)).toHaveText('The passkey “HomeComputer” is removed.');
  await expect(page.getByText('No passkeys yet.')).toBeVisible();
  await page.goto(`${portal.url}/admin/log?about=erna`);
  for (const event of ['passkey blocked', 'passkey unblocked', 'passkey removed'])
    await expect(page.getByRole('listitem').filter({ hasText: event }).first()).toContainText('second → erna');
  await page.goto(`${portal.url}/admin/people/erna/keys/AAAA/remove`);
  await expect(page.getByText('There is no such passkey.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 740 } });

    test('every page of administrators is accessible, and fits a phone', async ({ page, portal, open }) => {
      const check = () => expectAccessible(page);
      const long = 'W'.repeat(64);
      await portal.addPerson({ name: long, displayName: long, role: 'admin' });
      await open('/admin/ranges/new');
      await page.getByLabel('Name of the range').fill(long);
      await press(page, 'Save the range');
      await check();
      await page.getByLabel('Addresses').fill('2001:db8:1111:2222:3333:4444:5555:6666/128');
      await press(page, 'Save the range');
      await check();
      await open('/admin/policy/new');
      await press(page, 'Save the rule');
      await check();
      await page.getByLabel('Name of the rule').fill(long);
      await page
        .getByRole('group', { name: 'First way' })
        .getByLabel('Method', { exact: true })
        .selectOption('Passkey');
      await press(page, 'Save the rule');
      await check();
      await open('/admin/fido2');
      await check();
      await page.getByLabel('Attempts').fill('none');
      await press(page, 'Save');
      await check();
      for (const path of ['', '/people', '/people/new', `/people/${long}`, `/people/${long}/remove`, '/log']) {
        await open(`/admin${path}`);
        await check();
      }
      await open(`/admin/people/${long}`);
      await press(page, 'New code key');
      await expect(page.getByText('it is shown only this once')).toBeVisible();
      await check();
    });
  });
}

test('an administrator needs no mouse', async ({ page, open }) => {
  const name = `Rule ${randomUUID().slice(0, 4)}`;
  const key = (one: string) => page.keyboard.press(one);
  const focused = () =>
    page.evaluate<string>(
      '(() => { const on = document.activeElement; return on.getAttribute("aria-label") ?? on.labels?.[0]?.textContent ?? on.textContent.trim(); })()',
    );
  const tabTo = async (label: string) => {
    for (let step = 0; step < 60; step++) {
      await key('Tab');
      if ((await focused()) === label) return;
    }
    throw new Error(`Tab does not reach "${label}"`);
  };
  const heading = (text: string) => expect(page.getByRole('heading', { name: text, level: 1 })).toBeVisible();
  await open('/admin');
  await tabTo('Access policy');
  await key('Enter');
  await heading('Access policy');
  await tabTo('Add a rule');
  await key('Enter');
  await heading('Add a rule');
  await tabTo('Name of the rule');
  await page.keyboard.type(name);
  await tabTo('Android');
  await key('Space');
  await tabTo('Method');
  await key('p');
  await tabTo('Save the rule');
  await key('Enter');
  await expect(notice(page)).toHaveText(`The rule “${name}” is added at the end.`);
  await tabTo(`Move up: ${name}`);
  await key('Enter');
  await expect(ruleNames(page)).toHaveText(['1. Registering a passkey', `2. ${name}`, '3. Signing in']);
  await tabTo(`Remove ${name}`);
  await key('Enter');
  await heading('Remove this rule?');
  await tabTo('Remove the rule');
  await key('Enter');
  await expect(ruleNames(page)).toHaveCount(2);
});
