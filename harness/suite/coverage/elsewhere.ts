/**
 * Rows that no case judges an RP by, because they are about Touchstone's own client and authenticator, about vectors
 * with fixed challenges, or about pages and accounts that the contract of an RP under test does not reach. A spec of the
 * project shows each.
 */

/** Spec file → test title (describe blocks before it, joined by ` › `) → the rows that the test shows. */
const SHOWN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'specs/portalKeyPolicy.spec.ts': {
    'no route makes a passkey around the policy › a permission is good for one passkey, one after another and at once':
      ['sess.action-token'],
    'no route makes a passkey around the policy › half of a chain is not enough': ['life.enrol.2fa-pending'],
    'no route makes a passkey around the policy › to be signed in is not enough': ['life.enrol.reauth'],
    'the other ways to sign in, which open the way to passkeys › are not changed by somebody who has only signed in': [
      'life.reset.bypass',
    ],
  },
  'specs/portalKeys.spec.ts': {
    'the device is told which passkeys there are, which is gone, and whose they are': [
      'life.signal.all',
      'life.signal.details',
    ],
  },
  'specs/portalLimits.spec.ts': {
    'passkeys are limited by address as well, even without a name': ['life.rate-limit'],
  },
  'specs/portalPasskeySignIn.spec.ts': {
    'one whose owner was removed after the question signs nobody in': ['bind.user.deleted'],
    'a response does not come back to life with the cookie of before the sign-out': ['sess.replay.logout'],
    'one that was removed is not known, and the device is told so': ['life.signal.unknown'],
  },
  'specs/proofs/authenticator.spec.ts': {
    'attestation › attestation none: format none, and the AAGUID stays (Level 3)': ['client.att.none'],
    'attestation › {"attestation":"indirect"} gets packed': ['client.att.indirect'],
    'attestation › {"attestation":"enterprise"} gets packed': ['client.att.enterprise'],
    'attestation › {"attestation":"direct","attestationFormats":["none","packed"]} gets none': ['client.att.formats'],
    'authenticator data › of an assertion: 37 bytes, no attested credential': ['client.ad.canonical'],
    'authenticator data › BE stays as it was when the credential was made, BS follows the credential': [
      'client.ad.be-const',
    ],
    'settings that cannot be › {"credentialIdLength":15}: a TypeError that names it': ['client.cid.len'],
  },
  'specs/proofs/broken.spec.ts': {
    'the crasher in place of a refusal is unclean': ['client.wrong-reason'],
  },
  'specs/proofs/checks.spec.ts': {
    'each rejecting case draws exactly the duty it names': ['client.negative.isolated'],
  },
  'specs/proofs/client.spec.ts': {
    'client data › is the specification’s own serialisation, byte for byte': [
      'client.cdj.order',
      'client.cdj.notb',
      'client.challenge.encoding',
    ],
    'client data › names the top origin in a cross-origin frame': ['client.cdj.toporigin'],
    'client data › serialises the origin https://login.example.org:443/path?query': ['client.origin.serialise'],
    'creation options › user.id of 65 bytes: TypeError': ['client.userid.len'],
    'creation options › an empty list stands for ES256 and RS256': ['client.params.empty'],
    'creation options › no algorithm in common, or none of type public-key: NotSupportedError': [
      'client.params.unsupported',
    ],
    'conditional mediation › a conditional create has UP clear, and is not allowed in a cross-origin frame': [
      'client.cond.create.up',
    ],
    'conditional mediation › a conditional get offers discoverable credentials only, of allowCredentials where it is given':
      ['client.cond.get'],
    'the person, the page and the time › nobody answers within -5 ms: NotAllowedError': ['client.timeout'],
    'the person, the page and the time › an abort while the person is asked: AbortError, and nothing is made': [
      'client.abort',
    ],
    'the response › of a registration has the members of RegistrationResponseJSON and no others': [
      'client.json.reg',
      'client.transports',
    ],
    'the response › of an authentication has the members of AuthenticationResponseJSON and no others': [
      'client.json.auth',
    ],
    'creation options › a padded challenge: EncodingError': ['client.json.parse.bad'],
  },
  'specs/proofs/clientExtensions.spec.ts': {
    'appid and appidExclude › the AppID is tried after the RP ID, its hash signed, and the output says so': [
      'client.ext.appid',
    ],
    'appid and appidExclude › appidExclude finds credentials of the AppID: InvalidStateError': [
      'client.ext.appidexclude',
    ],
    'prf › gives the same 32 bytes for the same input, others for another or for another credential': [
      'client.ext.prf',
    ],
    'largeBlob › read or write at registration, support at login, both at once, two credentials: NotSupportedError': [
      'client.ext.largeblob',
    ],
    'credProtect › userVerificationRequired: 3 is signed, and who is found without verification follows': [
      'client.ext.credprotect',
    ],
    'credBlob › 33 bytes are not kept': ['client.ext.credblob'],
    'minPinLength is told to the RP IDs that are listed, and to no others': ['client.ext.minpin'],
  },
  'specs/proofs/clientOrigins.spec.ts': {
    'RP ID and origin › without an RP ID it is the effective domain': ['client.rpid.default'],
    'RP ID and origin › https://a.example.co.uk with "co.uk": SecurityError, a public suffix of two labels': [
      'client.rpid.suffix',
    ],
    'related origins › five labels count, a known label always': ['client.rpid.related'],
    'RP ID and origin › null with "login.example.org": NotAllowedError, an opaque origin': ['client.opaque'],
  },
  'specs/proofs/clientRules.spec.ts': {
    'mediation "immediate" is not of Level 3: TypeError, as of any other unknown word': ['client.immediate'],
    'capabilities › are those of Level 3 and the extensions, sorted, and no others': ['client.capabilities'],
    'attestation object and key are canonical: the same bytes when they are written again': [
      'client.cose.canonical',
      'client.ao.canonical',
    ],
    'ECDSA signatures are minimal DER, others raw': ['client.sig.der'],
    'counter random-step: grows by 1 to 256, not always by the same, and the same for the same seed': [
      'client.cnt.modes',
    ],
    'as a U2F key: a fido-u2f statement, counter 0 at registration, then counting, never verified': ['client.u2f'],
    'signals › an id that is no base64url: TypeError, before the RP ID; an RP ID of another: SecurityError': [
      'client.signal',
    ],
  },
  'specs/proofs/clientSelection.spec.ts': {
    'excludeCredentials › a credential that the device holds: InvalidStateError': ['client.exclude.match'],
    'excludeCredentials › counts for its own RP ID only, and only as a public key': ['client.exclude.rp-scope'],
    'user verification › required of unable: ConstraintError, NotAllowedError': ['client.uv.required'],
    'user verification › preferred of able: true, true': ['client.uv.preferred'],
    'resident keys › required of a device without them: ConstraintError; preferred: none is made': [
      'client.rk.required',
    ],
    'resident keys › residentKey discouraged, requireResidentKey true: rk false': ['client.rk.legacy'],
    'several authenticators › hint client-device over the attachment': ['client.hints'],
    'which credential › not discoverable: not found without its id, and no user handle with it': ['client.disc'],
    'which credential › only one of allowCredentials, the first in the RP’s order': ['client.allow.filter'],
    'resident keys › credProps has an output only where it is asked for': ['client.ext.credprops'],
  },
  'specs/proofs/edits.spec.ts': {
    'registration › publicKey: the edited key is attested; what no client can read has no publicKey': [
      'client.json.reg.pk-missing',
    ],
  },
  'specs/proofs/encoding.spec.ts': {
    'client data › is serialised in the order of the specification, with its escapes only': ['client.cdj.escape'],
  },
  'specs/proofs/fidoTarget.spec.ts': {
    'requests are those of the binding, with both spellings of the extension results': ['client.json.rest'],
  },
  'specs/proofs/keys.spec.ts': {
    'determinism › the same seed and label give the same responses, byte for byte': ['client.determinism'],
  },
  'specs/proofs/prfVectors.spec.ts': {
    'the examples of the API › 2: eval may have results': ['client.json.b64', 'vec.prf.api.2'],
    'hmac-secret, single input, PIN protocol 2: secret, salts, ciphertexts and outputs are those of the vector': [
      'vec.prf.ctap.1',
    ],
    'hmac-secret, two inputs, PIN protocol 2: secret, salts, ciphertexts and outputs are those of the vector': [
      'vec.prf.ctap.2',
    ],
    'hmac-secret, single input, PIN protocol 1: secret, salts, ciphertexts and outputs are those of the vector': [
      'vec.prf.ctap.3',
    ],
    'the examples of the API › 1: enabled is always there at registration, and never at login': ['vec.prf.api.1'],
    'the examples of the API › 3: a second result only where the chosen inputs have a second': ['vec.prf.api.3'],
    'the examples of the API › 4: equal inputs have equal outputs': ['vec.prf.api.4'],
  },
  'specs/proofs/vectors.spec.ts': {
    'no vector is left out': ['client.vec.roundtrip'],
    'none.ES256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.none.ES256.reg',
      'vec.none.ES256.auth',
    ],
    'packed-self.ES256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.packed-self.ES256.reg',
      'vec.packed-self.ES256.auth',
    ],
    'none.ES256.crossOrigin: registration and assertion verify with what they need, and without it draw the right duty':
      ['vec.none.ES256.crossOrigin.reg', 'vec.none.ES256.crossOrigin.auth'],
    'none.ES256.topOrigin: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.none.ES256.topOrigin.reg',
      'vec.none.ES256.topOrigin.auth',
    ],
    'none.ES256.long-credential-id: registration and assertion verify with what they need, and without it draw the right duty':
      ['vec.none.ES256.long-credential-id.reg', 'vec.none.ES256.long-credential-id.auth'],
    'packed.ES256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.packed.ES256.reg',
      'vec.packed.ES256.auth',
    ],
    'packed.ES384: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.packed.ES384.reg',
      'vec.packed.ES384.auth',
    ],
    'packed.ES512: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.packed.ES512.reg',
      'vec.packed.ES512.auth',
    ],
    'packed.RS256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.packed.RS256.reg',
      'vec.packed.RS256.auth',
    ],
    'packed.EdDSA: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.packed.EdDSA.reg',
      'vec.packed.EdDSA.auth',
    ],
    'packed.Ed448: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.packed.Ed448.reg',
      'vec.packed.Ed448.auth',
    ],
    'tpm.ES256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.tpm.ES256.reg',
      'vec.tpm.ES256.auth',
    ],
    'android-key.ES256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.android-key.ES256.reg',
      'vec.android-key.ES256.auth',
    ],
    'apple.ES256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.apple.ES256.reg',
      'vec.apple.ES256.auth',
    ],
    'fido-u2f.ES256: registration and assertion verify with what they need, and without it draw the right duty': [
      'vec.fido-u2f.ES256.reg',
      'vec.fido-u2f.ES256.auth',
    ],
    'the trust root is a certificate, and has issued the leaf of every certified vector': ['vec.root'],
  },
  'specs/rp.spec.ts': {
    'names that look like markup stay text, everywhere': ['state.rename.safe'],
  },
  'specs/rpApi.spec.ts': {
    'an account › of the binding does not open the pages': ['bind.tenant'],
  },
};

/** By row: `file › title`. */
export const ELSEWHERE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(SHOWN).flatMap(([file, tests]) =>
    Object.entries(tests).flatMap(([title, rows]) => rows.map(row => [row, `${file} › ${title}`])),
  ),
);
