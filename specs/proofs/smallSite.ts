/** A site whose answers are made up, and a browser's way through it: what HAR files and traces are recorded of. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { type Kind, optionsFor, responseTo } from './exchanges.ts';

/** With the site's origin, and a folder that is gone after the test. */
export const test = base.extend<{ site: string; folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'traffic-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  site: async ({}, use) => {
    const server = createServer((request, response) => {
      const [, step, kind, name] = request.url!.split('/');
      const isOptions = step === 'options';
      response.setHeader('content-type', kind === undefined ? 'text/html' : 'application/json');
      response.statusCode = step === 'refuse' ? 400 : 200;
      if (isOptions) response.end(JSON.stringify(optionsFor(kind as Kind, name!)));
      else response.end(kind === undefined ? '<title>Small site</title>' : '{"status":"told"}');
    });
    await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
    await use(`http://localhost:${(server.address() as AddressInfo).port}`);
    server.closeAllConnections();
    server.close();
  },
});

/** A registration that is taken and a login that is not. */
export async function visit(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/`);
  await ceremony(page, 'registration', 'accept');
  await ceremony(page, 'authentication', 'refuse');
}

async function ceremony(page: Page, kind: Kind, step: 'accept' | 'refuse'): Promise<void> {
  await page.evaluate(
    async ([kind, step, body]) => {
      await (await fetch(`/options/${kind}/a`, { method: 'POST' })).text();
      const headers = { 'content-type': 'application/json' };
      await (await fetch(`/${step}/${kind}`, { method: 'POST', headers, body })).text();
    },
    [kind, step, JSON.stringify(responseTo(kind, 'a'))] as const,
  );
}

/** What is to be read of that visit. */
export function visited(site: string) {
  const seen = (kind: Kind, accepted: boolean) => ({
    kind,
    options: optionsFor(kind, 'a'),
    response: responseTo(kind, 'a'),
    page: `${site}/`,
    origin: site,
    answer: { status: accepted ? 200 : 400, body: '{"status":"told"}', accepted },
  });
  return [seen('registration', true), seen('authentication', false)];
}
