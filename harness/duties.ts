/**
 * What a relying party owes, by name. Names stay when step numbers move between levels of the specification; the
 * numbers stand in this one table, for links.
 */

import { ATTESTATION_DUTIES } from './duties/attestation.ts';
import type { Duty, DutyCeremony } from './duties/duty.ts';
import { METADATA_DUTIES } from './duties/metadata.ts';
import { SITE_DUTIES } from './duties/site.ts';

export type { Duty, DutyCeremony } from './duties/duty.ts';

const both = ['registration', 'authentication'] as const;

/** In the order in which a relying party meets them. */
export const DUTIES = {
  // ------------------------------------------------------------ options
  'options-form': {
    title: 'options are a valid PublicKeyCredentialCreationOptionsJSON or RequestOptionsJSON',
    ceremonies: ['options'],
    level3: ['5.1.8', '5.1.9'],
    level2: ['5.4', '5.5'],
  },
  'challenge-entropy': {
    title: 'a challenge is at least 16 bytes from a random source',
    ceremonies: ['options'],
    level3: ['13.4.3'],
    level2: ['13.4.3'],
  },
  'challenge-fresh': {
    title: 'each ceremony gets a challenge of its own',
    ceremonies: ['options'],
    level3: ['13.4.3'],
    level2: ['13.4.3'],
  },
  'user-id': {
    title: 'user.id is 1 to 64 bytes, stable for an account, its own, and says nothing about the person',
    ceremonies: ['options'],
    level3: ['5.4.3', '14.6.1'],
    level2: ['5.4.3', '14.6.1'],
  },
  'algorithms-offered': {
    title: 'pubKeyCredParams lists what the RP accepts, each once, with ES256 and RS256 among them',
    ceremonies: ['options'],
    level3: ['5.4', '5.3'],
    level2: ['5.4', '5.3'],
  },
  'exclude-credentials': {
    title: 'excludeCredentials lists all credentials of the account and no others',
    ceremonies: ['options'],
    level3: ['5.4'],
    level2: ['5.4'],
  },
  'allow-credentials': {
    title: 'allowCredentials lists the credentials of the named account and no others',
    ceremonies: ['options'],
    level3: ['5.5'],
    level2: ['5.5'],
  },
  'wishes-kept': {
    title: 'the user verification, attestation and resident key that were settled stand in the options',
    ceremonies: ['options'],
    level3: ['5.4.4', '5.4.7', '5.8.6'],
    level2: ['5.4.4', '5.4.7', '5.8.6'],
  },
  'extension-inputs': {
    title: 'no extension is asked for in a way that every client refuses',
    ceremonies: ['options'],
    level3: ['10.1.4', '10.1.5'],
  },
  'account-privacy': {
    title: 'options do not tell whether an account exists',
    ceremonies: ['options'],
    level3: ['14.6.2', '14.6.3'],
    level2: ['14.6.2', '14.6.3'],
  },
  // ------------------------------------------------------------ challenge life
  'challenge-session': {
    title: 'a challenge is answered in the session it was issued to',
    ceremonies: ['session'],
    level3: ['13.4.3'],
    level2: ['13.4.3'],
  },
  'challenge-ceremony': {
    title: 'a challenge issued for one kind of ceremony is not accepted in the other',
    ceremonies: ['session'],
    level3: ['13.4.3'],
    level2: ['13.4.3'],
  },
  'challenge-single-use': {
    title: 'a challenge is accepted once',
    ceremonies: ['session'],
    level3: ['13.4.3'],
    level2: ['13.4.3'],
  },
  'challenge-expiry': {
    title: 'a challenge is refused after the ceremony has timed out',
    ceremonies: ['session'],
    level3: ['13.4.3'],
    level2: ['13.4.3'],
  },
  // ------------------------------------------------------------ envelope
  'response-json': {
    title: 'the response is a RegistrationResponseJSON or AuthenticationResponseJSON with members of the right types',
    ceremonies: both,
    level3: ['7.1#3', '7.2#3', '5.1'],
    level2: ['7.1#3', '7.2#3'],
  },
  base64url: {
    title: 'binary members are unpadded base64url',
    ceremonies: both,
    level3: ['5.1', '3'],
    level2: ['3'],
  },
  'credential-type': {
    title: 'type is "public-key"',
    ceremonies: both,
    level3: ['5.1', '5.8.2'],
    level2: ['5.1', '5.8.2'],
  },
  'credential-id-consistent': {
    title: 'id and rawId are the same credential id',
    ceremonies: both,
    level3: ['5.1'],
    level2: ['5.1'],
  },
  // ------------------------------------------------------------ which credential, whose
  'credential-allowed': {
    title: 'the credential is one of allowCredentials, when that was given',
    ceremonies: ['authentication'],
    level3: ['7.2#5'],
    level2: ['7.2#5'],
  },
  'credential-known': {
    title: 'the credential is registered',
    ceremonies: ['authentication'],
    level3: ['7.2#6'],
    level2: ['7.2#7'],
  },
  'credential-owner': {
    title: 'the credential belongs to the user who was identified before the ceremony',
    ceremonies: ['authentication'],
    level3: ['7.2#6'],
    level2: ['7.2#6'],
  },
  'user-handle': {
    title: 'userHandle names the owner of the credential, and is present when no user was identified before',
    ceremonies: ['authentication'],
    level3: ['7.2#6'],
    level2: ['7.2#6'],
  },
  // ------------------------------------------------------------ client data
  'client-data-json': {
    title: 'clientDataJSON is one JSON object',
    ceremonies: both,
    level3: ['7.1#6', '7.2#9'],
    level2: ['7.1#6', '7.2#10'],
  },
  'client-data-members': {
    title: 'no member of clientDataJSON stands twice',
    ceremonies: both,
    level3: ['5.8.1.1'],
    level2: ['5.8.1.1'],
  },
  type: {
    title: 'type is webauthn.create in registration, webauthn.get in authentication',
    ceremonies: both,
    level3: ['7.1#7', '7.2#10'],
    level2: ['7.1#7', '7.2#11'],
  },
  challenge: {
    title: 'challenge is the one that was issued for this ceremony',
    ceremonies: both,
    level3: ['7.1#8', '7.2#11'],
    level2: ['7.1#8', '7.2#12'],
  },
  origin: {
    title: 'origin is one that the RP expects',
    ceremonies: both,
    level3: ['7.1#9', '7.2#12', '13.4.9'],
    level2: ['7.1#9', '7.2#13', '13.4.9'],
  },
  'cross-origin': {
    title: 'crossOrigin is not true unless the RP expects to be framed by another origin',
    ceremonies: both,
    level3: ['7.1#10', '7.2#13'],
  },
  'top-origin': {
    title: 'topOrigin is absent, or a page that the RP expects to be framed by',
    ceremonies: both,
    level3: ['7.1#11', '7.2#14'],
  },
  // ------------------------------------------------------------ authenticator data
  'attestation-object': {
    title: 'attestationObject is one canonical CBOR map of fmt, attStmt and authData',
    ceremonies: ['registration'],
    level3: ['7.1#13', '6.5.4'],
    level2: ['7.1#12', '6.5.4'],
  },
  'authenticator-data': {
    title: 'authenticatorData has the structure that its flags announce and nothing more',
    ceremonies: both,
    level3: ['6.1', '6.5.1'],
    level2: ['6.1', '6.5.1'],
  },
  'rp-id-hash': {
    title: 'rpIdHash is the SHA-256 of the RP ID',
    ceremonies: both,
    level3: ['7.1#14', '7.2#15'],
    level2: ['7.1#13', '7.2#15'],
  },
  'user-present': {
    title: 'UP is set',
    ceremonies: both,
    level3: ['7.1#15', '7.2#16'],
    level2: ['7.1#14', '7.2#16'],
  },
  'user-verified': {
    title: 'UV is set when user verification is required',
    ceremonies: both,
    level3: ['7.1#16', '7.2#17'],
    level2: ['7.1#15', '7.2#17'],
  },
  'backup-state': {
    title: 'BS is clear when BE is clear',
    ceremonies: both,
    level3: ['7.1#17', '7.2#18'],
  },
  'backup-policy': {
    title: 'BE and BS are as the RP demands, where it demands device-bound, synced or backed-up credentials',
    ceremonies: ['registration'],
    level3: ['7.1#18', '7.1#19'],
  },
  'unsolicited-extensions': {
    title: 'no extension output came that was not asked for, where the RP refuses those',
    ceremonies: both,
    level3: ['7.1#28', '7.2#23'],
    level2: ['7.1#17', '7.2#18'],
  },
  'credential-protection': {
    title: 'the signed credProtect is the policy that was to be enforced, or a stronger one',
    ceremonies: ['registration'],
    level3: ['7.1#28'],
    level2: ['7.1#17'],
  },
  'pin-length': {
    title: 'the signed minPinLength is what the RP demands at least, where it does',
    ceremonies: ['registration'],
    level3: ['7.1#28'],
    level2: ['7.1#17'],
  },
  'backup-eligibility': {
    title: 'BE is as it was at registration',
    ceremonies: ['authentication'],
    level3: ['7.2#19'],
  },
  // ------------------------------------------------------------ credential id and key
  'credential-id-attested': {
    title: 'the credential id of the response is the attested one',
    ceremonies: ['registration'],
    level3: ['5.1', '6.5.1'],
    level2: ['5.1', '6.5.1'],
  },
  'credential-id-length': {
    title: 'the credential id has 1 to 1023 bytes',
    ceremonies: ['registration'],
    level3: ['7.1#25'],
  },
  'credential-id-unique': {
    title: 'the credential id is not registered to anybody yet',
    ceremonies: ['registration'],
    level3: ['7.1#26'],
    level2: ['7.1#22'],
  },
  'public-key': {
    title: 'credentialPublicKey is a COSE_Key with its required parameters, and a point on its curve',
    ceremonies: ['registration'],
    level3: ['6.5.1.1'],
    level2: ['6.5.1.1'],
  },
  'public-key-form': {
    title: 'credentialPublicKey is canonical CBOR without parameters that are not required',
    ceremonies: ['registration'],
    level3: ['6.5.1.1'],
    level2: ['6.5.1.1'],
  },
  algorithm: {
    title: 'the algorithm is one of pubKeyCredParams',
    ceremonies: ['registration'],
    level3: ['7.1#20'],
    level2: ['7.1#16'],
  },
  'key-algorithm': {
    title: 'key type and curve are those of the algorithm',
    ceremonies: ['registration'],
    level3: ['5.8.5'],
    level2: ['5.8.5'],
  },
  'rsa-key': {
    title: 'an RSA key has an odd modulus of 2048 to 8192 bits and an odd exponent from 3 to 32 bits',
    ceremonies: ['registration'],
    level3: ['5.8.5'],
  },
  ...ATTESTATION_DUTIES,
  ...METADATA_DUTIES,
  // ------------------------------------------------------------ assertion
  signature: {
    title: 'the signature verifies under the stored public key over authenticatorData and the hash of clientDataJSON',
    ceremonies: ['authentication'],
    level3: ['7.2#20', '7.2#21'],
    level2: ['7.2#19', '7.2#20'],
  },
  'sign-count': {
    title: 'signCount is greater than the stored one, unless both are zero',
    ceremonies: ['authentication'],
    level3: ['7.2#22', '6.1.1'],
    level2: ['7.2#21', '6.1.1'],
  },
  // ------------------------------------------------------------ what is kept
  'credential-record': {
    title: 'the record keeps what was attested and, after each authentication, the new signCount and BS',
    ceremonies: ['session'],
    level3: ['7.1#27', '7.2#24', '4'],
    level2: ['7.1#23', '7.2#21'],
  },
  'uv-initialized': {
    title: 'uvInitialized goes from false to true only with a factor besides the credential',
    ceremonies: ['session'],
    level3: ['7.2#24'],
  },
  // ------------------------------------------------------------ whose account it is
  'account-enrolment': {
    title: 'an account that has credentials is given further ones only by the user it belongs to',
    ceremonies: ['session'],
    level3: ['7.1'],
    level2: ['7.1'],
  },
  'credential-management': {
    title: 'credentials are listed, renamed and removed only by the user they belong to',
    ceremonies: ['session'],
    level3: ['14.6.3'],
    level2: ['14.6.3'],
  },
  'prf-results': {
    title: 'results of prf, which are secrets of the page, are neither kept nor shown',
    ceremonies: ['session'],
    level3: ['10.1.4'],
  },
  'refusal-leaves-nothing': {
    title: 'a refused ceremony opens no session, stores no credential and changes no record',
    ceremonies: ['session'],
    level3: ['7.1', '7.2'],
    level2: ['7.1', '7.2'],
  },
  ...SITE_DUTIES,
} as const satisfies Record<string, Duty>;

