/** What is Chromium's own: the cdp engine, on a page that does nothing by itself. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';

const ORIGIN = 'https://login.example.test';
const GENERIC =
  'NotAllowedError: The operation either timed out or was not allowed. See: https://www.w3.org/TR/webauthn-2/#sctn-privacy-considerations-client.';

test.beforeEach(async ({ context, page }) => {
  await context.route(`${ORIGIN}/**`, route =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Login</title><input autocomplete="username webauthn"><input id="plain" autocomplete="username">',
    }),
  );
  await page.goto(`${ORIGIN}/`);
});

/** What the page comes to: the name of the account or flags, or the error. */
function create(page: Page, name = 'alice', more: object = {}): Promise<string> {
  return page.evaluate(
    async ([name, more]) => {
      const publicKey = {
        challenge: new Uint8Array(32),
        rp: { name: 'Login' },
        user: { id: new TextEncoder().encode(name), name, displayName: name },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required' },
        ...more,
      } as unknown;
      const { navigator } = globalThis as unknown as {
        navigator: { credentials: { create(o: object): Promise<object> } };
      };
      return navigator.credentials.create({ publicKey } as object).then(
        () => 'registered',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    },
    [name, more] as const,
  );
}

interface Assertion {
  response: { authenticatorData: ArrayBuffer; userHandle: ArrayBuffer };
  getClientExtensionResults(): { prf?: { results?: object } };
}

/** The user handle, the flags in hexadecimal and the counter; or the error. */
function get(page: Page, more: object = {}, mediation = 'optional'): Promise<string> {
  return page.evaluate(
    async ([more, mediation]) => {
      const publicKey = { challenge: new Uint8Array(32), ...more };
      const { navigator } = globalThis as unknown as {
        navigator: { credentials: { get(o: object): Promise<Assertion> } };
      };
      return navigator.credentials.get({ publicKey, mediation } as object).then(
        ({ response }) => {
          const data = new DataView(response.authenticatorData);
          return `${new TextDecoder().decode(response.userHandle)} ${data.getUint8(32).toString(16)} ${data.getUint32(33)}`;
        },
        (error: Error) => `${error.name}: ${error.message}`,
      );
    },
    [more, mediation] as const,
  );
}

/** Asks, changes its mind after that many milliseconds, and says how both ended: this, and what it asked next. */
function abortThenGet(page: Page, after: number): Promise<string[]> {
  return page.evaluate(async after => {
    const { navigator } = globalThis as unknown as {
      navigator: { credentials: { get(o: object): Promise<object> } };
    };
    const publicKey = { challenge: new Uint8Array(32), timeout: 5000 };
    const ended = (asked: Promise<object>) =>
      asked.then(
        () => 'signed in',
        (error: Error) => error.name,
      );
    const controller = new AbortController();
    const first = ended(navigator.credentials.get({ publicKey, signal: controller.signal }));
    if (after > 0) await new Promise(resolve => setTimeout(resolve, after));
    controller.abort();
    return [await first, await ended(navigator.credentials.get({ publicKey }))];
  }, after);
}

test('whenever a page changes its mind, what it asks next is answered', async ({ page, hello }) => {
  expect(await create(page)).toBe('registered');
  // From before Node has heard of it until after the browser has answered.
  for (const after of [0, 0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30]) {
    const [first, next] = await abortThenGet(page, after);
    expect([after, next]).toEqual([after, 'signed in']);
    expect(['AbortError', 'signed in']).toContain(first);
  }
  expect(hello.events.filter(({ reason }) => reason === 'already pending')).toEqual([]);
});

test('ten users are registered one after another, and each can be chosen', async ({ page, hello }) => {
  const names = Array.from({ length: 10 }, (_, index) => `user${index}`);
  for (const name of names) expect(await create(page, name)).toBe('registered');
  expect(await get(page), 'the one made last').toBe('user9 5 2');
  for (const name of names.slice(0, 9)) {
    hello.choose(name);
    expect(await get(page)).toBe(`${name} 5 2`);
    await expect(hello).toHaveSignedIn({ userName: name, rpId: 'login.example.test', userVerified: true });
  }
  expect(await get(page), 'the one used last').toBe('user8 5 3');
  expect(hello.credentials()).toHaveLength(10);
  hello.choose('nobody');
  expect(await get(page)).toBe(GENERIC);
  await expect(hello).toHaveRefused({ reason: '"nobody" is not among the accounts' });
});

test('a prompt offers its accounts, and is released with one of them', async ({ page, hello }) => {
  await create(page, 'alice');
  await create(page, 'bob');
  hello.will('pending');
  const signedIn = get(page);
  const prompt = await hello.pending();
  expect(prompt.accounts.map(({ userName }) => userName)).toEqual(['alice', 'bob']);
  expect(() => prompt.release('carol')).toThrow('"carol" is not among the accounts of this prompt: alice, bob');
  prompt.release('alice');
  expect(await signedIn).toBe('alice 5 2');
});

test('two pages use one counter, and a page learns what the other has made', async ({ page, context, hello }) => {
  const other = await context.newPage();
  await other.goto(`${ORIGIN}/`);
  await create(page);
  for (const [turn, tab] of [other, page, other, page].entries()) expect(await get(tab)).toBe(`alice 5 ${turn + 2}`);
  expect(hello.credentials()).toMatchObject([{ signCount: 5 }]);
});

test('flags are clear for one ceremony, which succeeds', async ({ page, hello }) => {
  hello.flags({ userVerified: false });
  await create(page);
  await expect(hello).toHaveRegistered({ userVerified: false });
  hello.flags({ userPresent: false });
  expect(await get(page)).toBe('alice 4 2');
  expect(await get(page)).toBe('alice 5 3');
  expect(() => hello.flags({ userVerifed: false } as object)).toThrow('use userVerified, userPresent');
});

test('locked out, until it is unlocked', async ({ page, hello }) => {
  await create(page);
  hello.will('lockedOut');
  expect(await get(page)).toBe(GENERIC);
  expect(await get(page)).toBe(GENERIC);
  expect(hello.events.filter(({ reason }) => reason === 'locked out')).toHaveLength(2);
  hello.unlock();
  expect(await get(page)).toBe('alice 5 2');
});

test('without a Windows Hello, pages are told so, and nothing works until there is one', async ({ page, hello }) => {
  await create(page);
  const ask = () => page.evaluate('PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()');
  const able = () => page.evaluate('PublicKeyCredential.getClientCapabilities()');
  expect(await ask()).toBe(true);
  await hello.during('notEnrolled', async () => {
    expect(await ask()).toBe(false);
    expect(await able()).toMatchObject({ userVerifyingPlatformAuthenticator: false });
    expect(await get(page)).toBe(GENERIC);
    expect(await create(page, 'bob')).toBe(GENERIC);
  });
  await expect(hello).toHaveRefused({ reason: 'no Windows Hello' });
  expect(await ask()).toBe(true);
  expect(await get(page)).toBe('alice 5 2');
  expect(hello.outcome).toBe('verified');
});

test('the person never answers: the page is told at once, or when its own short time is over', async ({
  page,
  hello,
}) => {
  hello.outcome = 'timedOut';
  expect(await create(page, 'alice', { timeout: 300_000 })).toBe(GENERIC);
  expect(await create(page, 'alice', { timeout: 20 })).toBe(GENERIC);
  expect(hello.events).toHaveLength(2);
  await expect(hello).toHaveRefused({ reason: 'timed out', kind: 'create' });
});

test('what no attached device can answer is refused at once, with the reason', async ({ page, hello }) => {
  const { id } = hello.add({ rpId: 'login.example.test', userName: 'alice' });
  const more = { authenticatorSelection: { authenticatorAttachment: 'cross-platform' } };
  expect(await create(page, 'alice', more)).toBe(GENERIC);
  await expect(hello).toHaveRefused({ kind: 'create', reason: 'no security key is attached' });
  const known = (transports: string[]) =>
    page.evaluate<string>(`(() => {
      const binary = atob('${Buffer.from(id, 'base64url').toString('base64')}');
      const known = { type: 'public-key', id: Uint8Array.from(binary, letter => letter.charCodeAt(0)), transports: ${JSON.stringify(transports)} };
      const publicKey = { challenge: new Uint8Array(32), allowCredentials: [known] };
      return navigator.credentials.get({ publicKey }).then(() => 'signed in', error => error.name + ': ' + error.message);
    })()`);
  expect(await known(['usb', 'nfc'])).toBe(GENERIC);
  await expect(hello).toHaveRefused({ kind: 'get', reason: 'no security key is attached' });
  expect(await known(['usb', 'internal'])).toBe('signed in');
});

test('events say why, where the page is told nothing', async ({ page, hello }) => {
  expect(await get(page)).toBe(GENERIC);
  expect((await hello.waitFor('refused')).reason).toBe('no passkey for the RP ID login.example.test');
  expect(await get(page, { rpId: 'example.com' })).toMatch(/^SecurityError/);
  expect((await hello.waitFor('refused')).reason).toContain('RP ID');
  hello.will('cancelled', 'denied', 'fingerprint');
  for (const reason of ['cancelled', 'not recognised']) {
    expect(await create(page)).toBe(GENERIC);
    expect(await hello.waitFor('refused')).toMatchObject({ kind: 'create', origin: ORIGIN, reason });
  }
  expect(await create(page)).toBe('registered');
  expect(await hello.waitFor('registered')).toMatchObject({ userName: 'alice', by: 'fingerprint', userVerified: true });
  hello.remove(hello.credentials()[0]!.id);
  expect(await hello.waitFor('removed')).toMatchObject({ userName: 'alice', rpId: 'login.example.test' });
});

test('autofill answers a conditional request, when the person picks from the field', async ({ page, hello }) => {
  await create(page, 'alice');
  await create(page, 'bob');
  const signedIn = get(page, {}, 'conditional');
  await hello.autofill(page.locator('input').first(), 'alice');
  expect(await signedIn).toBe('alice 5 2');
  await expect(hello.autofill(page.locator('#plain'))).rejects.toThrow('needs the token webauthn');
});

test('passkeys are saved and loaded, from a file and from credentials of CDP', async ({ page, hello }) => {
  hello.add({ rpId: 'login.example.test', userName: 'alice', signCount: 7, backupEligible: true, backupState: true });
  const file = JSON.parse(JSON.stringify(hello.save()));
  expect(await get(page)).toMatch(/ 1d 8$/);
  hello.remove(hello.credentials()[0]!.id);
  await expect(hello).not.toHavePasskey({ userName: 'alice' });
  hello.load(file);
  await expect(hello).toHavePasskey({ userName: 'alice', rpId: 'login.example.test' });
  expect(await get(page)).toMatch(/ 1d 8$/);
});

test('the secret of prf stays in its page, and the event says so', async ({ page, context, hello }) => {
  const prf = { extensions: { prf: {} } };
  await create(page, 'alice', prf);
  expect(await get(page, prf)).toBe('alice 5 2');
  expect((await hello.waitFor('signedIn')).note).toBeUndefined();
  const other = await context.newPage();
  await other.goto(`${ORIGIN}/`);
  expect(await get(other, prf)).toBe('alice 5 3');
  expect((await hello.waitFor('signedIn')).note).toContain('prf');
});

test('options that do not go with the engine are refused', async ({ context }) => {
  const { installHello } = await import('../fixtures/test.ts');
  await expect(installHello(context, { model: 'security-key', engine: 'cdp' })).rejects.toThrow(
    "use engine: 'software'",
  );
  await expect(installHello(context, { model: 'windows-helo' })).rejects.toThrow('"windows-helo" is no model');
  await expect(installHello(context, { engine: 'bridge' as 'cdp' })).rejects.toThrow('use cdp, software');
});
