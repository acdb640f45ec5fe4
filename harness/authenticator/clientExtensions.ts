/** What a client makes of the extensions that were asked for, before the authenticator is asked (Level 3 §10.1). */
import { base64url, concat, sha256, utf8 } from '../encoding/bytes.ts';
import { encryptSecret, prfSalt, sharedSecret } from '../encoding/hmacSecret.ts';
import { authorizedAppId } from './applicationId.ts';
import type { Authenticator } from './authenticator.ts';
import type { Credential } from './credentials.ts';
import type { CreationExtensions, PrfValues, RequestExtensions } from './extensionInputs.ts';
import type { EncryptedSalts, ExtensionInputs } from './extensions.ts';
import type { CreationOptions, RequestOptions } from './options.ts';
import type { Scope } from './relyingPartyId.ts';
import type { Chosen } from './selection.ts';

/** What the authenticator is asked when a credential is to be made; the salts only once it is known which one it is. */
export function creationInputs(asked: CreationExtensions): ExtensionInputs {
  return {
    ...(asked.prf && { secret: true }),
    ...(asked.largeBlob && { largeBlob: true }),
    ...(asked.credProtect && { protection: asked.credProtect.protection }),
    ...(asked.credBlob && { blob: asked.credBlob }),
    ...(asked.minPinLength && { minPinLength: true }),
  };
}

/** What client and authenticator have agreed on, for one ceremony. */
export interface Agreement extends EncryptedSalts {
  shared: Uint8Array;
}

/**
 * Encrypts the salts of an evaluation for the authenticator. `challenge` sets ceremonies apart, so that the same ones
 * have the same bytes and others have not.
 */
function agree(authenticator: Authenticator, { first, second }: PrfValues, challenge: string): Agreement {
  const protocol = authenticator.settings.pinProtocol;
  const { privateKey, publicKey } = authenticator.derivedKeys(`client-key-agreement/${challenge}`);
  const shared = sharedSecret(protocol, privateKey, authenticator.keyAgreement().publicKey);
  const plain = concat(prfSalt(first), ...(second ? [prfSalt(second)] : []));
  const iv = authenticator.random(`client-iv/${challenge}`, 16);
  return { protocol, clientKey: publicKey, shared, salts: encryptSecret(protocol, shared, plain, iv) };
}

/** §10.1.4: the values for the credential that is used come before those for any. */
export function prfValuesFor({ prf }: RequestExtensions, { id }: Credential): PrfValues | undefined {
  return prf?.byCredential.get(base64url(id)) ?? prf?.eval;
}

/** What of the options' extensions says which authenticator is taken, and which credentials are excluded. */
export function creationScope({ extensions }: CreationOptions, { rpId, origin }: Scope) {
  const { appidExclude, credProtect, largeBlob } = extensions;
  const demanded: ('credProtect' | 'largeBlobKey')[] = [];
  if (credProtect?.enforce && credProtect.protection > 1) demanded.push('credProtect');
  if (largeBlob === 'required') demanded.push('largeBlobKey');
  return {
    rpId,
    appId: appidExclude === undefined ? undefined : authorizedAppId(appidExclude, origin),
    extensions: creationInputs(extensions),
    demanded,
  };
}

/** §10.1.4: the one secret of prf that pages see is that of a verified user, whatever verification was asked for. */
export function verification({ extensions, userVerification }: RequestOptions): RequestOptions['userVerification'] {
  return extensions.prf && userVerification === 'discouraged' ? 'preferred' : userVerification;
}

/** §10.1.1: the hash is that of the AppID where its credential is used. */
export function scopeUsed(scope: Scope, rpId: string): Scope {
  return rpId === scope.rpId ? scope : { ...scope, rpIdHash: sha256(utf8(rpId)) };
}

/** Nothing is evaluated for who was not verified, or by a credential without a secret. */
export function agreed(
  values: PrfValues | undefined,
  { chosen, challenge }: { chosen: Chosen; challenge: string },
): Agreement | undefined {
  const { authenticator, credential, userVerified } = chosen;
  if (!values || !userVerified || !credential.extensions?.secrets) return undefined;
  return agree(authenticator, values, challenge);
}

/** Nobody but the client keeps the secret itself. */
export function withSalts(inputs: ExtensionInputs, agreement: Agreement | undefined): ExtensionInputs {
  if (!agreement) return inputs;
  const { protocol, clientKey, salts } = agreement;
  return { ...inputs, salts: { protocol, clientKey, salts } };
}
