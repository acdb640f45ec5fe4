/** Attestation by a TPM (WebAuthn Level 3 §8.3): the public area, and its name in what is certified. */

import { objectName } from '../../authenticator/attestation/tpm.ts';
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { deriveKeyPair } from '../../authenticator/keys.ts';
import { concat, digest, flipBit, sha256, uint16, uint32 } from '../../encoding/bytes.ts';
import { coseKeyMap, LABEL } from '../../encoding/cose.ts';
import { TPM_ALG, TPM_CURVES, type TpmEccPublic, type TpmtPublic } from '../../encoding/tpm.ts';
import { ecdsaKey } from '../assertion/ecdsa.ts';
import { stranger } from '../assertion/message.ts';
import { accepts, either, rejects } from '../case.ts';
import { keyInHand } from '../credential/keyInHand.ts';
import type { Cases } from '../json.ts';
import { ECC, eccArea, over, RSA, remade, rsaArea } from './tpmEdits.ts';

const rsa = (title: string, catalogue: string[], change: Parameters<typeof rsaArea>[0], level?: 'should') =>
  rejects('tpm-public-area', { ...RSA, title, catalogue, edit: rsaArea(change), level: level ?? 'must' });
const ecc = (title: string, catalogue: string[], change: Parameters<typeof eccArea>[0]) =>
  rejects('tpm-public-area', { ...ECC, title, catalogue, edit: eccArea(change) });

/** The area of another key, with what all areas have from the honest one. */
const areaOf = (other: (honest: TpmtPublic, context: EditContext) => object): Edits =>
  remade(context => ({ publicArea: honest => ({ ...honest, ...other(honest, context) }) as TpmtPublic }));

/** A key whose x begins with a zero byte: a multiple of the generator. */
const ZERO_FIRST = ecdsaKey(379n);

const P256_PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;

