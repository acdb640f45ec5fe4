/** The software authenticator: its data as §6.1 has them, its counters, its attestation statements. */
import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { makeTestRoot } from '../../harness/authenticator/pki.ts';
import type { AuthenticatorSettings } from '../../harness/authenticator/settings.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { aaguidText } from '../../harness/encoding/authenticatorData.ts';
import { concat, fromBase64url, hex, sha256, utf8 } from '../../harness/encoding/bytes.ts';
import { ALGORITHMS, algorithm, decodeCoseKey, importCoseKey, verifyData } from '../../harness/encoding/cose.ts';
import { decodeEcdsaSignature } from '../../harness/encoding/der.ts';
import {
  attested,
  authenticatorData,
  creationOptions,
  descriptors,
  ORIGIN,
  RP_ID,
  registered,
  requestOptions,
} from './devices.ts';

const context = { origin: ORIGIN };

test.describe('authenticator data', () => {
  test('of a registration: hash of the RP ID, flags, attested credential, nothing after it', async () => {
    const aaguid = '01234567-89ab-4def-8123-456789abcdef';
    const { registration } = await registered({ aaguid, backupEligible: true, backupState: true, counterStart: 7 });
    const { data, deviations } = attested(registration);
    expect(deviations).toEqual([]);
    expect(data).toMatchObject({
      up: true,
      uv: true,
      be: true,
      bs: true,
      at: true,
      ed: false,
      rfu1: false,
      rfu2: false,
    });
    expect(data).toMatchObject({ signCount: 7, trailing: 0 });
    expect(hex(data.rpIdHash)).toBe(hex(sha256(utf8(RP_ID))));
    expect(aaguidText(data.aaguid!)).toBe(aaguid);
    expect(hex(data.credentialId!)).toBe(hex(fromBase64url(registration.rawId)));
    expect(decodeCoseKey(data.credentialPublicKey!)).toMatchObject({ alg: -7, extra: [], deviations: [] });
  });

  test('of an assertion: 37 bytes, no attested credential', async () => {
    const { login } = await registered({});
    const data = authenticatorData(await login());
    expect(data).toMatchObject({ up: true, uv: true, be: false, bs: false, at: false, ed: false, trailing: 0 });
    expect(fromBase64url((await login()).response.authenticatorData).length).toBe(37);
  });

  test('BE stays as it was when the credential was made, BS follows the credential', async () => {
    const { authenticator, registration, login } = await registered({ backupEligible: true });
    authenticator.credentials.find(RP_ID, fromBase64url(registration.id))!.backupState = true;
    expect(authenticatorData(await login())).toMatchObject({ be: true, bs: true });
  });

  for (const length of [16, 64, 1023]) {
    test(`credential ids of ${length} bytes`, async () => {
      const { registration, login } = await registered({ credentialIdLength: length });
      expect(fromBase64url(registration.rawId).length).toBe(length);
      expect((await login()).id).toBe(registration.id);
    });
  }

  for (const { id, name } of ALGORITHMS) {
    test(`an assertion with ${name} verifies with the attested key`, async () => {
      const client = new Client(new Authenticator({ algorithms: [id] }, { seed: 'a seed', label: 'device' }));
      const registration = await client.register(
        creationOptions({ pubKeyCredParams: [{ type: 'public-key', alg: id }] }),
        context,
      );
      const { response } = await client.authenticate(
        requestOptions({ allowCredentials: descriptors(registration) }),
        context,
      );
      const key = decodeCoseKey(attested(registration).data.credentialPublicKey!);
      const signed = concat(fromBase64url(response.authenticatorData), sha256(fromBase64url(response.clientDataJSON)));
      const signature = fromBase64url(response.signature);
      expect(key.alg).toBe(id);
      expect(verifyData(id, importCoseKey(key), signed, signature)).toBe(true);
      if (algorithm(id)?.kty === 2) expect(() => decodeEcdsaSignature(signature)).not.toThrow();
    });
  }
});

test.describe('counters', () => {
  const counts = async (settings: Partial<AuthenticatorSettings>) => {
    const { client, registration, login } = await registered(settings);
    const other = await client.register(creationOptions({}, 'grace'), context);
    const loginOther = () => client.authenticate(requestOptions({ allowCredentials: descriptors(other) }), context);
    const seen = [attested(registration).data.signCount];
    for (const response of [await login(), await loginOther(), await login()])
      seen.push(authenticatorData(response).signCount);
    return seen;
  };

  test('per credential: each counts for itself', async () => {
    expect(await counts({ counter: 'per-credential', counterStart: 3 })).toEqual([3, 4, 4, 5]);
  });
  test('global: one for all', async () => {
    expect(await counts({ counter: 'global', counterStart: 3, counterStep: 2 })).toEqual([3, 5, 7, 9]);
  });
  test('global: a new credential starts where the count stands', async () => {
    const { client, login } = await registered({ counter: 'global', counterStart: 3 });
    await login();
    const { data } = attested(await client.register(creationOptions({}, 'grace'), context));
    expect(data.signCount).toBe(4);
  });
  test('none: always 0', async () => {
    expect(await counts({ counter: 'none', counterStart: 3 })).toEqual([0, 0, 0, 0]);
  });
  test('a step of 0 stands still', async () => {
    expect(await counts({ counterStart: 3, counterStep: 0 })).toEqual([3, 3, 3, 3]);
  });
  test('after the last of 32 bits comes 0', async () => {
    expect(await counts({ counterStart: 0xffffffff })).toEqual([0xffffffff, 0, 0, 1]);
  });
});

