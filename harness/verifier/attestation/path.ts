/** From an attestation certificate to a trust anchor (§7.1 step 24): strictly along x5c, leaf first, and no further. */
import { equal } from '../../encoding/bytes.ts';
import { namedBy, signedBy } from '../../encoding/issuing.ts';
import type { Certificate } from '../../encoding/x509.ts';

/** Longer chains are refused unread: real ones have at most five certificates. */
export const MAX_PATH = 8;

export interface TrustPath {
  /** Leaf first, each issued by the next one and the last by the anchor; without the anchor, unless that is the leaf. */
  certificates: Certificate[];
  anchor: Certificate;
}

/**
 * The path of x5c (leaf first) to the first of `roots` that it reaches, or why there is none. Each certificate has to be
 * issued by the next one, also beyond the anchor. A certificate that is itself trusted ends the path, the leaf
 * included. Nothing that x5c brings is trusted for itself; nothing is sorted and nothing fetched. One that stands there
 * twice in a row counts once.
 */
export function buildPath(given: readonly Certificate[], roots: readonly Certificate[]): TrustPath | string {
  if (roots.length === 0) return 'no attestation root is trusted here';
  if (given.length > MAX_PATH) return `x5c has more than ${MAX_PATH} certificates`;
  const x5c = given.filter((certificate, index) => index === 0 || !equal(certificate.raw, given[index - 1]!.raw));
  const torn = x5c.findIndex(({ sameAlgorithmInside }) => !sameAlgorithmInside);
  if (torn >= 0) return `${nameOf(x5c, torn)} names one signature algorithm inside and another outside`;
  const unlinked = x5c.findIndex((certificate, index) => index > 0 && !signedBy(x5c[index - 1]!, certificate));
  if (unlinked > 0) return `${nameOf(x5c, unlinked - 1)} is not issued by the next one of x5c`;
  for (const [index, certificate] of x5c.entries()) {
    const isAnchor = roots.some(root => equal(root.raw, certificate.raw));
    if (isAnchor) return { certificates: x5c.slice(0, Math.max(index, 1)), anchor: certificate };
    const anchor = roots.find(root => signedBy(certificate, root));
    if (anchor) return { certificates: x5c.slice(0, index + 1), anchor };
  }
  return unanchored(x5c, roots);
}

function unanchored(x5c: readonly Certificate[], roots: readonly Certificate[]): string {
  const last = x5c.at(-1)!;
  const namesRoot = roots.some(root => namedBy(last, root));
  const why = namesRoot
    ? 'names a trusted root that has not signed it'
    : `is issued by ${quoted(last.issuerName)}, which is not trusted`;
  return `${nameOf(x5c, x5c.length - 1)} ${why}`;
}

/** `certificate 1 (Touchstone TEST intermediate CA 1)`: its place in x5c and its name, for a reason. */
export function nameOf(certificates: readonly Certificate[], index: number): string {
  return `certificate ${index} (${quoted(certificates[index]!.subjectName)})`;
}

/** The common name, or the last attribute of a name without one; cut to what fits a line. */
function quoted(name: string): string {
  const attributes = name.split('\n');
  const shown = attributes.find(attribute => attribute.startsWith('CN='))?.slice('CN='.length) ?? attributes.at(-1)!;
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown || 'no name';
}
