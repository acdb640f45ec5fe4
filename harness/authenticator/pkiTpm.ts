/**
 * The test PKI of TPMs: an attestation identity (AIK) certificate with the shape of the real ones of Windows Hello, under
 * an intermediate, under the test root. Every name in it says TEST. Left out: the address of the issuer's certificate,
 * which an RP might try to fetch.
 */
import type { KeyObject } from 'node:crypto';
import { concat, digest, hex, utf8 } from '../encoding/bytes.ts';
import {
  type CertificateExtension,
  derName,
  derOid,
  SHA256_WITH_RSA,
  sequence,
  writeCertificate,
} from '../encoding/certificate.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  KEY_USAGE,
  keyUsage,
  subjectKeyIdentifier,
} from '../encoding/certificateExtensions.ts';
import { signData } from '../encoding/cose.ts';
import { der } from '../encoding/der.ts';
import type { AttestationKey } from './attestation/packed.ts';
import { attestationIdentityKey } from './attestationIdentityKey.ts';
import { deriveBytes, frozenRsaKeyPair } from './keys.ts';
import { subjectPublicKeyInfo } from './spki.ts';

const SEED = 'Touchstone TEST PKI';
const RS256 = -257;
const VALIDITY = { notBefore: new Date('2024-01-01T00:00:00Z'), notAfter: new Date('2048-01-01T00:00:00Z') };
const ROOT_NAME = derName({ C: 'US', O: 'Touchstone TEST', CN: 'Touchstone TEST attestation root' });
const INTERMEDIATE_NAME = derName({ CN: `TEST-KEYID-${hex(deriveBytes(SEED, 'tpm/keyid', 20)).toUpperCase()}` });

/** tcg-kp-AIKCertificate. */
const AIK_USAGE = '2.23.133.8.3';
/** The policy of identity certificates that a platform's cloud service issues. */
const POLICY = '1.3.6.1.4.1.311.21.31';
const POLICY_NOTICE = 'TCPA  Trusted  Platform  Identity';

/** The attributes of the TCG that name a TPM (TPMv2-EK-Profile §3.1.2), as `[OID, text]`. */
export type TpmAttribute = readonly ['manufacturer' | 'model' | 'version', string];
const ATTRIBUTE_OIDS = { manufacturer: '2.23.133.2.1', model: '2.23.133.2.2', version: '2.23.133.2.3' } as const;

/** Ours is of a registered manufacturer, as RPs look it up; the model says what it is. */
export const TPM_ATTRIBUTES: readonly TpmAttribute[] = [
  ['manufacturer', 'id:53544D20'],
  ['model', 'TEST TPM'],
  ['version', 'id:00020000'],
];

/** By name and in the order of the real ones, which the certificate keeps. */
export interface IdentityExtensions {
  keyUsage: CertificateExtension;
  basicConstraints: CertificateExtension;
  policies: CertificateExtension;
  extendedKeyUsage: CertificateExtension;
  alternativeName: CertificateExtension;
  authorityKey: CertificateExtension;
  subjectKey: CertificateExtension;
  aaguid: CertificateExtension;
}

/** What an identity certificate has other than the honest one. */
export interface IdentityChange {
  version?: number;
  /** A Name, DER; empty by default. */
  subject?: Uint8Array;
  publicKey?: KeyObject;
  notBefore?: Date;
  notAfter?: Date;
  /** Signs in place of the intermediate's key. */
  issuerKey?: KeyObject;
  /** `undefined` leaves one out. */
  extensions?: { [Name in keyof IdentityExtensions]?: IdentityExtensions[Name] | undefined };
}

let honest: AttestationKey | undefined;

/** The honest identity key, which signs with RS1, and its certificates; made once. */
export function tpmAttestationKey(): AttestationKey {
  honest ??= { keys: attestationIdentityKey(), x5c: identityChain() };
  return honest;
}

/** The leaf (§8.3.1) and its intermediate, DER, without the root. The same change gives the same bytes. */
export function identityChain(change: IdentityChange = {}): Uint8Array[] {
  return [identityCertificate(change), intermediate()];
}

