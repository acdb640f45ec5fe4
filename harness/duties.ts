/**
 * What a relying party owes, by name. Names stay when step numbers move between levels of the specification; the
 * numbers stand in this one table, for links.
 */

export type DutyCeremony = 'registration' | 'authentication' | 'options' | 'session' | 'metadata';

export interface Duty {
  /** What the RP owes, in one sentence. */
  title: string;
  /** Where it is owed. `session` duties are kept between ceremonies, `options` before one, `metadata` when it is loaded. */
  ceremonies: readonly DutyCeremony[];
  /** Level 3 section and step, e.g. `7.1#9`; several where both ceremonies owe it. */
  level3: readonly string[];
  /** Level 2 section and step, where Level 2 has it. */
  level2?: readonly string[];
}

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
    title: 'BE is as the RP demands, where it demands device-bound or synced credentials',
    ceremonies: ['registration'],
    level3: ['7.1#18'],
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
  // ------------------------------------------------------------ attestation
  'attestation-format': {
    title: 'fmt is a registered format identifier, matched case-sensitively',
    ceremonies: ['registration'],
    level3: ['7.1#21', '8.1'],
    level2: ['7.1#18', '8.1'],
  },
  'none-statement': {
    title: 'the statement of format none is the empty map',
    ceremonies: ['registration'],
    level3: ['8.7'],
    level2: ['8.7'],
  },
  'packed-statement': {
    title: 'a packed statement has alg, sig and where given a non-empty x5c, of the right types',
    ceremonies: ['registration'],
    level3: ['8.2'],
    level2: ['8.2'],
  },
  'packed-algorithm': {
    title: 'alg of a packed self attestation is the algorithm of the credential',
    ceremonies: ['registration'],
    level3: ['8.2'],
    level2: ['8.2'],
  },
  'packed-signature': {
    title: 'sig of a packed statement verifies over authenticatorData and the hash of clientDataJSON',
    ceremonies: ['registration'],
    level3: ['8.2'],
    level2: ['8.2'],
  },
  'packed-certificate': {
    title: 'the packed attestation certificate can be read and meets §8.2.1 (version 3, subject, no CA, extensions)',
    ceremonies: ['registration'],
    level3: ['8.2.1'],
    level2: ['8.2.1'],
  },
  'packed-aaguid': {
    title: 'the AAGUID in the packed attestation certificate is that of authenticatorData',
    ceremonies: ['registration'],
    level3: ['8.2', '8.2.1'],
    level2: ['8.2', '8.2.1'],
  },
  'packed-enterprise': {
    title: 'the packed certificate names a serial number only where enterprise attestation was asked for',
    ceremonies: ['registration'],
    level3: ['8.2.2'],
  },
  'tpm-statement': {
    title: 'a tpm statement has ver "2.0", alg, sig, pubArea, certInfo and a non-empty x5c, of the right types',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-structures': {
    title: 'pubArea is one TPMT_PUBLIC and certInfo one TPMS_ATTEST, whole and with nothing after them',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-public-area': {
    title: 'the key in pubArea is the credential public key',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-certinfo-magic': {
    title: 'certInfo.magic is TPM_GENERATED_VALUE',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-certinfo-type': {
    title: 'certInfo.type is TPM_ST_ATTEST_CERTIFY',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-extra-data': {
    title: 'certInfo.extraData is the hash, by alg, of authenticatorData and the hash of clientDataJSON',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-attested-name': {
    title: 'certInfo.attested.name is the name of pubArea, by its nameAlg',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-signature': {
    title: 'sig verifies over certInfo with the key of the first certificate and by alg',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'tpm-certificate': {
    title: 'the TPM identity certificate meets §8.3.1 (version 3, empty subject, TPM attributes, key usage, no CA)',
    ceremonies: ['registration'],
    level3: ['8.3.1'],
    level2: ['8.3.1'],
  },
  'tpm-manufacturer': {
    title: 'the TPM manufacturer in the identity certificate is one that the TCG has registered',
    ceremonies: ['registration'],
    level3: ['8.3.1'],
    level2: ['8.3.1'],
  },
  'tpm-aaguid': {
    title: 'the AAGUID in the TPM identity certificate, where it has one, is that of authenticatorData',
    ceremonies: ['registration'],
    level3: ['8.3'],
    level2: ['8.3'],
  },
  'fido-u2f-statement': {
    title: 'a fido-u2f statement has sig and a non-empty x5c, of the right types',
    ceremonies: ['registration'],
    level3: ['8.6'],
    level2: ['8.6'],
  },
  'fido-u2f-certificate': {
    title: 'x5c of a fido-u2f statement is one certificate, for a key on P-256',
    ceremonies: ['registration'],
    level3: ['8.6'],
    level2: ['8.6'],
  },
  'fido-u2f-key': {
    title: 'a credential with a fido-u2f statement has coordinates x and y of 32 bytes',
    ceremonies: ['registration'],
    level3: ['8.6'],
    level2: ['8.6'],
  },
  'fido-u2f-signature': {
    title: 'sig of a fido-u2f statement verifies over 0x00, RP ID hash, client data hash, credential id and key',
    ceremonies: ['registration'],
    level3: ['8.6'],
    level2: ['8.6'],
  },
  'apple-statement': {
    title: 'an apple statement has an x5c of readable certificates',
    ceremonies: ['registration'],
    level3: ['8.8'],
    level2: ['8.8'],
  },
  'apple-nonce': {
    title: 'the nonce in the apple credential certificate is SHA-256 of authenticatorData and client data hash',
    ceremonies: ['registration'],
    level3: ['8.8'],
    level2: ['8.8'],
  },
  'apple-key': {
    title: 'the key of the apple credential certificate is the credential public key',
    ceremonies: ['registration'],
    level3: ['8.8'],
    level2: ['8.8'],
  },
  'android-key-statement': {
    title: 'an android-key statement has alg, sig and an x5c of readable certificates',
    ceremonies: ['registration'],
    level3: ['8.4'],
    level2: ['8.4'],
  },
  'android-key-signature': {
    title: 'sig of an android-key statement verifies under the key of the first certificate',
    ceremonies: ['registration'],
    level3: ['8.4'],
    level2: ['8.4'],
  },
  'android-key-certificate-key': {
    title: 'the key of the android-key certificate is the credential public key',
    ceremonies: ['registration'],
    level3: ['8.4'],
    level2: ['8.4'],
  },
  'android-key-description': {
    title: 'the android-key certificate has a readable key description',
    ceremonies: ['registration'],
    level3: ['8.4', '8.4.1'],
    level2: ['8.4', '8.4.1'],
  },
  'android-key-issuers': {
    title: 'no certificate above that of the android-key has a key description: attested keys attest no others',
    ceremonies: ['registration'],
    level3: ['8.4.1'],
    level2: ['8.4.1'],
  },
  'android-key-challenge': {
    title: 'attestationChallenge of the key description is the hash of clientDataJSON',
    ceremonies: ['registration'],
    level3: ['8.4'],
    level2: ['8.4'],
  },
  'android-key-all-applications': {
    title: 'no authorization list of the key description has allApplications',
    ceremonies: ['registration'],
    level3: ['8.4'],
    level2: ['8.4'],
  },
  'android-key-origin': {
    title: 'the key description says that the key was generated where it is kept',
    ceremonies: ['registration'],
    level3: ['8.4'],
    level2: ['8.4'],
  },
  'android-key-purpose': {
    title: 'the key description says that the key is for signing',
    ceremonies: ['registration'],
    level3: ['8.4'],
    level2: ['8.4'],
  },
  'android-safetynet-statement': {
    title: 'an android-safetynet statement has ver, a text, and response, bytes',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-version': {
    title: 'ver of an android-safetynet statement is not empty',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-response': {
    title: 'response of an android-safetynet statement is a compact JWS with readable certificates',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-algorithm': {
    title: 'the JWS of an android-safetynet statement is signed by RS256, as the service signs',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-signature': {
    title: 'the JWS of an android-safetynet statement verifies under the key of its first certificate',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-hostname': {
    title: 'the first certificate of the JWS is issued to attest.android.com',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-nonce': {
    title: 'nonce of the SafetyNet response is the SHA-256 of authenticatorData and client data hash, in base64',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-cts-profile': {
    title: 'ctsProfileMatch of the SafetyNet response is true',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-basic-integrity': {
    title: 'basicIntegrity of the SafetyNet response is true',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'android-safetynet-timestamp': {
    title: 'timestampMs of the SafetyNet response is at most a minute ago, and not to come',
    ceremonies: ['registration'],
    level3: ['8.5'],
    level2: ['8.5'],
  },
  'compound-statement': {
    title:
      'a compound statement is an array of two or more statements, each with fmt and attStmt, none compound itself',
    ceremonies: ['registration'],
    level3: ['8.9'],
  },
  'attestation-trust': {
    title: 'the attestation is of a type that the RP accepts, and chains to a root that it trusts',
    ceremonies: ['registration'],
    level3: ['7.1#23', '7.1#24'],
    level2: ['7.1#20', '7.1#21'],
  },
  'certificate-strength': {
    title: 'no certificate between the attestation and the root is signed over MD5 or SHA-1, or has a weak key',
    ceremonies: ['registration'],
    level3: ['7.1#24'],
    level2: ['7.1#21'],
  },
  'fetch-after-trust': {
    title: 'nothing that a certificate names (issuer, revocation list, OCSP) is fetched before its path is trusted',
    ceremonies: ['registration'],
    level3: ['7.1#24'],
  },
  'revocation-list-signature': {
    title: 'a revocation list counts, and is kept, only when the issuer of the certificate has signed it',
    ceremonies: ['registration'],
    level3: ['7.1#24'],
  },
  'attestation-revocation': {
    title:
      'no certificate of the attestation path is on the revocation list of its issuer, where the RP asks for lists',
    ceremonies: ['registration'],
    level3: ['7.1#24'],
  },
  // ------------------------------------------------------------ metadata of the model
  'metadata-anchor': {
    title: 'the attestation chains to an anchor that the metadata lists for its own model',
    ceremonies: ['registration'],
    level3: ['7.1#23', '7.1#24'],
    level2: ['7.1#20', '7.1#21'],
  },
  'metadata-status': {
    title: 'the latest status of the model that is in effect is no compromise and no revocation',
    ceremonies: ['registration'],
    level3: ['7.1#23', '7.1#24'],
    level2: ['7.1#20', '7.1#21'],
  },
  'metadata-attestation-type': {
    title: 'the attestation is of a type that the statement of the model names',
    ceremonies: ['registration'],
    level3: ['7.1#24', '6.5.4'],
    level2: ['7.1#21', '6.5.4'],
  },
  'metadata-algorithm': {
    title: 'the credential key is for an algorithm that the statement of the model names',
    ceremonies: ['registration'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'model-allowed': {
    title: 'where only some models are allowed, a trusted attestation says that the authenticator is one of them',
    ceremonies: ['registration'],
    level3: ['7.1#24', '6.5.4'],
    level2: ['7.1#21', '6.5.4'],
  },
  'attestation-type': {
    title: 'the attestation type that is reported is the one that was verified: self is not basic',
    ceremonies: ['registration'],
    level3: ['7.1#24', '6.5.4'],
    level2: ['7.1#21', '6.5.4'],
  },
  // ------------------------------------------------------------ metadata BLOB
  'metadata-blob-size': {
    title: 'a metadata BLOB is read up to a bounded size',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-form': {
    title: 'a metadata BLOB is a compact JWS over an object with no, nextUpdate and entries',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-certificates': {
    title: 'x5c of a metadata BLOB is a short, non-empty list of readable certificates',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-algorithm': {
    title: 'alg of a metadata BLOB is a signature algorithm that goes with the key of the signer',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-signature': {
    title: 'the signature of a metadata BLOB verifies with the key of its first certificate',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-chain': {
    title: 'the certificates of a metadata BLOB are valid and lead to the root that is trusted for metadata',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-host': {
    title: 'the signer of a metadata BLOB has a certificate for the host of the service',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-revocation': {
    title: 'no certificate of a metadata BLOB is revoked by the list that it names',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-x5u': {
    title: 'nothing is fetched because the header of a metadata BLOB says where',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-number': {
    title: 'a metadata BLOB does not take the place of one with a higher number',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
  'metadata-blob-next-update': {
    title: 'a metadata BLOB is not used after the day of its next update',
    ceremonies: ['metadata'],
    level3: ['7.1#23'],
    level2: ['7.1#20'],
  },
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
  'refusal-leaves-nothing': {
    title: 'a refused ceremony opens no session, stores no credential and changes no record',
    ceremonies: ['session'],
    level3: ['7.1', '7.2'],
    level2: ['7.1', '7.2'],
  },
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
  const place = level === 3 ? level3Place(name, ceremony) : (duty.level2 ?? duty.level3)[0]!;
  return `https://www.w3.org/TR/webauthn-${level}/#${ANCHORS[place.split('#')[0]!]}`;
}

/** `WebAuthn 3 §7.1 step 9`, as a reader would cite it. */
export function specificationPlace(name: DutyName, ceremony?: DutyCeremony): string {
  const [section, step] = level3Place(name, ceremony).split('#');
  return `WebAuthn 3 §${section}${step ? ` step ${step}` : ''}`;
}
