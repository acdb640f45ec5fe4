/** Importing a key costs about as much as verifying with it: each stored key is imported once, for as long as its bytes live. */
import type { KeyObject } from 'node:crypto';
import { decodeCoseKey, importCoseKey } from '../encoding/cose.ts';

export interface VerificationKey {
  /** COSE algorithm identifier. */
  algorithm: number;
  key: KeyObject;
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
