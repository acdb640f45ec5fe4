/** Ceremonies of real TPMs, and mutations of them, are judged as they are labelled, at the time of their capture. */
import { expect, test } from '@playwright/test';
import type { DutyName } from '../../harness/duties.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { base64url, fromBase64url, hex } from '../../harness/encoding/bytes.ts';
import { decodeAttest, decodePublic, encodeAttest, encodePublic } from '../../harness/encoding/tpm.ts';
import { parseCertificate } from '../../harness/encoding/x509.ts';
import { verifyAuthentication } from '../../harness/verifier/authentication.ts';
import type { RelyingPartyConfig } from '../../harness/verifier/config.ts';
import type { CredentialRecord } from '../../harness/verifier/record.ts';
import { verifyRegistration } from '../../harness/verifier/registration.ts';
import { ABSENT, sharedFile } from './shared.ts';

interface Ceremony {
  id: string;
  ceremony: 'registration' | 'authentication';
  provenance: string;
  fmt: string;
  coseAlg: number;
  challenge: string;
  origin: string;
  rpId: string;
  clientDataJSON: string;
  /** Mutations of a registration leave it out. */
  credentialId?: string;
  derivedFrom?: string;
  expected: 'accept' | 'reject';
  attestationObject: string;
  authenticatorData: string;
  signature: string;
  credentialPublicKey: string;
  registrationSignCount?: number;
}

const text = sharedFile('corpus/ceremonies.json');
const ceremonies = ((text ? JSON.parse(text) : []) as Ceremony[]).filter(
  ({ fmt, provenance }) => fmt === 'tpm' && ['real', 'derived'].includes(provenance),
);
const of = (kind: Ceremony['ceremony']) => ceremonies.filter(({ ceremony }) => ceremony === kind);

/** What each mutation is refused by, among others; an unknown one has to be written down here. */
const MUTATIONS: Record<string, DutyName> = {
  'x5c-reversed': 'tpm-signature',
  'expected-origin': 'origin',
  'ver-1.2': 'tpm-statement',
  challenge: 'challenge',
  'sig-bitflip': 'tpm-signature',
  'alg-rs256': 'tpm-extra-data',
  'aaguid-zeroed': 'tpm-extra-data',
  'authdata-trailing': 'authenticator-data',
  'uv-cleared': 'user-verified',
  'cbor-truncated': 'authenticator-data',
  'be-bs-set': 'tpm-extra-data',
};

/** Wrong in the path to a root alone, which captures without that root are not judged by: the intermediate was cut off. */
const TRUST_ONLY = ['derived-reg-10-es256-x5c-leaf-only', 'derived-reg-25-rs256-x5c-leaf-only'];

const config = ({ origin, rpId, coseAlg }: Ceremony): RelyingPartyConfig => ({
  rpId,
  rpName: 'Corpus',
  origins: [origin],
  algorithms: [coseAlg],
  acceptUntrusted: true,
});

/** An hour into the life of the youngest certificate: a TPM is attested soon after it got its certificate. */
function captured(x5c: readonly Uint8Array[]): number {
  return Math.max(...x5c.map(der => parseCertificate(der).notBefore)) + 3_600_000;
}

function attestedId({ attestationObject }: Ceremony): string {
  const { authData } = decodeAttestationObject(fromBase64url(attestationObject));
  return base64url(decodeAuthenticatorData(authData).credentialId!);
}

function envelope(one: Ceremony, response: object) {
  const id = one.credentialId ?? ceremonies.find(({ id }) => id === one.derivedFrom)?.credentialId ?? attestedId(one);
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
}

async function registrationRefusals(one: Ceremony, change: Partial<RelyingPartyConfig> = {}): Promise<string[]> {
  const { clientDataJSON, attestationObject, challenge, coseAlg } = one;
  const expected = {
    rp: { ...config(one), ...change },
    challenge,
    userVerification: 'required',
    algorithms: [coseAlg],
  };
  const response = envelope(one, { clientDataJSON, attestationObject, transports: ['internal'] });
  const { refusals } = await verifyRegistration(response, expected, { collect: true });
  return refusals.map(({ duty, reason }) => `${duty}: ${reason}`);
}

