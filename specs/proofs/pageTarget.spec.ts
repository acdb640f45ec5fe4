/** Sites through their own pages: the same verdicts as through an API, and what pages cannot be made to do is left out. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import betterAuth from '../../fixtures/pages/better-auth.ts';
import { compare } from '../../fixtures/pages/compare.ts';
import portal from '../../fixtures/pages/portal.ts';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import type { CeremonyRequest } from '../../harness/browser/gatePage.ts';
import { run } from '../../harness/runner/run.ts';
import { catalogue, findCase } from '../../harness/suite/index.ts';
import { NotCarried, type RelyingParty, type Visit } from '../../harness/target.ts';
import { glass } from '../../harness/targets/glass.ts';
import { openTarget } from '../../harness/targets/open.ts';
import { pageRelyingParty } from '../../harness/targets/page.ts';
import { whyNotCarried } from '../../harness/targets/pageCarries.ts';
import type { PageModule } from '../../harness/targets/pageModule.ts';
import { unmetWish } from '../../harness/targets/pageWishes.ts';

/** Every forty-fifth, so that most sections have one, without those that put strain on the machine. */
const SAMPLE = catalogue.filter((one, at) => at % 45 === 7 && !one.stress);

test('the sample RP gives the same verdicts through its page as through its binding', async () => {
  test.slow();
  const { compared, different } = await compare(SAMPLE);
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThan(SAMPLE.length * 0.7);
});

test('the pages of the portal, behind its policy, accept what is right and refuse what is wrong', async () => {
  test.slow();
  const rp = await pageRelyingParty(portal);
  const cases = [
    'registration/client-data/other-origin',
    'registration/envelope/transports-empty',
    'authentication/client-data/other-origin',
    'authentication/envelope/id-null',
  ].map(id => findCase(id) ?? id);
  expect(cases.filter(one => typeof one === 'string')).toEqual([]);
  const { report } = await run({ rp, cases: cases.filter(one => typeof one !== 'string'), seed: 'portal' });
  await rp.close?.();
  expect(report.results.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
    'registration/client-data/other-origin pass',
    'registration/envelope/transports-empty pass',
    'authentication/client-data/other-origin pass',
    'authentication/envelope/id-null skip',
  ]);
});

test('an application on better-auth is reached through its page, and what it lets through is seen', async () => {
  test.slow();
  const rp = await pageRelyingParty(betterAuth);
  const expected = {
    'authentication/client-data/other-origin': 'pass',
    'registration/credential-id/registered-to-other-user': 'fail',
    'authentication/binding/credential-of-other-user': 'skip',
  };
  const cases = catalogue.filter(({ id }) => id in expected);
  const { report } = await run({ rp, cases, seed: 'better-auth' });
  await rp.close?.();
  expect(Object.fromEntries(report.results.map(({ id, verdict }) => [id, verdict]))).toEqual(expected);
});

/** The class of a response that its script would have to write by itself shows in its JSON, which needs no page. */
test('at most 15 % of the catalogue cannot be carried by pages', async () => {
  const byFeature = catalogue.filter(({ needs }) => needs.some(feature => feature === 'post' || feature === 'web'));
  const edited = catalogue.filter(one => one.edit?.response && !byFeature.includes(one) && !one.stress);
  const rp = glass();
  const strict: RelyingParty = { ...rp, visit: async () => handingObjects(await rp.visit()) };
  const { report } = await run({ rp: strict, cases: edited, seed: 'touchstone' });
  const left = report.results.filter(({ message }) => message?.startsWith(NOT_AN_OBJECT));
  expect(left.length).toBeGreaterThan(50);
  expect((left.length + byFeature.length) / catalogue.length).toBeLessThan(0.15);
});

const NOT_AN_OBJECT = 'no object: ';

function handingObjects(visit: Visit): Visit {
  const check = (kind: 'registration' | 'authentication', response: unknown) => {
    const why = whyNotCarried(kind, response);
    if (why !== undefined) throw new NotCarried(NOT_AN_OBJECT + why);
  };
  return {
    registrationOptions: (user, want) => visit.registrationOptions(user, want),
    authenticationOptions: (user, want) => visit.authenticationOptions(user, want),
    async register(response) {
      check('registration', response);
      return visit.register(response);
    },
    async authenticate(response) {
      check('authentication', response);
      return visit.authenticate(response);
    },
    close: () => visit.close(),
  };
}

const honest = await new Client(new Authenticator()).register(
  {
    rp: { id: 'rp.example', name: 'x' },
    user: { id: 'AAAA', name: 'a', displayName: 'A' },
    challenge: 'AAAAAAAAAAAAAAAAAAAAAA',
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  },
  { origin: 'https://rp.example' },
);

