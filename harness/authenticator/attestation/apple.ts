/** Attestation statement format `apple` (WebAuthn Level 3 §8.8): a certificate for the credential key, and no signature. */
import type { KeyObject } from 'node:crypto';
import { concat, fromHex, sha256 } from '../../encoding/bytes.ts';
import type { CertificateExtension } from '../../encoding/certificate.ts';
import {
  type CertificateContent,
  type Intermediate,
  intermediateIssuer,
  issueCertificate,
  NO_CA,
  SIGNS,
} from '../pkiFormats.ts';
import type { AttestationStatement } from './statement.ts';

/** The CA between root and credential certificates. */
export const appleIntermediate = (): Intermediate => intermediateIssuer('Touchstone TEST anonymization CA');

/** SHA-256 of authenticatorData and clientDataHash. */
export function appleNonce(authenticatorData: Uint8Array, clientDataHash: Uint8Array): Uint8Array {
  return sha256(concat(authenticatorData, clientDataHash));
}

/** `SEQUENCE { [1] { OCTET STRING } }`, as Apple writes it around a nonce of 32 bytes. */
export function appleNonceExtension(nonce: Uint8Array): CertificateExtension {
  const { length } = nonce;
  const heads = concat(fromHex('30'), Uint8Array.of(length + 4), fromHex('a1'), Uint8Array.of(length + 2));
  const value = concat(heads, fromHex('04'), Uint8Array.of(length), nonce);
  return { oid: '1.2.840.113635.100.8.2', critical: false, value };
}

/** The credential certificate of a nonce and key; `change` overrides any of its fields. */
export function appleCertificate(
  nonce: Uint8Array,
  publicKey: KeyObject,
  change: Partial<CertificateContent> = {},
): Uint8Array {
  return issueCertificate({
    publicKey,
    subject: { OU: 'AAA Certification', CN: 'Touchstone TEST anonymous credential' },
    extensions: [NO_CA, SIGNS, appleNonceExtension(nonce)],
    issuer: appleIntermediate(),
    ...change,
  });
}

/** `x5c`: the credential certificate first. */
export function appleStatement(x5c: Uint8Array[]): AttestationStatement {
  return { fmt: 'apple', attStmt: new Map([['x5c', x5c]]) };
}
