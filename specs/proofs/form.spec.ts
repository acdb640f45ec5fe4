/** What a relying party takes that is tolerant of form, and what it refuses all the same. */
import { expect, test } from '@playwright/test';
import { profileNamed } from '../../harness/runner/profile.ts';
import { run } from '../../harness/runner/run.ts';
import { findCase } from '../../harness/suite/index.ts';
import { glass } from '../../harness/targets/glass.ts';

const TOLERATED = [
  'registration/attestation-object/indefinite-map',
  'registration/attestation/packed/basic-constraints-missing',
  'registration/attestation/tpm/basic-constraints-missing',
  'registration/public-key/rsa-modulus-zero-before',
  'authentication/authenticator-data/attested-data',
];
const NEVER = [
  'registration/attestation-object/auth-data-in-chunks',
  'registration/attestation-object/byte-after',
  'registration/attestation-object/duplicate-fmt',
  'registration/public-key/alg-twice',
  'registration/public-key/rsa-modulus-one',
  'registration/attestation/packed/ca',
  'authentication/authenticator-data/attested-data-missing',
];

async function seen(ids: readonly string[], form: 'strict' | 'tolerant') {
  const cases = ids.map(id => findCase(id)!);
  const { report } = await run({
    rp: glass({ config: { form } }),
    cases,
    seed: 'touchstone',
    profile: profileNamed('strict'),
  });
  return [...new Set(report.results.map(result => result.seen))];
}

test('a tolerant form takes what is plain all the same, a strict one does not', async () => {
  expect(await seen(TOLERATED, 'tolerant')).toEqual(['accepted']);
  expect(await seen(TOLERATED, 'strict')).toEqual(['rejected']);
});

test('a tolerant form takes nothing that is ambiguous or cut off', async () => {
  expect(await seen(NEVER, 'tolerant')).toEqual(['rejected']);
});
