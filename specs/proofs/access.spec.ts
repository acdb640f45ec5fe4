/** RPs that are not simply there: gates, sign-ins, routes of their own, private CAs, proxies; and no secret gets out. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { forwardProxy, PROXY_USER } from '../../fixtures/forwardProxy.ts';
import {
  GATE,
  PASSWORD,
  STAGING_BINDING,
  type Staging,
  type StagingOptions,
  serverCertificate,
  serveStaging,
  stagingCa,
} from '../../fixtures/staging.ts';
import { readReport } from '../../harness/report/read.ts';
import { repeatLine } from '../../harness/report/words.ts';
import { run } from '../../harness/runner/run.ts';
import { findCase } from '../../harness/suite/index.ts';
import type { Visit } from '../../harness/target.ts';
import { fido } from '../../harness/targets/fido.ts';
import { refuseOthers } from '../../harness/targets/loopback.ts';
import { openTarget } from '../../harness/targets/open.ts';
import { pageRelyingParty } from '../../harness/targets/page.ts';
import { type AccessFlags, readAccess } from '../../harness/targets/readAccess.ts';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const test = base.extend<{ folder: string; staging: (options?: StagingOptions) => Promise<Staging> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'access-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  staging: async ({}, use) => {
    const served: Staging[] = [];
    await use(async options => {
      const one = await serveStaging(options);
      served.push(one);
      return one;
    });
    for (const one of served) await one.close();
  },
});

test.describe.configure({ timeout: 120_000 });

const SIGN_IN = `export default async ({ fetch, user }) => {
  const body = JSON.stringify({ user: user.name, password: process.env.QA_PASSWORD });
  const answer = await fetch('/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error('the login answered ' + answer.status);
};`;

/** The command line, with all that the staging RP asks for. `onOut` hears each part that it writes. */
async function touchstone(
  folder: string,
  { url }: Staging,
  [verb = '', ...args]: string[],
  onOut: (interrupt: () => void) => void = () => {},
): Promise<Ended> {
  await writeFile(join(folder, 'binding.json'), JSON.stringify(STAGING_BINDING));
  await writeFile(join(folder, 'sign-in.mjs'), SIGN_IN);
  await writeFile(join(folder, 'ca.pem'), stagingCa());
  const reach = ['--rp', `fido:${url}`, '--header', `${GATE.name}: ${GATE.value}`, '--ca', join(folder, 'ca.pem')];
  const like = ['--binding', join(folder, 'binding.json'), '--sign-in', join(folder, 'sign-in.mjs')];
  const child = spawn(process.execPath, ['--import', 'tsx', 'harness/cli/main.ts', verb, ...reach, ...like, ...args], {
    env: { ...process.env, QA_PASSWORD: PASSWORD },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', part => {
    out += part;
    onOut(() => child.kill('SIGINT'));
  });
  child.stderr.on('data', part => {
    err += part;
  });
  return new Promise(resolve => child.on('close', code => resolve({ code, out, err })));
}

function access(flags: Partial<AccessFlags> = {}) {
  return readAccess({ header: [], removeUsers: false, yesIMayTestThis: false, ...flags });
}

async function textsOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(entries.filter(one => one.isFile()).map(one => readFile(join(one.parentPath, one.name), 'utf8')));
}

const user = { name: 'ada', displayName: 'Ada' };