function inverted(y: Uint8Array): Uint8Array {
  const value = P256_PRIME - BigInt(`0x${Buffer.from(y).toString('hex')}`);
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

const coordinates = (context: EditContext) => {
  const key = coseKeyMap(stranger(context).publicKey, -7);
  return { x: key.get(LABEL.x), y: key.get(LABEL.y) };
};

export const tpmKeyCases: Cases = {
  'rsa-modulus-of-other-key': rsa('the modulus in pubArea is another', ['tpm.pa.unique', 'fido.Att-9.F-4'], area => ({
    n: flipBit(area.n, 100),
  })),
  'rsa-modulus-shorter': rsa('the modulus in pubArea lacks its last byte', [], ({ n }) => ({
    n: n.subarray(0, -1),
  })),
  'rsa-exponent-other': rsa('the exponent in pubArea is 3', ['tpm.pa.exponent'], () => ({ exponent: 3 })),
  'rsa-exponent-of-other-order': rsa(
    'the exponent in pubArea stands in the other byte order',
    ['tpm.pa.exponent-le'],
    () => ({ exponent: 0x01000100 }),
  ),
  'rsa-key-bits-other': rsa('pubArea says 1024 bits of a modulus of 2048', [], () => ({ keyBits: 1024 }), 'should'),
  'ecc-point-of-other-key': ecc('the point in pubArea is of another key', ['tpm.pa.unique'], (_, context) =>
    coordinates(context),
  ),
  'ecc-y-inverted': ecc('y in pubArea is inverted', ['tpm.pa.unique-y'], ({ y }) => ({ y: inverted(y) })),
  'ecc-y-bit': ecc('a bit of y in pubArea is flipped', ['tpm.pa.unique-y'], ({ y }) => ({ y: flipBit(y, 0) })),
  'ecc-x-bit': ecc('a bit of x in pubArea is flipped', ['tpm.pa.unique'], ({ x }) => ({ x: flipBit(x, 0) })),
  'ecc-swapped': ecc('x and y are swapped in pubArea', [], ({ x, y }) => ({ x: y, y: x })),
  'ecc-point-empty': ecc('the point in pubArea is empty', [], () => ({ x: new Uint8Array(), y: new Uint8Array() })),
  'ecc-curve-other': ecc('the curve in pubArea is P-384, of the key P-256', ['tpm.pa.curve'], () => ({
    curve: TPM_CURVES['P-384'],
  })),
  'rsa-area-of-ecc-key': rejects('tpm-public-area', {
    ...ECC,
    title: 'pubArea is of an RSA key, the credential key is ECC',
    catalogue: ['tpm.pa.type'],
    edit: areaOf((_, { random }) => ({
      type: TPM_ALG.rsa,
      keyBits: 2048,
      exponent: 0,
      n: concat(Uint8Array.of(0xc1), random('modulus', 255)),
    })),
  }),
  'ecc-area-of-rsa-key': rejects('tpm-public-area', {
    ...RSA,
    title: 'pubArea is of an ECC key, the credential key is RSA',
    catalogue: ['tpm.pa.type'],
    edit: areaOf((_, { random }) => ({
      type: TPM_ALG.ecc,
      curve: TPM_CURVES['P-256'],
      kdf: { algorithm: TPM_ALG.null },
      x: random('x', 32),
      y: random('y', 32),
    })),
  }),
  'keyed-hash': rejects('tpm-public-area', {
    ...ECC,
    title: 'pubArea is of a keyed hash',
    catalogue: ['tpm.pa.type-keyedhash'],
    edit: areaOf((_, { random }) => ({
      type: TPM_ALG.keyedHash,
      rest: concat(uint16(TPM_ALG.null), uint16(32), random('unique', 32)),
    })),
  }),
  'edwards-key': rejects('tpm-public-area', {
    ...ECC,
    title: 'the credential key is Ed25519, which pubArea cannot be of',
    catalogue: ['tpm.pa.okp-skip'],
    edit: { publicKey: (_, { random }) => coseKeyMap(edwards(random('edwards', 16)), -8) },
  }),
};

const edwards = (seed: Uint8Array) => deriveKeyPair(-8, Buffer.from(seed).toString('hex'), 'key').publicKey;

/** The name in what is certified, changed. */
const name = (
  title: string,
  catalogue: string[],
  write: (honest: Uint8Array, publicArea: Uint8Array) => Uint8Array,
  nameAlg: number = TPM_ALG.sha256,
) =>
  rejects('tpm-attested-name', {
    ...ECC,
    title,
    catalogue,
    edit: remade({
      publicArea: honest => ({ ...honest, nameAlg }),
      certInfo: (honest, publicArea) => {
        const attested = honest.attested as { name: Uint8Array; qualifiedName: Uint8Array };
        return { ...honest, attested: { ...attested, name: write(attested.name, publicArea) } };
      },
    }),
  });

export const tpmNameCases: Cases = {
  'name-of-other-key': name('attested.name is of another public area', ['tpm.ci.name-wrong'], (_, publicArea) =>
    objectName(flipBit(publicArea, -1), TPM_ALG.sha256),
  ),
  'name-bit': name('a bit of attested.name is flipped', ['tpm.ci.name-wrong'], honest => flipBit(honest, -1)),
  'name-of-other-algorithm': name(
    'attested.name starts with SHA-1, its digest is the right SHA-256',
    ['tpm.ci.name-alg-prefix'],
    honest => concat(uint16(TPM_ALG.sha1), honest.subarray(2)),
  ),
  'name-without-algorithm': name('attested.name is the digest alone', [], honest => honest.subarray(2)),
  'name-of-algorithm-only': name('attested.name is the algorithm alone', [], honest => honest.subarray(0, 2)),
  'name-handle': name('attested.name is a handle', ['tpm.ci.name-handle'], () => uint32(0x81000001)),
  'name-empty': name('attested.name is empty', ['tpm.ci.name-empty'], () => new Uint8Array()),
  'name-by-sha-256-under-sha-1': name(
    'nameAlg is SHA-1, attested.name a SHA-256',
    ['tpm.ci.name-sha256-assumed'],
    (_, publicArea) => concat(uint16(TPM_ALG.sha256), sha256(publicArea)),
    TPM_ALG.sha1,
  ),
  'name-by-sha-1-under-sha-256': name('nameAlg is SHA-256, attested.name a SHA-1', [], (_, publicArea) =>
    concat(uint16(TPM_ALG.sha1), digest('sha1', publicArea)),
  ),
  'name-of-no-algorithm': name('nameAlg is TPM_ALG_NULL', ['tpm.pa.namealg-unknown'], honest => honest, TPM_ALG.null),
};

/** Unusual, and right. */
const area = (
  title: string,
  catalogue: string[],
  device: typeof ECC | typeof RSA,
  edit: Edits,
  level: 'must' | 'should' = 'must',
) => accepts({ ...device, title, catalogue, edit, level });
const attributes = (title: string, row: string, objectAttributes: number) =>
  either({
    ...ECC,
    title,
    level: 'report',
    reason: '§8.3 asks nothing of the attributes of a key',
    catalogue: [row],
    edit: eccArea(() => ({ objectAttributes })),
  });

export const tpmUnusualCases: Cases = {
  'rsa-exponent-explicit': area(
    'the exponent in pubArea is 65537',
    ['tpm.ok.exponent-explicit'],
    RSA,
    rsaArea(() => ({ exponent: 65537 })),
  ),
  'rsa-scheme': area(
    'pubArea names the scheme RSASSA with SHA-256',
    ['tpm.ok.scheme-rsassa'],
    RSA,
    rsaArea(() => ({ scheme: { algorithm: TPM_ALG.rsassa, hash: TPM_ALG.sha256 } })),
    'should',
  ),
  'ecc-scheme': area(
    'pubArea names the scheme ECDSA with SHA-256',
    ['tpm.ok.scheme-rsassa'],
    ECC,
    eccArea(() => ({ scheme: { algorithm: TPM_ALG.ecdsa, hash: TPM_ALG.sha256 } })),
    'should',
  ),
  'ecc-kdf': area(
    'pubArea names a key derivation scheme',
    ['tpm.ok.ecc-kdf'],
    ECC,
    eccArea(() => ({ kdf: { algorithm: TPM_ALG.kdf1Sp80056a, hash: TPM_ALG.sha256 } })),
    'should',
  ),
  'ecc-x-short': accepts({
    ...ECC,
    title: 'x in pubArea comes without its leading zero',
    level: 'should',
    catalogue: ['tpm.pa.unique-short'],
    steps: flow =>
      keyInHand(
        flow,
        ZERO_FIRST,
        over(ZERO_FIRST.publicKey, {
          publicArea: honest => ({ ...honest, x: (honest as TpmEccPublic).x.subarray(1) }) as TpmEccPublic,
        }),
      ),
  }),
  'sign-and-decrypt': area(
    'the key both signs and decrypts',
    ['tpm.ok.attrs-sign-encrypt'],
    ECC,
    eccArea(({ objectAttributes }) => ({ objectAttributes: objectAttributes | 0x00020000 })),
  ),
  'no-policy': area(
    'pubArea has no authPolicy',
    [],
    ECC,
    eccArea(() => ({ authPolicy: new Uint8Array() })),
  ),
  'name-by-sha-1': area(
    'nameAlg is SHA-1, and attested.name by it',
    ['tpm.ok.namealg-sha1'],
    ECC,
    eccArea(() => ({ nameAlg: TPM_ALG.sha1 })),
    'should',
  ),
  'name-by-sha-384': area(
    'nameAlg is SHA-384, and attested.name by it',
    ['tpm.ok.namealg-sha384'],
    ECC,
    eccArea(() => ({ nameAlg: TPM_ALG.sha384 })),
  ),
  'name-by-sha-512': area(
    'nameAlg is SHA-512, and attested.name by it',
    ['tpm.ok.namealg-sha384'],
    ECC,
    eccArea(() => ({ nameAlg: TPM_ALG.sha512 })),
  ),
  'not-signing': attributes(
    'the attributes of the key are not those of a signing key',
    'tpm.pa.attrs-not-signing',
    0x00020072,
  ),
  'not-fixed': attributes('the key is not fixed to the TPM', 'tpm.pa.attrs-not-fixed', 0x00040060),
};
