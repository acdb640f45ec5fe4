import { expectAccessible } from '../fixtures/accessible.ts';
import { PortalAgent } from '../fixtures/portalClient.ts';
import { expect, type TestPortal, test } from '../fixtures/portals.ts';
import { rules } from '../fixtures/rules.ts';

const PUSH = rules({ registering: [['push']], signingIn: [['push'], ['password']] });
const MINUTE = 60_000;

type Person = Awaited<ReturnType<TestPortal['addPerson']>>;

/** What the phone shows: each request's address and choices. */
async function requestsOn(phone: PortalAgent, person: Person) {
  const { text } = await phone.get(new URL(person.phoneUrl).pathname);
  return [...text.matchAll(/<form.*?action="(.*?)"(.*?)<\/form>/gs)].map(([, address = '', form = '']) => ({
    address,
    choices: [...form.matchAll(/value="(\d\d)"/g)].map(([, number]) => number!),
  }));
}

/** The number on the sign-in page. */
async function numberOn(agent: PortalAgent): Promise<string> {
  return /big-number">(\d\d)</.exec((await agent.get('/sign-in/step')).text)![1]!;
}

async function stateOf(agent: PortalAgent): Promise<string> {
  return (JSON.parse((await agent.get('/sign-in/push/state')).text) as { state: string }).state;
}

async function begun(portal: TestPortal, person: Person) {
  const agent = new PortalAgent(portal.url);
  await agent.begin(person.name, 'sign-in');
  const phone = new PortalAgent(portal.url);
  const [request] = await requestsOn(phone, person);
  return { agent, phone, request: request! };
}

test('the number is chosen on the phone, and the sign-in goes on by itself', async ({ page, context, start }) => {
  const portal = await start({ rules: PUSH });
  const person = await portal.addPerson();
  const phone = await context.newPage();
  await phone.goto(person.phoneUrl);
  await expect(phone.getByText('Nothing waits for an answer.')).toBeVisible();
  await page.goto(portal.url);
  await page.getByLabel('User name').fill(person.name);
  await page.keyboard.press('Enter');
  const number = (await page.locator('.big-number').textContent())!;
  await expect(phone.getByRole('heading', { name: 'Sign in?' })).toBeVisible();
  await phone.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(phone);
  await phone.getByRole('button', { name: number, exact: true }).click();
  await expect(phone.getByRole('status')).toContainText('Approved');
  await expect(page).toHaveURL(`${portal.url}/account`);
  expect(portal.lines.join('\n')).toContain(`push approved · ${person.name}`);
});

test('denied on the phone, the page says so and can ask again', async ({ page, context, start }) => {
  const portal = await start({ rules: PUSH });
  const person = await portal.addPerson();
  const phone = await context.newPage();
  await page.goto(portal.url);
  await page.getByLabel('User name').fill(person.name);
  await page.getByRole('button', { name: 'Register a passkey' }).click();
  await expect(page.getByText('To register a passkey for')).toBeVisible();
  await phone.goto(person.phoneUrl);
  await expect(phone.getByRole('heading', { name: 'Register a passkey?' })).toBeVisible();
  await phone.getByRole('button', { name: 'Deny' }).click();
  await expect(phone.getByRole('alert')).toContainText('Denied');
  await expect(page.getByRole('alert')).toContainText('The request was not approved');
  await page.getByRole('button', { name: 'Send a request to my phone' }).click();
  const number = (await page.locator('.big-number').textContent())!;
  await phone.getByRole('button', { name: number, exact: true }).click();
  await expect(page).toHaveURL(`${portal.url}/passkeys/new`);
});

test('a wrong number denies', async ({ start }) => {
  const portal = await start({ rules: PUSH });
  const { agent, phone, request } = await begun(portal, await portal.addPerson());
  const number = await numberOn(agent);
  expect(new Set(request.choices).size).toBe(3);
  expect(request.choices).toContain(number);
  const wrong = request.choices.find(choice => choice !== number)!;
  expect(await phone.submit(request.address, { number: wrong })).toContain('answer=denied');
  expect(await stateOf(agent)).toBe('denied');
  expect(await phone.submit(request.address, { number })).toContain('answer=gone');
  expect(await agent.submit('/sign-in/push')).toBe('/sign-in/step');
  expect((await agent.get('/account')).status).toBe(303);
  expect(portal.lines.join('\n')).toContain('a wrong number was chosen');
});