test('a gate, a sign-in, other routes, a private CA and a proxy: the suite runs, cleans up, and tells no secret', async ({
  folder,
  staging,
}) => {
  const [rp, proxy] = [await staging({ secure: true, echoes: true }), await forwardProxy()];
  const out = join(folder, 'report');
  const args = ['run', 'registration/client-data', 'authentication/client-data', '--out', out, '--seed', 'R'];
  const ended = await touchstone(folder, rp, [...args, '--proxy', proxy.url, '--remove-users', '--user-prefix', 'qa-']);
  await proxy.close();
  expect(ended.err).toMatch(/--remove-users: \d{2,} users removed/);
  expect(rp.accounts.size).toBe(0);
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(rp.url).host]));
  const report = await readReport(join(out, 'report.json'));
  expect(report.footer?.complete).toBe(true);
  expect(report.results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(20);
  expect(report.results.filter(({ verdict }) => verdict === 'void' || verdict === 'unclean')).toEqual([]);
  const line = repeatLine(report.header, report.results[0]!);
  expect(line).toContain(`--header 'X-Gate: …' --ca `);
  expect(line).toContain(`--proxy 'http://…@localhost:`);
  for (const text of [ended.out, ended.err, line, ...(await textsOf(out))])
    for (const secret of [GATE.value, PASSWORD, PROXY_USER.name, PROXY_USER.password])
      expect(text).not.toContain(secret);
});

test('what an RP echoes of the secrets is taken out of replies, errors and reports', async ({ staging }) => {
  const { url } = await staging({ echoes: true });
  const header = [`${GATE.name}: Bearer wr0ng-t0ken`];
  const { rp } = await openTarget(`fido:${url}`, { timeout: 5000, access: await access({ header }) });
  const visit = await rp.visit();
  const reply = await visit.authenticate({} as never);
  expect(reply).toMatchObject({ seen: 'rejected', body: expect.stringContaining('"x-gate":"…"') });
  const error = await visit.registrationOptions(user).catch(reason => reason);
  expect(error).toMatchObject({ name: 'TargetError', reply: { body: expect.stringContaining('"x-gate":"…"') } });
  const { report } = await run({ rp, cases: [findCase('registration/client-data/other-origin')!], seed: 'R' });
  await rp.close?.();
  expect(JSON.stringify(report)).toContain('x-gate');
  expect(JSON.stringify(report)).not.toContain('wr0ng-t0ken');
});

test('what cannot be removed is said', async ({ folder, staging }) => {
  const ended = await touchstone(folder, await staging({ keeps: true }), ['smoke', '--remove-users']);
  expect(ended.code).toBe(0);
  expect(ended.err).toMatch(/0 users removed\n.*not removed: user ts-\S+: DELETE http\S+: answered 409/);
});

test('Ctrl-C removes what was made', async ({ folder, staging }) => {
  const rp = await staging();
  let most = 0;
  const ended = await touchstone(
    folder,
    rp,
    ['run', 'authentication', '--out', join(folder, 'report'), '--rate', '200', '--remove-users'],
    interrupt => {
      most = Math.max(most, rp.accounts.size);
      if (most > 0) interrupt();
    },
  );
  expect(ended.err).toContain('interrupted');
  expect(ended.err).not.toContain('not removed');
  expect(most).toBeGreaterThan(0);
  expect(rp.accounts.size).toBe(0);
});

test('credentials are removed one by one where the RP knows no more', async () => {
  const opened = await openTarget('glass', { timeout: 1000, access: await access({ removeUsers: true }) });
  const { Client } = await import('../../harness/authenticator/client.ts');
  const { Authenticator } = await import('../../harness/authenticator/authenticator.ts');
  const visit = await opened.rp.visit();
  const options = await visit.registrationOptions(user);
  const response = await new Client(new Authenticator()).register(options, { origin: opened.rp.origin });
  expect(await visit.register(response)).toMatchObject({ seen: 'accepted' });
  expect(await visit.credentials!(user)).toHaveLength(1);
  await opened.rp.close?.();
  expect(await visit.credentials!(user).catch(error => error.message)).toBe('the run is over');
  expect(opened.removal!.left()).toEqual([]);
  expect(opened.removal!.inWords()).toMatch(/^1 credentials removed; their users stay/);
});