test.describe('attestation', () => {
  const register = async (settings: Partial<AuthenticatorSettings>, change: Parameters<typeof creationOptions>[0]) => {
    const response = await new Client(new Authenticator(settings, { seed: 'a seed', label: 'device' })).register(
      creationOptions(change),
      context,
    );
    const signed = concat(attested(response).authData, sha256(fromBase64url(response.response.clientDataJSON)));
    return { ...attested(response), signed };
  };
  const aaguid = '01234567-89ab-4def-8123-456789abcdef';

  test('packed, self: signed with the credential key', async () => {
    const { fmt, attStmt, data, signed } = await register({ attestation: 'packed-self' }, { attestation: 'direct' });
    const statement = attStmt as Map<string, Uint8Array>;
    expect([fmt, [...statement.keys()], statement.get('alg')]).toEqual(['packed', ['alg', 'sig'], -7]);
    const key = importCoseKey(decodeCoseKey(data.credentialPublicKey!));
    expect(verifyData(-7, key, signed, statement.get('sig')!)).toBe(true);
  });

  test('packed, certified: by a leaf as §8.2.1 wants it, under the test root', async () => {
    const { fmt, attStmt, signed } = await register({ attestation: 'packed', aaguid }, { attestation: 'direct' });
    const statement = attStmt as Map<string, unknown>;
    const [leaf, ...more] = (statement.get('x5c') as Uint8Array[]).map(der => new X509Certificate(der));
    expect([fmt, more.length]).toEqual(['packed', 0]);
    expect(verifyData(-7, leaf!.publicKey, signed, statement.get('sig') as Uint8Array)).toBe(true);
    const root = new X509Certificate(testRoots()[0]!);
    expect([leaf!.verify(root.publicKey), leaf!.issuer, leaf!.ca, root.ca]).toEqual([true, root.subject, false, true]);
    expect(leaf!.subject.split('\n')).toEqual([
      'C=US',
      'O=Touchstone TEST',
      'OU=Authenticator Attestation',
      'CN=Touchstone TEST packed attestation',
    ]);
    const extension = `060b2b0601040182e51c010104041204 10${aaguid.replaceAll('-', '')}`.replace(' ', '');
    expect(leaf!.raw.toString('hex')).toContain(extension);
  });

  test('the certificate of an AAGUID is always the same bytes', async () => {
    const certificate = async () => {
      const { attStmt } = await register({ attestation: 'packed', aaguid }, { attestation: 'direct' });
      return hex((attStmt as Map<string, Uint8Array[]>).get('x5c')![0]!);
    };
    expect(await certificate()).toBe(await certificate());
  });

  test('the frozen root is the one that its making gives', async () => {
    expect(hex(testRoots()[0]!)).toBe(hex(await makeTestRoot()));
  });

  test('attestation none: format none, and the AAGUID stays (Level 3)', async () => {
    for (const attestation of ['packed', 'packed-self', 'none'] as const) {
      const { fmt, attStmt, data } = await register({ attestation, aaguid }, { attestation: 'none' });
      expect([fmt, (attStmt as Map<string, unknown>).size, aaguidText(data.aaguid!)]).toEqual(['none', 0, aaguid]);
    }
  });

  for (const [asked, fmt] of [
    [{}, 'none'],
    [{ attestation: 'unheard-of' }, 'none'],
    [{ attestation: 'indirect' }, 'packed'],
    [{ attestation: 'enterprise' }, 'packed'],
    [{ attestation: 'direct', attestationFormats: ['none', 'packed'] }, 'none'],
    [{ attestation: 'direct', attestationFormats: ['tpm', 'packed'] }, 'packed'],
    [{ attestation: 'direct', attestationFormats: ['tpm'] }, 'packed'],
  ] as const) {
    test(`${JSON.stringify(asked)} gets ${fmt}`, async () => {
      const { attestationFormats, ...rest } = { attestationFormats: undefined, ...asked };
      const wanted = { ...rest, ...(attestationFormats && { attestationFormats: [...attestationFormats] }) };
      expect((await register({}, wanted)).fmt).toBe(fmt);
    });
  }
});

test.describe('settings that cannot be', () => {
  for (const [settings, named] of [
    [{ aaguid: '1234' }, 'aaguid'],
    [{ algorithms: [] }, 'algorithms'],
    [{ credentialIdLength: 15 }, 'credentialIdLength'],
    [{ credentialIdLength: 1024 }, 'credentialIdLength'],
    [{ counterStart: -1 }, 'counterStart'],
    [{ counterStep: 0.5 }, 'counterStep'],
    [{ backupState: true }, 'backupState'],
    [{ attestation: 'compound', compoundOf: ['packed'] }, 'compoundOf'],
  ] as const) {
    test(`${JSON.stringify(settings)}: a TypeError that names it`, () => {
      expect(() => new Authenticator(settings)).toThrow(new RegExp(`^${named}: `));
      expect(() => new Authenticator(settings)).toThrow(TypeError);
    });
  }
});
