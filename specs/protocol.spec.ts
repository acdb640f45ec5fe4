/** The whole suite against the sample RP, as a team has it in its own project. */
import { test as base } from '@playwright/test';
import { defineTouchstone } from '../fixtures/defineTouchstone.ts';
import { serve } from '../fixtures/rp/main.ts';

const test = base.extend<object, { rp: string }>({
  rp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
    async ({}, use) => {
      const portal = await serve({ file: ':memory:', fido: true });
      await use(`fido:${portal.url}`);
      await portal.close();
    },
    { scope: 'worker' },
  ],
});

defineTouchstone({ test });
