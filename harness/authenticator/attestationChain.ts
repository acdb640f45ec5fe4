/**
 * Certificate chains for `packed` attestation as plain data, so that a case changes one field of one certificate and
 * has everything signed again. Leaf first, without the root, which is the one that RPs under test trust.
 */
import { concat, digest, fromBase64url, hex } from '../encoding/bytes.ts';
import {
  type CertificateExtension,
  type CertificateFields,
  derName,
  SHA256_WITH_ECDSA,
  SHA256_WITH_RSA,
  writeCertificate,
} from '../encoding/certificate.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  KEY_USAGE,
  keyUsage,
  subjectKeyIdentifier,
} from '../encoding/certificateExtensions.ts';
import { signData } from '../encoding/cose.ts';
import { der } from '../encoding/der.ts';
import { FIDO_EXTENSION } from '../encoding/fidoExtensions.ts';
import { type CredentialKeyPair, deriveBytes, deriveKeyPair } from './keys.ts';
import { type Issuer, rootIssuer } from './pkiFormats.ts';
import { subjectPublicKeyInfo } from './spki.ts';
import { testRoots } from './testRoots.ts';

const SEED = 'Touchstone TEST PKI';
const [ES256, RS256] = [-7, -257];
const VALIDITY = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2048-01-01T00:00:00Z') };

/** §8.2.1: the OU says exactly this. */
export const LEAF_SUBJECT = {
  C: 'US',
  O: 'Touchstone TEST',
  OU: 'Authenticator Attestation',
  CN: 'Touchstone TEST packed attestation',
};

/** Who signs a certificate, and by which COSE algorithm. */
export interface LinkIssuer {
  keys: CredentialKeyPair;
  algorithm: number;
}

/** One certificate of a chain before it is signed. */
export interface ChainLink {
  fields: CertificateFields;
  /** Of the subject. `fields.publicKeyInfo` says the same; {@link withKeys} changes both. */
  keys: CredentialKeyPair;
  issuer: LinkIssuer;
  /** Signs the TBSCertificate in the place of `issuer`: for what has no COSE algorithm. */
  sign?: (tbs: Uint8Array) => Uint8Array;
}

/** The root that RPs under test trust, to issue under or to put into x5c. `name` and `certificate` in DER. */
export function testRoot(): Issuer & { certificate: Uint8Array } {
  return { ...rootIssuer(), certificate: testRoots()[0]! };
}

/** An honest chain for packed attestation under the test root, leaf first, with so many CAs between them. */
export function packedChain(aaguid: Uint8Array, intermediates = 0): ChainLink[] {
  const links: ChainLink[] = [];
  let above = rootIssuer();
  for (let level = intermediates; level > 0; level--) {
    // Each model has CAs of its own, so that trust in those of one is none in those of another.
    const ca = intermediateLink(`Touchstone TEST intermediate CA ${level} of ${hex(aaguid.subarray(0, 4))}`, above);
    above = issuerOf(ca);
    links.unshift(ca);
  }
  return [leafLink(aaguid, above), ...links];
}

/** The CA that a certificate makes, to issue under. */
export function issuerOf({ fields, keys }: ChainLink): Issuer {
  return { name: fields.subject, keys };
}

/** A CA under another, its key derived from its name. */
export function intermediateLink(commonName: string, above: Issuer): ChainLink {
  const keys = chainKeys(commonName);
  const subject = derName({ C: 'US', O: 'Touchstone TEST', CN: commonName });
  return link(commonName, { keys, subject, extensions: [...caExtensions(keys), issuedBy(above)] }, above);
}

/** §8.2.1: no CA; the AAGUID as an OCTET STRING, and not critical. */
export function leafLink(aaguid: Uint8Array, above: Issuer): ChainLink {
  const label = `packed/${hex(aaguid)}`;
  const extensions = [basicConstraints(), aaguidExtension(aaguid), issuedBy(above)];
  return link(label, { keys: chainKeys(label), subject: derName(LEAF_SUBJECT), extensions }, above);
}

/** id-fido-gen-ce-aaguid. */
export function aaguidExtension(aaguid: Uint8Array): CertificateExtension {
  return { oid: FIDO_EXTENSION.aaguid, critical: false, value: der(0x04, aaguid) };
}

/** What a CA's certificate says of itself; `pathLength` is left out unless given. */
export function caExtensions(keys: CredentialKeyPair, pathLength?: number): CertificateExtension[] {
  return [
    basicConstraints({ ca: true, ...(pathLength === undefined ? {} : { pathLength }) }),
    keyUsage(KEY_USAGE.keyCertSign, KEY_USAGE.cRLSign),
    subjectKeyIdentifier(keyIdentifier(keys)),
  ];
}

function issuedBy(above: Issuer): CertificateExtension {
  return authorityKeyIdentifier(keyIdentifier(above.keys));
}

type LinkContent = Pick<CertificateFields, 'subject' | 'extensions'> & { keys: CredentialKeyPair };

/** A certificate for a subject, issued by the one above; its serial follows from the label. */
export function link(label: string, { keys, subject, extensions }: LinkContent, above: Issuer): ChainLink {
  const { algorithm } = above.keys;
  const fields = {
    serial: serial(label),
    signatureAlgorithm: algorithm === RS256 ? SHA256_WITH_RSA : SHA256_WITH_ECDSA,
    issuer: above.name,
    subject,
    ...VALIDITY,
    publicKeyInfo: subjectPublicKeyInfo(keys.publicKey),
    extensions,
  };
  return { fields, keys, issuer: { keys: above.keys, algorithm } };
}

/** The chain with fields of one certificate changed, and nothing else. */
export function withFields(
  links: readonly ChainLink[],
  index: number,
  change: (fields: CertificateFields) => Partial<CertificateFields>,
): ChainLink[] {
  return links.map((one, at) => (at === index ? { ...one, fields: { ...one.fields, ...change(one.fields) } } : one));
}

/** The certificate for another key. Whoever it issues has still to be signed by that one. */
export function withKeys(certificate: ChainLink, keys: CredentialKeyPair): ChainLink {
  return {
    ...certificate,
    keys,
    fields: { ...certificate.fields, publicKeyInfo: subjectPublicKeyInfo(keys.publicKey) },
  };
}

/** Signs each and returns DER, leaf first. */
export function writeChain(links: readonly ChainLink[]): Uint8Array[] {
  return links.map(({ fields, issuer: { keys, algorithm }, sign }) =>
    writeCertificate(fields, sign ?? (tbs => signData(algorithm, keys.privateKey, tbs))),
  );
}

const derived = new Map<string, CredentialKeyPair>();

/** The P-256 key pair of a label; derived once. */
export function chainKeys(label: string): CredentialKeyPair {
  const known = derived.get(label) ?? deriveKeyPair(ES256, SEED, label);
  derived.set(label, known);
  return known;
}

/** RFC 5280 §4.2.1.2, method 1: the SHA-1 of the key without its algorithm. For RSA keys and those on a curve with x and y. */
export function keyIdentifier({ publicKey }: CredentialKeyPair): Uint8Array {
  if (publicKey.asymmetricKeyType === 'rsa') return digest('sha1', publicKey.export({ format: 'der', type: 'pkcs1' }));
  const { x, y } = publicKey.export({ format: 'jwk' });
  return digest('sha1', concat(Uint8Array.of(4), fromBase64url(x!), fromBase64url(y!)));
}

/** 16 bytes, positive. */
function serial(label: string): Uint8Array {
  const bytes = Uint8Array.from(deriveBytes(SEED, `serial/${label}`, 16));
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}
