/** Each broken RP gets the verdicts that it deserves, and no refusal counts on one that refuses everything. */
import { expect, test } from '@playwright/test';
import { type Fault, type FaultMoment, serveBroken } from '../../fixtures/broken.ts';
import { EXIT, exitCodeOf } from '../../harness/cli/exitCode.ts';
import type { Verdict } from '../../harness/result.ts';
import { parseBaseline } from '../../harness/runner/baseline.ts';
import { DEFAULT_GATE, strictly } from '../../harness/runner/gate.ts';
import { type RunOptions, type RunOutcome, run } from '../../harness/runner/run.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { fido } from '../../harness/targets/fido.ts';

const STRICT = strictly(DEFAULT_GATE);

/** A few of each sort where each costs its time; the fault, not the catalogue, is looked at here. */
const sample = ['registration/client-data', 'authentication/client-data'].flatMap(section =>
  (['reject', 'accept'] as const).flatMap(expects =>
    catalogue
      .filter(
        one => one.section === section && one.expect === expects && one.level === 'must' && one.needs.length === 0,
      )
      .slice(0, 5),
  ),
);

async function runOn(fault: Fault, moment: FaultMoment, cases = sample, timeout = 5000): Promise<RunOutcome> {
  const broken = await serveBroken(fault, moment);
  const rp = await fido(broken.url, { timeout });
  try {
    return await run({ rp, cases, seed: 'broken', jobs: 4 });
  } finally {
    await rp.close?.();
    await broken.close();
  }
}

/** The verdicts on cases that expect this, each once. */
function verdicts({ report }: RunOutcome, expected: 'accept' | 'reject'): Verdict[] {
  const own = report.results.filter(one => one.section !== 'control' && one.expect === expected);
  expect(own.length).toBeGreaterThan(0);
  return [...new Set(own.map(one => one.verdict))];
}

function controls({ report }: RunOutcome) {
  return report.results.filter(one => one.section === 'control');
}

test('without a fault, everything passes', async () => {
  const outcome = await runOn('none', 'always');
  expect(verdicts(outcome, 'reject')).toEqual(['pass']);
  expect(verdicts(outcome, 'accept')).toEqual(['pass']);
  expect(exitCodeOf(outcome, STRICT)).toBe(EXIT.agrees);
});

test('no rejecting case passes on the deaf one', async () => {
  const outcome = await runOn('deaf', 'always', [...catalogue]);
  const rejecting = outcome.report.results.filter(one => one.section !== 'control' && one.expect === 'reject');
  expect(rejecting.length).toBe(catalogue.filter(one => one.expect === 'reject').length);
  expect(rejecting.filter(one => one.verdict !== 'void' && one.verdict !== 'skip')).toEqual([]);
  expect(outcome.report.footer?.pass).toBe(0);
  expect(controls(outcome)[0]).toMatchObject({ id: 'control/registration', verdict: 'fail', seen: 'rejected' });
  expect(outcome.stopped).toContain('no honest ceremony was accepted');
  expect(exitCodeOf(outcome)).toBe(EXIT.nothingLearned);
});

test('the yes-man fails every rejecting case', async () => {
  const outcome = await runOn('yes-man', 'always');
  expect(verdicts(outcome, 'reject')).toEqual(['fail']);
  expect(outcome.report.results.every(one => one.seen === 'accepted')).toBe(true);
  expect(exitCodeOf(outcome)).toBe(EXIT.differs);
});

