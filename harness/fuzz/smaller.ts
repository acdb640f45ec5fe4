/** What a finding is tried without, beyond what fast-check shrinks. */
import type { Fuzzed } from './edit.ts';

/** The same with one edit, two that may belong together, or one fact less. */
export function smaller(fuzzed: Fuzzed): Fuzzed[] {
  const { edits, facts } = fuzzed;
  const fewerEdits = [1, 2]
    .filter(less => less < edits.length)
    .flatMap(less => edits.map((_, index) => ({ ...fuzzed, edits: edits.toSpliced(index, less) })));
  const fewerFacts = Object.keys(facts).map(left => ({
    ...fuzzed,
    facts: Object.fromEntries(Object.entries(facts).filter(([name]) => name !== left)),
  }));
  return [...fewerEdits, ...fewerFacts];
}
