/** The test metadata: its BLOB, what the verifier makes of it, and what another library does. */
import { expect, test } from '@playwright/test';
import { BaseMetadataService, MetadataService, SettingsService } from '@simplewebauthn/server';
import simplewebauthn from '../../fixtures/libraries/simplewebauthn.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { makeMetadataBlob, testMetadataBlob } from '../../harness/authenticator/metadata.ts';
import { COMPROMISED, modelNamed } from '../../harness/authenticator/metadataModels.ts';
import { MODELS } from '../../harness/authenticator/models/index.ts';
import { METADATA_HOST, metadataChain, metadataRoot } from '../../harness/authenticator/pkiMetadata.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { hex, sha256 } from '../../harness/encoding/bytes.ts';
import { signData } from '../../harness/encoding/cose.ts';
import { decodeMetadataBlob } from '../../harness/encoding/metadataBlob.ts';
import { profileNamed } from '../../harness/runner/profile.ts';
import { run } from '../../harness/runner/run.ts';
import { catalogue } from '../../harness/suite/index.ts';
import type { Feature } from '../../harness/target.ts';
import { glass } from '../../harness/targets/glass.ts';
import type { RelyingPartyConfig } from '../../harness/verifier/config.ts';
import { readMetadataBlob } from '../../harness/verifier/metadataBlob.ts';
import { device } from './devices.ts';

const roots = [metadataRoot().certificate];
const drawn = ({ refusals }: { refusals: { duty: string }[] }) => refusals.map(({ duty }) => duty);

test('the root and the BLOB always have the same bytes', () => {
  expect(hex(sha256(roots[0]!))).toBe('63b99d14a1faaa1b4d2a11bcb11e9d97ff01968d98ce6a320ce1affe97a7f8aa');
  expect(makeMetadataBlob()).toBe(testMetadataBlob());
});

test('every model that has an AAGUID has one entry', () => {
  const { entries } = decodeMetadataBlob(testMetadataBlob()).payload;
  const listed = entries.flatMap(({ aaguid }) => aaguid ?? []);
  expect(new Set(listed).size).toBe(listed.length);
  const zero = '00000000-0000-0000-0000-000000000000';
  const missing = MODELS.filter(({ settings: { aaguid = zero } }) => aaguid !== zero && !listed.includes(aaguid));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

test.describe('a BLOB', () => {
  test('is read under its root, and under no other', async () => {
    const read = await readMetadataBlob(testMetadataBlob(), { roots, host: METADATA_HOST });
    expect(drawn(read)).toEqual([]);
    expect(read.metadata?.number).toBe(100);
    expect(drawn(await readMetadataBlob(testMetadataBlob(), { roots: testRoots() }))).toEqual(['metadata-blob-chain']);
  });

  test('without x5c is one that the root itself has signed', async () => {
    const header = ({ alg }: Record<string, unknown>) => ({ alg });
    const sign = (signed: Uint8Array) => signData(-257, metadataRoot().keys.privateKey, signed);
    expect(drawn(await readMetadataBlob(makeMetadataBlob({ header, sign }), { roots }))).toEqual([]);
    expect(drawn(await readMetadataBlob(makeMetadataBlob({ header }), { roots }))).toEqual(['metadata-blob-signature']);
  });

  test('is signed by keys that differ in the whole chain', () => {
    const keys = [metadataRoot(), ...metadataChain()].map(one => one.keys.publicKey.export({ format: 'jwk' }).n);
    expect(new Set(keys).size).toBe(3);
  });
});

/** Registers a model with a packed certificate at a glass RP; the duties that refuse it. */
async function registering(aaguid: string, config: Partial<RelyingPartyConfig>): Promise<string[]> {
  const rp = glass({ config });
  const visit = await rp.visit();
  const options = await visit.registrationOptions({ name: 'ada', displayName: 'Ada' }, { attestation: 'direct' });
  const client = new Client(device({ attestation: 'packed', aaguid }));
  const { message } = await visit.register(await client.register(options, { origin: rp.origin }));
  return (message ?? '')
    .split('\n')
    .filter(Boolean)
    .map(line => line.split(':')[0]!);
}

test.describe('a policy', () => {
  const unavailable = { metadata: () => Promise.reject(new Error('the service is down')) };

  test('that takes known models only refuses what has no entry', async () => {
    const config = { metadataMissing: 'refuse' } as const;
    expect(await registering(modelNamed('certified'), config)).toEqual([]);
    expect(await registering(modelNamed('without entry'), config)).toEqual(['metadata-anchor']);
    expect(await registering(modelNamed('without entry'), {})).toEqual([]);
  });

  test('says what it means that no metadata can be had', async () => {
    expect(await registering(modelNamed('certified'), unavailable)).toEqual([]);
    const closed = { ...unavailable, metadataMissing: 'refuse' } as const;
    expect(await registering(modelNamed('certified'), closed)).toEqual(['metadata-anchor']);
  });
});

/** SimpleWebAuthn's service, which fetches its BLOB: from a URL that holds it. */
async function loading(service: typeof MetadataService, root: Uint8Array): Promise<typeof MetadataService> {
  SettingsService.setRootCertificates({ identifier: 'mds', certificates: [Uint8Array.from(root)] });
  await service.initialize({ mdsServers: [`data:application/jose,${testMetadataBlob()}`] });
  return service;
}

/** What it does with registrations otherwise than asked, with reasons. */
const SIMPLEWEBAUTHN = {
  'status-revoked': 'it looks for the four compromises, and not for REVOKED',
  'reports-out-of-order': 'the report is a REVOKED one',
  'u2f-batch-revoked': 'it looks models up by AAGUID only',
  'self-though-full': 'it compares what is attested by certificates only',
  'root-in-lines': 'it reads no base64 with white space',
  'anchor-intermediate': 'it follows a chain up to a self-signed certificate',
};

test.describe('SimpleWebAuthn', () => {
  test('takes the BLOB under our root, and knows the models by it', async () => {
    const service = await loading(new BaseMetadataService(), roots[0]!);
    const statement = await service.getStatement(modelNamed('certified'));
    expect(statement?.attestationTypes).toEqual(['basic_full']);
    for (const status of COMPROMISED.filter(one => one !== 'REVOKED'))
      await expect(service.getStatement(modelNamed(`status/${status}`))).rejects.toThrow('compromised');
  });

  test('does not take it under another root', async () => {
    const service = await loading(new BaseMetadataService(), testRoots()[0]!);
    await expect(service.getStatement(modelNamed('certified'))).rejects.toThrow('No metadata statement');
  });

  test('registers by it as our verifier does, but for what is known of it', async () => {
    await loading(MetadataService, roots[0]!);
    const plain = simplewebauthn();
    const rp = { ...plain, supports: new Set<Feature>([...plain.supports, 'metadata']) };
    const section = 'registration/attestation/metadata';
    const cases = catalogue.filter(one => one.section === section);
    const { report } = await run({ rp, cases, seed: 'touchstone', profile: profileNamed('strict') });
    // The service is one for the whole process, and other proofs use the library without metadata.
    await MetadataService.initialize({ mdsServers: [], verificationMode: 'permissive' });
    const failing = report.results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'noted');
    expect(failing.map(({ id }) => id).sort()).toEqual(
      Object.keys(SIMPLEWEBAUTHN)
        .map(key => `${section}/${key}`)
        .sort(),
    );
  });
});
