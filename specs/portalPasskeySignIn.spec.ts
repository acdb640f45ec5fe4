/** Signing in to the portal with a passkey: as a step, or without a name. */
import type { Page } from '@playwright/test';
import { PortalAgent, syncedDevice } from '../fixtures/portalClient.ts';
import { alertOf, inDatabase, send, signingIn, stepOf, whoIs, withPasskey } from '../fixtures/portalSteps.ts';
import { expect, type TestPortal, test } from '../fixtures/portals.ts';
import { fromBase64url } from '../harness/encoding/bytes.ts';
import type { PublicKeyCredentialRequestOptionsJSON } from '../harness/encoding/json.ts';

type Options = PublicKeyCredentialRequestOptionsJSON;

/** Registers a passkey in the browser, and comes back to the sign-in. */
async function register(page: Page, portal: TestPortal) {
  const person = await portal.addPerson();
  await page.goto(portal.url);
  await page.getByLabel('User name').fill(person.name);
  await page.getByRole('button', { name: 'Register a passkey' }).click();
  await page.getByLabel('Password').fill(person.password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page.getByRole('heading', { name: 'Name this passkey' })).toBeVisible();
  await page.context().clearCookies();
  await page.goto(portal.url);
  return person;
}

test('with the user name, or with whatever the device has', async ({ page, hello, start }) => {
  const portal = await start({ rules: signingIn(['passkey'], ['password']) });
  const { name } = await register(page, portal);
  await page.getByLabel('User name').fill(name);
  await page.getByRole('button', { name: 'Next' }).click();
  hello.will('cancelled');
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('cancelled or not confirmed');
  await expect(page.getByRole('button', { name: 'Use your passkey' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner')).toContainText(name);

  await page.getByRole('button', { name: 'Sign out' }).click();
  hello.will('pending');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await hello.pending();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toHaveText('You cancelled. Nothing was changed.');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('banner')).toContainText(name);
});

test('among the suggestions of the user name’s field', async ({ page, hello, start }) => {
  const portal = await start({ rules: signingIn(['passkey'], ['password']) });
  const { name } = await register(page, portal);
  expect(hello.credentials()).toHaveLength(1);
  // As somebody who picks the suggestion at once: the virtual device offers none to pick.
  await page.addInitScript(`{
    const { prototype } = CredentialsContainer;
    const { get } = prototype;
    prototype.get = function ({ mediation, ...options }) {
      if (mediation !== 'conditional') throw new Error('asked for by nobody');
      return get.call(this, options);
    };
  }`);
  await page.goto(portal.url);
  await expect(page.getByRole('banner')).toContainText(name);
});

test('one that was removed is not known, and the device is told so', async ({ page, hello, start, file }) => {
  const portal = await start({ file, rules: signingIn(['passkey'], ['password']) });
  const { name } = await register(page, portal);
  const { id } = hello.credentials()[0]!;
  inDatabase(file, people => people.removePasskey(people.person(name)!.handle, fromBase64url(id)));
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert')).toHaveText('The portal does not know this passkey.');
  expect(hello.credentials()).toEqual([]);
  expect(portal.lines.join('\n')).toContain('credential-known: no credential with this id is registered');
});

test('a blocked one signs nobody in, alone or beside another', async ({ start, file }) => {
  const portal = await start({ file, rules: signingIn(['passkey'], ['password']) });
  const person = await withPasskey(portal);
  const agent = new PortalAgent(portal.url);
  const block = (blocked: boolean) =>
    inDatabase(file, people =>
      people.blockPasskey(people.person(person.name)!.handle, fromBase64url(person.id), blocked),
    );
  await agent.begin(person.name, 'sign-in');
  const asked = await agent.ask<Options>('/sign-in/passkey/options', {});
  block(true);
  const open = await agent.ask<Options>('/sign-in/passkey/options', { open: true });
  const response = await person.device.authenticate(open, { origin: portal.url });
  expect(await send(agent, '/sign-in/passkey/result', { open: true, response })).toMatchObject({ status: 400 });
  expect(portal.lines.join('\n')).toContain('the passkey is blocked');
  expect(await stepOf(agent)).toBe('200 Enter your password');
  const late = await person.device.authenticate(asked, { origin: portal.url });
  expect(await send(agent, '/sign-in/passkey/result', { response: late })).toMatchObject({
    status: 409,
    code: 'moved-on',
  });

  await new PortalAgent(portal.url).registerPasskey(syncedDevice(), person.name, 'password', person.password);
  const refused = new PortalAgent(portal.url).signInWithPasskey(person.device, person.name);
  await expect(refused).rejects.toThrow('This passkey was not accepted');
  expect(await whoIs(agent)).toBeUndefined();
  block(false);
  await agent.signInWithPasskey(person.device, person.name);
  expect(await whoIs(agent)).toBe(person.name);
});

test('somebody else’s does not finish a sign-in, nor one begun for another name', async ({ start }) => {
  const portal = await start({ rules: signingIn(['passkey'], ['password']) });
  const [ann, ben] = [await withPasskey(portal), await withPasskey(portal)];
  const agent = new PortalAgent(portal.url);
  await agent.begin(ann.name, 'sign-in');
  const forAnn = await agent.ask<Options>('/sign-in/passkey/options', {});
  const bens = { ...forAnn, allowCredentials: [{ type: 'public-key' as const, id: ben.id }] };
  const swapped = await ben.device.authenticate(bens, { origin: portal.url });
  expect(await send(agent, '/sign-in/passkey/result', { response: swapped })).toMatchObject({ status: 400 });

  const again = await agent.ask<Options>('/sign-in/passkey/options', {});
  const anns = await ann.device.authenticate(again, { origin: portal.url });
  await agent.begin(ben.name, 'sign-in');
  expect(await send(agent, '/sign-in/passkey/result', { response: anns })).toMatchObject({ status: 400 });
  expect(await send(agent, '/sign-in/passkey/result', { open: true, response: anns })).toMatchObject({ status: 400 });
  expect(await send(new PortalAgent(portal.url), '/sign-in/passkey/result', { response: anns })).toMatchObject({
    status: 400,
  });
  expect(await whoIs(agent)).toBeUndefined();
});

test('a response counts once', async ({ start }) => {
  const portal = await start({ rules: signingIn(['passkey']) });
  const person = await withPasskey(portal);
  const agent = new PortalAgent(portal.url);
  const options = await agent.ask<Options>('/sign-in/passkey/options', { open: true });
  const response = await person.device.authenticate(options, { origin: portal.url });
  expect(await send(agent, '/sign-in/passkey/result', { open: true, response })).toMatchObject({ next: '/account' });
  await agent.submit('/sign-out');
  expect(await send(agent, '/sign-in/passkey/result', { open: true, response })).toMatchObject({ status: 400 });
});

test('a response does not come back to life with the cookie of before the sign-out', async ({ start }) => {
  const portal = await start({ rules: signingIn(['passkey']) });
  const person = await withPasskey(portal);
  const agent = new PortalAgent(portal.url);
  const answer = (cookie: string, response: unknown) => {
    const headers = { accept: 'application/json', 'content-type': 'application/json', cookie };
    const body = JSON.stringify({ open: true, response });
    return agent.send({ method: 'POST', path: '/sign-in/passkey/result', headers, body });
  };
  const options = await agent.ask<Options>('/sign-in/passkey/options', { open: true });
  const asked = agent.cookie!;
  const response = await person.device.authenticate(options, { origin: portal.url });
  expect((await answer(asked, response)).status).toBe(200);
  const signedIn = agent.cookie!;
  await agent.submit('/sign-out');
  for (const cookie of [asked, signedIn]) expect((await answer(cookie, response)).status).toBe(400);
  expect(await whoIs(agent)).toBeUndefined();
});

test('one sign-in’s response does not do for another kind of it', async ({ start }) => {
  const portal = await start({ rules: signingIn(['password', 'passkey']) });
  const person = await withPasskey(portal);
  const agent = new PortalAgent(portal.url);
  const made = async (open: boolean) => {
    const options = await agent.ask<Options>('/sign-in/passkey/options', { open });
    return person.device.authenticate(options, { origin: portal.url });
  };
  await agent.get('/');
  const open = await made(true);
  await agent.begin(person.name, 'sign-in');
  expect(await agent.prove('password', person.password)).toBe('/sign-in/step');
  expect(await send(agent, '/sign-in/passkey/result', { response: open })).toMatchObject({ status: 400 });
  const asStep = await made(false);
  expect(await send(agent, '/sign-in/passkey/result', { open: true, response: asStep })).toMatchObject({ status: 400 });
  expect(await whoIs(agent)).toBeUndefined();
  expect(await send(agent, '/sign-in/passkey/result', { response: await made(false) })).toMatchObject({
    next: '/account',
  });
});

test('one whose owner was removed after the question signs nobody in', async ({ start, file }) => {
  const portal = await start({ file, rules: signingIn(['passkey']) });
  const person = await withPasskey(portal);
  const agent = new PortalAgent(portal.url);
  await agent.begin(person.name, 'sign-in');
  const asked = await agent.ask<Options>('/sign-in/passkey/options', {});
  const open = await agent.ask<Options>('/sign-in/passkey/options', { open: true });
  inDatabase(file, people => people.removePerson(people.person(person.name)!.handle));
  const late = await person.device.authenticate(asked, { origin: portal.url });
  expect(await send(agent, '/sign-in/passkey/result', { response: late })).not.toMatchObject({ status: 200 });
  const response = await person.device.authenticate(open, { origin: portal.url });
  expect(await send(agent, '/sign-in/passkey/result', { open: true, response })).toMatchObject({
    status: 404,
    code: 'unknown-credential',
  });
  expect(await whoIs(agent)).toBeUndefined();
});

test('after too many failures the page goes on to the next way', async ({ start }) => {
  const portal = await start({ rules: signingIn(['passkey'], ['password']) });
  portal.setSettings({ attempts: 2 });
  const { name } = await withPasskey(portal);
  const agent = new PortalAgent(portal.url);
  await agent.begin(name, 'sign-in');
  const fail = () => send(agent, '/sign-in/passkey/result', { response: {} });
  expect(await fail()).toMatchObject({ status: 400 });
  expect(await alertOf(agent)).toContain('This passkey was not accepted.');
  expect(await fail()).toMatchObject({ status: 400, code: 'moved-on' });
  expect(await stepOf(agent)).toBe('200 Enter your password');
  expect(await send(agent, '/sign-in/passkey/options', {})).toMatchObject({ status: 409, code: 'moved-on' });
});

test('the policy decides for a passkey without a name as well', async ({ start }) => {
  const portal = await start({ rules: signingIn(['password', 'passkey']) });
  const person = await withPasskey(portal);
  const agent = new PortalAgent(portal.url);
  const answer = async () => {
    const options = await agent.ask<Options>('/sign-in/passkey/options', { open: true });
    const response = await person.device.authenticate(options, { origin: portal.url });
    return send(agent, '/sign-in/passkey/result', { open: true, response });
  };
  expect(await answer()).toMatchObject({ next: '/sign-in/step' });
  expect(await whoIs(agent)).toBeUndefined();
  expect(await agent.prove('password', person.password)).toBe('/account');
  await agent.submit('/sign-out');
  portal.setRules([{ ...signingIn([])[1]!, action: 'deny' }]);
  expect(await answer()).toMatchObject({ status: 403 });
});

test('where passkeys are switched off, nothing asks for one', async ({ page, start }) => {
  const portal = await start({ rules: signingIn(['passkey'], ['password']) });
  const person = await withPasskey(portal);
  portal.setSettings({ registrationDuringSignIn: false });
  await page.goto(portal.url);
  await expect(page.getByRole('button')).toHaveText(['Next', 'Sign in with a passkey']);
  portal.setSettings({ enabled: false });
  await page.goto(portal.url);
  await expect(page.getByRole('button')).toHaveText(['Next']);
  const agent = new PortalAgent(portal.url);
  await agent.begin(person.name, 'sign-in');
  expect(await stepOf(agent)).toBe('200 Enter your password');
  expect(await send(agent, '/sign-in/passkey/options', { open: true })).toMatchObject({ status: 403 });
  const { status } = await agent.post('/sign-in', { username: person.name, intent: 'register' });
  expect(status).toBe(403);
});