for (const [fault, seen, verdict] of [
  ['crasher', 'errored', 'unclean'],
  ['liar', 'errored', 'unclean'],
  ['half-json', 'errored', 'unclean'],
  ['flood', 'errored', 'unclean'],
  ['resetter', 'errored', 'unclean'],
  ['hanger', 'hung', 'fail'],
] as const) {
  test(`the ${fault} in place of a refusal is ${verdict}`, async () => {
    const outcome = await runOn(fault, 'refusing', sample, fault === 'hanger' ? 300 : 5000);
    expect(verdicts(outcome, 'accept')).toEqual(['pass']);
    expect(verdicts(outcome, 'reject')).toEqual([verdict]);
    const rejecting = outcome.report.results.filter(one => one.expect === 'reject');
    expect(new Set(rejecting.map(one => one.seen))).toEqual(new Set([seen]));
    expect(exitCodeOf(outcome)).toBe(verdict === 'fail' ? EXIT.differs : EXIT.agrees);
    expect(exitCodeOf(outcome, STRICT)).toBe(EXIT.differs);
  });

  test(`the ${fault} that is always so fails its controls, and nothing is learned`, async () => {
    const outcome = await runOn(fault, 'always', sample, fault === 'hanger' ? 300 : 5000);
    expect(controls(outcome).map(one => one.seen)).toContain(seen);
    expect(controls(outcome).every(one => one.verdict === 'fail')).toBe(true);
    expect(verdicts(outcome, 'reject')).toEqual(['void']);
    expect(exitCodeOf(outcome)).toBe(EXIT.nothingLearned);
  });
}

const stress = catalogue.filter(one => one.stress && one.id.startsWith('registration/robustness/body-'));

async function stressOn(fault: Fault, options: Pick<RunOptions, 'stress' | 'known'> = {}, timeout = 5000) {
  const broken = await serveBroken(fault);
  const rp = await fido(broken.url, { timeout });
  try {
    return await run({ rp, cases: stress, seed: 'broken', jobs: 4, recovery: 600, ...options });
  } finally {
    await rp.close?.();
    await broken.close();
  }
}

test('the brittle one goes down, and what was to come after says nothing', async () => {
  const outcome = await stressOn('brittle');
  const [first, ...rest] = outcome.report.results;
  expect(first).toMatchObject({ id: stress[0]!.id, verdict: 'down', seen: 'errored', standing: 'new' });
  expect(first!.message).toMatch(/^the RP fell over and stayed down \(.*connection is refused.*\); this was errored/s);
  expect(rest.length).toBe(stress.length - 1);
  expect(rest.every(one => one.verdict === 'void' && one.control === first!.id)).toBe(true);
  expect(rest[0]!.message).toBe(`the RP is down since ${first!.id}`);
  expect(outcome.report.footer).toMatchObject({ complete: true, down: 1, void: rest.length });
  expect(outcome.stopped).toBeUndefined();
  expect(exitCodeOf(outcome)).toBe(EXIT.differs);
});

test('an RP that is known to go down agrees with its baseline', async () => {
  const known = parseBaseline(`${stress[0]!.id} down # it is brittle`);
  const outcome = await stressOn('brittle', { known });
  expect(outcome.report.results[0]!.standing).toBe('known');
  expect(exitCodeOf(outcome)).toBe(EXIT.agrees);
});

test('the glutton hangs at a large body, and goes on', async () => {
  const outcome = await stressOn('glutton', {}, 1500);
  const [first] = outcome.report.results;
  expect(first).toMatchObject({ verdict: 'fail', seen: 'hung' });
  expect(outcome.report.footer).toMatchObject({ down: 0, void: 0 });
  expect(outcome.report.results.at(-1)).toMatchObject({ id: stress.at(-1)!.id, seen: 'accepted', verdict: 'noted' });
});

test('a redirect loop is not followed, and nothing is learned', async () => {
  const outcome = await runOn('redirector', 'always');
  expect(controls(outcome)[0]).toMatchObject({ seen: 'errored', status: 302, verdict: 'fail' });
  expect(outcome.stopped).toContain('redirect');
  expect(exitCodeOf(outcome)).toBe(EXIT.nothingLearned);
});

test('a wrong address ends the run at the first honest request, and names it', async () => {
  const outcome = await runOn('stranger', 'always');
  expect(outcome.report.results).toEqual([]);
  expect(outcome.stopped).toMatch(/POST http:\/\/localhost:\d+\/attestation\/options: answered 404/);
  expect(exitCodeOf(outcome)).toBe(EXIT.nothingLearned);
});
