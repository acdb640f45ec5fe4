/** Which of several authenticators is used: attachment, hints, and what each can do (WebAuthn Level 3 §5.4.4, §5.8.7). */
import type { UserVerificationRequirement } from '../encoding/json.ts';
import type { Authenticator } from './authenticator.ts';
import type { Credential } from './credentials.ts';
import type { NewCredential } from './operations.ts';
import { refusal } from './refusal.ts';

/** What each hint asks for; others are ignored. */
const HINTS: Record<string, (authenticator: Authenticator) => boolean> = {
  'security-key': ({ settings }) => settings.attachment === 'cross-platform' && !settings.transports.includes('hybrid'),
  'client-device': ({ settings }) => settings.attachment === 'platform',
  hybrid: ({ settings }) => settings.transports.includes('hybrid'),
};

/**
 * Authenticators in the order in which the person is offered them: those that an earlier hint asks for first. An
 * attachment leaves the others out; where there are hints they take precedence, and nothing is left out.
 */
export function candidates(
  all: readonly Authenticator[],
  hints: readonly string[],
  attachment?: string,
): readonly Authenticator[] {
  const known = hints.filter(hint => Object.hasOwn(HINTS, hint));
  if (known.length > 0) {
    const rank = (authenticator: Authenticator) => {
      const first = known.findIndex(hint => HINTS[hint]!(authenticator));
      return first < 0 ? known.length : first;
    };
    return [...all].sort((a, b) => rank(a) - rank(b));
  }
  if (attachment !== 'platform' && attachment !== 'cross-platform') return all;
  return all.filter(({ settings }) => settings.attachment === attachment);
}

/** An authenticator with the credential that it will use. */
export interface Chosen {
  authenticator: Authenticator;
  credential: Credential;
  userVerified: boolean;
}

/** Which refusal a page hears of when all authenticators refuse: the first of these (§5.1.3.1). */
const TELLING = ['InvalidStateError', 'ConstraintError', 'NotSupportedError', 'NotAllowedError'];

/**
 * The first candidate that can make the credential: the person takes the next device where one refuses. Throws the most
 * telling refusal where all do, a NotAllowedError where there is none to ask.
 */
export function chooseForCreation(
  authenticators: readonly Authenticator[],
  wanted: NewCredential,
  userVerification: UserVerificationRequirement,
): Chosen {
  const refusals: DOMException[] = [];
  for (const authenticator of authenticators) {
    try {
      const credential = authenticator.prepareCredential(wanted);
      return { authenticator, credential, userVerified: authenticator.verifyUser(userVerification) };
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      refusals.push(error);
    }
  }
  refusals.sort((a, b) => TELLING.indexOf(a.name) - TELLING.indexOf(b.name));
  throw refusals[0] ?? refusal('NotAllowedError', 'no authenticator of the wanted attachment');
}

/** What authenticatorGetAssertion looks for. */
export interface WantedCredential {
  rpId: string;
  /** A further scope, of U2F credentials (§10.1.1): after the RP ID's. */
  appId: string | undefined;
  /** Absent: any discoverable credential. */
  allow: readonly Uint8Array[] | undefined;
  conditional: boolean;
}

/** The first candidate with such a credential that verifies the user as required. Throws a NotAllowedError (§5.1.4.3) where none does. */
export function chooseForAssertion(
  authenticators: readonly Authenticator[],
  wanted: WantedCredential,
  userVerification: UserVerificationRequirement,
): Chosen {
  let why = `no authenticator holds a credential for ${wanted.rpId} that is asked for`;
  for (const authenticator of authenticators) {
    const credential = authenticator.findCredential(wanted, authenticator.verifies(userVerification));
    if (!credential) continue;
    try {
      return { authenticator, credential, userVerified: authenticator.verifyUser(userVerification) };
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      why = error.message;
    }
  }
  throw refusal('NotAllowedError', why);
}
