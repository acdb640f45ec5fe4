/** Whether a path holds (RFC 5280 §6.1, without policies and name constraints: a path that constrains names is refused). */
import { FIDO_EXTENSION } from '../../encoding/fidoExtensions.ts';
import type { Certificate } from '../../encoding/x509.ts';
import { buildPath, nameOf, type TrustPath } from './path.ts';

/** Extensions that path validation here understands; another critical one refuses the path. */
const UNDERSTOOD = new Set<string>([
  FIDO_EXTENSION.aaguid,
  FIDO_EXTENSION.firmwareVersion,
  FIDO_EXTENSION.serialNumber,
  '2.5.29.15',
  '2.5.29.19',
  '2.5.29.37',
  '2.5.29.17',
  '2.5.29.32',
  '2.5.29.14',
  '2.5.29.35',
]);

/** Why `x5c` (leaf first) does not lead to one of `roots` at the given time (milliseconds since the epoch), or nothing. */
export function untrustedReason(
  x5c: readonly Certificate[],
  roots: readonly Certificate[],
  time: number,
): string | undefined {
  const path = buildPath(x5c, roots);
  return typeof path === 'string' ? path : brokenReason(path, time);
}

/** The first rule of RFC 5280 §6.1 that the path breaks. The validity of an anchor is its owner's business. */
function brokenReason({ certificates, anchor }: TrustPath, time: number): string | undefined {
  for (const [index, certificate] of certificates.entries()) {
    const broken =
      malformedReason(certificate, index) ??
      outdatedReason(certificate, time) ??
      (index > 0 ? notAnIssuer(certificate, caBelow(certificates, index)) : undefined);
    if (broken) return `${nameOf(certificates, index)} ${broken}`;
  }
  const broken =
    anchor === certificates[0] ? undefined : notAnIssuer(anchor, caBelow(certificates, certificates.length));
  return broken && `the trusted root ${broken}`;
}

/** §4.1, §4.2. The version of the attestation certificate, and its AAGUID, are for its format to judge. */
function malformedReason(certificate: Certificate, index: number): string | undefined {
  const { version, hasIssuer, key, repeated, criticalExtensions, extensions } = certificate;
  if (index > 0 && (version > 3 || (version < 3 && extensions.size > 0)))
    return `has version ${version} and ${extensions.size} extensions`;
  if (!hasIssuer) return 'names no issuer';
  if (key.curve === 'explicit' || key.curve === 'implicit') return 'has a key that names no curve';
  const twice = repeated.find(oid => oid !== FIDO_EXTENSION.aaguid);
  if (twice) return `has the extension ${twice} twice`;
  const unknown = criticalExtensions.find(oid => !UNDERSTOOD.has(oid));
  return unknown ? `has the critical extension ${unknown}, which is not understood here` : undefined;
}

function outdatedReason({ notBefore, notAfter }: Certificate, time: number): string | undefined {
  if (time < notBefore) return `is not valid before ${new Date(notBefore).toISOString()}`;
  return time > notAfter ? `expired at ${new Date(notAfter).toISOString()}` : undefined;
}

/** How many CAs stand between a certificate at `index` and the leaf. Those issued by their own name do not count. */
function caBelow(certificates: readonly Certificate[], index: number): number {
  return certificates.slice(1, index).filter(({ issuerName, subjectName }) => issuerName !== subjectName).length;
}

function notAnIssuer({ isCa, pathLength, mayCertify }: Certificate, below: number): string | undefined {
  if (!isCa) return 'is no CA, and has issued another';
  if (!mayCertify) return 'has issued another, without keyCertSign';
  if (pathLength === undefined || below <= pathLength) return undefined;
  return `allows ${pathLength} CAs below it, and has ${below}`;
}
