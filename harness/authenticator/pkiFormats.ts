/**
 * The test PKI for the formats whose certificates are made in the middle of a ceremony, over what that ceremony signs:
 * written synchronously, so that an edit can make one too. Same root as `pki`, and every name says TEST.
 */
import type { KeyObject } from 'node:crypto';
import {
  type CertificateExtension,
  derName,
  SHA256_WITH_ECDSA,
  SHA256_WITH_RSA,
  writeCertificate,
} from '../encoding/certificate.ts';
import { basicConstraints, KEY_USAGE, keyUsage } from '../encoding/certificateExtensions.ts';
import { signData } from '../encoding/cose.ts';
import { type CredentialKeyPair, deriveBytes, deriveKeyPair, frozenRsaKeyPair } from './keys.ts';
import { subjectPublicKeyInfo } from './spki.ts';

const SEED = 'Touchstone TEST PKI';
const [ES256, RS256] = [-7, -257];
const ORGANISATION = { C: 'US', O: 'Touchstone TEST' };

/** Basic Constraints that say no CA. */
export const NO_CA: CertificateExtension = basicConstraints();
/** Key Usage digitalSignature. */
export const SIGNS: CertificateExtension = keyUsage(KEY_USAGE.digitalSignature);
/** A CA for leaves only, with keyCertSign. */
const CERTIFIES: readonly CertificateExtension[] = [
  basicConstraints({ ca: true, pathLength: 0 }),
  keyUsage(KEY_USAGE.keyCertSign),
];

/** Who signs a certificate. */
export interface Issuer {
  /** Name, DER. */
  name: Uint8Array;
  /** ES256 or RS256. */
  keys: CredentialKeyPair;
}

const ROOT_NAME = derName({ ...ORGANISATION, CN: 'Touchstone TEST attestation root' });

/** The root that RPs under test trust. */
export const rootIssuer = (): Issuer => ({ name: ROOT_NAME, keys: frozenRsaKeyPair(RS256, 3072) });
/** One of the same name, with another key. */
export const impostorIssuer = (): Issuer => ({ name: ROOT_NAME, keys: frozenRsaKeyPair(RS256, 4096) });

export interface Intermediate extends Issuer {
  /** DER, issued by the root. */
  certificate: Uint8Array;
}

const intermediates = new Map<string, Intermediate>();

/** The intermediate CA of a format, as its common name tells; made once. `more`: extensions beyond those of a CA. */
export function intermediateIssuer(commonName: string, more: readonly CertificateExtension[] = []): Intermediate {
  const known = intermediates.get(commonName);
  if (known) return known;
  const keys = deriveKeyPair(ES256, SEED, `intermediate/${commonName}`);
  const subject = { CN: commonName };
  const certificate = issueCertificate({ publicKey: keys.publicKey, subject, extensions: [...CERTIFIES, ...more] });
  const made = { name: derName({ ...ORGANISATION, ...subject }), keys, certificate };
  intermediates.set(commonName, made);
  return made;
}

/** What a certificate says: everything has an honest default but what makes it that of its format. */
export interface CertificateContent {
  publicKey: KeyObject;
  /** What is written after country and organisation. */
  subject: { OU?: string; CN: string };
  extensions: readonly CertificateExtension[];
  notBefore?: Date;
  notAfter?: Date;
  /** The bytes of the INTEGER; derived from the key by default. */
  serial?: Uint8Array;
  /** The test root by default. */
  issuer?: Issuer;
}

/** A certificate, DER. Issued by the root, the same content gives the same bytes. */
export function issueCertificate({
  publicKey,
  subject,
  extensions,
  notBefore = new Date('2024-01-01T00:00:00Z'),
  notAfter = new Date('2048-01-01T00:00:00Z'),
  issuer = rootIssuer(),
  serial,
}: CertificateContent): Uint8Array {
  const { algorithm, privateKey } = issuer.keys;
  const publicKeyInfo = subjectPublicKeyInfo(publicKey);
  const fields = {
    serial: serial ?? derivedSerial(publicKeyInfo),
    signatureAlgorithm: algorithm === RS256 ? SHA256_WITH_RSA : SHA256_WITH_ECDSA,
    issuer: issuer.name,
    subject: derName({ ...ORGANISATION, ...subject }),
    notBefore,
    notAfter,
    publicKeyInfo,
    extensions,
  };
  return writeCertificate(fields, tbs => signData(algorithm, privateKey, tbs));
}

/** 16 bytes, positive. */
function derivedSerial(publicKeyInfo: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(deriveBytes(SEED, `serial/${Buffer.from(publicKeyInfo).toString('base64')}`, 16));
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}
