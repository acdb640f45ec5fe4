/** Patterns of responses that an RP is right to refuse. */
import type { DutyName } from '../duties.ts';
import { textMember } from './explainFacts.ts';
import type { Explained, Pattern } from './patterns.ts';

const refuses = (duty: DutyName) => (one: Explained) => one.refused.has(duty);

/** Firefox 98 on Windows 11: one zero byte where sixteen belong, before the length of a 32 byte id and its CBOR map. */
function hasShortAaguid({ facts: { authDataBytes: bytes } }: Explained): boolean {
  if (!bytes || bytes.length < 73 || !(bytes[32]! & 0x40)) return false;
  return bytes[37] === 0 && bytes[38] === 0 && bytes[39] === 32 && bytes[72]! >> 5 === 5;
}

/** The text of the challenge was encoded once more. */
function isEncodedTwice({ facts, expectation: { expected } }: Explained): boolean {
  const said = textMember(facts.clientData, 'challenge');
  if (said === undefined || expected.challenge === undefined) return false;
  return Buffer.from(said, 'base64url').toString('latin1').replace(/=+$/, '') === expected.challenge;
}

export const RESPONSE_PATTERNS: readonly Pattern[] = [
  {
    id: 'cross-origin-frame',
    symptom: 'login works in its own window, and is refused inside another site’s page',
    cause: 'crossOrigin is true: the page was framed by another origin, which the RP does not expect',
    remedy:
      'if the framing is meant, allow crossOrigin and list the pages around it as top origins; else forbid framing',
    source: 'WebAuthn 3 §7.1 steps 10 and 11; MasterKale/SimpleWebAuthn#613',
    duty: 'cross-origin',
    fits: one => one.refused.has('cross-origin') || one.refused.has('top-origin'),
  },
  {
    id: 'challenge-encoded-twice',
    symptom: 'the challenge never matches: what comes back is longer than what was sent',
    cause: 'the page passed the base64url text of the challenge as bytes, so that the browser encoded it once more',
    remedy: 'decode the challenge before navigator.credentials, or compare the decoded text',
    source: 'WebAuthn 3 §5.1.8; passport-fido2-webauthn#7',
    duty: 'challenge',
    fits: one => one.refused.has('challenge') && isEncodedTwice(one),
  },
  {
    id: 'challenge-other',
    symptom: 'the challenge is not the one that was issued',
    cause: 'the response answers options of another page, another tab, a cached answer or another process of the RP',
    remedy:
      'keep challenges by their value in a store that all processes share, and send options with Cache-Control: no-store',
    source: 'WebAuthn 3 §13.4.3',
    duty: 'challenge',
    fits: one => one.refused.has('challenge') && !isEncodedTwice(one),
  },
  {
    id: 'double-submit',
    symptom: 'now and then a login is refused right after it worked',
    cause: 'the page sent one response twice (a double click, a retry); a challenge is good for one',
    remedy: 'disable the button while the request is under way, and do not retry a response: ask for new options',
    source: 'WebAuthn 3 §13.4.3; better-auth PR #9622',
    duty: 'challenge-single-use',
    fits: one => one.refused.has('challenge-single-use') && one.sentBefore !== undefined,
  },
  {
    id: 'challenge-reused',
    symptom: 'another response with a challenge that was answered before',
    cause: 'the page kept old options: from the back button, a cache, or a failed attempt before',
    remedy: 'ask for new options before each attempt',
    source: 'WebAuthn 3 §13.4.3; Discourse CVE-2025-53102',
    duty: 'challenge-single-use',
    fits: one => one.refused.has('challenge-single-use') && one.sentBefore === undefined,
  },
  {
    id: 'challenge-other-ceremony',
    symptom: 'a login answers a challenge of a registration, or the other way round',
    cause: 'the page mixed up two sets of options',
    remedy: 'keep the options of registration and login apart in the page',
    source: 'WebAuthn 3 §13.4.3; bitwarden/server#7439',
    duty: 'challenge-ceremony',
    fits: refuses('challenge-ceremony'),
  },
  {
    id: 'challenge-expired',
    symptom: 'people who leave the page open are refused',
    cause: 'the response came after the time that the options gave',
    remedy: 'ask for new options when the ceremony starts, not when the page loads; renew those of autofill',
    source: 'WebAuthn 3 §13.4.3',
    duty: 'challenge-expiry',
    fits: refuses('challenge-expiry'),
  },
  {
    id: 'base64-padding',
    symptom: 'the RP answers 400: invalid base64url, or “was not base64url-encoded”',
    cause: 'the page wrote binary members as base64 with +, / or =, where unpadded base64url is owed',
    remedy: 'send credential.toJSON(), or encode without padding and with - and _',
    source: 'WebAuthn 3 §5.1, §3; passport-fido2-webauthn#7',
    duty: 'base64url',
    fits: refuses('base64url'),
  },
  {
    id: 'user-handle',
    symptom: 'the RP refuses: the user handle is not that of the account',
    cause:
      'userHandle is user.id as bytes: an RP that gave another user.id at each registration, or compares text with bytes, does not find its user',
    remedy: 'keep one user.id for each account, and compare bytes; an empty userHandle counts as absent',
    source: 'WebAuthn 3 §7.2 step 6; web-auth/webauthn-framework#215',
    duty: 'user-handle',
    fits: refuses('user-handle'),
  },
  {
    id: 'backup-eligibility-changed',
    symptom: 'a passkey that worked for months is refused: backup eligible flag inconsistency',
    cause: 'BE is not as it was at registration: the provider changed, or the record was written by an older version',
    remedy: 'let the person register anew; fill records that have no BE from the next login',
    source: 'go-webauthn/webauthn#335; kanidm/webauthn-rs#513',
    duty: 'backup-eligibility',
    fits: refuses('backup-eligibility'),
  },
  {
    id: 'backup-state-without-eligibility',
    symptom: 'the RP refuses flags with BS set and BE clear',
    cause: 'no authenticator that keeps to the specification says so: a provider’s fault, or a virtual authenticator',
    remedy: 'set BE as well in the authenticator; report it to the provider',
    source: 'WebAuthn 3 §6.1.3; lbuchs/WebAuthn#128',
    duty: 'backup-state',
    fits: refuses('backup-state'),
  },
  {
    id: 'counter-back',
    symptom: 'after a device or a database was restored, logins are refused: possible clone',
    cause: 'signCount is not greater than the one that the RP has seen',
    remedy: 'decide by risk: ask for another factor and take the new value, or have the person register anew',
    source: 'WebAuthn 3 §6.1.1, §7.2 step 22; w3c/webauthn#2172',
    duty: 'sign-count',
    fits: refuses('sign-count'),
  },
  {
    id: 'uv-dropped',
    symptom: 'the RP refuses: user verification was required, but the user could not be verified',
    cause: 'UV is clear: the device has no PIN or biometry set up, or asked for a touch only',
    remedy: 'have people set up a PIN, or ask for userVerification "required" in the options too',
    source: 'WebAuthn 3 §7.1 step 16, §7.2 step 17',
    duty: 'user-verified',
    fits: refuses('user-verified'),
  },
  {
    id: 'rp-id-hash',
    symptom: 'the RP refuses: unexpected RP ID hash',
    cause: 'the options had another RP ID than the RP verifies with (a port or scheme in it, www, a former domain)',
    remedy: 'use one setting for both: the bare host name; passkeys of a former domain cannot be carried over',
    source: 'WebAuthn 3 §7.1 step 14',
    duty: 'rp-id-hash',
    fits: refuses('rp-id-hash'),
  },
  {
    id: 'one-byte-aaguid',
    symptom: 'registrations with Firefox on Windows 11 cannot be parsed',
    cause: 'Firefox 98 wrote the zero AAGUID as one byte where sixteen belong',
    remedy: 'have the person update Firefox; to be lenient, insert 15 zero bytes at offset 37',
    source: 'kanidm/webauthn-rs#105; Yubico/java-webauthn-server#174',
    duty: 'authenticator-data',
    fits: one => one.ceremony.kind === 'registration' && one.refused.has('authenticator-data') && hasShortAaguid(one),
  },
  {
    id: 'algorithm-not-offered',
    symptom: 'the RP refuses: unexpected public key algorithm',
    cause: 'the key is of an algorithm that was not among pubKeyCredParams',
    remedy: 'offer and accept one list; a device that answers with another is at fault',
    source: 'WebAuthn 3 §7.1 step 20; MasterKale/SimpleWebAuthn#790',
    duty: 'algorithm',
    fits: refuses('algorithm'),
  },
  {
    id: 'credential-removed',
    symptom: 'the device offers a passkey that the RP does not know',
    cause: 'the RP removed it, or never kept it, and the device still has it',
    remedy:
      'say so to the person, and call PublicKeyCredential.signalUnknownCredential() so that the device forgets it',
    source: 'WebAuthn 3 §5.1.10, §7.2 step 6',
    duty: 'credential-known',
    fits: refuses('credential-known'),
  },
  {
    id: 'credential-of-another',
    symptom: 'the person signs in with the passkey of another account',
    cause: 'the credential is none of allowCredentials, or belongs to another user than the one who was named',
    remedy: 'let the page offer the account of that passkey, or have the person choose the right one',
    source: 'WebAuthn 3 §7.2 steps 5 and 6; flask-security GHSA-f66q-9rf6-8795',
    duty: 'credential-allowed',
    fits: one => one.refused.has('credential-allowed') || one.refused.has('credential-owner'),
  },
  {
    id: 'signature-other-bytes',
    symptom: 'the signature does not verify, and everything else is right',
    cause:
      'what was signed is not what arrived (client data parsed and written anew), or the stored key is another one',
    remedy: 'verify over the very bytes of clientDataJSON and authenticatorData; keep the key as it was attested',
    source: 'WebAuthn 3 §7.2 step 20',
    duty: 'signature',
    fits: refuses('signature'),
  },
];