/** `critical` and one RDN for each attribute are what most real ones have. */
export function alternativeName(
  attributes: readonly TpmAttribute[],
  { critical = true, oneRdn = false } = {},
): CertificateExtension {
  const encoded = attributes.map(([type, text]) => sequence(derOid(ATTRIBUTE_OIDS[type]), der(0x0c, utf8(text))));
  // A SET OF in DER is sorted.
  const rdns = oneRdn ? [der(0x31, concat(...encoded.sort(Buffer.compare)))] : encoded.map(one => der(0x31, one));
  return { oid: '2.5.29.17', critical, value: sequence(der(0xa4, sequence(...rdns))) };
}

/** A Subject Alternative Name of a host, which is not what a TPM has. */
export function dnsAlternativeName(host: string): CertificateExtension {
  return { oid: '2.5.29.17', critical: true, value: sequence(der(0x82, utf8(host))) };
}

function identityCertificate(change: IdentityChange): Uint8Array {
  const { publicKey = attestationIdentityKey().publicKey, issuerKey = intermediateKeys().privateKey } = change;
  const publicKeyInfo = subjectPublicKeyInfo(publicKey);
  const extensions = { ...honestExtensions(publicKeyInfo), ...change.extensions };
  const fields = {
    version: change.version ?? 3,
    serial: serial('tpm/leaf'),
    signatureAlgorithm: SHA256_WITH_RSA,
    issuer: INTERMEDIATE_NAME,
    subject: change.subject ?? sequence(),
    notBefore: change.notBefore ?? VALIDITY.notBefore,
    notAfter: change.notAfter ?? VALIDITY.notAfter,
    publicKeyInfo,
    extensions: Object.values(extensions).filter(extension => extension !== undefined),
  };
  return writeCertificate(fields, tbs => signData(RS256, issuerKey, tbs));
}

function honestExtensions(publicKeyInfo: Uint8Array): Omit<IdentityExtensions, 'aaguid'> {
  return {
    keyUsage: keyUsage(KEY_USAGE.digitalSignature),
    basicConstraints: basicConstraints(),
    policies: policies(true),
    extendedKeyUsage: extendedKeyUsage(AIK_USAGE),
    alternativeName: alternativeName(TPM_ATTRIBUTES),
    authorityKey: authorityKeyIdentifier(keyId(intermediateInfo())),
    subjectKey: subjectKey(publicKeyInfo),
  };
}

let made: Uint8Array | undefined;

function intermediate(): Uint8Array {
  made ??= writeCertificate(
    {
      serial: serial('tpm/intermediate'),
      signatureAlgorithm: SHA256_WITH_RSA,
      issuer: ROOT_NAME,
      subject: INTERMEDIATE_NAME,
      ...VALIDITY,
      publicKeyInfo: intermediateInfo(),
      extensions: [
        keyUsage(KEY_USAGE.digitalSignature, KEY_USAGE.keyCertSign),
        extendedKeyUsage('1.3.6.1.4.1.311.21.36', AIK_USAGE),
        policies(false),
        basicConstraints({ ca: true, pathLength: 0 }),
        subjectKey(intermediateInfo()),
      ],
    },
    tbs => signData(RS256, frozenRsaKeyPair(RS256, 3072).privateKey, tbs),
  );
  return made;
}

const intermediateKeys = () => frozenRsaKeyPair(RS256, 4096);
const intermediateInfo = () => subjectPublicKeyInfo(intermediateKeys().publicKey);

function policies(critical: boolean): CertificateExtension {
  const notice = der(0x1e, Buffer.from(POLICY_NOTICE, 'utf16le').swap16());
  const qualifier = sequence(derOid('1.3.6.1.5.5.7.2.2'), sequence(notice));
  return { oid: '2.5.29.32', critical, value: sequence(sequence(derOid(POLICY), sequence(qualifier))) };
}

const keyId = (publicKeyInfo: Uint8Array) => digest('sha1', publicKeyInfo);

function subjectKey(publicKeyInfo: Uint8Array): CertificateExtension {
  return subjectKeyIdentifier(keyId(publicKeyInfo));
}

/** 16 bytes, positive. */
function serial(label: string): Uint8Array {
  const bytes = Uint8Array.from(deriveBytes(SEED, `serial/${label}`, 16));
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes;
}
