/** Every route of the portal under requests that nobody means: no 500, no stack trace, no markup sent back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { PortalAgent, type PortalAnswer, type PortalRequest } from '../fixtures/portalClient.ts';
import { createApp } from '../fixtures/rp/app.ts';
import { type Database, openDatabase } from '../fixtures/rp/database.ts';
import { type RunningPortal, serve } from '../fixtures/rp/main.ts';
import { portalOver } from '../fixtures/rp/portal.ts';
import { rules } from '../fixtures/rules.ts';
import { type Actor, type Cast, cast } from './fuzz/actors.ts';
import { seeded } from './fuzz/random.ts';
import { draw } from './fuzz/requests.ts';
import { type Route, routesOf } from './fuzz/routes.ts';
import { snapshot } from './fuzz/snapshot.ts';
import { MARK } from './fuzz/values.ts';

const { FUZZ_SEED = 'touchstone', FUZZ_REQUESTS = '4500' } = process.env;
/** Requests between which the database is put back: what one does is there for those that follow it. */
const BATCH = 24;

interface Site {
  portal: RunningPortal;
  database: Database;
  lines: string[];
}

const test = base.extend<{ site: Site }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  site: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-fuzz-'));
    const file = join(folder, 'portal.db');
    const lines: string[] = [];
    const portal = await serve({ file, fido: true, trustProxy: true, log: line => lines.push(line) });
    const database = openDatabase(file);
    await use({ portal, database, lines });
    database.close();
    await portal.close();
    rmSync(folder, { recursive: true });
  },
});

/** The portal's routes, from an app that is never served. */
function portalRoutes(): Route[] {
  const database = openDatabase(':memory:');
  const portal = portalOver({ database, origin: 'http://localhost', log: () => {} });
  const app = createApp({ portal, fido: true, trustProxy: true, explainErrors: false, log: () => {} });
  database.close();
  return routesOf(app);
}

const STACK = /node_modules|\bat \S.*\.[jt]s:\d|\bat .*\(node:|SQLITE_|[A-Z]\w*Error:/;

/** What is wrong with an answer, whatever was asked; nothing for a good one. */
function fault({ status, headers, text }: PortalAnswer): string | undefined {
  const type = String(headers['content-type'] ?? '');
  const location = headers.location === undefined ? undefined : String(headers.location);
  if (status >= 500) return `${status}`;
  if (STACK.test(text)) return `a stack trace: ${STACK.exec(text)?.[0]}`;
  if (headers['x-content-type-options'] !== 'nosniff') return 'its type may be guessed';
  if (!type.startsWith('application/json') && text.toLowerCase().includes(MARK)) return `markup, as ${type}`;
  if (location !== undefined && !/^\/(?![/\\])[\x21-\x7e]*$/.test(location)) return `sent on to ${location}`;
  if (JSON.stringify(headers).includes(MARK)) return 'markup in a header';
  return undefined;
}

function looking({ cookie }: Actor, { path }: Route): PortalRequest {
  return { method: 'GET', path, headers: { accept: 'text/html', ...(cookie !== undefined && { cookie }) } };
}

/** Somebody signs in and sees her page; the administrator sees the log. */
async function expectNormal(portal: RunningPortal, { employee, admin }: Cast): Promise<void> {
  portal.setRules(rules({ registering: [['password']], signingIn: [['password']] }));
  for (const [{ name, password }, path] of [
    [employee, '/account'],
    [admin, '/admin/log'],
  ] as const) {
    const agent = new PortalAgent(portal.url);
    await agent.signInBy('password', name, password);
    expect((await agent.get(path)).status).toBe(200);
  }
}

function inWords({ method, path, headers, body = '' }: PortalRequest, { who }: Actor): string {
  const sent = typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
  return `${who}: ${method} ${path} ${JSON.stringify({ ...headers, cookie: undefined })} ${sent.slice(0, 400)}`;
}

test('what is wrong with an answer is noticed', () => {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' };
  const good: PortalAnswer = { status: 200, headers, text: '<h1>Sign in</h1> &lt;x-mark&gt;' };
  expect(fault(good)).toBeUndefined();
  const bad: Partial<PortalAnswer>[] = [
    { status: 500 },
    { text: `<b>${MARK}</b>` },
    { text: 'Error\n    at read (/srv/app/fixtures/rp/input.ts:60:9)' },
    { text: 'TypeError: x is not a function' },
    { text: 'SQLITE_CONSTRAINT' },
    { headers: { ...headers, 'x-content-type-options': undefined } },
    { headers: { ...headers, location: '//evil.example' } },
    { headers: { ...headers, location: 'https://evil.example' } },
  ];
  for (const change of bad) expect(fault({ ...good, ...change }), JSON.stringify(change)).toBeDefined();
});

test('the routes are read from the router', () => {
  const routes = portalRoutes();
  const paths = routes.map(({ path }) => path);
  for (const path of [
    '/',
    '/sign-in/step',
    '/passkeys/result',
    '/account',
    '/admin',
    '/phone/:token',
    '/attestation/result',
  ])
    expect(paths).toContain(path);
  expect(routes.find(({ path }) => path === '/sign-in')?.methods).toEqual(['POST']);
});

test('no request brings the portal down, or out of its shell', async ({ site: { portal, database, lines } }) => {
  test.setTimeout(300_000);
  const routes = portalRoutes();
  const pages = routes.filter(({ path, methods }) => methods.includes('GET') && !/[:*]/.test(path));
  const everybody = await cast(portal);
  // Whom more doors are open to tries more of them.
  const turns = [...everybody.actors, ...everybody.actors.filter(({ forms }) => forms.length > 5)];
  const putBack = snapshot(database);
  const random = seeded(FUZZ_SEED);
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const began = performance.now();
  const send = async (actor: Actor, request: PortalRequest) => {
    const answer = await new PortalAgent(portal.url).send(request).catch((error: Error) => error);
    const wrong = answer instanceof Error ? `no answer: ${answer}` : fault(answer);
    if (wrong !== undefined) faults.push(`${wrong}\n  ${inWords(request, actor)}`);
    if (!(answer instanceof Error)) statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  };
  for (let sent = 0; sent < Number(FUZZ_REQUESTS); sent += BATCH) {
    const actor = turns[(sent / BATCH) % turns.length]!;
    const requests = Array.from({ length: BATCH }, () => draw(actor, routes, everybody, random));
    await Promise.all(requests.map(request => send(actor, request)));
    // What was stored meanwhile is looked at by those who are shown it.
    await Promise.all(everybody.actors.map(one => send(one, looking(one, random.pick(pages)))));
    putBack();
  }
  const seconds = (performance.now() - began) / 1000;
  const seen = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(`${routes.length} routes, ${seen.join(', ')}; ${seconds.toFixed(1)} s, seed ${FUZZ_SEED}`);
  expect(faults.slice(0, 10)).toEqual([]);
  expect(lines.filter(line => / \| at |: 5\d\d /.test(line)).slice(0, 5)).toEqual([]);
  await expectNormal(portal, everybody);
});
