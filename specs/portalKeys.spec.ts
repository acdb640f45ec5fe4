/** The passkeys of an employee: made behind the policy, named, seen, renamed, removed. */

import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible.ts';
import type { ServeOptions } from '../fixtures/rp/main.ts';
import { serve } from '../fixtures/rp/main.ts';
import type { PasskeySettings } from '../fixtures/rp/methods/settings.ts';
import { rules, SIMPLE_RULES } from '../fixtures/rules.ts';
import { test as base, expect, type RunningPortal } from '../fixtures/test.ts';
import { installHello } from '../harness/browser/hello.ts';

interface Person {
  name: string;
  password: string;
}

interface KeysFixtures {
  log: string[];
  /** A portal of the test's own, whose settings it may change. */
  portal: RunningPortal;
  portalOptions: ServeOptions;
  erin: Person;
}

const test = base.extend<KeysFixtures>({
  portalOptions: [{ rules: SIMPLE_RULES }, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  log: async ({}, use) => use([]),
  portal: async ({ portalOptions, log }, use) => {
    const portal = await serve({ file: ':memory:', log: line => log.push(line), ...portalOptions });
    await use(portal);
    await portal.close();
  },
  erin: async ({ portal }, use) => use(portal.seeded!.employee),
});

/** From the sign-in page to the page on which a passkey is made. */
async function askForPasskey(page: Page, portal: RunningPortal, { name, password }: Person): Promise<void> {
  await page.goto(portal.url);
  await page.getByLabel('User name').fill(name);
  await page.getByRole('button', { name: 'Register a passkey' }).click();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page).toHaveURL(`${portal.url}/passkeys/new`);
}

async function make(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make a passkey' }).click();
}

async function registered(page: Page, portal: RunningPortal, person: Person, name = 'HomeComputer'): Promise<void> {
  await askForPasskey(page, portal, person);
  await make(page);
  await page.getByLabel('Name of the passkey').fill(name);
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(page.getByRole('status').first()).toContainText(`“${name}” is ready`);
}

async function signInByPassword(page: Page, portal: RunningPortal, { name, password }: Person): Promise<void> {
  await page.goto(portal.url);
  await page.getByLabel('User name').fill(name);
  await page.getByRole('button', { name: 'Next' }).click();
  const other = page.getByRole('button', { name: 'another way' });
  await expect(page.getByLabel('Password').or(other)).toBeVisible();
  if (await other.isVisible()) await other.click();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page).toHaveURL(`${portal.url}/account`);
}

async function signInWithPasskey(page: Page, portal: RunningPortal): Promise<void> {
  await page.goto(portal.url);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page).toHaveURL(`${portal.url}/account`);
}

const keyNames = (page: Page) => page.locator('.passkeys h2');

