/** What a `hello` costs: a test's set-up beside a bare Playwright page, and a ceremony beside Chromium's own over CDP. */
import { randomUUID } from 'node:crypto';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { serve } from '../fixtures/rp/main.ts';
import { installHello } from '../fixtures/test.ts';
import { findBrowser } from '../scripts/browser.mjs';
import { median } from './measure.ts';

/** At most this many times what it is held against. */
const SET_UP_BOUND = 1.1;
const CEREMONY_BOUND = 1.5;

const SET_UPS = 60;
const CEREMONIES = 80;
/** Of each, before anything is counted. */
const WARM_UP = 5;

const ALGORITHMS = { ES256: -7, RS256: -257 };

const RAW = 'raw CDP';

/** What a test without Touchstone would add. */
const PLAIN_AUTHENTICATOR = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

/** Milliseconds in the page, with the relying party's part, and of the browser's method alone. */
interface Took {
  whole: number;
  ceremony: number;
}

export async function benchHello(): Promise<boolean> {
  const executablePath = findBrowser();
  const portal = await serve({ file: ':memory:', fido: true });
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const url = `${portal.url}/binding`;
    return [await benchSetUp(browser, url), await benchCeremonies(browser, url)].every(Boolean);
  } finally {
    await browser.close();
    await portal.close();
  }
}

async function benchSetUp(browser: Browser, url: string): Promise<boolean> {
  console.log('\nSet-up of a test: context, page, first load');
  const ways = {
    'bare page': async () => {},
    'software engine': (context: BrowserContext) => installHello(context, { engine: 'software' }),
    'cdp engine': (context: BrowserContext) => installHello(context, { engine: 'cdp' }),
  };
  const times = await inTurn(SET_UPS, ways, async prepare => {
    const began = performance.now();
    const context = await browser.newContext();
    await prepare(context);
    const page = await context.newPage();
    await page.goto(url);
    const took = performance.now() - began;
    await context.close();
    return took;
  });
  return compare(times, 'bare page', { 'software engine': SET_UP_BOUND, 'cdp engine': SET_UP_BOUND });
}

async function benchCeremonies(browser: Browser, url: string): Promise<boolean> {
  const pages: Record<string, Page> = {
    [RAW]: await pageWith(browser, url, rawCdp),
    'software engine': await pageWith(browser, url, (_, context) => installHello(context, { engine: 'software' })),
    'cdp engine': await pageWith(browser, url, (_, context) => installHello(context, { engine: 'cdp' })),
  };
  let met = true;
  for (const [name, alg] of Object.entries(ALGORITHMS)) {
    const registered = await inTurn(CEREMONIES, pages, page => page.evaluate(ceremony, { user: randomUUID(), alg }));
    met = compareCeremonies(`One registration, ${name}`, registered) && met;
    const users = new Map<Page, string>();
    const signedIn = await inTurn(CEREMONIES, pages, async page => {
      const user = users.get(page) ?? randomUUID();
      if (!users.has(page)) await page.evaluate(ceremony, { user, alg });
      users.set(page, user);
      return page.evaluate(ceremony, { user });
    });
    met = compareCeremonies(`One login, ${name}`, signedIn) && met;
  }
  for (const page of Object.values(pages)) await page.context().close();
  return met;
}

function compareCeremonies(title: string, took: Record<string, Took[]>): boolean {
  const part = (name: keyof Took) =>
    Object.fromEntries(Object.entries(took).map(([way, times]) => [way, times.map(time => time[name])]));
  console.log(`\n${title}: options, ceremony, result`);
  const met = compare(part('whole'), RAW, { 'software engine': CEREMONY_BOUND });
  console.log("  the browser's method alone");
  compare(part('ceremony'), RAW);
  return met;
}

async function pageWith(
  browser: Browser,
  url: string,
  prepare: (page: Page, context: BrowserContext) => Promise<unknown>,
): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await prepare(page, context);
  await page.goto(url);
  return page;
}

async function rawCdp(page: Page, context: BrowserContext): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  await session.send('WebAuthn.addVirtualAuthenticator', { options: PLAIN_AUTHENTICATOR });
}

/** Each way once, again and again, so that what else the machine does falls on all of them alike. */
async function inTurn<Way, Time>(
  times: number,
  ways: Record<string, Way>,
  task: (way: Way) => Promise<Time>,
): Promise<Record<string, Time[]>> {
  const took: Record<string, Time[]> = Object.fromEntries(Object.keys(ways).map(name => [name, []]));
  for (let round = -WARM_UP; round < times; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const time = await task(way);
      if (round >= 0) took[name]!.push(time);
    }
  }
  return took;
}

/** Prints the medians and their ratios; false when one is over its bound. */
function compare(took: Record<string, number[]>, base: string, bounds: Record<string, number> = {}): boolean {
  const against = median(took[base]!);
  const met = Object.entries(took).map(([name, times]) => {
    const ratio = median(times) / against;
    const bound = bounds[name];
    const verdict = bound === undefined ? '' : `≤ ${bound}  ${ratio <= bound ? 'met' : 'NOT MET'}`;
    console.log(`    ${name.padEnd(16)} ${median(times).toFixed(2).padStart(7)} ms  ${ratio.toFixed(2)} ×  ${verdict}`);
    return bound === undefined || ratio <= bound;
  });
  return met.every(Boolean);
}

/** What runs in the page is sent there alone, and may use nothing outside of itself. */
interface InPage {
  PublicKeyCredential: Record<'parseCreationOptionsFromJSON' | 'parseRequestOptionsFromJSON', (json: object) => object>;
  navigator: { credentials: Record<'create' | 'get', (options: object) => Promise<object>> };
}

/** @param alg a registration with this algorithm; undefined for a login. */
async function ceremony({ user, alg }: { user: string; alg?: number }): Promise<Took> {
  const { PublicKeyCredential, navigator } = globalThis as unknown as InPage;
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Record<string, unknown>;
  };
  const registers = alg !== undefined;
  const routes = registers ? '/attestation' : '/assertion';
  const selection = { displayName: user, authenticatorSelection: { residentKey: 'discouraged' } };
  const began = performance.now();
  const options = await post(`${routes}/options`, { username: user, ...(registers && selection) });
  if (registers) options.pubKeyCredParams = [{ type: 'public-key', alg }];
  const publicKey = registers
    ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
    : PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const asked = performance.now();
  const credential = await navigator.credentials[registers ? 'create' : 'get']({ publicKey });
  const alone = performance.now() - asked;
  await post(`${routes}/result`, credential);
  return { whole: performance.now() - began, ceremony: alone };
}
