import { defineConfig } from '@playwright/test';
import type { TouchstoneFixtures } from './fixtures/test.ts';
import { findBrowser, findFirefox } from './scripts/browser.mjs';

const browser = findBrowser();
const firefox = findFirefox();
const isRoot = process.getuid?.() === 0;

// The workers read this file as well: they need not look again, nor say it again.
if (firefox !== undefined) process.env.TOUCHSTONE_FIREFOX = firefox;
else if (process.env.TEST_WORKER_INDEX === undefined)
  console.log('The project firefox-software is left out: no Firefox was found (TOUCHSTONE_FIREFOX names one).');

/**
 * `usual` (`npm test`) leaves out what takes long; `rest` (`npm run test:rest`, in CI after it) has just that; `all` is
 * both. Chromium's software engine plays all scenarios always; elsewhere a part of them stands for the others.
 */
const wanted = specsWanted(process.env.TOUCHSTONE_SPECS ?? 'usual');
const LONG = [
  'portalLoad.spec.ts',
  'portalKill.spec.ts',
  'portalFuzz.spec.ts',
  'portalKeys.spec.ts',
  'portalAdmin.spec.ts',
  'helloLoading.spec.ts',
];
const LONG_PROOFS = [
  'pageTarget.spec.ts',
  'ciRecipes.spec.ts',
  'compare.spec.ts',
  'harLarge.spec.ts',
  'protocolParity.spec.ts',
  'recordCli.spec.ts',
  'replayBugs.spec.ts',
  'replaySpec.spec.ts',
  'reporter.spec.ts',
];
/** Proofs of which some stand for the others in `usual`: those are tagged `@rest`. */
const SAMPLED_PROOFS = ['explainHar.spec.ts', 'known.spec.ts'];
const leftOut = wanted === 'usual' ? LONG : [];
const SAMPLE = /@sample/;
/** Of the suite as tests: Playwright adds to each case more than the case costs, and `touchstone run` puts them all. */
const PART_OF_SUITE = /(registration|authentication)\/(flags|counter|envelope)|flow\/challenge/;

/** Specs that ask nothing of one engine alone; what does is tagged `@cdp` or `@chromium`. */
const ANY_ENGINE = ['helloScenarios*.spec.ts', 'record.spec.ts', 'recipes/*.spec.ts'];

function specsWanted(word: string): 'usual' | 'rest' | 'all' {
  if (word === 'usual' || word === 'rest' || word === 'all') return word;
  throw new Error(`TOUCHSTONE_SPECS is ${word}: use usual, rest or all`);
}

export default defineConfig<TouchstoneFixtures>({
  testDir: 'specs',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      // Chromium's sandbox does not start as root, as in most containers.
      chromiumSandbox: !isRoot,
    },
  },
  projects: [
    {
      name: 'proofs',
      testDir: 'specs/proofs',
      ...(wanted === 'rest' && { testMatch: [...LONG_PROOFS, ...SAMPLED_PROOFS] }),
      ...(wanted === 'usual' && { testIgnore: LONG_PROOFS, grepInvert: /@rest/ }),
    },
    // No page is ever opened.
    {
      name: 'protocol',
      testMatch: 'protocol.spec.ts',
      ...(wanted === 'usual' && { grep: PART_OF_SUITE }),
      use: { trace: 'off' },
    },
    {
      name: 'rp',
      testMatch:
        wanted === 'rest' ? LONG.filter(name => name.startsWith('portal')) : ['rp*.spec.ts', 'portal*.spec.ts'],
      testIgnore: leftOut,
    },
    {
      name: 'chromium-cdp',
      testMatch:
        wanted === 'rest'
          ? ['hello.spec.ts', 'helloLoading.spec.ts', 'helloScenarios.spec.ts']
          : ['hello*.spec.ts', 'record.spec.ts', 'recipes/*.spec.ts'],
      testIgnore: ['helloSoftware*.spec.ts', ...leftOut],
      grepInvert: { usual: /@software|@rest/, rest: /@software|@sample/, all: /@software/ }[wanted],
      use: { helloOptions: { engine: 'cdp' } },
    },
    {
      name: 'chromium-software',
      testMatch:
        wanted === 'rest' ? ['helloLoading.spec.ts', 'recipes/*.spec.ts'] : [...ANY_ENGINE, 'helloSoftware*.spec.ts'],
      testIgnore: wanted === 'usual' ? [...LONG, 'recipes/*.spec.ts'] : [],
      grepInvert: /@cdp/,
      use: { helloOptions: { engine: 'software' } },
    },
    ...(firefox === undefined
      ? []
      : [
          {
            name: 'firefox-software',
            testMatch: ANY_ENGINE,
            ...(wanted === 'usual' && { grep: SAMPLE }),
            grepInvert: wanted === 'rest' ? /@cdp|@chromium|@sample/ : /@cdp|@chromium/,
            use: {
              browserName: 'firefox' as const,
              // Firefox as it is installed, without Playwright's own build of it.
              channel: 'moz-firefox',
              launchOptions: { executablePath: firefox },
              helloOptions: { engine: 'software' as const },
            },
          },
        ]),
  ],
});
