/** The recipes of docs/recipes.md, word for word, at a small page of a shop. */
import { readFileSync } from 'node:fs';
import { expect, test } from '../../fixtures/test.ts';

const shop = readFileSync(new URL('shop.html', import.meta.url), 'utf8');

test.use({ baseURL: 'https://shop.example.test' });

test.beforeEach(async ({ context }) => {
  await context.route('https://shop.example.test/**', route => route.fulfill({ contentType: 'text/html', body: shop }));
});

test('a person registers and signs in', async ({ page, hello }) => {
  await page.goto('/');
  await page.getByLabel('User name').fill('alice');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(hello).toHaveRegistered({ rpId: 'shop.example.test', userName: 'alice', userVerified: true });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(hello).toHaveSignedIn({ userVerified: true });
  await expect(page.getByRole('status')).toHaveText('Welcome, alice');
});

test('a person who cancels can try again', async ({ page, hello }) => {
  hello.will('cancelled');
  await page.goto('/');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('That did not work. Try again.');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Passkey created');
});

test('the page says that it waits, as long as the prompt is open', async ({ page, hello }) => {
  hello.will('pending');
  await page.goto('/');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  const prompt = await hello.pending();
  await expect(page.getByRole('status')).toHaveText('Waiting for your device…');
  prompt.release();
  await expect(page.getByRole('status')).toHaveText('Passkey created');
});

test('the page stops the prompt itself', async ({ page, hello }) => {
  hello.will('pending');
  await page.goto('/');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await hello.pending();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('status')).toHaveText('Stopped');
  await expect(hello).toHaveRefused({ reason: 'aborted' });
});

test('a face that is not recognised', async ({ page, hello }) => {
  await page.goto('/');
  await hello.during('denied', async () => {
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await expect(page.getByRole('status')).toHaveText('That did not work. Try again.');
  });
  await expect(hello).toHaveRefused({ reason: 'not recognised' });
});

test('a device that is locked out, until it is unlocked', async ({ page, hello }) => {
  hello.will('lockedOut');
  await page.goto('/');
  for (let attempt = 0; attempt < 2; attempt++) {
    await page.getByRole('button', { name: 'Create a passkey' }).click();
    await expect(page.getByRole('status')).toHaveText('That did not work. Try again.');
  }
  hello.unlock();
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Passkey created');
});

test('without Windows Hello the page offers no passkey', async ({ page, hello }) => {
  hello.outcome = 'notEnrolled';
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Create a passkey' })).toBeHidden();
});

test('a passkey is picked from the form', async ({ page, hello }) => {
  hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  await page.goto('/#form');
  await hello.autofill(page.getByLabel('User name'), 'alice');
  await expect(page.getByRole('status')).toHaveText('Welcome, alice');
});

test('a person with two accounts picks one', async ({ page, hello }) => {
  hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  hello.add({ rpId: 'shop.example.test', userName: 'bob', userHandle: 'Ym9i' });
  hello.choose('bob');
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Welcome, bob');
});

test('a device that has a passkey is not registered twice', async ({ page, hello }) => {
  await page.goto('/');
  await page.getByLabel('User name').fill('alice');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Passkey created');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('You have a passkey here already');
  expect(hello.credentials()).toHaveLength(1);
});

test('a passkey that was deleted on the device', async ({ page, hello }) => {
  const { id } = hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  hello.remove(id);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('That did not work. Try again.');
  await expect(hello).toHaveRefused({ reason: 'no passkey for the RP ID shop.example.test' });
});

test('a sign-in without user verification is not good enough', async ({ page, hello }) => {
  hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  hello.flags({ userVerified: false });
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('We could not verify you');
});

test('passkeys are kept from one test to another', async ({ page, hello }) => {
  hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  const file = JSON.stringify(hello.save()); // to be kept where the tests keep their state
  hello.remove(hello.credentials()[0]!.id);
  hello.load(JSON.parse(file));
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Welcome, alice');
});

test('a second tab uses the same passkey', async ({ page, context, hello }) => {
  hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  for (const tab of [page, await context.newPage()]) {
    await tab.goto('/');
    await tab.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(tab.getByRole('status')).toHaveText('Welcome, alice');
  }
  expect(hello.credentials()).toMatchObject([{ signCount: 2 }]);
});

test('a prompt is open when the page is reloaded', async ({ page, hello }) => {
  hello.will('pending');
  await page.goto('/');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  const prompt = await hello.pending();
  await page.reload();
  await prompt.answered;
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Passkey created');
  expect(hello.credentials()).toHaveLength(1);
});

test('a key that was cloned', async ({ page, hello }) => {
  const { id } = hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U', signCount: 9 });
  hello.rollBack(id, 3);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(hello).toHaveSignedIn({ userName: 'alice' });
  expect(hello.credentials()).toMatchObject([{ signCount: 4 }]); // signed with 4, after 9: refuse it, or ask for more
});

test('nobody answers in time', async ({ page, hello }) => {
  hello.will('timedOut');
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('That did not work. Try again.');
  await expect(hello).toHaveRefused({ reason: 'timed out' });
});

test('a PIN in place of a face', async ({ page, hello }) => {
  hello.will('denied', 'pin');
  await page.goto('/');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('That did not work. Try again.');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Passkey created');
  expect(hello.events).toMatchObject([{ type: 'refused' }, { type: 'registered', by: 'pin' }]);
});

test('a sign-in in a popup', async ({ page, hello }) => {
  hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  await page.goto('/');
  const opened = page.waitForEvent('popup');
  await page.evaluate(`void open('/', 'sign-in', 'popup')`);
  const popup = await opened;
  await popup.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(popup.getByRole('status')).toHaveText('Welcome, alice');
  await expect(hello).toHaveSignedIn({ userName: 'alice' });
});

test('an account is renamed on the device', async ({ page, hello }) => {
  const { id } = hello.add({ rpId: 'shop.example.test', userName: 'alice', userHandle: 'YWxpY2U' });
  hello.rename(id, { userName: 'alice.smith' });
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('status')).toHaveText('Welcome, alice'); // by its user handle, which stays
  await expect(hello).toHavePasskey({ rpId: 'shop.example.test', userName: 'alice.smith' });
});