test('a passkey is made, named, signed in with, seen, renamed and removed', async ({
  page,
  hello,
  portal,
  erin,
  log,
}) => {
  await registered(page, portal, erin);
  await expect(page).toHaveURL(`${portal.url}/`);
  await expect(page.getByRole('status').first()).toHaveText('The passkey “HomeComputer” is ready. Sign in with it.');
  await signInWithPasskey(page, portal);
  await expect(keyNames(page)).toHaveText(['HomeComputer']);
  const item = page.locator('.passkeys li');
  await expect(item).toContainText(/Created\s*\d{1,2} \w+ 20\d\d, \d\d:\d\d UTC\s*Last used\s*\d{1,2} \w+ 20\d\d/);
  await expect(item).toContainText('no, it stays on one device');

  await page.getByText('Rename').click();
  await page.getByLabel('New name').fill('Office');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The passkey is now called “Office”.')).toBeVisible();

  await page.getByRole('link', { name: 'Remove Office' }).click();
  await expect(page.getByText('This is your only passkey')).toBeVisible();
  await page.getByRole('link', { name: 'Keep it' }).click();
  await page.getByRole('link', { name: 'Remove Office' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('The passkey “Office” is removed.')).toBeVisible();
  await expect(keyNames(page)).toHaveCount(0);
  const said = log.join('\n');
  for (const event of ['passkey registered', 'passkey named', 'passkey renamed', 'passkey removed'])
    expect(said).toContain(`${event} · erin`);
  expect(hello.credentials().length).toBeLessThanOrEqual(1);
});

test('a further passkey goes through the policy as the first did', async ({ page, hello, portal, erin }) => {
  await registered(page, portal, erin, 'One');
  await signInWithPasskey(page, portal);
  // On another device of the same person.
  hello.remove(hello.credentials()[0]!.id);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Password').fill(erin.password);
  await page.getByRole('button', { name: 'Next' }).click();
  await make(page);
  await page.getByLabel('Name of the passkey').fill('Two');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(page).toHaveURL(`${portal.url}/account`);
  await expect(keyNames(page)).toHaveText(['One', 'Two']);
});

test.describe('an ending that is no passkey', () => {
  test('cancelled, and tried again', async ({ page, hello, portal, erin, log }) => {
    await askForPasskey(page, portal, erin);
    hello.will('cancelled');
    const reported = page.waitForResponse('**/passkeys/ended');
    await make(page);
    await expect(page.getByRole('alert')).toContainText('No passkey was made: the request was cancelled');
    await reported;
    expect(log.join('\n')).toMatch(/passkey not registered · erin · from \S+ · cancelled/);
    await make(page);
    await expect(page.getByRole('heading', { name: 'Name this passkey' })).toBeVisible();
  });

  test('taken back on the page', async ({ page, hello, portal, erin, log }) => {
    await askForPasskey(page, portal, erin);
    hello.will('pending');
    const reported = page.waitForResponse('**/passkeys/ended');
    await make(page);
    await hello.pending();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('alert')).toHaveText('You cancelled. Nothing was changed.');
    await reported;
    expect(log.join('\n')).toContain('· cancelled');
  });

  test('timed out, as the device sees it', async ({ page, hello, portal, erin, log }) => {
    await askForPasskey(page, portal, erin);
    hello.will('pending');
    await page.route('**/passkeys/options', async route => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), timeout: 1 } });
    });
    const reported = page.waitForResponse('**/passkeys/ended');
    await make(page);
    await expect(page.getByRole('alert')).toContainText('it took too long');
    await reported;
    expect(log.join('\n')).toContain('· timed-out');
  });

  test('already on this device', async ({ page, hello, portal, erin, log }) => {
    await registered(page, portal, erin);
    await askForPasskey(page, portal, erin);
    const reported = page.waitForResponse('**/passkeys/ended');
    await make(page);
    await expect(page.getByRole('alert')).toContainText('already holds a passkey for your account');
    await reported;
    expect(log.join('\n')).toContain('· already-registered');
    expect(hello.credentials()).toHaveLength(1);
  });

  test('as many as one may have', async ({ page, hello, portal, erin, log }) => {
    portal.setSettings({ keysPerPerson: 1 });
    await registered(page, portal, erin);
    await askForPasskey(page, portal, erin);
    await expect(page.getByRole('alert')).toHaveText('You may have 1 passkey, and no more. Remove one first.');
    await expect(page.getByRole('button', { name: 'Make a passkey' })).toHaveCount(0);
    expect(log.join('\n')).toContain('· limit-reached');
    await signInWithPasskey(page, portal);
    await expect(page.getByText('Remove one first.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add a passkey' })).toHaveCount(0);
    expect(hello.credentials()).toHaveLength(1);
  });

  test('a model that is blocked', async ({ page, hello, portal, erin, log }) => {
    portal.setSettings({
      attestation: 'direct',
      models: 'block',
      aaguids: ['01020304-0506-0708-0102-030405060708'],
    });
    await askForPasskey(page, portal, erin);
    await make(page);
    await expect(page.getByRole('alert')).toContainText('does not take passkeys of this model');
    expect(log.join('\n')).toContain('model-blocked: the model 01020304-0506-0708-0102-030405060708 is blocked');
    expect(hello).toBeDefined();
    portal.setSettings({ models: 'any' });
    await signInByPassword(page, portal, erin);
    await expect(keyNames(page)).toHaveCount(0);
  });

  test('a model that nobody trusted attests', async ({ page, hello, portal, erin, log }) => {
    portal.setSettings({
      attestation: 'direct',
      models: 'allow',
      aaguids: ['01020304-0506-0708-0102-030405060708'],
    });
    await askForPasskey(page, portal, erin);
    await make(page);
    await expect(page.getByRole('alert')).toContainText('takes passkeys of certain models only');
    expect(log.join('\n')).toContain('model-not-allowed: model-allowed: nobody who is trusted attests');
    expect(hello).toBeDefined();
  });

  test('switched off in the meantime, and from the start', async ({ page, hello, portal, erin, log }) => {
    await askForPasskey(page, portal, erin);
    portal.setSettings({ enabled: false });
    await make(page);
    await expect(page.getByRole('alert')).toHaveText('Passkeys are switched off in this portal.');
    expect(hello.credentials()).toEqual([]);
    await page.reload();
    await expect(page.getByRole('alert')).toHaveText('Passkeys are switched off in this portal.');
    expect(log.join('\n')).toContain('· method-off');
    await page.goto(portal.url);
    await expect(page.getByRole('button', { name: 'Next' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'passkey' })).toHaveCount(0);
  });

  test('not during sign-in, but from the account page', async ({ page, hello, portal, erin, log }) => {
    await askForPasskey(page, portal, erin);
    portal.setSettings({ registrationDuringSignIn: false });
    await make(page);
    await expect(page.getByRole('alert')).toContainText('Passkeys are made from your account page.');
    expect(hello.credentials()).toEqual([]);
    await page.reload();
    expect(log.join('\n')).toContain('· not-during-sign-in');
    await signInByPassword(page, portal, erin);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Password').fill(erin.password);
    await page.getByRole('button', { name: 'Next' }).click();
    await make(page);
    await expect(page.getByRole('heading', { name: 'Name this passkey' })).toBeVisible();
  });

  test('not allowed from here', async ({ page, portal, erin, log }) => {
    portal.setRules(rules({ registering: [['password']], signingIn: [['password']] }).filter(one => !one.registering));
    await page.goto(portal.url);
    await page.getByLabel('User name').fill(erin.name);
    await page.getByRole('button', { name: 'Register a passkey' }).click();
    await expect(page.getByText('You cannot register a passkey from here.')).toBeVisible();
    expect(log.join('\n')).toContain('registration: policy asked · erin');
    await signInByPassword(page, portal, erin);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await expect(page.getByText('You cannot register a passkey from here.')).toBeVisible();
  });
});

