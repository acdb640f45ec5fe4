/** The canonical form of credentialPublicKey, without parameters that are not required (WebAuthn Level 3 §6.5.1.1). */
import { RawCbor, raw } from '../../encoding/cbor.ts';
import { LABEL } from '../../encoding/cose.ts';
import { either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { ED25519, ES256, parameters, RS256, rewritten, written } from './keyEdits.ts';

const { kty, alg, x, y } = LABEL;

/** A readable key that strays from the canonical form, or says more than it may. */
export const keyFormCases: Cases = {
  'private-key': rejects('public-key-form', {
    title: 'the key has its private part with it',
    level: 'should',
    catalogue: ['cose.private.d'],
    authenticator: ES256,
    edit: {
      publicKey: (key, { privateKey }) =>
        new Map([...key, [LABEL.d, Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url')]]),
    },
  }),
  'key-id': rejects('public-key-form', {
    title: 'the key has a kid',
    level: 'should',
    catalogue: ['cose.extra.kid'],
    edit: parameters([LABEL.kid, Uint8Array.of(1, 2, 3)]),
  }),
  'key-operations': rejects('public-key-form', {
    title: 'the key has key_ops',
    level: 'should',
    catalogue: ['cose.extra.kid'],
    edit: parameters([LABEL.keyOps, [2]]),
  }),
  'okp-with-y': rejects('public-key-form', {
    title: 'an OKP key has y',
    level: 'should',
    catalogue: ['cose.okp.with-y'],
    authenticator: ED25519,
    edit: { publicKey: (key, { random }) => new Map([...key, [y, random('y', 32)]]) },
  }),
  'rsa-with-more-primes': rejects('public-key-form', {
    title: 'an RSA key has other_primes',
    level: 'should',
    catalogue: ['cose.rsa.multi-prime'],
    authenticator: RS256,
    edit: parameters([-10, []]),
  }),
  'alg-twice': rejects('public-key-form', {
    title: 'alg stands twice, another one first',
    level: 'should',
    seen: 'w3c/webauthn#469',
    catalogue: ['cose.dup.alg'],
    edit: written(pairs => raw.map([[raw.int(alg), raw.int(-65_534)], ...pairs])),
  }),
  'x-twice': rejects('public-key-form', {
    title: 'x stands twice, another one first',
    level: 'should',
    catalogue: ['cose.dup.x'],
    authenticator: ES256,
    edit: written(pairs => raw.map([[raw.int(x), raw.bytes(new Uint8Array(32))], ...pairs])),
  }),
  'tagged-coordinate': rejects('public-key', {
    title: 'x is a tagged byte string',
    level: 'should',
    catalogue: ['ao.tag.nested'],
    authenticator: ES256,
    edit: rewritten(x, bytes => new RawCbor(raw.tag(2, raw.bytes(bytes)))),
  }),
  'unknown-label': either({
    title: 'the key has an unknown label',
    level: 'report',
    reason: 'other parameters are forbidden to the authenticator; RPs are not told to look',
    catalogue: ['cose.extra.unknown'],
    edit: parameters([-70_000, true]),
  }),
  'sign-only': either({
    title: 'the key says that it is for signing only',
    level: 'report',
    reason: 'other parameters are forbidden to the authenticator; RPs are not told to look',
    catalogue: ['cose.keyops.sign-only'],
    edit: parameters([LABEL.keyOps, [1]]),
  }),
  'other-order': either({
    title: 'the labels of the key are in another order',
    level: 'report',
    reason: 'a canonical form is the duty of the authenticator',
    catalogue: ['cose.order'],
    edit: written(pairs => raw.map(pairs.reverse())),
  }),
  'indefinite-length': either({
    title: 'the key is an indefinite-length map',
    level: 'report',
    reason: 'a canonical form is the duty of the authenticator',
    catalogue: ['cose.indef'],
    edit: written(pairs => raw.indefinite(5, pairs.flat())),
  }),
  'long-integers': either({
    title: 'the label kty takes two bytes',
    level: 'report',
    reason: 'a canonical form is the duty of the authenticator',
    catalogue: ['cose.nonminimal'],
    edit: written(([first, ...others]) => raw.map([[raw.int(kty, 1), first![1]], ...others])),
  }),
  'one-entry-short': either({
    title: 'the map of an OKP key claims three entries and has four',
    level: 'report',
    reason: 'known from Firefox; some RPs make an exception for it',
    seen: 'MasterKale/SimpleWebAuthn#456',
    authenticator: ED25519,
    catalogue: ['cose.okp.firefox-a3'],
    edit: written(pairs => raw.map(pairs, 3)),
  }),
};
