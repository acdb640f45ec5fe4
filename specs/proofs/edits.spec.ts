/** An edit changes one layer, and every later layer is made from the edited one: hashed and signed anew. */
import { expect, test } from '@playwright/test';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import type { EditContext, Edits } from '../../harness/authenticator/edits.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { base64url, concat, fromBase64url, hex, sha256, utf8 } from '../../harness/encoding/bytes.ts';
import { raw } from '../../harness/encoding/cbor.ts';
import { decodeCoseKey, importCoseKey, LABEL, verifyData } from '../../harness/encoding/cose.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { creationOptions, descriptors, ORIGIN, requestOptions } from './devices.ts';

const device = () => new Client(new Authenticator({}, { seed: 'edits.spec', label: 'device' }));
const direct = creationOptions({ attestation: 'direct', authenticatorSelection: { residentKey: 'required' } });
const register = (edit?: Edits, client = device()) =>
  client.register(direct, { origin: ORIGIN, ...(edit && { edit }) });
const bytes = (text: string | undefined) => fromBase64url(text ?? '');

function attested(response: RegistrationResponseJSON) {
  const object = decodeAttestationObject(bytes(response.response.attestationObject));
  const statement = object.attStmt as Map<string, Uint8Array>;
  return { ...object, statement, data: decodeAuthenticatorData(object.authData) };
}

/** Whether self attestation and client data fit together, by the key that an honest twin attests. */
async function selfSigned(response: RegistrationResponseJSON): Promise<boolean> {
  const key = importCoseKey(decodeCoseKey(attested(await register()).data.credentialPublicKey!));
  const { authData, statement } = attested(response);
  return verifyData(-7, key, concat(authData, sha256(bytes(response.response.clientDataJSON))), statement.get('sig')!);
}

function assertionSigned(registration: RegistrationResponseJSON, { response }: AuthenticationResponseJSON): boolean {
  const key = importCoseKey(decodeCoseKey(attested(registration).data.credentialPublicKey!));
  return verifyData(
    -7,
    key,
    concat(bytes(response.authenticatorData), sha256(bytes(response.clientDataJSON))),
    bytes(response.signature),
  );
}

test.describe('registration', () => {
  test('a hook that changes nothing gives the bytes of the honest twin, signature apart', async () => {
    const edit: Edits = {
      algorithm: () => -7,
      clientData: data => data,
      publicKey: key => key,
      authenticatorData: data => data,
      statement: statement =>
        new Map([...(statement as Map<string, Uint8Array>)].map(([k, v]) => [k, k === 'sig' ? utf8('') : v])),
      attestationObject: object => object,
      response: response => response,
    };
    const { authenticatorData, clientDataJSON, publicKey, transports } = (await register()).response;
    expect((await register(edit)).response).toMatchObject({ authenticatorData, clientDataJSON, publicKey, transports });
  });

  test('clientData: the attestation signs the edited one', async () => {
    const response = await register({ clientData: data => ({ ...data, origin: 'https://evil.example' }) });
    expect(JSON.parse(Buffer.from(bytes(response.response.clientDataJSON)).toString()).origin).toBe(
      'https://evil.example',
    );
    expect(await selfSigned(response)).toBe(true);
  });

  test('clientData: raw bytes stand for themselves', async () => {
    const response = await register({ clientData: () => utf8('{"half":') });
    expect(Buffer.from(bytes(response.response.clientDataJSON)).toString()).toBe('{"half":');
    expect(await selfSigned(response)).toBe(true);
  });

  test('algorithm: a key of it is made, offered or not', async () => {
    const seen: (readonly number[])[] = [];
    const response = await register({ algorithm: offered => (seen.push(offered) > 0 ? -65535 : 0) });
    expect(seen).toEqual([[-7]]);
    expect(response.response.publicKeyAlgorithm).toBe(-65535);
    expect(decodeCoseKey(attested(response).data.credentialPublicKey!).alg).toBe(-65535);
  });

  test('publicKey: the edited key is attested; what no client can read has no publicKey', async () => {
    const relabelled = await register({ publicKey: key => new Map(key).set(LABEL.alg, -35) });
    expect(decodeCoseKey(attested(relabelled).data.credentialPublicKey!).alg).toBe(-35);
    expect(relabelled.response.publicKeyAlgorithm).toBe(-35);
    expect(relabelled.response).toHaveProperty('publicKey');
    const offCurve = await register({ publicKey: key => new Map(key).set(LABEL.y, new Uint8Array(32)) });
    expect(offCurve.response).not.toHaveProperty('publicKey');
    const bare = await register({ publicKey: () => raw.map([]) });
    expect(bare.response).not.toHaveProperty('publicKey');
    expect(await selfSigned(bare)).toBe(true);
  });

  test('authenticatorData: flags and counter as edited, signed anew', async () => {
    const response = await register({ authenticatorData: data => ({ ...data, up: false, signCount: 99 }) });
    expect(attested(response).data).toMatchObject({ up: false, uv: true, signCount: 99 });
    expect(response.response.authenticatorData).toBe(base64url(attested(response).authData));
    expect(await selfSigned(response)).toBe(true);
  });

  test('authenticatorData: an edited credential id is what the page is told, and signs in', async () => {
    const client = device();
    const id = utf8('an id of our own choice');
    const response = await register({ authenticatorData: data => ({ ...data, credentialId: id }) }, client);
    expect([response.id, response.rawId]).toEqual([base64url(id), base64url(id)]);
    const login = await client.authenticate(requestOptions({ allowCredentials: descriptors(response) }), {
      origin: ORIGIN,
    });
    expect([login.id, assertionSigned(response, login)]).toEqual([base64url(id), true]);
  });

  test('authenticatorData: raw bytes stand for themselves, and the id stays', async () => {
    const response = await register({ authenticatorData: () => new Uint8Array(36) });
    expect(attestationBytes(response)).toBe(hex(new Uint8Array(36)));
    expect(response.id).toBe((await register()).id);
  });

  test('statement: made over the edited authenticator data, then edited', async () => {
    const response = await register({
      authenticatorData: data => ({ ...data, signCount: 5 }),
      statement: (statement, { sign, authenticatorData, clientDataHash }) =>
        new Map(statement as Map<string, Uint8Array>).set('sig', sign(concat(authenticatorData!, clientDataHash!))),
    });
    expect(attested(response).data.signCount).toBe(5);
    expect(await selfSigned(response)).toBe(true);
    expect(attested(await register({ statement: () => new Map() })).statement.size).toBe(0);
  });

  test('attestationObject: any map, or bytes; getAuthenticatorData() follows the map', async () => {
    const other = new Uint8Array(40);
    const response = await register({
      attestationObject: object => new Map(object).set('authData', other).set('fmt', 'unheard-of'),
    });
    expect([
      response.response.authenticatorData,
      decodeAttestationObject(bytes(response.response.attestationObject)).fmt,
    ]).toEqual([base64url(other), 'unheard-of']);
    expect((await register({ attestationObject: () => utf8('x') })).response.attestationObject).toBe(
      base64url(utf8('x')),
    );
  });

  test('response: any JSON, posted as it is', async () => {
    expect(await register({ response: () => null })).toBeNull();
    expect(await register({ response: response => ({ ...response, type: 7 }) })).toMatchObject({ type: 7 });
  });
});

