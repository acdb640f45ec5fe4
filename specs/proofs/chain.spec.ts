/** Certificate chains: what is made is what Node's own reader verifies, and nothing but an intact chain is trusted. */
import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import {
  type ChainLink,
  packedChain,
  testRoot,
  withFields,
  writeChain,
} from '../../harness/authenticator/attestationChain.ts';
import { makeTestAnchors } from '../../harness/authenticator/testAnchors.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { FormatError, flipBit, hex, utf8 } from '../../harness/encoding/bytes.ts';
import { derOid } from '../../harness/encoding/certificate.ts';
import { der } from '../../harness/encoding/der.ts';
import { oidText, readDer, strictDer } from '../../harness/encoding/derReader.ts';
import { parseCertificate } from '../../harness/encoding/x509.ts';
import { buildPath } from '../../harness/verifier/attestation/path.ts';
import { weakReason } from '../../harness/verifier/attestation/strength.ts';
import { untrustedReason } from '../../harness/verifier/attestation/trust.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const ROOTS = testRoots().map(parseCertificate);
const chain = (intermediates: number): ChainLink[] => packedChain(new Uint8Array(16), intermediates);

/** Why it is refused, be it that a certificate cannot be read. */
function refusal(x5c: readonly Uint8Array[], time = NOW): string | undefined {
  try {
    const certificates = x5c.map(parseCertificate);
    return untrustedReason(certificates, ROOTS, time) ?? weakReason(certificates, ROOTS);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

test('the frozen anchors are those that their making gives', () => {
  const [, ...frozen] = testRoots();
  const made = makeTestAnchors();
  // ECDSA signs otherwise each time: what is signed is the same.
  const signed = (certificate: Uint8Array) => {
    const { end } = readDer(certificate, readDer(certificate, 0).start);
    return hex(certificate.subarray(readDer(certificate, 0).start, end));
  };
  expect(frozen.map(signed)).toEqual(made.map(signed));
  for (const root of frozen.slice(0, 2).map(bytes => new X509Certificate(bytes)))
    expect(root.verify(root.publicKey)).toBe(true);
});

for (const intermediates of [0, 1, 2, 5]) {
  test(`an honest chain with ${intermediates} intermediates is issued link by link, and trusted`, () => {
    const x5c = writeChain(chain(intermediates));
    const path = [...x5c, testRoot().certificate].map(bytes => new X509Certificate(bytes));
    for (const [index, certificate] of path.slice(0, -1).entries()) {
      expect(certificate.verify(path[index + 1]!.publicKey)).toBe(true);
      expect(certificate.checkIssued(path[index + 1]!)).toBe(true);
    }
    expect(refusal(x5c)).toBeUndefined();
    expect(refusal([...x5c, testRoot().certificate])).toBeUndefined();
  });
}

test('a bit flipped in any byte of a certificate is refused, and nothing is thrown', () => {
  const [leaf, intermediate] = writeChain(chain(1));
  const accepted: string[] = [];
  for (let at = 0; at < intermediate!.length; at++) {
    if (refusal([leaf!, flipBit(intermediate!, at)]) === undefined) accepted.push(`intermediate ${at}`);
  }
  for (let at = 0; at < leaf!.length; at++) {
    if (refusal([flipBit(leaf!, at), intermediate!]) === undefined) accepted.push(`leaf ${at}`);
  }
  expect(accepted).toEqual([]);
});

test('a certificate cut off anywhere is a FormatError', () => {
  const [leaf] = writeChain(chain(0));
  for (let length = 0; length < leaf!.length; length++)
    expect(() => parseCertificate(leaf!.subarray(0, length))).toThrow(FormatError);
});

test('a path ends at the anchor that it reaches first, and follows x5c alone', () => {
  const [leaf, lower, upper] = writeChain(chain(2)).map(parseCertificate);
  const [root] = ROOTS;
  const whole = buildPath([leaf!, lower!, upper!], ROOTS);
  expect(whole).toEqual({ certificates: [leaf, lower, upper], anchor: root });
  expect(buildPath([leaf!, lower!, upper!], [root!, lower!])).toEqual({ certificates: [leaf], anchor: lower });
  expect(buildPath([leaf!], [leaf!])).toEqual({ certificates: [leaf], anchor: leaf });
  expect(buildPath([leaf!, leaf!, lower!, upper!, root!], ROOTS)).toMatchObject({ certificates: [leaf, lower, upper] });
  for (const x5c of [
    [leaf!, upper!, lower!],
    [leaf!, lower!],
    [lower!, leaf!],
    [leaf!, lower!, upper!, leaf!],
  ])
    expect(typeof buildPath(x5c, ROOTS)).toBe('string');
  expect(buildPath([leaf!, lower!, upper!], [])).toBe('no attestation root is trusted here');
});

test('each reason names the certificate', () => {
  const expired = withFields(chain(1), 1, () => ({ notAfter: new Date('2025-01-01T00:00:00Z') }));
  expect(refusal(writeChain(expired))).toBe(
    'certificate 1 (Touchstone TEST intermediate CA 1 of 00000000) expired at 2025-01-01T00:00:00.000Z',
  );
  expect(refusal(writeChain(expired), Date.parse('2024-06-01T00:00:00Z'))).toBeUndefined();
});

test('a time that is none never counts as valid', () => {
  for (const digits of ['', 'forever', '99', '249901000000Z', '24010100000Z']) {
    const broken = withFields(chain(0), 0, () => ({ notAfter: der(0x17, utf8(digits)) }));
    expect(refusal(writeChain(broken)), digits).not.toBeUndefined();
  }
});

test('object identifiers are read as they are written', () => {
  for (const oid of ['1.2.840.113549.1.1.11', '2.5.29.19', '2.999.1', '0.9.2342.19200300.100.1.25', '2.23.133.8.3']) {
    const bytes = derOid(oid);
    expect(oidText(bytes, strictDer(bytes))).toBe(oid);
  }
});
