/** Compound attestation: what the verifier reports of it, and where it says the fault is. */
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import type { Edits } from '../../harness/authenticator/edits.ts';
import type { CompoundPart } from '../../harness/authenticator/settings.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { decodeResponse } from '../../harness/diagnose/decode.ts';
import { renderTree } from '../../harness/diagnose/tree.ts';
import { flipBit } from '../../harness/encoding/bytes.ts';
import type { CborMap } from '../../harness/encoding/cbor.ts';
import type { RelyingPartyConfig } from '../../harness/verifier/config.ts';
import type { VerifyOptions } from '../../harness/verifier/outcome.ts';
import { verifyRegistration } from '../../harness/verifier/registration.ts';
import { creationOptions, device, ORIGIN, RP_ID } from './devices.ts';

interface Ceremony {
  edit?: Edits;
  config?: Partial<RelyingPartyConfig>;
  options?: VerifyOptions;
}

async function registered(compoundOf: readonly CompoundPart[], edit?: Edits) {
  const asked = creationOptions({ attestation: 'direct' });
  const authenticator = device({ attestation: 'compound', compoundOf, algorithms: [-7] });
  const response = await new Client(authenticator).register(asked, { origin: ORIGIN, ...(edit && { edit }) });
  return { response, challenge: asked.challenge };
}

async function verified(compoundOf: readonly CompoundPart[], { edit, config, options }: Ceremony = {}) {
  const { response, challenge } = await registered(compoundOf, edit);
  const rp: RelyingPartyConfig = {
    rpId: RP_ID,
    rpName: 'Example',
    origins: [ORIGIN],
    algorithms: [-7],
    attestationRoots: testRoots(),
    ...config,
  };
  const expected = { rp, challenge, algorithms: [-7], userVerification: 'preferred', attestation: 'direct' };
  return verifyRegistration(response, expected, options);
}

test.describe('a compound attestation is worth what its weakest statement is', () => {
  const strangers = { attestationRoots: [], acceptUntrusted: true };
  for (const [parts, config, type, trusted] of [
    [['packed', 'packed-self'], {}, 'self', false],
    [['packed-self', 'packed'], strangers, 'self', false],
    [['tpm', 'packed'], {}, 'attca', true],
    [['packed', 'tpm'], strangers, 'basic', false],
  ] as const) {
    test(`${parts.join(' and ')}, ${'acceptUntrusted' in config ? 'without roots' : 'under our root'}: ${type}`, async () => {
      const { verified: accepted, attestation } = await verified(parts, { config });
      expect({ accepted, attestation }).toEqual({
        accepted: true,
        attestation: { format: 'compound', type, trusted },
      });
    });
  }
});

test('every format that we make can be part of one', async () => {
  const parts = ['packed-self', 'packed', 'tpm', 'fido-u2f', 'apple', 'android-key', 'android-safetynet'] as const;
  const { refusals, attestation } = await verified(parts);
  expect({ refusals, attestation }).toEqual({
    refusals: [],
    attestation: { format: 'compound', type: 'self', trusted: false },
  });
});

test('an RP that takes some models only looks at who attests the model in each statement', async () => {
  const aaguid = '00000000-0000-0000-0000-000000000000';
  const allowed = await verified(['packed', 'tpm'], { config: { allowedAaguids: [aaguid] } });
  expect(allowed.refusals).toEqual([]);
  const own = await verified(['packed', 'packed-self'], { config: { allowedAaguids: [aaguid] } });
  expect(own.refusals).toEqual([
    { duty: 'model-allowed', reason: `attStmt[1]: nobody who is trusted attests that the model is ${aaguid}` },
  ]);
});

/** Makes the signature of one statement wrong. */
const badly = (index: number): Edits => ({
  statement: honest => {
    const attStmt = (honest as CborMap[])[index]!.get('attStmt') as CborMap;
    attStmt.set('sig', flipBit(attStmt.get('sig') as Uint8Array, -1));
    return honest;
  },
});

test('a fault is said to be in its statement', async () => {
  const parts = ['packed', 'packed-self'] as const;
  const outcome = await verified(parts, { edit: badly(1), options: { trace: true } });
  expect(outcome.refusals).toEqual([{ duty: 'packed-signature', reason: 'attStmt[1]: sig does not verify' }]);
  expect(outcome.trace.filter(({ duty }) => duty === 'packed-signature').map(({ outcome: seen }) => seen)).toEqual([
    'passed',
    'refused',
  ]);
});

test('after the first refusal the other statements are left unchecked', async () => {
  const outcome = await verified(['packed', 'packed-self'], { edit: badly(0), options: { trace: true } });
  expect(outcome.refusals).toEqual([{ duty: 'packed-signature', reason: 'attStmt[0]: sig does not verify' }]);
  expect(outcome.trace.filter(({ duty }) => duty === 'packed-signature').map(({ outcome: seen }) => seen)).toEqual([
    'refused',
    'unchecked',
  ]);
  expect(outcome.attestation).toBeUndefined();
});

test('explained, each statement stands in the tree under its number', async () => {
  const { response } = await registered(['packed-self', 'tpm']);
  const lines = renderTree(decodeResponse(response)).split('\n');
  const from = lines.indexOf('    attStmt');
  const fmt = (at: number) => lines.slice(lines.indexOf(`      [${at}]`, from)).find(line => line.includes('fmt: '));
  expect([fmt(0)?.trim(), fmt(1)?.trim()]).toEqual(['fmt: "packed"', 'fmt: "tpm"']);
  expect(lines.filter(line => line.startsWith('          sig: ')).length).toBe(2);
});
