/** What is no COSE_Key, or lacks what its type requires (WebAuthn Level 3 §5.8.5; RFC 9052 §7, RFC 9053 §7). */
import { concat } from '../../encoding/bytes.ts';
import { CborTagged, encodeCbor, raw } from '../../encoding/cbor.ts';
import { LABEL } from '../../encoding/cose.ts';
import { either, owedAt, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import { ED25519, ES256, parameters, RS256, rewritten, withoutParameters, written } from './keyEdits.ts';

const { kty, alg, crv, x, y, n, e } = LABEL;

/** Without a key, or without an alg that is an integer, there is nothing that §7.1 step 20 could find among those offered. */
export const unreadableKeyCases: Cases = {
  'not-a-map': rejects('public-key', {
    title: 'the key is an array',
    catalogue: ['cose.notmap'],
    edit: written((_, key) => encodeCbor([...key.values()])),
  }),
  'byte-string': rejects('public-key', {
    title: 'the key is a byte string',
    catalogue: ['cose.notmap'],
    edit: written((_, key) => raw.bytes(encodeCbor(key))),
  }),
  empty: rejects('public-key', {
    title: 'the key has no parameters',
    catalogue: ['cose.empty'],
    edit: { publicKey: () => new Map() },
  }),
  'text-labels': rejects('public-key', {
    title: 'the labels of the key are texts',
    catalogue: ['cose.label.positive'],
    edit: { publicKey: key => new Map([...key].map(([label, value]) => [String(label), value])) },
  }),
  'kty-symmetric': rejects('public-key', {
    title: 'the key is symmetric, for HMAC',
    catalogue: ['cose.kty.symmetric'],
    edit: { publicKey: (_, { random }) => put(new Map(), [kty, 4], [alg, 5], [-1, random('secret', 32)]) },
  }),
  'alg-missing': rejects('public-key', {
    title: 'alg is missing',
    catalogue: ['cose.alg.missing'],
    edit: withoutParameters(alg),
  }),
  'alg-text': rejects('public-key', {
    title: 'alg is a text',
    catalogue: ['cose.alg.text'],
    authenticator: ES256,
    edit: parameters([alg, 'ES256']),
  }),
  'alg-huge': rejects('public-key', {
    title: 'alg is an integer of 64 bits',
    catalogue: ['cose.alg.huge'],
    edit: parameters([alg, -(2n ** 63n)]),
  }),
  'alg-bignum': rejects('public-key', {
    title: 'alg is a tagged big number',
    catalogue: ['cose.alg.bignum'],
    authenticator: ES256,
    edit: parameters([alg, new CborTagged(3, Uint8Array.of(6))]),
  }),
};

/** What §6.5.1.1 lays on the key, and no step of §7.1 has the RP check. */
export const malformedKeyCases: Cases = owedAt('should', {
  'kty-missing': rejects('public-key', {
    title: 'kty is missing',
    catalogue: ['cose.kty.missing'],
    edit: withoutParameters(kty),
  }),
  'kty-unknown': rejects('public-key', {
    title: 'kty is 99',
    catalogue: ['cose.kty.unknown'],
    edit: parameters([kty, 99]),
  }),
  'kty-reserved': rejects('public-key', {
    title: 'kty is 0',
    catalogue: ['cose.kty.reserved'],
    edit: parameters([kty, 0]),
  }),
  'kty-text': either({
    title: 'kty is a text, as one browser once wrote it',
    level: 'report',
    reason: 'known from Firefox; some RPs make an exception for it',
    seen: 'MasterKale/SimpleWebAuthn#440',
    authenticator: ED25519,
    catalogue: ['cose.kty.text'],
    edit: parameters([kty, 'OKP']),
  }),
  'crv-missing': rejects('public-key', {
    title: 'an EC2 key has no crv',
    catalogue: ['cose.crv.missing'],
    authenticator: ES256,
    edit: withoutParameters(crv),
  }),
  'crv-missing-okp': rejects('public-key', {
    title: 'an OKP key has no crv',
    catalogue: ['cose.crv.missing-okp'],
    authenticator: ED25519,
    edit: withoutParameters(crv),
  }),
  'crv-unknown': rejects('public-key', {
    title: 'crv is 99',
    catalogue: ['cose.crv.unknown'],
    authenticator: ES256,
    edit: parameters([crv, 99]),
  }),
  'crv-brainpool': rejects('public-key', {
    title: 'crv is brainpoolP256r1, alg is ES256',
    catalogue: ['cose.crv.es256-brainpool'],
    authenticator: ES256,
    edit: parameters([crv, 256]),
  }),
  'crv-x25519': rejects('public-key', {
    title: 'crv is X25519, which does not sign',
    catalogue: ['cose.crv.eddsa-x25519'],
    authenticator: ED25519,
    edit: parameters([crv, 4]),
  }),
  'okp-on-p256': rejects('public-key', {
    title: 'an OKP key is on P-256',
    seen: 'marcjazz/authkestra#265',
    catalogue: ['cose.crv.okp-p256'],
    authenticator: ED25519,
    edit: parameters([crv, 1]),
  }),
  'ec2-on-ed25519': rejects('public-key', {
    title: 'an EC2 key is on Ed25519',
    catalogue: ['cose.crv.ec2-ed25519'],
    authenticator: ES256,
    edit: parameters([crv, 6]),
  }),
  'crv-text': either({
    title: 'crv is a text',
    level: 'report',
    reason: 'RFC 9053 allows a text there, and none is registered',
    catalogue: ['cose.crv.text'],
    authenticator: ES256,
    edit: parameters([crv, 'P-256']),
  }),
  'x-missing': rejects('public-key', {
    title: 'x is missing',
    catalogue: ['cose.x.missing'],
    authenticator: ES256,
    edit: withoutParameters(x),
  }),
  'y-missing': rejects('public-key', {
    title: 'y is missing',
    catalogue: ['cose.y.missing'],
    authenticator: ES256,
    edit: withoutParameters(y),
  }),
  'x-text': rejects('public-key', {
    title: 'x is a text',
    catalogue: ['cose.x.text'],
    authenticator: ES256,
    edit: rewritten(x, bytes => Buffer.from(bytes).toString('base64url')),
  }),
  'y-sign-only': rejects('public-key', {
    title: 'y is the sign bit of a compressed point',
    seen: 'w3c/webauthn#1447',
    catalogue: ['cose.y.bool'],
    authenticator: ES256,
    edit: rewritten(y, bytes => (bytes.at(-1)! & 1) === 1),
  }),
  'x-too-short': rejects('public-key', {
    title: 'x has lost a byte',
    level: 'should',
    catalogue: ['cose.xy.len31'],
    authenticator: ES256,
    edit: rewritten(x, bytes => bytes.subarray(1)),
  }),
  'x-too-long': rejects('public-key', {
    title: 'x has a zero byte before it',
    level: 'should',
    catalogue: ['cose.xy.len33'],
    authenticator: ES256,
    edit: rewritten(x, bytes => concat(Uint8Array.of(0), bytes)),
  }),
  'coordinates-empty': rejects('public-key', {
    title: 'x and y have no bytes',
    catalogue: ['cose.xy.len0'],
    authenticator: ES256,
    edit: parameters([x, new Uint8Array()], [y, new Uint8Array()]),
  }),
  'x-whole-point': rejects('public-key', {
    title: 'x is the whole uncompressed point',
    catalogue: ['cose.xy.sec1'],
    authenticator: ES256,
    edit: {
      publicKey: key =>
        new Map([...key, [x, concat(Uint8Array.of(4), key.get(x) as Uint8Array, key.get(y) as Uint8Array)]]),
    },
  }),
  'ed25519-too-short': rejects('public-key', {
    title: 'x of an Ed25519 key has 31 bytes',
    catalogue: ['cose.okp.len31'],
    authenticator: ED25519,
    edit: rewritten(x, bytes => bytes.subarray(0, 31)),
  }),
  'ed25519-too-long': rejects('public-key', {
    title: 'x of an Ed25519 key has 33 bytes',
    catalogue: ['cose.okp.len31'],
    authenticator: ED25519,
    edit: rewritten(x, bytes => concat(bytes, Uint8Array.of(0))),
  }),
  'ed448-too-short': rejects('public-key', {
    title: 'x of an Ed448 key has 56 bytes',
    catalogue: ['cose.ed448.len'],
    authenticator: { algorithms: [-53] },
    edit: rewritten(x, bytes => bytes.subarray(0, 56)),
  }),
  'rsa-modulus-missing': rejects('public-key', {
    title: 'an RSA key has no modulus',
    catalogue: ['cose.rsa.n-missing'],
    authenticator: RS256,
    edit: withoutParameters(n),
  }),
  'rsa-exponent-missing': rejects('public-key', {
    title: 'an RSA key has no exponent',
    catalogue: ['cose.rsa.e-missing'],
    authenticator: RS256,
    edit: withoutParameters(e),
  }),
});
