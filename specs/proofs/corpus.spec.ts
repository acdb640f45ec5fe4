/**
 * Ceremonies of real devices, specification vectors, made-up ones and mutations of real ones are judged as they are
 * labelled, at the time of their capture.
 */
import { expect, test } from '@playwright/test';
import type { DutyName } from '../../harness/duties.ts';
import { base64url, flipBit, fromBase64url, hex } from '../../harness/encoding/bytes.ts';
import { decodeAttest, decodePublic, encodeAttest, encodePublic } from '../../harness/encoding/tpm.ts';
import { attestationObjectOf, type Ceremony, captured, ceremonies, certificatesOf, refusalsOf } from './corpus.ts';
import { ABSENT } from './shared.ts';

interface Exception {
  /** All that is refused. */
  duties: readonly DutyName[];
  because: string;
}

/** Labelled `accept`, and refused: at most two, with the reason why that is right. */
const DIFFERENT: Record<string, Exception> = {
  'gow-reg-android-key-02': {
    duties: ['android-key-description'],
    because: 'an early vector, since corrected: a security level is an INTEGER, and no list has origin or purpose',
  },
  'webauthnjl-reg-packed-03': {
    duties: ['key-algorithm', 'packed-signature'],
    because: 'its generator gives Ed448 the number of ESP256; Ed448 is -53',
  },
};

/** Labelled `accept`, and refused for what the label leaves out by its own words. */
const BEYOND_THE_LABEL: Record<string, Exception> = {
  'yjava-reg-android-safetynet-04': {
    duties: ['android-safetynet-cts-profile'],
    because: 'labelled by structure and signature, with ctsProfileMatch noted as false: the device is another matter',
  },
  'waf-reg-none-01': {
    duties: ['authenticator-data'],
    because:
      'the label says that nothing but the CBOR and rpIdHash was looked at: kty is a text, and x stands behind the map, ' +
      'as in wrs-reg-none-08, which is labelled `reject` for it',
  },
};

/** All that is refused of each ceremony that is labelled `reject`; of a mutation, by its name. */
const REFUSED_BY: Record<string, readonly DutyName[]> = {
  'auth-counter-replay': ['sign-count'],
  'auth-counter-bumped': ['signature'],
  'auth-sig-bitflip': ['signature'],
  'auth-type-create': ['type', 'signature'],
  'auth-uv-cleared': ['user-verified', 'signature'],
  'reg-aaguid-zeroed': ['tpm-extra-data'],
  'reg-alg-rs256': ['tpm-extra-data', 'tpm-signature'],
  'reg-authdata-trailing': ['authenticator-data', 'tpm-extra-data'],
  'reg-be-bs-set': ['tpm-extra-data'],
  'reg-cbor-truncated': ['authenticator-data', 'tpm-extra-data'],
  'reg-challenge': ['challenge', 'tpm-extra-data'],
  'reg-expected-origin': ['origin', 'rp-id-hash'],
  'reg-fmt-none-nonempty': ['none-statement'],
  'reg-sig-bitflip': ['tpm-signature'],
  'reg-uv-cleared': ['user-verified', 'tpm-extra-data'],
  'reg-ver-1.2': ['tpm-statement'],
  'reg-x5c-leaf-only': ['attestation-trust'],
  'reg-x5c-reversed': ['tpm-signature', 'tpm-certificate'],
  'wrs-reg-none-08': ['authenticator-data'],
  'wrs-reg-packed-07': ['authenticator-data', 'packed-signature'],
  // The signature is good. It is by an ML-DSA key in a certificate, which this verifier does not read.
  'yjava-reg-packed-04': ['packed-signature'],
  'yjava-reg-packed-13': ['packed-aaguid'],
};

const nameOf = ({ id }: Ceremony) => id.replace(/^derived-(reg|auth)-\d+-(es256-|rs256-|wrong-)/, '$1-');

/** Wrong in the path to a root alone: judged by an RP that trusts one, which is not that of its own chain. */
const trustOnly = (one: Ceremony) => nameOf(one) === 'reg-x5c-leaf-only';

/** Every duty once. */
async function refusedBy(one: Ceremony): Promise<string[]> {
  const change = trustOnly(one) ? { acceptUntrusted: false, attestationRoots: anotherRoot() } : {};
  return [...new Set((await refusalsOf(one, change)).map(line => line.split(':')[0]!))];
}

