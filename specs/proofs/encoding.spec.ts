/** The encodings: what is written reads back, what is not canonical is named, what is not well-formed is refused. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from '@playwright/test';
import {
  type AuthenticatorData,
  decodeAuthenticatorData,
  encodeAuthenticatorData,
} from '../../harness/encoding/authenticatorData.ts';
import {
  base64url,
  concat,
  equal,
  FormatError,
  flipBit,
  fromBase64url,
  fromHex,
  hex,
  utf8,
} from '../../harness/encoding/bytes.ts';
import {
  CborFloat,
  type CborMap,
  CborTagged,
  type CborValue,
  encodeCbor,
  RawCbor,
  raw,
} from '../../harness/encoding/cbor.ts';
import { readCbor, readWholeCbor } from '../../harness/encoding/cborReader.ts';
import { decodeClientData, duplicateMembers, encodeClientData } from '../../harness/encoding/clientData.ts';
import {
  ALGORITHMS,
  type Algorithm,
  decodeCoseKey,
  encodeCoseKey,
  importCoseKey,
  KTY,
  signData,
  verifyData,
} from '../../harness/encoding/cose.ts';
import { decodeEcdsaSignature, encodeEcdsaSignature } from '../../harness/encoding/der.ts';
import { mlDsaKeyPair } from '../../harness/encoding/mlDsa.ts';

test.describe('base64url', () => {
  test('decodes what it encodes', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 0xff);
      expect(equal(fromBase64url(base64url(bytes)), bytes)).toBe(true);
    }
  });

  for (const [text, what] of [
    ['AA==', 'padding'],
    ['+/8', 'the standard alphabet'],
    ['A', 'an impossible length'],
    ['AB', 'unused bits'],
    ['AA ', 'white space'],
    ['A*A', 'another character'],
  ] as const) {
    test(`refuses ${what}`, () => expect(() => fromBase64url(text)).toThrow(FormatError));
  }
});

test.describe('CBOR', () => {
  // RFC 8949 Appendix A, of the kinds that WebAuthn has.
  const CANONICAL: [CborValue, string][] = [
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [1000, '1903e8'],
    [1000000, '1a000f4240'],
    [1000000000000, '1b000000e8d4a51000'],
    [18446744073709551615n, '1bffffffffffffffff'],
    [-1, '20'],
    [-100, '3863'],
    [-1000, '3903e7'],
    [-18446744073709551616n, '3bffffffffffffffff'],
    [false, 'f4'],
    [true, 'f5'],
    [null, 'f6'],
    [undefined, 'f7'],
    [fromHex('01020304'), '4401020304'],
    ['', '60'],
    ['ü水', '65c3bce6b0b4'],
    [[1, [2, 3]], '8201820203'],
    [
      new Map<CborValue, CborValue>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
      'a26161016162820203',
    ],
  ];

  for (const [value, encoded] of CANONICAL) {
    test(`${encoded} is written and read`, () => {
      expect(hex(encodeCbor(value))).toBe(encoded);
      const item = readWholeCbor(fromHex(encoded));
      expect(item.deviations).toEqual([]);
      expect(hex(encodeCbor(item.value))).toBe(encoded);
    });
  }

  test('map keys are sorted by length, then bytewise', () => {
    const map: CborMap = new Map<CborValue, CborValue>([
      ['bb', 1],
      ['a', 2],
      [-1, 3],
      [100, 4],
      [10, 5],
    ]);
    expect(hex(encodeCbor(map))).toBe('a50a05200318640461610262626201');
  });

  for (const [what, bytes, deviation] of [
    ['a longer integer than needed', raw.int(7, 2), 'shortest form'],
    ['an indefinite map', raw.indefinite(5, [encodeCbor('a'), encodeCbor(1)]), 'indefinite length'],
    [
      'an indefinite byte string',
      raw.indefinite(2, [raw.bytes(Uint8Array.of(1)), raw.bytes(Uint8Array.of(2))]),
      'indefinite length',
    ],
    [
      'a duplicate key',
      raw.map([
        [encodeCbor('a'), encodeCbor(1)],
        [encodeCbor('a'), encodeCbor(2)],
      ]),
      'duplicate map key',
    ],
    [
      'unsorted keys',
      raw.map([
        [encodeCbor('b'), encodeCbor(1)],
        [encodeCbor('a'), encodeCbor(2)],
      ]),
      'out of order',
    ],
    ['a tag', raw.tag(55799, encodeCbor(1)), 'tag 55799'],
    ['a float', raw.float(-7), 'floating-point'],
    ['bytes after the item', concat(encodeCbor(1), Uint8Array.of(0)), '1 bytes after'],
  ] as const) {
    test(`${what} is read, and named as not canonical`, () => {
      expect(readWholeCbor(bytes).deviations.join('; ')).toContain(deviation);
    });
  }

  test('a float is no integer, and a tag is no value', () => {
    expect(readCbor(raw.float(-7)).value).toBeInstanceOf(CborFloat);
    expect(readCbor(raw.tag(2, raw.bytes(Uint8Array.of(7)))).value).toBeInstanceOf(CborTagged);
    expect(readCbor(fromHex('f9c700')).value).toEqual(new CborFloat(-7));
  });

  for (const [what, bytes] of [
    ['nothing', new Uint8Array()],
    ['a length beyond the end', raw.bytes(Uint8Array.of(1), 2n ** 63n)],
    ['a map of 2^32 entries', raw.head(5, 2 ** 32)],
    ['an array of 2^32 entries', raw.head(4, 2 ** 32)],
    ['nesting without end', raw.nested(100_000)],
    ['reserved additional information', Uint8Array.of(0x1c)],
    ['a stray break', Uint8Array.of(0xff)],
    ['text that is not UTF-8', raw.text(Uint8Array.of(0xff))],
    ['an indefinite string with a chunk of another kind', raw.indefinite(2, [encodeCbor('a')])],
    ['an unclosed indefinite map', Uint8Array.of(0xbf, 0x61, 0x61, 0x01)],
  ] as const) {
    test(`${what} is not well-formed`, () => expect(() => readWholeCbor(bytes)).toThrow(FormatError));
  }

  test('every truncation of an item is not well-formed', () => {
    const whole = encodeCbor(
      new Map<CborValue, CborValue>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(300)],
      ]),
    );
    for (let length = 0; length < whole.length; length++) {
      expect(() => readCbor(whole.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
  });

  test('raw items stand for themselves inside a legal map', () => {
    const map: CborMap = new Map<CborValue, CborValue>([['alg', new RawCbor(raw.int(-7, 4))]]);
    expect(hex(encodeCbor(map))).toBe('a163616c673a00000006');
  });
});

test.describe('client data', () => {
  test('is serialised in the order of the specification, with its escapes only', () => {
    const bytes = encodeClientData({
      extra: 'a"b\\c\u0001é',
      topOrigin: 'https://top.example',
      crossOrigin: true,
      origin: 'https://rp.example',
      challenge: 'AAAA',
      type: 'webauthn.get',
    });
    expect(Buffer.from(bytes).toString()).toBe(
      '{"type":"webauthn.get","challenge":"AAAA","origin":"https://rp.example","crossOrigin":true,' +
        '"topOrigin":"https://top.example","extra":"a\\"b\\\\c\\u0001é"}',
    );
  });

  test('a byte order mark is dropped, and what is no object refused', () => {
    expect(decodeClientData(utf8('\uFEFF{"type":"x"}'))).toEqual({ type: 'x' });
    for (const text of ['', 'null', '[]', '"x"', '{"a":1}x', "{'a':1}"]) {
      expect(() => decodeClientData(utf8(text)), text).toThrow(FormatError);
    }
  });

  test('duplicate members are found at the top level only, escapes resolved', () => {
    expect(duplicateMembers('{"origin":1,"x":{"origin":2,"origin":3},"y":["origin"]}')).toEqual([]);
    expect(duplicateMembers('{"origin":"a,\\"origin\\":","\\u006frigin":2}')).toEqual(['origin']);
    expect(duplicateMembers('{ "a" : [1,{"b":1}] , "a" : 2 }')).toEqual(['a']);
  });
});

test.describe('authenticator data', () => {
  const attested: AuthenticatorData = {
    rpIdHash: new Uint8Array(32).fill(1),
    up: true,
    rfu1: false,
    uv: true,
    be: true,
    bs: false,
    rfu2: false,
    at: true,
    ed: true,
    signCount: 0xfffffffe,
    aaguid: new Uint8Array(16).fill(2),
    credentialId: new Uint8Array(300).fill(3),
    credentialPublicKey: encodeCbor(new Map([[1, 2]])),
    extensions: encodeCbor(new Map([['credProtect', 2]])),
  };

  test('reads back what was written', () => {
    expect(decodeAuthenticatorData(encodeAuthenticatorData(attested))).toEqual({ ...attested, trailing: 0 });
  });

  test('every truncation is refused, and a byte more is counted', () => {
    const whole = encodeAuthenticatorData(attested);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeAuthenticatorData(whole.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
    expect(decodeAuthenticatorData(concat(whole, Uint8Array.of(0))).trailing).toBe(1);
  });
});

test.describe('COSE keys', () => {
  function pairFor({ id, kty, curve, hash }: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
    if (kty === KTY.EC2) return generateKeyPairSync('ec', { namedCurve: curve! });
    if (kty === KTY.OKP) return curve === 'Ed448' ? generateKeyPairSync('ed448') : generateKeyPairSync('ed25519');
    if (kty === KTY.AKP) return mlDsaKeyPair(id, new Uint8Array(32));
    // PS512 needs 2 × 64 + 2 bytes: 1040 bits are enough, and quick to make.
    return generateKeyPairSync('rsa', { modulusLength: hash === 'sha512' ? 1280 : 1024 });
  }

  for (const algorithm of ALGORITHMS) {
    test(`${algorithm.name} (${algorithm.id}): key to COSE and back, signature made and verified`, () => {
      const { publicKey, privateKey } = pairFor(algorithm);
      const encoded = encodeCoseKey(publicKey, algorithm.id);
      const decoded = decodeCoseKey(encoded);
      expect(decoded.deviations).toEqual([]);
      expect(decoded.extra).toEqual([]);
      const imported = importCoseKey(decoded);
      expect(imported.export({ format: 'jwk' })).toEqual(publicKey.export({ format: 'jwk' }));
      const data = utf8('what is signed');
      const signature = signData(algorithm.id, privateKey, data);
      expect(verifyData(algorithm.id, imported, data, signature)).toBe(true);
      expect(verifyData(algorithm.id, imported, data, flipBit(signature, -1))).toBe(false);
      expect(verifyData(algorithm.id, imported, utf8('what is signee'), signature)).toBe(false);
    });
  }
});

test.describe('DER', () => {
  test('small, large and high integers read back', () => {
    for (const [r, s] of [
      [1n, 0x7fn],
      [0x80n, 0xffn],
      [2n ** 255n, 2n ** 256n - 1n],
      [2n ** 520n, 0n],
    ] as const) {
      expect(decodeEcdsaSignature(encodeEcdsaSignature({ r, s }))).toEqual({ r, s });
    }
  });

  for (const [what, bytes] of [
    ['a superfluous zero', '300702020001020101'],
    ['a negative integer', '3006020180020101'],
    ['bytes after the sequence', '300602010102010100'],
    ['a third integer', '3009020101020101020101'],
    ['a long form of a short length', '308106020101020101'],
    ['an indefinite length', '30800201010201010000'],
    ['an empty sequence', '3000'],
  ] as const) {
    test(`refuses ${what}`, () => expect(() => decodeEcdsaSignature(fromHex(bytes))).toThrow(FormatError));
  }
});