test('a response is carried when an object of the browser can have its members', () => {
  const inside = (change: object) => ({ ...honest, response: { ...honest.response, ...change } });
  for (const response of [honest, { ...honest, type: 'password' }, inside({ publicKey: undefined, transports: [] })])
    expect(whyNotCarried('registration', response)).toBeUndefined();
  for (const [response, why] of [
    [null, 'gets an object'],
    [{ ...honest, extra: 1 }, 'no member extra'],
    [{ ...honest, id: 1 }, 'no such id'],
    [{ ...honest, rawId: `${honest.rawId}=` }, 'no such rawId'],
    [{ ...honest, response: undefined }, 'no such response'],
    [inside({ transports: 'usb' }), 'no such response.transports'],
    [inside({ signature: '' }), 'no member response.signature'],
  ] as const)
    expect(whyNotCarried('registration', response)).toContain(why);
});

test('a wish that the site does not ask for is found', () => {
  const options = { authenticatorSelection: { userVerification: 'required' }, extensions: { credProps: true, a: 1 } };
  const asked: CeremonyRequest = { kind: 'create', rpId: 'a', origin: 'b', exclude: [], conditional: false, options };
  expect(unmetWish({ userVerification: 'required', extensions: { a: 1 }, attestation: 'none' }, asked)).toBeUndefined();
  expect(unmetWish({ residentKey: 'required' }, asked)).toBe('the site does not ask for residentKey "required"');
  expect(unmetWish({ extensions: { a: 2 } }, asked)).toContain('extensions');
  expect(unmetWish({ attestation: 'direct', userVerification: 'required' }, { ...asked, kind: 'get' })).toContain(
    'userVerification',
  );
});

/** A page that makes a passkey and shows what `/result` says; `/result` answers as it is told. */
const PAGE = `<!doctype html><p></p><script type="module">
  const publicKey = {
    rp: { name: 'x' }, user: { id: new Uint8Array(4), name: 'a', displayName: 'A' }, challenge: new Uint8Array(16),
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  };
  const credential = await navigator.credentials.create({ publicKey });
  const answer = await fetch('/result', { method: 'POST', body: JSON.stringify(credential) });
  document.querySelector('p').textContent = answer.ok && credential instanceof PublicKeyCredential ? 'good' : 'bad';
</script>`;

async function replyOf(result: RequestListener, change: Partial<PageModule> = {}, timeout = 20_000) {
  const server = createServer((request, response) => {
    if (request.url === '/result') result(request, response);
    else response.setHeader('content-type', 'text/html').end(request.url === '/' ? PAGE : '');
  });
  await new Promise<void>(resolve => server.listen({ port: 0, host: 'localhost' }, resolve));
  const site: PageModule = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async register(page) {
      await page.goto('/');
      return (await page.locator('p:not(:empty)').textContent()) === 'good';
    },
    login: async () => false,
    signedIn: async () => false,
    ...change,
  };
  const rp = await pageRelyingParty(site, { timeout });
  try {
    const visit = await rp.visit();
    const options = await visit.registrationOptions({ name: 'a', displayName: 'A' });
    const response = await new Client(new Authenticator()).register(options, { origin: rp.origin });
    const reply = await visit.register(response);
    const again = await visit.register(response).catch(error => error);
    expect(again).toBeInstanceOf(NotCarried);
    return reply;
  } finally {
    await rp.close?.();
    server.closeAllConnections();
    server.close();
  }
}

for (const [title, result, seen] of [
  ['a page that says so has accepted', (_, response) => response.end('{}'), 'accepted'],
  ['a page that does not has refused', (_, response) => response.writeHead(400).end('{}'), 'rejected'],
  ['a page whose server fell over has not refused', (_, response) => response.writeHead(500).end(), 'errored'],
  ['a page whose server cuts the line has not refused', request => request.socket.destroy(), 'errored'],
  ['a page whose server is too busy says nothing', (_, response) => response.writeHead(429).end(), 'unreachable'],
  ['a page whose server never answers hangs', () => {}, 'hung'],
] as const satisfies [string, RequestListener, string][])
  test(`${title}: ${seen}`, async () => {
    // Only who waits for an answer that never comes is to give up soon.
    expect(await replyOf(result, {}, seen === 'hung' ? 1000 : undefined)).toMatchObject({ seen });
  });

test('a page that asks for no passkey has refused, and one that is not there is unreachable', async () => {
  const quiet = replyOf(() => {}, { register: async () => true });
  await expect(quiet).rejects.toMatchObject({ name: 'TargetError', reply: { seen: 'rejected' } });
  const closed = createServer();
  await new Promise<void>(resolve => closed.listen({ port: 0, host: 'localhost' }, resolve));
  const url = `http://localhost:${(closed.address() as AddressInfo).port}`;
  await new Promise(resolve => closed.close(resolve));
  const gone = replyOf(() => {}, { url });
  await expect(gone).rejects.toMatchObject({ name: 'TargetError', reply: { seen: 'unreachable' } });
});

test('what is no page module says so', async () => {
  await expect(openTarget('page:nowhere.ts', { timeout: 1000 })).rejects.toThrow(
    'page:nowhere.ts: there is no such file',
  );
  await expect(openTarget('page:fixtures/rules.ts', { timeout: 1000 })).rejects.toThrow('there is no default export');
  const site: PageModule = { ...portal, url: 'http://127.0.0.1:3000' };
  await expect(pageRelyingParty(site)).rejects.toThrow('write localhost for this machine');
});
