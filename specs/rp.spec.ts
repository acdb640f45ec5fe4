/** The pages of the sample relying party, as people use them. */

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessible.ts';
import { askToSignIn, expectSignedIn, goToMakePasskey, makePasskey, signOut } from '../fixtures/portalPages.ts';
import type { AddedPerson } from '../fixtures/rp/main.ts';
import { expect, type RunningPortal, test } from '../fixtures/test.ts';
import { installHello } from '../harness/browser/hello.ts';

/** Somebody new who makes a passkey and signs in with it. */
async function atAccount(
  page: Page,
  portal: RunningPortal,
  { displayName = 'Ada', passkey = 'Laptop' } = {},
): Promise<AddedPerson> {
  const person = await portal.addPerson({ displayName });
  await goToMakePasskey(page, portal, person);
  await makePasskey(page, passkey);
  await askToSignIn(page);
  await expectSignedIn(page, person);
  return person;
}

/** From the account page, behind the password once more. */
async function addPasskey(page: Page, { password }: AddedPerson): Promise<void> {
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Next' }).click();
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 740 } });

    test('every page and message is accessible, and fits a phone', async ({ page, hello, relyingParty }) => {
      const check = () => expectAccessible(page);
      const person = await relyingParty.addPerson({ displayName: 'W'.repeat(64) });
      await page.goto(relyingParty.url);
      await check();
      hello.will('cancelled');
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await check();
      await page.getByLabel('User name').fill(person.name);
      await page.getByRole('button', { name: 'Register a passkey' }).click();
      await check();
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Next' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await check();
      await goToMakePasskey(page, relyingParty, person);
      await check();
      await page.getByRole('button', { name: 'Make a passkey' }).click();
      await page.getByLabel('Name of the passkey').fill('M'.repeat(64));
      await check();
      await page.getByRole('button', { name: 'Save the name' }).click();
      await check();
      await askToSignIn(page, person.name);
      await expectSignedIn(page, person);
      await check();
      await addPasskey(page, person);
      await page.getByRole('button', { name: 'Make a passkey' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await check();
      await page.goto(`${relyingParty.url}/account`);
      await page.getByText('Rename').click();
      await check();
      await page.getByRole('link', { name: 'Remove' }).click();
      await check();
      await page.goto(`${relyingParty.url}/nowhere`);
      await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
      await check();
    });
  });
}

