/** The known file, patterns and shards. */
import { expect, test } from '@playwright/test';
import { checkBaseline, parseBaseline, standingOf } from '../../harness/runner/baseline.ts';
import { matchesId, parsePattern, selectCases, selectsId } from '../../harness/runner/patterns.ts';
import { inShard, parseShard } from '../../harness/runner/shard.ts';
import { catalogue } from '../../harness/suite/index.ts';

const baseline = parseBaseline(
  [
    '# what staging does',
    '',
    'authentication/counter/went-back   accepted   # counters are left to the caller',
    'registration/*/old  rejected # attestation is demanded',
    'flow/** void # no clock',
    'options/entropy broken  # 8 bytes # of challenge',
    'registration/falls down # it does',
  ].join('\r\n'),
);

test('lines have a pattern, a way and a reason; blank lines and comments say nothing', () => {
  expect(baseline.map(({ line, way, reason }) => [line, way, reason])).toEqual([
    [3, 'accepted', 'counters are left to the caller'],
    [4, 'rejected', 'attestation is demanded'],
    [5, 'void', 'no clock'],
    [6, 'broken', '8 bytes # of challenge'],
    [7, 'down', 'it does'],
  ]);
});

for (const [line, complaint] of [
  ['a/b accepted', /line 2: give the reason/],
  ['a/b accepted #', /line 2: give the reason/],
  ['a/b', /line 2: write a pattern/],
  ['a/b maybe # why', /line 2: "maybe" is not one of accepted/],
  ['a/b* accepted # why', /line 2: .*whole component/],
  ['a//b accepted # why', /line 2: .*empty component/],
] as const)
  test(`a known file with the line ${JSON.stringify(line)} is refused with its number`, () => {
    expect(() => parseBaseline(`# first\n${line}\n`)).toThrow(complaint);
  });

test('a line that covers no case is refused', () => {
  expect(() => checkBaseline(baseline, ['authentication/counter/went-back'])).toThrow(/line 4: .* matches no case/);
  const ids = [
    'authentication/counter/went-back',
    'registration/flags/old',
    'flow/a/b',
    'options/entropy',
    'registration/falls',
  ];
  expect(() => checkBaseline(baseline, ids)).not.toThrow();
});

test('a failure is known only when it fails as listed', () => {
  const standing = (
    id: string,
    verdict: 'fail' | 'down' | 'pass' | 'unclean' | 'void' | 'skip' | 'noted',
    seen?: 'accepted' | 'errored',
  ) => standingOf({ id, verdict, ...(seen && { seen }) }, baseline);
  const id = 'authentication/counter/went-back';
  expect(standing(id, 'fail', 'accepted')).toBe('known');
  expect(standing(id, 'fail', 'errored')).toBe('new');
  expect(standing('another/case', 'fail', 'accepted')).toBe('new');
  expect(standing(id, 'pass')).toBe('stale');
  expect(standing(id, 'unclean', 'errored')).toBe('stale');
  expect(standing('another/case', 'pass')).toBeUndefined();
  expect(standing('another/case', 'unclean', 'errored')).toBeUndefined();
  expect(standing('flow/challenge/expired', 'void')).toBe('known');
  expect(standing(id, 'down', 'accepted')).toBe('new');
  expect(standing('registration/falls', 'down', 'errored')).toBe('known');
  expect(standing(id, 'void')).toBeUndefined();
  expect(standing(id, 'skip')).toBeUndefined();
});

test('* is one component, ** any number, and a selection takes what an id starts with', () => {
  const matches = (pattern: string, id: string) => matchesId(parsePattern(pattern), id);
  const selects = (pattern: string, id: string) => selectsId(parsePattern(pattern), id);
  expect(matches('a/*/c', 'a/b/c')).toBe(true);
  expect(matches('a/*', 'a/b/c')).toBe(false);
  expect(matches('a/**', 'a/b/c')).toBe(true);
  expect(matches('a/**', 'a')).toBe(true);
  expect(matches('**/c', 'a/b/c')).toBe(true);
  expect(matches('**/b/**/d', 'a/b/c/d')).toBe(true);
  expect(matches('a/b', 'a/b/c')).toBe(false);
  expect(selects('a/b', 'a/b/c')).toBe(true);
  expect(selects('a/b', 'a/bc')).toBe(false);
  expect(selects('*/b', 'a/b/c')).toBe(true);
});

test('a selection keeps the catalogue’s order, has no case twice, and is never empty', () => {
  const all = ['x/2', 'x/1', 'y/1'].map(id => ({ id }));
  expect(selectCases(all, ['y', 'x/1', '**']).map(one => one.id)).toEqual(['x/2', 'x/1', 'y/1']);
  expect(selectCases(all, ['y', 'x/1']).map(one => one.id)).toEqual(['x/1', 'y/1']);
  expect(() => selectCases(all, ['y', 'z'])).toThrow(/no case matches "z"/);
});

test('shards part the catalogue: every case in one, none in two, none empty', () => {
  const shards = [1, 2, 3].map(index => catalogue.filter(one => inShard(one.id, { index, count: 3 })));
  expect(shards.flat().length).toBe(catalogue.length);
  expect(new Set(shards.flat()).size).toBe(catalogue.length);
  for (const shard of shards) expect(shard.length).toBeGreaterThan(catalogue.length / 6);
  for (const bad of ['0/3', '4/3', '1', '1/0', 'a/b', '1/3/5', '-1/3'])
    expect(() => parseShard(bad), bad).toThrow(/such as 1\/3/);
});
