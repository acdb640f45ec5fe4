/** COSE keys and algorithms (RFC 9052, 9053, 8230, 8812, 9864, 9964; WebAuthn Level 3 §5.8.5, §6.5.1.1) to and from `KeyObject`. */
import { constants, createPublicKey, type KeyObject, type SigningOptions, sign, verify } from 'node:crypto';
import { base64url, FormatError, hex } from './bytes.ts';
import { type CborMap, type CborValue, encodeCbor } from './cbor.ts';
import { type CborItem, readCbor } from './cborReader.ts';
import { mlDsaBytes, mlDsaPublicKey, mlDsaPublicKeySize, mlDsaSign, mlDsaVerify } from './mlDsa.ts';

/** COSE_Key labels (RFC 9052 §7.1, RFC 9053 §7, RFC 8230 §4, RFC 9964). EC2, OKP, RSA and AKP share numbers below zero. */
export const LABEL = {
  kty: 1,
  kid: 2,
  alg: 3,
  keyOps: 4,
  crv: -1,
  x: -2,
  y: -3,
  d: -4,
  n: -1,
  e: -2,
  pub: -1,
  priv: -2,
} as const;
export const KTY = { OKP: 1, EC2: 2, RSA: 3, AKP: 7 } as const;

export type CurveName = 'P-256' | 'P-384' | 'P-521' | 'secp256k1' | 'Ed25519' | 'Ed448';

export interface Curve {
  name: CurveName;
  /** COSE elliptic curve identifier. */
  id: number;
  kty: number;
  /** Bytes of a coordinate (EC2) or of the encoded point (OKP). */
  size: number;
}

export const CURVES: readonly Curve[] = [
  { name: 'P-256', id: 1, kty: KTY.EC2, size: 32 },
  { name: 'P-384', id: 2, kty: KTY.EC2, size: 48 },
  { name: 'P-521', id: 3, kty: KTY.EC2, size: 66 },
  { name: 'secp256k1', id: 8, kty: KTY.EC2, size: 32 },
  { name: 'Ed25519', id: 6, kty: KTY.OKP, size: 32 },
  { name: 'Ed448', id: 7, kty: KTY.OKP, size: 57 },
];

export interface Algorithm {
  /** COSE algorithm identifier. */
  id: number;
  name: string;
  kty: number;
  /** The one curve that §5.8.5 or the fully specified identifier (RFC 9864) allows. */
  curve?: CurveName;
  /** Node digest name; absent where the scheme hashes for itself. */
  hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** RSA only. */
  padding?: 'pkcs1' | 'pss';
}

export const ALGORITHMS: readonly Algorithm[] = [
  { id: -7, name: 'ES256', kty: KTY.EC2, curve: 'P-256', hash: 'sha256' },
  { id: -9, name: 'ESP256', kty: KTY.EC2, curve: 'P-256', hash: 'sha256' },
  { id: -35, name: 'ES384', kty: KTY.EC2, curve: 'P-384', hash: 'sha384' },
  { id: -51, name: 'ESP384', kty: KTY.EC2, curve: 'P-384', hash: 'sha384' },
  { id: -36, name: 'ES512', kty: KTY.EC2, curve: 'P-521', hash: 'sha512' },
  { id: -52, name: 'ESP512', kty: KTY.EC2, curve: 'P-521', hash: 'sha512' },
  { id: -47, name: 'ES256K', kty: KTY.EC2, curve: 'secp256k1', hash: 'sha256' },
  { id: -8, name: 'EdDSA', kty: KTY.OKP, curve: 'Ed25519' },
  { id: -19, name: 'Ed25519', kty: KTY.OKP, curve: 'Ed25519' },
  { id: -53, name: 'Ed448', kty: KTY.OKP, curve: 'Ed448' },
  { id: -257, name: 'RS256', kty: KTY.RSA, hash: 'sha256', padding: 'pkcs1' },
  { id: -258, name: 'RS384', kty: KTY.RSA, hash: 'sha384', padding: 'pkcs1' },
  { id: -259, name: 'RS512', kty: KTY.RSA, hash: 'sha512', padding: 'pkcs1' },
  { id: -65535, name: 'RS1', kty: KTY.RSA, hash: 'sha1', padding: 'pkcs1' },
  { id: -37, name: 'PS256', kty: KTY.RSA, hash: 'sha256', padding: 'pss' },
  { id: -38, name: 'PS384', kty: KTY.RSA, hash: 'sha384', padding: 'pss' },
  { id: -39, name: 'PS512', kty: KTY.RSA, hash: 'sha512', padding: 'pss' },
  { id: -48, name: 'ML-DSA-44', kty: KTY.AKP },
  { id: -49, name: 'ML-DSA-65', kty: KTY.AKP },
  { id: -50, name: 'ML-DSA-87', kty: KTY.AKP },
];

