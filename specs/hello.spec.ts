/** The browser lane: a virtual Windows Hello at the sample relying party's pages. */
import type { Page } from '@playwright/test';
import { PortalAgent } from '../fixtures/portalClient.ts';
import {
  askToSignIn,
  expectSignedIn,
  goToMakePasskey,
  makePasskey,
  registered,
  signOut,
} from '../fixtures/portalPages.ts';
import type { AddedPerson } from '../fixtures/rp/main.ts';
import { expect, type RunningPortal, test } from '../fixtures/test.ts';
import { installHello } from '../harness/browser/hello.ts';

const notRegistered = 'No passkey was made: the request was cancelled or not confirmed.';
const notSignedIn = 'You are not signed in: the request was cancelled or not confirmed';
const notAccepted = 'This passkey was not accepted.';

/** A page of the portal that asks for no passkey of itself. */
const quietPage = ({ url }: RunningPortal) => `${url}/nowhere`;

/** As far as the question to the device; what comes of it is the test's to say. */
async function register(page: Page, portal: RunningPortal, person?: AddedPerson): Promise<AddedPerson> {
  const registering = person ?? (await portal.addPerson());
  await goToMakePasskey(page, portal, registering);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  return registering;
}

/** On another device, which signs in by password. */
async function removeElsewhere(portal: RunningPortal, { name, password }: AddedPerson, id: string): Promise<void> {
  const elsewhere = new PortalAgent(portal.url);
  await elsewhere.begin(name, 'sign-in');
  await elsewhere.submit('/sign-in/other');
  await elsewhere.prove('password', password);
  await elsewhere.submit(`/account/passkeys/${id}/remove`);
}

test('registers a passkey and signs in with it', async ({ page, hello, relyingParty }) => {
  const person = await registered(page, relyingParty);
  expect(hello.credentials('localhost')).toMatchObject([
    { rpId: 'localhost', userName: person.name, discoverable: true },
  ]);
  await askToSignIn(page, person.name);
  await expectSignedIn(page, person);
  await expect(page.getByRole('listitem')).toHaveCount(1);
});

test('signs in without a user name', async ({ page, hello, relyingParty }) => {
  const person = await registered(page, relyingParty);
  const before = hello.credentials()[0]!.signCount;
  await askToSignIn(page);
  await expectSignedIn(page, person);
  expect(hello.credentials()[0]!.signCount).toBe(before + 1);
});

test.describe('a person who cancels', () => {
  test.use({ helloOptions: { outcome: 'cancelled' } });

  test('registers nothing, and is told so', async ({ page, hello, relyingParty }) => {
    await register(page, relyingParty);
    await expect(page.getByRole('alert')).toContainText(notRegistered);
    expect(hello.credentials()).toEqual([]);
  });
});

test('a cancelled sign-in can be tried again', async ({ page, hello, relyingParty }) => {
  const person = await registered(page, relyingParty);
  hello.will('cancelled');
  await askToSignIn(page, person.name);
  await expect(page.getByRole('alert')).toContainText(notSignedIn);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await expectSignedIn(page, person);
});

test('a person who is not recognised registers nothing and does not get in', async ({ page, hello, relyingParty }) => {
  hello.will('denied');
  const person = await register(page, relyingParty);
  await expect(page.getByRole('alert')).toContainText(notRegistered);
  expect(hello.credentials()).toEqual([]);
  await registered(page, relyingParty, person);
  hello.outcome = 'denied';
  await askToSignIn(page);
  await expect(page.getByRole('alert')).toContainText(notSignedIn);
  expect(hello.credentials()[0]!.signCount).toBe(1);
});

test('the page sees the errors that Chrome gives', async ({ page, hello, relyingParty }) => {
  await registered(page, relyingParty);
  const [passkey] = hello.credentials();
  await page.goto(quietPage(relyingParty));
  const ask = (call: string) =>
    page.evaluate<string>(`(() => {
      const challenge = new Uint8Array(32);
      const bytes = atob('${Buffer.from(passkey!.id, 'base64url').toString('base64')}');
      const known = [{ type: 'public-key', id: Uint8Array.from(bytes, character => character.charCodeAt(0)) }];
      const user = { id: new Uint8Array(8), name: 'a', displayName: 'A' };
      return navigator.credentials.${call}.then(() => 'no error', error => error.constructor.name + ' ' + error.name + ': ' + error.message);
    })()`);
  const get = "get({ publicKey: { challenge, allowCredentials: known, userVerification: 'discouraged' } })";
  const create =
    "create({ publicKey: { challenge, rp: { name: 'x' }, user, pubKeyCredParams: [{ type: 'public-key', alg: -7 }], excludeCredentials: known } })";
  const generic =
    'DOMException NotAllowedError: The operation either timed out or was not allowed. See: https://www.w3.org/TR/webauthn-2/#sctn-privacy-considerations-client.';

  hello.will('cancelled', 'denied');
  expect(await ask(get)).toBe(generic);
  expect(await ask(get)).toBe(generic);
  hello.will('cancelled');
  expect(await ask(create)).toMatch(/^DOMException InvalidStateError: .* already registered/);
  expect(await ask(get), 'the outcome was not used up, as no prompt was shown').toBe(generic);
  expect(await ask(get)).toBe('no error');
  hello.remove(passkey!.id);
  expect(await ask(get), "the browser's own message").toBe(generic);
});

