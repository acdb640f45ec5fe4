/** The page of recipes has those that run, word for word, and no other. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/recipes.md has every recipe as it runs', () => {
  const running = read('specs/recipes/recipes.spec.ts').match(/^test\('.*?^\}\);\n/gms) ?? [];
  const shown = [...read('docs/recipes.md').matchAll(/^```ts\n(test\(.*?)^```$/gms)].map(([, code]) => code);
  expect(running.length).toBe(20);
  expect(shown).toEqual(running);
});
