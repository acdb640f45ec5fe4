/** Who has issued a certificate, and its key: by node:crypto alone, so that asking loads no X.509 library. */
import { createPublicKey, type KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import type { Certificate } from './x509.ts';

/** What node:crypto made of a certificate, for its signature check. */
const natives = new WeakMap<Certificate, NodeCertificate>();

/** For the reader of certificates: node:crypto reads each but once. */
export function keepNative(certificate: Certificate, native: NodeCertificate): void {
  natives.set(certificate, native);
}

const keys = new WeakMap<Certificate, KeyObject>();

/** The public key; imported once for each certificate. Throws what node:crypto throws for a key that it does not know. */
export function publicKeyOf(certificate: Certificate): KeyObject {
  const known = keys.get(certificate);
  if (known) return known;
  const key = createPublicKey(certificate.publicKeyPem);
  keys.set(certificate, key);
  return key;
}

/** Who is known to have signed a certificate: roots and batches come again with every statement. */
const signers = new WeakMap<Certificate, WeakSet<Certificate>>();

/** Whether `issuer` is named as the issuer of `certificate`. */
export function namedBy(certificate: Certificate, issuer: Certificate): boolean {
  return certificate.issuerName === issuer.subjectName;
}

/** Whether `issuer` has signed `certificate` and is named as its issuer. */
export function signedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!namedBy(certificate, issuer)) return false;
  const known = signers.get(certificate) ?? new WeakSet();
  if (known.has(issuer)) return true;
  if (!verifies(certificate, issuer)) return false;
  signers.set(certificate, known.add(issuer));
  return true;
}

/** False as well for a key that node:crypto does not know. */
function verifies(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return nativeOf(certificate).verify(nativeOf(issuer).publicKey);
  } catch {
    return false;
  }
}

function nativeOf(certificate: Certificate): NodeCertificate {
  return natives.get(certificate) ?? new NodeCertificate(certificate.raw);
}
