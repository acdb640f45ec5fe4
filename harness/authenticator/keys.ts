/** Keys and bytes that follow from a seed and a label, so that the same run makes the same credentials. */
import {
  createECDH,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKeyInput,
  type KeyObject,
} from 'node:crypto';
import { base64url, hex } from '../encoding/bytes.ts';
import { type CurveName, algorithm as coseAlgorithm, KTY } from '../encoding/cose.ts';
import { ML_DSA_SEED, mlDsaKeyPair } from '../encoding/mlDsa.ts';
import { CREDENTIAL_RSA_KEYS, type FrozenRsaKey, UNUSUAL_RSA_KEYS } from './frozenRsaKeys.ts';

/** Bytes of SHA-256, the unit in which HKDF (RFC 5869) expands: at most 255 times. */
const BLOCK = 32;
const MOST = 255 * BLOCK;

/**
 * `length` bytes by HKDF-SHA-256 from the seed, without salt and with the label as info. Beyond 8160 bytes the rest comes
 * from further labels, `label#1` and so on.
 */
export function deriveBytes(seed: string, label: string, length: number): Uint8Array {
  const parts = [expand(seed, label, Math.min(length, MOST))];
  for (let done = MOST, number = 1; done < length; done += MOST, number++) {
    parts.push(expand(seed, `${label}#${number}`, Math.min(length - done, MOST)));
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** RFC 5869 §2.3. Node's hkdfSync would extract from the seed again each time, which makes up most of what it costs. */
function expand(seed: string, label: string, length: number): Uint8Array {
  const key = pseudorandomKey(seed);
  const blocks: Buffer[] = [];
  for (let number = 1; blocks.length * BLOCK < length; number++) {
    const hmac = createHmac('sha256', key);
    if (blocks.length > 0) hmac.update(blocks.at(-1)!);
    blocks.push(hmac.update(label).update(Uint8Array.of(number)).digest());
  }
  return (blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)).subarray(0, length);
}

let extracted: { seed: string; key: KeyObject } | undefined;

/** RFC 5869 §2.2; the last seed's is kept, as a run has but one. */
function pseudorandomKey(seed: string): KeyObject {
  if (extracted?.seed !== seed) {
    extracted = { seed, key: createSecretKey(createHmac('sha256', Buffer.alloc(BLOCK)).update(seed).digest()) };
  }
  return extracted.key;
}

export interface CredentialKeyPair {
  /** COSE algorithm identifier that the key was made for. */
  algorithm: number;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * The key pair that belongs to an algorithm, seed and label: always the same one. RSA takes one of the frozen keys.
 * A RangeError for an algorithm that no key can be made for.
 */
export function deriveKeyPair(algorithm: number, seed: string, label: string): CredentialKeyPair {
  const how = coseAlgorithm(algorithm);
  if (!how) throw new RangeError(`no key can be made for the unknown COSE algorithm ${algorithm}`);
  if (how.kty === KTY.RSA) {
    const choice = deriveBytes(seed, label, 1)[0]! % CREDENTIAL_RSA_KEYS.length;
    return { algorithm, ...frozenPair(CREDENTIAL_RSA_KEYS[choice]!) };
  }
  if (how.kty === KTY.AKP) return { algorithm, ...mlDsaKeyPair(algorithm, deriveBytes(seed, label, ML_DSA_SEED)) };
  const privateKey =
    how.kty === KTY.OKP ? edwardsKey(how.curve!, seed, label) : weierstrassKey(how.curve!, seed, label);
  return { algorithm, privateKey, publicKey: createPublicKey(privateKey) };
}

/** A frozen RSA key of 1024, 2048, 3072 or 4096 bits; of 2048 also with the exponent 3. A RangeError for any other. */
export function frozenRsaKeyPair(algorithm: number, bits: number, exponent = 65537): CredentialKeyPair {
  const found = [...UNUSUAL_RSA_KEYS, ...CREDENTIAL_RSA_KEYS].find(
    key => key.bits === bits && key.exponent === exponent,
  );
  if (!found) throw new RangeError(`no frozen RSA key of ${bits} bits with exponent ${exponent}`);
  return { algorithm, ...frozenPair(found) };
}

const imported = new Map<FrozenRsaKey, { privateKey: KeyObject; publicKey: KeyObject }>();

function frozenPair(frozen: FrozenRsaKey): { privateKey: KeyObject; publicKey: KeyObject } {
  const known = imported.get(frozen);
  if (known) return known;
  const privateKey = createPrivateKey({ key: Buffer.from(frozen.pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  const pair = { privateKey, publicKey: createPublicKey(privateKey) };
  imported.set(frozen, pair);
  return pair;
}

interface WeierstrassCurve {
  /** OpenSSL's name. */
  openssl: string;
  order: bigint;
  /** Bytes of a scalar and of a coordinate. */
  size: number;
}

const WEIERSTRASS: Partial<Record<CurveName, WeierstrassCurve>> = {
  'P-256': {
    openssl: 'prime256v1',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    size: 32,
  },
  'P-384': {
    openssl: 'secp384r1',
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    size: 48,
  },
  'P-521': {
    openssl: 'secp521r1',
    order:
      0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    size: 66,
  },
  secp256k1: {
    openssl: 'secp256k1',
    order: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    size: 32,
  },
};

/**
 * FIPS 186-5 A.2.1: 64 more bits than needed, reduced, so that every scalar is as likely as any other. One whose x or y
 * begins with a zero byte is passed over where coordinates fill their bytes: some RPs stumble over it, and cases of their
 * own have it.
 */
function weierstrassKey(name: CurveName, seed: string, label: string): KeyObject {
  const curve = WEIERSTRASS[name]!;
  for (let number = 0; ; number++) {
    const wide = BigInt(`0x${hex(deriveBytes(seed, number === 0 ? label : `${label}~${number}`, curve.size + 8))}`);
    const scalar = Buffer.from(((wide % (curve.order - 1n)) + 1n).toString(16).padStart(curve.size * 2, '0'), 'hex');
    const ecdh = createECDH(curve.openssl);
    ecdh.setPrivateKey(scalar);
    const point = ecdh.getPublicKey();
    if (name === 'P-521' || (point[1] !== 0 && point[1 + curve.size] !== 0)) return importKey(name, scalar, point);
  }
}

/** Of an uncompressed point (SEC 1). */
function importKey(name: CurveName, scalar: Buffer, point: Buffer): KeyObject {
  const { size } = WEIERSTRASS[name]!;
  // A JWK with its point is the fastest import: from DER, OpenSSL works the point out again, or tries several decoders.
  const key = {
    kty: 'EC',
    crv: name,
    x: base64url(point.subarray(1, 1 + size)),
    y: base64url(point.subarray(1 + size)),
    d: base64url(scalar),
  };
  return createPrivateKey({ key, format: 'jwk' } satisfies JsonWebKeyInput);
}

/** PKCS#8 (RFC 8410 §7) up to the seed. */
const EDWARDS: Partial<Record<CurveName, { size: number; pkcs8: string }>> = {
  Ed25519: { size: 32, pkcs8: '302e020100300506032b657004220420' },
  Ed448: { size: 57, pkcs8: '3047020100300506032b6571043b0439' },
};

function edwardsKey(name: CurveName, seed: string, label: string): KeyObject {
  const { size, pkcs8 } = EDWARDS[name]!;
  const key = Buffer.concat([Buffer.from(pkcs8, 'hex'), deriveBytes(seed, label, size)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
