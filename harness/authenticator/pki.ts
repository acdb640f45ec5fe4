/**
 * The test PKI: certificates for `packed` attestation (WebAuthn Level 3 §8.2.1), every name in it says TEST. Keys follow
 * from fixed labels and the root signs with RSA (PKCS #1 v1.5), so the same AAGUID always gets the same bytes.
 */
import '../encoding/reflect.ts';
import { type KeyObject, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { hex } from '../encoding/bytes.ts';
import { der } from '../encoding/der.ts';
import type { AttestationKey } from './attestation/packed.ts';
import { deriveBytes, deriveKeyPair, frozenRsaKeyPair } from './keys.ts';

const SEED = 'Touchstone TEST PKI';
/** id-fido-gen-ce-aaguid. */
const AAGUID_EXTENSION = '1.3.6.1.4.1.45724.1.1.4';
const ROOT_NAME = name({ O: 'Touchstone TEST', CN: 'Touchstone TEST attestation root' });
/** §8.2.1: the OU says exactly this. */
const LEAF_ATTRIBUTES = {
  O: 'Touchstone TEST',
  OU: 'Authenticator Attestation',
  CN: 'Touchstone TEST packed attestation',
};
const LEAF_NAME = name(LEAF_ATTRIBUTES);
const VALIDITY = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2048-01-01T00:00:00Z') };
const ROOT_SIGNING = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** DER of the root certificate, made anew: the bytes that `testRoots` has frozen. */
export async function makeTestRoot(): Promise<Uint8Array> {
  const root = frozenRsaKeyPair(-257, 3072);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial('root'),
    name: ROOT_NAME,
    ...VALIDITY,
    signingAlgorithm: ROOT_SIGNING,
    keys: {
      privateKey: await webKey(root.privateKey, ROOT_SIGNING, 'sign'),
      publicKey: await webKey(root.publicKey, ROOT_SIGNING, 'verify'),
    },
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return new Uint8Array(certificate.rawData);
}

const made = new Map<string, Promise<AttestationKey>>();

/** The attestation key of a model (§6.5.3: one for many authenticators) and its certificate; made once for each AAGUID. */
export function packedAttestationKey(aaguid: Uint8Array): Promise<AttestationKey> {
  const model = hex(aaguid);
  const known = made.get(model) ?? makeAttestationKey(`packed/${model}`, honestLeaf(aaguid));
  made.set(model, known);
  return known;
}

/** What a certificate can have wrong, and nothing else with it. */
export type CertificateFault =
  | 'subject-ou'
  | 'subject-country'
  | 'ca'
  | 'no-basic-constraints'
  | 'aaguid-critical'
  | 'expired'
  | 'not-yet-valid'
  | 'other-root-of-same-name';

/** As {@link packedAttestationKey}, with a certificate that is wrong in one way. */
export function faultyAttestationKey(aaguid: Uint8Array, fault: CertificateFault): Promise<AttestationKey> {
  const label = `${fault}/${hex(aaguid)}`;
  const known = made.get(label) ?? makeAttestationKey(label, faultyLeaf(aaguid, fault));
  made.set(label, known);
  return known;
}

interface Leaf {
  subject: Name;
  validity: { notBefore: Date; notAfter: Date };
  extensions: Extension[];
  issuerKey: KeyObject;
}

/** §8.2.1: no CA; the AAGUID as an OCTET STRING, and not critical. */
function honestLeaf(aaguid: Uint8Array): Leaf {
  return {
    subject: LEAF_NAME,
    validity: VALIDITY,
    extensions: [new BasicConstraintsExtension(false, undefined, true), aaguidExtension(aaguid, false)],
    issuerKey: frozenRsaKeyPair(-257, 3072).privateKey,
  };
}

function aaguidExtension(aaguid: Uint8Array, critical: boolean): Extension {
  return new Extension(AAGUID_EXTENSION, critical, der(0x04, aaguid));
}

function faultyLeaf(aaguid: Uint8Array, fault: CertificateFault): Leaf {
  const noCa = new BasicConstraintsExtension(false, undefined, true);
  const own = aaguidExtension(aaguid, false);
  const faults: Record<CertificateFault, Partial<Leaf>> = {
    'subject-ou': { subject: name({ ...LEAF_ATTRIBUTES, OU: 'Authenticator attestation' }) },
    'subject-country': { subject: name(LEAF_ATTRIBUTES, 'USA') },
    ca: { extensions: [new BasicConstraintsExtension(true, undefined, true), own] },
    'no-basic-constraints': { extensions: [own] },
    'aaguid-critical': { extensions: [noCa, aaguidExtension(aaguid, true)] },
    expired: { validity: { ...VALIDITY, notAfter: new Date('2024-06-01T00:00:00Z') } },
    'not-yet-valid': { validity: { ...VALIDITY, notBefore: new Date('2047-01-01T00:00:00Z') } },
    'other-root-of-same-name': { issuerKey: frozenRsaKeyPair(-257, 4096).privateKey },
  };
  return { ...honestLeaf(aaguid), ...faults[fault] };
}

async function makeAttestationKey(label: string, leaf: Leaf): Promise<AttestationKey> {
  const keys = deriveKeyPair(-7, SEED, label);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(label),
    subject: leaf.subject,
    issuer: ROOT_NAME,
    ...leaf.validity,
    signingAlgorithm: ROOT_SIGNING,
    signingKey: await webKey(leaf.issuerKey, ROOT_SIGNING, 'sign'),
    publicKey: await webKey(keys.publicKey, { name: 'ECDSA', namedCurve: 'P-256' }, 'verify'),
    extensions: leaf.extensions,
  });
  return { keys, x5c: [new Uint8Array(certificate.rawData)] };
}

/** §8.2.1: the country in PrintableString, the others in UTF8String. */
function name(attributes: Record<string, string>, country = 'US'): Name {
  const others = Object.entries(attributes).map(([type, utf8String]) => ({ [type]: [{ utf8String }] }));
  return new Name([{ C: [{ printableString: country }] }, ...others]);
}

/** 16 bytes, positive. */
function serial(label: string): string {
  const bytes = Buffer.from(deriveBytes(SEED, `serial/${label}`, 16));
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes.toString('hex');
}

type ImportAlgorithm = { name: string; hash?: string; namedCurve?: string };

async function webKey(
  key: KeyObject,
  algorithm: ImportAlgorithm,
  usage: 'sign' | 'verify',
): Promise<webcrypto.CryptoKey> {
  const jwk = key.export({ format: 'jwk' });
  return await webcrypto.subtle.importKey('jwk', jwk, algorithm, true, [usage]);
}