test('requests keep the pace, however many come at once', async ({ staging }) => {
  const rp = await staging();
  const target = await fido(rp.url, { access: await access({ rate: 50, header: [`${GATE.name}: ${GATE.value}`] }) });
  const visits = await Promise.all(Array.from({ length: 26 }, () => target.visit()));
  await Promise.all(visits.map(visit => visit.authenticate({} as never)));
  await target.close?.();
  expect(rp.times).toHaveLength(27);
  // 26 gaps of 20 ms; a timer may be early, and the first request is late.
  expect(rp.times.at(-1)! - rp.times[0]!).toBeGreaterThan(26 * 20 * 0.7);
});

async function listen(
  handle: (request: IncomingMessage) => string,
  secure = false,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = secure ? createSecureServer(serverCertificate()) : createServer();
  server.on('request', (request, response) =>
    response.setHeader('content-type', 'text/html').end(handle(request as IncomingMessage)),
  );
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
  return {
    url: `http${secure ? 's' : ''}://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Of both formats, for localhost. */
const COOKIES = {
  netscape: '# Netscape HTTP Cookie File\n#HttpOnly_localhost\tFALSE\t/\tTRUE\t0\tpass\tlet-me-in\n',
  playwright: JSON.stringify({ cookies: [{ name: 'pass', value: 'let-me-in', domain: 'localhost' }], origins: [] }),
};

for (const [format, text] of Object.entries(COOKIES))
  test(`cookies in ${format} format, and headers, go to the RP and to no other origin`, async ({ folder }) => {
    const got: Record<string, unknown[]> = { own: [], other: [] };
    const note = (who: string) => (request: IncomingMessage) => {
      got[who]!.push([request.headers['x-gate'], request.headers.cookie]);
      return '{"status":"ok"}';
    };
    const [own, other] = [await listen(note('own')), await listen(note('other'))];
    const file = join(folder, 'cookies');
    await writeFile(file, text);
    const rp = await fido(own.url, { access: await access({ header: ['X-Gate: 1'], cookieFile: file }) });
    const visit: Visit = await rp.visit();
    await visit.web!({ method: 'GET', to: '/' });
    await visit.web!({ method: 'GET', to: `//${new URL(other.url).host}/` });
    await rp.close?.();
    await Promise.all([own.close(), other.close()]);
    expect(got).toEqual({
      own: [
        ['1', 'pass=let-me-in'],
        ['1', 'pass=let-me-in'],
      ],
      other: [[undefined, undefined]],
    });
  });

test('pages get header and cookies at their own origin alone, and trust the CA', async ({ folder }) => {
  const seen: Record<string, unknown>[] = [];
  const other = await listen(request => {
    seen.push({ other: request.headers['x-gate'] });
    return '';
  });
  const own = await listen(request => {
    if (request.url === '/') seen.push({ own: request.headers['x-gate'], cookie: request.headers.cookie });
    return `<img src="${other.url}/picture">`;
  }, true);
  await writeFile(join(folder, 'cookies'), COOKIES.netscape);
  await writeFile(join(folder, 'ca.pem'), stagingCa());
  const flags = { header: ['X-Gate: 1'], cookieFile: join(folder, 'cookies'), ca: join(folder, 'ca.pem') };
  const nothing = async () => undefined;
  const signedIn = async (page: import('@playwright/test').Page) => {
    await page.goto('/');
    return page.url();
  };
  const module = { url: own.url, register: nothing, login: nothing, signedIn };
  const rp = await pageRelyingParty(module, { access: await access(flags) });
  const visit = await rp.visit();
  expect(await visit.signedInAs!()).toBe(`${own.url}/`);
  await rp.close?.();
  await Promise.all([own.close(), other.close()]);
  expect(seen).toEqual([{ own: '1', cookie: 'pass=let-me-in' }, { other: undefined }]);
});

