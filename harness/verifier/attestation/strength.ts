/** Whether the keys and signatures of a path are strong enough for anything to be concluded from it. */
import type { Certificate } from '../../encoding/x509.ts';
import { buildPath, nameOf } from './path.ts';

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
const DSA = '1.2.840.10040.4.1';
const MIN_RSA_BITS = 2048;

const WEAK_SIGNATURES: Record<string, string> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.3': 'MD4',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10040.4.3': 'SHA-1',
};

/** Named curves of 256 bits and more: of NIST, secp256k1, Brainpool. */
const STRONG_CURVES = new Set([
  '1.2.840.10045.3.1.7',
  '1.3.132.0.34',
  '1.3.132.0.35',
  '1.3.132.0.10',
  '1.3.36.3.3.2.8.1.1.7',
  '1.3.36.3.3.2.8.1.1.11',
  '1.3.36.3.3.2.8.1.1.13',
]);

/**
 * Why a certificate on the way to a root could be forged: its signature or its key is of a kind that has been broken, or
 * is too short. Nothing is asked of the root, whose strength is for its owner to judge.
 */
export function weakReason(x5c: readonly Certificate[], roots: readonly Certificate[]): string | undefined {
  const path = buildPath(x5c, roots);
  const certificates = typeof path === 'string' ? x5c : path.certificates;
  for (const [index, certificate] of certificates.entries()) {
    const weak = weakness(certificate);
    if (weak) return `${nameOf(certificates, index)} ${weak}`;
  }
  return undefined;
}

function weakness({ signatureAlgorithm, key }: Certificate): string | undefined {
  const hash = WEAK_SIGNATURES[signatureAlgorithm];
  if (hash) return `is signed over ${hash}`;
  if (key.algorithm === DSA) return 'has a DSA key';
  if (key.algorithm === RSA && key.bits! < MIN_RSA_BITS) return `has an RSA key of ${key.bits} bits`;
  const isNamed = key.algorithm === EC && key.curve !== 'explicit' && key.curve !== 'implicit';
  return isNamed && !STRONG_CURVES.has(key.curve!) ? `has a key on the curve ${key.curve}, which is weak` : undefined;
}