const byId = new Map(ALGORITHMS.map(algorithm => [algorithm.id, algorithm]));

export function algorithm(id: number): Algorithm | undefined {
  return byId.get(id);
}

/** `ES256 (-7)`, or the bare number of one we do not know. */
export function algorithmText(id: number): string {
  const known = byId.get(id);
  return known ? `${known.name} (${id})` : String(id);
}

/** The COSE_Key of a public key: canonical, with `alg` and the required parameters only (§6.5.1.1). */
export function coseKeyMap(publicKey: KeyObject, alg: number): CborMap {
  const pub = mlDsaBytes(publicKey);
  if (pub) {
    return new Map<CborValue, CborValue>([
      [LABEL.kty, KTY.AKP],
      [LABEL.alg, alg],
      [LABEL.pub, pub],
    ]);
  }
  const jwk = publicKey.export({ format: 'jwk' });
  const bytes = (member: string | undefined) => new Uint8Array(Buffer.from(member ?? '', 'base64url'));
  if (jwk.kty === 'RSA') {
    return new Map<CborValue, CborValue>([
      [LABEL.kty, KTY.RSA],
      [LABEL.alg, alg],
      [LABEL.n, bytes(jwk.n)],
      [LABEL.e, bytes(jwk.e)],
    ]);
  }
  const curve = CURVES.find(known => known.name === jwk.crv);
  if (!curve) throw new FormatError('COSE_Key', `no COSE curve for ${jwk.crv}`);
  const map: CborMap = new Map<CborValue, CborValue>([
    [LABEL.kty, curve.kty],
    [LABEL.alg, alg],
    [LABEL.crv, curve.id],
    [LABEL.x, bytes(jwk.x)],
  ]);
  if (curve.kty === KTY.EC2) map.set(LABEL.y, bytes(jwk.y));
  return map;
}

export function encodeCoseKey(publicKey: KeyObject, alg: number): Uint8Array {
  return encodeCbor(coseKeyMap(publicKey, alg));
}

/** A COSE_Key as read: what it says, and the KeyObject's ingredients. */
export interface CoseKey {
  kty: number;
  alg: number;
  curve?: Curve;
  /** EC2 and OKP. */
  x?: Uint8Array;
  /** EC2. */
  y?: Uint8Array;
  /** RSA modulus. */
  n?: Uint8Array;
  /** RSA public exponent. */
  e?: Uint8Array;
  /** AKP. */
  pub?: Uint8Array;
  /** Labels beyond those that its type requires. */
  extra: CborValue[];
  deviations: string[];
}

/**
 * Reads an encoded COSE_Key. A {@link FormatError} where a required parameter is missing, of the wrong type or of the
 * wrong length, or where a curve does not belong to the key type. Whether the algorithm fits is the caller's question.
 * A lenient reader strips or adds leading zeros of coordinates, as readers that go through big integers do.
 */
export function decodeCoseKey(bytes: Uint8Array, { lenient = false } = {}): CoseKey {
  const item = readCbor(bytes);
  if (!(item.value instanceof Map)) throw new FormatError('COSE_Key', 'not a CBOR map');
  const map = item.value;
  const kty = integer(map, LABEL.kty, 'kty');
  const alg = integer(map, LABEL.alg, 'alg');
  if (kty === KTY.RSA) return rsaKey(map, alg, item);
  if (kty === KTY.AKP) return algorithmKeyPair(map, alg, item, lenient);
  if (kty !== KTY.EC2 && kty !== KTY.OKP) throw new FormatError('COSE_Key', `kty ${kty} is no signature key type`);
  const crv = integer(map, LABEL.crv, 'crv');
  const curve = CURVES.find(known => known.id === crv);
  if (!curve) throw new FormatError('COSE_Key', `crv ${crv} is unknown`);
  if (curve.kty !== kty) throw new FormatError('COSE_Key', `${curve.name} does not belong to kty ${kty}`);
  const required: number[] = [LABEL.kty, LABEL.alg, LABEL.crv, LABEL.x];
  const key: CoseKey = {
    kty,
    alg,
    curve,
    x: coordinate(map, LABEL.x, curve, lenient),
    extra: [],
    deviations: item.deviations,
  };
  if (kty === KTY.EC2) {
    key.y = coordinate(map, LABEL.y, curve, lenient);
    required.push(LABEL.y);
  }
  key.extra = extraLabels(map, required);
  return key;
}

