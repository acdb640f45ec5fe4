/** The exit codes of a run. Pure. */
import { DEFAULT_GATE, type Gate, stoppedBy } from '../runner/gate.ts';
import type { RunOutcome } from '../runner/run.ts';

/** 0 agrees with the baseline · 1 does not · 2 asked wrongly · 3 nothing learned. */
export const EXIT = { agrees: 0, differs: 1, askedWrongly: 2, nothingLearned: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(outcome: RunOutcome, gate: Gate = DEFAULT_GATE): ExitCode {
  if (!isWhole(outcome)) return EXIT.nothingLearned;
  return stoppedBy(gate, outcome.report.results).length > 0 ? EXIT.differs : EXIT.agrees;
}

/** Whether the run came to its end, and learned something. */
export function isWhole({ report, stopped, problems }: RunOutcome): boolean {
  return stopped === undefined && problems.length === 0 && report.footer?.complete === true;
}
