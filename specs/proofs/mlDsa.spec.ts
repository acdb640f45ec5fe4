/** ML-DSA: what NIST says it is, and that nobody pays for it who does not use it. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { concat, fromHex, hex, utf8 } from '../../harness/encoding/bytes.ts';
import { signData, verifyData } from '../../harness/encoding/cose.ts';
import {
  mlDsaBytes,
  mlDsaKeyPair,
  mlDsaPublicKey,
  mlDsaPublicKeySize,
  mlDsaSign,
  mlDsaSignFormatted,
  mlDsaVerify,
} from '../../harness/encoding/mlDsa.ts';

const seed = new Uint8Array(32).fill(7);
const text = utf8('what is signed');

/** COSE algorithm, bytes of public key, private key and signature (FIPS 204 table 2). */
const SIZES = [
  [-48, 1312, 2560, 2420],
  [-49, 1952, 4032, 3309],
  [-50, 2592, 4896, 4627],
] as const;

for (const [alg, pub, priv, sig] of SIZES) {
  test(`${alg}: keys and signatures have the sizes of FIPS 204, the same each time`, () => {
    const { publicKey, privateKey } = mlDsaKeyPair(alg, seed);
    const signature = mlDsaSign(alg, privateKey, text);
    expect([mlDsaPublicKeySize(alg), mlDsaBytes(publicKey)?.length]).toEqual([pub, pub]);
    expect([mlDsaBytes(privateKey)?.length, signature.length]).toEqual([priv, sig]);
    expect(hex(mlDsaSign(alg, privateKey, text))).toBe(hex(signature));
  });
}

test('ML-DSA-44: the first key of the NIST ACVP vectors for key generation', () => {
  const { publicKey } = mlDsaKeyPair(-48, fromHex('d71361c000f9a7bc99dfb425bcb6bb27c32c36ab444ff3708b2d93b4e66d5b5b'));
  expect(hex(mlDsaBytes(publicKey)!)).toMatch(
    /^b845fa2881407a59183071629b08223128116014fb58ff6bb4c8c9fe19cf5b0bd77b16648a344ffe486bc3e3cb5fab9abc4cc2f1c3490169/,
  );
});

test('another message, context, parameter set or key does not verify, and none throws', () => {
  const { publicKey, privateKey } = mlDsaKeyPair(-48, seed);
  const signature = mlDsaSign(-48, privateKey, text);
  const pure = (context: Uint8Array) =>
    mlDsaSignFormatted(-48, privateKey, concat(Uint8Array.of(0, context.length), context, text));
  expect(mlDsaVerify(-48, publicKey, text, signature)).toBe(true);
  expect(mlDsaVerify(-48, publicKey, text, pure(new Uint8Array()))).toBe(true);
  expect(mlDsaVerify(-48, publicKey, text, pure(utf8('context')))).toBe(false);
  expect(mlDsaVerify(-48, publicKey, utf8('another'), signature)).toBe(false);
  expect(mlDsaVerify(-49, publicKey, text, signature)).toBe(false);
  expect(mlDsaVerify(-48, mlDsaKeyPair(-48, utf8('another seed, of 32 bytes, too..')).publicKey, text, signature)).toBe(
    false,
  );
  expect(mlDsaVerify(-48, mlDsaPublicKey(new Uint8Array(5)), text, signature)).toBe(false);
});

test('keys of another kind sign no ML-DSA, verify none, and are not signed with as if they were others', () => {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { publicKey, privateKey } = mlDsaKeyPair(-48, seed);
  expect(() => signData(-48, elliptic.privateKey, text)).toThrow(TypeError);
  expect(verifyData(-48, elliptic.publicKey, text, mlDsaSign(-48, privateKey, text))).toBe(false);
  expect(verifyData(-7, publicKey, text, signData(-7, elliptic.privateKey, text))).toBe(false);
  expect(() => mlDsaKeyPair(-7, seed)).toThrow(RangeError);
});

test('the library is loaded with the first key, not with the harness', async () => {
  const program = `
    import { createRequire } from 'node:module';
    import { mlDsaKeyPair } from './harness/encoding/mlDsa.ts';
    import './harness/suite/index.ts';
    import './harness/targets/glass.ts';
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some(path => path.includes('@noble/post-quantum'));
    const before = loaded();
    mlDsaKeyPair(-48, new Uint8Array(32));
    console.log([before, loaded()].join(' then '));`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout.trim()).toBe('false then true');
});
