/** ML-DSA signatures (FIPS 204). Skipped where the RP does not offer ML-DSA-44. */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { concat, digest, flipBit, fromHex } from '../../encoding/bytes.ts';
import { ML_DSA_SEED, mlDsaKeyPair, mlDsaSign, mlDsaSignFormatted } from '../../encoding/mlDsa.ts';
import { rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { message, resigned } from './message.ts';

const ML_DSA_44 = -48;
const ML_DSA_65 = -49;
/** id-sha512, DER. */
const SHA_512 = fromHex('0609608648016503040203');

const refused = (title: string, row: string, edit: Edits) =>
  rejects('signature', { title, catalogue: [row], authenticator: { algorithms: [ML_DSA_44] }, edit });

/** Signs M′ (FIPS 204 §5.4.1) with the credential's key. */
const formatted = (write: (message: Uint8Array) => Uint8Array): Edits =>
  resigned((_, context) => mlDsaSignFormatted(ML_DSA_44, context.privateKey, write(message(context))));

const ofOtherSet = (context: EditContext) => {
  const { privateKey } = mlDsaKeyPair(ML_DSA_65, context.random('stranger', ML_DSA_SEED));
  return mlDsaSign(ML_DSA_65, privateKey, message(context));
};

/** Of ML-DSA-44 (FIPS 204 §4): at most 80 hints, of 4 polynomials; algorithm 20 packs them at the end. */
const HINTS = { most: 80, polynomials: 4 };

/** A signature with its hints rewritten: the indices, then for each polynomial where its own end. */
const withHints = (write: (indices: Uint8Array, ends: Uint8Array) => void): Edits =>
  resigned(signature => {
    const copy = Uint8Array.from(signature);
    const hints = copy.subarray(copy.length - HINTS.most - HINTS.polynomials);
    write(hints.subarray(0, HINTS.most), hints.subarray(HINTS.most));
    return copy;
  });

export const mlDsaCases: Cases = {
  'ml-dsa-bit': refused(
    'a bit of the ML-DSA signature is flipped',
    'alg.mldsa44',
    resigned(signature => flipBit(signature, 0)),
  ),
  'ml-dsa-empty': refused(
    'the ML-DSA signature has no bytes',
    'sig.mldsa.len',
    resigned(() => new Uint8Array()),
  ),
  'ml-dsa-too-short': refused(
    'the ML-DSA signature has a byte less',
    'sig.mldsa.len',
    resigned(signature => signature.subarray(0, -1)),
  ),
  'ml-dsa-too-long': refused(
    'the ML-DSA signature has a byte more',
    'sig.mldsa.len',
    resigned(signature => concat(signature, Uint8Array.of(0))),
  ),
  'ml-dsa-of-other-set': refused(
    'the signature is ML-DSA-65, the key ML-DSA-44',
    'sig.mldsa.len',
    resigned((_, context) => ofOtherSet(context)),
  ),
  'ml-dsa-with-context': refused(
    'the ML-DSA signature has a context',
    'sig.mldsa.ctx',
    formatted(signed => concat(Uint8Array.of(0, 1, 0x78), signed)),
  ),
  'ml-dsa-without-domain': refused(
    'the ML-DSA signature is over the bare message',
    'sig.mldsa.ctx',
    formatted(signed => signed),
  ),
  'ml-dsa-prehashed': refused(
    'the signature is HashML-DSA with SHA-512',
    'sig.mldsa.ctx',
    formatted(signed => concat(Uint8Array.of(1, 0), SHA_512, digest('sha512', signed))),
  ),
  'ml-dsa-hints-unsorted': refused(
    'two hints of one polynomial stand the wrong way round',
    'sig.mldsa.hint',
    withHints((indices, ends) => {
      const first = [...ends].findIndex((end, polynomial) => end - (ends[polynomial - 1] ?? 0) >= 2);
      const at = ends[first - 1] ?? 0;
      [indices[at], indices[at + 1]] = [indices[at + 1]!, indices[at]!];
    }),
  ),
  'ml-dsa-hints-padded': refused(
    'what follows the hints is not zero',
    'sig.mldsa.hint',
    withHints((indices, ends) => indices.fill(0xff, ends.at(-1))),
  ),
  'ml-dsa-hints-too-many': refused(
    'a polynomial says that it has more hints than there are',
    'sig.mldsa.hint',
    withHints((_, ends) => ends.fill(0xff, -1)),
  ),
};
