/** What the fuzzer calls a hole, what hygiene and what nothing at all: as the catalogue has it. */
import { expect, test } from '@playwright/test';
import type { DutyName } from '../../harness/duties.ts';
import { differenceIn } from '../../harness/fuzz/difference.ts';
import type { Facts, FuzzEdit, Fuzzed } from '../../harness/fuzz/edit.ts';
import { repeat } from '../../harness/fuzz/fuzz.ts';
import { glass } from '../../harness/targets/glass.ts';

const registration = (edit: FuzzEdit, facts: Facts = {}): Fuzzed => ({
  ceremony: 'registration',
  facts,
  edits: [edit],
});
const RSA: Facts = { algorithm: -257 };
const after: Pick<FuzzEdit, 'path' | 'change'> = { path: ['x5c', 0], change: { op: 'end', hex: '00' } };

const KINDS: [DutyName, string, 'hole' | 'hygiene', Fuzzed][] = [
  [
    'challenge',
    'padded',
    'hygiene',
    registration({ layer: 'clientData', path: ['challenge'], change: { op: 'append', text: '=' } }),
  ],
  [
    'challenge',
    'another',
    'hole',
    registration({ layer: 'clientData', path: ['challenge'], change: { op: 'set', value: 'AAAA' } }),
  ],
  [
    'rsa-key',
    'exponent 2',
    'hygiene',
    registration({ layer: 'publicKey', path: [-2], change: { op: 'set', value: { hex: '02' } } }, RSA),
  ],
  [
    'rsa-key',
    'exponent 1',
    'hole',
    registration({ layer: 'publicKey', path: [-2], change: { op: 'set', value: { hex: '01' } } }, RSA),
  ],
  [
    'credential-id-attested',
    'another id',
    'hygiene',
    registration({ layer: 'credentialId', path: [], change: { op: 'end', hex: '00' } }),
  ],
  [
    'packed-certificate',
    'a byte after',
    'hygiene',
    registration({ layer: 'statement', ...after }, { attestation: 'packed' }),
  ],
  [
    'apple-statement',
    'a byte after',
    'hygiene',
    registration({ layer: 'statement', ...after }, { attestation: 'apple', algorithm: -7 }),
  ],
  [
    'tpm-statement',
    'ecdaaKeyId',
    'hygiene',
    registration(
      { layer: 'statement', path: ['ecdaaKeyId'], change: { op: 'set', value: { hex: '00' } } },
      { attestation: 'tpm', algorithm: -7 },
    ),
  ],
];

for (const [duty, what, kind, fuzzed] of KINDS) {
  test(`without ${duty}, ${what}: ${kind}`, async () => {
    const rp = glass({ without: new Set([duty]) });
    const finding = await repeat({ rp, seed: 'spec', time: 60_000 }, fuzzed);
    expect([finding?.kind, finding?.duty]).toEqual([kind, duty]);
  });
}

const accepted = (duty: DutyName, reason: string) =>
  ({ reply: { seen: 'accepted', ms: 0 }, judge: async () => ({ refusals: [{ duty, reason }] }) }) as const;

test('a key that can never sign in is hygiene, one under which anybody can is a hole', async () => {
  const kindOf = async (reason: string) => {
    const edit: FuzzEdit = { layer: 'publicKey', path: [-2], change: { op: 'remove' } };
    return (await differenceIn(accepted('public-key', reason), registration(edit)))?.kind;
  };
  expect(await kindOf('COSE_Key: kty is missing or no integer')).toBe('hygiene');
  expect(await kindOf('COSE_Key: x has 1 bytes, Ed25519 takes 32')).toBe('hygiene');
  expect(await kindOf('COSE_Key: pub is missing or no byte string')).toBe('hygiene');
  expect(await kindOf('COSE_Key: P-256 does not belong to kty 1')).toBe('hygiene');
  expect(await kindOf('COSE_Key: alg is missing or no integer')).toBe('hole');
  expect(await kindOf('x is a point of small order on Ed25519')).toBe('hole');
});

/** Refused, and the oracle has nothing against it. */
const refused = { reply: { seen: 'rejected', ms: 0 }, judge: async () => ({ refusals: [] }) } as const;

test('what an RP may refuse is no finding, what it has to take is one', async () => {
  const aaguid: FuzzEdit = {
    layer: 'authenticatorData',
    path: ['aaguid'],
    change: { op: 'set', value: { hex: 'ab'.repeat(16) } },
  };
  const alg: FuzzEdit = { layer: 'statement', path: ['alg'], change: { op: 'set', value: -9 } };
  expect(await differenceIn(refused, registration(aaguid, { attestation: 'fido-u2f' }))).toBeUndefined();
  expect(await differenceIn(refused, registration(alg, { attestation: 'packed' }))).toBeUndefined();
  expect((await differenceIn(refused, registration(aaguid, { attestation: 'packed' })))?.kind).toBe('strict');
});
