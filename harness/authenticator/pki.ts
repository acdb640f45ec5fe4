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
const LEAF_NAME = name({
  O: 'Touchstone TEST',
  OU: 'Authenticator Attestation',
  CN: 'Touchstone TEST packed attestation',
});
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
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return new Uint8Array(certificate.rawData);
}

const made = new Map<string, Promise<AttestationKey>>();

/** The attestation key of a model (§6.5.3: one for many authenticators) and its certificate; made once for each AAGUID. */
export function packedAttestationKey(aaguid: Uint8Array): Promise<AttestationKey> {
  const model = hex(aaguid);
  const known = made.get(model) ?? makeAttestationKey(aaguid, model);
  made.set(model, known);
  return known;
}

async function makeAttestationKey(aaguid: Uint8Array, model: string): Promise<AttestationKey> {
  const keys = deriveKeyPair(-7, SEED, `packed/${model}`);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(`packed/${model}`),
    subject: LEAF_NAME,
    issuer: ROOT_NAME,
    ...VALIDITY,
    signingAlgorithm: ROOT_SIGNING,
    signingKey: await webKey(frozenRsaKeyPair(-257, 3072).privateKey, ROOT_SIGNING, 'sign'),
    publicKey: await webKey(keys.publicKey, { name: 'ECDSA', namedCurve: 'P-256' }, 'verify'),
    // §8.2.1: no CA; the AAGUID as an OCTET STRING, and not critical.
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new Extension(AAGUID_EXTENSION, false, der(0x04, aaguid)),
    ],
  });
  return { keys, x5c: [new Uint8Array(certificate.rawData)] };
}

/** §8.2.1: the country in PrintableString, the others in UTF8String. */
function name(attributes: Record<string, string>): Name {
  const others = Object.entries(attributes).map(([type, utf8String]) => ({ [type]: [{ utf8String }] }));
  return new Name([{ C: [{ printableString: 'US' }] }, ...others]);
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