test('two browsers at once: each makes its own passkey', async ({ page, hello, browser, portal, erin }) => {
  const other = await browser.newContext();
  const otherHello = await installHello(other);
  const otherPage = await other.newPage();
  await Promise.all([askForPasskey(page, portal, erin), askForPasskey(otherPage, portal, erin)]);
  await Promise.all([make(page), make(otherPage)]);
  for (const one of [page, otherPage])
    await expect(one.getByRole('heading', { name: 'Name this passkey' })).toBeVisible();
  await signInWithPasskey(page, portal);
  await expect(keyNames(page)).toHaveCount(2);
  expect([hello.credentials(), otherHello.credentials()].map(all => all.length)).toEqual([1, 1]);
  await other.close();
});

interface Signal {
  method: string;
  details: Record<string, unknown>;
}

/** What the pages tell the device from now on; nothing of it reaches the device. */
async function listenToSignals(context: BrowserContext): Promise<Signal[]> {
  const heard: Signal[] = [];
  await context.exposeBinding('heard', (_source, signal: Signal) => heard.push(signal));
  await context.addInitScript(`
    for (const method of ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails'])
      PublicKeyCredential[method] = async details => { await window.heard({ method, details }); };
  `);
  return heard;
}

test('the device is told which passkeys there are, which is gone, and whose they are', async ({
  page,
  context,
  hello,
  portal,
  erin,
}) => {
  const heard = await listenToSignals(context);
  await registered(page, portal, erin);
  await signInWithPasskey(page, portal);
  const [key] = hello.credentials();
  const own = { rpId: 'localhost', userId: key!.userHandle };
  const accepted = (ids: string[]) => ({
    method: 'signalAllAcceptedCredentials',
    details: { ...own, allAcceptedCredentialIds: ids },
  });
  const details = {
    method: 'signalCurrentUserDetails',
    details: { ...own, name: 'erin', displayName: 'Erin Employee' },
  };
  await expect.poll(() => heard).toEqual([accepted([key!.id]), details]);
  heard.length = 0;
  await page.getByRole('link', { name: 'Remove HomeComputer' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  const gone = { method: 'signalUnknownCredential', details: { rpId: 'localhost', credentialId: key!.id } };
  await expect.poll(() => heard).toEqual([gone, accepted([]), details]);
  heard.length = 0;
  await page.reload();
  await expect.poll(() => heard).toEqual([accepted([]), details]);
});

test('a passkey that was deleted on the device is still listed, and the page says what to do', async ({
  page,
  hello,
  portal,
  erin,
}) => {
  await registered(page, portal, erin);
  hello.remove(hello.credentials()[0]!.id);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('there is no passkey for it on this device');
  await signInByPassword(page, portal, erin);
  await expect(keyNames(page)).toHaveText(['HomeComputer']);
  await expect(page.getByText('remove it here as well')).toBeVisible();
  await page.getByRole('link', { name: 'Remove HomeComputer' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(keyNames(page)).toHaveCount(0);
});

for (const attestation of ['none', 'indirect', 'direct'] satisfies PasskeySettings['attestation'][]) {
  test(`what is asked for is what was settled: attestation ${attestation}`, async ({ page, hello, portal, erin }) => {
    portal.setSettings({
      attestation,
      userVerification: 'preferred',
      authenticatorType: 'platform',
      timeout: 77,
    });
    await askForPasskey(page, portal, erin);
    const options = page.waitForResponse('**/passkeys/options');
    await make(page);
    expect(await (await options).json()).toMatchObject({
      attestation,
      timeout: 77_000,
      authenticatorSelection: {
        authenticatorAttachment: 'platform',
        residentKey: 'required',
        userVerification: 'preferred',
      },
    });
    await expect(page.getByRole('heading', { name: 'Name this passkey' })).toBeVisible();
    expect(hello.credentials()).toHaveLength(1);
  });
}

test('a name that cannot be one is refused where it is typed', async ({ page, hello, portal, erin }) => {
  await askForPasskey(page, portal, erin);
  await make(page);
  const name = page.getByLabel('Name of the passkey');
  await expect(name).toHaveValue('Virtual authenticator');
  await name.fill('   ');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(page.getByRole('alert')).toHaveText('A name has 1 to 64 characters that can be shown.');
  await expect(name).toBeVisible();
  expect(hello.credentials()).toHaveLength(1);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 740 } });

    test('every page about passkeys is accessible, and fits a phone', async ({ page, hello, portal, erin }) => {
      const check = () => expectAccessible(page);
      await askForPasskey(page, portal, erin);
      await check();
      hello.will('cancelled');
      await make(page);
      await expect(page.getByRole('alert')).toBeVisible();
      await check();
      await make(page);
      await page.getByLabel('Name of the passkey').fill('M'.repeat(64));
      await check();
      await page.getByRole('button', { name: 'Save the name' }).click();
      await signInWithPasskey(page, portal);
      await page.getByText('Rename').click();
      await check();
      await page.getByRole('link', { name: 'Remove' }).click();
      await check();
      await page.goto(`${portal.url}/account/phone`);
      await check();
      for (const what of ['phone', 'code']) {
        await page.goto(`${portal.url}/account/${what}`);
        await page.getByRole('button', { name: 'Go on' }).click();
        await page.getByLabel('Password').fill(erin.password);
        await page.getByRole('button', { name: 'Next' }).click();
        await expect(page).toHaveURL(`${portal.url}/account/${what}`);
        await check();
        if (what === 'phone') {
          await page.getByRole('button', { name: 'Set up a phone' }).click();
          await check();
          await page.context().clearCookies();
          await signInWithPasskey(page, portal);
        }
      }
    });
  });
}
