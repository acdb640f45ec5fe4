/** That no passkey gets into the portal but by the policy and the settings: what programs try, page or no page. */
import { PortalAgent } from '../fixtures/portalClient.ts';
import { type AddedPerson, type RunningPortal, serve } from '../fixtures/rp/main.ts';
import { codeOf, stepAt } from '../fixtures/rp/methods/code.ts';
import { rules, SIMPLE_RULES } from '../fixtures/rules.ts';
import { test as base, expect } from '../fixtures/test.ts';
import { Authenticator } from '../harness/authenticator/authenticator.ts';
import { Client } from '../harness/authenticator/client.ts';
import type { AuthenticatorSettings } from '../harness/authenticator/settings.ts';
import { testRoots } from '../harness/authenticator/testRoots.ts';
import type { PublicKeyCredentialCreationOptionsJSON } from '../harness/encoding/json.ts';

interface Fixtures {
  log: string[];
  clock: { ahead: number };
  portal: RunningPortal;
  /** A user agent that nobody is signed in with. */
  agent: PortalAgent;
  ada: AddedPerson;
}

const MODEL = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const MINUTE = 60_000;

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  log: async ({}, use) => use([]),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  clock: async ({}, use) => use({ ahead: 0 }),
  portal: async ({ log, clock }, use) => {
    const now = () => Date.now() + clock.ahead;
    const portal = await serve({ file: ':memory:', rules: SIMPLE_RULES, log: line => log.push(line), now });
    await use(portal);
    await portal.close();
  },
  agent: async ({ portal }, use) => use(new PortalAgent(portal.url)),
  ada: async ({ portal }, use) => use(await portal.addPerson({ name: 'ada' })),
});

const device = (settings: Partial<AuthenticatorSettings> = {}) => new Client(new Authenticator(settings));

/** What a page's script would be told. */
async function told(agent: PortalAgent, path: string, data: object): Promise<{ status: number; code?: string }> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', origin: agent.url };
  const { status, text } = await agent.send({ method: 'POST', path, headers, body: JSON.stringify(data) });
  return { ...(JSON.parse(text) as { code?: string }), status };
}

const options = (agent: PortalAgent) => agent.ask<PublicKeyCredentialCreationOptionsJSON>('/passkeys/options', {});

async function permitted(portal: RunningPortal, { name, password }: AddedPerson): Promise<PortalAgent> {
  const agent = new PortalAgent(portal.url);
  await agent.begin(name, 'register');
  expect(await agent.prove('password', password)).toBe('/passkeys/new');
  return agent;
}

