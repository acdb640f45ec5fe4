/** X.509 certificates (RFC 5280 §4.1) written from plain data, valid or not: for making, where no library need be loaded. */
import { concat, utf8 } from './bytes.ts';
import { der, derInteger } from './der.ts';

export interface CertificateExtension {
  /** Dotted. */
  oid: string;
  critical: boolean;
  /** What stands in extnValue, DER. */
  value: Uint8Array;
}

export interface CertificateFields {
  /** 3 by default. */
  version?: number;
  /** The bytes of the INTEGER: big-endian two's complement, as they are to stand there. */
  serial: Uint8Array;
  /** AlgorithmIdentifier of the issuer's signature, DER. */
  signatureAlgorithm: Uint8Array;
  /** What stands outside of what is signed in its place; the same by default. */
  outerSignatureAlgorithm?: Uint8Array;
  /** Names, DER. */
  issuer: Uint8Array;
  subject: Uint8Array;
  /** A date, or the DER of a Time. */
  notBefore: Date | Uint8Array;
  notAfter: Date | Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  publicKeyInfo: Uint8Array;
  /** In this order, one OID twice or not. */
  extensions: readonly CertificateExtension[];
}

/** AlgorithmIdentifiers. */
export const SHA256_WITH_RSA = sequence(derOid('1.2.840.113549.1.1.11'), der(0x05, new Uint8Array()));
export const SHA256_WITH_ECDSA = sequence(derOid('1.2.840.10045.4.3.2'));

/** A certificate, DER. `sign` signs the encoded TBSCertificate. */
export function writeCertificate(fields: CertificateFields, sign: (tbs: Uint8Array) => Uint8Array): Uint8Array {
  const { version = 3, extensions } = fields;
  const tbs = sequence(
    // DER leaves out what is the default, and §4.1 an empty list of extensions.
    ...(version === 1 ? [] : [der(0xa0, derInteger(BigInt(version - 1)))]),
    der(0x02, fields.serial),
    fields.signatureAlgorithm,
    fields.issuer,
    sequence(time(fields.notBefore), time(fields.notAfter)),
    fields.subject,
    fields.publicKeyInfo,
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions.map(extension)))]),
  );
  const outerAlgorithm = fields.outerSignatureAlgorithm ?? fields.signatureAlgorithm;
  return sequence(tbs, outerAlgorithm, der(0x03, concat(Uint8Array.of(0), sign(tbs))));
}

export function sequence(...parts: Uint8Array[]): Uint8Array {
  return der(0x30, concat(...parts));
}

export function derOid(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return der(0x06, concat(...[first! * 40 + second!, ...rest].map(base128)));
}

/** Seven bits a byte, the high bit set in all but the last: arcs of an OID, and tags above 30. */
export function base128(value: number): Uint8Array {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return Uint8Array.from(bytes);
}

const ATTRIBUTES: Record<string, string> = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' };

/** Short name of an attribute, its value, and the tag of its string type where that is not the usual one. */
export type NameAttribute = readonly [type: string, value: string, tag?: number];

/** A Name: each attribute in an RDN of its own, by default the country in PrintableString and the others in UTF8String. */
export function derName(attributes: Record<string, string> | readonly NameAttribute[]): Uint8Array {
  const entries: readonly NameAttribute[] = Array.isArray(attributes) ? attributes : Object.entries(attributes);
  const rdns = entries.map(([type, value, tag = type === 'C' ? 0x13 : 0x0c]) =>
    der(0x31, sequence(derOid(ATTRIBUTES[type]!), der(tag, utf8(value)))),
  );
  return sequence(...rdns);
}

/** RFC 5280 §4.1.2.5: UTCTime until 2049, GeneralizedTime from then on. */
export function time(date: Date | Uint8Array): Uint8Array {
  if (!(date instanceof Date)) return date;
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, utf8(digits.slice(2))) : der(0x18, utf8(digits));
}

export function extension({ oid, critical, value }: CertificateExtension): Uint8Array {
  const flag = critical ? [der(0x01, Uint8Array.of(0xff))] : [];
  return sequence(derOid(oid), ...flag, der(0x04, value));
}
