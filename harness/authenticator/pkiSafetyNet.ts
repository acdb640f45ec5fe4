/** The test PKI for `android-safetynet`: the TLS certificate of the service that attests, as a web CA issues it. */
import { utf8 } from '../encoding/bytes.ts';
import { type CertificateExtension, sequence } from '../encoding/certificate.ts';
import { EXTENSION, extendedKeyUsage } from '../encoding/certificateExtensions.ts';
import { der } from '../encoding/der.ts';
import type { AttestationKey } from './attestation/packed.ts';
import { deriveKeyPair } from './keys.ts';
import {
  type CertificateContent,
  type Intermediate,
  intermediateIssuer,
  issueCertificate,
  NO_CA,
  SIGNS,
} from './pkiFormats.ts';

/** The host that every SafetyNet response comes from. */
export const SAFETYNET_HOST = 'attest.android.com';

/** id-kp-serverAuth. */
const SERVER_AUTH = extendedKeyUsage('1.3.6.1.5.5.7.3.1');

/** Subject Alternative Name of one host. */
export function hostExtension(host: string): CertificateExtension {
  return { oid: EXTENSION.subjectAlternativeName, critical: false, value: sequence(der(0x82, utf8(host))) };
}

/** What such a certificate has beside the name of its host. */
export const SERVER_EXTENSIONS: readonly CertificateExtension[] = [NO_CA, SIGNS, SERVER_AUTH];

const keys = () => deriveKeyPair(-257, 'Touchstone TEST PKI', 'android-safetynet');

/** The CA between root and service. */
export const webIntermediate = (): Intermediate => intermediateIssuer('Touchstone TEST web CA');

/** The service's key, with a certificate in which some fields are changed. */
export function changedSafetyNetKey(change: Partial<CertificateContent>): AttestationKey {
  const leaf = issueCertificate({
    publicKey: keys().publicKey,
    subject: { CN: SAFETYNET_HOST },
    extensions: [...SERVER_EXTENSIONS, hostExtension(SAFETYNET_HOST)],
    issuer: webIntermediate(),
    ...change,
  });
  return { keys: keys(), x5c: [leaf, webIntermediate().certificate] };
}

let honest: AttestationKey | undefined;

/** The service's key and its certificates; made once. */
export function safetyNetKey(): AttestationKey {
  honest ??= changedSafetyNetKey({});
  return honest;
}
