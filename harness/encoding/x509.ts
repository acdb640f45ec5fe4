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

export const OID = {
  /** id-fido-gen-ce-aaguid (§8.2.1). */
  aaguid: '1.3.6.1.4.1.45724.1.1.4',
} as const;

export interface Certificate {
  /** DER, exactly. */
  raw: Uint8Array;
  /** 1, 2 or 3. */
  version: number;
  /** Subject attributes by short name (`C`, `O`, `OU`, `CN`) or OID. */
  subject: Record<string, string[] | undefined>;
  /** Milliseconds since the epoch. */
  notBefore: number;
  notAfter: number;
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
  /** 16 bytes of id-fido-gen-ce-aaguid, where it is well-formed. */
  aaguid?: Uint8Array;
  /** What is wrong with that extension, in words. */
  aaguidForm?: string;
  publicKeyPem: string;
}

/** Roots and intermediates come again with every statement: the last so many certificates are kept as they were read. */
const KEPT = 200;
const kept = new Map<string, Certificate>();
/** What node:crypto made of a certificate, for its signature check. */
const natives = new WeakMap<Certificate, NodeCertificate>();

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
  let parsed: X509Certificate;
  let native: NodeCertificate;
  try {
    parsed = new X509Certificate(Uint8Array.from(der));
    native = new NodeCertificate(der);
  } catch (error) {
    throw new FormatError('certificate', `cannot be read (${(error as Error).message})`);
  }
  if (native.raw.length !== der.length) throw new FormatError('certificate', 'bytes after its end', native.raw.length);
  const basic = parsed.getExtension(BasicConstraintsExtension);
  const usage = parsed.getExtension(KeyUsagesExtension);
  const certificate: Certificate = {
    raw: der,
    version: versionOf(native.raw),
    subject: subjectOf(parsed),
    notBefore: parsed.notBefore.getTime(),
    notAfter: parsed.notAfter.getTime(),
    ...(basic ? { isCa: basic.ca } : {}),
    ...(basic?.pathLength !== undefined ? { pathLength: basic.pathLength } : {}),
    mayCertify: !usage || (usage.usages & KeyUsageFlags.keyCertSign) !== 0,
    criticalExtensions: parsed.extensions.filter(extension => extension.critical).map(extension => extension.type),
    extendedKeyUsages: (parsed.getExtension(ExtendedKeyUsageExtension)?.usages ?? []).map(String),
    ...directoryNameOf(parsed),
    extensions: new Map(parsed.extensions.toReversed().map(({ type, value }) => [type, new Uint8Array(value)])),
    ...aaguidOf(parsed),
    publicKeyPem: parsed.publicKey.toString('pem'),
  };
  natives.set(certificate, native);
  return certificate;
}

/** Whether `issuer` has signed `certificate` and is named as its issuer. */
export function signedBy(certificate: Certificate, issuer: Certificate): boolean {
  const subject = nativeOf(certificate);
  const authority = nativeOf(issuer);
  return subject.issuer === authority.subject && subject.verify(authority.publicKey);
}

function nativeOf(certificate: Certificate): NodeCertificate {
  return natives.get(certificate) ?? new NodeCertificate(certificate.raw);
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

/** TBSCertificate starts with `[0] { INTEGER version }`, which is left out for version 1. */
function versionOf(der: Uint8Array): number {
  const outer = headerLength(der, 0);
  const tbs = outer + headerLength(der, outer);
  return der[tbs] === 0xa0 ? der[tbs + 4]! + 1 : 1;
}

function headerLength(der: Uint8Array, offset: number): number {
  const length = der[offset + 1]!;
  return 2 + (length & 0x80 ? length & 0x7f : 0);
}

/** §8.2.1: an OCTET STRING of 16 bytes inside the extension's own, not critical. */
function aaguidOf(parsed: X509Certificate): Pick<Certificate, 'aaguid' | 'aaguidForm'> {
  const [extension, second] = parsed.extensions.filter(found => found.type === OID.aaguid);
  if (!extension) return {};
  const value = new Uint8Array(extension.value);
  if (second) return { aaguidForm: 'stands twice' };
  if (value.length !== 18 || value[0] !== 0x04 || value[1] !== 16)
    return { aaguidForm: 'is not 16 bytes in an OCTET STRING' };
  return { aaguid: value.slice(2), ...(extension.critical ? { aaguidForm: 'is marked critical' } : {}) };
}
