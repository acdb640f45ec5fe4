/** The sample relying party as programs meet it: bad input, sessions, restarts, whose account is whose. */
import { writeFileSync } from 'node:fs';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { test as base, expect } from '../fixtures/portals.ts';
import { FAILURES_PER_ADDRESS } from '../fixtures/rp/limits.ts';
import type { RunningPortal } from '../fixtures/rp/main.ts';
import { SIMPLE_RULES } from '../fixtures/rules.ts';
import { Authenticator } from '../harness/authenticator/authenticator.ts';
import { Client } from '../harness/authenticator/client.ts';

interface Fixtures {
  /** A new user agent: no cookies. */
  agent(portal: RunningPortal): Promise<APIRequestContext>;
  /** A new user agent of somebody whom the policy lets make a passkey. */
  enrolling(portal: RunningPortal): Promise<APIRequestContext>;
}

const test = base.extend<Fixtures>({
  start: async ({ start }, use) => use(options => start({ fido: true, rules: SIMPLE_RULES, ...options })),
  agent: async ({ playwright }, use) => {
    const agents: APIRequestContext[] = [];
    await use(async ({ url }) => {
      const agent = await playwright.request.newContext({ baseURL: url, maxRedirects: 0 });
      agents.push(agent);
      return agent;
    });
    await Promise.all(agents.map(agent => agent.dispose()));
  },
  enrolling: async ({ agent }, use) =>
    use(async portal => {
      const visitor = await agent(portal);
      const { name, password } = await portal.addPerson();
      await visitor.post('/sign-in', { form: { username: name, intent: 'register' } });
      const passed = await visitor.post('/sign-in/password', { form: { password } });
      expect(passed.headers().location).toBe('/passkeys/new');
      return visitor;
    }),
});

const RESULTS = ['/attestation/result', '/assertion/result', '/passkeys/result', '/sign-in/passkey/result'];
const OPTIONS = ['/attestation/options', '/assertion/options', '/passkeys/options', '/sign-in/passkey/options'];
const GENERIC = 'The response was not accepted.';

const device = () => new Client(new Authenticator());

async function ok<T>(answer: APIResponse): Promise<T> {
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()) as T;
}

type Creation = Parameters<Client['register']>[0];
type Request = Parameters<Client['authenticate']>[0];

const creationOptions = async (agent: APIRequestContext, username: string) =>
  ok<Creation>(await agent.post('/attestation/options', { data: { username, displayName: 'Ada' } }));

const requestOptions = async (agent: APIRequestContext, data: object = {}) =>
  ok<Request>(await agent.post('/assertion/options', { data }));

async function register(agent: APIRequestContext, url: string, username: string, client = device()): Promise<Client> {
  const response = await client.register(await creationOptions(agent, username), { origin: url });
  await ok(await agent.post('/attestation/result', { data: response }));
  return client;
}

/** Refused in JSON that says nothing of the inside. */
async function expectRefused(answer: APIResponse, what: string, status = 400): Promise<string> {
  const text = await answer.text();
  expect(answer.status(), `${what}: ${text}`).toBe(status);
  expect(answer.headers()['content-type'], what).toContain('application/json');
  const { status: said, errorMessage } = JSON.parse(text) as Record<string, string>;
  expect(said, what).toBe('failed');
  expect(errorMessage, what).toMatch(/^[A-Z][^\n]+[.)]$/);
  expect(text, what).not.toMatch(/node_modules|\bat .*\.(ts|js):\d|SQLITE|Error:/);
  return errorMessage!;
}

const json = { 'Content-Type': 'application/json' };
const deep = '['.repeat(100_000) + ']'.repeat(100_000);

/** What no route takes. */
const NO_OBJECT: Record<string, string> = {
  'an empty body': '',
  'half an object': '{"id":',
  'two objects': '{}{}',
  text: 'hello',
  null: 'null',
  'a number': '1',
  'a string': '"x"',
  'an array': '[]',
  'an array of objects': '[{}]',
  'deep nesting': deep,
};

