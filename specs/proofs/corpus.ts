/** The shared corpus of ceremonies, and each put to a relying party that is configured as its own was. */
import type { DutyName } from '../../harness/duties.ts';
import { type AttestationObject, decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { base64url, concat, equal, FormatError, fromBase64url, sha256, utf8 } from '../../harness/encoding/bytes.ts';
import { decodeJws } from '../../harness/encoding/jws.ts';
import { parseCertificate } from '../../harness/encoding/x509.ts';
import { type AttestationContext, prepareAttestation } from '../../harness/verifier/attestation/context.ts';
import { attestationSteps } from '../../harness/verifier/attestation/index.ts';
import { verifyAuthentication } from '../../harness/verifier/authentication.ts';
import { authenticatorDataSteps } from '../../harness/verifier/authenticatorData.ts';
import type { RelyingPartyConfig } from '../../harness/verifier/config.ts';
import type { Refusal } from '../../harness/verifier/outcome.ts';
import { publicKeySteps } from '../../harness/verifier/publicKey.ts';
import type { CredentialRecord } from '../../harness/verifier/record.ts';
import { verifyRegistration } from '../../harness/verifier/registration.ts';
import { runSteps } from '../../harness/verifier/steps.ts';
import { sharedFile } from './shared.ts';

/** What is used of a ceremony; binary members are base64url, and `null` or absent where the source does not say. */
export interface Ceremony {
  id: string;
  ceremony: 'registration' | 'authentication';
  provenance: 'real' | 'presumed-real' | 'spec-vector' | 'virtual-authenticator' | 'synthetic' | 'derived';
  fmt: string | null;
  coseAlg: number;
  challenge: string | null;
  origin: string | null;
  rpId: string | null;
  clientDataJSON: string | null;
  clientDataHash?: string;
  credentialId?: string;
  derivedFrom?: string;
  userVerified: boolean | null;
  flags: { UP: boolean } | null;
  expected: 'accept' | 'reject';
  attestationObject?: string;
  authenticatorData?: string;
  signature?: string;
  credentialPublicKey?: string;
  registrationSignCount?: number;
  storedSignCount?: number;
}

const text = sharedFile('corpus/ceremonies.json');

/** Empty where the corpus is absent. */
export const ceremonies = (text ? JSON.parse(text) : []) as Ceremony[];

const byId = new Map(ceremonies.map(one => [one.id, one]));

const HOUR = 3_600_000;
/** Credential id of a source that leaves it out. */
const UNNAMED = 'AQ';

export function attestationObjectOf({ attestationObject }: Ceremony): AttestationObject {
  return decodeAttestationObject(fromBase64url(attestationObject!));
}

/** x5c of the statement, or of the JWS in it; empty without certificates. */
export function certificatesOf(one: Ceremony): Uint8Array[] {
  const { attStmt } = attestationObjectOf(one);
  if (!(attStmt instanceof Map)) return [];
  const response = attStmt.get('response');
  if (response instanceof Uint8Array) return decodeJws(Buffer.from(response).toString()).x5c ?? [];
  return (attStmt.get('x5c') ?? []) as Uint8Array[];
}

/**
 * When it was captured: as a SafetyNet response says, else an hour into the life of the youngest certificate, as a device
 * is attested soon after it got one that is its own.
 */
export function captured(one: Ceremony): number {
  const { attStmt } = attestationObjectOf(one);
  const response = attStmt instanceof Map ? attStmt.get('response') : undefined;
  if (response instanceof Uint8Array) {
    return (decodeJws(Buffer.from(response).toString()).payload.timestampMs as number) + 1000;
  }
  return Math.max(0, ...certificatesOf(one).map(der => parseCertificate(der).notBefore)) + HOUR;
}

function clientDataOf({ clientDataJSON }: Ceremony): Record<string, unknown> {
  return JSON.parse(
    Buffer.from(clientDataJSON!, 'base64url')
      .toString()
      .replace(/^\ufeff/, ''),
  );
}

/** Nothing where the bytes are malformed, as those of some mutations are. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** The RP ID; where the source does not say, an AppID of the origin that has the hash (for a credential made by U2F), or ''. */
function rpIdOf(one: Ceremony, origin: string): string {
  if (one.rpId !== null) return one.rpId;
  const data = one.authenticatorData ? fromBase64url(one.authenticatorData) : attestationObjectOf(one).authData;
  const appIds = ['', '/', '/appid', '/app-id.json'].map(path => origin + path);
  return appIds.find(appId => equal(sha256(utf8(appId)), data.subarray(0, 32))) ?? '';
}

/** The relying party of a ceremony: it expects what the source says that it did, and trusts no root. */
function relyingPartyOf(one: Ceremony): RelyingPartyConfig {
  const { crossOrigin, topOrigin, ...client } = one.clientDataJSON ? clientDataOf(one) : {};
  const origin = one.origin ?? String(client.origin);
  return {
    rpId: rpIdOf(one, origin),
    rpName: 'Corpus',
    origins: [origin],
    crossOrigin: crossOrigin === true,
    ...(topOrigin === undefined ? {} : { topOrigins: [String(topOrigin)] }),
    algorithms: [one.coseAlg],
    acceptUntrusted: true,
    // The labels are about structure and signature, not about every nicety of form.
    form: 'tolerant',
    ...(one.provenance === 'synthetic' ? { tpmManufacturers: ['id:00000000'] } : {}),
  };
}

/** What a ceremony was made from, where that is there too, or itself. */
const sourceOf = (one: Ceremony): Ceremony => byId.get(one.derivedFrom ?? '') ?? one;

function challengeOf(one: Ceremony): { challenge?: string } {
  if (one.challenge !== null) return { challenge: one.challenge };
  return one.clientDataJSON ? { challenge: String(clientDataOf(one).challenge) } : {};
}

function expectedOf(one: Ceremony, change: Partial<RelyingPartyConfig>) {
  // The mutations are of Windows Hello, which always verifies.
  const verified = one.userVerified || one.provenance === 'derived';
  return {
    rp: { ...relyingPartyOf(one), ...change },
    ...challengeOf(one),
    userVerification: verified ? 'required' : 'preferred',
    // Nobody need be present in a registration with `mediation: "conditional"`.
    conditional: one.flags?.UP === false && one.provenance !== 'derived',
  };
}

/** Nobody can say whether a response is for an RP ID that the source does not give, and that no candidate has the hash of. */
function unstated({ rpId }: RelyingPartyConfig): ReadonlySet<DutyName> {
  return new Set(rpId === '' ? ['rp-id-hash'] : []);
}

function envelope(id: string, response: object) {
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
}

/** `duty: reason` of everything that is refused. */
export async function refusalsOf(one: Ceremony, change: Partial<RelyingPartyConfig> = {}): Promise<string[]> {
  const refusals = await (one.ceremony === 'authentication' ? authenticate(one, change) : register(one, change));
  return refusals.map(({ duty, reason }) => `${duty}: ${reason}`);
}

async function register(one: Ceremony, change: Partial<RelyingPartyConfig>): Promise<Refusal[]> {
  const { clientDataJSON, attestationObject, coseAlg } = one;
  const settled = {
    ...expectedOf(one, { certificateTime: readable(() => captured(one)) ?? Date.now(), ...change }),
    algorithms: [coseAlg],
  };
  if (!clientDataJSON) return await attest(one, settled);
  const id = one.credentialId ?? sourceOf(one).credentialId ?? readable(() => attestedId(one)) ?? UNNAMED;
  const response = envelope(id, { clientDataJSON, attestationObject, transports: ['internal'] });
  return (await verifyRegistration(response, settled, { collect: true })).refusals;
}

function attestedId(one: Ceremony): string {
  return base64url(decodeAuthenticatorData(attestationObjectOf(one).authData).credentialId!);
}

/** All but the client data, of a source that gives only the hash of it. */
async function attest(one: Ceremony, expected: AttestationContext['expected']): Promise<Refusal[]> {
  const object = attestationObjectOf(one);
  const unseen = { id: fromBase64url(attestedId(one)), clientDataJSON: new Uint8Array() };
  const context: AttestationContext = {
    kind: 'registration',
    response: undefined,
    expected,
    envelope: unseen,
    object,
    authDataBytes: object.authData,
  };
  const before = runSteps([...authenticatorDataSteps, ...publicKeySteps], context, { collect: true });
  await prepareAttestation(context);
  context.signedData = concat(object.authData, fromBase64url(one.clientDataHash!));
  return [...before.refusals, ...runSteps(attestationSteps, context, { collect: true }).refusals];
}

function authenticate(one: Ceremony, change: Partial<RelyingPartyConfig>): Refusal[] {
  const { clientDataJSON, authenticatorData, signature } = one;
  // The labels are about one ceremony: at registration the credential was as it is now.
  const { be, bs } = decodeAuthenticatorData(fromBase64url(authenticatorData!));
  const id = one.credentialId ?? sourceOf(one).credentialId ?? UNNAMED;
  const record: CredentialRecord = {
    id: fromBase64url(id),
    publicKey: fromBase64url(one.credentialPublicKey!),
    userHandle: Uint8Array.of(1),
    signCount: one.storedSignCount ?? one.registrationSignCount ?? 0,
    uvInitialized: true,
    transports: ['internal'],
    backupEligible: be,
    backupState: bs,
    aaguid: new Uint8Array(16),
  };
  const owner = { allowCredentials: [id], userHandle: base64url(record.userHandle), record };
  const response = envelope(id, { clientDataJSON, authenticatorData, signature });
  const expected = { ...expectedOf(one, change), ...owner };
  return verifyAuthentication(response, expected, { collect: true, without: unstated(expected.rp) }).refusals;
}
