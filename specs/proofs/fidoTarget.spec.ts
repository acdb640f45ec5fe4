/** The FIDO server binding over HTTP: every kind of answer, in the words of the verdict table. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import type { TargetError, Visit } from '../../harness/target.ts';
import { CookieJar } from '../../harness/targets/cookies.ts';
import { fido } from '../../harness/targets/fido.ts';
import { openTarget } from '../../harness/targets/open.ts';

const test = base.extend<{ serve: (listener: RequestListener) => Promise<string> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  serve: async ({}, use) => {
    const servers: ReturnType<typeof createServer>[] = [];
    await use(async listener => {
      const server = createServer(listener);
      servers.push(server);
      await new Promise<void>(resolve => server.listen({ port: 0, host: 'localhost' }, resolve));
      return `http://localhost:${(server.address() as AddressInfo).port}`;
    });
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  },
});

const response = { id: 'aWQ', clientExtensionResults: {} } as unknown as RegistrationResponseJSON &
  AuthenticationResponseJSON;

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** A visit to an RP that has no announcement and answers everything else so. */
async function visitTo(
  serve: (listener: RequestListener) => Promise<string>,
  listener: RequestListener,
  timeout = 5000,
) {
  const url = await serve((request, reply) =>
    request.url === '/touchstone' ? answer(reply, 404, '') : listener(request, reply),
  );
  const rp = await fido(url, { timeout });
  return { rp, url, visit: await rp.visit() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

const TABLE: [string, RequestListener, string, string | RegExp | undefined][] = [
  ['2xx with ok', (_, r) => answer(r, 200, { status: 'ok', errorMessage: '' }), 'accepted', undefined],
  ['201 with ok', (_, r) => answer(r, 201, { status: 'ok', errorMessage: '' }), 'accepted', undefined],
  ['2xx with failed', (_, r) => answer(r, 200, { status: 'failed', errorMessage: 'no' }), 'rejected', 'no'],
  ['400', (_, r) => answer(r, 400, { status: 'failed', errorMessage: 'bad' }), 'rejected', 'bad'],
  ['403 without JSON', (_, r) => answer(r, 403, '<h1>no</h1>'), 'rejected', 'answered 403'],
  [
    '404 to what is handed in',
    (_, r) => answer(r, 404, { errorMessage: 'no such credential' }),
    'rejected',
    'no such credential',
  ],
  ['500', (_, r) => answer(r, 500, 'stack'), 'errored', 'answered 500'],
  ['500 that says ok', (_, r) => answer(r, 500, { status: 'ok' }), 'errored', 'answered 500'],
  ['a redirect', (_, r) => answer(r, 302, '', { location: '/' }), 'errored', /redirect/],
  [
    'HTML with 200',
    (_, r) => answer(r, 200, '<!doctype html>', { 'content-type': 'text/html' }),
    'errored',
    /no JSON object \(text\/html\)/,
  ],
  ['half JSON', (_, r) => answer(r, 200, '{"status":"o'), 'errored', /no JSON object/],
  ['a JSON array', (_, r) => answer(r, 200, []), 'errored', /no JSON object/],
  ['JSON of another kind', (_, r) => answer(r, 200, { verified: true }), 'errored', /neither/],
  ['2 MB of text', (_, r) => answer(r, 200, 'x'.repeat(2_000_000)), 'errored', /more than 1048576 bytes/],
  ['a reset', (_, r) => r.socket?.resetAndDestroy(), 'errored', /reset/],
  [
    'a body cut off',
    (_, r) => {
      r.writeHead(200, { 'content-length': '100' });
      r.write('{');
      r.socket?.end();
    },
    'errored',
    /reset/,
  ],
];

for (const [title, listener, seen, message] of TABLE)
  test(`${title} is ${seen}`, async ({ serve }) => {
    const { rp, visit } = await visitTo(serve, listener);
    for (const reply of [await visit.register(response), await visit.authenticate(response)]) {
      expect(reply.seen).toBe(seen);
      if (message === undefined) expect(reply.message).toBeUndefined();
      else expect(reply.message).toMatch(message);
      expect((reply.body ?? '').length).toBeLessThan(2100);
    }
    await rp.close?.();
  });

test('no answer in time is hung, also when it began', async ({ serve }) => {
  const silent = await visitTo(serve, () => {}, 150);
  expect(await silent.visit.register(response)).toMatchObject({
    seen: 'hung',
    message: expect.stringContaining('within 150 ms'),
  });
  const slow = await visitTo(serve, (_, r) => r.writeHead(200).write('{'), 150);
  expect(await slow.visit.register(response)).toMatchObject({ seen: 'hung' });
  await silent.rp.close?.();
  await slow.rp.close?.();
});

test('a refused connection is unreachable, and the request is named', async () => {
  const gone = createServer();
  await new Promise<void>(resolve => gone.listen({ port: 0, host: 'localhost' }, resolve));
  const url = `http://localhost:${(gone.address() as AddressInfo).port}`;
  await new Promise(resolve => gone.close(resolve));
  const rp = await fido(url);
  const visit = await rp.visit();
  const message = `POST ${url}/attestation/result: the connection is refused`;
  expect(await visit.register(response)).toMatchObject({ seen: 'unreachable', message });
  const error: TargetError = await visit.registrationOptions({ name: 'a', displayName: 'A' }).then(
    () => undefined as never,
    e => e,
  );
  expect(error).toMatchObject({ name: 'TargetError', kind: 'answer', reply: { seen: 'unreachable' } });
  await rp.close?.();
});

test('429 and 503 are waited for, then given up', async ({ serve }) => {
  let asked = 0;
  const busy = await visitTo(serve, (_, r) => {
    asked += 1;
    if (asked <= 2) answer(r, asked === 1 ? 429 : 503, 'later', { 'retry-after': '0' });
    else answer(r, 200, { status: 'ok' });
  });
  expect(await busy.visit.register(response)).toMatchObject({ seen: 'accepted' });
  expect(asked).toBe(3);
  const never = await visitTo(serve, (_, r) => answer(r, 429, 'later', { 'retry-after': '0' }));
  expect(await never.visit.register(response)).toMatchObject({ seen: 'unreachable', status: 429 });
  const long = await visitTo(serve, (_, r) => answer(r, 503, 'later', { 'retry-after': '3600' }));
  expect(await long.visit.register(response)).toMatchObject({ seen: 'unreachable', status: 503 });
  for (const { rp } of [busy, never, long]) await rp.close?.();
});

for (const [status, kind] of [
  [404, 'address'],
  [405, 'address'],
  [415, 'address'],
  [400, 'answer'],
  [500, 'answer'],
] as const)
  test(`${status} to an honest request for options speaks of the ${kind}`, async ({ serve }) => {
    const { rp, url, visit } = await visitTo(serve, (_, r) => answer(r, status, ''));
    const error = await visit.authenticationOptions().then(
      () => undefined,
      e => e,
    );
    expect(error).toMatchObject({
      name: 'TargetError',
      kind,
      message: `POST ${url}/assertion/options: answered ${status}`,
    });
    await rp.close?.();
  });

test('requests are those of the binding, with both spellings of the extension results', async ({ serve }) => {
  const seen: [string | undefined, unknown][] = [];
  const { rp, visit } = await visitTo(serve, async (request, r) => {
    seen.push([request.url, JSON.parse(await bodyOf(request))]);
    answer(r, 200, {
      status: 'ok',
      errorMessage: '',
      challenge: 'YQ',
      rp: { id: 'rp.example', name: 'x' },
      rpId: 'rp.example',
    });
  });
  const options = await visit.registrationOptions(
    { name: 'a', displayName: 'A' },
    { residentKey: 'required', userVerification: 'required', attestation: 'direct', extensions: { credProps: true } },
  );
  await visit.register(response);
  await visit.authenticationOptions({ name: 'a', displayName: 'A' }, { userVerification: 'discouraged' });
  await visit.authenticate(response);
  await visit.authenticationOptions();
  expect(seen).toEqual([
    [
      '/attestation/options',
      {
        username: 'a',
        displayName: 'A',
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'direct',
        extensions: { credProps: true },
      },
    ],
    ['/attestation/result', { id: 'aWQ', clientExtensionResults: {}, getClientExtensionResults: {} }],
    ['/assertion/options', { username: 'a', userVerification: 'discouraged' }],
    ['/assertion/result', { id: 'aWQ', clientExtensionResults: {}, getClientExtensionResults: {} }],
    ['/assertion/options', {}],
  ]);
  expect(options).not.toHaveProperty('status');
  expect(options).not.toHaveProperty('errorMessage');
  expect(rp.rpId).toBe('rp.example');
  await rp.close?.();
});

test('raw bodies go as they are, under the given headers', async ({ serve }) => {
  const seen: unknown[] = [];
  const { rp, visit } = await visitTo(serve, async (request, r) => {
    seen.push([request.headers['content-type'], await bodyOf(request)]);
    answer(r, 400, '');
  });
  await visit.post!('register', '{"half');
  await visit.post!('authenticate', Uint8Array.of(0x7b, 0x7d), { 'Content-Type': 'text/plain' });
  expect(seen).toEqual([
    ['application/json', '{"half'],
    ['text/plain', '{}'],
  ]);
  await rp.close?.();
});

test('each visit has cookies of its own', async ({ serve }) => {
  const seen: (string | undefined)[] = [];
  let given = 0;
  const { rp, visit } = await visitTo(serve, (request, r) => {
    seen.push(request.headers.cookie);
    given += 1;
    answer(r, 200, { status: 'ok' }, { 'set-cookie': `sid=${given}; Path=/; HttpOnly; Secure` });
  });
  const other: Visit = await rp.visit();
  await visit.register(response);
  await visit.register(response);
  await other.register(response);
  expect(seen).toEqual([undefined, 'sid=1', undefined]);
  await rp.close?.();
});

test('a jar keeps names by path, replaces, and forgets what expired', () => {
  const jar = new CookieJar();
  jar.store(['a=1; Path=/', 'b=2; path=/app', 'c=3', 'd=x=y; Path=/', 'nonsense', '=empty'], '/api/login');
  expect(jar.header('/')).toBe('a=1; d=x=y');
  expect(jar.header('/app/x')).toBe('a=1; b=2; d=x=y');
  expect(jar.header('/application')).toBe('a=1; d=x=y');
  expect(jar.header('/api/x')).toBe('a=1; c=3; d=x=y');
  jar.store(['a=9; Path=/', 'd=; Max-Age=0; Path=/', 'b=; Path=/app; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], '/');
  expect(jar.header('/app')).toBe('a=9');
  jar.store(['a=; Max-Age=-1; Path=/'], '/');
  expect(jar.header('/')).toBeUndefined();
});

test('what an RP announces is believed as far as it makes sense', async ({ serve }) => {
  const announce = (value: unknown) =>
    serve((request, r) => {
      if (request.url === '/touchstone') return answer(r, 200, value);
      if (request.url === '/touchstone/session') return answer(r, 200, { username: 'ada' });
      if (request.url === '/touchstone/credentials?username=ada%20%26')
        return answer(r, 200, { credentials: [{ id: 'aWQ', signCount: 3 }] });
      answer(r, 500, '');
    });
  const rp = await fido(
    await announce({
      touchstone: 1,
      supports: ['session', 'credentials', 'clock'],
      rpId: 'rp.example',
      origin: 'https://rp.example',
    }),
  );
  expect([...rp.supports]).toEqual(['session', 'credentials', 'web']);
  expect([rp.origin, rp.rpId]).toEqual(['https://rp.example', 'rp.example']);
  const visit = await rp.visit();
  expect(await visit.signedInAs!()).toBe('ada');
  expect(await visit.credentials!({ name: 'ada &', displayName: '' })).toEqual([{ id: 'aWQ', signCount: 3 }]);
  await expect(visit.credentials!({ name: 'bob', displayName: '' })).rejects.toThrow(
    /credentials\?username=bob: answered 500/,
  );
  expect(visit.post).toBeUndefined();
  const odd = await fido(await announce({ touchstone: 1, supports: ['everything'], rpId: '', origin: 7 }));
  expect([...odd.supports]).toEqual(['post', 'direct-attestation', 'extensions', 'fetches', 'web']);
  await rp.close?.();
  await odd.close?.();
});

test('a credential is renamed and removed at its own address, and a refusal is thrown', async ({ serve }) => {
  const asked: string[] = [];
  const announced = { touchstone: 1, supports: ['rename', 'remove'], rpId: 'rp.example', origin: 'https://rp.example' };
  const url = await serve(async (request, r) => {
    if (request.url === '/touchstone') return answer(r, 200, announced);
    const type = request.headers['content-type'] ?? '';
    asked.push(`${request.method} ${request.url} ${type} ${await bodyOf(request)}`.trim());
    answer(r, request.url!.endsWith('/b') ? 404 : 200, { status: 'ok' });
  });
  const rp = await fido(url);
  const visit = await rp.visit();
  await visit.rename!('a-_', 'Own key');
  await visit.remove!('a-_');
  await expect(visit.rename!('b', 'Stolen')).rejects.toThrow(/credentials\/b: answered 404/);
  await expect(visit.remove!('b')).rejects.toThrow(/credentials\/b: answered 404/);
  expect(asked).toEqual([
    'POST /touchstone/credentials/a-_ application/json {"name":"Own key"}',
    'DELETE /touchstone/credentials/a-_',
    'POST /touchstone/credentials/b application/json {"name":"Stolen"}',
    'DELETE /touchstone/credentials/b',
  ]);
  await rp.close?.();
});

for (const [target, complaint] of [
  ['fido:', /is no address/],
  ['fido:localhost:3000', /is no address/],
  ['fido:ftp://localhost', /is no address/],
  ['glass:without=orign', /there is no duty "orign"/],
  ['glass:with=origin', /write glass, or glass:without=/],
  ['path:./x.ts', /is no target/],
  ['page:./no-such-page.ts', /there is no such file/],
  ['', /is no target/],
  ['module:', /there is no such file/],
  ['module:./absent.ts', /there is no such file/],
  ['module:package.json', /cannot be loaded/],
  ['module:harness/duties.ts', /there is no default export/],
] as const)
  test(`the target ${JSON.stringify(target)} is refused by a line that says why`, async () => {
    await expect(openTarget(target, { timeout: 1000 })).rejects.toThrow(complaint);
    await expect(openTarget(target, { timeout: 1000 })).rejects.toMatchObject({ name: 'AskedWrongly' });
  });

test('a module target is loaded from JavaScript and TypeScript, as a value or a factory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'module-'));
  const members = "name: 'mine', origin: 'https://rp.example', rpId: 'rp.example', supports: new Set()";
  await writeFile(join(folder, 'value.mjs'), `export default { ${members}, visit() {} };`);
  await writeFile(
    join(folder, 'factory.ts'),
    `const made: object = { ${members}, visit() {} }; export default async () => made;`,
  );
  await writeFile(join(folder, 'half.mjs'), `export default { ${members} };`);
  await writeFile(join(folder, 'throws.mjs'), "export default () => { throw new Error('no database\\nhere'); };");
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const file of ['value.mjs', 'factory.ts']) {
    const { rp, inProcess } = await openTarget(`module:${join(folder, file)}`, { timeout: 1000 });
    expect([rp.name, inProcess]).toEqual(['mine', true]);
  }
  await expect(openTarget(`module:${join(folder, 'half.mjs')}`, { timeout: 1000 })).rejects.toThrow(
    /visit is not a function/,
  );
  await expect(openTarget(`module:${join(folder, 'throws.mjs')}`, { timeout: 1000 })).rejects.toThrow(
    /its factory failed: no database$/,
  );
  await rm(folder, { recursive: true });
});
