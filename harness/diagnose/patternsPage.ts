/** Patterns of ceremonies that ended in the page: it got an error in place of a credential. */
import { callerOrigin, scopeOf } from '../authenticator/relyingPartyId.ts';
import { timeOf } from './expectation.ts';
import {
  algorithmsOffered,
  descriptorIds,
  hostOf,
  isAddress,
  lenientBytes,
  rpIdAsked,
  textMember,
} from './explainFacts.ts';
import type { Explained, Pattern } from './patterns.ts';

const ES256 = -7;
const RS256 = -257;
/** §5.4.3. */
const LONGEST_USER_ID = 64;
/** Milliseconds that browsers are late. */
const SLACK = 1500;

const errorName = ({ ceremony }: Explained) => ceremony.error?.name;
const says = ({ ceremony }: Explained, words: RegExp) => words.test(ceremony.error?.message.slice(0, 2000) ?? '');
const host = ({ facts }: Explained) => hostOf(facts.pageOrigin);

/** Whether a browser offers WebAuthn there at all. */
function isSecure(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  try {
    return callerOrigin(origin) !== undefined;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

function isForeignRpId({ facts: { pageOrigin }, expectation }: Explained): boolean {
  const rpId = rpIdAsked(expectation.options);
  return pageOrigin !== undefined && rpId !== undefined && isSecure(pageOrigin) && !scopeOf(pageOrigin, rpId).own;
}

/** Every platform authenticator makes keys of one of these. */
function offersUsualAlgorithm({ expectation: { options } }: Explained): boolean {
  return algorithmsOffered(options).some(algorithm => algorithm === ES256 || algorithm === RS256);
}

function hasTimedOut({ ceremony, expectation: { options } }: Explained): boolean {
  const { askedAt } = ceremony;
  const timeout = options?.timeout;
  const ended = timeOf(ceremony);
  if (askedAt === undefined || ended === undefined || typeof timeout !== 'number') return false;
  return ended - askedAt >= timeout - SLACK && ended > askedAt;
}

function userIdLength({ expectation: { options } }: Explained): number | undefined {
  return lenientBytes(textMember(options?.user, 'id'))?.length;
}

const isPolicy = (one: Explained) => says(one, /permissions.?policy|feature is not enabled|publickey-credentials-/i);

/** NotAllowedError for a reason that something else shows. */
const isNamed = (one: Explained) =>
  hasTimedOut(one) || isPolicy(one) || says(one, /focus|already pending|conditional|transient|user activation/i);

export const PAGE_PATTERNS: readonly Pattern[] = [
  {
    id: 'ip-address',
    symptom: 'SecurityError, “This is an invalid domain”, on http://127.0.0.1 or an address of the network',
    cause: 'WebAuthn works on names: an IP address has no RP ID',
    remedy:
      'open the page as http://localhost, or give it a name with https; use that name in the RP ID and the origins',
    source: 'WebAuthn 3 §5.1.3 step 7',
    fits: one => one.ceremony.error !== undefined && isAddress(host(one)),
  },
  {
    id: 'insecure-context',
    symptom: 'navigator.credentials or PublicKeyCredential is undefined, or a SecurityError, on a page over http',
    cause: 'browsers offer WebAuthn in secure contexts only: https, or http on localhost',
    remedy: 'serve the page over https, or as http://localhost while developing',
    source: 'WebAuthn 3 §5.1 (SecureContext)',
    fits: one => one.ceremony.error !== undefined && !isAddress(host(one)) && !isSecure(one.facts.pageOrigin),
  },
  {
    id: 'rp-id-not-suffix',
    symptom:
      'SecurityError: the relying party ID is not a registrable domain suffix of, nor equal to the current domain',
    cause: 'rp.id (or rpId) is neither the host of the page nor a parent domain of it that one can register',
    remedy:
      'set the RP ID to the host of the page or a parent of it, without scheme and port; for other domains, list the origin in /.well-known/webauthn of the RP ID',
    source: 'WebAuthn 3 §5.1.3 step 8, §5.11',
    fits: one => errorName(one) === 'SecurityError' && (isForeignRpId(one) || says(one, /registrable domain suffix/i)),
  },
  {
    id: 'user-id-length',
    symptom: 'TypeError: user handle exceeds 64 bytes, or is empty',
    cause: 'user.id must have 1 to 64 bytes; ids with a prefix, or encoded twice, grow beyond that',
    remedy: 'make user.id random bytes, 16 to 64 of them, kept with the account',
    source: 'WebAuthn 3 §5.4.3',
    fits: one => {
      const length = userIdLength(one);
      return errorName(one) === 'TypeError' && length !== undefined && (length === 0 || length > LONGEST_USER_ID);
    },
  },
  {
    id: 'missing-member',
    symptom: 'TypeError: required member is undefined, or could not be converted',
    cause: 'the options that reached navigator.credentials lack a member, or have text where bytes belong',
    remedy: 'pass them through PublicKeyCredential.parseCreationOptionsFromJSON() or parseRequestOptionsFromJSON()',
    source: 'WebAuthn 3 §5.1.8, §5.1.9',
    fits: one =>
      errorName(one) === 'TypeError' &&
      isSecure(one.facts.pageOrigin) &&
      !(userIdLength(one) === 0 || (userIdLength(one) ?? 1) > LONGEST_USER_ID),
  },
  {
    id: 'excluded',
    symptom: 'InvalidStateError at registration',
    cause:
      'a credential of excludeCredentials is on the device: all browsers of one Windows user share one Windows Hello credential',
    remedy: 'tell the person that this device is registered already, and let them sign in with it',
    source: 'WebAuthn 3 §5.1.3; FusionAuth/fusionauth-issues#1930',
    fits: one => one.ceremony.kind === 'registration' && errorName(one) === 'InvalidStateError',
  },
  {
    id: 'permissions-policy',
    symptom: 'NotAllowedError in an iframe: the feature is not enabled in this document',
    cause: 'a frame of another origin may use passkeys only where the page around it lets it',
    remedy:
      'give the iframe allow="publickey-credentials-get *; publickey-credentials-create *", and look at the Permissions-Policy header',
    source: 'WebAuthn 3 §5.9',
    fits: one => one.ceremony.error !== undefined && isPolicy(one),
  },
  {
    id: 'not-focused',
    symptom: 'NotAllowedError: the document is not focused',
    cause: 'the page asked while another window, the address bar or the developer tools had the focus',
    remedy: 'ask in the handler of a click on the page',
    source: 'fido-alliance/webauthn-demo#3',
    fits: one => errorName(one) === 'NotAllowedError' && says(one, /focus/i),
  },
  {
    id: 'user-activation',
    symptom: 'NotAllowedError in Safari or Firefox although nobody was asked: user gesture or activation required',
    cause: 'the page asked without a click, or awaited a slow request between the click and the call',
    remedy: 'fetch the options before the click, or call navigator.credentials at once in its handler',
    source: 'WebAuthn 3 §5.1.3 step 2 (transient activation)',
    fits: one => errorName(one) === 'NotAllowedError' && says(one, /transient|user (activation|gesture)/i),
  },
  {
    id: 'autofill-pending',
    symptom: 'AbortError, or OperationError “a request is already pending”, when the sign-in button is pressed',
    cause: 'the request of autofill (mediation: "conditional") is still open: one page has one request at a time',
    remedy: 'keep an AbortController for the conditional request, and abort it before any other call',
    source: 'WebAuthn 3 §5.1.4; MasterKale/SimpleWebAuthn `WebAuthnAbortService`',
    fits: one =>
      errorName(one) === 'AbortError' ||
      errorName(one) === 'OperationError' ||
      says(one, /request is already pending/i),
  },
  {
    id: 'no-algorithm',
    symptom: 'NotSupportedError at registration',
    cause: 'no entry of pubKeyCredParams is of type public-key with an algorithm that the device has',
    remedy: 'offer -7 (ES256) and -257 (RS256), each with type: "public-key"',
    source: 'WebAuthn 3 §5.4, §5.1.3 step 10',
    fits: one =>
      one.ceremony.kind === 'registration' && errorName(one) === 'NotSupportedError' && !offersUsualAlgorithm(one),
  },
  {
    id: 'no-authenticator',
    symptom: 'NotSupportedError although ES256 or RS256 is offered, or at a login, mostly in a test',
    cause: 'this browser has no authenticator that it could ask: headless ones have none of their own',
    remedy: 'give the page a virtual one: ask for the fixture hello in the test, or run touchstone record with --hello',
    source: 'Chromium 156 headless shell, tried',
    fits: one =>
      errorName(one) === 'NotSupportedError' && (one.ceremony.kind === 'authentication' || offersUsualAlgorithm(one)),
  },
  {
    id: 'rs256-not-offered',
    symptom: 'NotAllowedError at registration, on Windows 10 only',
    cause: 'Windows Hello on Windows 10 makes RS256 keys only, and pubKeyCredParams has no -257',
    remedy: 'add { type: "public-key", alg: -257 } after -7',
    source: 'WebAuthn 3 §5.4 (“SHOULD include at least −7 and −257”)',
    unsure: true,
    fits: one => {
      const offered = algorithmsOffered(one.expectation.options);
      return (
        one.ceremony.kind === 'registration' &&
        errorName(one) === 'NotAllowedError' &&
        !isNamed(one) &&
        offered.length > 0 &&
        !offered.includes(RS256)
      );
    },
  },
  {
    id: 'timed-out',
    symptom: 'NotAllowedError after exactly the time that the options allow',
    cause: 'nobody answered the prompt in time, or timeout is too short for a person',
    remedy: 'give people five minutes (timeout: 300000), and offer to try again',
    source: 'WebAuthn 3 §15.1',
    fits: one => errorName(one) === 'NotAllowedError' && hasTimedOut(one),
  },
  {
    id: 'removed-on-device',
    symptom: 'NotAllowedError at login for some users, whose passkey the RP still lists',
    cause:
      'none of allowCredentials is on this device: it was removed in the settings, or belongs to another device or another RP ID',
    remedy:
      'offer another way in and a new registration; tell browsers what is valid with PublicKeyCredential.signalAllAcceptedCredentials()',
    source: 'WebAuthn 3 §5.1.10',
    unsure: true,
    fits: one =>
      one.ceremony.kind === 'authentication' &&
      errorName(one) === 'NotAllowedError' &&
      !isNamed(one) &&
      descriptorIds(one.expectation.options?.allowCredentials).length > 0,
  },
  {
    id: 'cancelled',
    symptom: 'NotAllowedError: the operation either timed out or was not allowed',
    cause: 'the person cancelled, was not recognised, or has no passkey here: browsers do not say which, by design',
    remedy: 'treat it as “not now”: keep the page as it is, and offer to try again or another way in',
    source: 'WebAuthn 3 §14.5',
    unsure: true,
    fits: one => errorName(one) === 'NotAllowedError' && !isNamed(one),
  },
];
