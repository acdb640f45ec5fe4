/** What a reader wants to see first, worst first. Pure. */
import type { Result } from '../result.ts';

export interface AnomalyKind {
  title: string;
  /** Why it matters, for people who did not run it. */
  means: string;
}

export interface AnomalyGroup extends AnomalyKind {
  results: Result[];
}

type AnomalyResult = Pick<Result, 'verdict' | 'expect' | 'seen' | 'section' | 'standing' | 'control'>;

export const ANOMALIES: readonly (AnomalyKind & { holds(result: AnomalyResult): boolean })[] = [
  {
    title: 'Fell over under stress, and stayed down',
    means: 'Nobody could sign in any more after this was sent.',
    holds: one => one.verdict === 'down',
  },
  {
    title: 'Accepted what it had to refuse',
    means: 'What was handed in is wrong in exactly one way, and was taken all the same: a check is missing.',
    holds: one => one.verdict === 'fail' && one.expect === 'reject' && one.seen === 'accepted',
  },
  {
    title: 'Refused, and yet something was kept',
    means: 'The answer says no, but a session, a credential or a counter was changed.',
    holds: one => one.verdict === 'fail' && one.expect === 'reject' && one.seen === 'rejected',
  },
  {
    title: 'Honest ceremonies that were not accepted',
    means: 'Refusals prove nothing here: the untouched twin was not accepted either, and the cases on it are void.',
    holds: one => one.section === 'control' && one.verdict !== 'pass',
  },
  {
    title: 'Properties that do not hold',
    means: 'What was sent or kept is not as it has to be.',
    holds: one => one.verdict === 'fail' && one.seen === 'broken',
  },
  {
    title: 'Did not answer',
    means: 'A request was left without an answer until the time was up.',
    holds: one => one.verdict === 'fail' && one.seen === 'hung',
  },
  {
    title: 'Did not accept what is right',
    means: 'Unusual, but allowed: people with such a device cannot sign in.',
    holds: one => one.verdict === 'fail',
  },
  {
    title: 'Kept out, but by falling over',
    means: 'An error is not a refusal: nothing says that the check is there.',
    holds: one => one.verdict === 'unclean',
  },
  {
    title: 'Could not be put',
    means: 'The case says nothing: it was never seen by what it is about.',
    holds: one => one.verdict === 'void' && one.control === undefined,
  },
  {
    title: 'Listed as known, and no longer failing that way',
    means: 'Good news: the line can be taken out of the known file.',
    holds: one => one.standing === 'stale',
  },
];

/** Index in {@link ANOMALIES} of the first that takes the result; -1 where nothing stands out. */
export function anomalyOf(result: AnomalyResult): number {
  return ANOMALIES.findIndex(kind => kind.holds(result));
}

/** Groups that have results; each result stands in the first that takes it. */
export function anomalies(results: readonly Result[]): AnomalyGroup[] {
  const groups = ANOMALIES.map(({ title, means }) => ({ title, means, results: [] as Result[] }));
  for (const result of results) groups[anomalyOf(result)]?.results.push(result);
  return groups.filter(group => group.results.length > 0);
}
