/** The WebAuthn client adds what a browser adds, and asks the person as a browser does (§5.1.3, §5.1.4). */
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { fromBase64url, hex } from '../../harness/encoding/bytes.ts';
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import {
  authenticatorData,
  clientDataText,
  creationOptions,
  descriptors,
  device,
  ORIGIN,
  RP_ID,
  refusedWith,
  register,
  requestOptions,
} from './devices.ts';

test.describe('client data', () => {
  const { challenge } = creationOptions();

  test('is the specification’s own serialisation, byte for byte', async () => {
    expect(clientDataText(await register())).toBe(
      `{"type":"webauthn.create","challenge":"${challenge}","origin":"${ORIGIN}","crossOrigin":false}`,
    );
  });

  test('names the top origin in a cross-origin frame', async () => {
    expect(clientDataText(await register({}, { topOrigin: 'https://Portal.example.com:443/page' }))).toBe(
      `{"type":"webauthn.create","challenge":"${challenge}","origin":"${ORIGIN}","crossOrigin":true,"topOrigin":"https://portal.example.com"}`,
    );
  });

  test('is of type webauthn.get in authentication', async () => {
    const client = new Client(device());
    const { id } = await client.register(creationOptions(), { origin: ORIGIN });
    const options = requestOptions({ allowCredentials: descriptors(id) });
    expect(clientDataText(await client.authenticate(options, { origin: ORIGIN }))).toBe(
      `{"type":"webauthn.get","challenge":"${options.challenge}","origin":"${ORIGIN}","crossOrigin":false}`,
    );
  });

  for (const [given, serialised] of [
    ['https://LOGIN.Example.org', 'https://login.example.org'],
    ['https://login.example.org:443/path?query', 'https://login.example.org'],
    ['https://login.example.org:8443', 'https://login.example.org:8443'],
  ] as const) {
    test(`serialises the origin ${given}`, async () => {
      expect(JSON.parse(clientDataText(await register({}, { origin: given }))).origin).toBe(serialised);
    });
  }
});

test.describe('creation options', () => {
  const user = (bytes: number) => ({
    user: { id: Buffer.alloc(bytes, 1).toString('base64url'), name: 'n', displayName: 'd' },
  });

  for (const bytes of [0, 65]) {
    test(`user.id of ${bytes} bytes: TypeError`, async () => {
      expect(await refusedWith(register(user(bytes)))).toBe('TypeError');
    });
  }
  for (const bytes of [1, 64]) {
    test(`user.id of ${bytes} bytes is all right`, async () => {
      expect((await register(user(bytes))).type).toBe('public-key');
    });
  }

  for (const missing of ['rp', 'user', 'challenge', 'pubKeyCredParams'] as const) {
    test(`without ${missing}: TypeError`, async () => {
      const { [missing]: _, ...options } = creationOptions();
      expect(
        await refusedWith(
          new Client(device()).register(options as PublicKeyCredentialCreationOptionsJSON, { origin: ORIGIN }),
        ),
      ).toBe('TypeError');
    });
  }

  for (const [what, change] of [
    ['a padded challenge', { challenge: 'YWJjZA==' }],
    ['a challenge in the standard alphabet', { challenge: '++//' }],
    ['a user.id with white space', { user: { id: 'YW Jj', name: 'n', displayName: 'd' } }],
    ['an excluded id that is no base64url', { excludeCredentials: descriptors('a.b') }],
  ] as const) {
    test(`${what}: EncodingError`, async () => {
      expect(await refusedWith(register(change))).toBe('EncodingError');
    });
  }

  const params = (...algs: number[]) => ({ pubKeyCredParams: algs.map(alg => ({ type: 'public-key', alg })) });

  test('the algorithm is the first of the RP’s that the authenticator has', async () => {
    const response = await register(params(-300, -257, -7), {}, device({ algorithms: [-7, -8, -257] }));
    expect(response.response.publicKeyAlgorithm).toBe(-257);
  });

  test('an empty list stands for ES256 and RS256', async () => {
    expect((await register(params())).response.publicKeyAlgorithm).toBe(-7);
    expect((await register(params(), {}, device({ algorithms: [-8, -257] }))).response.publicKeyAlgorithm).toBe(-257);
    expect(await refusedWith(register(params(), {}, device({ algorithms: [-8] })))).toBe('NotSupportedError');
  });

  test('no algorithm in common, or none of type public-key: NotSupportedError', async () => {
    expect(await refusedWith(register(params(-300)))).toBe('NotSupportedError');
    expect(await refusedWith(register({ pubKeyCredParams: [{ type: 'other', alg: -7 }] }))).toBe('NotSupportedError');
  });

  test('an entry of another type is passed over', async () => {
    const response = await register({ pubKeyCredParams: [{ type: 'other', alg: -8 }, ...params(-7).pubKeyCredParams] });
    expect(response.response.publicKeyAlgorithm).toBe(-7);
  });
});

