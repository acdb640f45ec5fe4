/** The same seed and label give the same keys, ids and responses. */
import { createPublicKey } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { deriveBytes, deriveKeyPair, frozenRsaKeyPair } from '../../harness/authenticator/keys.ts';
import { subjectPublicKeyInfo } from '../../harness/authenticator/spki.ts';
import { hex, utf8 } from '../../harness/encoding/bytes.ts';
import { ALGORITHMS, KTY, signData, verifyData } from '../../harness/encoding/cose.ts';
import { mlDsaPublicKey } from '../../harness/encoding/mlDsa.ts';
import { creationOptions, descriptors, ORIGIN, registered, requestOptions } from './devices.ts';

const context = { origin: ORIGIN };

/** Node reads it from 24.7 on. RFC 9881: a SEQUENCE of the algorithm, 13 bytes, and a BIT STRING without unused bits. */
function mlDsaFromSpki(spki: Uint8Array) {
  const bytes = Buffer.from(spki);
  expect([bytes.readUInt16BE(0), bytes.readUInt16BE(2)]).toEqual([0x3082, bytes.length - 4]);
  expect(bytes.toString('hex', 4, 16)).toBe('300b06096086480165030403');
  const bits = bytes.subarray(17);
  expect([bits.readUInt16BE(0), bits.readUInt16BE(2), bits[4]]).toEqual([0x0382, bits.length - 4, 0]);
  return mlDsaPublicKey(bits.subarray(5));
}

test.describe('keys', () => {
  for (const { id, name, kty } of ALGORITHMS) {
    test(`${name} follows from seed and label, signs, and survives COSE and SPKI`, () => {
      const keys = deriveKeyPair(id, 'seed', 'label');
      const again = deriveKeyPair(id, 'seed', 'label');
      expect(again.privateKey.equals(keys.privateKey)).toBe(true);
      expect(deriveKeyPair(id, 'other seed', 'label').privateKey.equals(keys.privateKey)).toBe(false);
      const signature = signData(id, keys.privateKey, utf8('text'));
      expect(verifyData(id, keys.publicKey, utf8('text'), signature)).toBe(true);
      expect(verifyData(id, keys.publicKey, utf8('another text'), signature)).toBe(false);
      const spki = subjectPublicKeyInfo(keys.publicKey);
      const read =
        kty === KTY.AKP
          ? mlDsaFromSpki(spki)
          : createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
      expect(read.equals(keys.publicKey)).toBe(true);
    });
  }

  test('labels make different keys', () => {
    expect(deriveKeyPair(-7, 'seed', 'a').privateKey.equals(deriveKeyPair(-7, 'seed', 'b').privateKey)).toBe(false);
  });

  test('derived bytes go on beyond what one HKDF expands to, and are a prefix of one another', () => {
    const long = deriveBytes('seed', 'label', 20_000);
    expect(long.length).toBe(20_000);
    expect(hex(long.subarray(0, 40))).toBe(hex(deriveBytes('seed', 'label', 40)));
    expect(hex(long.subarray(8160, 8200))).not.toBe(hex(long.subarray(0, 40)));
  });

  test('RFC 5869: the derivation is HKDF-SHA-256', async () => {
    const key = await crypto.subtle.importKey('raw', utf8('seed'), 'HKDF', false, ['deriveBits']);
    const how = { name: 'HKDF', hash: 'SHA-256', salt: utf8(''), info: utf8('label') };
    for (const length of [1, 32, 100, 8160]) {
      const bits = await crypto.subtle.deriveBits(how, key, length * 8);
      expect(hex(deriveBytes('seed', 'label', length))).toBe(hex(new Uint8Array(bits)));
    }
  });

  for (const [bits, exponent] of [
    [1024, 65537],
    [3072, 65537],
    [4096, 65537],
    [2048, 3],
  ] as const) {
    test(`a frozen RSA key of ${bits} bits with exponent ${exponent}`, () => {
      const { publicKey, privateKey } = frozenRsaKeyPair(-257, bits, exponent);
      expect(publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: bits, publicExponent: BigInt(exponent) });
      expect(verifyData(-257, publicKey, utf8('x'), signData(-257, privateKey, utf8('x')))).toBe(true);
    });
  }

  test('an algorithm or RSA size that no key is there for is a RangeError', () => {
    expect(() => deriveKeyPair(-99, 'seed', 'label')).toThrow(RangeError);
    expect(() => frozenRsaKeyPair(-257, 512)).toThrow(RangeError);
  });
});

test.describe('determinism', () => {
  const make = async (label: string) => {
    const client = new Client(new Authenticator({ algorithms: [-8] }, { seed: 'one', label }));
    const options = creationOptions({ pubKeyCredParams: [{ type: 'public-key', alg: -8 }], attestation: 'direct' });
    const first = await client.register(options, context);
    const second = await client.register(options, context);
    return {
      first,
      second,
      login: await client.authenticate(requestOptions({ allowCredentials: descriptors(first) }), context),
    };
  };

  test('the same seed and label give the same responses, byte for byte', async () => {
    expect(await make('device')).toEqual(await make('device'));
  });

  test('another label or the next credential has other keys and ids', async () => {
    const [a, b] = [await make('device'), await make('other device')];
    const keys = [a.first, a.second, b.first].map(({ response }) => response.publicKey);
    expect(new Set(keys).size).toBe(3);
    expect(new Set([a.first.id, a.second.id, b.first.id]).size).toBe(3);
  });

  test('of an ECDSA credential only the signatures differ', async () => {
    const [a, b] = [await registered({}), await registered({})];
    expect(a.registration).toEqual(b.registration);
    const [one, other] = [await a.login(), await b.login()];
    expect(one.response.signature).not.toBe(other.response.signature);
    expect({ ...one.response, signature: '' }).toEqual({ ...other.response, signature: '' });
  });

  test('without a source, two devices share nothing', async () => {
    const ids = await Promise.all(
      [1, 2].map(() => new Client(new Authenticator()).register(creationOptions(), context)),
    );
    expect(ids[0]!.id).not.toBe(ids[1]!.id);
  });
});
