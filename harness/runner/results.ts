/** Puts what was seen of a case, or how it ended, into a result of the report. Pure. */
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import type { Result, Verdict } from '../result.ts';
import type { Case } from '../suite/case.ts';
import { NotCarried, type Reply } from '../target.ts';
import type { Performance } from './ceremony.ts';
import type { FailedControl } from './controls.ts';
import type { Told } from './evidence.ts';
import {
  ClientRefused,
  HarnessError,
  HonestRefused,
  isTargetError,
  NotOffered,
  replyInWords,
} from './interruptions.ts';
import { judge } from './judge.ts';
import type { Profile, SettledCase } from './profile.ts';

/** What a result says beyond the case itself. */
type Finding = Pick<Result, 'verdict' | 'seen' | 'status' | 'message' | 'control'>;

/** @param told is asked for what did not pass; nothing is told where nothing was played. */
export function resultOf(one: SettledCase, finding: Finding, ms: number, told?: () => Told): Result {
  const shows = finding.verdict !== 'pass' && finding.verdict !== 'skip';
  return {
    id: one.id,
    section: one.section,
    title: one.title,
    ...(one.duty && { duty: one.duty }),
    level: one.level,
    expect: one.expect,
    ...(one.settled !== undefined && { settled: one.settled }),
    ...(one.seen !== undefined && { seenIn: one.seen }),
    ...(one.reason !== undefined && { reason: one.reason }),
    ...finding,
    lane: 'protocol',
    authenticator: authenticatorInWords(one.authenticator),
    ...(shows && told?.()),
    ms: Math.round(ms * 100) / 100,
    catalogue: [...one.catalogue],
  };
}

/** A control that was not accepted, as a finding of its own. */
export function controlResult(control: FailedControl): Result {
  const { twin, outcome, message, reply, told, ms } = control;
  return {
    id: twin.id,
    section: 'control',
    title: `an honest ${twin.kind} is accepted`,
    level: 'must',
    expect: 'accept',
    seen: outcome,
    verdict: outcome === 'unreachable' ? 'void' : 'fail',
    lane: 'protocol',
    authenticator: authenticatorInWords(twin.authenticator),
    ...(reply?.status === undefined ? {} : { status: reply.status }),
    message,
    ...told,
    ms: Math.round(ms * 100) / 100,
    catalogue: [],
  };
}

/** A case of stress after which the control failed, and kept failing. `told` is of the case itself. */
export function downed(result: Result, control: FailedControl, profile: Profile, told: Told): Result {
  const { expect, level, seen = 'unreachable', message } = result;
  const answered = message === undefined ? seen : `${seen}: ${message}`;
  return {
    ...result,
    verdict: judge({ expect, level, outcome: seen, aftermath: 'down' }, profile),
    message: `the RP fell over and stayed down (${control.message}); this was ${answered}`,
    ...told,
  };
}

function authenticatorInWords(settings: Partial<AuthenticatorSettings> = {}): string {
  const differences = Object.entries(settings).map(([name, value]) => `${name} ${[value].flat().join(', ')}`);
  return differences.length === 0 ? 'default' : differences.join(' · ');
}

export function judged(one: Case, { outcome, aftermath, reply, message }: Performance, profile: Profile): Finding {
  const { expect, level } = one;
  return {
    seen: outcome,
    verdict: judge({ expect, level, outcome, ...(aftermath && { aftermath }) }, profile),
    ...(reply?.status === undefined ? {} : { status: reply.status }),
    ...(message === undefined ? {} : { message }),
  };
}

/**
 * What an interruption makes of a case. A refusal that had to be drawn by an edit, and never was, says nothing about the
 * RP: `void`. Where acceptance is expected, or either will do, a refusal of the request for options is an answer.
 *
 * @throws {HarnessError} when Touchstone itself went wrong.
 */
export function interrupted(one: Case, error: unknown, profile: Profile): Finding {
  if (error instanceof NotOffered || error instanceof NotCarried) return { verdict: 'skip', message: error.message };
  if (error instanceof HonestRefused) return voided(error.message, error.reply.status);
  if (isTargetError(error)) {
    const { reply, message } = error;
    const performance = { outcome: reply.seen, reply, message };
    const judgeable =
      one.expect === 'accept' ||
      one.expect === 'either' ||
      one.level === 'report' ||
      reply.seen === 'hung' ||
      reply.seen === 'unreachable' ||
      (one.expect === 'holds' && reply.seen === 'errored');
    if (judgeable) return judged(one, performance, profile);
    return voided(`the case could not be put: ${replyInWords(reply)}`, reply.status);
  }
  if (error instanceof ClientRefused) {
    if (one.steps || one.observe) return voided(error.message);
    if (!one.edit) return judged(one, { outcome: 'errored', message: error.message }, profile);
  }
  throw new HarnessError(one.id, error);
}

/** What had been answered when the case was interrupted. */
export function replyBefore(error: unknown): Reply | undefined {
  return error instanceof HonestRefused || isTargetError(error) ? error.reply : undefined;
}

function voided(message: string, status?: number): Finding {
  const verdict: Verdict = 'void';
  return { verdict, message, ...(status === undefined ? {} : { status }) };
}
