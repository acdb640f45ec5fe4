/** ECDSA signatures: DER (WebAuthn Level 3 §6.5.5) and the range of their numbers, after Project Wycheproof. */
import type { Edits } from '../../authenticator/edits.ts';
import { deriveKeyPair } from '../../authenticator/keys.ts';
import { concat, digest } from '../../encoding/bytes.ts';
import { decodeEcdsaSignature, der, derInteger, type EcdsaSignature } from '../../encoding/der.ts';
import { accepts, either, rejects } from '../case.ts';
import { keyInHand } from '../credential/keyInHand.ts';
import type { Cases } from '../json.ts';
import { FIELD, fromNumbers, highS, lowS, ORDER, shortR, shortS } from './ecdsa.ts';
import { message, resigned, signedOver } from './message.ts';

const authenticator = { algorithms: [-7] };

/** The label from which that key derives: half of the coordinates on P-521 begin with a zero byte. */
const LEADING_ZEROS = 'key 2';

const numbers = (change: Parameters<typeof fromNumbers>[0]): Edits => resigned(fromNumbers(change));

/** Writes the encoding from the honest numbers. */
const encoded = (write: (honest: EcdsaSignature) => Uint8Array): Edits =>
  resigned(signature => write(decodeEcdsaSignature(signature)));

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const both = ({ r, s }: EcdsaSignature) => concat(derInteger(r), derInteger(s));
/** The integer without the zero byte that keeps it positive. */
const body = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const withZero = (value: bigint) => der(INTEGER, concat(Uint8Array.of(0), derInteger(value).subarray(2)));

const refused = (title: string, row: string, edit: Edits, level: 'must' | 'should' = 'must') =>
  rejects('signature', { title, level, catalogue: [row], authenticator, edit });

/** Valid signatures that stricter readers than the specification have refused. */
export const validEcdsaCases: Cases = {
  'ecdsa-high-s': accepts({
    title: 's is in the upper half, and takes a zero byte before it',
    seen: 'aethiopicuschan/passkey-go#5',
    catalogue: ['sig.ec.der.high-s', 'sig.ec.der.lead-zero'],
    authenticator,
    edit: numbers(highS),
  }),
  'ecdsa-short-r': accepts({
    title: 'r is short of a byte',
    seen: 'webauthn-open-source/fido2-lib#118',
    catalogue: ['sig.ec.der.short-rs'],
    authenticator,
    edit: numbers(shortR),
  }),
  'ecdsa-short-s': accepts({
    title: 's is short of a byte',
    catalogue: ['sig.ec.der.short-rs'],
    authenticator,
    edit: numbers(shortS),
  }),
  'es512-leading-zeros': accepts({
    title: 'x and y of the ES512 key begin with zero bytes',
    catalogue: ['sig.ec.es512.len'],
    authenticator: { algorithms: [-36] },
    steps: flow => keyInHand(flow, deriveKeyPair(-36, 'es512', LEADING_ZEROS)),
  }),
};

/**
 * §6.5.5 has the authenticator write DER. Where another encoding still tells the right r and s, to read it lets nobody in
 * and §7.2 step 21 is kept; those are `should`.
 */
export const derCases: Cases = {
  'ecdsa-raw': refused(
    'the ECDSA signature is r and s, not DER',
    'sig.ec.raw',
    encoded(({ r, s }) => concat(body(r), body(s))),
    'should',
  ),
  'der-missing-zero': refused(
    's lacks the zero byte that keeps it positive',
    'sig.ec.der.missing-zero',
    encoded(honest => der(SEQUENCE, concat(derInteger(honest.r), der(INTEGER, body(highS(honest).s))))),
    'should',
  ),
  'der-extra-zero': refused(
    's has a zero byte where none is needed',
    'sig.ec.der.extra-zero',
    encoded(honest => der(SEQUENCE, concat(derInteger(honest.r), withZero(lowS(honest).s)))),
    'should',
  ),
  'der-doubled-zero': refused(
    's has two zero bytes where one is needed',
    'sig.ec.der.extra-zero',
    encoded(honest => der(SEQUENCE, concat(derInteger(honest.r), withZero(highS(honest).s)))),
    'should',
  ),
  'der-long-form': refused(
    'the length of the sequence is in the long form',
    'sig.ec.der.long-form',
    encoded(honest => der(SEQUENCE, both(honest), { longForm: true })),
    'should',
  ),
  'der-indefinite': refused(
    'the length of the sequence is indefinite',
    'sig.ec.der.indefinite',
    encoded(honest => concat(Uint8Array.of(SEQUENCE, 0x80), both(honest), Uint8Array.of(0, 0))),
    'should',
  ),
  'der-byte-after': refused(
    'a byte follows the sequence',
    'sig.ec.der.trailing',
    resigned(signature => concat(signature, Uint8Array.of(0))),
    'should',
  ),
  'der-third-integer': refused(
    'the sequence has a third integer',
    'sig.ec.der.inner-trailing',
    encoded(honest => der(SEQUENCE, concat(both(honest), derInteger(0n)))),
    'should',
  ),
  'der-truncated': refused(
    'the signature has lost its last byte',
    'sig.ec.der.truncated',
    resigned(signature => signature.subarray(0, -1)),
  ),
  'der-length-beyond-end': refused(
    'the length of the sequence is beyond the end',
    'sig.ec.der.truncated',
    encoded(honest => der(SEQUENCE, both(honest), { claimed: both(honest).length + 1 })),
    'should',
  ),
  'der-length-overflow': refused(
    'the length of the sequence is 2^31',
    'sig.ec.der.len-overflow',
    encoded(honest => concat(Uint8Array.of(SEQUENCE, 0x84, 0x80, 0, 0, 0), both(honest))),
  ),
  'der-set': refused(
    'r and s stand in a set, not a sequence',
    'sig.ec.der.tags',
    encoded(honest => der(0x31, both(honest))),
    'should',
  ),
  'der-octet-strings': refused(
    'r and s are octet strings',
    'sig.ec.der.tags',
    encoded(({ r, s }) => der(SEQUENCE, concat(der(OCTET_STRING, body(r)), der(OCTET_STRING, body(s))))),
    'should',
  ),
  'der-real': refused(
    'r is the ASN.1 real infinity',
    'sig.ec.der.real',
    encoded(({ s }) => der(SEQUENCE, concat(der(0x09, Uint8Array.of(0x40)), derInteger(s)))),
  ),
  'der-empty-sequence': refused(
    'the sequence has no integers',
    'sig.ec.der.empty-seq',
    resigned(() => der(SEQUENCE, new Uint8Array())),
  ),
  'der-no-numbers': refused(
    'r and s have no bytes',
    'sig.ec.der.empty-seq',
    resigned(() => der(SEQUENCE, concat(der(INTEGER, new Uint8Array()), der(INTEGER, new Uint8Array())))),
  ),
};

