/** A plan as a case of the suite, ready to paste. Pure. */
import { caseCode } from '../fuzz/code.ts';
import type { Plan } from './plan.ts';
import type { Replayed } from './replay.ts';

/** The declaration says what is owed: refusal for the duty that the reference verifier names first, else acceptance. */
export function replayedCase({ fuzzed }: Plan, { kind = 'hole', duty, refusals }: Replayed): string {
  const owed = duty ?? refusals[0]?.duty;
  return caseCode(fuzzed, { kind, ...(owed && { duty: owed }) });
}
