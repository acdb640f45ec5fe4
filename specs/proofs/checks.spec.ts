/**
 * Every check is proved able to fail: each duty taken out of the glass RP is noticed by a case in each ceremony that
 * owes it, and each rejecting case is refused by exactly the duty it names.
 */
import { expect, test } from '@playwright/test';
import { DUTIES, type Duty, type DutyName } from '../../harness/duties.ts';
import type { Result } from '../../harness/result.ts';
import { profileNamed } from '../../harness/runner/profile.ts';
import { run } from '../../harness/runner/run.ts';
import type { Case } from '../../harness/suite/case.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { type GlassOptions, glass } from '../../harness/targets/glass.ts';
import { SECOND_GUARDS } from './secondGuards.ts';
import { VARIANTS, variantFor } from './variants.ts';

const strict = profileNamed('strict');

/** Runs cases against the glass RP of the variant that each needs, all levels failing. */
async function runOnGlass(cases: readonly Case[], options: GlassOptions = {}): Promise<Result[]> {
  const results: Result[] = [];
  for (const variant of VARIANTS) {
    const mine = cases.filter(({ needs }) => variantFor(needs) === variant);
    if (mine.length === 0) continue;
    const { report, problems, stopped } = await run({
      rp: glass({ ...options, config: variant.config }),
      cases: mine,
      seed: 'touchstone',
      profile: strict,
    });
    expect(problems.map(({ message }) => message)).toEqual([]);
    // Where a duty of the options themselves is taken out, the honest ceremony may well fail.
    if (!options.without) expect(stopped).toBeUndefined();
    results.push(...report.results);
  }
  return results;
}

const dutiesIn = (message: string | undefined) => [
  ...new Set((message ?? '').split('\n').map(line => line.split(':')[0])),
];

/** RS1 is SHA-1: no RP here offers it, so that an honest ceremony with it is skipped. */
const OFFERED_NOWHERE = ['registration/algorithm/rs1', 'authentication/algorithm/rs1'];

test('the whole glass RP agrees with every case', async () => {
  test.setTimeout(120_000);
  const results = await runOnGlass(catalogue);
  const judged = results.filter(({ id }) => !OFFERED_NOWHERE.includes(id));
  const wrong = judged.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'noted');
  expect(wrong.map(({ id, verdict, message }) => `${id} ${verdict} ${message}`)).toEqual([]);
  expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(250);
});

test('each rejecting case draws exactly the duty it names', async () => {
  test.setTimeout(120_000);
  // Of a family's variants, each draws duties of its own.
  const rejecting = catalogue.filter(({ expect: expected, family }) => expected === 'reject' && !family);
  const results = await runOnGlass(rejecting, { collect: true });
  const other = results
    .map(result => ({ result, drawn: dutiesIn(result.message) }))
    .filter(({ result, drawn }) => drawn.length !== 1 || drawn[0] !== result.duty);
  expect(other.map(({ result, drawn }) => `${result.id} names ${result.duty}, draws ${drawn.join(' and ')}`)).toEqual(
    [],
  );
  expect(results.length).toBe(rejecting.length);
});

/** What a duty's cases are about, in the words of `Duty.ceremonies`. */
function owedIn({ kind }: Case, ceremonies: Duty['ceremonies']): string {
  if (ceremonies.includes('session')) return 'session';
  return ceremonies.includes('options') ? 'options' : kind;
}

for (const [name, duty] of Object.entries(DUTIES) as [DutyName, Duty][]) {
  test(`taking out ${name} is noticed`, async () => {
    const cases = catalogue.filter(one => one.duty === name);
    const results = await runOnGlass(cases, { without: new Set([name]) });
    const byId = new Map(results.map(result => [result.id, result]));
    const failing = cases.filter(one => byId.get(one.id)?.verdict === 'fail');
    const noticed = new Set(failing.map(one => owedIn(one, duty.ceremonies)));
    for (const ceremony of duty.ceremonies) expect([...noticed], `a case in ${ceremony} fails`).toContain(ceremony);

    // The others: something else must have refused them, which is said and explained.
    const guarded = cases.filter(one => one.expect === 'reject' && byId.get(one.id)?.verdict !== 'fail');
    const unexplained = guarded.filter(
      ({ id }) => !(id in SECOND_GUARDS) && dutiesIn(byId.get(id)?.message)[0] !== name,
    );
    expect(unexplained.map(({ id }) => `${id}: ${byId.get(id)?.verdict} ${byId.get(id)?.message}`)).toEqual([]);
  });
}

test('the list of second guards is short, and about cases that exist', () => {
  const ids = new Set(catalogue.map(({ id }) => id));
  expect(Object.keys(SECOND_GUARDS).filter(id => !ids.has(id))).toEqual([]);
  expect(Object.keys(SECOND_GUARDS).length).toBeLessThan(catalogue.length / 20);
});
