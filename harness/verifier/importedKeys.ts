/** Importing a key costs about as much as verifying with it: each stored key is imported once, for as long as its bytes live. */
import type { KeyObject } from 'node:crypto';
import { base64url } from '../encoding/bytes.ts';
import { type CoseKey, decodeCoseKey, importCoseKey } from '../encoding/cose.ts';

export interface VerificationKey {
  /** COSE algorithm identifier. */
  algorithm: number;
  key: KeyObject;
}

/** Of keys that are registered, the last so many: a response that is verified again has the same one. */
const KEPT = 64;
const recent = new Map<string, KeyObject>();

/** Throws as {@link importCoseKey} does. */
export function importRegistered(key: CoseKey): KeyObject {
  const { kty, curve, x, y, n, e, pub } = key;
  const parts = [x, y, n, e, pub].map(part => (part ? base64url(part) : ''));
  const content = [kty, curve?.name, ...parts].join(' ');
  const known = recent.get(content);
  if (known) return known;
  const made = importCoseKey(key);
  recent.set(content, made);
  if (recent.size > KEPT) recent.delete(recent.keys().next().value!);
  return made;
}

const imported = new WeakMap<Uint8Array, VerificationKey>();

/** Keeps the key that was imported while it was registered, under the very bytes that the record will hold. */
export function keepImported(publicKey: Uint8Array, key: VerificationKey): void {
  imported.set(publicKey, key);
}

/** The key of a record that was accepted once: what was read leniently then is read leniently now. */
export function verificationKey(publicKey: Uint8Array): VerificationKey {
  const known = imported.get(publicKey);
  if (known) return known;
  const cose = decodeCoseKey(publicKey, { lenient: true });
  const key = { algorithm: cose.alg, key: importCoseKey(cose) };
  imported.set(publicKey, key);
  return key;
}
