/** Rules of the software client and authenticator that no other proof has: capabilities, signals, U2F, canonical forms. */
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { fromBase64url, hex } from '../../harness/encoding/bytes.ts';
import { encodeCbor } from '../../harness/encoding/cbor.ts';
import { readCbor } from '../../harness/encoding/cborReader.ts';
import { ALGORITHMS, decodeCoseKey } from '../../harness/encoding/cose.ts';
import { decodeEcdsaSignature, encodeEcdsaSignature } from '../../harness/encoding/der.ts';
import {
  attested,
  authenticatorData,
  creationOptions,
  descriptors,
  device,
  ORIGIN,
  RP_ID,
  refusedWith,
  register,
  registered,
  requestOptions,
} from './devices.ts';

const context = { origin: ORIGIN };

test.describe('capabilities', () => {
  test('are those of Level 3 and the extensions, sorted, and no others', () => {
    const names = Object.keys(new Client(device()).capabilities());
    expect(names).toEqual([
      'conditionalCreate',
      'conditionalGet',
      'extension:appid',
      'extension:appidExclude',
      'extension:credBlob',
      'extension:credProps',
      'extension:credProtect',
      'extension:largeBlob',
      'extension:minPinLength',
      'extension:prf',
      'hybridTransport',
      'passkeyPlatformAuthenticator',
      'relatedOrigins',
      'signalAllAcceptedCredentials',
      'signalCurrentUserDetails',
      'signalUnknownCredential',
      'userVerifyingPlatformAuthenticator',
    ]);
  });

  test('follow the devices and the context', () => {
    const key = device({ attachment: 'cross-platform', transports: ['usb'] });
    const phone = device({ attachment: 'cross-platform', transports: ['hybrid'] });
    const named = ['hybridTransport', 'passkeyPlatformAuthenticator', 'userVerifyingPlatformAuthenticator'];
    const of = (...devices: (typeof key)[]) => named.map(name => new Client(devices).capabilities()[name]);
    expect([of(key), of(phone), of(device()), of(device({ residentKeys: false }))]).toEqual([
      [false, false, false],
      [true, true, false],
      [false, true, true],
      [false, false, true],
    ]);
    const fetchRelatedOrigins = async () => ({ status: 404, contentType: '', body: '' });
    expect([
      new Client(key).capabilities().relatedOrigins,
      new Client(key).capabilities({ fetchRelatedOrigins }).relatedOrigins,
    ]).toEqual([false, true]);
  });
});

test.describe('signals', () => {
  const userId = creationOptions().user.id;

  async function signaller() {
    const authenticator = device();
    const client = new Client(authenticator);
    const { id } = await client.register(creationOptions(), context);
    return { authenticator, client, id, kept: () => authenticator.credentials.byUser(RP_ID, fromBase64url(userId)) };
  }

  test('an unknown credential is removed, another stays', async () => {
    const { client, id, kept } = await signaller();
    await client.signal({ kind: 'unknown-credential', rpId: RP_ID, credentialId: 'AAAA' }, context);
    expect(kept().length).toBe(1);
    await client.signal({ kind: 'unknown-credential', rpId: RP_ID, credentialId: id }, context);
    expect(kept()).toEqual([]);
  });

  test('of all accepted credentials, those of the user that are not among them are removed', async () => {
    const { client, id, kept } = await signaller();
    const kind = 'all-accepted-credentials';
    await client.signal({ kind, rpId: RP_ID, userId: 'AAAA', allAcceptedCredentialIds: [] }, context);
    await client.signal({ kind, rpId: RP_ID, userId, allAcceptedCredentialIds: [id] }, context);
    expect(kept().length).toBe(1);
    await client.signal({ kind, rpId: RP_ID, userId, allAcceptedCredentialIds: ['AAAA'] }, context);
    expect(kept()).toEqual([]);
  });

  test('current user details take the place of the former', async () => {
    const { client, kept } = await signaller();
    const details = { name: 'ada@example.org', displayName: 'Ada Lovelace' };
    await client.signal({ kind: 'current-user-details', rpId: RP_ID, userId, ...details }, context);
    expect(kept().map(({ userName, userDisplayName }) => [userName, userDisplayName])).toEqual([
      ['ada@example.org', 'Ada Lovelace'],
    ]);
  });

  test('an id that is no base64url: TypeError, before the RP ID; an RP ID of another: SecurityError', async () => {
    const { client, id, kept } = await signaller();
    const foreign = { kind: 'unknown-credential', rpId: 'example.com' } as const;
    expect(await refusedWith(client.signal({ ...foreign, credentialId: 'a+b=' }, context))).toBe('TypeError');
    expect(await refusedWith(client.signal({ ...foreign, credentialId: id }, context))).toBe('SecurityError');
    const accepted = { kind: 'all-accepted-credentials', rpId: RP_ID, userId } as const;
    const bad = client.signal({ ...accepted, allAcceptedCredentialIds: [id, 'a+b='] }, context);
    expect(await refusedWith(bad)).toBe('TypeError');
    expect(kept().length).toBe(1);
  });
});

