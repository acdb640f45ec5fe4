/** Ways in which a case ends before it can be judged. Each carries what the runner makes of it. */
import { type Reply, type Step, TargetError } from '../target.ts';

/** A ceremony that had to be accepted was not: the case says nothing about the RP. */
export class HonestRefused extends Error {
  override readonly name = 'HonestRefused';
  readonly step: Step | 'metadata' | 'web';
  readonly reply: Reply;
  constructor(step: Step | 'metadata' | 'web', reply: Reply, message: string) {
    super(message);
    this.step = step;
    this.reply = reply;
  }
}

/** The RP offers no algorithm that the case's authenticator has: the case is skipped. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}

/** An honest client refuses the options that the RP sent, as a browser would. */
export class ClientRefused extends Error {
  override readonly name = 'ClientRefused';
}

/** Nothing can be learned from this RP: the message says which request was made and what came back. Ends the run. */
export class NothingLearned extends Error {
  override readonly name = 'NothingLearned';
}

/** Touchstone itself went wrong on a case. Never a verdict on the RP. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
  readonly caseId: string;
  constructor(caseId: string, cause: unknown) {
    super(`${caseId}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`, { cause });
    this.caseId = caseId;
  }
}

/**
 * Whether it is a {@link TargetError}, also one of another copy of Touchstone: a module target may have been loaded with
 * its own.
 */
export function isTargetError(error: unknown): error is TargetError {
  return error instanceof TargetError || (error instanceof Error && error.name === 'TargetError' && 'reply' in error);
}

/** 404, 405 and 415 to an honest request: nobody listens there. */
export function isWrongAddress(reply: Reply): boolean {
  return reply.status === 404 || reply.status === 405 || reply.status === 415;
}

/** `rejected, 400: Bad attestation`, for messages. */
export function replyInWords({ seen, status, message }: Reply): string {
  return `${seen}${status === undefined ? '' : `, ${status}`}${message ? `: ${message}` : ''}`;
}
