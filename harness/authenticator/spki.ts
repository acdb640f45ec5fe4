/** SubjectPublicKeyInfo of a public key, as `getPublicKey()` hands it out (WebAuthn Level 3 §5.2.1.1). */
import type { KeyObject } from 'node:crypto';
import { concat, FormatError } from '../encoding/bytes.ts';
import { der } from '../encoding/der.ts';
import { mlDsaBytes } from '../encoding/mlDsa.ts';

/** DER up to the point (RFC 5480, RFC 8410), by curve. */
const PREFIX: Record<string, Buffer> = {
  'P-256': Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex'),
  'P-384': Buffer.from('3076301006072a8648ce3d020106052b8104002203620004', 'hex'),
  'P-521': Buffer.from('30819b301006072a8648ce3d020106052b810400230381860004', 'hex'),
  secp256k1: Buffer.from('3056301006072a8648ce3d020106052b8104000a03420004', 'hex'),
  Ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  Ed448: Buffer.from('3043300506032b6571033a00', 'hex'),
};

/** The AlgorithmIdentifier of ML-DSA (RFC 9881 §2), by the bytes of the key: its parameter sets share no size. */
const ML_DSA: Record<number, Buffer> = {
  1312: Buffer.from('300b0609608648016503040311', 'hex'),
  1952: Buffer.from('300b0609608648016503040312', 'hex'),
  2592: Buffer.from('300b0609608648016503040313', 'hex'),
};

/**
 * DER. Put together here for the curves: OpenSSL's own export takes as long as four signatures. A {@link FormatError} for
 * bytes that are no ML-DSA key.
 */
export function subjectPublicKeyInfo(publicKey: KeyObject): Uint8Array {
  const pub = mlDsaBytes(publicKey);
  if (pub) return mlDsaKeyInfo(pub);
  const { crv, x, y } = publicKey.export({ format: 'jwk' });
  const prefix = PREFIX[crv ?? ''];
  if (!prefix || !x) return publicKey.export({ format: 'der', type: 'spki' });
  return Buffer.concat([prefix, Buffer.from(x, 'base64url'), Buffer.from(y ?? '', 'base64url')]);
}

function mlDsaKeyInfo(pub: Uint8Array): Uint8Array {
  const algorithm = ML_DSA[pub.length];
  if (!algorithm) throw new FormatError('ML-DSA key', `${pub.length} bytes are none`);
  // The first byte of a BIT STRING says how many bits of its last one are not used.
  return der(0x30, concat(algorithm, der(0x03, concat(Uint8Array.of(0), pub))));
}