function authenticationRefusals(one: Ceremony): string[] {
  const { clientDataJSON, authenticatorData, signature, challenge, credentialId } = one;
  const record: CredentialRecord = {
    id: fromBase64url(credentialId!),
    publicKey: fromBase64url(one.credentialPublicKey),
    userHandle: Uint8Array.of(1),
    signCount: one.registrationSignCount ?? 0,
    uvInitialized: true,
    transports: ['internal'],
    backupEligible: false,
    backupState: false,
    aaguid: new Uint8Array(16),
  };
  const expected = {
    rp: config(one),
    challenge,
    userVerification: 'required',
    allowCredentials: [credentialId!],
    userHandle: base64url(record.userHandle),
    record,
  };
  const response = envelope(one, { clientDataJSON, authenticatorData, signature });
  return verifyAuthentication(response, expected, { collect: true }).refusals.map(
    ({ duty, reason }) => `${duty}: ${reason}`,
  );
}

test('registrations with a TPM statement', async () => {
  test.skip(!text, ABSENT);
  expect(of('registration').length).toBeGreaterThan(20);
  const judged = of('registration').filter(({ id }) => !TRUST_ONLY.includes(id));
  for (const one of judged) {
    const refusals = await registrationRefusals(one);
    expect(refusals.length === 0 ? 'accept' : 'reject', `${one.id}: ${refusals}`).toBe(one.expected);
    const mutation = one.provenance === 'derived' ? one.id.replace(/^derived-reg-\d+-[a-z0-9]+-/, '') : undefined;
    if (mutation) expect(refusals.join('\n'), one.id).toContain(`${MUTATIONS[mutation]}: `);
  }
  for (const id of TRUST_ONLY) {
    const one = of('registration').find(candidate => candidate.id === id)!;
    expect([await registrationRefusals(one), one.expected]).toEqual([[], 'reject']);
    expect(await registrationRefusals(one, { acceptUntrusted: false }), id).toHaveLength(1);
  }
});

test('the certificates of real TPMs lead to their issuer at the time of capture, and no further', async () => {
  test.skip(!text, ABSENT);
  for (const one of of('registration').filter(({ provenance }) => provenance === 'real')) {
    const { attStmt } = decodeAttestationObject(fromBase64url(one.attestationObject));
    const x5c = (attStmt as Map<string, Uint8Array[]>).get('x5c')!;
    const trusting = { acceptUntrusted: false, certificateTime: captured(x5c) };
    expect(await registrationRefusals(one, { ...trusting, attestationRoots: x5c.slice(-1) }), one.id).toEqual([]);
    expect(await registrationRefusals(one, { ...trusting, attestationRoots: [] }), one.id).toEqual([
      'attestation-trust: no attestation root is trusted here',
    ]);
  }
});

test('the structures of real TPMs decode into what encodes to the same bytes', () => {
  test.skip(!text, ABSENT);
  for (const one of of('registration').filter(({ provenance }) => provenance === 'real')) {
    const { attStmt } = decodeAttestationObject(fromBase64url(one.attestationObject));
    const [pubArea, certInfo] = ['pubArea', 'certInfo'].map(name => (attStmt as Map<string, Uint8Array>).get(name)!);
    expect(hex(encodePublic(decodePublic(pubArea!))), one.id).toBe(hex(pubArea!));
    expect(hex(encodeAttest(decodeAttest(certInfo!))), one.id).toBe(hex(certInfo!));
  }
});

test('assertions of credentials in a TPM', () => {
  test.skip(!text, ABSENT);
  expect(of('authentication').length).toBeGreaterThan(2);
  for (const one of of('authentication')) {
    const refusals = authenticationRefusals(one);
    expect(refusals.length === 0 ? 'accept' : 'reject', `${one.id}: ${refusals}`).toBe(one.expected);
  }
});
