/** RSA signatures (RFC 8017 §8), after Project Wycheproof: the padding is made here, and put under the private key as it is. */
import { constants, privateEncrypt, sign } from 'node:crypto';
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { concat, fromHex, hex, sha256 } from '../../encoding/bytes.ts';
import { either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { message, resigned, signedOver } from './message.ts';
import { pssMaskedBy } from './pss.ts';

const RS256 = -257;
const PS256 = -37;

const refused = (
  title: string,
  rows: string | string[],
  edit: Edits,
  algorithm = RS256,
  level: 'must' | 'should' = 'must',
) => rejects('signature', { title, level, catalogue: [rows].flat(), authenticator: { algorithms: [algorithm] }, edit });

/** DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2). */
const DIGEST_INFO = fromHex('3031300d060960864801650304020105000420');
/** The same without the NULL parameters. */
const DIGEST_INFO_WITHOUT_NULL = fromHex('302f300b06096086480165030402010420');
/** The same with the outer length in the long form. */
const DIGEST_INFO_LONG_FORM = fromHex('308131300d060960864801650304020105000420');

const modulusLength = ({ publicKey }: EditContext) =>
  Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url').length;

/** 00 ‖ type ‖ filling ‖ 00 ‖ payload, filled to the length of the modulus unless a filling length is given. */
interface Block {
  type?: number;
  fill?: number;
  filling?: number;
  payload: Uint8Array;
  after?: Uint8Array;
}

/** Signs a block with the bare RSA operation. */
const block = (write: (context: EditContext, digest: Uint8Array) => Block): Edits =>
  resigned((_, context) => {
    const size = modulusLength(context);
    const { type = 1, fill = 0xff, filling, payload, after } = write(context, sha256(message(context)));
    const padding = new Uint8Array(filling ?? size - payload.length - 3).fill(fill);
    const start = concat(Uint8Array.of(0, type), padding, Uint8Array.of(0), payload);
    const rest = after ?? new Uint8Array(size - start.length);
    return privateEncrypt({ key: context.privateKey, padding: constants.RSA_NO_PADDING }, concat(start, rest));
  });

const number = (write: (context: EditContext, honest: bigint, modulus: bigint) => bigint): Edits =>
  resigned((signature, context) => {
    const modulus = BigInt(`0x${hex(Buffer.from(context.publicKey.export({ format: 'jwk' }).n!, 'base64url'))}`);
    const value = write(context, BigInt(`0x${hex(signature)}`), modulus).toString(16);
    return fromHex(value.padStart(Math.max(signature.length * 2, value.length + (value.length % 2)), '0'));
  });

const pssSalt = (saltLength: number): Edits =>
  resigned((_, context) =>
    sign('sha256', message(context), {
      key: context.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength,
    }),
  );

export const rsaCases: Cases = {
  'rsa-pss-for-pkcs1': refused('an RS256 key signs with PSS', 'sig.rsa.pss-for-pkcs', signedOver(message, PS256)),
  'rsa-pkcs1-for-pss': refused(
    'a PS256 key signs with PKCS #1 version 1.5',
    'sig.rsa.pkcs-for-pss',
    signedOver(message, RS256),
    PS256,
  ),
  'rsa-algorithm-of-the-moment': refused('an RS256 key signs with PSS, and the response says so', 'sig.alg.stored', {
    ...signedOver(message, PS256),
    response: response => ({ ...response, alg: PS256, response: { ...response.response, publicKeyAlgorithm: PS256 } }),
  }),
  'rsa-sha1': refused(
    'the RS256 signature is over SHA-1',
    ['sig.rsa.hash-mismatch', 'alg.rs1'],
    signedOver(message, -65535),
  ),
  'rsa-sha512': refused('the RS256 signature is over SHA-512', 'sig.rsa.hash-mismatch', signedOver(message, -259)),
  'rsa-no-digest-info': refused(
    'the padded block is the digest alone',
    'sig.rsa.no-hash',
    block((_, digest) => ({ payload: digest })),
  ),
  'rsa-digest-info-long-form': refused(
    'DigestInfo has a length in the long form',
    'sig.rsa.ber-padding',
    block((_, digest) => ({ payload: concat(DIGEST_INFO_LONG_FORM, digest) })),
  ),
  'rsa-garbage-after': refused(
    'the padding is short, and zeros follow the digest',
    'sig.rsa.garbage-after',
    block((_, digest) => ({ payload: concat(DIGEST_INFO, digest), filling: 8 })),
  ),
  'rsa-block-type-two': refused(
    'the padded block is of type 2',
    'sig.rsa.modified-padding',
    block((_, digest) => ({ payload: concat(DIGEST_INFO, digest), type: 2 })),
  ),
  'rsa-other-filling': refused(
    'the padding is filled with another byte',
    'sig.rsa.modified-padding',
    block((_, digest) => ({ payload: concat(DIGEST_INFO, digest), fill: 0xfe })),
  ),
  'rsa-missing-null': either({
    title: 'DigestInfo lacks its NULL parameters',
    level: 'report',
    reason: 'RFC 8017 lets verifiers take both',
    catalogue: ['sig.rsa.missing-null'],
    authenticator: { algorithms: [RS256] },
    edit: block((_, digest) => ({ payload: concat(DIGEST_INFO_WITHOUT_NULL, digest) })),
  }),
  'rsa-too-short': refused(
    'the RSA signature has lost its last byte',
    'sig.rsa.len',
    resigned(signature => signature.subarray(0, -1)),
  ),
  'rsa-zero-before': refused(
    'the RSA signature has a zero byte before it',
    'sig.rsa.len',
    resigned(signature => concat(Uint8Array.of(0), signature)),
    RS256,
    'should',
  ),
  'rsa-beyond-modulus': refused(
    'the RSA signature has the modulus added',
    'sig.rsa.s-plus-n',
    number((_, honest, modulus) => honest + modulus),
  ),
  'rsa-zero': refused(
    'the RSA signature is zero',
    'sig.rsa.zero',
    number(() => 0n),
  ),
  'rsa-one': refused(
    'the RSA signature is one',
    'sig.rsa.zero',
    number(() => 1n),
  ),
  'rsa-modulus-less-one': refused(
    'the RSA signature is the modulus less one',
    'sig.rsa.zero',
    number((_, __, modulus) => modulus - 1n),
  ),
  'pss-salt-twenty': refused(
    'the PS256 signature has a salt of 20 bytes',
    'sig.rsa.pss.salt-other',
    pssSalt(20),
    PS256,
    'should',
  ),
  'pss-salt-longest': refused(
    'the PS256 signature has the longest salt',
    'sig.rsa.pss.salt-other',
    pssSalt(constants.RSA_PSS_SALTLEN_MAX_SIGN),
    PS256,
    'should',
  ),
  'pss-mask-by-sha1': refused(
    'the mask of the PS256 signature is by SHA-1',
    'sig.rsa.pss.mgf',
    resigned((_, context) => pssMaskedBy('sha1', modulusLength(context), context)),
    PS256,
  ),
  'pss-no-salt': either({
    title: 'the PS256 signature has no salt',
    level: 'report',
    reason: 'RFC 8230 asks for a salt as long as the hash; some verifiers take any length',
    catalogue: ['sig.rsa.pss.salt-0'],
    authenticator: { algorithms: [PS256] },
    edit: pssSalt(0),
  }),
};
