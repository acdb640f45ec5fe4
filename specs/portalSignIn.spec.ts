/** Signing in to the portal by forms, and what the policy makes of it. */
import { expectAccessible } from '../fixtures/accessible.ts';
import { PortalAgent } from '../fixtures/portalClient.ts';
import { alertOf, send, signingIn, stepOf, whoIs, withPasskey } from '../fixtures/portalSteps.ts';
import { expect, type TestPortal, test } from '../fixtures/portals.ts';
import type { Method } from '../fixtures/rp/policy/engine.ts';
import type { PublicKeyCredentialRequestOptionsJSON } from '../harness/encoding/json.ts';

type Options = PublicKeyCredentialRequestOptionsJSON;

const MINUTE = 60_000;

test.describe('by password and code', () => {
  test('both are asked for, one after the other', async ({ page, start }) => {
    const portal = await start({ rules: signingIn(['password', 'code']) });
    const person = await portal.addPerson({ displayName: 'Ada' });
    await page.goto(portal.url);
    await page.getByLabel('User name').fill(person.name);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('alert')).toContainText('does not go with this user name');
    await page.getByLabel('Password').fill(person.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Enter a code' })).toBeVisible();
    await page.getByLabel('Code').fill('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('This code is wrong');
    const code = person.code();
    await page.getByLabel('Code').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${portal.url}/account`);
    await expect(page.getByRole('banner')).toContainText('Ada');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });

  test('the log tells who, how, and by which rule; it never tells secrets', async ({ start }) => {
    const portal = await start({ rules: signingIn(['password', 'code']) });
    const person = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    await agent.begin(person.name, 'sign-in');
    await agent.prove('password', 'a wrong one');
    await agent.prove('password', person.password);
    const code = person.code();
    expect(await agent.prove('code', code)).toBe('/account');
    const log = portal.lines.join('\n');
    expect(log).toContain(`sign-in: policy asked · ${person.name}`);
    expect(log).toContain('“Signing in” matches');
    expect(log).toContain(`method failed · ${person.name} · password`);
    expect(log).toMatch(new RegExp(`signed in · ${person.name} · from \\S+ · password and code, by “Signing in”`));
    for (const secret of ['a wrong one', person.password, code, person.codeSecret]) expect(log).not.toContain(secret);
  });

  test('a code counts once', async ({ start }) => {
    const portal = await start({ rules: signingIn(['code']) });
    const person = await portal.addPerson();
    const code = person.code();
    await new PortalAgent(portal.url).signInBy('code', person.name, code);
    const second = new PortalAgent(portal.url);
    await second.begin(person.name, 'sign-in');
    expect(await second.prove('code', code)).toBe('/sign-in/step');
    expect(await alertOf(second)).toContain('was used before');
    expect(await second.prove('code', person.code())).toBe('/account');
  });

  test('a code of two steps ago is too old', async ({ start }) => {
    const portal = await start({ rules: signingIn(['code']) });
    const person = await portal.addPerson();
    const code = person.code();
    portal.passTime(MINUTE);
    const agent = new PortalAgent(portal.url);
    await agent.begin(person.name, 'sign-in');
    expect(await agent.prove('code', code)).toBe('/sign-in/step');
    expect(await whoIs(agent)).toBeUndefined();
  });

  test('what is not asked for proves nothing', async ({ start }) => {
    const portal = await start({ rules: signingIn(['password', 'code']) });
    const person = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    expect(await agent.prove('password', person.password)).toBe('/sign-in/step');
    await agent.begin(person.name, 'sign-in');
    expect(await agent.prove('code', person.code())).toBe('/sign-in/step');
    expect(await stepOf(agent)).toBe('200 Enter your password');
    for (const [path, fields] of [
      ['password', {}],
      ['password', { password: '' }],
      ['code', { password: 'x' }],
    ] as const) {
      const { status } = await agent.post(`/sign-in/${path}`, fields);
      expect(status, path).toBe(path === 'code' ? 303 : 400);
    }
    expect(await whoIs(agent)).toBeUndefined();
  });
});

test.describe('by the ways of the rule', () => {
  test('a method that fails too often is given up for the next way; without one, access is denied', async ({
    start,
  }) => {
    const portal = await start({ rules: signingIn(['password'], ['code']) });
    portal.setSettings({ attempts: 3 });
    const { name } = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    await agent.begin(name, 'sign-in');
    for (const step of ['200 Enter your password', '200 Enter your password', '200 Enter a code']) {
      await agent.prove('password', 'wrong');
      expect(await stepOf(agent)).toBe(step);
    }
    for (const step of ['200 Enter a code', '200 Enter a code', '403 Access denied', '403 Access denied']) {
      await agent.prove('code', '000000');
      expect(await stepOf(agent)).toBe(step);
    }
    expect(portal.lines.join('\n')).toContain(`sign-in denied · ${name}`);
    expect(await agent.submit('/sign-in/cancel')).toBe('/');
    expect(await agent.begin(name, 'sign-in')).toBe('/sign-in/step');
    expect(await stepOf(agent)).toBe('200 Enter your password');
  });

  test('another way can be asked for, where there is one', async ({ page, start }) => {
    const portal = await start({ rules: signingIn(['password'], ['code']) });
    const person = await portal.addPerson();
    await page.goto(portal.url);
    await page.getByLabel('User name').fill(person.name);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Use another way' }).click();
    await page.getByLabel('Code').fill(person.code());
    await expect(page.getByRole('button', { name: 'Use another way' })).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${portal.url}/account`);
  });

  test('asking for another way where there is none changes nothing', async ({ start }) => {
    const portal = await start({ rules: signingIn(['password']) });
    const { name } = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    await agent.begin(name, 'sign-in');
    expect(await agent.submit('/sign-in/other')).toBe('/sign-in/step');
    expect(await stepOf(agent)).toBe('200 Enter your password');
    expect(await new PortalAgent(portal.url).submit('/sign-in/other')).toBe('/');
  });

  test('ways that the person has not are passed over', async ({ start }) => {
    const portal = await start({ rules: signingIn(['passkey'], ['password', 'code']) });
    const { name } = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    await agent.begin(name, 'sign-in');
    expect(await stepOf(agent)).toBe('200 Enter your password');
    portal.setRules(signingIn(['passkey']));
    await agent.begin(name, 'sign-in');
    expect(await stepOf(agent)).toBe('403 Access denied');
  });

  test('a rule without methods lets nobody in', async ({ start }) => {
    const portal = await start({ rules: signingIn([]) });
    const { name } = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    expect(await agent.begin(name, 'sign-in')).toBe('/sign-in/step');
    expect(await whoIs(agent)).toBeUndefined();
  });

  test('who is denied by a rule, or is in none, is told so, and the log tells why', async ({ start }) => {
    const portal = await start({ rules: [{ ...signingIn([])[1]!, name: 'Closed', action: 'deny' }] });
    const { name } = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    const denied = await agent.post('/sign-in', { username: name, intent: 'sign-in' });
    expect(denied).toMatchObject({ status: 403, text: expect.stringContaining('You cannot sign in from here.') });
    const unruled = await agent.post('/sign-in', { username: name, intent: 'register' });
    expect(unruled).toMatchObject({
      status: 403,
      text: expect.stringContaining('You cannot register a passkey from here.'),
    });
    const log = portal.lines.join('\n');
    expect(log).toContain('denied by “Closed”');
    expect(log).toContain('no rule matches');
  });

  test('a sign-in that takes longer than ten minutes is over', async ({ start }) => {
    const portal = await start({ rules: signingIn(['password']) });
    const person = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    await agent.begin(person.name, 'sign-in');
    portal.passTime(10 * MINUTE + 1000);
    expect(await agent.prove('password', person.password)).toBe('/sign-in/step');
    const over = await agent.get('/sign-in/step');
    expect([over.status, over.headers.location]).toEqual([303, '/']);
    expect((await agent.get('/')).text).toContain('Your sign-in is over.');
    expect(await whoIs(agent)).toBeUndefined();
  });

  test('registering signs nobody in, and each end of a sign-in renews the session', async ({ start }) => {
    const portal = await start({ rules: signingIn(['password']) });
    const person = await portal.addPerson();
    const agent = new PortalAgent(portal.url);
    await agent.begin(person.name, 'register');
    const planted = agent.cookie;
    expect(await agent.prove('password', person.password)).toBe('/passkeys/new');
    expect(agent.cookie).not.toBe(planted);
    expect(await whoIs(agent)).toBeUndefined();
    const between = agent.cookie;
    await agent.signInBy('password', person.name, person.password);
    expect(agent.cookie).not.toBe(between);
    expect(await whoIs(agent)).toBe(person.name);
  });

  test('a sign-in goes on after a restart', async ({ start, file }) => {
    const first = await start({ file, rules: signingIn(['password', 'passkey']) });
    const person = await withPasskey(first);
    const agent = new PortalAgent(first.url);
    await agent.begin(person.name, 'sign-in');
    const restart = async (portal: TestPortal) => {
      await portal.close();
      return start({ file, port: Number(new URL(portal.url).port) });
    };
    const second = await restart(first);
    expect(await agent.prove('password', person.password)).toBe('/sign-in/step');
    const options = await agent.ask<Options>('/sign-in/passkey/options', {});
    await restart(second);
    const response = await person.device.authenticate(options, { origin: first.url });
    expect(await send(agent, '/sign-in/passkey/result', { response })).toMatchObject({ next: '/account' });
    expect(await whoIs(agent)).toBe(person.name);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme, viewport: { width: 360, height: 740 } });

    test('every step is accessible, and fits a phone', async ({ page, start }) => {
      const portal = await start();
      const name = 'W'.repeat(64);
      await portal.addPerson({ name });
      const check = async (heading: string) => {
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
        await expectAccessible(page);
      };
      await page.goto(portal.url);
      await check('Sign in');
      const steps = { password: 'Enter your password', code: 'Enter a code', push: 'Answer on your phone' } as const;
      for (const [method, heading] of Object.entries(steps)) {
        portal.setRules(signingIn([method as Method], ['password', 'code']));
        await page.goto(portal.url);
        await page.getByLabel('User name').fill(name);
        await page.getByRole('button', { name: 'Next' }).click();
        await check(heading);
      }
      await page.getByRole('button', { name: 'Start again' }).click();
      portal.setRules(signingIn(['passkey']));
      await page.getByLabel('User name').fill(name);
      await page.getByRole('button', { name: 'Next' }).click();
      await check('Access denied');
    });
  });
}