async function keysOf(portal: RunningPortal, { name, password }: AddedPerson): Promise<number> {
  const agent = new PortalAgent(portal.url);
  await agent.begin(name, 'sign-in');
  if ((await agent.get('/sign-in/step')).text.includes('/sign-in/other')) await agent.submit('/sign-in/other');
  await agent.prove('password', password);
  return (await agent.get('/account')).text.match(/aria-label="Remove /g)?.length ?? 0;
}

test.describe('no route makes a passkey around the policy', () => {
  test('a stranger gets no options, and no answer is taken from her', async ({ portal, agent, ada, log }) => {
    const other = await permitted(portal, ada);
    const response = await device().register(await options(other), { origin: portal.url });
    for (const path of ['/passkeys/options', '/passkeys/result', '/passkeys/ended']) {
      const body = { response, why: 'cancelled' };
      expect(await told(agent, path, body), path).toMatchObject({ status: 403, code: 'not-permitted' });
    }
    for (const path of ['/passkeys/upgrade/options', '/passkeys/upgrade/result'])
      expect(await told(agent, path, { response }), path).toMatchObject({ status: 403, code: 'not-permitted' });
    expect((await agent.get('/passkeys/new')).headers.location).toBe('/');
    expect(await agent.submit('/account/passkeys/new')).toBe('/');
    expect(log.join('\n')).not.toContain('passkey registered');
    expect(await keysOf(portal, ada)).toBe(0);
  });

  test('to be signed in is not enough', async ({ portal, agent, ada }) => {
    await agent.signInBy('password', ada.name, ada.password);
    for (const path of ['/passkeys/options', '/passkeys/result'])
      expect(await told(agent, path, {}), path).toMatchObject({ status: 403, code: 'not-permitted' });
    expect(await keysOf(portal, ada)).toBe(0);
  });

  test('half of a chain is not enough', async ({ portal, agent, ada }) => {
    portal.setRules(rules({ registering: [['password', 'code']], signingIn: [['password']] }));
    await agent.begin(ada.name, 'register');
    expect(await agent.prove('password', ada.password)).toBe('/sign-in/step');
    expect(await told(agent, '/passkeys/options', {})).toMatchObject({ status: 403 });
    expect(await agent.prove('code', ada.code())).toBe('/passkeys/new');
    await agent.makePasskey(device());
  });

  test('one person’s answer does not go with another’s permission', async ({ portal, ada }) => {
    const bob = await portal.addPerson({ name: 'bob' });
    const hers = await permitted(portal, ada);
    const his = await permitted(portal, bob);
    const response = await device().register(await options(hers), { origin: portal.url });
    expect(await told(his, '/passkeys/result', { response })).toMatchObject({ status: 400 });
    expect(await keysOf(portal, ada)).toBe(0);
    expect(await keysOf(portal, bob)).toBe(0);
  });

  test('a permission ends with whoever passes the rule next in the same browser', async ({ portal, ada }) => {
    const bob = await portal.addPerson({ name: 'bob' });
    const agent = await permitted(portal, ada);
    const response = await device().register(await options(agent), { origin: portal.url });
    await agent.begin(bob.name, 'register');
    await agent.prove('password', bob.password);
    expect(await told(agent, '/passkeys/result', { response })).toMatchObject({ status: 400 });
    expect(await keysOf(portal, bob)).toBe(0);
  });

  test('a permission runs out after five minutes', async ({ portal, ada, clock }) => {
    portal.setSettings({ timeout: 600 });
    const agent = await permitted(portal, ada);
    const response = await device().register(await options(agent), { origin: portal.url });
    clock.ahead = 5 * MINUTE + 1000;
    expect(await told(agent, '/passkeys/result', { response })).toMatchObject({ status: 403, code: 'not-permitted' });
    expect((await agent.get('/passkeys/new')).headers.location).toBe('/');
    expect(await keysOf(portal, ada)).toBe(0);
  });

  test('an answer that comes too late is refused, and another can be given', async ({ portal, ada, clock, log }) => {
    portal.setSettings({ timeout: 30 });
    const agent = await permitted(portal, ada);
    const response = await device().register(await options(agent), { origin: portal.url });
    clock.ahead = 31_000;
    expect(await told(agent, '/passkeys/result', { response })).toMatchObject({ status: 400, code: 'timed-out' });
    expect(log.join('\n')).toContain('timed-out: challenge-expiry');
    await agent.makePasskey(device());
  });

  test('a permission is good for one passkey, one after another and at once', async ({ portal, ada }) => {
    const agent = await permitted(portal, ada);
    const responses = [];
    for (let round = 0; round < 6; round++)
      responses.push(await device().register(await options(agent), { origin: portal.url }));
    const answers = await Promise.all(responses.map(response => told(agent, '/passkeys/result', { response })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403, 403, 403, 403]);
    expect(await told(agent, '/passkeys/options', {})).toMatchObject({ status: 403 });
    expect(await keysOf(portal, ada)).toBe(1);
  });

  test('many browsers at once get no more passkeys than one person may have', async ({ portal, ada }) => {
    portal.setSettings({ keysPerPerson: 3 });
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const agent = await permitted(portal, ada);
        const response = await device().register(await options(agent), { origin: portal.url });
        return { agent, response };
      }),
    );
    const ended = await Promise.all(
      answers.map(({ agent, response }) => told(agent, '/passkeys/result', { response })),
    );
    expect(ended.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 409, 409, 409]);
    expect(await keysOf(portal, ada)).toBe(3);
  });

  test('the name of a passkey is given by whoever made it', async ({ portal, agent, ada }) => {
    const hers = await permitted(portal, ada);
    const id = await hers.makePasskey(device());
    expect((await agent.get(`/passkeys/${id}/name`)).status).toBe(404);
    expect((await agent.post(`/passkeys/${id}/name`, { name: 'Stolen' })).status).toBe(404);
    expect(await hers.submit(`/passkeys/${id}/name`, { name: 'Mine' })).toBe('/');
    expect((await hers.post(`/passkeys/${id}/name`, { name: 'Again' })).status).toBe(404);
  });

  test('one person does not reach the passkeys of another', async ({ portal, agent, ada }) => {
    const id = await (await permitted(portal, ada)).makePasskey(device());
    const bob = await portal.addPerson({ name: 'bob' });
    await agent.signInBy('password', bob.name, bob.password);
    expect((await agent.get(`/account/passkeys/${id}/remove`)).status).toBe(404);
    for (const path of [`/account/passkeys/${id}`, `/account/passkeys/${id}/remove`])
      expect((await agent.post(path, { name: 'Stolen' })).status, path).toBe(404);
    expect(await keysOf(portal, ada)).toBe(1);
  });
});