test.describe('conditional mediation', () => {
  const conditional = { origin: ORIGIN, mediation: 'conditional' } as const;

  test('a conditional create has UP clear, and is not allowed in a cross-origin frame', async () => {
    expect(authenticatorData(await register({}, conditional)).up).toBe(false);
    expect(await refusedWith(register({}, { ...conditional, topOrigin: 'https://example.com' }))).toBe(
      'NotAllowedError',
    );
  });

  test('a conditional get offers discoverable credentials only, of allowCredentials where it is given', async () => {
    const client = new Client(device());
    const plain = await client.register(creationOptions(), conditional);
    const resident = creationOptions({ authenticatorSelection: { residentKey: 'required' } }, 'grace');
    const found = await client.register(resident, conditional);
    const allowCredentials = descriptors(plain, found);
    const response = await client.authenticate(requestOptions({ allowCredentials }), conditional);
    expect([response.id, authenticatorData(response).up]).toEqual([found.id, true]);
    const only = requestOptions({ allowCredentials: descriptors(plain) });
    expect(await refusedWith(client.authenticate(only, conditional))).toBe('NotAllowedError');
  });
});

test.describe('the person, the page and the time', () => {
  const never = () => new Promise<boolean>(() => {});

  test('an aborted signal: AbortError, or the reason that the page gave', async () => {
    expect(await refusedWith(register({}, { signal: AbortSignal.abort() }))).toBe('AbortError');
    expect(await refusedWith(register({}, { signal: AbortSignal.abort(new TypeError('own')) }))).toBe('TypeError');
    const authentication = new Client(device()).authenticate(requestOptions(), {
      origin: ORIGIN,
      signal: AbortSignal.abort(),
    });
    expect(await refusedWith(authentication)).toBe('AbortError');
  });

  test('an abort while the person is asked: AbortError, and nothing is made', async () => {
    const authenticator = device();
    const controller = new AbortController();
    const prompt = () => {
      controller.abort();
      return never();
    };
    expect(await refusedWith(register({}, { signal: controller.signal, prompt }, authenticator))).toBe('AbortError');
    expect(authenticator.credentials.size).toBe(0);
  });

  test('the person is told what is asked, and may decline: NotAllowedError', async () => {
    const asked: unknown[] = [];
    const prompt = async (request: unknown) => asked.push(request) === 0;
    expect(await refusedWith(register({}, { prompt }))).toBe('NotAllowedError');
    expect(asked).toEqual([{ kind: 'registration', rpId: RP_ID, userVerification: 'preferred' }]);
  });

  test('the person consents', async () => {
    expect((await register({}, { prompt: async () => true })).type).toBe('public-key');
  });

  for (const timeout of [20, 0, -5]) {
    test(`nobody answers within ${timeout} ms: NotAllowedError`, async () => {
      expect(await refusedWith(register({ timeout }, { prompt: never }))).toBe('NotAllowedError');
    });
  }
});

test.describe('the response', () => {
  test('of a registration has the members of RegistrationResponseJSON and no others', async () => {
    const response = await register({}, {}, device({ transports: ['usb', 'internal', 'nfc', 'usb'] }));
    expect(Object.keys(response).sort()).toEqual([
      'authenticatorAttachment',
      'clientExtensionResults',
      'id',
      'rawId',
      'response',
      'type',
    ]);
    expect(Object.keys(response.response).sort()).toEqual([
      'attestationObject',
      'authenticatorData',
      'clientDataJSON',
      'publicKey',
      'publicKeyAlgorithm',
      'transports',
    ]);
    expect(response.response.transports).toEqual(['internal', 'nfc', 'usb']);
    const { authData } = decodeAttestationObject(fromBase64url(response.response.attestationObject));
    expect(hex(authData)).toBe(hex(fromBase64url(response.response.authenticatorData)));
  });

  test('of an authentication has the members of AuthenticationResponseJSON and no others', async () => {
    const client = new Client(device());
    await client.register(creationOptions({ authenticatorSelection: { residentKey: 'required' } }), { origin: ORIGIN });
    const response = await client.authenticate(requestOptions(), { origin: ORIGIN });
    expect(Object.keys(response).sort()).toEqual([
      'authenticatorAttachment',
      'clientExtensionResults',
      'id',
      'rawId',
      'response',
      'type',
    ]);
    expect(Object.keys(response.response).sort()).toEqual([
      'authenticatorData',
      'clientDataJSON',
      'signature',
      'userHandle',
    ]);
    expect(response.rawId).toBe(response.id);
  });

  test('is one registration for each call, also when two run at once', async () => {
    const client = new Client(device());
    const both = await Promise.all(
      ['ada', 'grace'].map(user => client.register(creationOptions({}, user), { origin: ORIGIN })),
    );
    expect(new Set(both.map(({ id }: RegistrationResponseJSON) => id)).size).toBe(2);
  });
});
