/**
 * The story: an administrator switches FIDO2 on and adds a rule for people who are registering; an employee registers
 * Windows Hello behind an extra factor, names it, signs in with it; it is removed again, in the portal and on the device.
 */
import type { Page } from '@playwright/test';
import { type AddedPerson, type RunningPortal, serve } from '../fixtures/rp/main.ts';
import { rules } from '../fixtures/rules.ts';
import { test as base, expect } from '../fixtures/test.ts';

interface Fixtures {
  /** A portal before the story: passkeys are off, and there is no rule for people who are registering. */
  portal: RunningPortal;
  admin: AddedPerson;
  /** The administrator's browser. */
  desk: Page;
  /** The page that stands for the employee's phone. */
  phone: Page;
  employee: AddedPerson;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  portal: async ({}, use) => {
    const portal = await serve({
      file: ':memory:',
      rules: rules({ registering: [], signingIn: [['password', 'code']] }).slice(1),
    });
    portal.setSettings({ enabled: false });
    await use(portal);
    await portal.close();
  },
  admin: async ({ portal }, use) =>
    use(await portal.addPerson({ name: 'ada', displayName: 'Ada Admin', role: 'admin' })),
  employee: async ({ portal }, use) => use(await portal.addPerson({ name: 'emil', displayName: 'Emil Employee' })),
  desk: async ({ browser }, use) => {
    const context = await browser.newContext();
    await use(await context.newPage());
    await context.close();
  },
  phone: async ({ browser, employee }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(employee.phoneUrl);
    await use(page);
    await context.close();
  },
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function begin(page: Page, portal: RunningPortal, name: string, button: 'Next' | 'Register a passkey') {
  await page.goto(portal.url);
  await page.getByLabel('User name').fill(name);
  await press(page, button);
}

async function givePassword(page: Page, { password }: AddedPerson) {
  await page.getByLabel('Password').fill(password);
  await press(page, 'Next');
}

async function giveCode(page: Page, person: AddedPerson) {
  await page.getByLabel('Code').fill(person.code());
  await press(page, 'Next');
}

/** The number that the page shows is chosen on the phone. */
async function approveOnPhone(page: Page, phone: Page) {
  await expect(page.getByRole('heading', { name: 'Answer on your phone' })).toBeVisible();
  const number = (await page.locator('.big-number').textContent()) ?? '';
  await press(phone, number);
  await expect(phone.getByText('Approved.')).toBeVisible();
}

async function setUpMethodAndRules(desk: Page, portal: RunningPortal) {
  await desk.goto(`${portal.url}/admin/fido2`);
  await desk.getByLabel('People can use passkeys').check();
  await press(desk, 'Save');
  await expect(desk.getByRole('status')).toBeVisible();

  await desk.goto(`${portal.url}/admin/policy/new`);
  await desk.getByLabel('Name of the rule').fill('Registering Windows Hello');
  await desk.getByLabel('Registering a passkey').check();
  await desk.getByLabel('Ask for the methods below').check();
  const ways = desk.getByRole('group', { name: /way/i });
  await ways.nth(0).getByLabel('Method', { exact: true }).selectOption('Password');
  await ways.nth(0).getByLabel('and method 2').selectOption('Push to the phone');
  await ways.nth(1).getByLabel('Method', { exact: true }).selectOption('Password');
  await ways.nth(1).getByLabel('and method 2').selectOption('Authenticator code');
  await press(desk, 'Save the rule');
  await press(desk, 'Move up: Registering Windows Hello');
  await expect(desk.getByRole('heading', { name: '1. Registering Windows Hello' })).toBeVisible();

  await desk.getByRole('link', { name: 'Edit Signing in' }).click();
  await desk.getByRole('group', { name: 'First way' }).getByLabel('Method', { exact: true }).selectOption('Passkey');
  await desk.getByRole('group', { name: 'First way' }).getByLabel('and method 2').selectOption('None');
  await desk
    .getByRole('group', { name: /^Way 2/ })
    .getByLabel('Method', { exact: true })
    .selectOption('Password');
  await desk
    .getByRole('group', { name: /^Way 2/ })
    .getByLabel('and method 2')
    .selectOption('Authenticator code');
  await press(desk, 'Save the rule');
}

test('Windows Hello is registered behind an extra factor, named, used and removed', async ({
  page,
  hello,
  portal,
  admin,
  desk,
  employee,
  phone,
}) => {
  await test.step('the administrator signs in, switches FIDO2 on, and writes the rules', async () => {
    await begin(desk, portal, admin.name, 'Next');
    await givePassword(desk, admin);
    await giveCode(desk, admin);
    await setUpMethodAndRules(desk, portal);
  });

  await test.step('the employee registers a passkey behind password and phone', async () => {
    await begin(page, portal, employee.name, 'Register a passkey');
    await givePassword(page, employee);
    await approveOnPhone(page, phone);
    await press(page, 'Make a passkey');
    await page.getByLabel('Name of the passkey').fill('HomeComputer');
    await press(page, 'Save the name');
    await expect(page.getByText('“HomeComputer” is ready. Sign in with it.')).toBeVisible();
    expect(hello.credentials('localhost')).toMatchObject([{ userName: employee.name, discoverable: true }]);
  });

  await test.step('signs in with it, and sees it', async () => {
    await begin(page, portal, employee.name, 'Next');
    await press(page, 'Use your passkey');
    await expect(page.getByText(`Signed in as ${employee.name}.`)).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'HomeComputer' })).toBeVisible();
    await press(page, 'Sign out');
  });

  await test.step('the administrator sees the key under two-factor authentication, blocks it, and unblocks it', async () => {
    await desk.goto(`${portal.url}/admin/people/${employee.name}`);
    await press(desk, 'Block HomeComputer');
    await expect(desk.getByText('Blocked', { exact: true })).toBeVisible();

    await page.goto(portal.url);
    await press(page, 'Sign in with a passkey');
    await expect(page.getByRole('alert')).toContainText('not accepted');

    await press(desk, 'Unblock HomeComputer');
    await press(page, 'Sign in with a passkey');
    await expect(page.getByText(`Signed in as ${employee.name}.`)).toBeVisible();
  });

  await test.step('the employee removes it in the portal, then on the device', async () => {
    await page.getByRole('link', { name: 'Remove HomeComputer' }).click();
    await press(page, 'Remove');
    await expect(page.getByText('The passkey “HomeComputer” is removed.')).toBeVisible();
    await press(page, 'Sign out');

    for (const { id } of hello.credentials('localhost')) await hello.remove(id);
    await page.goto(portal.url);
    await press(page, 'Sign in with a passkey');
    await expect(page.getByRole('alert')).toContainText('there is no passkey for it on this device');
    expect(hello.credentials()).toEqual([]);
  });

  await test.step('the log tells all of it', async () => {
    await desk.goto(`${portal.url}/admin/log`);
    for (const event of [
      'passkey registered',
      'passkey blocked',
      'passkey unblocked',
      'passkey removed',
      'signed in',
    ]) {
      await expect(desk.getByText(event, { exact: true }).first()).toBeVisible();
    }
  });
});
