/** Profiles: each settles what it says and nothing else; a file of one's own extends one, or is refused in one line. */
import { writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { matchesId, parsePattern } from '../../harness/runner/patterns.ts';
import { DEFAULT_PROFILE, PROFILES, type Profile, settle } from '../../harness/runner/profile.ts';
import { readProfile } from '../../harness/runner/profileFile.ts';
import { run } from '../../harness/runner/run.ts';
import type { Case } from '../../harness/suite/case.ts';
import { catalogue, findCase } from '../../harness/suite/index.ts';
import { glass } from '../../harness/targets/glass.ts';

const IDS = catalogue.map(({ id }) => id);

/** The case, with what a profile makes of it. */
function settled(id: string, profile: Profile) {
  const [one] = settle([findCase(id)!], profile);
  return { expect: one!.expect, level: one!.level };
}

async function verdicts(cases: readonly Case[], profile: Profile) {
  const { report } = await run({ rp: glass(), cases, seed: 'profiles', profile });
  return new Map(report.results.map(one => [one.id, one]));
}

for (const profile of Object.values(PROFILES))
  test(`every settlement of ${profile.name} speaks of a case, and changes it`, () => {
    for (const settlement of profile.settles) {
      const covered = catalogue.filter(({ id }) => matchesId(parsePattern(settlement.cases), id));
      expect(covered, settlement.cases).not.toEqual([]);
      const changed = settle(covered, { ...profile, settles: [settlement] }).filter(
        (one, index) => one.expect !== covered[index]!.expect || one.level !== covered[index]!.level,
      );
      expect(changed, settlement.cases).not.toEqual([]);
      expect(settlement.why).toMatch(/\w/);
    }
  });

test('the default profile takes the catalogue as it is', () => {
  expect(DEFAULT_PROFILE).toBe(PROFILES['w3c-l3']);
  expect(settle(catalogue, DEFAULT_PROFILE)).toEqual(catalogue);
});

test('fido-server demands what has an id of its list, wherever Level 3 does not', () => {
  const cases = catalogue.filter(({ catalogue: rows }) => rows.some(row => row.startsWith('fido.')));
  expect(cases.length).toBeGreaterThan(150);
  const lax = settle(cases, PROFILES['fido-server']!).filter(
    ({ expect: expected, level }) => level !== 'must' || expected === 'either',
  );
  expect(lax.map(({ id }) => id)).toEqual([]);
});

test('a settled case is judged by what the profile expects, and says why', async () => {
  const cases = [
    'registration/client-data/token-binding-text',
    'registration/attestation/trust/with-root',
    'authentication/client-data/other-origin',
  ].map(id => findCase(id)!);
  const w3c = await verdicts(cases, DEFAULT_PROFILE);
  const fido = await verdicts(cases, PROFILES['fido-server']!);
  const both = cases.map(({ id }) => [w3c.get(id)?.verdict, fido.get(id)?.verdict]);
  expect(both).toEqual([
    ['noted', 'fail'],
    ['noted', 'fail'],
    ['pass', 'pass'],
  ]);
  expect(fido.get(cases[0]!.id)).toMatchObject({ expect: 'reject', level: 'must', settled: /Att-2\/F-15/ });
  expect(fido.get(cases[2]!.id)).not.toHaveProperty('settled');
});

test('under passkey a neglected statement is noted, under the default profile it fails', async () => {
  const wrong = findCase('registration/attestation/packed-self/sig-other-order')!;
  const neglected = async (profile: Profile) => {
    const rp = glass({ without: new Set([wrong.duty!]) });
    const { report } = await run({ rp, cases: [wrong], seed: 'profiles', profile });
    return report.results.map(({ verdict, seen }) => `${verdict} ${seen}`);
  };
  expect(await neglected(DEFAULT_PROFILE)).toEqual(['fail accepted']);
  expect(await neglected(PROFILES.passkey!)).toEqual(['noted accepted']);
  const origin = 'registration/client-data/other-origin';
  expect(settled(origin, PROFILES.passkey!)).toEqual({ expect: 'reject', level: 'must' });
});

test('a property that is looked at stays one: to demand it is to demand that it holds', () => {
  const id = 'options/registration/excludes-registered';
  expect(settled(id, PROFILES['fido-server']!)).toEqual({ expect: 'holds', level: 'must' });
});

test.describe('a file of the user', () => {
  const write = async (name: string, value: unknown) => {
    const file = test.info().outputPath(name);
    await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
    return file;
  };

  test('extends a bundled profile, or another file; what it says last counts', async () => {
    const all = 'registration/client-data/**';
    const one = 'registration/client-data/token-binding-text';
    await write('base.json', {
      extends: 'fido-server',
      name: 'base',
      fails: ['must', 'should'],
      settles: [{ cases: all, expect: 'either', why: 'a page of our own' }],
    });
    const file = await write('ours.json', {
      extends: './base.json',
      name: 'ours',
      settles: [{ cases: one, expect: 'accept', why: 'old browsers' }],
    });
    const profile = await readProfile(file, IDS);
    expect(profile.name).toBe('ours');
    expect([...profile.fails]).toEqual(['must', 'should']);
    expect(settled(one, profile)).toEqual({ expect: 'accept', level: 'must' });
    expect(settled('registration/client-data/other-origin', profile)).toEqual({ expect: 'either', level: 'report' });
    expect(settled('authentication/counter/equal', profile)).toEqual({ expect: 'reject', level: 'must' });
  });

  const own = { extends: 'w3c-l3', name: 'ours' };
  for (const [what, value, complaint] of [
    ['that is not JSON', '{ "extends": ', /is not JSON/],
    ['with an unknown profile to extend', { ...own, extends: 'lax' }, /there is no profile "lax"/],
    ['with an unknown level', { ...own, fails: ['maybe'] }, /fails\.0/],
    ['without a name', { extends: 'w3c-l3' }, /name/],
    ['with an unknown member', { ...own, settle: [] }, /"settle"/],
    [
      'with a pattern that matches no case',
      { ...own, settles: [{ cases: 'registration/nothing', expect: 'accept', why: 'x' }] },
      /"registration\/nothing" matches no case/,
    ],
    [
      'with a settlement without a reason',
      { ...own, settles: [{ cases: 'metadata/**', expect: 'accept', why: '' }] },
      /settles\.0\.why/,
    ],
    ['that extends itself', { ...own, extends: './wrong.json' }, /extends itself/],
  ] as const)
    test(`${what} is refused, in one line`, async () => {
      const file = await write('wrong.json', value);
      const refused = await readProfile(file, IDS).catch((error: Error) => error);
      expect(refused).toMatchObject({ name: 'AskedWrongly', message: complaint });
      expect((refused as Error).message).not.toContain('\n');
    });

  test('that is not there is refused', async () => {
    await expect(readProfile('./absent.json', IDS)).rejects.toThrow(/cannot be read/);
  });
});