test.describe('models', () => {
  const roots = testRoots()
    .map(root => `-----BEGIN CERTIFICATE-----\n${Buffer.from(root).toString('base64')}\n-----END CERTIFICATE-----`)
    .join('\n');
  const attested = { aaguid: MODEL, attestation: 'packed' } as const;

  async function outcome(portal: RunningPortal, ada: AddedPerson, settings: Partial<AuthenticatorSettings>) {
    const agent = await permitted(portal, ada);
    const response = await device(settings).register(await options(agent), { origin: portal.url });
    return told(agent, '/passkeys/result', { response });
  }

  test('only those that are allowed, attested by somebody who is trusted', async ({ portal, ada }) => {
    portal.setSettings({ attestation: 'direct', models: 'allow', aaguids: [MODEL], roots });
    const refused = { status: 403, code: 'model-not-allowed' };
    const another = { ...attested, aaguid: 'ee882879-721c-4913-9775-3dfcce97072a' };
    expect(await outcome(portal, ada, attested)).toMatchObject({ status: 200 });
    expect(await outcome(portal, ada, another)).toMatchObject(refused);
    expect(await outcome(portal, ada, { ...attested, attestation: 'packed-self' })).toMatchObject(refused);
    expect(await outcome(portal, ada, { ...attested, attestation: 'none' })).toMatchObject(refused);
    expect(await keysOf(portal, ada)).toBe(1);
  });

  test('none, where nobody is asked to attest, or no root is trusted', async ({ portal, ada }) => {
    portal.setSettings({ attestation: 'none', models: 'allow', aaguids: [MODEL], roots });
    expect(await outcome(portal, ada, attested)).toMatchObject({ code: 'model-not-allowed' });
    portal.setSettings({ attestation: 'direct', roots: '' });
    expect(await outcome(portal, ada, attested)).toMatchObject({ code: 'model-not-allowed' });
    expect(await keysOf(portal, ada)).toBe(0);
  });

  test('not those that are blocked, as far as they say who they are', async ({ portal, ada, log }) => {
    portal.setSettings({ attestation: 'direct', models: 'block', aaguids: [MODEL] });
    expect(await outcome(portal, ada, attested)).toMatchObject({ code: 'model-blocked' });
    expect(await outcome(portal, ada, { aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96' })).toMatchObject({
      status: 200,
    });
    portal.setSettings({ attestation: 'none' });
    expect(await outcome(portal, ada, { ...attested, keepsAaguid: false })).toMatchObject({ status: 200 });
    expect(log.join('\n')).toContain(`the model ${MODEL} is blocked`);
    expect(await keysOf(portal, ada)).toBe(2);
  });
});

test.describe('a passkey that the browser makes by itself', () => {
  const upgradeOptions = (agent: PortalAgent) =>
    agent.ask<PublicKeyCredentialCreationOptionsJSON>('/passkeys/upgrade/options', {});

  test('after a sign-in that satisfies a registering rule: once', async ({ portal, agent, ada, log }) => {
    await agent.signInBy('password', ada.name, ada.password);
    expect((await agent.get('/account')).text).toContain('data-upgrade');
    const asked = await upgradeOptions(agent);
    expect((await agent.get('/account')).text).not.toContain('data-upgrade');
    const context = { origin: portal.url, mediation: 'conditional' } as const;
    const response = await device().register(asked, context);
    const again = await device().register(await upgradeOptions(agent), context);
    expect(await told(agent, '/passkeys/upgrade/result', { response })).toMatchObject({ next: '/account' });
    expect(await told(agent, '/passkeys/upgrade/result', { response: again })).toMatchObject({ status: 403 });
    expect((await agent.get('/account')).text).toContain('Your browser has made a passkey for you');
    expect(log.join('\n')).toContain('passkey registered · ada');
    expect(await keysOf(portal, ada)).toBe(1);
  });

  test('not after a sign-in that is less than the registering rule asks for', async ({ portal, agent, ada }) => {
    portal.setRules(rules({ registering: [['password', 'code']], signingIn: [['password']] }));
    await agent.signInBy('password', ada.name, ada.password);
    expect(await told(agent, '/passkeys/upgrade/options', {})).toMatchObject({ status: 403, code: 'not-permitted' });
    expect((await agent.get('/account')).text).not.toContain('data-upgrade');
  });

  test('not later, not where it is switched off, not beside a passkey', async ({ portal, agent, ada, clock }) => {
    const key = device();
    await agent.signInBy('password', ada.name, ada.password);
    portal.setSettings({ registrationDuringSignIn: false });
    expect(await told(agent, '/passkeys/upgrade/options', {})).toMatchObject({ status: 403 });
    portal.setSettings({ registrationDuringSignIn: true });
    clock.ahead = 6 * MINUTE;
    expect(await told(agent, '/passkeys/upgrade/options', {})).toMatchObject({ status: 403 });
    await (await permitted(portal, ada)).makePasskey(key);
    const other = new PortalAgent(portal.url);
    await other.signInWithPasskey(key, ada.name);
    expect((await other.get('/account')).text).not.toContain('data-upgrade');
    expect(await told(other, '/passkeys/upgrade/options', {})).toMatchObject({ status: 403 });
  });

  test('in the page, silently', async ({ page, portal, ada }) => {
    const authenticator = device();
    const asked = page.waitForResponse('**/passkeys/upgrade/options');
    await page.exposeBinding('makeSilently', async () =>
      authenticator.register(await (await asked).json(), { origin: portal.url, mediation: 'conditional' }),
    );
    await page.addInitScript(`
      PublicKeyCredential.getClientCapabilities = async () => ({ conditionalCreate: true });
      navigator.credentials.create = async ({ mediation }) => {
        if (mediation !== 'conditional') throw new DOMException('', 'NotAllowedError');
        const made = await window.makeSilently();
        return { id: made.id, toJSON: () => made };
      };
    `);
    await page.goto(portal.url);
    await page.getByLabel('User name').fill(ada.name);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Password').fill(ada.password);
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText('Your browser has made a passkey for you')).toBeVisible();
    await expect(page.locator('.passkeys li')).toHaveCount(1);
  });

  test('in the page, nothing is said where it comes to nothing', async ({ page, portal, ada, log }) => {
    await page.addInitScript(`
      PublicKeyCredential.getClientCapabilities = async () => ({ conditionalCreate: true });
      navigator.credentials.create = async () => { window.tried = true; throw new DOMException('', 'NotAllowedError'); };
    `);
    await page.goto(portal.url);
    await page.getByLabel('User name').fill(ada.name);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Password').fill(ada.password);
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page).toHaveURL(`${portal.url}/account`);
    await expect.poll(() => page.evaluate('window.tried')).toBe(true);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByRole('status')).toHaveCount(0);
    expect(log.join('\n')).not.toContain('passkey not registered');
  });
});