function rsaKey(map: CborMap, alg: number, item: CborItem): CoseKey {
  const n = byteString(map, LABEL.n, 'n');
  const e = byteString(map, LABEL.e, 'e');
  const extra = extraLabels(map, [LABEL.kty, LABEL.alg, LABEL.n, LABEL.e]);
  return { kty: KTY.RSA, alg, n, e, extra, deviations: item.deviations };
}

/** RFC 9964: the algorithm alone says what the key is. A lenient reader leaves its length to whoever verifies. */
function algorithmKeyPair(map: CborMap, alg: number, item: CborItem, lenient: boolean): CoseKey {
  const pub = byteString(map, LABEL.pub, 'pub');
  const size = mlDsaPublicKeySize(alg);
  if (!lenient && size !== undefined && pub.length !== size) {
    throw new FormatError('COSE_Key', `pub has ${pub.length} bytes, ${algorithmText(alg)} takes ${size}`);
  }
  const extra = extraLabels(map, [LABEL.kty, LABEL.alg, LABEL.pub]);
  return { kty: KTY.AKP, alg, pub, extra, deviations: item.deviations };
}

function integer(map: CborMap, label: number, name: string): number {
  const value = map.get(label);
  if (typeof value !== 'number') throw new FormatError('COSE_Key', `${name} is missing or no integer`);
  return value;
}

function byteString(map: CborMap, label: number, name: string): Uint8Array {
  const value = map.get(label);
  if (!(value instanceof Uint8Array)) throw new FormatError('COSE_Key', `${name} is missing or no byte string`);
  return value;
}

function coordinate(map: CborMap, label: number, curve: Curve, lenient: boolean): Uint8Array {
  const name = label === LABEL.x ? 'x' : 'y';
  const value = byteString(map, label, name);
  if (lenient && curve.kty === KTY.EC2) {
    return Buffer.from(
      BigInt(`0x${hex(value)}`)
        .toString(16)
        .padStart(curve.size * 2, '0'),
      'hex',
    );
  }
  if (value.length !== curve.size) {
    throw new FormatError('COSE_Key', `${name} has ${value.length} bytes, ${curve.name} takes ${curve.size}`);
  }
  return value;
}

function extraLabels(map: CborMap, required: number[]): CborValue[] {
  return [...map.keys()].filter(label => typeof label !== 'number' || !required.includes(label));
}

/** Throws what node:crypto throws for a point that is not on its curve or a modulus that it refuses. */
export function importCoseKey(key: CoseKey): KeyObject {
  if (key.kty === KTY.AKP) return mlDsaPublicKey(key.pub!);
  const jwk =
    key.kty === KTY.RSA
      ? { kty: 'RSA', n: base64url(key.n!), e: base64url(key.e!) }
      : key.kty === KTY.EC2
        ? { kty: 'EC', crv: key.curve!.name, x: base64url(key.x!), y: base64url(key.y!) }
        : { kty: 'OKP', crv: key.curve!.name, x: base64url(key.x!) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/** RFC 8230 §2: the salt of PS256, PS384 and PS512 is as long as the hash. */
function signingOptions({ padding }: Algorithm): SigningOptions & { dsaEncoding?: 'der' } {
  if (padding === 'pss')
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  if (padding === 'pkcs1') return { padding: constants.RSA_PKCS1_PADDING };
  return { dsaEncoding: 'der' };
}

function known(alg: number): Algorithm {
  const found = byId.get(alg);
  if (!found) throw new FormatError('COSE algorithm', `${alg} is unknown`);
  return found;
}

/** §6.5.5: ECDSA as DER, RSA, EdDSA and ML-DSA raw. Throws a {@link FormatError} for an unknown algorithm. */
export function signData(alg: number, privateKey: KeyObject, data: Uint8Array): Uint8Array {
  const how = known(alg);
  if (how.kty === KTY.AKP) return mlDsaSign(alg, privateKey, data);
  return sign(how.hash ?? null, data, how.kty === KTY.OKP ? privateKey : { key: privateKey, ...signingOptions(how) });
}

/** False for a signature that does not verify, malformed ones included. Throws a {@link FormatError} for an unknown algorithm. */
export function verifyData(alg: number, publicKey: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const how = known(alg);
  if (how.kty === KTY.AKP) return mlDsaVerify(alg, publicKey, data, signature);
  try {
    return verify(
      how.hash ?? null,
      data,
      how.kty === KTY.OKP ? publicKey : { key: publicKey, ...signingOptions(how) },
      signature,
    );
  } catch {
    return false;
  }
}