/** Objects that are no response, and that the routes for options take at most for what else stands in them. */
const WRONG_OBJECTS: Record<string, string | Buffer> = {
  'an empty object': '{}',
  'deep nesting': `{"response":${deep}}`,
  'deep nesting in a response': `{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":${deep}}}`,
  'wrong types': '{"id":1,"rawId":[],"type":{},"response":"x","username":7,"displayName":null,"extensions":[]}',
  nulls: '{"id":null,"response":null,"username":null,"displayName":null,"name":null}',
  'empty text': '{"id":"","type":"","response":{"clientDataJSON":""},"username":"","displayName":"","name":""}',
  'control characters': '{"username":"a\\u0000b","displayName":"a\\nb","response":{"clientDataJSON":"\\u0000"}}',
  'half a character': '{"username":"\\ud800","displayName":"\\udfff","name":"\\ud800","response":{}}',
  'a prototype': '{"__proto__":{"username":"x","response":{}},"constructor":{"prototype":{}}}',
  'bytes that are no UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
};

test('bad bodies are bad requests on every route', async ({ start, enrolling }) => {
  const portal = await start();
  const visitor = await enrolling(portal);
  for (const path of [...OPTIONS, ...RESULTS]) {
    for (const [what, data] of Object.entries(NO_OBJECT)) {
      const answer = await visitor.post(path, { data, headers: json });
      // Whose passkey it will be is settled: this one reads nothing of what it is sent.
      if (path !== '/passkeys/options' || answer.status() !== 200) await expectRefused(answer, `${what} to ${path}`);
    }
  }
  for (const path of RESULTS) {
    for (const [what, data] of Object.entries(WRONG_OBJECTS)) {
      await expectRefused(await visitor.post(path, { data, headers: json }), `${what} to ${path}`);
    }
  }
  for (const path of OPTIONS) {
    for (const [what, data] of Object.entries(WRONG_OBJECTS)) {
      const answer = await visitor.post(path, { data, headers: json });
      if (answer.status() !== 200) await expectRefused(answer, `${what} to ${path}`);
    }
  }
  expect(portal.lines.filter(line => / at |Error/.test(line))).toEqual([]);
});

const named = { username: 'ada', displayName: 'Ada' };
const BAD_WISHES: [path: string, data: object][] = [
  ['/attestation/options', {}],
  ['/attestation/options', { username: 'ada' }],
  ['/attestation/options', { displayName: 'Ada' }],
  ['/attestation/options', { ...named, username: ' ' }],
  ['/attestation/options', { ...named, username: '\ud800' }],
  ['/attestation/options', { ...named, username: 'x'.repeat(257) }],
  ['/attestation/options', { ...named, username: { name: 'ada' } }],
  ['/attestation/options', { ...named, attestation: 'always' }],
  ['/attestation/options', { ...named, attestation: null }],
  ['/attestation/options', { ...named, authenticatorSelection: 'platform' }],
  ['/attestation/options', { ...named, authenticatorSelection: { userVerification: 1 } }],
  ['/attestation/options', { ...named, authenticatorSelection: { requireResidentKey: 'yes' } }],
  ['/attestation/options', { ...named, extensions: [] }],
  ['/assertion/options', { username: 1 }],
  ['/assertion/options', { username: '' }],
  ['/assertion/options', { username: 'ada', userVerification: 'maybe' }],
  ['/assertion/options', { extensions: 'prf' }],
  ['/sign-in/passkey/options', { open: 'yes' }],
  ['/sign-in/passkey/options', { open: null }],
  ['/sign-in', {}],
  ['/sign-in', { username: [] }],
  ['/sign-in', { username: ' ' }],
  ['/sign-in', { username: '\u0007' }],
  ['/sign-in', { username: 'x'.repeat(65) }],
  ['/sign-in', { username: 'ada', intent: 'administer' }],
];

test('wishes that are none are bad requests', async ({ start, agent }) => {
  const portal = await start();
  const visitor = await agent(portal);
  for (const [path, data] of BAD_WISHES)
    await expectRefused(await visitor.post(path, { data }), `${JSON.stringify(data)} to ${path}`);
});

test('bodies that are no JSON, too large or packed are refused', async ({ start, enrolling }) => {
  const portal = await start();
  const visitor = await enrolling(portal);
  for (const path of [...OPTIONS, ...RESULTS]) {
    const post = (data: string | Buffer, headers: Record<string, string>) => visitor.post(path, { data, headers });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
    ]) {
      await expectRefused(
        await post('{"username":"ada","displayName":"Ada"}', { 'Content-Type': type }),
        `${type} to ${path}`,
      );
    }
    await expectRefused(
      await post('{}', { 'Content-Type': 'application/json; charset=nonsense' }),
      `charset to ${path}`,
    );
    await expectRefused(await post('{}', { ...json, 'Content-Encoding': 'gzip' }), `gzip to ${path}`);
    await expectRefused(await post(JSON.stringify({ username: 'x'.repeat(300_000) }), json), `300 kB to ${path}`, 413);
  }
});

