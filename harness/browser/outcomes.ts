/** What can happen to the person in front of the prompt. */

/**
 * - `verified`: recognised, no matter how; `face`, `fingerprint`, `pin`: recognised by that
 * - `cancelled`: closed the prompt
 * - `denied`: not recognised
 * - `lockedOut`: too many wrong PINs; everything after it is refused as well, until `hello.unlock()`
 * - `notEnrolled`: there is no Windows Hello on the device; pages see that it has none
 * - `timedOut`: did not answer in time. A page that waits for a second or less is let wait; others are told at once
 * - `pending`: has not answered yet; the test answers later
 */
const OUTCOMES = [
  'verified',
  'face',
  'fingerprint',
  'pin',
  'cancelled',
  'denied',
  'lockedOut',
  'notEnrolled',
  'timedOut',
  'pending',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** How a person is recognised. */
export type Gesture = 'face' | 'fingerprint' | 'pin';

/** Checks a word that may come from untyped code; throws with the allowed ones. */
export function outcome(word: string): Outcome {
  return oneOf(OUTCOMES, word, 'outcome of a Windows Hello prompt');
}

/** A word that is one of the allowed ones; a TypeError that lists them for any other. */
export function oneOf<Word extends string>(words: readonly Word[], word: string, what: string): Word {
  if ((words as readonly string[]).includes(word)) return word as Word;
  throw new TypeError(`"${word}" is no ${what}; use ${words.join(', ')}`);
}

/** Throws a TypeError that lists the allowed names where an object has another member. */
export function onlyMembers(value: object, allowed: readonly string[], what: string): void {
  for (const name of Object.keys(value)) oneOf(allowed, name, what);
}

/** Recognised, however it was. */
export function isVerified(word: Outcome): word is 'verified' | Gesture {
  return word === 'verified' || gestureOf(word) !== undefined;
}

export function gestureOf(word: Outcome): Gesture | undefined {
  return word === 'face' || word === 'fingerprint' || word === 'pin' ? word : undefined;
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

/** Windows looks for excluded credentials before it shows anything. */
export const EXCLUDED: PageError = {
  name: 'InvalidStateError',
  message:
    'The user attempted to register an authenticator that contains one of the credentials already registered with the relying party.',
};

export const ALREADY_PENDING: PageError = { name: 'OperationError', message: 'A request is already pending.' };
