/** SubjectPublicKeyInfo of a public key, as `getPublicKey()` hands it out (WebAuthn Level 3 §5.2.1.1). */
import type { KeyObject } from 'node:crypto';

/** DER up to the point (RFC 5480, RFC 8410), by curve. */
const PREFIX: Record<string, Buffer> = {
  'P-256': Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex'),
  'P-384': Buffer.from('3076301006072a8648ce3d020106052b8104002203620004', 'hex'),
  'P-521': Buffer.from('30819b301006072a8648ce3d020106052b810400230381860004', 'hex'),
  secp256k1: Buffer.from('3056301006072a8648ce3d020106052b8104000a03420004', 'hex'),
  Ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  Ed448: Buffer.from('3043300506032b6571033a00', 'hex'),
};

/** DER. Put together here for the curves: OpenSSL's own export takes as long as four signatures. */
export function subjectPublicKeyInfo(publicKey: KeyObject): Uint8Array {
  const { crv, x, y } = publicKey.export({ format: 'jwk' });
  const prefix = PREFIX[crv ?? ''];
  if (!prefix || !x) return publicKey.export({ format: 'der', type: 'spki' });
  return Buffer.concat([prefix, Buffer.from(x, 'base64url'), Buffer.from(y ?? '', 'base64url')]);
}
