/** What came of a verification: refusals and a trace of every duty, in order. */
import type { DutyName } from '../duties.ts';

export interface Refusal {
  duty: DutyName;
  /** What was found instead, in words. May quote the response: escape it where it is shown. */
  reason: string;
}

/** One line for each duty of the ceremony. */
export interface TraceLine {
  duty: DutyName;
  /** `unchecked`: what it looks at could not be read, or a refusal before it ended the run. `waived`: taken out. */
  outcome: 'passed' | 'refused' | 'unchecked' | 'waived';
  reason?: string;
}

export interface VerifyOptions {
  /** Duties that are taken out: never checked, read leniently where they are duties of form. */
  without?: ReadonlySet<DutyName>;
  /** Go on after a refusal and collect them all; by default the first one ends it. */
  collect?: boolean;
  /** Keep a trace. */
  trace?: boolean;
}
