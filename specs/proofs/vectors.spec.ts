/** The W3C's own test vectors (WebAuthn Level 3 §16) against the reference verifier. */
import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { DutyName } from '../../harness/duties.ts';
import { attestationObjectMap, decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { base64url, concat, flipBit, fromHex } from '../../harness/encoding/bytes.ts';
import { type CborMap, encodeCbor } from '../../harness/encoding/cbor.ts';
import { decodeCoseKey } from '../../harness/encoding/cose.ts';
import { verifyAuthentication } from '../../harness/verifier/authentication.ts';
import type { RelyingPartyConfig } from '../../harness/verifier/config.ts';
import type { Refusal, VerifyOptions } from '../../harness/verifier/outcome.ts';
import type { CredentialRecord } from '../../harness/verifier/record.ts';
import { verifyRegistration } from '../../harness/verifier/registration.ts';
import { ABSENT, sharedFile } from './shared.ts';

type Hex = string;
interface Vector {
  hkdf_info: string;
  registration: { challenge: Hex; clientDataJSON: Hex; attestationObject: Hex; credential_id: Hex };
  authentication: { challenge: Hex; clientDataJSON: Hex; authenticatorData: Hex; signature: Hex };
}
interface VectorFile {
  rpId: string;
  origin: string;
  topOrigin: string;
  trust_anchor: { fields: { attestation_ca_cert: Hex } };
  vectors: Vector[];
}

const text = sharedFile('vectors/webauthn-l3.json');
const file = text ? (JSON.parse(text) as VectorFile) : undefined;

/** Strict, and with nothing that a vector may need. */
const STRICT = { rpId: 'example.org', rpName: 'Vectors', origins: ['https://example.org'], algorithms: [-7] };

interface Needs {
  config: Partial<RelyingPartyConfig>;
  /** What refuses the registration, and the authentication, when the need is not met. */
  otherwise: { registration?: DutyName; authentication?: DutyName };
}

const roots = () => [fromHex(file!.trust_anchor.fields.attestation_ca_cert)];
const trusting = (algorithm: number): Needs => ({
  config: { algorithms: [algorithm], attestationRoots: roots() },
  otherwise: { registration: algorithm === -7 ? 'attestation-trust' : 'algorithm' },
});

/** What each vector needs beyond the strict default. */
const NEEDS: Record<string, () => Needs> = {
  'none.ES256': () => ({ config: {}, otherwise: {} }),
  'packed-self.ES256': () => ({ config: {}, otherwise: {} }),
  'none.ES256.crossOrigin': () => ({
    config: { crossOrigin: true },
    otherwise: { registration: 'cross-origin', authentication: 'cross-origin' },
  }),
  'none.ES256.topOrigin': () => ({
    config: { crossOrigin: true, topOrigins: [file!.topOrigin] },
    otherwise: { registration: 'cross-origin', authentication: 'cross-origin' },
  }),
  'none.ES256.long-credential-id': () => ({ config: {}, otherwise: {} }),
  'packed.ES256': () => trusting(-7),
  'packed.ES384': () => trusting(-35),
  'packed.ES512': () => trusting(-36),
  'packed.RS256': () => trusting(-257),
  'packed.EdDSA': () => trusting(-8),
  'packed.Ed448': () => trusting(-53),
  'tpm.ES256': () => ({
    // Its manufacturer is one that nobody has registered.
    config: { attestationRoots: roots(), tpmManufacturers: ['id:00000000'] },
    otherwise: { registration: 'tpm-manufacturer' },
  }),
  'fido-u2f.ES256': () => trusting(-7),
  'apple.ES256': () => trusting(-7),
  'android-key.ES256': () => trusting(-7),
};

const b64 = (hex: Hex) => base64url(fromHex(hex));

function registrationResponse(vector: Vector) {
  const { clientDataJSON, attestationObject, credential_id: id } = vector.registration;
  return {
    id: b64(id),
    rawId: b64(id),
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON: b64(clientDataJSON), attestationObject: b64(attestationObject), transports: [] },
  };
}

function authenticationResponse(vector: Vector) {
  const { clientDataJSON, authenticatorData, signature } = vector.authentication;
  const id = b64(vector.registration.credential_id);
  return {
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: b64(clientDataJSON),
      authenticatorData: b64(authenticatorData),
      signature: b64(signature),
    },
  };
}

type Config = Partial<RelyingPartyConfig>;

function register(
  vector: Vector,
  config: Config,
  response: unknown = registrationResponse(vector),
  options?: VerifyOptions,
) {
  const rp: RelyingPartyConfig = { ...STRICT, ...config };
  const expected = {
    rp,
    challenge: b64(vector.registration.challenge),
    userVerification: 'preferred',
    algorithms: rp.algorithms,
  };
  return verifyRegistration(response, expected, options);
}