export type DutyName = keyof typeof DUTIES;

export function isDuty(name: string): name is DutyName {
  return Object.hasOwn(DUTIES, name);
}

/** Section numbers to anchors; the numbers are those of the Level 3 Candidate Recommendation. */
const ANCHORS: Record<string, string> = {
  '3': 'sctn-dependencies',
  '4': 'sctn-terminology',
  '5.1': 'iface-pkcredential',
  '5.1.8': 'sctn-parseCreationOptionsFromJSON',
  '5.1.9': 'sctn-parseRequestOptionsFromJSON',
  '5.3': 'dictdef-publickeycredentialparameters',
  '5.4': 'dictionary-makecredentialoptions',
  '5.4.3': 'dictionary-user-credential-params',
  '5.4.4': 'dictionary-authenticatorSelection',
  '5.4.7': 'enum-attestation-convey',
  '5.5': 'dictionary-assertion-options',
  '5.11.1': 'sctn-validating-relation-origin',
  '5.8.1.1': 'clientdatajson-serialization',
  '5.8.2': 'enum-credentialType',
  '5.8.5': 'sctn-alg-identifier',
  '5.8.6': 'enum-userVerificationRequirement',
  '6.1': 'sctn-authenticator-data',
  '6.1.1': 'sctn-sign-counter',
  '6.5.1': 'sctn-attested-credential-data',
  '6.5.1.1': 'sctn-encoded-credPubKey-examples',
  '6.5.4': 'sctn-generating-an-attestation-object',
  '7.1': 'sctn-registering-a-new-credential',
  '7.2': 'sctn-verifying-assertion',
  '8.1': 'sctn-attstn-fmt-ids',
  '8.2': 'sctn-packed-attestation',
  '8.2.1': 'sctn-packed-attestation-cert-requirements',
  '8.2.2': 'sctn-enterprise-packed-attestation-cert-requirements',
  '8.3': 'sctn-tpm-attestation',
  '8.3.1': 'sctn-tpm-cert-requirements',
  '8.4': 'sctn-android-key-attestation',
  '8.4.1': 'sctn-key-attstn-cert-requirements',
  '8.5': 'sctn-android-safetynet-attestation',
  '8.6': 'sctn-fido-u2f-attestation',
  '8.7': 'sctn-none-attestation',
  '8.8': 'sctn-apple-anonymous-attestation',
  '8.9': 'sctn-compound-attestation',
  '10.1.4': 'prf-extension',
  '10.1.5': 'sctn-large-blob-extension',
  '13.4.3': 'sctn-cryptographic-challenges',
  '13.4.9': 'sctn-validating-origin',
  '14.6.1': 'sctn-user-handle-privacy',
  '14.6.2': 'sctn-username-enumeration',
  '14.6.3': 'sctn-credential-id-privacy-leak',
};

