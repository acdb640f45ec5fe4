/** What a ceremony costs beyond its cryptography, and beside the neighbours. */
import { sign, verify } from 'node:crypto';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import nid, { AuthenticatorEmulator, PasskeysCredentialsMemoryRepository } from 'nid-webauthn-emulator';
import { Authenticator } from '../harness/authenticator/authenticator.ts';
import { Client } from '../harness/authenticator/client.ts';
import { deriveKeyPair } from '../harness/authenticator/keys.ts';
import { base64url, concat, fromBase64url, sha256, utf8 } from '../harness/encoding/bytes.ts';
import { decodeCoseKey, importCoseKey } from '../harness/encoding/cose.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../harness/encoding/json.ts';
import { verifyAuthentication } from '../harness/verifier/authentication.ts';
import type { CredentialRecord } from '../harness/verifier/record.ts';
import { verifyRegistration } from '../harness/verifier/registration.ts';
import { report, rounds } from './measure.ts';

const ES256 = -7;
const origin = 'https://rp.example';
const rp = { rpId: 'rp.example', rpName: 'Bench', origins: [origin], algorithms: [ES256] };
const challenge = base64url(sha256(utf8('challenge')));
const userHandle = sha256(utf8('user'));

function creation(user = userHandle, attestation = 'none'): PublicKeyCredentialCreationOptionsJSON {
  return {
    rp: { id: rp.rpId, name: rp.rpName },
    user: { id: base64url(user), name: 'bench', displayName: 'Bench' },
    challenge,
    pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
    authenticatorSelection: { residentKey: 'required' },
    attestation,
  };
}

/** With a repository of its own: without one an emulator shares it with every other, and slows down as it fills. */
function freshNeighbour() {
  return new nid.default(
    new AuthenticatorEmulator({ credentialsRepository: new PasskeysCredentialsMemoryRepository() }),
  );
}

async function assertions(): Promise<boolean> {
  const client = new Client(new Authenticator({ counter: 'none' }));
  const { id } = await client.register(creation(), { origin });
  const request: PublicKeyCredentialRequestOptionsJSON = {
    challenge,
    rpId: rp.rpId,
    allowCredentials: [{ type: 'public-key', id }],
  };
  const { privateKey } = deriveKeyPair(ES256, 'bench', 'sign');
  const data = new Uint8Array(69);
  const neighbour = freshNeighbour();
  const theirs = neighbour.createJSON(origin, creation() as never);
  const theirRequest = { ...request, allowCredentials: [{ type: 'public-key', id: theirs.id }] } as never;
  const results = await rounds({
    'node:crypto sign': () => sign('sha256', data, privateKey),
    'assertion made': () => client.authenticate(request, { origin }),
    'nid-webauthn-emulator getJSON': () => neighbour.getJSON(origin, theirRequest),
  });
  return report('An assertion made (ES256)', results, [
    { ours: 'assertion made', against: 'node:crypto sign', atLeast: 0.6 },
    { ours: 'assertion made', against: 'nid-webauthn-emulator getJSON' },
  ]);
}

async function registrations(): Promise<boolean> {
  let number = 0;
  const fresh = () => sha256(utf8(`user ${number++}`));
  const seeded = () => ({ seed: 'bench', label: `key ${number++}` });
  const data = new Uint8Array(200);
  const results = await rounds({
    'key derived + sign': () => sign('sha256', data, deriveKeyPair(ES256, 'bench', `key ${number++}`).privateKey),
    'registration made': () =>
      new Client(new Authenticator({}, seeded())).register(creation(fresh(), 'direct'), { origin }),
    'nid-webauthn-emulator createJSON': () => freshNeighbour().createJSON(origin, creation(fresh()) as never),
  });
  return report('A registration made with a fresh key (ES256, packed self)', results, [
    { ours: 'registration made', against: 'key derived + sign', atLeast: 0.5 },
    { ours: 'registration made', against: 'nid-webauthn-emulator createJSON' },
  ]);
}

async function verifications(): Promise<boolean> {
  const client = new Client(new Authenticator({ counter: 'none' }));
  const registration = await client.register(creation(), { origin });
  const expected = { rp, challenge, userVerification: 'preferred', algorithms: [ES256] };
  const { record } = await verifyRegistration(registration, expected);
  const kept: CredentialRecord = { ...record!, userHandle };
  const allowCredentials = [registration.id];
  const response = await client.authenticate(
    { challenge, rpId: rp.rpId, allowCredentials: [{ type: 'public-key', id: registration.id }] },
    { origin },
  );
  const { authenticatorData, clientDataJSON, signature } = response.response;
  const signed = concat(fromBase64url(authenticatorData), sha256(fromBase64url(clientDataJSON)));
  const publicKey = importCoseKey(decodeCoseKey(kept.publicKey));
  const signatureBytes = fromBase64url(signature);
  const expectation = { ...expected, allowCredentials, userHandle: base64url(userHandle), record: kept };
  const theirs = {
    response: response as never,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rp.rpId,
    credential: { id: registration.id, publicKey: Uint8Array.from(kept.publicKey), counter: 0 },
    requireUserVerification: false,
  };
  if (!verifyAuthentication(response, expectation).verified) throw new Error('the benchmark verifies nothing');
  const results = await rounds({
    'node:crypto verify': () => verify('sha256', signed, publicKey, signatureBytes),
    'assertion verified': () => verifyAuthentication(response, expectation),
    '@simplewebauthn/server': () => verifyAuthenticationResponse(theirs),
  });
  return report('An assertion verified (ES256, key imported beforehand)', results, [
    { ours: 'assertion verified', against: 'node:crypto verify', atLeast: 0.7 },
    { ours: 'assertion verified', against: '@simplewebauthn/server' },
  ]);
}

export async function benchCeremonies(): Promise<boolean> {
  const met = [await assertions(), await registrations(), await verifications()];
  return met.every(Boolean);
}