function authenticate(
  vector: Vector,
  config: Config,
  record: CredentialRecord,
  response: unknown,
  options?: VerifyOptions,
) {
  const expected = {
    rp: { ...STRICT, ...config },
    challenge: b64(vector.authentication.challenge),
    userVerification: 'preferred',
    allowCredentials: [b64(vector.registration.credential_id)],
    userHandle: base64url(record.userHandle),
    record,
  };
  return verifyAuthentication(response, expected, options);
}

/** Where one of these refuses, there is nothing left that a signature could be checked over, or no algorithm to do it by. */
const GATES: DutyName[] = ['client-data-json', 'authenticator-data', 'public-key', 'packed-algorithm'];

/** A flip must be noticed by the signature itself, not merely by whatever else the flipped byte meant. */
function noticedBy(duty: DutyName, refusals: readonly Refusal[]): boolean {
  return refusals.some(refusal => refusal.duty === duty || GATES.includes(refusal.duty));
}

async function recordOf(vector: Vector, config: Partial<RelyingPartyConfig>): Promise<CredentialRecord> {
  const { record } = await register(vector, config);
  return { ...record!, userHandle: Uint8Array.of(1) };
}

for (const [info, needs] of Object.entries(NEEDS)) {
  test(`${info}: registration and assertion verify with what they need, and without it draw the right duty`, async () => {
    test.skip(!file, ABSENT);
    const vector = file!.vectors.find(candidate => candidate.hkdf_info === info)!;
    const { config, otherwise } = needs();

    expect((await register(vector, config)).refusals).toEqual([]);
    const record = await recordOf(vector, config);
    expect(authenticate(vector, config, record, authenticationResponse(vector)).refusals).toEqual([]);

    const strictRegistration = await register(vector, {});
    expect(strictRegistration.refusals.map(({ duty }) => duty)).toEqual(
      otherwise.registration ? [otherwise.registration] : [],
    );
    const strictAssertion = authenticate(vector, {}, record, authenticationResponse(vector));
    expect(strictAssertion.refusals.map(({ duty }) => duty)).toEqual(
      otherwise.authentication ? [otherwise.authentication] : [],
    );
  });

  test(`${info}: a flipped bit anywhere in what the assertion signs is refused`, async () => {
    test.skip(!file, ABSENT);
    const vector = file!.vectors.find(candidate => candidate.hkdf_info === info)!;
    const { config } = needs();
    const record = await recordOf(vector, config);
    for (const member of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
      const original = fromHex(vector.authentication[member]);
      for (let at = 0; at < original.length; at++) {
        const response = authenticationResponse(vector);
        response.response[member] = base64url(flipBit(original, at, at % 8));
        const { refusals } = authenticate(vector, config, record, response, { collect: true });
        expect(noticedBy('signature', refusals), `${member} byte ${at}`).toBe(true);
      }
    }
  });
}

/** The duty that holds the statement to authenticatorData and clientDataJSON, by format. */
const BINDING: Record<string, DutyName> = {
  packed: 'packed-signature',
  'packed-self': 'packed-signature',
  tpm: 'tpm-extra-data',
  'fido-u2f': 'fido-u2f-signature',
  apple: 'apple-nonce',
  'android-key': 'android-key-signature',
};

/**
 * What U2F does not know, its signature does not cover: flags, signCount, AAGUID and the length of the id, then what
 * stands around x and y in the COSE_Key, by offset in the vector's authenticatorData.
 */
const UNSIGNED_BY_U2F = [
  { from: 32, to: 55 },
  { from: 87, to: 97 },
  { from: 129, to: 132 },
];
const unsigned = (info: string, at: number) =>
  info.startsWith('fido-u2f') && UNSIGNED_BY_U2F.some(({ from, to }) => at >= from && at < to);

for (const info of Object.keys(NEEDS).filter(name => BINDING[name.split('.')[0]!])) {
  test(`${info}: a flipped bit anywhere in what the statement signs is refused`, async () => {
    test.skip(!file, ABSENT);
    const vector = file!.vectors.find(candidate => candidate.hkdf_info === info)!;
    const { config } = NEEDS[info]!();
    const { fmt, attStmt, authData } = decodeAttestationObject(fromHex(vector.registration.attestationObject));
    const duty = BINDING[info.split('.')[0]!]!;
    for (let at = 0; at < authData.length; at++) {
      if (unsigned(info, at)) continue;
      const response = registrationResponse(vector);
      const object = new Map([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', flipBit(authData, at, at % 8)],
      ] as [string, typeof attStmt][]);
      response.response.attestationObject = base64url(encodeCbor(object));
      const { refusals } = await register(vector, config, response, { collect: true });
      expect(noticedBy(duty, refusals), `authData byte ${at}`).toBe(true);
    }
    const sig = duty.endsWith('-signature') ? ((attStmt as Map<string, Uint8Array>).get('sig') ?? []) : [];
    for (let at = 0; at < sig.length; at++) {
      const response = registrationResponse(vector);
      const statement = new Map([...(attStmt as CborMap), ['sig', flipBit(sig as Uint8Array, at, at % 8)]]);
      const object = attestationObjectMap({ fmt, attStmt: statement, authData });
      response.response.attestationObject = base64url(encodeCbor(object));
      const { refusals } = await register(vector, config, response, { collect: true });
      expect(noticedBy(duty, refusals), `sig byte ${at}`).toBe(true);
    }
    const clientData = fromHex(vector.registration.clientDataJSON);
    for (let at = 0; at < clientData.length; at++) {
      const response = registrationResponse(vector);
      response.response.clientDataJSON = base64url(flipBit(clientData, at, at % 8));
      const { refusals } = await register(vector, config, response, { collect: true });
      expect(noticedBy(duty, refusals), `clientDataJSON byte ${at}`).toBe(true);
    }
  });
}

