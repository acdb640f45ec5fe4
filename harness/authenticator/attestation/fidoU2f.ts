/** Attestation statement format `fido-u2f` (WebAuthn Level 3 §8.6), with the certificate of a batch of security keys. */
import type { KeyObject } from 'node:crypto';
import { concat } from '../../encoding/bytes.ts';
import type { CertificateExtension } from '../../encoding/certificate.ts';
import { signData } from '../../encoding/cose.ts';
import { type CredentialKeyPair, deriveKeyPair } from '../keys.ts';
import { type Issuer, issueCertificate, NO_CA, rootIssuer } from '../pkiFormats.ts';
import type { AttestationKey } from './packed.ts';
import type { AttestationStatement } from './statement.ts';

/** What a U2F token signs (FIDO U2F Raw Message Formats §4.3). */
export interface U2fRegistration {
  /** The byte in front, reserved: 0. Empty leaves it out. */
  reserved?: Uint8Array;
  rpIdHash: Uint8Array;
  clientDataHash: Uint8Array;
  credentialId: Uint8Array;
  /** Uncompressed point, 65 bytes (ANSI X9.62). */
  publicKeyU2F: Uint8Array;
}

/** fido-u2f-transports (FIDO U2F Authenticator Transports Extension): USB. */
const TRANSPORTS: CertificateExtension = {
  oid: '1.3.6.1.4.1.45724.2.1.1',
  critical: false,
  value: Uint8Array.of(0x03, 0x02, 0x05, 0x20),
};

/** The batch's certificate for a key; another key than P-256 only a case asks for. */
export function u2fAttestationKey(
  keys: CredentialKeyPair = deriveKeyPair(-7, 'Touchstone TEST PKI', 'fido-u2f'),
  issuer: Issuer = rootIssuer(),
): AttestationKey {
  return {
    keys,
    x5c: [
      issueCertificate({
        publicKey: keys.publicKey,
        subject: { OU: 'Authenticator Attestation', CN: 'Touchstone TEST U2F batch' },
        extensions: [NO_CA, TRANSPORTS],
        issuer,
      }),
    ],
  };
}

let batch: AttestationKey | undefined;

/** The honest one, issued once: the root's RSA signature costs more than the rest of a registration. */
export function u2fBatchKey(): AttestationKey {
  batch ??= u2fAttestationKey();
  return batch;
}

/** 0x04 ‖ x ‖ y of a key on any curve with two coordinates. */
export function publicKeyU2F(publicKey: KeyObject): Uint8Array {
  const { x, y } = publicKey.export({ format: 'jwk' });
  return concat(Uint8Array.of(0x04), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url'));
}

/** 0x00 ‖ rpIdHash ‖ clientDataHash ‖ credentialId ‖ publicKeyU2F. */
export function verificationData({ reserved = Uint8Array.of(0), ...signed }: U2fRegistration): Uint8Array {
  return concat(reserved, signed.rpIdHash, signed.clientDataHash, signed.credentialId, signed.publicKeyU2F);
}

/** Signed with the attestation key over {@link verificationData}. */
export function fidoU2fStatement({ keys, x5c }: AttestationKey, signed: U2fRegistration): AttestationStatement {
  const sig = signData(keys.algorithm, keys.privateKey, verificationData(signed));
  return {
    fmt: 'fido-u2f',
    attStmt: new Map<string, Uint8Array | Uint8Array[]>([
      ['sig', sig],
      ['x5c', x5c],
    ]),
  };
}
