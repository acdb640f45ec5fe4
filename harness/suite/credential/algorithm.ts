/** Algorithms (WebAuthn Level 3 §7.1 step 20, §5.8.5): those offered work, others are refused, keys go with theirs. */
import { ALGORITHMS, LABEL } from '../../encoding/cose.ts';
import { accepts, rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';
import { ED25519, ES256, parameters, RS256 } from './keyEdits.ts';

const ROWS: Record<number, string> = {
  [-7]: 'alg.es256',
  [-9]: 'alg.esp256',
  [-35]: 'alg.es384',
  [-51]: 'alg.esp384',
  [-36]: 'alg.es512',
  [-52]: 'alg.esp512',
  [-47]: 'alg.es256k',
  [-8]: 'alg.eddsa',
  [-19]: 'alg.ed25519-fs',
  [-53]: 'alg.ed448',
  [-257]: 'alg.rs256',
  [-258]: 'alg.rs384',
  [-259]: 'alg.rs512',
  [-37]: 'alg.ps256',
  [-38]: 'alg.ps384',
  [-39]: 'alg.ps512',
  [-48]: 'alg.mldsa44',
  [-49]: 'alg.mldsa65',
  [-50]: 'alg.mldsa87',
};

/** FIDO's own numbers for the algorithms that its tool tries; what it calls RS1 (P-8) is an ES256 credential. */
const FIDO: Record<number, string> = {
  [-7]: 'P-9',
  [-35]: 'P-10',
  [-36]: 'P-11',
  [-8]: 'P-12',
  [-257]: 'P-5',
  [-258]: 'P-6',
  [-259]: 'P-7',
  [-37]: 'P-2',
  [-38]: 'P-3',
  [-39]: 'P-4',
};

/** Rows on signatures that are as they have to be. */
const ASSERTED: Record<number, string> = { [-8]: 'sig.ed.ok', [-257]: 'sig.rsa.ok' };

/**
 * One case for each algorithm, skipped where the RP does not offer it: an RP offers what it can verify. RS1 is left out, as
 * nobody has to offer it; that it is offered shows in the options.
 */
export function offeredCases(kind: Ceremony): Cases {
  return Object.fromEntries(
    ALGORITHMS.filter(({ id }) => ROWS[id]).map(({ id, name }) => [
      name.toLowerCase(),
      accepts({
        title: `the credential is ${name} (${id}), which is offered`,
        catalogue: [
          ROWS[id]!,
          'alg.offered-all',
          ...(kind === 'registration' && FIDO[id] ? [`fido.Att-4.${FIDO[id]}`] : []),
          ...(kind === 'registration' && id === -7 ? ['fido.Att-4.P-8'] : []),
          ...(kind === 'authentication' && ASSERTED[id] ? [ASSERTED[id]] : []),
        ],
        authenticator: { algorithms: [id] },
      }),
    ]),
  );
}

/** §5.4: the list is in the RP's order of preference, and which of it there is, the authenticator says. */
export const orderCases: Cases = {
  'second-offered': accepts({
    title: 'the key is of the second algorithm that is offered',
    catalogue: ['alg.order'],
    edit: {
      algorithm: offered => {
        const [, second] = offered.filter(id => ALGORITHMS.some(known => known.id === id));
        if (second === undefined) throw new DOMException('one algorithm is offered', 'NotSupportedError');
        return second;
      },
    },
  }),
};

const unknown = (id: number) => parameters([LABEL.alg, id]);

const RS1 = -65535;

const ML_DSA = [-48, -49, -50];

/** The first of them that is not offered; where all are, there is nothing that the RP would have to refuse. */
const notOffered = (algorithms: readonly number[]) => (offered: readonly number[]) => {
  const found = algorithms.find(id => !offered.includes(id));
  if (found === undefined) throw new DOMException('every algorithm is offered', 'NotSupportedError');
  return found;
};

/** Common ones first: an RP may have refused a rare one because it cannot read it, not because it looked. */
const PLAUSIBLE = [-35, -257, -7, -8, -258, -37, -36, -259, -39, -53, -47, RS1];

export const refusedAlgorithmCases: Cases = {
  'not-offered': rejects('algorithm', {
    title: 'the key is good, of an algorithm that was not offered',
    seen: 'MasterKale/SimpleWebAuthn#790',
    catalogue: ['cose.alg.unoffered'],
    edit: { algorithm: notOffered(PLAUSIBLE) },
  }),
  'not-offered-sha1': rejects('algorithm', {
    title: 'the key is good, of RS1, which was not offered',
    catalogue: ['cose.alg.unoffered', 'alg.rs1'],
    edit: { algorithm: notOffered([RS1]) },
  }),
  'alg-unknown': rejects('algorithm', {
    title: 'alg is one that nobody knows',
    catalogue: ['cose.alg.unknown'],
    edit: unknown(-65_534),
  }),
  'alg-zero': rejects('algorithm', {
    title: 'alg is 0, which is reserved',
    catalogue: ['cose.alg.zero'],
    edit: unknown(0),
  }),
  'alg-hmac': rejects('algorithm', {
    title: 'alg is HMAC, for a public key',
    catalogue: ['cose.kty.symmetric'],
    edit: unknown(5),
  }),
  'alg-key-agreement': rejects('algorithm', {
    title: 'alg is ECDH-ES, which does not sign',
    catalogue: ['cose.alg.ecdh'],
    authenticator: ES256,
    edit: unknown(-25),
  }),
  'not-offered-ml-dsa': rejects('algorithm', {
    title: 'the key is good, of ML-DSA, or of another kind where that is offered',
    catalogue: ['cose.alg.unoffered', 'cose.mldsa.unoffered'],
    edit: { algorithm: notOffered([...ML_DSA, ...PLAUSIBLE]) },
  }),
};

/** §5.8.5 lays the curve of an algorithm on the key. */
const mismatched = (title: string, row: string, algorithms: number[], alg: number) =>
  rejects('key-algorithm', {
    title,
    level: 'should',
    catalogue: [row],
    authenticator: { algorithms },
    edit: unknown(alg),
  });

export const keyAlgorithmCases: Cases = {
  'ec2-with-rs256': mismatched('an EC2 key says RS256', 'cose.alg.cross', ES256.algorithms, -257),
  'okp-with-es256': mismatched('an OKP key says ES256', 'cose.alg.okp-es256', ED25519.algorithms, -7),
  'rsa-with-es256': mismatched('an RSA key says ES256', 'cose.alg.rsa-es256', RS256.algorithms, -7),
  'ec2-with-eddsa': mismatched('an EC2 key says EdDSA', 'cose.alg.ec-eddsa', ES256.algorithms, -8),
  'p384-with-es256': mismatched('a P-384 key says ES256', 'cose.crv.es256-p384', [-35], -7),
  'p521-with-es256': mismatched('a P-521 key says ES256', 'cose.crv.es256-p521', [-36], -7),
  'p256-with-es384': mismatched('a P-256 key says ES384', 'cose.crv.es384-p256', ES256.algorithms, -35),
  'p256-with-es512': mismatched('a P-256 key says ES512', 'cose.crv.es512-p256', ES256.algorithms, -36),
  'secp256k1-with-es256': mismatched('a secp256k1 key says ES256', 'cose.crv.es256-k1', [-47], -7),
  'ed448-with-eddsa': mismatched('an Ed448 key says EdDSA', 'cose.crv.eddsa-ed448', [-53], -8),
  'ed25519-with-ed448': mismatched('an Ed25519 key says Ed448', 'cose.crv.ed25519-alg-ed448', ED25519.algorithms, -53),
  // An RP that does not offer it refuses it for that.
  'ec2-with-ml-dsa': mismatched('an EC2 key says ML-DSA-44', 'cose.mldsa.44', ES256.algorithms, -48),
  'ed448-with-ed25519': mismatched('an Ed448 key says Ed25519', 'cose.crv.ed25519-alg-ed448', [-53], -19),
};
