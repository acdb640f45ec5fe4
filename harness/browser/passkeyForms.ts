/** Passkeys in the forms of others, and in our own file: CDP's credential, Playwright's storage state, a key in PEM. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { AAGUID } from '../authenticator/settingsCheck.ts';
import { base64url, fromBase64url } from '../encoding/bytes.ts';
import type { Passkey } from './passkeys.ts';

/** A credential in CDP's form (WebAuthn domain): binary members are padded base64. */
export interface CdpCredential {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  /** -1: always reports 0. */
  signCount: number;
  largeBlob?: string;
  backupEligibility?: boolean;
  backupState?: boolean;
  userName?: string;
  userDisplayName?: string;
}

/** A credential in Playwright's storage state: binary members are unpadded base64url, all are discoverable. */
export interface StorageCredential {
  id: string;
  rpId: string;
  userHandle: string;
  /** PKCS#8. */
  privateKey: string;
  /** SubjectPublicKeyInfo. */
  publicKey: string;
  signCount: number;
  /** What Playwright's form has no place for; Playwright passes over it. */
  touchstone?: Passkey;
}

/** Playwright's storage state, as far as it is about passkeys. */
export interface StorageStateCredentials {
  cookies: never[];
  origins: never[];
  credentials: StorageCredential[];
}

/** Our own file: nothing is lost in it. */
export interface PasskeyFile {
  /** The version of the form. */
  touchstone: 1;
  passkeys: Passkey[];
}

/** What `hello.load` takes. */
export type PasskeySource =
  | PasskeyFile
  | { cookies: readonly object[]; origins: readonly object[]; credentials?: readonly StorageCredential[] }
  | readonly CdpCredential[]
  | { credentials: readonly CdpCredential[] };

/** CDP's `WebAuthn.addCredential` and `getCredentials`. It has no place for AAGUID, algorithm and the secret of `prf`. */
export function toCdp(passkey: Readonly<Passkey>): CdpCredential {
  const { userHandle, userName, userDisplayName, largeBlob } = passkey;
  return {
    credentialId: padded(passkey.id),
    isResidentCredential: passkey.discoverable,
    rpId: passkey.rpId,
    privateKey: padded(passkey.privateKey),
    signCount: passkey.counts === false ? -1 : passkey.signCount,
    backupEligibility: passkey.backupEligible,
    backupState: passkey.backupState,
    ...(userHandle !== undefined && { userHandle: padded(userHandle) }),
    ...(largeBlob !== undefined && { largeBlob: padded(largeBlob) }),
    ...(userName !== undefined && { userName }),
    ...(userDisplayName !== undefined && { userDisplayName }),
  };
}

/** Throws a TypeError where there is no RP ID. */
export function fromCdp(credential: CdpCredential): Passkey {
  const { rpId, userHandle, largeBlob, userName, userDisplayName, signCount } = credential;
  if (rpId === undefined) throw new TypeError(`The credential ${credential.credentialId} has no rpId.`);
  return {
    id: unpadded(credential.credentialId),
    rpId,
    privateKey: unpadded(credential.privateKey),
    discoverable: credential.isResidentCredential,
    signCount: Math.max(signCount, 0),
    ...(signCount < 0 && { counts: false }),
    backupEligible: credential.backupEligibility ?? false,
    backupState: credential.backupState ?? false,
    ...(userHandle !== undefined && { userHandle: unpadded(userHandle) }),
    ...(largeBlob !== undefined && { largeBlob: unpadded(largeBlob) }),
    ...(userName !== undefined && { userName }),
    ...(userDisplayName !== undefined && { userDisplayName }),
  };
}

/**
 * A storage state for `browser.newContext({ storageState })`, with Playwright's own authenticator. What that cannot keep
 * (names, backup flags, discoverability …) is beside it, where {@link readPasskeys} finds it again.
 */
export function toStorageState(passkeys: readonly Readonly<Passkey>[]): StorageStateCredentials {
  return { cookies: [], origins: [], credentials: passkeys.map(toStorage) };
}

