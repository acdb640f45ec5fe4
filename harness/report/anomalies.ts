/** What a reader wants to see first, worst first. Pure. */
import type { Result } from '../result.ts';

export interface AnomalyGroup {
  title: string;
  results: Result[];
}

const GROUPS: readonly { title: string; holds(result: Result): boolean }[] = [
  { title: 'Fell over under stress, and stayed down', holds: one => one.verdict === 'down' },
  {
    title: 'Accepted what it had to refuse',
    holds: one => one.verdict === 'fail' && one.expect === 'reject' && one.seen === 'accepted',
  },
  {
    title: 'Refused, and yet something was kept',
    holds: one => one.verdict === 'fail' && one.expect === 'reject' && one.seen === 'rejected',
  },
  { title: 'Honest ceremonies that were not accepted', holds: one => one.section === 'control' },
  { title: 'Properties that do not hold', holds: one => one.verdict === 'fail' && one.seen === 'broken' },
  { title: 'Did not answer', holds: one => one.verdict === 'fail' && one.seen === 'hung' },
  { title: 'Did not accept what is right', holds: one => one.verdict === 'fail' },
  { title: 'Kept out, but by falling over', holds: one => one.verdict === 'unclean' },
  { title: 'Could not be put', holds: one => one.verdict === 'void' && one.control === undefined },
  { title: 'Listed as known, and no longer failing that way', holds: one => one.standing === 'stale' },
];

/** Groups that have results; each result stands in the first that takes it. */
export function anomalies(results: readonly Result[]): AnomalyGroup[] {
  const groups = GROUPS.map(({ title }) => ({ title, results: [] as Result[] }));
  for (const result of results) {
    const index = GROUPS.findIndex(group => group.holds(result));
    groups[index]?.results.push(result);
  }
  return groups.filter(group => group.results.length > 0);
}
