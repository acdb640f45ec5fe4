/** The protocol lane as Playwright tests gives the verdicts of `touchstone run`, and is red where that ends with 1. */
import { expect, test } from '@playwright/test';
import { attachedResult } from '../../fixtures/attachedResult.ts';
import { serveBroken } from '../../fixtures/broken.ts';
import type { Result } from '../../harness/result.ts';
import { parseBaseline } from '../../harness/runner/baseline.ts';
import { DEFAULT_GATE, stoppedBy } from '../../harness/runner/gate.ts';
import { selectCases } from '../../harness/runner/patterns.ts';
import { run } from '../../harness/runner/run.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { openTarget } from '../../harness/targets/open.ts';
import { type ChildTest, playwright, sourceUrl, testsOf, writeProject } from './playwrightChild.ts';

test.describe.configure({ timeout: 300_000 });

const CONFIG = "export default { testDir: '.', testMatch: 'suite.spec.mts', fullyParallel: true, workers: 2 };";

/** The child's tests. */
async function asTests(folder: string, rp: string, patterns: readonly string[], known: string): Promise<ChildTest[]> {
  writeProject(folder, {
    'playwright.config.mts': CONFIG,
    'known.txt': known,
    'suite.spec.mts': `
      import { defineTouchstone } from '${sourceUrl('fixtures/defineTouchstone.ts')}';
      defineTouchstone({ rp: '${rp}', known: 'known.txt', patterns: ${JSON.stringify(patterns)} });
    `,
  });
  const { code, said } = await playwright(folder, ['test', '--reporter=json']);
  const tests = testsOf(folder);
  expect(code, said).toBe(tests.some(({ status }) => status === 'unexpected') ? 1 : 0);
  return tests;
}

function attachedTo({ results }: ChildTest) {
  const attachments = results.at(-1)!.attachments;
  return attachedResult(attachments.map(({ name, body = '' }) => ({ name, body: Buffer.from(body, 'base64') })))!;
}

const comparable = ({ ms: _, exchange: __, evidence: ___, ...rest }: Result) => rest;
const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

/** Failed controls of several workers count once, as those of one run do. */
function resultsOf(tests: readonly ChildTest[]) {
  const attached = tests.map(attachedTo);
  const controls = new Map(attached.flatMap(one => one.controls).map(one => [one.id, one]));
  return [...controls.values(), ...attached.map(one => one.result)].map(comparable).sort(byId);
}

async function asRun(address: string, patterns: readonly string[], known: string): Promise<Result[]> {
  const { rp } = await openTarget(address, { timeout: 10_000 });
  const cases = selectCases(catalogue, patterns).filter(one => !one.stress);
  const { report } = await run({ rp, cases, seed: 'touchstone', known: parseBaseline(known) });
  return report.results;
}

function redIds(results: readonly Result[]): string[] {
  const ids = stoppedBy(DEFAULT_GATE, results).map(({ result }) => result.id);
  return ids.filter(id => !id.startsWith('control/')).sort();
}

const redTitles = (tests: readonly ChildTest[]) =>
  tests
    .filter(({ status }) => status === 'unexpected')
    .map(({ title }) => title)
    .sort();

test('failures that are new, known and stale, passes, notes and skips', async () => {
  const patterns = [
    'registration/client-data/other-origin',
    'registration/client-data/origin-missing',
    'registration/client-data/challenge-missing',
    'authentication/client-data/other-origin',
    'authentication/counter',
    'authentication/extensions',
  ];
  const known = [
    'authentication/client-data/other-origin  accepted  # the portal frames us',
    'registration/client-data/challenge-missing  accepted  # long mended',
  ].join('\n');
  const address = 'glass:without=origin';
  const tests = await asTests(test.info().outputPath('child'), address, patterns, known);
  const results = await asRun(address, patterns, known);

  expect(resultsOf(tests)).toEqual(results.map(comparable).sort(byId));
  expect(redTitles(tests)).toEqual(redIds(results));
  const standings = new Set(results.map(({ standing }) => standing));
  expect([...standings].sort()).toEqual(['known', 'new', 'stale', undefined]);

  const listed = tests.find(({ title }) => title === 'authentication/client-data/other-origin')!;
  expect(listed.status).toBe('expected');
  expect(listed.annotations).toContainEqual(
    expect.objectContaining({ type: 'fail', description: 'the portal frames us' }),
  );
  const fresh = tests.find(({ title }) => title === 'registration/client-data/other-origin')!;
  expect(fresh.results[0]!.error!.message).toContain('Expected: rejected');
  expect(fresh.results[0]!.error!.message).toContain(
    `touchstone run registration/client-data/other-origin --rp ${address} --seed touchstone`,
  );
  const skipped = tests.filter(one => attachedTo(one).result.verdict === 'skip');
  expect(skipped.length).toBeGreaterThan(0);
  for (const { status, annotations } of skipped) {
    expect(status).toBe('skipped');
    expect(annotations.find(({ type }) => type === 'skip')?.description).toContain('does not claim');
  }
});

for (const { listed, status } of [
  { listed: true, status: 'skipped' },
  { listed: false, status: 'unexpected' },
] as const)
  test(`what is void under a control that is ${listed ? 'listed' : 'not listed'} is ${status}`, async () => {
    const patterns = ['registration/client-data/other-origin', 'registration/client-data/challenge-missing'];
    const known = listed ? 'control/registration  rejected  # refuses everybody' : '';
    const broken = await serveBroken('deaf');
    const address = `fido:${broken.url}`;
    const tests = await asTests(test.info().outputPath('child'), address, patterns, known);
    const results = await asRun(address, patterns, known);
    await broken.close();
    expect(resultsOf(tests)).toEqual(results.map(comparable).sort(byId));
    expect(results.filter(({ verdict }) => verdict === 'void')).toHaveLength(2);
    expect(tests.map(one => one.status)).toEqual([status, status]);
  });
