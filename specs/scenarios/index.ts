/** Every scenario of the parity table, in its order. */
import { CEREMONIES } from './ceremonies.ts';
import { DEVICE } from './device.ts';
import { INTERRUPTIONS } from './interruptions.ts';
import { LISTS } from './lists.ts';
import { PAGES } from './pages.ts';
import { PEOPLE } from './people.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...CEREMONIES,
  ...LISTS,
  ...INTERRUPTIONS,
  ...PAGES,
  ...PEOPLE,
  ...DEVICE,
];
