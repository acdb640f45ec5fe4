/** Assertion signatures that are the same each time: ECDSA by RFC 6979, where OpenSSL draws a nonce. */
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { EditContext } from '../authenticator/edits.ts';
import { evenly } from '../authenticator/signing.ts';
import { concat, fromBase64url, uint32 } from '../encoding/bytes.ts';
import { type CurveName, algorithm as coseAlgorithm } from '../encoding/cose.ts';

const CURVES: Partial<Record<CurveName, typeof p256>> = {
  'P-256': p256,
  'P-384': p384,
  'P-521': p521,
  secp256k1,
};

/** The honest signature itself where it is no ECDSA. Each curve's hash in noble is that of its COSE algorithm. */
export function steadySignature(honest: Uint8Array, context: EditContext): Uint8Array {
  const { algorithm, privateKey, authenticatorData, clientDataHash } = context;
  const curve = CURVES[coseAlgorithm(algorithm)?.curve ?? 'Ed25519'];
  if (!curve) return honest;
  const scalar = fromBase64url(privateKey.export({ format: 'jwk' }).d!);
  const signed = concat(authenticatorData!, clientDataHash!);
  return evenly(algorithm, attempt =>
    // Some verifiers refuse a high s, and OpenSSL, whose place this takes, does not avoid it.
    curve.sign(signed, scalar, {
      format: 'der',
      lowS: false,
      ...(attempt > 0 && { extraEntropy: concat(new Uint8Array(28), uint32(attempt)) }),
    }),
  );
}