test('a device that holds a passkey already is not registered twice', async ({ page, hello, relyingParty }) => {
  await register(page, relyingParty, await registered(page, relyingParty));
  await expect(page.getByRole('alert')).toHaveText('This device already holds a passkey for your account.');
  expect(hello.credentials()).toHaveLength(1);
});

test('a passkey that was removed on the device no longer signs in', async ({ page, hello, relyingParty }) => {
  const person = await registered(page, relyingParty);
  hello.remove(hello.credentials()[0]!.id);
  await askToSignIn(page, person.name);
  await expect(page.getByRole('alert')).toContainText(notSignedIn);
  await page.goto(relyingParty.url);
  await askToSignIn(page);
  await expect(page.getByRole('alert')).toContainText(notSignedIn);
});

test('a passkey that is removed on the relying party is put away by the device', async ({
  page,
  hello,
  relyingParty,
}) => {
  const person = await registered(page, relyingParty);
  await askToSignIn(page);
  await expectSignedIn(page, person);
  await page.getByRole('link', { name: 'Remove' }).click();
  await expect(page.getByText('This is your only passkey')).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('You have no passkey yet.')).toBeVisible();
  await expect.poll(() => hello.credentials()).toEqual([]);
  await signOut(page);
  await askToSignIn(page);
  await expect(page.getByRole('alert')).toContainText(notSignedIn);
});

test('a passkey that was removed elsewhere no longer signs in, and is put away', async ({
  page,
  hello,
  relyingParty,
}) => {
  const person = await registered(page, relyingParty);
  await removeElsewhere(relyingParty, person, hello.credentials()[0]!.id);
  expect(hello.credentials()).toHaveLength(1);
  await askToSignIn(page);
  await expect(page.getByRole('alert')).toHaveText('The portal does not know this passkey.');
  expect(hello.credentials()).toEqual([]);
});

test('a cloned counter is refused, and a counter that has caught up is not', async ({ page, hello, relyingParty }) => {
  const person = await registered(page, relyingParty);
  const { id } = hello.credentials()[0]!;
  await askToSignIn(page);
  await expectSignedIn(page, person);
  await signOut(page);
  hello.rollBack(id, 0);
  await askToSignIn(page);
  await expect(page.getByRole('alert')).toContainText(notAccepted);
  expect(hello.credentials()[0]!.signCount).toBe(1);
  hello.rollBack(id, 7);
  await askToSignIn(page);
  await expectSignedIn(page, person);
});

test.describe('a prompt that is open', () => {
  test('is released, and the ceremony goes on', async ({ page, hello, relyingParty }) => {
    hello.will('pending');
    await register(page, relyingParty);
    const prompt = await hello.pending();
    expect(prompt).toMatchObject({ kind: 'create', rpId: 'localhost', origin: relyingParty.url });
    await expect(page.getByText('Waiting for your device…')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Make a passkey' })).toBeDisabled();
    expect(hello.credentials()).toEqual([]);
    prompt.release();
    await expect(page.getByRole('heading', { name: 'Name this passkey' })).toBeVisible();
    expect(() => prompt.release()).toThrow('answered before with "verified"');
  });

  test('is refused', async ({ page, hello, relyingParty }) => {
    const person = await registered(page, relyingParty);
    hello.will('pending');
    await askToSignIn(page, person.name);
    (await hello.pending()).refuse();
    await expect(page.getByRole('alert')).toContainText(notSignedIn);
  });

  test('is left by the page, which can ask again at once', async ({ page, hello, relyingParty }) => {
    hello.will('pending');
    await register(page, relyingParty);
    const prompt = await hello.pending();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('alert')).toHaveText('You cancelled. Nothing was changed.');
    expect(() => prompt.release()).toThrow('no longer waits');
    await makePasskey(page);
    expect(hello.credentials()).toHaveLength(1);
  });

  test('ends with a reload, and with its page', async ({ page, context, hello, relyingParty }) => {
    hello.will('pending', 'pending');
    const person = await register(page, relyingParty);
    const first = await hello.pending();
    await page.reload();
    await first.answered;
    expect(() => first.release()).toThrow('no longer waits');
    const other = await context.newPage();
    await register(other, relyingParty);
    const second = await hello.pending();
    await other.close();
    await second.answered;
    expect(() => second.release()).toThrow('no longer waits');
    await registered(page, relyingParty, person);
  });

  test('runs into the time-out that the page set', async ({ page, hello, relyingParty }) => {
    await page.goto(quietPage(relyingParty));
    hello.will('pending');
    const error = page.evaluate(
      'navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32), timeout: 30 } }).catch(error => error.name)',
    );
    expect(await error).toBe('NotAllowedError');
  });

  test('keeps its page from asking a second time', async ({ page, hello, relyingParty }) => {
    await page.goto(quietPage(relyingParty));
    hello.will('pending');
    const ask =
      'navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32) } }).catch(error => error.name)';
    expect(await page.evaluate(`globalThis.first = ${ask}; ${ask}`)).toBe('OperationError');
    (await hello.pending()).refuse('denied');
    expect(await page.evaluate('first')).toBe('NotAllowedError');
  });
});

