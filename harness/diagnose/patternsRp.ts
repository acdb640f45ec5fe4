/** Patterns of the RP's own side: it refused, and nothing that was seen of the ceremony is wrong. */
import type { DutyName } from '../duties.ts';
import { refusesResponse } from './explainDuties.ts';
import { verificationAsked } from './explainFacts.ts';
import type { Explained, Pattern } from './patterns.ts';
import { isObject } from './shapesWalk.ts';

const ZEROS = new Uint8Array(16);

/** The RP said no, and no duty does. */
export function isUnexplained({ ceremony, duties }: Explained): boolean {
  const isRefused = ceremony.answer !== undefined && !ceremony.answer.accepted;
  return isRefused && ceremony.response !== undefined && !duties.some(refusesResponse);
}

const isRegistration = ({ ceremony }: Explained) => ceremony.kind === 'registration';
const asked = ({ expectation: { options } }: Explained) => options?.attestation;
const status = ({ ceremony }: Explained) => ceremony.answer?.status;

const isOpen = ({ duties }: Explained, name: DutyName) =>
  duties.some(({ duty, outcome }) => duty === name && outcome === 'missing');

export const RP_PATTERNS: readonly Pattern[] = [
  {
    id: 'credential-unregistered',
    symptom: 'a login that names nobody is refused, with a passkey that is not the one registered before',
    cause: 'the credential is none of those whose registration is in the recording: the RP may not have it',
    remedy: 'look for the credential id in the RP’s records; if it was removed there, call signalUnknownCredential()',
    source: 'WebAuthn 3 §5.1.10, §7.2 step 6',
    duty: 'credential-known',
    unsure: true,
    fits: one => isUnexplained(one) && one.hasRegistered && isOpen(one, 'credential-known'),
  },
  {
    id: 'credential-unknown',
    symptom: 'the device offers a passkey, and the RP finds none',
    cause: 'the credential may not be registered: its registration was not seen, and no allowCredentials names it',
    remedy: 'look for the credential id in the RP’s records; if it was removed there, call signalUnknownCredential()',
    source: 'WebAuthn 3 §5.1.10, §7.2 step 6',
    unsure: true,
    fits: one => isUnexplained(one) && !one.hasRegistered && isOpen(one, 'credential-known'),
  },
  {
    id: 'challenge-another-tab',
    symptom: 'with two tabs open, one of the logins is refused',
    cause: 'the RP keeps one challenge for a session: the options of the second tab took the place of the first’s',
    remedy: 'keep challenges by their value, several for a session, each for its time',
    source: 'WebAuthn 3 §13.4.3',
    fits: one => isUnexplained(one) && one.issued !== undefined && one.issued.index !== one.index,
  },
  {
    id: 'counter-zero',
    symptom: 'synced passkeys (iCloud, Google, password managers) work once, or never',
    cause: 'their counter is always 0, and the RP demands that it grows',
    remedy: 'accept 0 after 0: such an authenticator has no counter',
    source: 'WebAuthn 3 §7.2 step 22; privacyidea/privacyidea#4391; duo-labs/py_webauthn#58',
    unsure: true,
    fits: one =>
      isUnexplained(one) &&
      !isRegistration(one) &&
      one.facts.authData?.signCount === 0 &&
      (one.expectation.known?.record.signCount ?? 0) === 0,
  },
  {
    id: 'preferred-as-required',
    symptom: 'security keys without a PIN are refused, although the options say preferred',
    cause: 'UV is clear, which "preferred" and "discouraged" allow; the RP verifies as if they said "required"',
    remedy: 'verify with what the options asked for (requireUserVerification: false), or ask for "required"',
    source: 'WebAuthn 3 §7.2 step 17; MasterKale/SimpleWebAuthn (requireUserVerification is true by default)',
    unsure: true,
    fits: one =>
      isUnexplained(one) &&
      one.facts.authData?.uv === false &&
      one.expectation.options !== undefined &&
      verificationAsked(one.expectation.options) !== 'required',
  },
  {
    id: 'backup-state-changed',
    symptom: 'a passkey is refused once it has been synced',
    cause: 'BS changed since the registration, as it may; the RP compares it as if it were BE',
    remedy: 'compare BE only, and write the new BS into the record',
    source: 'WebAuthn 3 §7.2 steps 19 and 24; go-webauthn a4b68c8',
    unsure: true,
    fits: one =>
      isUnexplained(one) &&
      one.facts.authData !== undefined &&
      one.expectation.known !== undefined &&
      one.facts.authData.bs !== one.expectation.known.record.backupState,
  },
  {
    id: 'tpm-sha1',
    symptom: 'Windows Hello cannot be registered where the RP asks for attestation',
    cause: 'its TPM signs the statement by RS1 (SHA-1), which strict libraries and crypto policies refuse',
    remedy: 'allow RS1 (-65535) in the statement, or ask for attestation "none"',
    source: 'Yubico/libfido2#371; kanidm/webauthn-rs (CredentialInsecureCryptography)',
    unsure: true,
    fits: one => isUnexplained(one) && one.facts.format === 'tpm',
  },
  {
    id: 'root-not-trusted',
    symptom: 'some models cannot be registered: attestation chain not trusted',
    cause: 'the RP does not know the root of the attestation, or its metadata is out of date',
    remedy: 'add the vendor’s root (Windows Hello: Microsoft TPM Root 2014), refresh the metadata, or ask for "none"',
    source: 'WebAuthn 3 §7.1 step 24; passwordless-lib/fido2-net-lib PR #166',
    duty: 'attestation-trust',
    unsure: true,
    fits: one => isUnexplained(one) && isOpen(one, 'attestation-trust'),
  },
  {
    id: 'attestation-dropped',
    symptom: 'the RP asked for attestation "direct" and refuses format none',
    cause: 'the person or the platform may decline: Windows without an attestation certificate sends none',
    remedy: 'accept none, or demand attestation only where every device is managed',
    source: 'WebAuthn 3 §5.4.7; webauthn-open-source/fido2-lib#18',
    unsure: true,
    fits: one =>
      isUnexplained(one) && one.facts.format === 'none' && typeof asked(one) === 'string' && asked(one) !== 'none',
  },
  {
    id: 'zero-aaguid',
    symptom: 'the RP’s list of allowed models refuses registrations without a model',
    cause: 'under attestation "none" browsers replace the AAGUID by zeros',
    remedy: 'ask for "direct" where the model counts; else do not look at the AAGUID',
    source: 'WebAuthn 3 §5.1.3; teamhanko/hanko#1381',
    unsure: true,
    fits: one =>
      isUnexplained(one) &&
      one.facts.format === 'none' &&
      one.facts.authData?.aaguid !== undefined &&
      Buffer.compare(one.facts.authData.aaguid, ZEROS) === 0,
  },
  {
    id: 'origins-of-rp',
    symptom: 'the RP refuses on one address of several',
    cause: 'the page and the response agree on an origin that the RP may not have in its configuration',
    remedy: 'compare the origin with the RP’s configuration: scheme, host and port, no slash at the end',
    source: 'WebAuthn 3 §13.4.9; SimpleWebAuthn (expectedOrigin)',
    unsure: true,
    fits: one => isUnexplained(one) && !(status(one) === 401 || status(one) === 403) && hasOwnHost(one),
  },
  {
    id: 'extensions-intolerant',
    symptom: 'registrations with a new browser are refused: unknown members or extension outputs',
    cause: 'the RP refuses members that it does not know, where it ought to ignore them',
    remedy: 'ignore unknown members of the response, of client data and of extension outputs',
    source: 'WebAuthn 3 §5.8.1, §7.1 step 28; Yubico/java-webauthn-server NEWS',
    unsure: true,
    fits: one => isUnexplained(one) && hasOutputs(one),
  },
  {
    id: 'session-lost',
    symptom: 'refused although the response is right: the RP finds no challenge',
    cause:
      'the session of the options is not that of the response: a cookie was blocked or replaced, two processes share no store, or it was restarted',
    remedy:
      'look for the Set-Cookie of the options in the request of the response (SameSite, Secure, domain, credentials: "include"), and share the store',
    source: 'WebAuthn 3 §13.4.3; keycloak/keycloak#49921',
    unsure: true,
    fits: isUnexplained,
  },
];

/** The page is not on the RP ID itself: on a subdomain, or on a port. */
function hasOwnHost({ facts: { pageOrigin }, expectation: { rpId } }: Explained): boolean {
  if (pageOrigin === undefined || rpId === undefined || !URL.canParse(pageOrigin)) return false;
  const { hostname, port } = new URL(pageOrigin);
  return port !== '' || hostname !== rpId;
}

function hasOutputs({ ceremony: { response } }: Explained): boolean {
  const results = isObject(response) ? response.clientExtensionResults : undefined;
  return isObject(results) && Object.keys(results).length > 0;
}
