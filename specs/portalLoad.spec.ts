/** The portal with many people signing in at the same moment, the limiter on. */
import { expect, test } from '@playwright/test';
import { inWords, portalSignIns } from '../bench/portalSignIns.ts';

test.describe.configure({ mode: 'default', timeout: 180_000 });

for (const processes of [1, 2]) {
  test(`500 sign-ins in flight at once, on ${processes} ${processes === 1 ? 'process' : 'processes'}: none lost, none crossed`, async () => {
    const figures = await portalSignIns({ processes, people: 100, agents: 5 });
    console.log(inWords(figures));
    expect(figures.lost).toEqual([]);
    expect(figures.crossed).toEqual([]);
  });
}