test('a person needs no mouse', async ({ page, hello, relyingParty }) => {
  const { name, password } = await relyingParty.addPerson();
  const type = (text: string) => page.keyboard.type(text);
  const press = (key: string) => page.keyboard.press(key);
  const focused = () =>
    page.evaluate<string>(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim()',
    );
  const tabTo = async (label: string) => {
    for (let step = 0; step < 12; step++) {
      await press('Tab');
      if ((await focused()) === label) return;
    }
    throw new Error(`Tab does not reach "${label}"`);
  };

  await page.goto(relyingParty.url);
  await page.getByLabel('User name').focus();
  await type(name);
  await tabTo('Register a passkey');
  await press('Enter');
  await expect(page.getByLabel('Password')).toBeFocused();
  await type(password);
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Make a passkey' })).toBeVisible();
  hello.will('pending');
  await tabTo('Make a passkey');
  await press('Enter');
  (await hello.pending()).refuse();
  await expect(page.getByRole('alert')).toContainText('No passkey was made');
  await expect(page.getByRole('button', { name: 'Make a passkey' })).toBeFocused();
  await press('Enter');
  await page.getByLabel('Name of the passkey').focus();
  await press('Control+A');
  await type('Laptop');
  await press('Enter');
  await expect(page.getByText('“Laptop” is ready')).toBeVisible();
  await tabTo('Sign in with a passkey');
  await press('Enter');
  await expect(page.getByText('Signed in as')).toBeVisible();
  await tabTo('Rename Laptop');
  await press('Enter');
  await press('Tab');
  await press('Control+A');
  await type('Tower');
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Tower' })).toBeVisible();
  await tabTo('Remove Tower');
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Remove this passkey?' })).toBeVisible();
  await tabTo('Keep it');
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Your passkeys' })).toBeVisible();
  await tabTo('Sign out');
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('a passkey is named, renamed, added to and removed', async ({ page, hello, relyingParty }) => {
  const person = await relyingParty.addPerson();
  await goToMakePasskey(page, relyingParty, person);
  await makePasskey(page, 'Laptop');
  await expect(page.getByRole('status')).toHaveText('The passkey “Laptop” is ready. Sign in with it.');
  await page.reload();
  await expect(page.getByText('is ready')).toHaveCount(0);
  await askToSignIn(page);
  await expect(page.getByRole('listitem').getByRole('heading')).toHaveText(['Laptop']);

  await page.getByText('Rename').click();
  await page.getByLabel('New name').fill('Work laptop');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The passkey is now called “Work laptop”.')).toBeVisible();
  await expect(page.getByRole('listitem').getByRole('heading')).toHaveText(['Work laptop']);

  // Another device of the same person: this one no longer has the passkey.
  hello.remove(hello.credentials()[0]!.id);
  await addPasskey(page, person);
  await makePasskey(page);
  await expect(page.getByRole('status')).toHaveText('The passkey “Virtual authenticator” is ready.');
  await expect(page.getByRole('listitem').getByRole('heading')).toHaveText(['Work laptop', 'Virtual authenticator']);

  await page.getByRole('link', { name: 'Remove Work laptop' }).click();
  await expect(page.getByText('This is your only passkey')).toHaveCount(0);
  await page.getByRole('link', { name: 'Keep it' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('link', { name: 'Remove Work laptop' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('The passkey “Work laptop” is removed.')).toBeVisible();
  await expect(page.getByRole('listitem').getByRole('heading')).toHaveText(['Virtual authenticator']);
});

test('what a passkey was last used for is shown', async ({ page, hello, relyingParty }) => {
  const person = await relyingParty.addPerson();
  await goToMakePasskey(page, relyingParty, person);
  await makePasskey(page);
  await page.getByLabel('User name').fill(person.name);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Use another way' }).click();
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Next' }).click();
  const item = page.getByRole('listitem');
  await expect(item).toContainText(/Created\s*\d{1,2} \w+ 20\d\d, \d\d:\d\d UTC\s*Last used\s*never/);
  await expect(item).toContainText('no, it stays on one device');
  await signOut(page);
  await askToSignIn(page, person.name);
  await expect(item).toContainText(/Last used\s*\d{1,2} \w+ 20\d\d, \d\d:\d\d UTC/);
  expect(hello.credentials()).toHaveLength(1);
});

test('names that look like markup stay text, everywhere', async ({ page, hello, relyingParty }) => {
  const hostile = `"'><script>document.title='x'</script><img src=x onerror="document.title='x'">`.slice(0, 64);
  const complaints: string[] = [];
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  const person = await relyingParty.addPerson({ displayName: hostile });
  await goToMakePasskey(page, relyingParty, person);
  await makePasskey(page, hostile);
  await expect(page.getByRole('status')).toHaveText(`The passkey “${hostile}” is ready. Sign in with it.`);
  await askToSignIn(page);
  await expect(page.getByRole('banner')).toContainText(hostile);
  await expect(page.getByRole('listitem').getByRole('heading')).toHaveText(hostile);
  await page.getByText('Rename').click();
  await expect(page.getByLabel('New name')).toHaveValue(hostile);
  const scriptsAndImages = () => page.evaluate('["script", "img"].map(name => document.querySelectorAll(name).length)');
  expect(await scriptsAndImages()).toEqual([1, 1]);
  await page.getByRole('link', { name: 'Remove' }).click();
  await expect(page.getByText(hostile)).toHaveCount(2);
  await expect(page).toHaveTitle(/Remove this passkey/);
  expect(await scriptsAndImages()).toEqual([0, 1]);
  expect(hello.credentials()[0]!.userDisplayName).toBe(hostile);
  expect(complaints).toEqual([]);
});

test('the policy keeps scripts out that get into a page all the same', async ({ page, relyingParty }) => {
  const complaint = page.waitForEvent('console', message => message.text().includes('Content Security Policy'));
  await page.goto(relyingParty.url);
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))`,
  );
  await complaint;
  expect(await page.evaluate('window.ran')).toBeUndefined();
});

test('nobody adds herself, or a second person of one name', async ({ page, relyingParty }) => {
  const asked = await page.goto(`${relyingParty.url}/register`);
  expect(asked?.status()).toBe(404);
  const { name } = await relyingParty.addPerson();
  await expect(relyingParty.addPerson({ name })).rejects.toThrow('This user name is taken.');
});

test('a portal that cannot be reached is said to be', async ({ page, context, relyingParty }) => {
  await page.goto(relyingParty.url);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'The portal cannot be reached. Check your connection, then try again.',
  );
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeEnabled();
});

test('the account page is for people who are signed in', async ({ page, relyingParty }) => {
  await page.goto(`${relyingParty.url}/account`);
  await expect(page).toHaveURL(`${relyingParty.url}/`);
  await page.goto(`${relyingParty.url}/account/passkeys/AAAA/remove`);
  await expect(page).toHaveURL(`${relyingParty.url}/`);
});

test('one person does not reach the passkeys of another', async ({ page, browser, relyingParty }) => {
  const theirs = await browser.newContext();
  await installHello(theirs);
  const their = await theirs.newPage();
  await atAccount(their, relyingParty, { passkey: 'Theirs' });
  const address = await their.getByRole('link', { name: 'Remove Theirs' }).getAttribute('href');

  await installHello(page.context());
  await atAccount(page, relyingParty, { passkey: 'Mine' });
  const asked = await page.goto(`${relyingParty.url}${address}`);
  expect(asked?.status()).toBe(404);
  const headers = { Origin: relyingParty.url, Accept: 'text/html' };
  for (const path of [address!, address!.replace('/remove', '')]) {
    const answer = await page.request.post(`${relyingParty.url}${path}`, { headers, form: { name: 'Stolen' } });
    expect(answer.status(), path).toBe(404);
  }
  await their.reload();
  await expect(their.getByRole('listitem').getByRole('heading')).toHaveText(['Theirs']);
  await theirs.close();
});
