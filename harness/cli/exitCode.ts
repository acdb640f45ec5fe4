/** The exit codes of a run. Pure. */
import type { Result } from '../result.ts';
import type { RunOutcome } from '../runner/run.ts';

/** 0 agrees with the baseline · 1 does not · 2 asked wrongly · 3 nothing learned. */
export const EXIT = { agrees: 0, differs: 1, askedWrongly: 2, nothingLearned: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** @param strict what is kept out only by falling over fails the run as well. */
export function exitCodeOf({ report, stopped, problems }: RunOutcome, strict: boolean): ExitCode {
  if (stopped !== undefined || problems.length > 0 || !report.footer?.complete) return EXIT.nothingLearned;
  const listed = new Set(report.results.filter(one => one.standing === 'known').map(one => one.id));
  return report.results.some(one => differs(one, listed, strict)) ? EXIT.differs : EXIT.agrees;
}

function differs({ verdict, standing, control }: Result, listed: ReadonlySet<string>, strict: boolean): boolean {
  if (standing === 'new' || standing === 'stale') return true;
  if (standing === 'known') return false;
  if (verdict === 'void') return control === undefined || !listed.has(control);
  return strict && verdict === 'unclean';
}
