/** X.509 certificates, read through @peculiar/x509 into what attestation verification asks of them. */
import './reflect.ts';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  X509Certificate,
} from '@peculiar/x509';
import { base64url, FormatError, sha256 } from './bytes.ts';
import { type CertificateStructure, readStructure } from './certificateStructure.ts';
import { FIDO_EXTENSION } from './fidoExtensions.ts';
import { keepNative } from './issuing.ts';

export interface Certificate extends CertificateStructure {
  /** DER, exactly. */
  raw: Uint8Array;
  /** Names as text, for comparing them; empty where they have no attributes. */
  issuerName: string;
  subjectName: string;
  /** Subject attributes by short name (`C`, `O`, `OU`, `CN`) or OID. */
  subject: Record<string, string[] | undefined>;
  /** Of the Basic Constraints; absent without that extension. */
  isCa?: boolean;
  pathLength?: number;
  /** keyCertSign, or no Key Usage at all. */
  mayCertify: boolean;
  criticalExtensions: string[];
  /** Values by OID, DER; of one that stands twice, the first. */
  extensions: ReadonlyMap<string, Uint8Array>;
  /** OIDs of the Extended Key Usage; empty without it. */
  extendedKeyUsages: string[];
  /** Attributes of the directory names in the Subject Alternative Name, by OID; absent where it has none. */
  directoryName?: Record<string, string[] | undefined>;
  /** Host names in the Subject Alternative Name. */
  dnsNames: string[];
  /** 16 bytes of id-fido-gen-ce-aaguid, where it is well-formed. */
  aaguid?: Uint8Array;
  /** What is wrong with that extension, in words. */
  aaguidForm?: string;
  publicKeyPem: string;
}

/** Roots and intermediates come again with every statement: the last so many certificates are kept as they were read. */
const KEPT = 200;
const kept = new Map<string, Certificate>();

/** Throws a {@link FormatError} for what is no DER certificate, bytes after it included. */
export function parseCertificate(der: Uint8Array): Certificate {
  const key = base64url(sha256(der));
  const certificate = kept.get(key) ?? readCertificate(Uint8Array.from(der));
  // The one used last goes to the end; the one at the front has not been used for longest.
  kept.delete(key);
  kept.set(key, certificate);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return certificate;
}

function readCertificate(der: Uint8Array): Certificate {
  // First what is bounded: the libraries are not asked about what is too large, too deep or not DER.
  const structure = readStructure(der);
  try {
    return readContents(der, structure);
  } catch (error) {
    throw new FormatError('certificate', `cannot be read (${(error as Error).message})`);
  }
}

function readContents(der: Uint8Array, structure: CertificateStructure): Certificate {
  const parsed = new X509Certificate(Uint8Array.from(der));
  const native = new NodeCertificate(der);
  const basic = parsed.getExtension(BasicConstraintsExtension);
  const usage = parsed.getExtension(KeyUsagesExtension);
  const certificate: Certificate = {
    raw: der,
    ...structure,
    issuerName: native.issuer ?? '',
    subjectName: native.subject ?? '',
    subject: subjectOf(parsed),
    ...(basic ? { isCa: basic.ca } : {}),
    ...(basic?.pathLength !== undefined ? { pathLength: basic.pathLength } : {}),
    mayCertify: !usage || (usage.usages & KeyUsageFlags.keyCertSign) !== 0,
    criticalExtensions: parsed.extensions.filter(extension => extension.critical).map(extension => extension.type),
    extendedKeyUsages: (parsed.getExtension(ExtendedKeyUsageExtension)?.usages ?? []).map(String),
    ...directoryNameOf(parsed),
    dnsNames: dnsNamesOf(parsed),
    extensions: new Map(parsed.extensions.toReversed().map(({ type, value }) => [type, new Uint8Array(value)])),
    ...aaguidOf(parsed),
    publicKeyPem: parsed.publicKey.toString('pem'),
  };
  keepNative(certificate, native);
  return certificate;
}

function subjectOf(parsed: X509Certificate): Certificate['subject'] {
  return attributesOf(parsed.subjectName);
}

/** RDNs of one attribute and of several alike. */
function attributesOf(name: Name): Certificate['subject'] {
  const attributes: Certificate['subject'] = {};
  for (const rdn of name.toJSON()) {
    for (const [type, values] of Object.entries(rdn)) attributes[type] = [...(attributes[type] ?? []), ...values];
  }
  return attributes;
}

function directoryNameOf(parsed: X509Certificate): Pick<Certificate, 'directoryName'> {
  const items = parsed.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  const directory = items.find(({ type }) => type === 'dn');
  return directory ? { directoryName: attributesOf(new Name(directory.value)) } : {};
}

function dnsNamesOf(parsed: X509Certificate): string[] {
  const items = parsed.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  return items.filter(({ type }) => type === 'dns').map(({ value }) => value);
}

/** §8.2.1: an OCTET STRING of 16 bytes inside the extension's own, not critical. */
function aaguidOf(parsed: X509Certificate): Pick<Certificate, 'aaguid' | 'aaguidForm'> {
  const [extension, second] = parsed.extensions.filter(found => found.type === FIDO_EXTENSION.aaguid);
  if (!extension) return {};
  const value = new Uint8Array(extension.value);
  if (second) return { aaguidForm: 'stands twice' };
  if (value.length !== 18 || value[0] !== 0x04 || value[1] !== 16)
    return { aaguidForm: 'is not 16 bytes in an OCTET STRING' };
  return { aaguid: value.slice(2), ...(extension.critical ? { aaguidForm: 'is marked critical' } : {}) };
}
