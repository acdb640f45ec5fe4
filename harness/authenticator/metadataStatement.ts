/** Metadata statements (FIDO Metadata Statement 3) of what the software authenticator can be. */
import { type MetadataEntry, type MetadataStatement, REGISTRY_ALGORITHMS } from '../encoding/metadataBlob.ts';
import type { AttestationCapability, AuthenticatorSettings } from './settings.ts';

/** What a statement is made of. */
export interface MetadataModel
  extends Pick<
    AuthenticatorSettings,
    'algorithms' | 'attachment' | 'attestation' | 'userVerification' | 'residentKeys'
  > {
  /** How an RP finds it: by its AAGUID, or (U2F) by the identifiers of its attestation keys. */
  found: { aaguid: string } | { attestationCertificateKeyIdentifiers: string[] };
  description: string;
  /** DER of what its attestation certificates are issued by. */
  roots: readonly Uint8Array[];
}

const STARTED = '2024-02-01';

/** Registry names of the attestation that each capability gives. */
const ATTESTATION: Record<AttestationCapability, string> = {
  none: 'none',
  'packed-self': 'basic_surrogate',
  packed: 'basic_full',
  tpm: 'attca',
  'fido-u2f': 'basic_full',
  apple: 'anonca',
  'android-key': 'basic_full',
  'android-safetynet': 'basic_full',
  compound: 'basic_full',
};

/** The entry of a model that is certified and of which nothing bad is known. */
export function metadataEntry(model: MetadataModel): MetadataEntry {
  return {
    ...model.found,
    metadataStatement: metadataStatement(model),
    statusReports: [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: STARTED, authenticatorVersion: 1 }],
    timeOfLastStatusChange: STARTED,
  };
}

function metadataStatement(model: MetadataModel): MetadataStatement {
  const { found, description, algorithms, attachment, attestation, userVerification, roots } = model;
  const u2f = attestation === 'fido-u2f';
  const hardware = attestation !== 'packed-self' && attestation !== 'none';
  return {
    legalHeader: 'Made by Touchstone, for tests only.',
    ...found,
    description,
    authenticatorVersion: 1,
    protocolFamily: u2f ? 'u2f' : 'fido2',
    schema: 3,
    upv: [{ major: 1, minor: u2f ? 2 : 0 }],
    authenticationAlgorithms: [...new Set(algorithms.map(id => `${REGISTRY_ALGORITHMS[id]}_raw`))],
    publicKeyAlgAndEncodings: [u2f ? 'ecc_x962_raw' : 'cose'],
    attestationTypes: [ATTESTATION[attestation]],
    userVerificationDetails: [
      [
        userVerification
          ? { userVerificationMethod: 'passcode_internal', caDesc: { base: 10, minLength: 6 } }
          : { userVerificationMethod: 'presence_internal' },
      ],
    ],
    keyProtection: [hardware ? 'hardware' : 'software'],
    matcherProtection: [hardware ? 'on_chip' : 'software'],
    cryptoStrength: 128,
    attachmentHint: attachment === 'platform' ? ['internal'] : ['external', 'wired'],
    tcDisplay: [],
    attestationRootCertificates: roots.map(der => Buffer.from(der).toString('base64')),
    ...('aaguid' in found ? { authenticatorGetInfo: getInfo(found.aaguid, model) } : {}),
  };
}

function getInfo(aaguid: string, { algorithms, attachment, userVerification, residentKeys }: MetadataModel) {
  return {
    versions: ['FIDO_2_0'],
    aaguid: aaguid.replaceAll('-', ''),
    options: { plat: attachment === 'platform', rk: residentKeys, up: true, uv: userVerification },
    maxMsgSize: 1200,
    algorithms: algorithms.map(alg => ({ type: 'public-key', alg })),
  };
}
