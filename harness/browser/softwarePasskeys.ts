/** A passkey as the software authenticator keeps it, and as `hello` shows it. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Authenticator } from '../authenticator/authenticator.ts';
import type { Credential } from '../authenticator/credentials.ts';
import type { CredentialExtensions } from '../authenticator/extensions.ts';
import { base64url, fromBase64url, fromHex, hex } from '../encoding/bytes.ts';
import type { Passkey } from './passkeys.ts';

/** Throws an Error that names the passkey where its key is of no kind that the authenticator can sign with. */
export function credentialOf(passkey: Readonly<Passkey>, { settings }: Authenticator): Credential {
  const { userHandle, aaguid = settings.aaguid } = passkey;
  const extensions = extensionsOf(passkey);
  return {
    id: fromBase64url(passkey.id),
    rpId: passkey.rpId,
    userHandle: userHandle === undefined ? new Uint8Array() : fromBase64url(userHandle),
    userName: passkey.userName ?? '',
    userDisplayName: passkey.userDisplayName ?? '',
    keys: keysOf(passkey),
    discoverable: passkey.discoverable,
    signCount: passkey.signCount,
    ...(passkey.counts === undefined ? {} : { counts: passkey.counts }),
    backupEligible: passkey.backupEligible,
    backupState: passkey.backupState,
    aaguid: fromHex(aaguid.replaceAll('-', '')),
    ...(extensions && { extensions }),
  };
}

function keysOf({ id, privateKey: pkcs8, algorithm }: Readonly<Passkey>): Credential['keys'] {
  try {
    const key = Buffer.from(fromBase64url(pkcs8));
    const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    return { algorithm: algorithm ?? algorithmOf(privateKey), privateKey, publicKey: createPublicKey(privateKey) };
  } catch (error) {
    throw new Error(`The private key of passkey ${id} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

const BY_TYPE: Readonly<Record<string, number>> = { rsa: -257, ed25519: -8, ed448: -53 };
const BY_CURVE: Readonly<Record<string, number>> = { prime256v1: -7, secp384r1: -35, secp521r1: -36, secp256k1: -47 };

/** COSE algorithm that a key of its kind is mostly used with. */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): number {
  const algorithm = BY_TYPE[asymmetricKeyType ?? ''] ?? BY_CURVE[asymmetricKeyDetails?.namedCurve ?? ''];
  if (algorithm === undefined) throw new Error(`no algorithm of passkeys has keys of the kind ${asymmetricKeyType}`);
  return algorithm;
}

function extensionsOf({ kept = {}, largeBlob }: Readonly<Passkey>): CredentialExtensions | undefined {
  const { secrets, protection, credBlob, takesLargeBlob } = kept;
  const extensions: CredentialExtensions = {
    ...(secrets && {
      secrets: { verified: fromBase64url(secrets.verified), unverified: fromBase64url(secrets.unverified) },
    }),
    ...(protection && { protection }),
    ...(credBlob !== undefined && { blob: fromBase64url(credBlob) }),
    ...(takesLargeBlob && { largeBlob: {} }),
    ...(largeBlob !== undefined && { largeBlob: { bytes: fromBase64url(largeBlob) } }),
  };
  return Object.keys(extensions).length > 0 ? extensions : undefined;
}

/** Its private key is only exported when it is looked at. `device`: the model's name, where it is not the first. */
export function passkeyOf(credential: Credential, { settings }: Authenticator, device: string | undefined): Passkey {
  const { keys } = credential;
  const aaguid = hex(credential.aaguid).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  let exported: string | undefined;
  return {
    id: base64url(credential.id),
    rpId: credential.rpId,
    userHandle: base64url(credential.userHandle),
    get privateKey() {
      exported ??= base64url(keys.privateKey.export({ format: 'der', type: 'pkcs8' }));
      return exported;
    },
    algorithm: keys.algorithm,
    discoverable: credential.discoverable,
    ...(settings.counter === 'none' && { counts: false }),
    backupEligible: credential.backupEligible,
    aaguid,
    ...(device !== undefined && { device }),
    ...stateOf(credential),
  };
}

/** What ceremonies and signals change about a passkey. */
export function stateOf({ signCount, backupState, userName, userDisplayName, extensions = {} }: Credential) {
  const { secrets, protection, blob, largeBlob } = extensions;
  return {
    userName,
    userDisplayName,
    signCount,
    backupState,
    ...(largeBlob?.bytes && { largeBlob: base64url(largeBlob.bytes) }),
    ...(Object.keys(extensions).length > 0 && {
      kept: {
        ...(secrets && {
          secrets: { verified: base64url(secrets.verified), unverified: base64url(secrets.unverified) },
        }),
        ...(protection && { protection }),
        ...(blob && { credBlob: base64url(blob) }),
        ...(largeBlob && { takesLargeBlob: true }),
      },
    }),
  };
}