function anotherRoot(): Uint8Array[] {
  return certificatesOf(ceremonies.find(({ id }) => id === 'swa-reg-android-key-02')!).slice(-1);
}

function dutiesOf(one: Ceremony): readonly DutyName[] {
  if (one.expected === 'reject') return REFUSED_BY[nameOf(one)] ?? [];
  return (DIFFERENT[one.id] ?? BEYOND_THE_LABEL[one.id])?.duties ?? [];
}

for (const kind of ['registration', 'authentication'] as const) {
  test(`each ${kind} is judged as it is labelled`, async () => {
    test.skip(ceremonies.length === 0, ABSENT);
    const ours = ceremonies.filter(({ ceremony }) => ceremony === kind);
    expect(ours.length).toBeGreaterThan(50);
    for (const one of ours) {
      const refused = await refusedBy(one);
      expect(refused, one.id).toEqual(dutiesOf(one));
      const accepted = refused.length === 0 || one.id in DIFFERENT || one.id in BEYOND_THE_LABEL;
      expect(accepted ? 'accept' : 'reject', one.id).toBe(one.expected);
    }
  });
}

test('at most two differ, and every exception is about a ceremony that is there', () => {
  test.skip(ceremonies.length === 0, ABSENT);
  expect(Object.keys(DIFFERENT).length).toBeLessThanOrEqual(2);
  const names = ceremonies.flatMap(one => [one.id, nameOf(one)]);
  const listed = [DIFFERENT, BEYOND_THE_LABEL, REFUSED_BY].flatMap(Object.keys);
  expect(listed.filter(name => !names.includes(name))).toEqual([]);
});

test('a strict form is no matter to real devices, but for one that sends attested data in an assertion', async () => {
  test.skip(ceremonies.length === 0, ABSENT);
  const good = ceremonies.filter(one => one.provenance !== 'synthetic' && dutiesOf(one).length === 0);
  const minded: string[] = [];
  for (const one of good) if ((await refusalsOf(one, { form: 'strict' })).length > 0) minded.push(one.id);
  expect(minded).toEqual(['waf-auth-x-01']);
});

test('an assertion with a bit of its signature flipped is refused for that', async () => {
  test.skip(ceremonies.length === 0, ABSENT);
  const good = ceremonies.filter(one => one.ceremony === 'authentication' && dutiesOf(one).length === 0);
  expect(good.length).toBeGreaterThan(40);
  for (const one of good) {
    const signature = base64url(flipBit(fromBase64url(one.signature!), -1));
    expect(await refusedBy({ ...one, signature }), one.id).toEqual(['signature']);
  }
});

test('the certificates of real devices lead to their issuer at the time of capture, and no further', async () => {
  test.skip(ceremonies.length === 0, ABSENT);
  const real = ceremonies.filter(one => one.ceremony === 'registration' && one.provenance === 'real');
  const certified = real.filter(one => dutiesOf(one).length === 0 && certificatesOf(one).length > 0);
  expect(certified.length).toBeGreaterThan(50);
  for (const one of certified) {
    const trusting = { acceptUntrusted: false, certificateTime: captured(one) };
    const attestationRoots = certificatesOf(one).slice(-1);
    expect(await refusalsOf(one, { ...trusting, attestationRoots }), one.id).toEqual([]);
    expect(await refusalsOf(one, { ...trusting, attestationRoots: [] }), one.id).toEqual([
      'attestation-trust: no attestation root is trusted here',
    ]);
  }
});

test('the structures of real TPMs decode into what encodes to the same bytes', () => {
  test.skip(ceremonies.length === 0, ABSENT);
  const tpms = ceremonies.filter(({ fmt, provenance }) => fmt === 'tpm' && provenance === 'real');
  for (const one of tpms.filter(({ ceremony }) => ceremony === 'registration')) {
    const statement = attestationObjectOf(one).attStmt as Map<string, Uint8Array>;
    const [pubArea, certInfo] = ['pubArea', 'certInfo'].map(name => statement.get(name)!);
    expect(hex(encodePublic(decodePublic(pubArea!))), one.id).toBe(hex(pubArea!));
    expect(hex(encodeAttest(decodeAttest(certInfo!))), one.id).toBe(hex(certInfo!));
  }
});