for (const [member, duty] of [
  ['certInfo', 'tpm-signature'],
  ['pubArea', 'tpm-attested-name'],
  ['sig', 'tpm-signature'],
] as const) {
  test(`tpm.ES256: a flipped bit anywhere in ${member} is refused`, async () => {
    test.skip(!file, ABSENT);
    const vector = file!.vectors.find(({ hkdf_info }) => hkdf_info === 'tpm.ES256')!;
    const { config } = NEEDS['tpm.ES256']!();
    const { fmt, attStmt, authData } = decodeAttestationObject(fromHex(vector.registration.attestationObject));
    const bytes = (attStmt as Map<string, Uint8Array>).get(member)!;
    for (let at = 0; at < bytes.length; at++) {
      const statement = new Map([...(attStmt as Map<string, Uint8Array>), [member, flipBit(bytes, at, at % 8)]]);
      const response = registrationResponse(vector);
      const object = new Map<string, unknown>([
        ['fmt', fmt],
        ['attStmt', statement],
        ['authData', authData],
      ]);
      response.response.attestationObject = base64url(encodeCbor(object as typeof attStmt));
      const { refusals } = await register(vector, config, response, { collect: true });
      const drawn = refusals.map(refusal => refusal.duty);
      expect(drawn.includes(duty) || drawn.includes('tpm-structures'), `byte ${at}: ${drawn}`).toBe(true);
    }
  });
}

test('no vector is left out', () => {
  test.skip(!file, ABSENT);
  expect(file!.vectors.map(vector => vector.hkdf_info).sort()).toEqual(Object.keys(NEEDS).sort());
});

test('the trust root is a certificate, and has issued the leaf of every certified vector', () => {
  test.skip(!file, ABSENT);
  const root = new X509Certificate(roots()[0]!);
  expect(root.verify(root.publicKey)).toBe(true);
  const leaves = file!.vectors.flatMap(({ hkdf_info: info, registration }) => {
    const { attStmt } = decodeAttestationObject(fromHex(registration.attestationObject));
    const x5c = (attStmt as Map<string, Uint8Array[]>).get('x5c');
    return x5c ? [{ info, leaf: new X509Certificate(x5c[0]!) }] : [];
  });
  expect(leaves.length).toBeGreaterThan(8);
  for (const { info, leaf } of leaves)
    expect([leaf.checkIssued(root), leaf.verify(root.publicKey)], info).toEqual([true, true]);
});

test('a certified attestation is refused under another root', async () => {
  test.skip(!file, ABSENT);
  const vector = file!.vectors.find(candidate => candidate.hkdf_info === 'packed.ES256')!;
  const x5c = decodeAttestationObject(fromHex(vector.registration.attestationObject)).attStmt as Map<
    string,
    Uint8Array[]
  >;
  // The leaf of another vector is a certificate, and no issuer of this one.
  const other = file!.vectors.find(candidate => candidate.hkdf_info === 'packed.ES384')!;
  const stranger = decodeAttestationObject(fromHex(other.registration.attestationObject)).attStmt as Map<
    string,
    Uint8Array[]
  >;
  expect(stranger.get('x5c')![0]).not.toEqual(x5c.get('x5c')![0]);
  const { refusals } = await register(vector, { attestationRoots: [stranger.get('x5c')![0]!] });
  expect(refusals.map(({ duty }) => duty)).toEqual(['attestation-trust']);
});

test('the vectors of every format decode into structures that encode to the same bytes', () => {
  test.skip(!file, ABSENT);
  for (const vector of file!.vectors) {
    const bytes = fromHex(vector.registration.attestationObject);
    const { fmt, attStmt, authData } = decodeAttestationObject(bytes);
    const data = decodeAuthenticatorData(authData);
    expect(data.trailing, vector.hkdf_info).toBe(0);
    expect(decodeCoseKey(data.credentialPublicKey!).deviations, vector.hkdf_info).toEqual([]);
    const parts = [
      encodeCbor('fmt'),
      encodeCbor(fmt),
      encodeCbor('attStmt'),
      encodeCbor(attStmt),
      encodeCbor('authData'),
      encodeCbor(authData),
    ];
    expect(bytes.length, vector.hkdf_info).toBe(concat(...parts).length + 1);
  }
});
