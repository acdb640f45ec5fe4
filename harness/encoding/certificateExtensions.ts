/** Values of the certificate extensions of RFC 5280 §4.2.1, written: each as it stands in a certificate. */
import { concat, utf8 } from './bytes.ts';
import { type CertificateExtension, derOid, sequence } from './certificate.ts';
import { der, derInteger } from './der.ts';

export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** §4.2.1.9, critical. Without arguments: no CA. */
export function basicConstraints({
  ca = false,
  pathLength,
}: {
  ca?: boolean;
  pathLength?: number;
} = {}): CertificateExtension {
  const parts = [
    ...(ca ? [der(0x01, Uint8Array.of(0xff))] : []),
    ...(pathLength === undefined ? [] : [derInteger(BigInt(pathLength))]),
  ];
  return { oid: EXTENSION.basicConstraints, critical: true, value: sequence(...parts) };
}

/** Bits of §4.2.1.3, the first being bit 0. */
export const KEY_USAGE = { digitalSignature: 0, keyAgreement: 4, keyCertSign: 5, cRLSign: 6 } as const;

/** §4.2.1.3, critical: a BIT STRING as short as it can be. `bits`: numbers from 0 to 7. */
export function keyUsage(...bits: number[]): CertificateExtension {
  const byte = bits.reduce((all, bit) => all | (0x80 >> bit), 0);
  return { oid: EXTENSION.keyUsage, critical: true, value: der(0x03, Uint8Array.of(7 - Math.max(...bits), byte)) };
}

/** id-kp-serverAuth. */
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** §4.2.1.12, not critical. `purposes`: dotted. */
export function extendedKeyUsage(...purposes: string[]): CertificateExtension {
  return { oid: EXTENSION.extendedKeyUsage, critical: false, value: sequence(...purposes.map(derOid)) };
}

/** §4.2.1.2. `identifier`: any bytes, usually the SHA-1 of the key. */
export function subjectKeyIdentifier(identifier: Uint8Array): CertificateExtension {
  return { oid: EXTENSION.subjectKeyIdentifier, critical: false, value: der(0x04, identifier) };
}

/** §4.2.1.1, with the key identifier alone. */
export function authorityKeyIdentifier(identifier: Uint8Array): CertificateExtension {
  return { oid: EXTENSION.authorityKeyIdentifier, critical: false, value: sequence(der(0x80, identifier)) };
}

/** §4.2.1.6, with host names, not critical. */
export function hostNames(...names: string[]): CertificateExtension {
  const value = sequence(...names.map(hostName));
  return { oid: EXTENSION.subjectAlternativeName, critical: false, value };
}

/** GeneralName dNSName. */
export function hostName(name: string): Uint8Array {
  return der(0x82, utf8(name));
}

/** §4.2.1.10, critical. Subtrees: GeneralNames, DER. */
export function nameConstraints(subtrees: {
  permitted?: readonly Uint8Array[];
  excluded?: readonly Uint8Array[];
}): CertificateExtension {
  const list = (tag: number, names: readonly Uint8Array[] | undefined) =>
    names ? [der(tag, concat(...names.map(name => sequence(name))))] : [];
  const value = sequence(...list(0xa0, subtrees.permitted), ...list(0xa1, subtrees.excluded));
  return { oid: EXTENSION.nameConstraints, critical: true, value };
}
