/** Ceremonies for proofs about client and authenticator: a relying party at https://login.example.org that asks for little. */
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { type CeremonyContext, Client } from '../../harness/authenticator/client.ts';
import type { AuthenticatorSettings } from '../../harness/authenticator/settings.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { fromBase64url } from '../../harness/encoding/bytes.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../../harness/encoding/json.ts';

export const ORIGIN = 'https://login.example.org';
export const RP_ID = 'login.example.org';

const text = (value: string) => Buffer.from(value).toString('base64url');

export function creationOptions(
  change: Partial<PublicKeyCredentialCreationOptionsJSON> = {},
  user = 'ada',
): PublicKeyCredentialCreationOptionsJSON {
  return {
    rp: { id: RP_ID, name: 'Example' },
    user: { id: text(user), name: user, displayName: user },
    challenge: text('a challenge of 27 bytes ...'),
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    ...change,
  };
}

export function requestOptions(
  change: Partial<PublicKeyCredentialRequestOptionsJSON> = {},
): PublicKeyCredentialRequestOptionsJSON {
  return { rpId: RP_ID, challenge: text('another challenge, 31 bytes ...'), ...change };
}

/** Descriptors of responses or ids, for allowCredentials and excludeCredentials. */
export function descriptors(...credentials: ({ id: string } | string)[]): PublicKeyCredentialDescriptorJSON[] {
  return credentials.map(credential => ({
    type: 'public-key',
    id: typeof credential === 'string' ? credential : credential.id,
  }));
}

export type Creation = Partial<PublicKeyCredentialCreationOptionsJSON>;

export function device(settings: Partial<AuthenticatorSettings> = {}, label = 'device'): Authenticator {
  return new Authenticator(settings, { seed: 'a seed', label });
}

/** One registration at the relying party. */
export function register(
  change: Creation = {},
  context: Partial<CeremonyContext> = {},
  authenticators: Authenticator | Authenticator[] = device(),
): Promise<RegistrationResponseJSON> {
  return new Client(authenticators).register(creationOptions(change), { origin: ORIGIN, ...context });
}

/** What a ceremony is refused with: the name of a DOMException or TypeError. */
export async function refusedWith(ceremony: Promise<unknown>): Promise<string> {
  const outcome = await ceremony.then(
    () => 'nothing: it succeeded',
    (error: unknown) => error,
  );
  return outcome instanceof DOMException || outcome instanceof TypeError ? outcome.name : String(outcome);
}

export function clientDataText({ response }: { response: { clientDataJSON: string } }): string {
  return Buffer.from(response.clientDataJSON, 'base64url').toString();
}

/** Authenticator data of either response. */
export function authenticatorData({ response }: { response: { authenticatorData: string } }) {
  return decodeAuthenticatorData(fromBase64url(response.authenticatorData));
}

/** The attestation object of a registration, and its authenticator data. */
export function attested({ response }: RegistrationResponseJSON) {
  const object = decodeAttestationObject(fromBase64url(response.attestationObject));
  return { ...object, data: decodeAuthenticatorData(object.authData) };
}

/** A device that has registered, and signs in with what it registered. */
export async function registered(settings: Partial<AuthenticatorSettings>) {
  const authenticator = device(settings);
  const client = new Client(authenticator);
  const context = { origin: ORIGIN };
  const registration = await client.register(creationOptions(), context);
  const login = () => client.authenticate(requestOptions({ allowCredentials: descriptors(registration) }), context);
  return { authenticator, client, registration, login };
}
