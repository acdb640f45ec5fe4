/** The trust path of an attestation certificate to a given root (§7.1 step 24; RFC 5280 §6.1 without policies and names). */
import { equal } from '../../encoding/bytes.ts';
import { type Certificate, OID, signedBy } from '../../encoding/x509.ts';

/** Longer chains are refused unread: real ones have at most four certificates. */
const MAX_PATH = 8;

/** Extensions that path validation here understands; another critical one refuses the path. */
const UNDERSTOOD = new Set([
  OID.aaguid,
  '2.5.29.15',
  '2.5.29.19',
  '2.5.29.37',
  '2.5.29.17',
  '2.5.29.32',
  '2.5.29.14',
  '2.5.29.35',
]);

/**
 * Why `x5c` (leaf first) does not lead to one of `roots` at the given time (milliseconds since the epoch), or nothing
 * when it does. A certificate that is itself trusted ends the path, leaf included. Nothing in x5c is trusted for itself.
 */
export function untrustedReason(
  x5c: readonly Certificate[],
  roots: readonly Certificate[],
  time: number,
): string | undefined {
  if (roots.length === 0) return 'no attestation root is trusted here';
  if (x5c.length > MAX_PATH) return `x5c has ${x5c.length} certificates`;
  for (const [index, certificate] of x5c.entries()) {
    const broken = invalid(certificate, time) ?? (index > 0 ? notAnIssuer(certificate, index - 1) : undefined);
    if (broken) return broken;
    if (roots.some(root => equal(root.raw, certificate.raw))) return undefined;
    if (roots.some(root => issued(root, certificate, index))) return undefined;
    const next = x5c[index + 1];
    if (!next) break;
    if (!signedBy(certificate, next)) return `certificate ${index} of x5c is not issued by the next one`;
  }
  return 'x5c leads to no trusted root';
}

function issued(root: Certificate, certificate: Certificate, below: number): boolean {
  return notAnIssuer(root, below) === undefined && signedBy(certificate, root);
}

function invalid(certificate: Certificate, time: number): string | undefined {
  if (time < certificate.notBefore) return 'a certificate is not valid yet';
  if (time > certificate.notAfter) return 'a certificate has expired';
  const unknown = certificate.criticalExtensions.find(oid => !UNDERSTOOD.has(oid));
  return unknown ? `a certificate has the critical extension ${unknown}` : undefined;
}

/** `below`: how many intermediate certificates stand between it and the leaf. */
function notAnIssuer({ isCa, pathLength, mayCertify }: Certificate, below: number): string | undefined {
  if (!isCa) return 'a certificate that is no CA has issued another';
  if (!mayCertify) return 'a certificate without keyCertSign has issued another';
  return pathLength !== undefined && below > pathLength ? 'a path length constraint is exceeded' : undefined;
}
