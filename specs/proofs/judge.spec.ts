/** The verdict table, cell by cell, as the design has it. */
import { expect, test } from '@playwright/test';
import type { Verdict } from '../../harness/result.ts';
import { judge, type Outcome } from '../../harness/runner/judge.ts';
import { PROFILES, profileNamed } from '../../harness/runner/profile.ts';
import type { Expect, Level } from '../../harness/suite/case.ts';

const W3C = PROFILES['w3c-l3']!;
const STRICT = PROFILES.strict!;

const TABLE: [Expect, Partial<Record<Outcome, Verdict>>][] = [
  ['accept', { accepted: 'pass', rejected: 'fail', errored: 'fail', hung: 'fail', unreachable: 'void' }],
  ['reject', { accepted: 'fail', rejected: 'pass', errored: 'unclean', hung: 'fail', unreachable: 'void' }],
  ['either', { accepted: 'noted', rejected: 'noted', errored: 'unclean', hung: 'fail', unreachable: 'void' }],
  ['holds', { held: 'pass', broken: 'fail', errored: 'fail', hung: 'fail', unreachable: 'void' }],
];

for (const [expected, row] of TABLE)
  for (const [outcome, verdict] of Object.entries(row))
    test(`${expected} and ${outcome} is ${verdict}`, () => {
      expect(judge({ expect: expected, level: 'must', outcome: outcome as Outcome }, W3C)).toBe(verdict);
    });

test('level report is only recorded, whatever is expected', () => {
  const level = 'report';
  for (const expected of ['accept', 'reject', 'either'] as const) {
    expect(judge({ expect: expected, level, outcome: 'accepted' }, STRICT)).toBe('noted');
    expect(judge({ expect: expected, level, outcome: 'rejected' }, STRICT)).toBe('noted');
    expect(judge({ expect: expected, level, outcome: 'errored' }, W3C)).toBe('unclean');
    expect(judge({ expect: expected, level, outcome: 'hung' }, W3C)).toBe('fail');
  }
  expect(judge({ expect: 'holds', level, outcome: 'broken' }, STRICT)).toBe('noted');
});

test('a level that the profile does not fail on is noted, never passed', () => {
  const wrong = { expect: 'reject', outcome: 'accepted' } as const;
  const verdicts = (level: Level) => [judge({ ...wrong, level }, W3C), judge({ ...wrong, level }, STRICT)];
  expect(verdicts('must')).toEqual(['fail', 'fail']);
  expect(verdicts('should')).toEqual(['noted', 'fail']);
  expect(verdicts('policy')).toEqual(['noted', 'fail']);
  expect(judge({ expect: 'reject', level: 'should', outcome: 'rejected' }, W3C)).toBe('pass');
});

test('a refusal that left something behind fails, and so does an acceptance that is of no use', () => {
  const level = 'must';
  expect(judge({ expect: 'reject', level, outcome: 'rejected', aftermath: 'kept' }, W3C)).toBe('fail');
  expect(judge({ expect: 'accept', level, outcome: 'accepted', aftermath: 'unusable' }, W3C)).toBe('fail');
  expect(judge({ expect: 'accept', level: 'should', outcome: 'accepted', aftermath: 'unusable' }, W3C)).toBe('noted');
  expect(judge({ expect: 'reject', level, outcome: 'errored', aftermath: 'kept' }, W3C)).toBe('unclean');
});

test('an RP that stays down is down, whatever was asked of it, at any level', () => {
  const aftermath = 'down';
  for (const expected of ['accept', 'reject', 'either', 'holds'] as const)
    for (const outcome of ['accepted', 'rejected', 'errored', 'hung', 'unreachable'] as const)
      expect(judge({ expect: expected, level: 'report', outcome, aftermath }, W3C)).toBe('down');
});

test('nothing but a refusal passes where a refusal is expected', () => {
  const outcomes: Outcome[] = ['accepted', 'errored', 'hung', 'unreachable', 'held', 'broken'];
  for (const level of ['must', 'should', 'policy', 'report'] as const)
    for (const outcome of outcomes)
      expect(judge({ expect: 'reject', level, outcome }, STRICT), `${level} ${outcome}`).not.toBe('pass');
});

test('an unknown profile is refused by a message that names the known ones', () => {
  expect(() => profileNamed('lax')).toThrow(/use one of w3c-l3, strict, fido-server, passkey/);
  expect(() => profileNamed('toString')).toThrow(/there is no profile/);
});
