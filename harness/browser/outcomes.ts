/** What can happen to the person in front of the prompt. */

/**
 * - `verified`: recognised by face, fingerprint or PIN
 * - `cancelled`: closed the prompt
 * - `denied`: not recognised
 * - `pending`: has not answered yet; the test answers later
 */
const OUTCOMES = ['verified', 'cancelled', 'denied', 'pending'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Checks a word that may come from untyped code; throws with the allowed ones. */
export function outcome(word: string): Outcome {
  if ((OUTCOMES as readonly string[]).includes(word)) return word as Outcome;
  throw new TypeError(`"${word}" is no outcome of a Windows Hello prompt; use ${OUTCOMES.join(', ')}`);
}

/** The DOMException a page sees. */
export interface PageError {
  name: string;
  message: string;
}

/** Chromium says no more than this, so that pages cannot tell a cancel from a missing credential (§14.5.1). */
export const NOT_ALLOWED: PageError = {
  name: 'NotAllowedError',
  message:
    'The operation either timed out or was not allowed. See: https://www.w3.org/TR/webauthn-2/#sctn-privacy-considerations-client.',
};

export const ALREADY_PENDING: PageError = { name: 'OperationError', message: 'A request is already pending.' };
