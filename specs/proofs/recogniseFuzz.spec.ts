/** Broken pastes, logs, HAR files and ceremony files come to a good end: explained, or refused in words. */
import { expect, test } from '@playwright/test';
import { NotUnderstood } from '../../harness/diagnose/observed.ts';
import { explainWhole, fuzzExplain, fuzzInput } from '../fuzz/explain.ts';

test('a thousand broken inputs are explained or refused, none slowly', async () => {
  const { failures, explained } = await fuzzExplain(explainWhole, 1000, 'proof');
  expect(failures).toEqual([]);
  // Neither are they all refused, nor does everything pass.
  expect(explained).toBeGreaterThan(150);
  expect(explained).toBeLessThan(950);
});

test('the fuzz notices what throws anything else, and gives the input again', async () => {
  const fragile = (input: Uint8Array) => {
    if (input.length % 2 === 1) throw new RangeError('odd');
    throw new NotUnderstood('even');
  };
  const { failures } = await fuzzExplain(fragile, 50, 'proof');
  expect(failures).toHaveLength(10);
  for (const { input, reason } of failures) {
    expect(reason).toContain('RangeError: odd');
    expect((await fuzzInput('proof', input)).length % 2).toBe(1);
  }
});
