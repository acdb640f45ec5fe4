/** What a certificate says of itself outside of its names and extensions' values (RFC 5280 §4.1), read strictly. */
import { FormatError } from './bytes.ts';
import { childrenOf, type DerElement, oidText, readDer, strictDer } from './derReader.ts';

export interface CertificateStructure {
  /** 1, 2 or 3, or what stands there. */
  version: number;
  /** OID of the signature's algorithm, as it stands outside of what is signed. */
  signatureAlgorithm: string;
  /** What is signed names the same algorithm, with the same parameters. */
  sameAlgorithmInside: boolean;
  hasIssuer: boolean;
  /** Milliseconds since the epoch. */
  notBefore: number;
  notAfter: number;
  key: SubjectKey;
  /** OIDs of extensions that stand twice or more. */
  repeated: string[];
}

export interface SubjectKey {
  /** OID of its algorithm. */
  algorithm: string;
  /** EC: OID of the named curve; `explicit` where the key brings a curve of its own, `implicit` where it has none. */
  curve?: string;
  /** RSA: bits of the modulus. */
  bits?: number;
}

/** Certificates with an ML-DSA key and signature have about 8 KiB. */
const MAX_BYTES = 128 * 1024;
const [SEQUENCE, OID, VERSION, EXTENSIONS] = [0x30, 0x06, 0xa0, 0xa3];
const [RSA, EC] = ['1.2.840.113549.1.1.1', '1.2.840.10045.2.1'];

/** Throws a {@link FormatError} for what is not DER all the way down, too large, or no certificate in its outline. */
export function readStructure(der: Uint8Array): CertificateStructure {
  if (der.length > MAX_BYTES) throw new FormatError('certificate', `has ${der.length} bytes`);
  const [tbs, outer] = childrenOf(der, strictDer(der));
  const fields = tbs?.tag === SEQUENCE ? childrenOf(der, tbs) : [];
  const version = fields[0]?.tag === VERSION ? fields.shift() : undefined;
  const [, inner, issuer, validity, , keyInfo, ...more] = fields;
  if (!outer || !inner || !issuer || !validity || !keyInfo)
    throw new FormatError('certificate', 'lacks what every certificate has');
  return {
    version: version ? versionIn(der, version) : 1,
    signatureAlgorithm: algorithmOf(der, outer),
    sameAlgorithmInside: Buffer.from(contents(der, outer)).equals(contents(der, inner)),
    hasIssuer: issuer.end > issuer.start,
    ...validityIn(der, validity),
    key: keyOf(der, keyInfo),
    repeated: repeatedIn(der, more),
  };
}

function contents(der: Uint8Array, { start, end }: DerElement): Uint8Array {
  return der.subarray(start, end);
}

function versionIn(der: Uint8Array, version: DerElement): number {
  return der[readDer(der, version.start, version.end).start]! + 1;
}

function validityIn(der: Uint8Array, validity: DerElement): { notBefore: number; notAfter: number } {
  const [notBefore, notAfter] = childrenOf(der, validity).map(element => timeOf(der, element));
  if (notBefore === undefined || notAfter === undefined) throw new FormatError('certificate', 'lacks a time');
  return { notBefore, notAfter };
}

const [UTC_TIME, GENERALIZED_TIME] = [0x17, 0x18];

/** §4.1.2.5: to the second, and in UTC. Readers that take other forms differ in what they take them for. */
function timeOf(der: Uint8Array, element: DerElement): number {
  const text = Buffer.from(contents(der, element)).toString('latin1');
  const century = Number(text.slice(0, 2)) < 50 ? '20' : '19';
  const digits = element.tag === UTC_TIME ? century + text : element.tag === GENERALIZED_TIME ? text : '';
  const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const date = new Date(iso);
  // JavaScript takes 30 February for 1 March.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== iso)
    throw new FormatError('certificate', `has the time "${text.slice(0, 30)}", which is none`, element.start);
  return date.getTime();
}

function algorithmOf(der: Uint8Array, identifier: DerElement): string {
  const [oid] = childrenOf(der, identifier);
  if (oid?.tag !== OID) throw new FormatError('certificate', 'names an algorithm by no OID', identifier.start);
  return oidText(der, oid);
}

function keyOf(der: Uint8Array, keyInfo: DerElement): SubjectKey {
  const [identifier, bits] = childrenOf(der, keyInfo);
  if (!identifier || !bits) throw new FormatError('certificate', 'has no public key', keyInfo.start);
  const algorithm = algorithmOf(der, identifier);
  const parameters = childrenOf(der, identifier)[1];
  if (algorithm === EC) return { algorithm, curve: curveOf(der, parameters) };
  return algorithm === RSA ? { algorithm, bits: modulusBits(der, bits) } : { algorithm };
}

function curveOf(der: Uint8Array, parameters: DerElement | undefined): string {
  if (parameters?.tag === OID) return oidText(der, parameters);
  return parameters?.tag === SEQUENCE ? 'explicit' : 'implicit';
}

/** RSAPublicKey inside a BIT STRING, whose first byte counts unused bits. */
function modulusBits(der: Uint8Array, { start, end }: DerElement): number {
  const modulus = readDer(der, readDer(der, start + 1, end).start, end);
  const bytes = contents(der, modulus);
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`).toString(2).length;
}

function repeatedIn(der: Uint8Array, fields: readonly DerElement[]): string[] {
  const wrapper = fields.find(({ tag }) => tag === EXTENSIONS);
  if (!wrapper) return [];
  const extensions = childrenOf(der, readDer(der, wrapper.start, wrapper.end));
  const oids = extensions.map(extension => algorithmOf(der, extension));
  return [...new Set(oids.filter((oid, index) => oids.indexOf(oid) !== index))];
}
