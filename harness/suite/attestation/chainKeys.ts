/** Keys and signatures of the certificates of a chain: broken hashes, short keys, curves that a key brings along. */
import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type ChainLink, intermediateLink, leafLink, withFields } from '../../authenticator/attestationChain.ts';
import { frozenWeakKey } from '../../authenticator/frozenWeakKeys.ts';
import { frozenRsaKeyPair } from '../../authenticator/keys.ts';
import { curveRoot } from '../../authenticator/testAnchors.ts';
import { concat, fromHex, hex, sha256 } from '../../encoding/bytes.ts';
import { derOid, SHA256_WITH_ECDSA, SHA256_WITH_RSA, sequence } from '../../encoding/certificate.ts';
import { der, derInteger, encodeEcdsaSignature } from '../../encoding/der.ts';
import type { Level } from '../case.ts';
import type { Cases } from '../json.ts';
import { modelOf, refused, withChain } from './packedEdits.ts';

const weak = (title: string, row: string, edit: Parameters<typeof refused>[3], level: Level = 'should') =>
  refused('certificate-strength', title, [row], edit, level);

const NO_PARAMETERS = der(0x05, new Uint8Array());
const SHA1_WITH_RSA = sequence(derOid('1.2.840.113549.1.1.5'), NO_PARAMETERS);
const MD5_WITH_RSA = sequence(derOid('1.2.840.113549.1.1.4'), NO_PARAMETERS);
const SHA256_WITH_DSA = sequence(derOid('2.16.840.1.101.3.4.3.2'));

/** The certificate signed by the root over another hash. */
const signedOver = (hash: 'sha1' | 'md5', signatureAlgorithm: Uint8Array) =>
  withChain(([leaf]) => [
    {
      ...leaf!,
      fields: { ...leaf!.fields, signatureAlgorithm },
      sign: tbs => sign(hash, tbs, leaf!.issuer.keys.privateKey),
    },
  ]);

/** SubjectPublicKeyInfo of a private key, of whatever kind. */
const keyInfo = (key: KeyObject): Uint8Array =>
  createPublicKey({ key: key.export({ format: 'pem', type: 'pkcs8' }), format: 'pem' }).export({
    format: 'der',
    type: 'spki',
  });

/** An intermediate CA with that key, which signs the certificate. */
const issuedBy = (key: () => KeyObject, signatureAlgorithm: Uint8Array) =>
  withChain(([leaf, intermediate]) => {
    const issuer = key();
    return [
      { ...leaf!, fields: { ...leaf!.fields, signatureAlgorithm }, sign: tbs => sign('sha256', tbs, issuer) },
      { ...intermediate!, fields: { ...intermediate!.fields, publicKeyInfo: keyInfo(issuer) } },
    ];
  }, 1);

/** Domain parameters of P-256 (SEC 2 §2.4.2). */
const P256 = {
  p: 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff',
  a: 'ffffffff00000001000000000000000000000000fffffffffffffffffffffffc',
  b: '5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b',
  generator:
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  n: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
};
const ORDER = BigInt(`0x${P256.n}`);

/** RFC 3279 §2.3.5: a key with all the parameters of its curve, P-256 but perhaps for the generator. `point`: uncompressed. */
function explicitKeyInfo(point: Uint8Array, generator: Uint8Array = fromHex(P256.generator)): Uint8Array {
  const field = sequence(derOid('1.2.840.10045.1.1'), derInteger(BigInt(`0x${P256.p}`)));
  const curve = sequence(der(0x04, fromHex(P256.a)), der(0x04, fromHex(P256.b)));
  const parameters = sequence(derInteger(1n), field, curve, der(0x04, generator), derInteger(ORDER), derInteger(1n));
  const algorithm = sequence(derOid('1.2.840.10045.2.1'), parameters);
  return sequence(algorithm, der(0x03, concat(Uint8Array.of(0), point)));
}

/** The uncompressed point of a P-256 key, which ends its SubjectPublicKeyInfo. */
const pointOf = (key: KeyObject): Uint8Array => keyInfo(key).subarray(-65);

/**
 * CVE-2020-0601: with the public key itself for a generator the private key is 1, and with a nonce of 1 as well r is its x.
 */
function signAsGenerator(point: Uint8Array, tbs: Uint8Array): Uint8Array {
  const r = BigInt(`0x${hex(point.subarray(1, 33))}`) % ORDER;
  return encodeEcdsaSignature({ r, s: (BigInt(`0x${hex(sha256(tbs))}`) + r) % ORDER });
}

/** The trusted root on a curve with its own public key, on a curve of the attacker's; and a certificate under it. */
function forgedUnderOwnGenerator(model: Uint8Array): ChainLink[] {
  const { name, keys } = curveRoot();
  const point = pointOf(keys.privateKey);
  const forge = (link: ChainLink): ChainLink => ({ ...link, sign: tbs => signAsGenerator(point, tbs) });
  const root = intermediateLink('Touchstone TEST attestation root on a curve', { name, keys });
  const fields = { ...root.fields, subject: name, publicKeyInfo: explicitKeyInfo(point, point) };
  return [forge(leafLink(model, { name, keys })), forge({ ...root, fields })];
}

export const chainKeyCases: Cases = {
  sha1: weak('the certificate is signed over SHA-1', 'x509.sha1', signedOver('sha1', SHA1_WITH_RSA), 'policy'),
  md5: weak('the certificate is signed over MD5', 'x509.md5', signedOver('md5', MD5_WITH_RSA)),
  'rsa-1024': weak(
    'the issuer has an RSA key of 1024 bits',
    'x509.rsa1024',
    issuedBy(() => frozenRsaKeyPair(-257, 1024).privateKey, SHA256_WITH_RSA),
  ),
  p192: weak(
    'the issuer has a key on P-192',
    'x509.p192',
    issuedBy(() => frozenWeakKey('P-192'), SHA256_WITH_ECDSA),
  ),
  dsa: weak(
    'the issuer has a DSA key',
    'x509.dsa',
    issuedBy(() => frozenWeakKey('DSA'), SHA256_WITH_DSA),
  ),
  'curve-explicit': refused(
    'attestation-trust',
    'the key of the issuer brings the parameters of its curve along',
    ['x509.explicit-curve'],
    withChain(honest => {
      const { privateKey } = honest[1]!.keys;
      return withFields(honest, 1, () => ({ publicKeyInfo: explicitKeyInfo(pointOf(privateKey)) }));
    }, 1),
    'should',
  ),
  'curve-generator-of-attacker': {
    ...refused(
      'attestation-trust',
      'x5c has the key of a trusted root on a curve of its own making',
      ['x509.explicit-generator'],
      withChain((_, context) => forgedUnderOwnGenerator(modelOf(context))),
    ),
    seen: 'CVE-2020-0601',
  },
};
