/** Why a ceremony failed, in words: where the page gets an error that says nothing, by design (§14.5.1). */
import { candidates, excluded } from './accounts.ts';
import type { CeremonyRequest } from './gatePage.ts';
import type { PageError } from './outcomes.ts';
import type { Passkeys } from './passkeys.ts';
import type { Final } from './prompt.ts';

export const REASONS = {
  cancelled: 'cancelled',
  denied: 'not recognised',
  lockedOut: 'locked out',
  notEnrolled: 'no Windows Hello',
  timedOut: 'timed out',
  aborted: 'aborted',
  pending: 'already pending',
  left: 'the page went elsewhere',
  excluded: 'excluded passkey is there',
  policy: 'Permissions-Policy',
  focus: 'page without focus',
} as const;

/** What the person did; `undefined` where they were verified. */
export function reasonOf(outcome: Final): string | undefined {
  return outcome in REASONS ? REASONS[outcome as keyof typeof REASONS] : undefined;
}

const BY_NAME: Readonly<Record<string, string>> = {
  AbortError: REASONS.aborted,
  ConstraintError: 'no device can do what is required',
  InvalidStateError: REASONS.excluded,
  NotSupportedError: 'algorithm not offered',
  OperationError: REASONS.pending,
  TypeError: 'options that are wrong',
};

/** Why there is that error; without one, what the request itself gives away. */
export function explain(error: PageError | undefined, request: CeremonyRequest, passkeys: Passkeys): string {
  const obvious = obviousReason(error, request, passkeys);
  if (obvious !== undefined) return obvious;
  return request.kind === 'get'
    ? 'refused by the browser'
    : 'algorithm not offered, or something required that the device has not';
}

/** The reason in the words that both engines share, where error and request leave no doubt. */
export function obviousReason(
  error: PageError | undefined,
  request: CeremonyRequest,
  passkeys: Passkeys,
): string | undefined {
  const { kind, rpId, origin } = request;
  if (error?.name === 'SecurityError') return `RP ID not for this origin: ${rpId}, ${origin}`;
  if (error && /permissions.policy|feature is not enabled/i.test(error.message)) return REASONS.policy;
  if (error?.message.includes('focus')) return REASONS.focus;
  const named = error && BY_NAME[error.name];
  if (named !== undefined) return named;
  if (excluded(passkeys, request)) return REASONS.excluded;
  if (kind === 'create' || candidates(passkeys, request).length > 0) return undefined;
  const none = `no passkey for the RP ID ${rpId}`;
  return passkeys.all(rpId).length === 0 ? none : `${none} is among those that are allowed`;
}
