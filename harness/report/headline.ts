/** The outcome of a run, or of several, in one sentence. Pure. */
import type { Report } from '../result.ts';
import { DEFAULT_GATE, stoppedBy } from '../runner/gate.ts';

export function headline({ results, footer }: Report): string {
  if (results.length === 0) return 'Nothing could be learned about this relying party';
  if (!footer?.complete) return 'This run was cut off: here is what was done until then';
  const { fail, unclean, known, stale, new: fresh } = footer;
  const voids = footer.void;
  if (fresh > 0) return `${cases(fresh)} went wrong${known > 0 ? ` that ${fresh === 1 ? 'is' : 'are'} not known` : ''}`;
  if (voids > 0 && fail + footer.down === 0) return `${cases(voids)} could not be judged`;
  if (stale > 0) return `${cases(stale)} listed as known no longer ${stale === 1 ? 'fails' : 'fail'} that way`;
  if (known > 0) return `Nothing new: all that goes wrong (${known}) is known`;
  if (unclean > 0) return `All was kept out, ${cases(unclean)} by falling over`;
  return 'Everything is as the specification demands';
}

/** Of one report its own headline; of several, how many of them are as they are expected to be. */
export function headlineOfAll(reports: readonly Report[]): string {
  const [only, ...others] = reports;
  if (only && others.length === 0) return headline(only);
  const wrong = reports.filter(isWrong).length;
  const runs = `${reports.length} runs side by side`;
  if (wrong === 0) return `${runs}: none has anything new`;
  return `${runs}: something is wrong in ${wrong === reports.length ? 'all of them' : wrong}`;
}

function isWrong({ results, footer }: Report): boolean {
  return results.length === 0 || !footer?.complete || stoppedBy(DEFAULT_GATE, results).length > 0;
}

function cases(count: number): string {
  return `${count} ${count === 1 ? 'case' : 'cases'}`;
}
