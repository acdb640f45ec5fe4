/** Extensions of the software client and authenticator: inputs, errors and outputs (§10.1), and what CTAP makes of them. */
import { expect, test } from '@playwright/test';
import type { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import type { AuthenticatorSettings } from '../../harness/authenticator/settings.ts';
import { base64url, sha256, utf8 } from '../../harness/encoding/bytes.ts';
import { readCbor } from '../../harness/encoding/cborReader.ts';
import type { ExtensionsJSON } from '../../harness/encoding/json.ts';
import {
  authenticatorData,
  creationOptions,
  descriptors,
  device,
  ORIGIN,
  RP_ID,
  refusedWith,
  register,
  requestOptions,
} from './devices.ts';

const context = { origin: ORIGIN };

/** A device that has registered with these extensions, and a login that asks for others. */
async function resident(extensions: ExtensionsJSON, settings: Partial<AuthenticatorSettings> = {}) {
  const authenticator = device(settings);
  const client = new Client(authenticator);
  const registration = await client.register(
    creationOptions({ extensions, authenticatorSelection: { residentKey: 'required' } }),
    context,
  );
  const login = (asked: ExtensionsJSON = {}, change: Parameters<typeof requestOptions>[0] = {}) =>
    client.authenticate(
      requestOptions({ allowCredentials: descriptors(registration), extensions: asked, ...change }),
      context,
    );
  return { authenticator, client, registration, login };
}

const refusedCreation = (extensions: ExtensionsJSON, authenticator?: Authenticator) =>
  refusedWith(register({ extensions }, {}, authenticator));

/** Extension data of authenticator data, as a plain object; undefined where there are none. */
function signed(response: Parameters<typeof authenticatorData>[0]): Record<string, unknown> | undefined {
  const { ed, extensions } = authenticatorData(response);
  expect(ed).toBe(extensions !== undefined);
  return extensions && Object.fromEntries(readCbor(extensions).value as Map<string, unknown>);
}

test('without extensions there is neither extension data nor an output', async () => {
  const { registration, login } = await resident({});
  const assertion = await login();
  expect([signed(registration), signed(assertion)]).toEqual([undefined, undefined]);
  expect([registration.clientExtensionResults, assertion.clientExtensionResults]).toEqual([{}, {}]);
});

test.describe('prf', () => {
  const first = base64url(utf8('an input'));
  const second = base64url(utf8('another input'));
  type Prf = { enabled?: boolean; results?: { first: string; second?: string } };
  const prf = ({ clientExtensionResults }: { clientExtensionResults: ExtensionsJSON }) =>
    clientExtensionResults.prf as Prf;

  test('is enabled at registration, and the authenticator has signed that it has a secret', async () => {
    const { registration } = await resident({ prf: {} });
    expect(prf(registration)).toEqual({ enabled: true });
    expect(signed(registration)).toEqual({ 'hmac-secret': true });
  });

  test('is not enabled where the device has no hmac-secret, and gives nothing at login', async () => {
    const { registration, login } = await resident({ prf: { eval: { first } } }, { extensions: [] });
    expect(prf(registration)).toEqual({ enabled: false });
    expect(prf(await login({ prf: { eval: { first } } }))).toEqual({});
  });

  test('gives the same 32 bytes for the same input, others for another or for another credential', async () => {
    const { login } = await resident({ prf: {} });
    const both = prf(await login({ prf: { eval: { first, second } } })).results!;
    const again = prf(await login({ prf: { eval: { first: second, second: second } } })).results!;
    expect(Buffer.from(both.first, 'base64url').length).toBe(32);
    expect(both.first).not.toBe(both.second);
    expect(again).toEqual({ first: both.second, second: both.second });
    const other = await resident({ prf: {} }, { aaguid: '00000000-0000-0000-0000-000000000001' });
    await other.client.register(creationOptions({ extensions: { prf: {} } }, 'grace'), context);
    const stranger = await other.client.authenticate(
      requestOptions({
        allowCredentials: descriptors(
          ...other.authenticator.credentials.byUser(RP_ID, utf8('grace')).map(({ id }) => base64url(id)),
        ),
        extensions: { prf: { eval: { first } } },
      }),
      context,
    );
    expect(prf(stranger).results!.first).not.toBe(both.first);
  });

  test('is encrypted on its way, by either PIN protocol, to the same result', async () => {
    const results = [];
    for (const pinProtocol of [1, 2] as const) {
      const { login } = await resident({ prf: {} }, { pinProtocol });
      const assertion = await login({ prf: { eval: { first } } });
      const sent = signed(assertion)!['hmac-secret'] as Uint8Array;
      const result = prf(assertion).results!.first;
      expect(sent.length).toBe(pinProtocol === 1 ? 32 : 48);
      expect(base64url(sent)).not.toContain(result);
      results.push(result);
    }
    expect(results[0]).toBe(results[1]);
  });

  test('values for the credential come before those for any', async () => {
    const { registration, login } = await resident({ prf: {} });
    const plain = prf(await login({ prf: { eval: { first: second } } })).results!.first;
    const own = { [registration.id]: { first: second } };
    expect(prf(await login({ prf: { eval: { first }, evalByCredential: own } })).results!.first).toBe(plain);
  });

  test('verifies the user though that is discouraged, and gives nothing without', async () => {
    const { login } = await resident({ prf: {} });
    const plain = await login({ prf: { eval: { first } } });
    const assertion = await login({ prf: { eval: { first } } }, { userVerification: 'discouraged' });
    expect([authenticatorData(assertion).uv, prf(assertion)]).toEqual([true, prf(plain)]);
    const unable = await resident({ prf: {} }, { userVerification: false });
    expect(prf(await unable.login({ prf: { eval: { first } } }))).toEqual({});
  });

  test('has results at registration where the device has hmac-secret-mc: those of a login', async () => {
    const { registration, login } = await resident(
      { prf: { eval: { first } } },
      { extensions: ['hmac-secret', 'hmac-secret-mc'] },
    );
    const { results } = prf(await login({ prf: { eval: { first } } }));
    expect(prf(registration)).toEqual({ enabled: true, results });
  });

  test('evalByCredential: NotSupportedError at registration and without allowCredentials', async () => {
    const evalByCredential = { AAAA: { first } };
    expect(await refusedCreation({ prf: { evalByCredential } })).toBe('NotSupportedError');
    const { login } = await resident({ prf: {} });
    expect(await refusedWith(login({ prf: { evalByCredential } }, { allowCredentials: [] }))).toBe('NotSupportedError');
  });

  for (const id of ['', 'no base64url!', 'AAAA']) {
    test(`evalByCredential of "${id}": SyntaxError`, async () => {
      const { login } = await resident({ prf: {} });
      expect(await refusedWith(login({ prf: { evalByCredential: { [id]: { first } } } }))).toBe('SyntaxError');
    });
  }

  test('an input that is no base64url: EncodingError; that is missing: TypeError', async () => {
    expect(await refusedCreation({ prf: { eval: { first: 'a+b=' } } })).toBe('EncodingError');
    expect(await refusedCreation({ prf: { eval: {} } })).toBe('TypeError');
  });
});

test.describe('largeBlob', () => {
  const write = base64url(utf8('a blob'));
  const supported = { largeBlob: { support: 'required' } };

  test('is supported, read as it was written, and not there before', async () => {
    const { registration, login } = await resident(supported);
    expect(registration.clientExtensionResults).toEqual({ largeBlob: { supported: true } });
    const outputs = [];
    for (const largeBlob of [{ read: true }, { write }, { read: true }])
      outputs.push((await login({ largeBlob })).clientExtensionResults);
    expect(outputs).toEqual([{ largeBlob: {} }, { largeBlob: { written: true } }, { largeBlob: { blob: write } }]);
  });

  test('required of a device without it: ConstraintError; preferred: not supported, and nothing is written', async () => {
    const without = { extensions: [] };
    expect(await refusedCreation(supported, device(without))).toBe('ConstraintError');
    const { registration, login } = await resident({ largeBlob: { support: 'preferred' } }, without);
    expect(registration.clientExtensionResults).toEqual({ largeBlob: { supported: false } });
    expect((await login({ largeBlob: { write } })).clientExtensionResults).toEqual({ largeBlob: { written: false } });
  });

  test('a blob of more than 1024 bytes is not written', async () => {
    const { login } = await resident(supported);
    const long = base64url(new Uint8Array(1025));
    expect((await login({ largeBlob: { write: long } })).clientExtensionResults).toEqual({
      largeBlob: { written: false },
    });
  });

  test('read or write at registration, support at login, both at once, two credentials: NotSupportedError', async () => {
    for (const largeBlob of [{ read: true }, { write }])
      expect(await refusedCreation({ largeBlob })).toBe('NotSupportedError');
    const { registration, login } = await resident(supported);
    for (const largeBlob of [{ support: 'preferred' }, { read: true, write }])
      expect(await refusedWith(login({ largeBlob }))).toBe('NotSupportedError');
    for (const allowCredentials of [[], descriptors(registration, 'AAAA')])
      expect(await refusedWith(login({ largeBlob: { write } }, { allowCredentials }))).toBe('NotSupportedError');
  });
});

test.describe('credProtect', () => {
  const LEVELS = {
    userVerificationOptional: 1,
    userVerificationOptionalWithCredentialIDList: 2,
    userVerificationRequired: 3,
  };

  for (const [credentialProtectionPolicy, level] of Object.entries(LEVELS)) {
    test(`${credentialProtectionPolicy}: ${level} is signed, and who is found without verification follows`, async () => {
      const { registration, login } = await resident({ credentialProtectionPolicy });
      expect(signed(registration)).toEqual({ credProtect: level });
      const unverified = { userVerification: 'discouraged' };
      const byId = await refusedWith(login({}, unverified));
      const withoutId = await refusedWith(login({}, { ...unverified, allowCredentials: [] }));
      expect([byId, withoutId].map(name => name !== 'NotAllowedError')).toEqual([level < 3, level < 2]);
      expect((await login({}, { allowCredentials: [] })).id).toBe(registration.id);
    });
  }

  test('enforced of a device without it: ConstraintError; else there is no output; unknown: NotSupportedError', async () => {
    const wish = { credentialProtectionPolicy: 'userVerificationRequired' };
    const enforced = { ...wish, enforceCredentialProtectionPolicy: true };
    expect(await refusedCreation(enforced, device({ extensions: [] }))).toBe('ConstraintError');
    expect(signed((await resident(wish, { extensions: [] })).registration)).toBeUndefined();
    expect(await refusedCreation({ credentialProtectionPolicy: 'sometimes' })).toBe('NotSupportedError');
  });
});

test.describe('credBlob', () => {
  for (const [bytes, kept] of [
    [0, true],
    [32, true],
    [33, false],
  ] as const) {
    test(`${bytes} bytes are ${kept ? 'kept, and given back' : 'not kept'}`, async () => {
      const credBlob = base64url(new Uint8Array(bytes).fill(7));
      const { registration, login } = await resident({ credBlob });
      expect(signed(registration)).toEqual({ credBlob: kept });
      const assertion = await login({ getCredBlob: true });
      const given = kept ? credBlob : '';
      expect(assertion.clientExtensionResults).toEqual({ getCredBlob: given });
      expect(base64url(signed(assertion)!.credBlob as Uint8Array)).toBe(given);
    });
  }
});

test('minPinLength is told to the RP IDs that are listed, and to no others', async () => {
  const asked = { extensions: { minPinLength: true } };
  const listed = device({ minPinLength: 8, minPinLengthRpIds: [RP_ID] });
  expect(signed(await register(asked, {}, listed))).toEqual({ minPinLength: 8 });
  const elsewhere = { ...asked, rp: { id: 'example.org', name: 'Parent' } };
  expect(signed(await register(elsewhere, {}, listed))).toBeUndefined();
  expect(signed(await register({}, {}, listed))).toBeUndefined();
});

test.describe('appid and appidExclude', () => {
  const appId = `${ORIGIN}/app-id.json`;

  /** A device with a credential under the AppID, as U2F made them. */
  async function veteran() {
    const { authenticator, client, registration, login } = await resident({});
    const made = authenticator.credentials.find(RP_ID, Buffer.from(registration.id, 'base64url'))!;
    authenticator.credentials.remove(RP_ID, made.id);
    authenticator.credentials.add({ ...made, rpId: appId, discoverable: false });
    return { client, registration, login };
  }

  test('the AppID is tried after the RP ID, its hash signed, and the output says so', async () => {
    const { login } = await veteran();
    expect(await refusedWith(login())).toBe('NotAllowedError');
    const assertion = await login({ appid: appId });
    expect(assertion.clientExtensionResults).toEqual({ appid: true });
    expect(authenticatorData(assertion).rpIdHash).toEqual(sha256(utf8(appId)));
  });

  test('a credential of the RP ID comes first, and the output is false', async () => {
    const { login } = await resident({});
    const assertion = await login({ appid: appId });
    expect(assertion.clientExtensionResults).toEqual({ appid: false });
    expect(authenticatorData(assertion).rpIdHash).toEqual(sha256(utf8(RP_ID)));
  });

  test('appidExclude finds credentials of the AppID: InvalidStateError', async () => {
    const { client, registration } = await veteran();
    const again = (extensions: ExtensionsJSON) =>
      client.register(creationOptions({ excludeCredentials: descriptors(registration), extensions }, 'grace'), context);
    expect(await refusedWith(again({ appidExclude: appId }))).toBe('InvalidStateError');
    const other = await again({ appidExclude: `${ORIGIN}/other.json` });
    expect(other.clientExtensionResults).toEqual({ appidExclude: true });
  });

  test('of another site: SecurityError; of a sister domain: allowed; in the other ceremony: NotSupportedError', async () => {
    const { login } = await resident({});
    for (const stranger of ['https://example.com/app-id.json', 'http://login.example.org/app-id.json', 'no URL'])
      expect(await refusedWith(login({ appid: stranger }))).toBe('SecurityError');
    const sister = await login({ appid: 'https://www.example.org/app-id.json' });
    expect(sister.clientExtensionResults).toEqual({ appid: false });
    expect(await refusedWith(login({ appidExclude: appId }))).toBe('NotSupportedError');
    expect(await refusedCreation({ appid: appId })).toBe('NotSupportedError');
    expect(await refusedCreation({ appidExclude: 'https://example.com/app-id.json' })).toBe('SecurityError');
  });
});
