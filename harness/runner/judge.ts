/** The verdict table. Nothing else in the house decides what an answer is worth. */
import type { Verdict } from '../result.ts';
import type { Expect, Level } from '../suite/case.ts';
import type { Seen } from '../target.ts';
import type { Profile } from './profile.ts';

/** What came of a case: what the RP did with the response, or whether an observed property holds. */
export type Outcome = Seen | 'held' | 'broken';

/**
 * What was found after the reply, where the target lets one look.
 *
 * - `kept`: refused, but a session was opened, a credential stored or a record changed
 * - `unusable`: accepted, but a second honest login with the credential is refused
 * - `down`: after stress, no honest login was accepted any more
 */
export type Aftermath = 'clean' | 'kept' | 'unusable' | 'down';

export interface Judged {
  expect: Expect;
  level: Level;
  outcome: Outcome;
  aftermath?: Aftermath;
}

type Row = Readonly<Record<Outcome, Verdict>>;

// `held` and `broken` come only from observations, `accepted` and `rejected` only from replies: a cell where the two meet
// says nothing about the RP.
const TABLE: Readonly<Record<Expect, Row>> = {
  accept: {
    accepted: 'pass',
    rejected: 'fail',
    errored: 'fail',
    hung: 'fail',
    unreachable: 'void',
    held: 'void',
    broken: 'void',
  },
  reject: {
    accepted: 'fail',
    rejected: 'pass',
    errored: 'unclean',
    hung: 'fail',
    unreachable: 'void',
    held: 'void',
    broken: 'void',
  },
  either: {
    accepted: 'noted',
    rejected: 'noted',
    errored: 'unclean',
    hung: 'fail',
    unreachable: 'void',
    held: 'noted',
    broken: 'noted',
  },
  holds: {
    accepted: 'void',
    rejected: 'void',
    errored: 'fail',
    hung: 'fail',
    unreachable: 'void',
    held: 'pass',
    broken: 'fail',
  },
};

/**
 * The verdict on one case. What is only recorded (`either`, level `report`) is judged by one row; a level that the profile
 * does not fail on gives `noted` in place of `fail`. An RP that stays down is down, whatever was asked of it.
 */
export function judge({ expect, level, outcome, aftermath = 'clean' }: Judged, profile: Profile): Verdict {
  if (aftermath === 'down') return 'down';
  if (expect === 'either' || level === 'report') return TABLE.either[outcome];
  const verdict = TABLE[expect][outcome];
  const failed = verdict === 'fail' || (verdict === 'pass' && aftermath !== 'clean');
  if (!failed) return verdict;
  return profile.fails.has(level) ? 'fail' : 'noted';
}
