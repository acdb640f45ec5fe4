/** Counts of a report, as its footer has them. */
import type { ReportFooter, Result } from '../result.ts';

export type Tally = Omit<ReportFooter, 'complete' | 'ended'>;

export function tally(results: readonly Result[]): Tally {
  const verdicts = { pass: 0, fail: 0, down: 0, unclean: 0, noted: 0, skip: 0, void: 0 };
  const counts: Tally = { ...verdicts, new: 0, known: 0, stale: 0 };
  for (const { verdict, standing } of results) {
    counts[verdict] += 1;
    if (standing) counts[standing] += 1;
  }
  return counts;
}