for (const address of ['http://192.0.2.1', 'http://10.0.0.1', 'http://[2001:db8::1]:8080', 'https://nowhere.invalid'])
  test(`${address} is not tested unless the user says so`, async () => {
    const asked = openTarget(`fido:${address}`, { timeout: 1000, access: await access() });
    await expect(asked).rejects.toThrow(`${new URL(address).host} is not on this machine: add --yes-i-may-test-this`);
    await expect(asked).rejects.toMatchObject({ name: 'AskedWrongly' });
    await refuseOthers(new URL(address), await access({ yesIMayTestThis: true }));
  });

test('this machine is known by all its names, and a proxy elsewhere is not this machine', async () => {
  for (const host of ['localhost', 'portal.localhost', '127.0.0.1', '127.9.9.9', '[::1]'])
    await refuseOthers(new URL(`https://${host}`), await access());
  const proxied = refuseOthers(new URL('http://localhost'), await access({ proxy: 'http://192.0.2.1:3128' }));
  await expect(proxied).rejects.toThrow('192.0.2.1:3128 is not on this machine');
});

const WRONG: [title: string, flags: Partial<AccessFlags>, file: string, complaint: RegExp][] = [
  ['a header without a colon', { header: ['a: b', 's3cr3t'] }, '', /^--header, the second: write 'Name: value'/],
  ['a header that is ours', { header: ['Cookie: s3cr3t'] }, '', /^--header Cookie: use --cookie-file$/],
  ['a proxy without scheme', { proxy: 's3cr3t@proxy' }, '', /^--proxy: write its address with http/],
  ['a prefix with a space', { userPrefix: 'a b' }, '', /^--user-prefix: write 1 to 24/],
  ['no file', { ca: 'FILE' }, '', /^--ca \S+: there is no such file$/],
  ['a CA that is none', { ca: 'FILE' }, 's3cr3t', /^--ca \S+: there is no certificate in PEM/],
  ['cookies of no format', { cookieFile: 'FILE' }, '\nname=s3cr3t', /^--cookie-file \S+: line 2: write seven fields/],
  ['half a storage state', { cookieFile: 'FILE' }, '{"cookies":[{"name":"s3cr3t"}]}', /: cookies\.0\.\w+: /],
  ['a binding with a typo', { binding: 'FILE' }, '{"registr":{}}', /^--binding \S+: the file: .*registr/],
  [
    'an unknown placeholder',
    { binding: 'FILE' },
    '{"register":{"body":{"a":["{nam}"]}}}',
    /: register\.body: there is no \{nam\}: use /,
  ],
  [
    'a route elsewhere',
    { binding: 'FILE' },
    '{"register":{"path":"//evil.example"}}',
    /: register\.path: write a path/,
  ],
];

for (const [title, flags, content, complaint] of WRONG)
  test(`${title} is refused by flag and place, and no value is told`, async ({ folder }) => {
    const file = join(folder, 'file');
    if (content !== '') await writeFile(file, content);
    const named = Object.fromEntries(
      Object.entries(flags).map(([name, value]) => [name, value === 'FILE' ? file : value]),
    );
    const error = await access(named).then(
      () => undefined,
      reason => reason,
    );
    expect(error).toMatchObject({ name: 'AskedWrongly', message: expect.stringMatching(complaint) });
    expect(error.message).not.toContain('s3cr3t');
  });

for (const [target, flags, complaint] of [
  ['glass', { header: ['a: b'] }, /^--header is of no use with glass/],
  ['page:x.ts', { signIn: 'x.mjs' }, /^--sign-in is of no use with page/],
  ['fido:http://localhost:1', { signIn: 'absent.mjs' }, /^--sign-in absent.mjs: there is no such file/],
  ['fido:http://localhost:1', { removeUsers: true }, /^--remove-users: .* shows no way/],
  ['fido:http://a:s3cr3t@localhost', {}, /leave user and password out of the address/],
] as const)
  test(`${target} with ${JSON.stringify(flags)} is asked wrongly`, async () => {
    const asked = openTarget(target, { timeout: 1000, access: await access({ ...flags } as Partial<AccessFlags>) });
    await expect(asked).rejects.toThrow(complaint);
  });
