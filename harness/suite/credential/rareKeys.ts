/** Keys that are seldom seen: on the twist of P-256, and RSA with an unusual modulus or exponent. */
import { getDiffieHellman } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { frozenRsaKeyPair } from '../../authenticator/keys.ts';
import { fromHex } from '../../encoding/bytes.ts';
import { LABEL } from '../../encoding/cose.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { ES256, parameters, RS256 } from './keyEdits.ts';
import { keyInHand } from './keyInHand.ts';

const { Fp } = p256.Point;
const field = (value: bigint) => fromHex(value.toString(16).padStart(64, '0'));

/** No point of P-256 has x = 1, so that −1 times its square, which is no square either way, has a root. */
const TWIST_X = 1n;
const TWIST_Y = Fp.sqrt(Fp.neg(Fp.create(TWIST_X ** 3n - 3n * TWIST_X + p256.Point.CURVE().b)));

export const rareKeyCases: Cases = {
  'on-twist': rejects('public-key', {
    title: 'the point is on the quadratic twist of P-256',
    level: 'should',
    catalogue: ['cose.xy.twist'],
    authenticator: ES256,
    edit: parameters([LABEL.x, field(TWIST_X)], [LABEL.y, field(TWIST_Y)]),
  }),
  'rsa-3482': accepts({
    title: 'the RSA modulus has 3482 bits, which fill no whole byte',
    catalogue: ['cose.rsa.3482'],
    authenticator: RS256,
    steps: flow => keyInHand(flow, frozenRsaKeyPair(-257, 3482)),
  }),
  'rsa-exponent-no-palindrome': accepts({
    title: 'the RSA exponent is 65539, which reads otherwise from its end',
    seen: 'passwordless-lib/fido2-net-lib#671',
    catalogue: ['cose.rsa.e-le'],
    authenticator: RS256,
    steps: flow => keyInHand(flow, frozenRsaKeyPair(-257, 2048, 65539)),
  }),
  'rsa-modulus-prime': either({
    title: 'the RSA modulus is a prime',
    level: 'report',
    reason: 'whoever knows it can sign, but to find out takes a test of primality that nobody asks of an RP',
    catalogue: ['cose.rsa.n-prime'],
    authenticator: RS256,
    // The prime of RFC 3526 §3, which is at hand.
    edit: parameters([LABEL.n, Uint8Array.from(getDiffieHellman('modp14').getPrime())]),
  }),
};
