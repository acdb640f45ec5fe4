/**
 * Where a certificate says that more is to be had: CRL Distribution Points (RFC 5280 §4.2.1.13) and Authority
 * Information Access (§4.2.2.1). Written without a library, read through @peculiar/x509 where one of them is there.
 */
import { utf8 } from './bytes.ts';
import { type CertificateExtension, derOid, sequence } from './certificate.ts';
import { der } from './der.ts';
import type { Certificate } from './x509.ts';

const DISTRIBUTION_POINTS = '2.5.29.31';
const INFORMATION_ACCESS = '1.3.6.1.5.5.7.1.1';
const [OCSP, CA_ISSUERS] = ['1.3.6.1.5.5.7.48.1', '1.3.6.1.5.5.7.48.2'];

/** URLs, in the order of the certificate. */
export interface CertificateLocations {
  /** Of revocation lists by the issuer of the certificate itself; those that another one signs are left out. */
  lists: string[];
  /** Of the issuer's own certificate. */
  issuers: string[];
  /** Of OCSP responders. */
  responders: string[];
}

const uri = (url: string): Uint8Array => der(0x86, utf8(url));

/** Not critical, one point with one name. */
export function distributionPoint(url: string): CertificateExtension {
  const value = sequence(sequence(der(0xa0, der(0xa0, uri(url)))));
  return { oid: DISTRIBUTION_POINTS, critical: false, value };
}

/** Not critical, with one location. */
export function informationAccess(method: 'ocsp' | 'caIssuers', url: string): CertificateExtension {
  const value = sequence(sequence(derOid(method === 'ocsp' ? OCSP : CA_ISSUERS), uri(url)));
  return { oid: INFORMATION_ACCESS, critical: false, value };
}

/** Whether it says where a revocation list is. */
export function namesLists({ extensions }: Certificate): boolean {
  return extensions.has(DISTRIBUTION_POINTS);
}

/** http and https URLs only; none of an extension that cannot be read. */
export async function locationsOf(certificate: Certificate): Promise<CertificateLocations> {
  const none: CertificateLocations = { lists: [], issuers: [], responders: [] };
  const { extensions } = certificate;
  if (!extensions.has(DISTRIBUTION_POINTS) && !extensions.has(INFORMATION_ACCESS)) return none;
  await import('./reflect.ts');
  const { AuthorityInfoAccessExtension, CRLDistributionPointsExtension, X509Certificate } = await import(
    '@peculiar/x509'
  );
  try {
    const parsed = new X509Certificate(Uint8Array.from(certificate.raw));
    const points = parsed.getExtension(CRLDistributionPointsExtension)?.distributionPoints ?? [];
    const access = parsed.getExtension(AuthorityInfoAccessExtension);
    const names = points.flatMap(({ distributionPoint, cRLIssuer }) =>
      cRLIssuer ? [] : (distributionPoint?.fullName ?? []),
    );
    return {
      lists: overHttp(names.map(name => name.uniformResourceIdentifier)),
      issuers: overHttp(access?.caIssuers.map(({ value }) => value)),
      responders: overHttp(access?.ocsp.map(({ value }) => value)),
    };
  } catch {
    return none;
  }
}

function overHttp(urls: readonly (string | undefined)[] = []): string[] {
  return urls.filter(url => url !== undefined).filter(url => /^https?:\/\//i.test(url) && URL.canParse(url));
}