test('stays through navigation and reload', async ({ page, hello, relyingParty }) => {
  const person = await registered(page, relyingParty);
  await page.reload();
  await page.goto('about:blank');
  await page.goto(quietPage(relyingParty));
  await page.goBack();
  await page.goto(relyingParty.url);
  await page.reload();
  await askToSignIn(page);
  await expectSignedIn(page, person);
  await page.reload();
  await signOut(page);
  await askToSignIn(page, person.name);
  await expectSignedIn(page, person);
  expect(hello.credentials()).toHaveLength(1);
});

test('all pages of a context share the passkeys, and no counter goes back', async ({
  page,
  context,
  hello,
  relyingParty,
}) => {
  const person = await registered(page, relyingParty);
  const other = await context.newPage();
  for (const [turn, tab] of [other, page, other, page].entries()) {
    await tab.goto(relyingParty.url);
    await askToSignIn(tab);
    await expectSignedIn(tab, person);
    expect(hello.credentials()).toMatchObject([{ userName: person.name, signCount: turn + 2 }]);
    await signOut(tab);
  }
  hello.remove(hello.credentials()[0]!.id);
  await askToSignIn(page);
  await expect(page.getByRole('alert')).toContainText(notSignedIn);
});

test('pages that ask at the same time use different counters', async ({ page, context, hello, relyingParty }) => {
  await registered(page, relyingParty);
  const tabs = [page, await context.newPage(), await context.newPage()];
  await Promise.all(tabs.map(tab => tab.goto(quietPage(relyingParty))));
  const fiveTimes = `(async () => {
    const seen = [];
    for (let turn = 0; turn < 5; turn++) {
      const { response } = await navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32) } });
      seen.push(new DataView(response.authenticatorData).getUint32(33));
    }
    return seen;
  })()`;
  const counters = await Promise.all(tabs.map(tab => tab.evaluate<number[]>(fiveTimes)));
  expect(counters.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index + 2));
  expect(hello.credentials()).toMatchObject([{ signCount: 16 }]);
});

test('a popup signs in with its very first script', async ({ page, context, hello, relyingParty }) => {
  const person = await registered(page, relyingParty);
  await context.route('**/popup', route =>
    route.fulfill({
      contentType: 'text/html',
      body: `<script>navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32) } }).then(c => document.title = c.type, e => document.title = e.name)</script>`,
    }),
  );
  const opened = context.waitForEvent('page');
  await page.evaluate(`void open('/popup')`);
  await expect(await opened).toHaveTitle('public-key');
  expect(hello.credentials()).toMatchObject([{ userName: person.name, signCount: 2 }]);
});

test('a page that signals an unknown credential has it removed from the device', async ({
  page,
  context,
  hello,
  relyingParty,
}) => {
  await registered(page, relyingParty);
  const { id } = hello.credentials()[0]!;
  const other = await context.newPage();
  await other.goto(relyingParty.url);
  await other.evaluate(`PublicKeyCredential.signalUnknownCredential({ rpId: 'localhost', credentialId: '${id}' })`);
  expect(hello.credentials()).toEqual([]);
});

test('a page can ask whether there is a platform authenticator before anything else', async ({
  page,
  hello,
  relyingParty,
}) => {
  await page.goto(relyingParty.url);
  const available = await page.evaluate('PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()');
  expect(available).toBe(true);
  expect(hello.credentials()).toEqual([]);
});

test('one device holds the passkeys of five people', { tag: '@rest' }, async ({ page, hello, relyingParty }) => {
  const people: AddedPerson[] = [];
  for (let count = 1; count <= 5; count++) {
    people.push(await registered(page, relyingParty));
    expect(hello.credentials()).toHaveLength(count);
  }
  for (const person of people) {
    await askToSignIn(page, person.name);
    await expectSignedIn(page, person);
    await signOut(page);
  }
});

test('words that are misspelt are refused with the allowed ones', async ({ hello, context }) => {
  expect(() => hello.will('canceled' as 'cancelled')).toThrow(
    'use verified, face, fingerprint, pin, cancelled, denied',
  );
  expect(() => {
    hello.outcome = 'ok' as 'verified';
  }).toThrow('"ok" is no outcome');
  await expect(installHello(context, { outcom: 'denied' } as object)).rejects.toThrow(
    '"outcom" is no option of hello; use engine, model, devices, outcome',
  );
  expect(() => hello.remove('AAAA')).toThrow('The device has no passkey AAAA');
  expect(() => hello.rollBack('AAAA', -1)).toThrow('no counter');
});
