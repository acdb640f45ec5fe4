/** The committed parity table is what a green run of the scenarios shows, and its differences are differences. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import { DIFFERENCES } from '../scenarios/differences.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { asListed, parityTable } from '../scenarios/parityTable.ts';

const names = SCENARIOS.map(({ name }) => name);

test('docs/parity.md is the table of today: `npm run parity` writes it', () => {
  const committed = readFileSync(new URL('../../docs/parity.md', import.meta.url), 'utf8');
  expect(committed).toBe(parityTable(asListed));
});

test('scenarios have names of their own, and there are many', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('a listed difference is of a scenario, is one, and is listed once', () => {
  const wrong = DIFFERENCES.filter(({ scenario, seen }) => {
    const played = SCENARIOS.find(({ name }) => name === scenario);
    return !played || isDeepStrictEqual(seen, played.expected);
  });
  const each = DIFFERENCES.flatMap(({ scenario, lanes }) => lanes.map(lane => `${scenario} (${lane})`));
  expect(wrong).toEqual([]);
  expect(each.filter((one, index) => each.indexOf(one) !== index)).toEqual([]);
});
