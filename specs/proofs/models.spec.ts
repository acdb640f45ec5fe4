/** The models: what each hands over, and that an RP which owes nothing takes them all. */
import { expect, test } from '@playwright/test';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { MODELS, type Model } from '../../harness/authenticator/models/index.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { aaguidText, decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { fromBase64url, hex } from '../../harness/encoding/bytes.ts';
import { decodePublic } from '../../harness/encoding/tpm.ts';
import { compatibilityTable } from '../../harness/report/compatibility.ts';
import { run } from '../../harness/runner/run.ts';
import { compatibilityCases } from '../../harness/suite/compatibility.ts';
import { glass } from '../../harness/targets/glass.ts';

const origin = 'https://rp.example';
const ZERO = '00000000-0000-0000-0000-000000000000';

async function register(
  { name, settings }: Model,
  attestation: string,
  algorithms: number[],
  userVerification: string,
) {
  const client = new Client(new Authenticator(settings, { seed: 'models', label: name }));
  const response = await client.register(
    {
      rp: { id: 'rp.example', name: 'RP' },
      user: { id: 'AQ', name: 'a', displayName: 'A' },
      challenge: 'AAAAAAAAAAAAAAAAAAAAAA',
      pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key', alg })),
      authenticatorSelection: { userVerification, residentKey: 'discouraged' },
      attestation,
      extensions: { credProps: true },
    },
    { origin },
  );
  const object = decodeAttestationObject(fromBase64url(response.response.attestationObject));
  return { response, fmt: object.fmt, attStmt: object.attStmt, data: decodeAuthenticatorData(object.authData) };
}

const modelNamed = (name: string) => MODELS.find(model => model.name === name)!;
const hello = MODELS.filter(({ name }) => name.startsWith('windows-hello'));

test('names are unique, and each figure has a source', () => {
  expect(new Set(MODELS.map(({ name }) => name)).size).toBe(MODELS.length);
  expect(MODELS.filter(({ source }) => source.length < 20)).toEqual([]);
  expect(hello.length).toBe(5);
});

for (const model of hello) {
  test(`${model.name}: verified and discoverable even where both are discouraged, 32-byte id, counter 0 then 1`, async () => {
    const { response, data } = await register(model, 'none', [-257, -7], 'discouraged');
    expect({ uv: data.uv, be: data.be, bs: data.bs, count: data.signCount, id: data.credentialId!.length }).toEqual({
      uv: true,
      be: false,
      bs: false,
      count: 0,
      id: 32,
    });
    expect(response.clientExtensionResults).toEqual({ credProps: { rk: true } });
    expect(response.response.publicKeyAlgorithm).toBe(-257);
    expect(response.response.transports).toEqual(['internal']);
  });

  test(`${model.name}: AAGUID is zero under attestation none, its own under direct`, async () => {
    const none = await register(model, 'none', [-257], 'preferred');
    expect([none.fmt, aaguidText(none.data.aaguid!)]).toEqual(['none', ZERO]);
    const direct = await register(model, 'direct', [-257], 'preferred');
    const format = model.name.endsWith('-software') ? 'packed' : 'tpm';
    expect([direct.fmt, aaguidText(direct.data.aaguid!)]).toEqual([format, model.settings.aaguid]);
  });
}

test('keys kept by virtualisation-based security have attributes and a policy of their own', async () => {
  const areaOf = async (name: string) => {
    const { attStmt } = await register(modelNamed(name), 'direct', [-257], 'preferred');
    const { objectAttributes, authPolicy } = decodePublic((attStmt as Map<string, Uint8Array>).get('pubArea')!);
    return { objectAttributes, policy: hex(authPolicy).slice(0, 8) };
  };
  expect(await areaOf('windows-hello')).toEqual({ objectAttributes: 0x60472, policy: '9dffcbf3' });
  expect(await areaOf('windows-hello-vbs')).toEqual({ objectAttributes: 0x60432, policy: 'be9d99ac' });
});

test('the order of the RP decides on Windows 11 only', async () => {
  const algorithmOf = async (name: string) =>
    (await register(modelNamed(name), 'none', [-7, -257], 'preferred')).response.response.publicKeyAlgorithm;
  expect(await algorithmOf('windows-hello')).toBe(-7);
  expect(await algorithmOf('windows-hello-10')).toBe(-257);
  expect(await algorithmOf('windows-hello-software')).toBe(-257);
});

test('a synced passkey says so, and never counts', async () => {
  const { data } = await register(modelNamed('icloud-keychain'), 'direct', [-7], 'preferred');
  expect({ be: data.be, bs: data.bs, count: data.signCount }).toEqual({ be: true, bs: true, count: 0 });
});

test('the glass RP takes every model in every way it can be asked', async () => {
  const { report } = await run({ rp: glass(), cases: compatibilityCases(MODELS), seed: 'touchstone' });
  expect(
    report.results.filter(({ verdict }) => verdict !== 'pass').map(({ id, message }) => `${id} ${message}`),
  ).toEqual([]);
  expect(report.results.length).toBeGreaterThan(200);
});

test('an RP that offers no RS256 is told that Windows 10 cannot register, and why', async () => {
  const rp = glass({ config: { algorithms: [-7] } });
  const models = [modelNamed('windows-hello'), modelNamed('windows-hello-10')];
  const { report } = await run({ rp, cases: compatibilityCases(models), seed: 'touchstone' });
  const table = compatibilityTable(models, report.results).split('\n');
  expect(table[1]).toMatch(/Windows 11.*partly \(9 of 18\)/);
  expect(table.find(line => line.includes('Windows 10'))).toMatch(/no \(0 of 9\)/);
  expect(table.at(-1)).toContain('none of the algorithms');
});
