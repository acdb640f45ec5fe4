/** Ed25519 and Ed448 signatures (RFC 8032). */
import { ed25519, ed25519ph } from '@noble/curves/ed25519.js';
import type { Edits } from '../../authenticator/edits.ts';
import { concat, digest, fromHex, hex } from '../../encoding/bytes.ts';
import { der } from '../../encoding/der.ts';
import { rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { message, resigned, signedOver } from './message.ts';
import { nonCanonicalIdentity } from './nonCanonical.ts';

const refused = (title: string, row: string, edit: Edits, algorithm = -8) =>
  rejects('signature', { title, catalogue: [row], authenticator: { algorithms: [algorithm] }, edit });

const SIZE = 32;
const ORDER = ed25519.Point.Fn.ORDER;
const little = (bytes: Uint8Array) => BigInt(`0x${hex(Uint8Array.from(bytes).reverse())}`);
const littleBytes = (value: bigint) => fromHex(value.toString(16).padStart(SIZE * 2, '0')).reverse();

export const edwardsCases: Cases = {
  'ed25519-der': refused(
    'the Ed25519 signature stands in DER integers',
    'sig.ed.der',
    resigned(signature =>
      der(0x30, concat(der(0x02, signature.subarray(0, SIZE)), der(0x02, signature.subarray(SIZE)))),
    ),
  ),
  'ed25519-too-short': refused(
    'the Ed25519 signature has 63 bytes',
    'sig.ed.len',
    resigned(signature => signature.subarray(0, -1)),
  ),
  'ed25519-too-long': refused(
    'the Ed25519 signature has 65 bytes',
    'sig.ed.len',
    resigned(signature => concat(signature, Uint8Array.of(0))),
  ),
  'ed25519-twice': refused(
    'the Ed25519 signature stands twice',
    'sig.ed.len',
    resigned(signature => concat(signature, signature)),
  ),
  'ed25519-s-beyond-order': refused(
    'S has the order added',
    'sig.ed.s-plus-l',
    resigned(signature => concat(signature.subarray(0, SIZE), littleBytes(little(signature.subarray(SIZE)) + ORDER))),
  ),
  'ed25519-s-high-bit': refused(
    'S has its highest bit set',
    'sig.ed.s-high',
    resigned(signature => {
      const copy = Uint8Array.from(signature);
      copy[63]! |= 0x80;
      return copy;
    }),
  ),
  'ed25519-zeros': refused(
    'R is the identity and S is zero',
    'sig.ed.small-order',
    resigned(() => concat(Uint8Array.of(1), new Uint8Array(63))),
  ),
  'ed25519-r-beyond-field': rejects('signature', {
    title: 'R is the identity, written with the prime of the field added',
    level: 'should',
    catalogue: ['sig.ed.r-noncanonical'],
    authenticator: { algorithms: [-8] },
    edit: resigned((_, context) => nonCanonicalIdentity(context.privateKey, message(context))),
  }),
  'ed25519-prehashed': refused(
    'the Ed25519 signature is over SHA-512 of the message',
    'sig.ed.prehash',
    signedOver(context => digest('sha512', message(context))),
  ),
  ed25519ph: refused(
    'the signature is Ed25519ph',
    'sig.ed.ph',
    resigned((_, context) =>
      ed25519ph.sign(message(context), Buffer.from(context.privateKey.export({ format: 'jwk' }).d!, 'base64url')),
    ),
  ),
  'ed448-too-short': refused(
    'the Ed448 signature has 113 bytes',
    'sig.ed448.len',
    resigned(signature => signature.subarray(0, -1)),
    -53,
  ),
  'ed448-too-long': refused(
    'the Ed448 signature has 115 bytes',
    'sig.ed448.len',
    resigned(signature => concat(signature, Uint8Array.of(0))),
    -53,
  ),
};