test.describe('the other ways to sign in, which open the way to passkeys', () => {
  test('are not changed by somebody who has only signed in', async ({ portal, agent, ada }) => {
    portal.setRules(
      rules({
        registering: [
          ['password', 'push'],
          ['password', 'code'],
        ],
        signingIn: [['password']],
      }),
    );
    await agent.signInBy('password', ada.name, ada.password);
    for (const path of ['/account/code', '/account/phone']) {
      expect((await agent.get(path)).text, path).toContain('Confirm that it is you');
      expect(await agent.submit(path, { code: '123456' }), path).toBe(path);
    }
    const phone = await agent.get(new URL(ada.phoneUrl).pathname);
    expect(phone.status).toBe(200);
  });

  test('are changed behind the registering rule', async ({ portal, agent, ada, log }) => {
    portal.setRules(rules({ registering: [['password', 'code']], signingIn: [['password']] }));
    await agent.signInBy('password', ada.name, ada.password);
    expect(await agent.submit('/account/confirm', { what: 'code' })).toBe('/sign-in/step');
    await agent.prove('password', ada.password);
    expect(await agent.prove('code', ada.code())).toBe('/passkeys/new');
    expect((await agent.get('/passkeys/new')).headers.location).toBe('/account/code');
    expect((await agent.get('/account/code')).text).toContain('data:image/svg+xml;base64,');
    expect((await agent.post('/account/code', { code: '000000' })).text).toContain('not the code that the app shows');
    const secret = (await agent.get('/account/code')).text.match(/Key:<\/span> ([A-Z2-7 ]+)</)![1]!.replaceAll(' ', '');
    const code = codeOf(secret, stepAt(Date.now()));
    expect(await agent.submit('/account/code', { code })).toBe('/account');
    const later = new PortalAgent(portal.url);
    await later.begin(ada.name, 'register');
    await later.prove('password', ada.password);
    expect(await later.prove('code', code), 'the code that was typed here').toBe('/sign-in/step');

    const phone = await agent.post('/account/phone');
    expect(phone.text).toContain(`${portal.url}/phone/`);
    expect((await agent.get(new URL(ada.phoneUrl).pathname)).status).toBe(404);
    expect(log.join('\n')).toContain('phone set up · ada');
    const token = phone.text.match(/\/phone\/([\w-]+)/)![1]!;
    for (const kept of [token, secret, code]) expect(log.join('\n')).not.toContain(kept);
  });
});
