/** The responses of a ceremony as the page posts them: `toJSON()` (WebAuthn Level 3 §5.1). */
import { base64url, FormatError } from '../encoding/bytes.ts';
import { decodeCoseKey, importCoseKey } from '../encoding/cose.ts';
import type { AuthenticationResponseJSON, ExtensionsJSON, RegistrationResponseJSON } from '../encoding/json.ts';
import type { Credential } from './credentials.ts';
import type { Assertion, AttestedCredential } from './operations.ts';
import type { AuthenticatorSettings } from './settings.ts';
import { subjectPublicKeyInfo } from './spki.ts';

export function registrationResponse(
  settings: AuthenticatorSettings,
  credential: Credential,
  clientDataJSON: Uint8Array,
  { attested, extensions }: { attested: AttestedCredential; extensions: ExtensionsJSON },
): RegistrationResponseJSON {
  const id = base64url(attested.credentialId);
  return {
    id,
    rawId: id,
    response: {
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(attested.authenticatorData),
      transports: sortedTransports(settings.transports),
      ...publicKeyMembers(credential, attested),
      attestationObject: base64url(attested.attestationObject),
    },
    authenticatorAttachment: settings.attachment,
    clientExtensionResults: extensions,
    type: 'public-key',
  };
}

export function authenticationResponse(
  settings: AuthenticatorSettings,
  credential: Credential,
  clientDataJSON: Uint8Array,
  { assertion, extensions }: { assertion: Assertion; extensions: ExtensionsJSON },
): AuthenticationResponseJSON {
  const id = base64url(credential.id);
  const response: AuthenticationResponseJSON['response'] = {
    clientDataJSON: base64url(clientDataJSON),
    authenticatorData: base64url(assertion.authenticatorData),
    signature: base64url(assertion.signature),
  };
  // §6.3.3 step 13: for others an authenticator need not know whose they are.
  if (credential.discoverable) response.userHandle = base64url(credential.userHandle);
  return {
    id,
    rawId: id,
    response,
    authenticatorAttachment: settings.attachment,
    clientExtensionResults: extensions,
    type: 'public-key',
  };
}

/** §5.2.1: unique and in lexicographical order. */
function sortedTransports(transports: readonly string[]): string[] {
  return transports.length > 1 ? [...new Set(transports)].sort() : [...transports];
}

/** §5.2.1.1: without `publicKey` where an edited key is one that no client could read. */
function publicKeyMembers(
  { keys }: Credential,
  { credentialPublicKey, keyEdited }: AttestedCredential,
): { publicKey?: string; publicKeyAlgorithm: number } {
  if (!keyEdited)
    return { publicKey: base64url(subjectPublicKeyInfo(keys.publicKey)), publicKeyAlgorithm: keys.algorithm };
  let publicKeyAlgorithm = keys.algorithm;
  try {
    const key = decodeCoseKey(credentialPublicKey);
    publicKeyAlgorithm = key.alg;
    return { publicKey: base64url(subjectPublicKeyInfo(importCoseKey(key))), publicKeyAlgorithm };
  } catch (error) {
    if (!(error instanceof FormatError) && !isCryptoError(error)) throw error;
    return { publicKeyAlgorithm };
  }
}

/** How node:crypto refuses a key. */
function isCryptoError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^ERR_(OSSL|CRYPTO)/.test(String(error.code));
}
