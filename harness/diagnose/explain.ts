/** A verification trace in words. Pure. */
import { DUTIES, specificationPlace } from '../duties.ts';
import type { TraceLine } from '../verifier/outcome.ts';
import type { CeremonyKind } from '../verifier/record.ts';

const MARK = { passed: 'ok', refused: 'NO', unchecked: '--', waived: '~~' } as const;

/** One line a duty: what came of it, its name, and the reason or what is owed. */
export function explainTrace(trace: readonly TraceLine[], kind: CeremonyKind): string {
  const width = Math.max(0, ...trace.map(({ duty }) => duty.length));
  return trace.map(line => `  ${MARK[line.outcome]}  ${line.duty.padEnd(width)}  ${words(line, kind)}`).join('\n');
}

function words({ duty, outcome, reason }: TraceLine, kind: CeremonyKind): string {
  if (outcome === 'refused') return `${reason} (${specificationPlace(duty, kind)}: ${DUTIES[duty].title})`;
  if (outcome === 'unchecked') return 'not checked: what it looks at was not reached or could not be read';
  if (outcome === 'waived') return 'not checked: taken out';
  return DUTIES[duty].title;
}
