/** Android's key description, and certificates written in DER. */
import { expect, test } from '@playwright/test';
import {
  androidCertificate,
  androidIntermediate,
  honestDescription,
} from '../../harness/authenticator/attestation/androidKey.ts';
import { deriveKeyPair } from '../../harness/authenticator/keys.ts';
import { issueCertificate } from '../../harness/authenticator/pkiFormats.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { concat, FormatError, hex } from '../../harness/encoding/bytes.ts';
import { signedBy } from '../../harness/encoding/issuing.ts';
import {
  decodeKeyDescription,
  encodeKeyDescription,
  integerIn,
  KEY_DESCRIPTION_OID,
  setIn,
  TAG,
} from '../../harness/encoding/keyDescription.ts';
import { parseCertificate } from '../../harness/encoding/x509.ts';

const challenge = new Uint8Array(32).fill(7);
const keyOf = (algorithm: number) => deriveKeyPair(algorithm, 'seed', 'key').publicKey;

for (const [name, algorithm] of Object.entries({ ES256: -7, RS256: -257 })) {
  test(`a key description of ${name} survives DER`, () => {
    const bytes = encodeKeyDescription(honestDescription(challenge, keyOf(algorithm)));
    const read = decodeKeyDescription(bytes);
    expect(hex(encodeKeyDescription(read))).toBe(hex(bytes));
    expect(hex(read.attestationChallenge)).toBe(hex(challenge));
    expect(integerIn(read.hardwareEnforced, TAG.origin)).toBe(0);
    expect(setIn(read.hardwareEnforced, TAG.purpose)).toEqual([2]);
    expect(integerIn(read.softwareEnforced, TAG.origin)).toBeUndefined();
  });
}

test('what is no key description is a FormatError, cut off anywhere', () => {
  const bytes = encodeKeyDescription(honestDescription(challenge, keyOf(-7)));
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeKeyDescription(bytes.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
  }
  expect(() => decodeKeyDescription(concat(bytes, bytes))).toThrow(FormatError);
});

test('a certificate holds what it was written from, up to the root', () => {
  const description = honestDescription(challenge, keyOf(-7));
  const leaf = parseCertificate(androidCertificate(description, keyOf(-7)));
  const intermediate = parseCertificate(androidIntermediate().certificate);
  const root = parseCertificate(testRoots()[0]!);
  expect([signedBy(leaf, intermediate), signedBy(intermediate, root), signedBy(leaf, root)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(leaf).toMatchObject({ version: 3, subject: { C: ['US'], CN: ['Touchstone TEST keystore key'] } });
  expect(intermediate).toMatchObject({ isCa: true, pathLength: 0, mayCertify: true });
  expect(new Date(leaf.notAfter).toISOString()).toBe('2048-01-01T00:00:00.000Z');
  expect(hex(leaf.extensions.get(KEY_DESCRIPTION_OID)!)).toBe(hex(encodeKeyDescription(description)));
});

test('a certificate under the root is always the same, and its time is right after 2050 too', () => {
  const content = {
    publicKey: keyOf(-7),
    subject: { CN: 'TEST' },
    extensions: [],
    notAfter: new Date('2051-02-03T04:05:06Z'),
  };
  const certificate = issueCertificate(content);
  expect(hex(issueCertificate(content))).toBe(hex(certificate));
  expect(new Date(parseCertificate(certificate).notAfter).toISOString()).toBe('2051-02-03T04:05:06.000Z');
});
