/** How often a sign-in may fail. */
import { PortalAgent, syncedDevice } from '../fixtures/portalClient.ts';
import { expect, test } from '../fixtures/portals.ts';
import { FAILURES_PER_ADDRESS, FAILURES_PER_NAME } from '../fixtures/rp/limits.ts';
import { SIMPLE_RULES } from '../fixtures/rules.ts';

const PASSWORD = SIMPLE_RULES.map(rule => ({ ...rule, chains: [['password'] as const] }));
const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** Begins a sign-in and tries a password; answers the status and where it leads to. */
async function attempt(url: string, name: string, password: string, headers: Record<string, string> = {}) {
  const agent = new PortalAgent(url, headers);
  await agent.begin(name, 'sign-in');
  return agent.post('/sign-in/password', { password });
}

test('one name, known or not: after ten failures not even the right password helps for a while', async ({ start }) => {
  const portal = await start({ rules: PASSWORD });
  const person = await portal.addPerson();
  for (const name of [person.name, 'nobody-of-that-name']) {
    for (let failure = 0; failure < FAILURES_PER_NAME.points; failure++) {
      expect((await attempt(portal.url, name, 'wrong')).status).toBe(303);
    }
    const { status, headers, text } = await attempt(portal.url, name, person.password);
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(FAILURES_PER_NAME.duration);
    expect(text).toContain('Too many attempts have failed.');
  }
  const other = await portal.addPerson();
  expect((await attempt(portal.url, other.name, other.password)).headers.location).toBe('/account');
});

test('guesses made all at once are as few as guesses made one after another', async ({ start }) => {
  const portal = await start({ rules: PASSWORD });
  const { name } = await portal.addPerson();
  const answers = await times(30, () => attempt(portal.url, name, 'wrong'));
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(FAILURES_PER_NAME.points);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30 - FAILURES_PER_NAME.points);
});

test('one address: whoever’s names it tries', async ({ start }) => {
  const portal = await start({ rules: PASSWORD, trustProxy: true });
  const person = await portal.addPerson();
  const from = (address: string) => ({ 'x-forwarded-for': address });
  for (let failure = 0; failure < FAILURES_PER_ADDRESS.points; failure++) {
    await attempt(portal.url, `nobody-${failure}`, 'wrong', from('192.0.2.1'));
  }
  expect((await attempt(portal.url, person.name, person.password, from('192.0.2.1'))).status).toBe(429);
  const elsewhere = await attempt(portal.url, person.name, person.password, from('192.0.2.2'));
  expect(elsewhere.headers.location).toBe('/account');
});

test('passkeys are limited by address as well, even without a name', async ({ start }) => {
  const portal = await start({ rules: SIMPLE_RULES });
  const agent = new PortalAgent(portal.url);
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const body = JSON.stringify({ open: true, response: {} });
  const statuses: number[] = [];
  for (let failure = 0; failure <= FAILURES_PER_ADDRESS.points; failure++) {
    statuses.push((await agent.send({ method: 'POST', path: '/sign-in/passkey/result', headers, body })).status);
  }
  expect(statuses).toEqual([...Array(FAILURES_PER_ADDRESS.points).fill(400), 429]);
});

test('successes count nothing', async ({ start }) => {
  const portal = await start({ rules: SIMPLE_RULES });
  const person = await portal.addPerson();
  const device = syncedDevice();
  await new PortalAgent(portal.url).registerPasskey(device, person.name, 'password', person.password);
  for (let time = 0; time < FAILURES_PER_NAME.points + 2; time++) {
    await new PortalAgent(portal.url).signInWithPasskey(device, person.name);
  }
  await times(FAILURES_PER_ADDRESS.points + 10, () => new PortalAgent(portal.url).signInWithPasskey(device));
});

test('processes that share the database share the counts, also over a restart', async ({ start, file }) => {
  const first = await start({ file, rules: PASSWORD });
  const second = await start({ file });
  const person = await first.addPerson();
  for (let failure = 0; failure < FAILURES_PER_NAME.points; failure++) {
    await attempt([first, second][failure % 2]!.url, person.name, 'wrong');
  }
  for (const portal of [first, second, await start({ file })]) {
    expect((await attempt(portal.url, person.name, person.password)).status).toBe(429);
  }
});
