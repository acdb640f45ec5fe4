/** Runs named duties in order over one context: stop at the first refusal or collect them all, with a trace. */
import type { DutyName } from '../duties.ts';
import type { Refusal, TraceLine, VerifyOptions } from './outcome.ts';

/**
 * One duty, kept on a context. A *gate* reads one structure into the context: what stands behind it is unchecked when
 * it refuses, and when the duty is taken out the structure is read leniently instead.
 */
export interface Step<Context> {
  duty: DutyName;
  /** The duty is not owed here (another attestation format, say): it leaves no line in the trace. */
  applies?(context: Context): boolean;
  /** What the check looks at has been read. */
  ready?(context: Context): boolean;
  gate?: boolean;
  /** The reason for refusing, or nothing. Only gates see `lenient`. */
  check(context: Context, lenient: boolean): string | undefined;
}

export interface StepsResult {
  refusals: Refusal[];
  trace: TraceLine[];
}

export function runSteps<Context>(
  steps: readonly Step<Context>[],
  context: Context,
  options: VerifyOptions,
): StepsResult {
  const result: StepsResult = { refusals: [], trace: [] };
  for (const step of steps) {
    if (step.applies && !step.applies(context)) continue;
    const line = runStep(step, context, options, result.refusals.length > 0);
    if (line.outcome === 'refused') result.refusals.push({ duty: step.duty, reason: line.reason! });
    if (options.trace) result.trace.push(line);
    else if (line.outcome === 'refused' && !options.collect) break;
  }
  return result;
}

function runStep<Context>(step: Step<Context>, context: Context, options: VerifyOptions, refused: boolean): TraceLine {
  const { duty } = step;
  if ((refused && !options.collect) || (step.ready && !step.ready(context))) return { duty, outcome: 'unchecked' };
  const waived = options.without?.has(duty) ?? false;
  if (waived && !step.gate) return { duty, outcome: 'waived' };
  const reason = step.check(context, waived);
  if (reason !== undefined) return { duty, outcome: 'refused', reason };
  return { duty, outcome: waived ? 'waived' : 'passed' };
}

/** Quotes a value from the response for a reason: JSON, cut to a length that fits a line. */
export function quote(value: unknown): string {
  const text = json(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    // JSON.parse reads deeper than JSON.stringify writes.
    if (error instanceof RangeError) return 'a value that is nested too deeply';
    throw error;
  }
}
