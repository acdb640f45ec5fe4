/** Thirty logins that the sample RP refuses in the same words, as HAR files of its pages: `explain` tells what is wrong. */
import { test as base, expect } from '@playwright/test';
import { BROKEN_LOGINS, brokenLogin, signInBroken } from '../../fixtures/brokenLogins.ts';
import { portalSite } from '../../fixtures/pages/portal.ts';
import { explainAll } from '../../harness/diagnose/explainCeremony.ts';
import { readObserved } from '../../harness/reproduce/read.ts';
import type { RelyingParty } from '../../harness/target.ts';
import { pageRelyingParty } from '../../harness/targets/page.ts';

interface Recorded {
  /** The portal; each of its visits leaves a HAR where `har` says. */
  rp: RelyingParty;
  har: { path: string };
}

const test = base.extend<object, { recorded: Recorded }>({
  recorded: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
    async ({}, use) => {
      const har = { path: '' };
      const site = portalSite();
      Object.defineProperty(site, 'context', { get: () => ({ recordHar: { ...har, content: 'embed' } }) });
      const rp = await pageRelyingParty(site);
      await use({ rp, har });
      await rp.close?.();
    },
    { scope: 'worker' },
  ],
});

test('there are thirty, in many ways', () => {
  expect(new Set(BROKEN_LOGINS).size).toBe(30);
  expect(new Set(BROKEN_LOGINS.map(id => brokenLogin(id).duty)).size).toBeGreaterThan(15);
});

/** Of so many, one is played every time. */
const SAMPLE = 10;

for (const [index, id] of BROKEN_LOGINS.entries())
  test(id, index % SAMPLE === 0 ? {} : { tag: '@rest' }, async ({ recorded: { rp, har } }, testInfo) => {
    har.path = testInfo.outputPath('login.har');
    const one = brokenLogin(id);
    const reply = await signInBroken(rp, one);
    // The words that the portal has for everything: nothing in them tells what is wrong.
    expect(reply).toMatchObject({ seen: 'rejected', status: 400 });
    const explained = await explainAll(await readObserved(har.path), {});
    // The page asks for suggestions as well, which nobody takes.
    const answered = explained.filter(({ subject }) => 'response' in subject);
    expect(answered.map(({ diagnosis, accepted }) => [accepted, diagnosis[0]?.duty])).toEqual([
      [true, undefined],
      [false, one.duty],
    ]);
  });