test('mediation "immediate" is not of Level 3: TypeError, as of any other unknown word', async () => {
  for (const mediation of ['immediate', 'at-once']) {
    const later = { mediation } as never;
    expect(await refusedWith(register({}, later))).toBe('TypeError');
    const get = new Client(device()).authenticate(requestOptions(), { ...context, ...(later as object) });
    expect(await refusedWith(get)).toBe('TypeError');
  }
});

test('as a U2F key: a fido-u2f statement, counter 0 at registration, then counting, never verified', async () => {
  const settings = { attestation: 'fido-u2f', userVerification: false, residentKeys: false } as const;
  const direct = await register({ attestation: 'direct' }, {}, device(settings));
  const { fmt, data } = attested(direct);
  expect([fmt, data.signCount, data.up, data.uv]).toEqual(['fido-u2f', 0, true, false]);
  const { login } = await registered(settings);
  const { signCount, up, uv } = authenticatorData(await login());
  expect([signCount, up, uv]).toEqual([1, true, false]);
});

test('counter random-step: grows by 1 to 256, not always by the same, and the same for the same seed', async () => {
  const counts = async () => {
    const { login } = await registered({ counter: 'random-step' });
    const seen = [];
    for (let i = 0; i < 8; i++) seen.push(authenticatorData(await login()).signCount);
    return seen;
  };
  const seen = await counts();
  const steps = seen.map((count, i) => count - (seen[i - 1] ?? 0));
  expect(steps.every(step => step >= 1 && step <= 256)).toBe(true);
  expect(new Set(steps).size).toBeGreaterThan(4);
  expect(await counts()).toEqual(seen);
});

test('attestation object and key are canonical: the same bytes when they are written again', async () => {
  for (const { id } of ALGORITHMS) {
    const offered = { attestation: 'direct', pubKeyCredParams: [{ type: 'public-key', alg: id }] };
    const response = await register(offered, {}, device({ algorithms: [id] }));
    const bytes = fromBase64url(response.response.attestationObject);
    const { value, deviations } = readCbor(bytes);
    expect([deviations, hex(encodeCbor(value))]).toEqual([[], hex(bytes)]);
    expect([...(value as Map<string, unknown>).keys()]).toEqual(['fmt', 'attStmt', 'authData']);
    const { data } = attested(response);
    expect(decodeCoseKey(data.credentialPublicKey!).deviations, String(id)).toEqual([]);
    expect(decodeAttestationObject(bytes).deviations, String(id)).toEqual([]);
  }
});

test('ECDSA signatures are minimal DER, others raw', async () => {
  for (const [alg, length] of [
    [-7, undefined],
    [-35, undefined],
    [-36, undefined],
    [-8, 64],
    [-53, 114],
    [-257, 256],
  ] as const) {
    const client = new Client(device());
    const made = await client.register(creationOptions({ pubKeyCredParams: [{ type: 'public-key', alg }] }), context);
    const options = requestOptions({ allowCredentials: descriptors(made) });
    const signature = fromBase64url((await client.authenticate(options, context)).response.signature);
    if (length === undefined) {
      expect(hex(encodeEcdsaSignature(decodeEcdsaSignature(signature))), String(alg)).toBe(hex(signature));
    } else {
      expect(signature.length, String(alg)).toBe(length);
    }
  }
});
