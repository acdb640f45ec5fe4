/** Popups, frames and several pages. */
import { expect } from '@playwright/test';
import { brief, of } from './look.ts';
import type { Scenario } from './scenario.ts';
import { html, LOGIN, type Stage, TOOLS } from './stage.ts';

const POLICY = 'NotAllowedError, permissions policy';
const INNER = 'https://inner.other.test';

/** Asks for a passkey before anything else can happen in the page, and shows who it was. */
export const AT_ONCE = `<script>
  begin('get', { challenge: 'AAAA', userVerification: 'required' });
  settled.then(({ json, error }) => {
    document.title = json ? atob(json.response.userHandle) : error.name;
    document.body.dataset.answered = '';
  });
</script>`;

/** A popup that has not loaded yet is another document, and has a title of the browser's. */
export const ANSWERED = `document.body?.dataset.answered !== undefined`;

async function popup(stage: Stage, features: string): Promise<string> {
  await stage.passkey();
  stage.serve('/popup', html(AT_ONCE));
  const opened = stage.context.waitForEvent('page');
  await stage.page.evaluate(`void open('/popup', '_blank', '${features}')`);
  const other = await opened;
  // Firefox can lose what waits in a popup's first document, so it is asked anew each time.
  await expect.poll(() => other.evaluate(ANSWERED).catch(() => false)).toBe(true);
  return other.title();
}

const popups: Scenario[] = [
  { name: 'a popup asks with its first script', run: stage => popup(stage, ''), expected: 'alice' },
  {
    name: 'a popup without an opener asks with its first script',
    run: stage => popup(stage, 'noopener'),
    expected: 'alice',
  },
  {
    name: 'a page asks while it loads',
    run: async stage => {
      await stage.passkey();
      await stage.show('/loading', AT_ONCE);
      await stage.page.waitForFunction(ANSWERED);
      return stage.page.title();
    },
    expected: 'alice',
  },
];

const SEEN = ['origin', 'crossOrigin', 'topOrigin', 'flags'] as const;
const GET = 'publickey-credentials-get';
const CREATE = 'publickey-credentials-create';

const frames: Scenario[] = [
  {
    name: 'a frame of the same origin signs in',
    run: async stage => {
      await stage.passkey();
      return of(await stage.get({}, { from: await stage.frame('/inner') }), ...SEEN);
    },
    expected: { origin: LOGIN, crossOrigin: false, flags: 'UP UV' },
  },
  {
    name: 'a frame of another origin may not sign in',
    run: async stage => brief(await stage.get({}, { from: await stage.frame(INNER) })),
    expected: POLICY,
  },
  {
    name: 'a frame of another origin may not register',
    run: async stage => brief(await stage.create({}, { from: await stage.frame(INNER, GET) })),
    expected: POLICY,
  },
  {
    name: 'a frame of a sub-domain may not sign in',
    run: async stage => brief(await stage.get({}, { from: await stage.frame('https://in.login.example.test') })),
    expected: POLICY,
  },
  {
    name: 'a frame of another origin signs in where the page allows it',
    run: async stage => {
      await stage.page.goto(INNER);
      await stage.passkey();
      return of(await stage.get({}, { from: await stage.frame(INNER, GET) }), ...SEEN);
    },
    expected: { origin: INNER, crossOrigin: true, topOrigin: LOGIN, flags: 'UP UV' },
  },
  {
    name: 'a frame of another origin registers where the page allows it',
    run: async stage => of(await stage.create({}, { from: await stage.frame(INNER, CREATE) }), ...SEEN),
    expected: { origin: INNER, crossOrigin: true, topOrigin: LOGIN, flags: 'UP UV AT' },
  },
  {
    name: 'a page that forbids itself to sign in',
    run: async stage => {
      await stage.show('/forbidden', '', { 'Permissions-Policy': `${GET}=()` });
      return brief(await stage.get());
    },
    expected: POLICY,
  },
  {
    name: 'a frame without a document of its own signs in',
    run: async stage => {
      await stage.passkey();
      await stage.show('/framing', '<iframe srcdoc=""></iframe>');
      const from = stage.page.frames()[1]!;
      await from.evaluate(TOOLS);
      return of(await stage.get({}, { from }), ...SEEN);
    },
    expected: { origin: LOGIN, crossOrigin: false, flags: 'UP UV' },
  },
  {
    name: 'a frame that is sandboxed has no origin to sign in for',
    run: async stage => {
      await stage.show('/framing', '<iframe src="/inner" sandbox="allow-scripts"></iframe>');
      return brief(await stage.get({}, { from: stage.page.frames()[1]! }));
    },
    expected: POLICY,
  },
];

const several: Scenario[] = [
  {
    name: 'two pages share the passkeys, and the counter never goes back',
    run: async stage => {
      await stage.passkey();
      const other = await stage.context.newPage();
      await other.goto(LOGIN);
      const counts: number[] = [];
      for (const from of [other, stage.page, other, stage.page]) {
        const seen = await stage.get({}, { from });
        counts.push(typeof seen === 'string' ? Number.NaN : seen.signCount);
      }
      return { steps: counts.slice(1).map((count, index) => count - counts[index]!) };
    },
    expected: { steps: [1, 1, 1] },
  },
  {
    name: 'three pages ask at the same time, and no count is given twice',
    run: async stage => {
      await stage.passkey();
      const pages = [stage.page, await stage.context.newPage(), await stage.context.newPage()];
      await Promise.all(pages.map(page => page.goto(LOGIN)));
      const seen = await Promise.all(pages.map(from => stage.get({}, { from })));
      const counts = seen.map(one => (typeof one === 'string' ? one : one.signCount));
      return { different: new Set(counts).size, numbers: counts.every(count => typeof count === 'number') };
    },
    expected: { different: 3, numbers: true },
  },
  {
    name: 'a page that is closed at an open prompt leaves nothing behind',
    run: async stage => {
      const other = await stage.context.newPage();
      await other.goto(LOGIN);
      stage.hello.will('pending');
      await stage.begin('create', {}, { from: other });
      const prompt = await stage.hello.pending();
      await other.close();
      await prompt.answered;
      return { afterwards: brief(await stage.create()), passkeys: stage.hello.credentials().length };
    },
    expected: { afterwards: 'created', passkeys: 1 },
  },
];

export const PAGES: readonly Scenario[] = [...popups, ...frames, ...several];