const constant = (title: string, row: string, r: bigint, s: bigint, seen?: string) =>
  rejects('signature', {
    title,
    catalogue: [row],
    authenticator,
    ...(seen && { seen }),
    edit: numbers(() => ({ r, s })),
  });

export const rangeCases: Cases = {
  'ecdsa-zeros': constant('r and s are zero', 'sig.ec.zero.r0s0', 0n, 0n, 'CVE-2022-21449'),
  'ecdsa-r-zero': refused(
    'r is zero',
    'sig.ec.zero.r0',
    numbers(({ s }) => ({ r: 0n, s })),
  ),
  'ecdsa-s-zero': refused(
    's is zero',
    'sig.ec.zero.s0',
    numbers(({ r }) => ({ r, s: 0n })),
  ),
  'ecdsa-r-order': refused(
    'r is the order of the curve',
    'sig.ec.range.rn',
    numbers(({ s }) => ({ r: ORDER, s })),
  ),
  'ecdsa-s-order': refused(
    's is the order of the curve',
    'sig.ec.range.rn',
    numbers(({ r }) => ({ r, s: ORDER })),
  ),
  'ecdsa-r-beyond-order': refused(
    'r has the order added',
    'sig.ec.range.r-plus-n',
    numbers(({ r, s }) => ({ r: r + ORDER, s })),
  ),
  'ecdsa-s-beyond-order': refused(
    's has the order added',
    'sig.ec.range.r-plus-n',
    numbers(({ r, s }) => ({ r, s: s + ORDER })),
  ),
  'ecdsa-r-negative': refused(
    'r is negative',
    'sig.ec.range.neg',
    numbers(({ r, s }) => ({ r: -r, s })),
  ),
  'ecdsa-s-negative': refused(
    's is negative',
    'sig.ec.range.neg',
    numbers(({ r, s }) => ({ r, s: -s })),
  ),
  'ecdsa-ones': constant('r and s are one', 'sig.ec.range.n-1', 1n, 1n),
  'ecdsa-order-less-one': constant('r and s are the order less one', 'sig.ec.range.n-1', ORDER - 1n, ORDER - 1n),
  'ecdsa-r-field': refused(
    'r is the prime of the field',
    'sig.ec.range.p',
    numbers(({ s }) => ({ r: FIELD, s })),
  ),
  'ecdsa-r-field-less-order': refused(
    'r is the prime of the field less the order',
    'sig.ec.range.p',
    numbers(({ s }) => ({ r: FIELD - ORDER, s })),
  ),
  'ecdsa-huge': refused(
    'r and s have 4 KiB each',
    'sig.ec.huge',
    numbers(() => ({ r: 1n << 32_768n, s: 1n << 32_768n })),
  ),
  'ecdsa-swapped': refused(
    'r and s have changed places',
    'sig.ec.recover-any',
    numbers(({ r, s }) => ({ r: s, s: r })),
  ),
  'ecdsa-sha384': refused('the ES256 signature is over SHA-384', 'sig.ec.hash-384', signedOver(message, -35)),
  'ecdsa-digest-as-number': refused(
    's is the digest of the message',
    'sig.ec.recover-any',
    numbers(({ r }, context) => ({
      r,
      s: BigInt(`0x${Buffer.from(digest('sha256', message(context))).toString('hex')}`),
    })),
  ),
  'der-long-form-integers': either({
    title: 'the lengths of r and s are in the long form, as of some security keys',
    level: 'report',
    reason: 'not DER; known from the firmware of some security keys, and let through by some RPs for their sake',
    seen: 'go-webauthn/webauthn#408',
    catalogue: ['sig.ec.der.yubikey58'],
    authenticator,
    edit: encoded(({ r, s }) =>
      der(SEQUENCE, concat(...[r, s].map(n => der(INTEGER, derInteger(n).subarray(2), { longForm: true })))),
    ),
  }),
};