function toStorage(passkey: Readonly<Passkey>): StorageCredential {
  const { id, rpId, userHandle = '', privateKey, signCount } = passkey;
  const key = createPrivateKey({ key: Buffer.from(fromBase64url(privateKey)), format: 'der', type: 'pkcs8' });
  const publicKey = base64url(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  return { id, rpId, userHandle, privateKey, publicKey, signCount, touchstone: { ...passkey } };
}

/** The counter is Playwright's, which may have gone on since. */
function fromStorage({ id, rpId, userHandle, privateKey, signCount, touchstone }: StorageCredential): Passkey {
  if (touchstone && touchstone.id === id) return { ...touchstone, signCount };
  const handle = userHandle === '' ? {} : { userHandle };
  return { id, rpId, ...handle, privateKey, signCount, discoverable: true, backupEligible: false, backupState: false };
}

/** What a private key by itself does not say. Binary members are unpadded base64url. */
export interface KeyFacts {
  id: string;
  rpId: string;
  /** With it the passkey is found without allowCredentials. */
  userHandle?: string;
  userName?: string;
  /** Absent: its counter always reports 0, as nobody keeps it. */
  signCount?: number;
}

/** The private key alone: PKCS#8 in PEM (RFC 7468 §10), for OpenSSL and whatever else reads keys. */
export function toPem({ privateKey }: Readonly<Passkey>): string {
  return createPrivateKey({ key: Buffer.from(fromBase64url(privateKey)), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

/** A passkey of a private key in PEM. Throws a TypeError where it is none, is encrypted, or a fact is wrong. */
export function fromPem(pem: string, { signCount, ...facts }: KeyFacts): Passkey {
  return checked({
    ...facts,
    privateKey: base64url(pemKey(pem).export({ format: 'der', type: 'pkcs8' })),
    discoverable: facts.userHandle !== undefined,
    signCount: signCount ?? 0,
    ...(signCount === undefined && { counts: false }),
    backupEligible: false,
    backupState: false,
  });
}

function pemKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL's own words are about decoders and passphrases.
    const why = pem.includes('ENCRYPTED') ? 'is encrypted: decrypt it first (openssl pkey)' : 'cannot be read';
    throw new TypeError(`The private key in PEM ${why}.`);
  }
}

/** Copies of all passkeys in a file, in CDP's credentials or in a storage state. A TypeError for anything else. */
export function readPasskeys(source: PasskeySource): Passkey[] {
  const read = 'touchstone' in source ? ownFile(source) : listed(source);
  return read.map(checked);
}

function ownFile({ touchstone, passkeys }: PasskeyFile): Passkey[] {
  if (touchstone !== 1) throw new TypeError(`A passkey file of version ${touchstone}: this reads version 1.`);
  return passkeys.map(passkey => ({ ...passkey }));
}

function listed(source: Exclude<PasskeySource, PasskeyFile>): Passkey[] {
  const list: readonly (CdpCredential | StorageCredential)[] | undefined =
    'credentials' in source ? source.credentials : (source as readonly CdpCredential[]);
  if (!Array.isArray(list)) {
    throw new TypeError(
      'These are no passkeys: use what hello.save() gives, credentials of CDP, or a storage state taken with { credentials: true }.',
    );
  }
  return list.map(entry => ('credentialId' in entry ? fromCdp(entry) : fromStorage(entry)));
}

/** Throws a TypeError that says which member is wrong. */
export function checked(passkey: Passkey): Passkey {
  const { id, rpId, privateKey, userHandle, signCount, discoverable, aaguid, largeBlob } = passkey;
  const wrong = (what: string) => new TypeError(`The passkey ${id} cannot be used: ${what}.`);
  if (!isBytes(id) || id === '') throw wrong('its id is no unpadded base64url');
  if (typeof rpId !== 'string' || rpId === '') throw wrong('it has no rpId');
  if (!isBytes(privateKey) || !isPrivateKey(privateKey)) throw wrong('privateKey is no PKCS#8 in unpadded base64url');
  if (userHandle !== undefined && !isBytes(userHandle)) throw wrong('userHandle is no unpadded base64url');
  if (discoverable && !userHandle) throw wrong('it is discoverable, and has no userHandle');
  if (!Number.isInteger(signCount) || signCount < 0) throw wrong('signCount is no whole number from 0');
  if (aaguid !== undefined && !AAGUID.test(aaguid)) throw wrong('aaguid is not of the form of a UUID');
  if (largeBlob !== undefined && !isBytes(largeBlob)) throw wrong('largeBlob is no unpadded base64url');
  return passkey;
}

/** What a test has to say of a passkey that it puts on the device; all else has a default. */
export type NewPasskey = Partial<Passkey> & { rpId: string };

/** A passkey ready for use: a fresh P-256 key, a random id and a random user handle where none are given. */
export function completed(given: NewPasskey): Passkey {
  return checked({
    id: base64url(crypto.getRandomValues(new Uint8Array(32))),
    userHandle: base64url(crypto.getRandomValues(new Uint8Array(16))),
    privateKey: given.privateKey ?? freshKey(),
    discoverable: true,
    signCount: 0,
    backupEligible: false,
    backupState: false,
    ...given,
  });
}

function freshKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return base64url(privateKey.export({ format: 'der', type: 'pkcs8' }));
}

function isPrivateKey(text: string): boolean {
  try {
    createPrivateKey({ key: Buffer.from(fromBase64url(text)), format: 'der', type: 'pkcs8' });
    return true;
  } catch {
    return false;
  }
}

function isBytes(text: unknown): boolean {
  return typeof text === 'string' && Buffer.from(text, 'base64url').toString('base64url') === text;
}

function padded(text: string): string {
  return Buffer.from(fromBase64url(text)).toString('base64');
}

function unpadded(text: string): string {
  return base64url(Buffer.from(text, 'base64'));
}
