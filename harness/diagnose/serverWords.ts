/** What the common RP libraries say when they refuse, and which duty that is about. */
import type { DutyName } from '../duties.ts';
import { cut } from './words.ts';

export interface ServerWords {
  duty: DutyName;
  /** What the RP said, cut. */
  quote: string;
  /** Where it names both: the origin that it found, and those that it expected. */
  origins?: { found: string; expected: string[] };
}

/** Characters of an answer that are looked at. */
const READ = 20_000;
/** Characters of a quotation. */
const QUOTE = 160;
/** Characters of a line that are looked at after the words. */
const LINE = 1000;

/**
 * More particular words first. The libraries: SimpleWebAuthn, py_webauthn, webauthn4j (Keycloak, Spring), java-webauthn-server,
 * go-webauthn, fido2-net-lib, webauthn-rs, webauthn-ruby, web-auth/webauthn-framework, and RPs with codes of their own.
 */
const WORDS: readonly (readonly [words: RegExp, duty: DutyName])[] = [
  [/unexpected (?:registration|authentication) response origin|client data origin/i, 'origin'],
  [
    /origin (?:doesn't|does not) match|incorrect origin|error validating origin|invalid[ _-]?(?:rp)?[ _-]?origin/i,
    'origin',
  ],
  [/fully qualified origin|OriginVerificationError|BadOriginException|relying party origin does not match/i, 'origin'],
  [/topOrigin|top[ _-]origin/i, 'top-origin'],
  [/cross[ _-]?origin/i, 'cross-origin'],
  [/session (?:has )?expired|challenge (?:has )?expired|ceremony (?:has )?timed out/i, 'challenge-expiry'],
  [
    /challenge (?:was )?already used|challenge (?:was )?not found|no challenge|missing challenge/i,
    'challenge-single-use',
  ],
  [/unexpected (?:registration|authentication) response challenge|was not expected challenge/i, 'challenge'],
  [
    /challenge (?:does not|doesn't|not) (?:match|equal)|actual challenge|incorrect challenge|error validating challenge/i,
    'challenge',
  ],
  [
    /invalid[ _-]challenge|challenge[ _-]?mismatch|mismatchedchallenge|ChallengeVerificationError|BadChallengeException/i,
    'challenge',
  ],
  [
    /rp ?id ?hash|rp hash mismatch|hash mismatch rpid|BadRpIdException|RpIdVerificationError|wrong rp id/i,
    'rp-id-hash',
  ],
  [
    /user (?:verification|verified)[^.]{0,60}(?:required|not set|could not|flag)|user not verified|UserNotVerified/i,
    'user-verified',
  ],
  [/UserVerifiedVerificationError|user authentication required|check user verified/i, 'user-verified'],
  [
    /user presence[^.]{0,40}(?:required|not set)|user (?:was )?not present|UserNotPresent|UserPresenceVerificationError/i,
    'user-present',
  ],
  [/backup[ _-]?eligib/i, 'backup-eligibility'],
  [
    /(?:counter|sign[ _-]?count)[^.]{0,60}(?:lower|greater|increase|malicious|invalid)|malicious counter|cloned authenticator/i,
    'sign-count',
  ],
  [
    /SignCountVerificationError|MaliciousCounterValue|InvalidSignatureCount|CredentialMayBeCompromised|invalid counter/i,
    'sign-count',
  ],
  [/user ?handle|user does not own|different user|is not the one authenticated/i, 'user-handle'],
  [
    /credential ?id (?:is )?not allowed|not (?:in|among) allow_?credentials|not allowed credential/i,
    'credential-allowed',
  ],
  [/credential ?id (?:is )?not unique|credential (?:is )?already registered|already exists/i, 'credential-id-unique'],
  [
    /unknown (?:credential|authenticator|user authenticated)|(?:credential|authenticator|passkey) (?:was |is )?not found/i,
    'credential-known',
  ],
  [/insecure cryptograph/i, 'certificate-strength'],
  [
    /trust ?anchor|attestation[^.]{0,40}(?:not trusted|untrusted|trust)|derive trust|chain not trusted|certificate path/i,
    'attestation-trust',
  ],
  [
    /unexpected public key alg|(?:unsupported|unrequested)[^.]{0,30}(?:public key|credential) alg|algorithm[^.]{0,40}not (?:allowed|supported)/i,
    'algorithm',
  ],
  [/not base64url|invalid base64|illegal base64|incorrect padding|base64 decod/i, 'base64url'],
  [
    /invalid (?:assertion )?signature|verify (?:authentication|assertion) signature|signature (?:verification|is invalid|could not)|SignatureVerificationError|BadSignature|assertion signature/i,
    'signature',
  ],
];

/** The first words in an answer or a log that are known. */
export function serverWords(text: string | undefined): ServerWords | undefined {
  const read = text?.slice(0, READ).replaceAll('\\"', "'") ?? '';
  for (const [words, duty] of WORDS) {
    const found = words.exec(read);
    if (!found) continue;
    const said = sentence(read, found.index, found.index + found[0].length);
    const origins = duty === 'origin' ? originsIn(said) : undefined;
    return { duty, quote: cut(said, QUOTE), ...(origins && { origins }) };
  }
  return undefined;
}

/** What stands around it up to the end of the line; in JSON and HTML, up to the next mark of theirs. */
function sentence(text: string, from: number, to: number): string {
  const isMarkup = /^\s*[{[<]/.test(text);
  const before = text.slice(Math.max(0, from - QUOTE), from).split(isMarkup ? /["\n>]/ : '\n');
  const [after] = text.slice(to, to + LINE).split(isMarkup ? /["\n<]/ : '\n');
  return `${before.at(-1)}${text.slice(from, to)}${after}`.trim();
}

/** Libraries name the two in either order: `origin A, expected B`, `expected [B], received A`. */
function originsIn(said: string): ServerWords['origins'] {
  const named = [...said.matchAll(/\bhttps?:\/\/[\w.:-]+|\b(expect|receiv|got|actual|original)/gi)];
  const [expected, found]: [string[], string[]] = [[], []];
  let into = found;
  for (const [text, word] of named) {
    if (word === undefined) into.push(text.replace(/[.:]$/, ''));
    else into = /^(expect|original)/i.test(word) ? expected : found;
  }
  return found[0] !== undefined && expected.length > 0 ? { found: found[0], expected } : undefined;
}
