/**
 * ML-DSA (FIPS 204), the post-quantum signatures of COSE algorithms -48, -49 and -50 (RFC 9964): pure, over an empty
 * context. Node has no such keys before 24.7, so their bytes travel in a `KeyObject` of type `secret`: opaque to whoever
 * does not ask for them, and no asymmetric key of any other kind.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';
import { concat } from './bytes.ts';

interface ParameterSet {
  export: 'ml_dsa44' | 'ml_dsa65' | 'ml_dsa87';
  /** Bytes of a public key. */
  publicKey: number;
}

/** By COSE algorithm (FIPS 204 §4, table 2). */
const PARAMETER_SETS: Record<number, ParameterSet> = {
  [-48]: { export: 'ml_dsa44', publicKey: 1312 },
  [-49]: { export: 'ml_dsa65', publicKey: 1952 },
  [-50]: { export: 'ml_dsa87', publicKey: 2592 },
};

/** Bytes of the seed that a key pair follows from. */
export const ML_DSA_SEED = 32;

/** What stands before the message in a pure signature: domain 0 and a context of no bytes (FIPS 204 §5.2). */
const PURE = Uint8Array.of(0, 0);

type Library = typeof import('@noble/post-quantum/ml-dsa.js');
let library: Library | undefined;

/**
 * Loaded with the first key, and synchronously, as signing and verifying are: nobody else waits for it. Node requires
 * modules from 20.19 and 22.12 on.
 */
function signer(alg: number): Library['ml_dsa44'] {
  library ??= createRequire(import.meta.url)('@noble/post-quantum/ml-dsa.js') as Library;
  const set = PARAMETER_SETS[alg];
  if (!set) throw new RangeError(`COSE algorithm ${alg} is not ML-DSA`);
  return library[set.export];
}

/** Bytes of a public key for this COSE algorithm; nothing for one that is not ML-DSA. */
export function mlDsaPublicKeySize(alg: number): number | undefined {
  return PARAMETER_SETS[alg]?.publicKey;
}

/** The key pair that a seed of 32 bytes expands to (FIPS 204, algorithm 1). A RangeError for any other algorithm. */
export function mlDsaKeyPair(alg: number, seed: Uint8Array): { privateKey: KeyObject; publicKey: KeyObject } {
  const { secretKey, publicKey } = signer(alg).keygen(seed);
  return { privateKey: createSecretKey(secretKey), publicKey: createSecretKey(publicKey) };
}

/** The bytes of a public key as a `KeyObject`. */
export function mlDsaPublicKey(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes);
}

/** The bytes of an ML-DSA key; nothing where the key is of another kind. */
export function mlDsaBytes(key: KeyObject): Uint8Array | undefined {
  return key.type === 'secret' ? key.export() : undefined;
}

/** The deterministic variant: the same key and message give the same signature. A TypeError for a key of another kind. */
export function mlDsaSign(alg: number, privateKey: KeyObject, message: Uint8Array): Uint8Array {
  return mlDsaSignFormatted(alg, privateKey, concat(PURE, message));
}

/** Signs M′ of FIPS 204 §5.4.1 as it is given: domain, length of the context, context, and what follows. */
export function mlDsaSignFormatted(alg: number, privateKey: KeyObject, formatted: Uint8Array): Uint8Array {
  const key = mlDsaBytes(privateKey);
  if (!key) throw new TypeError(`a key of type ${privateKey.asymmetricKeyType} signs no ML-DSA`);
  return signer(alg).internal.sign(formatted, key, { extraEntropy: false });
}

/** False for whatever does not verify, keys and signatures of a wrong length included. */
export function mlDsaVerify(alg: number, publicKey: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const key = mlDsaBytes(publicKey);
  if (!key) return false;
  try {
    return signer(alg).verify(signature, message, key);
  } catch {
    return false;
  }
}
