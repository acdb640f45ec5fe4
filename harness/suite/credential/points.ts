/** Points on their curves, and RSA integers (WebAuthn Level 3 §5.8.5; RFC 8032 §5.1.3, RFC 8230 §6.1). */
import { p256 } from '@noble/curves/nist.js';
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { frozenRsaKeyPair } from '../../authenticator/keys.ts';
import { concat, flipBit, fromHex } from '../../encoding/bytes.ts';
import { LABEL } from '../../encoding/cose.ts';
import { ecdsaKey } from '../assertion/ecdsa.ts';
import { accepts, either, owedAt, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { ED25519, ES256, parameters, RS256, rewritten } from './keyEdits.ts';
import { keyInHand } from './keyInHand.ts';

const { x, y, n, e } = LABEL;

const { p: FIELD, b: B } = p256.Point.CURVE();
const field = (value: bigint) => fromHex(value.toString(16).padStart(64, '0'));
const point = (px: bigint, py: bigint): Edits => parameters([x, field(px)], [y, field(py)]);

/** y² = x³ − 3x + b: a y for an x that has one. */
const yFor = (px: bigint) => p256.Point.Fp.sqrt(p256.Point.Fp.create(px ** 3n - 3n * px + B));

/** 5 is the smallest x with a point on P-256; x + p still has 32 bytes, and stands for the same field element. */
const SMALL_X = 5n;

/** Multiples of the generator whose x, or y, begins with a zero byte. */
const LEADING_ZERO = { x: 379n, y: 43n };

/** Ed25519: the identity, and the first y that no point has; RFC 8032 §5.1.3 decodes neither p nor what is beyond it. */
const EDWARDS = {
  identity: fromHex(`01${'00'.repeat(31)}`),
  orderTwo: fromHex(`ec${'ff'.repeat(30)}7f`),
  orderEight: fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'),
  beyondField: fromHex(`f0${'ff'.repeat(30)}7f`),
  noPoint: fromHex(`02${'00'.repeat(31)}`),
};

/** §6.5.1.1 and §5.8.5 lay all this on the key; no step of §7.1 has the RP look. */
export const pointCases: Cases = owedAt('should', {
  'off-curve': rejects('public-key', {
    title: 'the point is not on P-256',
    seen: 'tweag/webauthn#133',
    catalogue: ['cose.xy.offcurve'],
    authenticator: ES256,
    edit: rewritten(y, bytes => flipBit(bytes, -1)),
  }),
  'point-zero': rejects('public-key', {
    title: 'x and y are zero',
    catalogue: ['cose.xy.zero'],
    authenticator: ES256,
    edit: point(0n, 0n),
  }),
  'coordinate-beyond-field': rejects('public-key', {
    title: 'x is larger than the field, for a point on P-256',
    catalogue: ['cose.xy.ge-p'],
    authenticator: ES256,
    edit: point(SMALL_X + FIELD, yFor(SMALL_X)),
  }),
  'leading-zero-in-x': accepts({
    title: 'x begins with a zero byte',
    catalogue: ['cose.xy.leading-zero'],
    authenticator: ES256,
    steps: flow => keyInHand(flow, ecdsaKey(LEADING_ZERO.x)),
  }),
  'leading-zero-in-y': accepts({
    title: 'y begins with a zero byte',
    catalogue: ['cose.xy.leading-zero'],
    authenticator: ES256,
    steps: flow => keyInHand(flow, ecdsaKey(LEADING_ZERO.y)),
  }),
  'x-zero': either({
    title: 'x is zero, for a point on P-256',
    level: 'report',
    reason: 'a legal point that no device makes',
    catalogue: ['cose.xy.x-zero'],
    authenticator: ES256,
    edit: point(0n, p256.Point.Fp.sqrt(B)),
  }),
  generator: either({
    title: 'the key is the generator, whose private key is one',
    level: 'report',
    reason: 'a legal key that nobody may have; RPs are not told to look',
    catalogue: ['cose.ec.generator'],
    authenticator: ES256,
    edit: point(p256.Point.BASE.toAffine().x, p256.Point.BASE.toAffine().y),
  }),
  // Under a point of small order one signature is good for every message, or for one in so many: it lets anybody in.
  'ed25519-identity': rejects('public-key', {
    title: 'the Ed25519 key is the identity, for which anybody can sign',
    level: 'must',
    seen: 'nodejs/node#64026',
    catalogue: ['cose.okp.small-order', 'sig.ed.small-order'],
    authenticator: ED25519,
    edit: parameters([x, EDWARDS.identity]),
  }),
  'ed25519-order-two': rejects('public-key', {
    title: 'the Ed25519 key has order 2',
    level: 'must',
    catalogue: ['cose.okp.small-order', 'sig.ed.small-order'],
    authenticator: ED25519,
    edit: parameters([x, EDWARDS.orderTwo]),
  }),
  'ed25519-order-eight': rejects('public-key', {
    title: 'the Ed25519 key has order 8',
    level: 'must',
    catalogue: ['cose.okp.small-order', 'sig.ed.small-order'],
    authenticator: ED25519,
    edit: parameters([x, EDWARDS.orderEight]),
  }),
  'ed25519-beyond-field': rejects('public-key', {
    title: 'the Ed25519 key has a y beyond the field',
    level: 'should',
    catalogue: ['cose.okp.noncanonical-y'],
    authenticator: ED25519,
    edit: parameters([x, EDWARDS.beyondField]),
  }),
  'ed25519-no-point': rejects('public-key', {
    title: 'the Ed25519 key has a y that no point has',
    catalogue: ['cose.okp.not-point'],
    authenticator: ED25519,
    edit: parameters([x, EDWARDS.noPoint]),
  }),
});

/** An odd number of so many bits: a modulus as good as any for a reader that does not factor it. */
const modulus = (bits: number): Edits => rewritten(n, (_, context) => oddOfBits(bits, context));

function oddOfBits(bits: number, { random }: EditContext): Uint8Array {
  const value = Uint8Array.from(random(`modulus of ${bits}`, Math.ceil(bits / 8)));
  const top = (bits - 1) % 8;
  value[0] = (value[0]! & ((1 << (top + 1)) - 1)) | (1 << top);
  value[value.length - 1]! |= 1;
  return value;
}

export const rsaCases: Cases = owedAt('should', {
  'rsa-512': rejects('rsa-key', {
    title: 'the RSA modulus has 512 bits',
    catalogue: ['cose.rsa.512'],
    authenticator: RS256,
    edit: modulus(512),
  }),
  'rsa-1024': rejects('rsa-key', {
    title: 'the RSA modulus has 1024 bits',
    level: 'should',
    seen: 'web-auth/cose-lib#170',
    catalogue: ['cose.rsa.1024'],
    authenticator: RS256,
    edit: modulus(1024),
  }),
  'rsa-2047': either({
    title: 'the RSA modulus has 2047 bits',
    level: 'report',
    reason: 'RFC 8230 asks for 2048 bits; some implementations make moduli one bit short',
    catalogue: ['cose.rsa.2047'],
    authenticator: RS256,
    edit: modulus(2047),
  }),
  'rsa-2048': accepts({
    title: 'the RSA modulus has 2048 bits',
    catalogue: ['cose.rsa.2048'],
    authenticator: RS256,
  }),
  'rsa-3072': accepts({
    title: 'the RSA modulus has 3072 bits',
    catalogue: ['cose.rsa.4096'],
    authenticator: RS256,
    steps: flow => keyInHand(flow, frozenRsaKeyPair(-257, 3072)),
  }),
  'rsa-4096': accepts({
    title: 'the RSA modulus has 4096 bits',
    catalogue: ['cose.rsa.4096'],
    authenticator: RS256,
    steps: flow => keyInHand(flow, frozenRsaKeyPair(-257, 4096)),
  }),
  'rsa-16384': rejects('rsa-key', {
    title: 'the RSA modulus has 16384 bits',
    level: 'should',
    catalogue: ['cose.rsa.16384'],
    authenticator: RS256,
    edit: modulus(16_384),
  }),
  'rsa-modulus-even': rejects('rsa-key', {
    title: 'the RSA modulus is even',
    level: 'should',
    catalogue: ['cose.rsa.n-even'],
    authenticator: RS256,
    edit: rewritten(n, bytes => flipBit(bytes, -1)),
  }),
  'rsa-modulus-one': rejects('rsa-key', {
    title: 'the RSA modulus is one',
    catalogue: ['cose.rsa.n-one'],
    authenticator: RS256,
    edit: parameters([n, Uint8Array.of(1)]),
  }),
  'rsa-modulus-zero-before': rejects('rsa-key', {
    title: 'the RSA modulus has a zero byte before it',
    level: 'should',
    catalogue: ['cose.rsa.n-leading-zero'],
    authenticator: RS256,
    edit: rewritten(n, bytes => concat(Uint8Array.of(0), bytes)),
  }),
  'rsa-exponent-zero': rejects('rsa-key', {
    title: 'the RSA exponent is zero',
    catalogue: ['cose.rsa.e0'],
    authenticator: RS256,
    edit: parameters([e, Uint8Array.of(0)]),
  }),
  // A padded block is its own signature under this key: to accept it lets anybody in.
  'rsa-exponent-one': rejects('rsa-key', {
    title: 'the RSA exponent is one, so that anybody can sign',
    level: 'must',
    seen: 'dotnet/aspnetcore#69235',
    catalogue: ['cose.rsa.e1'],
    authenticator: RS256,
    edit: parameters([e, Uint8Array.of(1)]),
  }),
  'rsa-exponent-even': rejects('rsa-key', {
    title: 'the RSA exponent is even',
    seen: 'dotnet/aspnetcore#69235',
    catalogue: ['cose.rsa.e2'],
    authenticator: RS256,
    edit: parameters([e, Uint8Array.of(2)]),
  }),
  'rsa-exponent-three': either({
    title: 'the RSA exponent is three',
    level: 'report',
    reason: 'legal, and safe only beside a strict check of the padding',
    catalogue: ['cose.rsa.e3'],
    authenticator: RS256,
    steps: flow => keyInHand(flow, frozenRsaKeyPair(-257, 2048, 3)),
  }),
  'rsa-exponent-huge': rejects('rsa-key', {
    title: 'the RSA exponent is as long as the modulus',
    level: 'should',
    catalogue: ['cose.rsa.e-huge'],
    authenticator: RS256,
    edit: rewritten(e, (_, context) => oddOfBits(2040, context)),
  }),
});
