/** The README's example, word for word but for where `test` comes from. */
import { readFileSync } from 'node:fs';
import { expect, test } from '../fixtures/test.ts';

test('a cancelled sign-in can be tried again', async ({ page, hello, relyingParty }) => {
  const alice = await relyingParty.addPerson({ name: 'alice' });
  await page.goto(relyingParty.url);
  await page.getByLabel('User name').fill(alice.name);
  await page.getByRole('button', { name: 'Register a passkey' }).click();
  await page.getByLabel('Password').fill(alice.password);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByRole('button', { name: 'Save the name' }).click();

  hello.will('cancelled'); // the next prompt only
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('You are not signed in');

  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('Signed in as alice.')).toBeVisible();
});

test('the README has this example', () => {
  const here = readFileSync(new URL(import.meta.url), 'utf8');
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = here.slice(here.indexOf("test('a cancelled"), here.indexOf('\n});\n') + 5);
  expect(example).toContain('hello.will');
  expect(readme).toContain(example);
});