test('after a minute nobody can answer any more', async ({ start }) => {
  const portal = await start({ rules: PUSH });
  const person = await portal.addPerson();
  const { agent, phone, request } = await begun(portal, person);
  const number = await numberOn(agent);
  expect(await stateOf(agent)).toBe('waiting');
  expect(await agent.submit('/sign-in/push')).toBe('/sign-in/step');
  portal.passTime(MINUTE);
  expect(await requestsOn(phone, person)).toEqual([]);
  expect(await phone.submit(request.address, { number })).toContain('answer=gone');
  expect(await stateOf(agent)).toBe('expired');
  expect(await agent.submit('/sign-in/push')).toBe('/sign-in/step');
  expect((await agent.get('/sign-in/step')).text).toContain('nobody answered in time');
});

test('an approval that comes in time is too old a minute later', async ({ start }) => {
  const portal = await start({ rules: PUSH });
  const { agent, phone, request } = await begun(portal, await portal.addPerson());
  await phone.submit(request.address, { number: await numberOn(agent) });
  portal.passTime(MINUTE);
  expect(await agent.submit('/sign-in/push')).toBe('/sign-in/step');
  expect((await agent.get('/account')).status).toBe(303);
});

test('an approval counts once, and for its own sign-in only', async ({ start }) => {
  const portal = await start({ rules: PUSH });
  const person = await portal.addPerson();
  const { agent, phone, request } = await begun(portal, person);
  const other = new PortalAgent(portal.url);
  await other.begin(person.name, 'sign-in');
  await phone.submit(request.address, { number: await numberOn(agent) });
  expect(await stateOf(other)).toBe('waiting');
  const copied = { cookie: agent.cookie! };
  const post = () => portalPost(portal, copied);
  const answers = await Promise.all([post(), post(), post()]);
  expect(answers.filter(location => location === '/account')).toHaveLength(1);
});

/** `/sign-in/push` under somebody's cookie; answers where it leads to. */
async function portalPost(portal: TestPortal, headers: Record<string, string>): Promise<string> {
  const agent = new PortalAgent(portal.url);
  const { headers: answered } = await agent.send({ method: 'POST', path: '/sign-in/push', headers });
  return String(answered.location);
}

test('one phone does not answer what another was asked', async ({ start }) => {
  const portal = await start({ rules: PUSH });
  const { agent, phone, request } = await begun(portal, await portal.addPerson());
  const stranger = await portal.addPerson();
  expect(await requestsOn(phone, stranger)).toEqual([]);
  const [id] = request.address.split('/').slice(-1);
  const address = `${new URL(stranger.phoneUrl).pathname}/${id}`;
  expect(await phone.submit(address, { number: await numberOn(agent) })).toContain('answer=gone');
  expect(await stateOf(agent)).toBe('waiting');
});

test('a phone that nobody has is not found, and guessing ends', async ({ start }) => {
  const portal = await start({ rules: PUSH });
  const phone = new PortalAgent(portal.url);
  expect((await phone.get('/phone/nobodys')).status).toBe(404);
  const statuses = new Set<number>();
  for (let guess = 0; guess < 70; guess++) statuses.add((await phone.get(`/phone/guess-${guess}/state`)).status);
  expect(statuses).toEqual(new Set([404, 429]));
});

test('an answer that is neither a number nor a denial is refused', async ({ start }) => {
  const portal = await start({ rules: PUSH });
  const { agent, phone, request } = await begun(portal, await portal.addPerson());
  for (const fields of [{}, { number: '' }, { number: '1e1' }, { deny: 'no' }, { number: '-1' }]) {
    expect((await phone.post(request.address, fields as Record<string, string>)).status).toBe(400);
  }
  expect(await stateOf(agent)).toBe('waiting');
});

test('a phone is not disturbed without end, whoever asks and whether or not anybody has the name', async ({
  start,
}) => {
  const portal = await start({ rules: PUSH });
  const person = await portal.addPerson();
  for (const name of [person.name, 'nobody-of-that-name']) {
    const statuses: number[] = [];
    for (let time = 0; time < 12; time++) {
      statuses.push((await new PortalAgent(portal.url).post('/sign-in', { username: name })).status);
    }
    expect(statuses, name).toEqual([...Array(10).fill(303), 429, 429]);
  }
});
