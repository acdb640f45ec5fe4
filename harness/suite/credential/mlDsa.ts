/** ML-DSA credentials (FIPS 204; COSE key type AKP, RFC 9964). Skipped where the RP does not offer the algorithm. */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { concat, flipBit } from '../../encoding/bytes.ts';
import type { CborMap } from '../../encoding/cbor.ts';
import { KTY, LABEL } from '../../encoding/cose.ts';
import { ML_DSA_SEED, mlDsaBytes, mlDsaKeyPair } from '../../encoding/mlDsa.ts';
import { accepts, owedAt, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import { parameters, rewritten, withoutParameters } from './keyEdits.ts';

const ML_DSA_44 = { algorithms: [-48] };
const ES256 = -7;
const ML_DSA_65 = -49;

const unreadable = (title: string, row: string, edit: Edits) =>
  rejects('public-key', { title, catalogue: [row], authenticator: ML_DSA_44, edit });

const withPub = (write: (pub: Uint8Array, context: EditContext) => Uint8Array) => rewritten(LABEL.pub, write);

const seed = ({ random }: EditContext) => random('ML-DSA seed', ML_DSA_SEED);

/** Keys that cannot be those of their algorithm. */
export const mlDsaKeyCases: Cases = owedAt('should', {
  'ml-dsa-pub-missing': unreadable('an ML-DSA key has no pub', 'cose.mldsa.44', withoutParameters(LABEL.pub)),
  'ml-dsa-pub-text': unreadable('pub of an ML-DSA key is a text', 'cose.mldsa.44', parameters([LABEL.pub, 'pub'])),
  'ml-dsa-pub-empty': unreadable(
    'pub of an ML-DSA key has no bytes',
    'cose.mldsa.len',
    withPub(() => new Uint8Array()),
  ),
  'ml-dsa-pub-too-short': unreadable(
    'pub of an ML-DSA-44 key has 1311 bytes',
    'cose.mldsa.len',
    withPub(pub => pub.subarray(0, -1)),
  ),
  'ml-dsa-pub-too-long': unreadable(
    'pub of an ML-DSA-44 key has 1313 bytes',
    'cose.mldsa.len',
    withPub(pub => concat(pub, Uint8Array.of(0))),
  ),
  'ml-dsa-pub-is-seed': unreadable(
    'pub of an ML-DSA-44 key is a seed of 32 bytes',
    'cose.mldsa.len',
    withPub((_, context) => seed(context)),
  ),
  'ml-dsa-pub-is-private-key': unreadable(
    'pub of an ML-DSA-44 key has the 2560 bytes of a private one',
    'cose.mldsa.len',
    withPub((_, context) => mlDsaBytes(context.privateKey)!),
  ),
  'ml-dsa-pub-of-other-set': unreadable(
    'an ML-DSA-65 key says ML-DSA-44',
    'cose.mldsa.len',
    withPub((_, context) => mlDsaBytes(mlDsaKeyPair(ML_DSA_65, seed(context)).publicKey)!),
  ),
  'ml-dsa-kty-ec2': unreadable('kty of an ML-DSA key is EC2', 'cose.mldsa.44', parameters([LABEL.kty, KTY.EC2])),
  'ml-dsa-kty-okp': unreadable('kty of an ML-DSA key is OKP', 'cose.mldsa.44', parameters([LABEL.kty, KTY.OKP])),
  'ml-dsa-with-private-key': rejects('public-key-form', {
    title: 'an ML-DSA key has its private part with it',
    catalogue: ['cose.mldsa.44', 'cose.private.d'],
    authenticator: ML_DSA_44,
    edit: { publicKey: (key, context) => put(key, [LABEL.priv, seed(context)]) },
  }),
});

/** §5.8.5 has no say in these: RFC 9964 binds kty AKP and the algorithms to each other. */
export const mlDsaAlgorithmCases: Cases = {
  'akp-with-es256': rejects('key-algorithm', {
    title: 'an ML-DSA key says ES256',
    level: 'should',
    catalogue: ['cose.mldsa.44'],
    authenticator: ML_DSA_44,
    edit: parameters([LABEL.alg, ES256]),
  }),
};

const selfAttested = (algorithm: number) =>
  ({
    needs: ['direct-attestation'],
    wishes: { attestation: 'direct' },
    authenticator: { attestation: 'packed-self', algorithms: [algorithm] },
  }) as const;

/** Statements of some kilobytes, by the credential's own key. */
export const mlDsaAttestationCases: Cases = {
  'ml-dsa-44': accepts({
    ...selfAttested(-48),
    title: 'packed self attestation with ML-DSA-44',
    catalogue: ['alg.mldsa44'],
  }),
  'ml-dsa-87': accepts({
    ...selfAttested(-50),
    title: 'packed self attestation with ML-DSA-87, of 4627 bytes',
    catalogue: ['alg.mldsa87', 'ao.size.64k'],
  }),
  'ml-dsa-44-sig-bit': rejects('packed-signature', {
    ...selfAttested(-48),
    title: 'a bit of an ML-DSA-44 sig is flipped',
    catalogue: ['self.sig.bad', 'alg.mldsa44'],
    edit: {
      statement: attStmt => {
        const honest = attStmt as CborMap;
        return put(honest, ['sig', flipBit(honest.get('sig') as Uint8Array, 0)]);
      },
    },
  }),
};