test('addresses that are not there, and methods that are not meant, are not found', async ({ start, agent }) => {
  const portal = await start();
  const visitor = await agent(portal);
  for (const path of [
    '/nowhere',
    '/attestation',
    '/attestation/options',
    '/assets/',
    '/assets/../app.ts',
    '/%E0%A4%A',
    '/sign-out',
  ]) {
    await expectRefused(await visitor.get(path), path, 404);
  }
  for (const id of ['AAAA', '%20', 'a+b', '%E0%A4%A', 'x'.repeat(2000)]) {
    const answer = await visitor.delete(`/touchstone/credentials/${id}`);
    await expectRefused(answer, id, id === '%E0%A4%A' ? 400 : 404);
  }
  const page = await visitor.get('/nowhere', { headers: { Accept: 'text/html' } });
  expect([page.status(), page.headers()['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  const withoutBinding = await agent(await start({ fido: false }));
  await expectRefused(await withoutBinding.post('/attestation/options', { data: named }), 'without the binding', 404);
  await expectRefused(await withoutBinding.get('/touchstone'), 'without the binding', 404);
});

test('why a response was refused stands in the log, and in the message only on demand', async ({ start, agent }) => {
  for (const explainErrors of [false, true]) {
    const portal = await start({ explainErrors });
    const visitor = await agent(portal);
    const response = await device().register(await creationOptions(visitor, 'ada'), {
      origin: portal.url,
      edit: { clientData: data => ({ ...data, origin: 'https://evil.example\n<b>' }) },
    });
    const message = await expectRefused(await visitor.post('/attestation/result', { data: response }), 'other origin');
    expect(portal.lines).toHaveLength(1);
    expect(portal.lines[0]).toMatch(/^POST \/attestation\/result: 400 origin: [^\n]*evil\.example/);
    if (explainErrors) expect(message).toMatch(/^The response was not accepted\. \(origin: /);
    else expect(message).toBe(GENERIC);
  }
});

test('the session cookie is out of reach of scripts and other sites, and renewed at sign-in', async ({
  start,
  agent,
}) => {
  const portal = await start();
  const visitor = await agent(portal);
  const first = await visitor.post('/attestation/options', { data: named });
  expect(first.headers()['set-cookie']).toMatch(/^portal-\d+=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  const value = async () => (await visitor.storageState()).cookies[0]!.value;
  const before = await value();
  const client = await register(visitor, portal.url, 'ada');
  expect(await value(), 'registering under the binding is no sign-in').toBe(before);
  expect(await ok(await visitor.get('/touchstone/session'))).toEqual({});
  const assertion = await client.authenticate(await requestOptions(visitor, { username: 'ada' }), {
    origin: portal.url,
  });
  await ok(await visitor.post('/assertion/result', { data: assertion }));
  expect(await value()).not.toBe(before);
  expect(await ok(await visitor.get('/touchstone/session'))).toEqual({ username: 'ada' });
  const planted = await agent(portal);
  const name = (await visitor.storageState()).cookies[0]!.name;
  const stale = await planted.get('/touchstone/session', { headers: { Cookie: `${name}=${before}` } });
  expect(await stale.json()).toEqual({});
});

test('what people sent through their session is not kept by caches', async ({ start, agent }) => {
  const visitor = await agent(await start());
  const answers = [
    await visitor.post('/attestation/options', { data: named }),
    await visitor.post('/sign-in/passkey/options', { data: {} }),
    await visitor.get('/touchstone/session'),
    await visitor.get('/'),
    await visitor.post('/attestation/result', { data: {} }),
  ];
  for (const answer of answers) expect(answer.headers()['cache-control'], answer.url()).toBe('no-store');
});

test('requests of other sites change nothing', async ({ start, agent }) => {
  const portal = await start();
  const visitor = await agent(portal);
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: `${portal.url}.evil.example` },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost:1' },
  ];
  for (const headers of foreign) {
    for (const path of [...OPTIONS, ...RESULTS]) {
      await expectRefused(
        await visitor.post(path, { data: named, headers }),
        `${JSON.stringify(headers)} to ${path}`,
        403,
      );
    }
    await expectRefused(await visitor.post('/sign-out', { form: {}, headers }), 'sign-out', 403);
    await expectRefused(await visitor.delete('/touchstone/credentials/AAAA', { headers }), 'delete', 403);
  }
  await ok(
    await visitor.post('/sign-in/passkey/options', {
      data: {},
      headers: { Origin: portal.url, 'Sec-Fetch-Site': 'same-origin' },
    }),
  );
});

test('people who fail too often have to wait; programs of the binding do not', async ({ start, agent }) => {
  const portal = await start();
  const visitor = await agent(portal);
  const { points } = FAILURES_PER_ADDRESS;
  const fail = () => visitor.post('/sign-in/passkey/result', { data: { response: {} } });
  for (let failure = 0; failure < points; failure++) expect((await fail()).status()).toBe(400);
  const answer = await fail();
  expect(await expectRefused(answer, 'one too many', 429)).toContain('Wait a few minutes');
  expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
  for (let failure = 0; failure <= points; failure++) {
    expect((await visitor.post('/assertion/result', { data: {} })).status()).toBe(400);
  }
});

test('ceremonies and sessions live through a restart', async ({ start, agent, file }) => {
  const before = await start({ file });
  const port = Number(new URL(before.url).port);
  const visitor = await agent(before);
  const client = await register(visitor, before.url, 'ada');
  const options = await requestOptions(visitor);
  const unknown = await requestOptions(visitor, { username: 'nobody' });
  await before.close();

  const after = await start({ file, port });
  expect(after.url).toBe(before.url);
  const assertion = await client.authenticate(options, { origin: after.url });
  await ok(await visitor.post('/assertion/result', { data: assertion }));
  expect(await ok(await visitor.get('/touchstone/session'))).toEqual({ username: 'ada' });
  await expectRefused(await visitor.post('/assertion/result', { data: assertion }), 'a replay');
  expect(after.lines.at(-1)).toContain('challenge-single-use');
  const again = await requestOptions(visitor, { username: 'nobody' });
  expect(again).toMatchObject({ allowCredentials: (unknown as { allowCredentials: object[] }).allowCredentials });
});

test('a response counts only in the visit that its options were for, from the very first', async ({ start, agent }) => {
  const portal = await start();
  const client = await register(await agent(portal), portal.url, 'ada');
  for (const [options, result] of [
    ['/assertion/options', '/assertion/result'],
    ['/sign-in/passkey/options', '/sign-in/passkey/result'],
  ] as const) {
    const [visitor, other] = [await agent(portal), await agent(portal)];
    const asked = await ok<Request>(await visitor.post(options, { data: {} }));
    const response = await client.authenticate(asked, { origin: portal.url });
    await expectRefused(
      await other.post(result, { data: result === '/assertion/result' ? response : { response } }),
      result,
    );
    expect(portal.lines.at(-1)).toContain('challenge-session');
  }
});

test('two processes share one file', async ({ start, agent, file }) => {
  const [one, two] = [await start({ file }), await start({ file })];
  const names = Array.from({ length: 10 }, (_, index) => `person-${index}`);
  const registerAt = async (portal: RunningPortal, name: string) => register(await agent(portal), portal.url, name);
  await Promise.all(names.map((name, index) => registerAt(index % 2 ? one : two, name)));
  for (const name of names) {
    const other = await agent(two);
    await expectRefused(await other.post('/attestation/options', { data: { username: name, displayName: 'X' } }), name);
  }
});

test.describe('an account', () => {
  test('is not taken over by another visit', async ({ start, agent }) => {
    const portal = await start();
    const owner = await agent(portal);
    const client = await register(owner, portal.url, 'ada');
    const thief = await agent(portal);
    await expectRefused(await thief.post('/attestation/options', { data: named }), 'options of another visit');
    expect(await ok(await thief.get('/touchstone/credentials?username=ada'))).toEqual({ credentials: [] });
    const { credentials } = await ok<{ credentials: { id: string }[] }>(
      await owner.get('/touchstone/credentials?username=ada'),
    );
    expect(credentials).toHaveLength(1);
    await expectRefused(
      await thief.delete(`/touchstone/credentials/${credentials[0]!.id}`),
      'removal by another visit',
      404,
    );
    const key = `/touchstone/credentials/${credentials[0]!.id}`;
    await expectRefused(await thief.post(key, { data: { name: 'Stolen' } }), 'a name by another visit', 404);
    await expectRefused(await owner.post(key, { data: { name: ' ' } }), 'no name at all');
    await ok(await owner.post(key, { data: { name: 'Own key' } }));
    expect(await ok(await owner.get('/touchstone/credentials?username=ada'))).toMatchObject({
      credentials: [{ name: 'Own key' }],
    });

    await register(owner, portal.url, 'ada');
    const assertion = await client.authenticate(await requestOptions(thief), { origin: portal.url });
    await ok(await thief.post('/assertion/result', { data: assertion }));
    await ok(await thief.post('/attestation/options', { data: named }));
  });

  test('goes to the first of two visits that register one name', async ({ start, agent }) => {
    const portal = await start();
    const [first, second] = [await agent(portal), await agent(portal)];
    const [forFirst, forSecond] = [await creationOptions(first, 'ada'), await creationOptions(second, 'ada')];
    expect(forFirst.user.id).not.toBe(forSecond.user.id);
    const make = async (options: Creation) => device().register(options, { origin: portal.url });
    await ok(await second.post('/attestation/result', { data: await make(forSecond) }));
    await expectRefused(await first.post('/attestation/result', { data: await make(forFirst) }), 'the slower one');
    expect(await ok(await first.get('/touchstone/credentials?username=ada'))).toEqual({ credentials: [] });
    const { credentials } = await ok<{ credentials: object[] }>(
      await second.get('/touchstone/credentials?username=ada'),
    );
    expect(credentials).toHaveLength(1);
  });

  test('gets no passkey from a registration that was begun as somebody else', async ({ start, agent }) => {
    const portal = await start();
    const visitor = await agent(portal);
    await register(visitor, portal.url, 'ada');
    const bob = await register(visitor, portal.url, 'bob');
    const begun = await creationOptions(visitor, 'ada');
    const assertion = await bob.authenticate(await requestOptions(visitor, { username: 'bob' }), {
      origin: portal.url,
    });
    await ok(await visitor.post('/assertion/result', { data: assertion }));
    const response = await device().register(begun, { origin: portal.url });
    await expectRefused(await visitor.post('/attestation/result', { data: response }), 'begun before bob signed in');
  });

  test('of the binding does not open the pages', async ({ start, agent }) => {
    const portal = await start();
    const visitor = await agent(portal);
    const client = await register(visitor, portal.url, 'ada');
    const options = await ok<Request>(await visitor.post('/sign-in/passkey/options', { data: {} }));
    const response = await client.authenticate(options, { origin: portal.url });
    const answer = await visitor.post('/sign-in/passkey/result', { data: { response } });
    await expectRefused(answer, 'a credential of the binding', 404);
    expect(portal.lines.at(-1)).toContain('credential-known');
    expect((await visitor.get('/account')).headers().location).toBe('/');
  });

  test('is opened once by twenty submissions of one response', async ({ start, agent }) => {
    const portal = await start();
    const visitor = await agent(portal);
    const client = await register(visitor, portal.url, 'ada');
    const assertion = await client.authenticate(await requestOptions(visitor), { origin: portal.url });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => visitor.post('/assertion/result', { data: assertion })),
    );
    expect(answers.map(answer => answer.status()).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
    const { credentials } = await ok<{ credentials: object[] }>(
      await visitor.get('/touchstone/credentials?username=ada'),
    );
    expect(credentials).toMatchObject([{ signCount: 1 }]);
  });

  test('that does not exist is asked for like any other', async ({ start, agent }) => {
    const portal = await start();
    const visitor = await agent(portal);
    await register(visitor, portal.url, 'ada');
    const shape = async (path: string, username: string) => {
      const options = await ok<Request>(await visitor.post(path, { data: { username } }));
      return {
        members: Object.keys(options),
        ids: options.allowCredentials!.map(({ id, ...rest }) => ({ length: id.length, ...rest })),
      };
    };
    expect(await shape('/assertion/options', 'nobody')).toEqual(await shape('/assertion/options', 'ada'));
    const twice = [
      await requestOptions(visitor, { username: 'nobody' }),
      await requestOptions(visitor, { username: 'nobody' }),
    ];
    expect(twice[0]!.allowCredentials).toEqual(twice[1]!.allowCredentials);
  });
});

test('a port that is taken, and a file that is no database, are said to be', async ({ start, file }) => {
  const portal = await start();
  await expect(start({ port: Number(new URL(portal.url).port) })).rejects.toThrow('EADDRINUSE');
  writeFileSync(file, 'this is no database, and it is long enough to tell');
  await expect(start({ file })).rejects.toThrow('file is not a database');
});
