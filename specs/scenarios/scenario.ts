/** The vocabulary of the parity table. */
import type { HelloOptions } from '../../fixtures/test.ts';
import type { Stage } from './stage.ts';

/** What was seen, as far as the scenario is about it: a few words, or words by name. */
export type Observation = string | Record<string, unknown>;

export interface Scenario {
  /** A whole sentence; unique. */
  name: string;
  /** Of `hello`, besides the project's own. */
  hello?: HelloOptions;
  /** What the page does, and what its user does. */
  run(stage: Stage): Promise<Observation>;
  /** What Chrome and Edge show with Windows Hello, wherever no difference is listed. */
  expected: Observation;
}
