/** The RP as a web site: `web` over HTTP and in process, and what the cases on it find fault with. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { placeFeatures } from '../../harness/runner/place.ts';
import { profileNamed } from '../../harness/runner/profile.ts';
import { run } from '../../harness/runner/run.ts';
import { catalogue } from '../../harness/suite/index.ts';
import type { RelyingParty, Visit, WebAnswer, WebRequest } from '../../harness/target.ts';
import { fido } from '../../harness/targets/fido.ts';
import { glass } from '../../harness/targets/glass.ts';
import { inSmallLetters } from '../../harness/targets/headers.ts';

async function withServer(listener: RequestListener, use: (rp: RelyingParty, url: string) => Promise<void>) {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen({ port: 0, host: 'localhost' }, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const rp = await fido(`${url}/app`, { timeout: 5000 });
  try {
    await use(rp, url);
  } finally {
    await rp.close?.();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}

test('over HTTP, a request goes out as it is, with the cookies of the visit, and the whole answer comes back', async () => {
  const seen: string[] = [];
  const listener: RequestListener = (request, reply) => {
    const { cookie, origin, 'content-type': type } = request.headers;
    seen.push([request.method, request.url, cookie, origin, type].join(' '));
    reply.setHeader('Set-Cookie', ['sid=1; Path=/', 'b=2; Path=/app; HttpOnly']);
    reply.writeHead(302, { location: '/elsewhere', 'x-Two': ['a', 'b'] }).end('x'.repeat(70_000));
  };
  await withServer(listener, async (rp, url) => {
    expect(rp.supports.has('web')).toBe(true);
    seen.length = 0;
    const visit = await rp.visit();
    const answer = await visit.web!({ method: 'GET', to: '/.well-known/webauthn' });
    expect(answer.status).toBe(302);
    expect(answer.headers).toMatchObject({ location: '/elsewhere', 'x-two': 'a, b' });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.cookies).toEqual(['sid=1; Path=/', 'b=2; Path=/app; HttpOnly']);
    expect(answer.body.length).toBe(64 * 1024);
    await visit.web!({ method: 'POST', to: 'register', body: '{}' });
    await visit.web!({
      method: 'POST',
      to: 'authenticate',
      body: 'x',
      headers: { Origin: 'https://evil.example', 'Content-Type': 'text/plain' },
    });
    await (await rp.visit()).web!({ method: 'GET', to: 'registrationOptions' });
    expect(seen).toEqual([
      'GET /.well-known/webauthn   ',
      `POST /app/attestation/result sid=1; b=2 ${url} application/json`,
      'POST /app/assertion/result sid=1; b=2 https://evil.example text/plain',
      'GET /app/attestation/options   ',
    ]);
  });
});

test('over HTTP, no answer is an error of the target in the words of the verdict table', async () => {
  const listener: RequestListener = (request, reply) => (request.url === '/gone' ? reply.destroy() : reply.end('{}'));
  await withServer(listener, async rp => {
    const gone = (await rp.visit()).web!({ method: 'GET', to: '/gone' });
    await expect(gone).rejects.toMatchObject({ name: 'TargetError', step: 'web', reply: { seen: 'errored' } });
  });
});

const body = (json: unknown, headers?: Record<string, string>) => ({
  method: 'POST' as const,
  body: JSON.stringify(json),
  ...(headers && { headers }),
});

const GLASS: [string, WebRequest, number][] = [
  ['a step by GET', { method: 'GET', to: 'registrationOptions' }, 405],
  ['an address where nothing is', { method: 'GET', to: '/nothing' }, 404],
  ['the start page', { method: 'GET', to: '/' }, 200],
  ['options', { ...body({ username: 'ada', displayName: 'Ada' }), to: 'registrationOptions' }, 200],
  ['options for a number', { ...body({ username: 7, displayName: 'Ada' }), to: 'registrationOptions' }, 400],
  ['options for a list', { ...body([]), to: 'authenticationOptions' }, 400],
  ['a response of nothing', { ...body({}), to: 'register' }, 400],
  ['no JSON', { method: 'POST', to: 'authenticate', body: '{' }, 400],
  ['another site', { ...body({}, { Origin: 'https://evil.example' }), to: 'authenticate' }, 403],
  ['another origin of the same site', { ...body({}, { 'Sec-Fetch-Site': 'same-site' }), to: 'authenticate' }, 403],
  ['a form', { ...body({}, { 'Content-Type': 'text/plain' }), to: 'authenticate' }, 400],
];
for (const [what, request, status] of GLASS)
  test(`the glass RP answers ${what} with ${status}`, async () => {
    const answer = await (await glass().visit()).web!(request);
    expect(answer.status).toBe(status);
    const isStep = !request.to.startsWith('/');
    if (isStep) expect(JSON.parse(answer.body)).toMatchObject({ status: status === 200 ? 'ok' : 'failed' });
    if (isStep) expect(answer.headers['cache-control']).toBe('no-store');
  });

/** The glass RP, whose site answers otherwise where `change` says so. */
function withSite(change: (request: WebRequest, answer: WebAnswer) => Partial<WebAnswer> | undefined): RelyingParty {
  const rp = glass();
  return {
    name: rp.name,
    origin: rp.origin,
    rpId: rp.rpId,
    supports: rp.supports,
    async visit() {
      const visit: Visit = await rp.visit();
      const web = async (request: WebRequest) => {
        const answer = await visit.web!(request);
        return { ...answer, ...change(request, answer) };
      };
      return new Proxy(visit, {
        get(target, name) {
          if (name === 'web') return web;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}

async function broken(rp: RelyingParty, section: string): Promise<string[]> {
  const cases = catalogue.filter(one => one.section === section && one.duty && one.expect === 'holds');
  const { report, problems } = await run({ rp, cases, seed: 'web', profile: profileNamed('strict') });
  expect(problems).toEqual([]);
  return report.results
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ id }) => id.split('/').at(-1)!)
    .sort();
}

const origins = (...list: unknown[]) => JSON.stringify({ origins: list });

const DOCUMENTS: [string, Partial<WebAnswer>, string[]][] = [
  ['there is none', { status: 404, headers: {}, body: 'nothing here' }, []],
  ['it is empty', { body: origins() }, []],
  ['it lists the own origin', { body: origins('https://rp.example') }, []],
  ['it is a page', { headers: { 'content-type': 'text/html' } }, ['document-type']],
  ['origins is a text', { body: '{"origins":"https://rp.example"}' }, ['document-shape']],
  ['an entry is a number', { body: origins(7) }, ['document-shape', 'entries-are-origins']],
  ['an entry has a path', { body: origins('https://rp.example/login') }, ['entries-are-origins']],
  ['an entry is http', { body: origins('http://rp.example') }, ['entries-are-origins', 'published-are-accepted']],
  ['an entry is not accepted', { body: origins('https://other.test') }, ['published-are-accepted']],
  [
    'there are six labels',
    { body: origins(...['a', 'b', 'c', 'd', 'e', 'f'].map(label => `https://${label}.test`)) },
    ['few-labels', 'published-are-accepted'],
  ],
  ['it redirects to https', { status: 302, headers: { location: 'https://rp.test/origins' }, body: '' }, []],
  [
    'it redirects to http',
    { status: 302, headers: { location: 'http://rp.test/origins' }, body: '' },
    ['document-redirect'],
  ],
  ['it redirects within the site', { status: 302, headers: { location: '/origins.json' }, body: '' }, []],
  ['the RP falls over it', { status: 500, body: '' }, ['document-shape']],
];
for (const [what, document, expected] of DOCUMENTS)
  test(`related origins: where ${what}, ${expected.join(' and ') || 'nothing'} is broken`, async () => {
    const rp = withSite(({ to }) => (to === '/.well-known/webauthn' ? document : undefined));
    expect(await broken(rp, 'flow/related-origins')).toEqual(expected);
  });

const cookie =
  (line: string) =>
  (_: WebRequest, { cookies }: WebAnswer) => ({
    cookies: cookies.map((_, at) => line.replace('N', `${at}${Math.random()}`)),
  });
const challengeIn = (answer: WebAnswer) => String(JSON.parse(answer.body).challenge);
const carrying = (write: (challenge: string) => string) => (_: WebRequest, answer: WebAnswer) => ({
  cookies: answer.cookies.map(() => `s=${write(challengeIn(answer))}; HttpOnly; Secure; SameSite=Strict`),
});

const SITES: [string, Parameters<typeof withSite>[0], string[]][] = [
  ['nothing is wrong', () => undefined, []],
  ['the cookie is SameSite=Strict', cookie('s=N; HttpOnly; Secure; SameSite=Strict'), []],
  ['the cookie is not HttpOnly', cookie('s=N; Secure; SameSite=Lax'), ['session-cookie']],
  ['the cookie is not Secure', cookie('s=N; HttpOnly; SameSite=Lax'), ['session-cookie']],
  ['the cookie is sent across sites', cookie('s=N; HttpOnly; Secure; SameSite=None'), ['session-cookie']],
  ['the cookie stays', cookie('s=1; HttpOnly; Secure; SameSite=Lax'), ['session-renewed']],
  ['no cookie is set', () => ({ cookies: [] }), []],
  ['the cookie is the challenge', carrying(challenge => challenge), ['session-cookie']],
  [
    'the cookie is a token with the challenge',
    carrying(challenge => `e30.${Buffer.from(JSON.stringify({ challenge })).toString('base64url')}.c2ln`),
    ['session-cookie'],
  ],
  [
    'options may be kept for an hour',
    (_, { headers }) => ({ headers: { ...headers, 'cache-control': 'max-age=3600' } }),
    ['options-not-kept'],
  ],
  [
    'options come by GET, and nothing is said of caches',
    ({ method, to }) =>
      method === 'GET' && to === 'registrationOptions'
        ? { status: 200, headers: {}, body: '{"challenge":"AAAA"}' }
        : undefined,
    ['options-not-kept'],
  ],
  [
    'refusals have a stack trace',
    (_, { status }) =>
      status === 400 ? { body: '{"status":"failed","errorMessage":"at\\n    at f (/a.js:1:2)"}' } : {},
    ['refusals-are-clean', 'user-names-of-other-types-to-authenticate', 'user-names-of-other-types-to-register'],
  ],
  [
    'refusals are 200 with failed',
    (_, { status }) => (status === 400 ? { status: 200 } : {}),
    ['bad-request-says-failed'],
  ],
  [
    'refusals have no reason',
    (_, { status }) => (status === 400 ? { body: '{"status":"failed","errorMessage":""}' } : {}),
    ['bad-request-says-failed'],
  ],
  [
    'options lack status',
    (_, { status, body }) => (status === 200 ? { body: body.replace('"status":"ok",', '') } : {}),
    ['creation-options-say-ok', 'request-options-say-ok'],
  ],
];
for (const [what, change, expected] of SITES)
  test(`the site: where ${what}, ${expected.join(' and ') || 'nothing'} is broken`, async () => {
    expect(await broken(withSite(change), 'flow/site')).toEqual(expected);
  });

test('an RP at an address where no client offers WebAuthn is told so', async () => {
  const cases = catalogue.filter(({ id }) => id === 'flow/site/secure-context');
  const { report } = await run({ rp: glass({ config: { origins: ['http://rp.example'] } }), cases, seed: 'web' });
  const [control, secure] = report.results;
  expect(control).toMatchObject({ verdict: 'fail', message: expect.stringContaining('is no secure context') });
  expect(secure).toMatchObject({ id: 'flow/site/secure-context', verdict: 'void' });
});

test('what a place makes possible is seen from manner, origin and RP ID', () => {
  for (const [origin, rpId, features] of [
    ['https://rp.example', 'rp.example', []],
    ['https://rp.example:8443', 'rp.example', ['port']],
    ['http://localhost:3000', 'localhost', ['port']],
    ['https://login.shop.co.uk', 'login.shop.co.uk', ['parent-domain']],
    ['https://shop.co.uk', 'shop.co.uk', []],
    ['https://xn--bcher-kva.example', 'xn--bcher-kva.example', ['international-domain']],
    ['nonsense', '', []],
  ] as const) {
    expect(placeFeatures({ origin, rpId })).toEqual(['named', ...features]);
    expect(placeFeatures({ origin, rpId, nameless: true })).toEqual(features);
  }
});

test('names of headers are read in whatever letters they come', () => {
  expect(inSmallLetters({ 'Content-Type': 'A', ORIGIN: 'B' })).toEqual({ 'content-type': 'A', origin: 'B' });
  expect(inSmallLetters()).toEqual({});
});
