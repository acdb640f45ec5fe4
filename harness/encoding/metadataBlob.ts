/** The metadata BLOB of FIDO Metadata Service 3 and the statements in it, as JSON: what stands where, and the registry's names. */
import { FormatError } from './bytes.ts';
import { decodeJws, type Jws } from './jws.ts';

/** Metadata Service §3.1.3. The status is one of the registry's, or one that came after it. */
export interface StatusReport {
  status: string;
  /** `YYYY-MM-DD`. Without it the status holds as long as the report stands there. */
  effectiveDate?: string;
  authenticatorVersion?: number;
  /** The certificate of a compromised attestation key, base64. */
  certificate?: string;
  url?: string;
  certificationDescriptor?: string;
  certificateNumber?: string;
}

/** Metadata Statement §4, with the members that attestation asks for by name. */
export interface MetadataStatement {
  aaguid?: string;
  attestationCertificateKeyIdentifiers?: string[];
  description: string;
  /** Names of the FIDO registry. */
  authenticationAlgorithms: string[];
  attestationTypes: string[];
  /** DER in base64. */
  attestationRootCertificates: string[];
  [member: string]: unknown;
}

/** Metadata Service §3.1.1: of one model, by its AAGUID or by the keys of its attestation certificates (U2F). */
export interface MetadataEntry {
  /** `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
  aaguid?: string;
  /** RFC 5280 §4.2.1.2 method 1, hexadecimal. */
  attestationCertificateKeyIdentifiers?: string[];
  metadataStatement?: MetadataStatement;
  statusReports: StatusReport[];
  timeOfLastStatusChange: string;
}

/** Metadata Service §3.1.6. */
export interface MetadataPayload {
  legalHeader?: string;
  /** Grows with each BLOB. */
  no: number;
  /** `YYYY-MM-DD` by which there will be another one. */
  nextUpdate: string;
  entries: MetadataEntry[];
}

/** `ALG_SIGN` names of the FIDO registry by COSE algorithm; the encoding of the signature is no matter here. */
export const REGISTRY_ALGORITHMS: Readonly<Record<number, string>> = {
  [-7]: 'secp256r1_ecdsa_sha256',
  [-9]: 'secp256r1_ecdsa_sha256',
  [-35]: 'secp384r1_ecdsa_sha384',
  [-51]: 'secp384r1_ecdsa_sha384',
  [-36]: 'secp521r1_ecdsa_sha512',
  [-52]: 'secp521r1_ecdsa_sha512',
  [-47]: 'secp256k1_ecdsa_sha256',
  [-8]: 'ed25519_eddsa_sha512',
  [-19]: 'ed25519_eddsa_sha512',
  [-53]: 'ed448_eddsa_sha512',
  [-257]: 'rsassa_pkcsv15_sha256',
  [-258]: 'rsassa_pkcsv15_sha384',
  [-259]: 'rsassa_pkcsv15_sha512',
  [-65535]: 'rsassa_pkcsv15_sha1',
  [-37]: 'rsassa_pss_sha256',
  [-38]: 'rsassa_pss_sha384',
  [-39]: 'rsassa_pss_sha512',
};

/** `ATTESTATION` names of the FIDO registry by attestation type of WebAuthn Level 3 §6.5.4. */
export const REGISTRY_ATTESTATION = {
  none: 'none',
  self: 'basic_surrogate',
  basic: 'basic_full',
  attca: 'attca',
  anonca: 'anonca',
} as const;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A BLOB: the JWS, and its payload read. */
export interface MetadataBlob {
  jws: Jws;
  payload: MetadataPayload;
}

/** A {@link FormatError} for what is no JWS, or has no payload with `no`, `nextUpdate` and `entries` of the right types. */
export function decodeMetadataBlob(text: string): MetadataBlob {
  const jws = decodeJws(text);
  const { no, nextUpdate, entries } = jws.payload;
  if (!Number.isSafeInteger(no)) throw new FormatError('metadata BLOB', 'no is not an integer');
  if (typeof nextUpdate !== 'string' || !DATE.test(nextUpdate)) {
    throw new FormatError('metadata BLOB', 'nextUpdate is not a date');
  }
  if (!Array.isArray(entries)) throw new FormatError('metadata BLOB', 'entries is not an array');
  const bad = entries.findIndex(entry => !isEntry(entry));
  if (bad >= 0) throw new FormatError('metadata BLOB', `entry ${bad} is none`);
  return { jws, payload: jws.payload as unknown as MetadataPayload };
}

/** What an entry is read for has the right types; whatever else stands there may be of a later version. */
function isEntry(entry: Partial<MetadataEntry> | null): entry is MetadataEntry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { aaguid, attestationCertificateKeyIdentifiers: keys, statusReports, metadataStatement: statement } = entry;
  return (
    (aaguid === undefined || typeof aaguid === 'string') &&
    (keys === undefined || isTexts(keys)) &&
    Array.isArray(statusReports) &&
    statusReports.every(report => typeof report?.status === 'string') &&
    (statement === undefined || isStatement(statement))
  );
}

function isStatement(statement: Partial<MetadataStatement> | null): boolean {
  return (
    typeof statement === 'object' &&
    statement !== null &&
    isTexts(statement.authenticationAlgorithms) &&
    isTexts(statement.attestationTypes) &&
    isTexts(statement.attestationRootCertificates)
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
