/** A sign beside every colour: the page is read in black and white as well. */
import type { Result, Verdict } from '../../result.ts';

/** In the order in which one of them speaks for several results. */
export const GLYPHS: Readonly<Record<Verdict, string>> = {
  down: '▼',
  fail: '✗',
  unclean: '!',
  void: '?',
  pass: '✓',
  noted: '○',
  skip: '–',
};

/** The verdicts that there are, worst first. */
export function countsOf(results: readonly Result[]): (readonly [Verdict, number])[] {
  return (Object.keys(GLYPHS) as Verdict[])
    .map(verdict => [verdict, results.filter(one => one.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0);
}
