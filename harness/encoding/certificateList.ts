/**
 * Certificate revocation lists (RFC 5280 §5): written from plain data, signed or not, without a library; read through
 * @peculiar/x509, which is loaded when the first list comes.
 */
import { concat, FormatError } from './bytes.ts';
import { type CertificateExtension, extension, sequence, time } from './certificate.ts';
import { der, derInteger } from './der.ts';
import type { Certificate } from './x509.ts';

export interface CertificateListFields {
  /** AlgorithmIdentifier of the signature, DER. */
  signatureAlgorithm: Uint8Array;
  /** Name, DER. */
  issuer: Uint8Array;
  thisUpdate: Date;
  /** Left out of the list where it is absent. */
  nextUpdate?: Date;
  /** Serial numbers, as they stand in the certificates. */
  revoked: readonly Uint8Array[];
  /** None by default. */
  extensions?: readonly CertificateExtension[];
}

/** A list of version 2, DER. `sign` signs the encoded TBSCertList. */
export function writeCertificateList(fields: CertificateListFields, sign: (tbs: Uint8Array) => Uint8Array): Uint8Array {
  const { signatureAlgorithm, issuer, thisUpdate, nextUpdate, revoked, extensions = [] } = fields;
  const entries = revoked.map(serial => sequence(der(0x02, serial), time(thisUpdate)));
  const tbs = sequence(
    derInteger(1n),
    signatureAlgorithm,
    issuer,
    time(thisUpdate),
    ...(nextUpdate ? [time(nextUpdate)] : []),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    ...(extensions.length > 0 ? [der(0xa0, sequence(...extensions.map(extension)))] : []),
  );
  return sequence(tbs, signatureAlgorithm, der(0x03, concat(Uint8Array.of(0), sign(tbs))));
}

export interface CertificateList {
  /** Milliseconds since the epoch. */
  thisUpdate: number;
  nextUpdate?: number;
  /** OIDs of critical extensions, those of its entries included: who does not understand one may not use the list. */
  criticalExtensions: string[];
  lists(certificate: Certificate): boolean;
  /** Whether the issuer is named as the list's, may sign lists (cRLSign, or no Key Usage at all), and has signed it. */
  signedBy(issuer: Certificate): Promise<boolean>;
}

/** Throws a {@link FormatError} for what is no DER CertificateList. */
export async function readCertificateList(bytes: Uint8Array): Promise<CertificateList> {
  await import('./reflect.ts');
  const { KeyUsageFlags, KeyUsagesExtension, X509Certificate, X509Crl } = await import('@peculiar/x509');
  try {
    const list = new X509Crl(Uint8Array.from(bytes));
    const revoked = new Set(list.entries.map(({ serialNumber }) => withoutZeros(serialNumber)));
    const extensions = [...list.extensions, ...list.entries.flatMap(entry => entry.extensions)];
    return {
      thisUpdate: list.thisUpdate.getTime(),
      ...(list.nextUpdate ? { nextUpdate: list.nextUpdate.getTime() } : {}),
      criticalExtensions: extensions.filter(({ critical }) => critical).map(({ type }) => type),
      lists: certificate =>
        revoked.has(withoutZeros(new X509Certificate(Uint8Array.from(certificate.raw)).serialNumber)),
      signedBy: async issuer => {
        const authority = new X509Certificate(Uint8Array.from(issuer.raw));
        const usage = authority.getExtension(KeyUsagesExtension);
        if (usage && (usage.usages & KeyUsageFlags.cRLSign) === 0) return false;
        if (list.issuer !== authority.subject) return false;
        // The library throws for an algorithm that it does not know, and given the certificate in place of its key
        // goes by the algorithm that the certificate was signed with.
        return list.verify({ publicKey: authority.publicKey }).catch(() => false);
      },
    };
  } catch (error) {
    throw new FormatError('certificate revocation list', `cannot be read (${(error as Error).message})`);
  }
}

const withoutZeros = (serial: string): string => serial.toLowerCase().replace(/^0+/, '');