/** The place of a duty in Level 3: the one in its ceremony's own section where it has several, else the first. */
function level3Place(name: DutyName, ceremony: DutyCeremony | undefined): string {
  const section = ceremony === 'registration' ? '7.1' : ceremony === 'authentication' ? '7.2' : undefined;
  const places: readonly string[] = DUTIES[name].level3;
  return places.find(place => place.split('#')[0] === section) ?? places[0]!;
}

/** The address of a duty's place in the specification. */
export function specificationLink(name: DutyName, level: 2 | 3 = 3, ceremony?: DutyCeremony): string {
  const duty: Duty = DUTIES[name];
  if (duty.elsewhere) return duty.elsewhere.link;
  const place = level === 3 ? level3Place(name, ceremony) : (duty.level2 ?? duty.level3)[0]!;
  return `https://www.w3.org/TR/webauthn-${level}/#${ANCHORS[place.split('#')[0]!]}`;
}

/** `WebAuthn 3 §7.1 step 9`, as a reader would cite it. */
export function specificationPlace(name: DutyName, ceremony?: DutyCeremony): string {
  const duty: Duty = DUTIES[name];
  if (duty.elsewhere) return duty.elsewhere.place;
  const [section, step] = level3Place(name, ceremony).split('#');
  return `WebAuthn 3 §${section}${step ? ` step ${step}` : ''}`;
}