const attestationBytes = (response: RegistrationResponseJSON) =>
  hex(decodeAttestationObject(bytes(response.response.attestationObject)).authData);

test.describe('authentication', () => {
  async function login(edit: Edits) {
    const client = device();
    const registration = await register(undefined, client);
    const response = await client.authenticate(requestOptions(), { origin: ORIGIN, edit });
    return { response, signed: assertionSigned(registration, response) };
  }

  test('clientData and authenticatorData are signed as edited', async () => {
    const { response, signed } = await login({
      clientData: ({ type, ...data }) => ({ ...data, type: `${type}!` }),
      authenticatorData: data => ({ ...data, uv: false, rfu1: true }),
    });
    expect(Buffer.from(bytes(response.response.clientDataJSON)).toString()).toContain('"type":"webauthn.get!"');
    expect(decodeAuthenticatorData(bytes(response.response.authenticatorData))).toMatchObject({
      uv: false,
      rfu1: true,
    });
    expect(signed).toBe(true);
  });

  test('signature is the last to be made, from everything before', async () => {
    const kept: Partial<EditContext> = {};
    const { signed, response } = await login({
      authenticatorData: data => ({ ...data, signCount: 77 }),
      signature: (signature, context) => {
        Object.assign(kept, context);
        return signature.map(byte => byte ^ 1);
      },
    });
    expect(signed).toBe(false);
    expect(decodeAuthenticatorData(kept.authenticatorData!).signCount).toBe(77);
    expect(base64url(kept.clientDataJSON!)).toBe(response.response.clientDataJSON);
    expect(hex(kept.clientDataHash!)).toBe(hex(sha256(kept.clientDataJSON!)));
    expect(kept).toMatchObject({
      kind: 'authentication',
      algorithm: -7,
      origin: ORIGIN,
      challenge: requestOptions().challenge,
    });
  });

  test('random bytes are the same for a label, and others for another', async () => {
    const drawn: string[] = [];
    const clientData: Edits['clientData'] = (data, { random }) => {
      drawn.push(hex(random('a', 16)), hex(random('b', 16)));
      return data;
    };
    await login({ clientData });
    await login({ clientData });
    expect(drawn[0]).not.toBe(drawn[1]);
    expect(drawn.slice(2)).toEqual(drawn.slice(0, 2));
  });

  test('sign takes another algorithm of the same key', async () => {
    const { response } = await login({ signature: (_, { sign }) => sign(utf8('x'), -35) });
    const key = importCoseKey(decodeCoseKey(attested(await register()).data.credentialPublicKey!));
    expect(verifyData(-35, key, utf8('x'), bytes(response.response.signature))).toBe(true);
  });

  test('after an edited ceremony the next one is honest again', async () => {
    const client = device();
    const registration = await register(undefined, client);
    await client.authenticate(requestOptions(), { origin: ORIGIN, edit: { signature: () => utf8('') } });
    const response = await client.authenticate(requestOptions(), { origin: ORIGIN });
    expect(assertionSigned(registration, response)).toBe(true);
    expect(decodeAuthenticatorData(bytes(response.response.authenticatorData)).signCount).toBe(2);
  });
});
