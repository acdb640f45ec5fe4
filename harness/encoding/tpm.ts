/** Structures of TPM 2.0 (TPM 2.0 Library part 2) that a `tpm` attestation statement holds: TPMT_PUBLIC and TPMS_ATTEST. */
import { concat, FormatError, uint16, uint32 } from './bytes.ts';

export const TPM_GENERATED_VALUE = 0xff544347;

/** TPMI_ST_ATTEST (part 2 §10.12.10), as far as it matters here. */
export const TPM_ST = { quote: 0x8018, time: 0x8019, creation: 0x801a, certify: 0x8017 } as const;

/** TPM_ALG_ID (part 2 §6.3). */
export const TPM_ALG = {
  rsa: 0x0001,
  sha1: 0x0004,
  keyedHash: 0x0008,
  sha256: 0x000b,
  sha384: 0x000c,
  sha512: 0x000d,
  null: 0x0010,
  rsassa: 0x0014,
  rsaes: 0x0015,
  ecdsa: 0x0018,
  ecdaa: 0x001a,
  kdf1Sp80056a: 0x0020,
  ecc: 0x0023,
} as const;

/** Node digest names of the hash algorithms. */
export const TPM_HASHES: Readonly<Record<number, string | undefined>> = {
  [TPM_ALG.sha1]: 'sha1',
  [TPM_ALG.sha256]: 'sha256',
  [TPM_ALG.sha384]: 'sha384',
  [TPM_ALG.sha512]: 'sha512',
};

/** TPM_ECC_CURVE (part 2 §6.4) by the names that COSE gives the curves. */
export const TPM_CURVES: Readonly<Record<string, number | undefined>> = {
  'P-256': 0x0003,
  'P-384': 0x0004,
  'P-521': 0x0005,
};

/** An algorithm with its details: none where it is TPM_ALG_NULL. */
export interface TpmScheme {
  algorithm: number;
  /** TPM_ALG_ID; absent for TPM_ALG_NULL and RSAES. */
  hash?: number;
  /** ECDAA only. */
  count?: number;
}

/** TPMT_SYM_DEF_OBJECT: key bits and mode are absent for TPM_ALG_NULL. */
export interface TpmSymmetric {
  algorithm: number;
  keyBits?: number;
  mode?: number;
}

interface PublicHead {
  /** TPM_ALG_ID of the hash that makes the object's name. */
  nameAlg: number;
  /** TPMA_OBJECT. */
  objectAttributes: number;
  /** Empty, or a digest. */
  authPolicy: Uint8Array;
}

export interface TpmRsaPublic extends PublicHead {
  type: typeof TPM_ALG.rsa;
  symmetric: TpmSymmetric;
  scheme: TpmScheme;
  keyBits: number;
  /** 0 stands for 65537. */
  exponent: number;
  /** `unique`: the modulus. */
  n: Uint8Array;
}

export interface TpmEccPublic extends PublicHead {
  type: typeof TPM_ALG.ecc;
  symmetric: TpmSymmetric;
  scheme: TpmScheme;
  /** TPM_ECC_CURVE. */
  curve: number;
  kdf: TpmScheme;
  /** `unique`: the point. */
  x: Uint8Array;
  y: Uint8Array;
}

/** An object that is no asymmetric key: its parameters and unique field are left as they stand. */
export interface TpmOtherPublic extends PublicHead {
  type: typeof TPM_ALG.keyedHash;
  rest: Uint8Array;
}

/** TPMT_PUBLIC (part 2 §12.2.4). */
export type TpmtPublic = TpmRsaPublic | TpmEccPublic | TpmOtherPublic;

/** TPMS_CLOCK_INFO (part 2 §10.11.1). */
export interface ClockInfo {
  /** Milliseconds. */
  clock: bigint;
  resetCount: number;
  restartCount: number;
  /** One byte. */
  safe: number;
}

/** TPMS_ATTEST (part 2 §10.12.12). */
export interface TpmsAttest {
  magic: number;
  /** TPMI_ST_ATTEST. */
  type: number;
  qualifiedSigner: Uint8Array;
  extraData: Uint8Array;
  clockInfo: ClockInfo;
  firmwareVersion: bigint;
  /** TPMS_CERTIFY_INFO, which only TPM_ST_ATTEST_CERTIFY has; the bytes themselves for other types. */
  attested: { name: Uint8Array; qualifiedName: Uint8Array } | Uint8Array;
}

export interface TpmReading {
  /** Leave bytes after the structure unseen, as careless readers do. */
  lenient?: boolean;
}

/** Bytes with their length before them in two bytes: TPM2B. */
function sized(bytes: Uint8Array): Uint8Array {
  return concat(uint16(bytes.length), bytes);
}

function uint64(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

function encodeNumbers(...values: (number | undefined)[]): Uint8Array {
  return concat(...values.filter(value => value !== undefined).map(uint16));
}

const encodeScheme = ({ algorithm, hash, count }: TpmScheme) => encodeNumbers(algorithm, hash, count);
const encodeSymmetric = ({ algorithm, keyBits, mode }: TpmSymmetric) => encodeNumbers(algorithm, keyBits, mode);

export function encodePublic(area: TpmtPublic): Uint8Array {
  const head = concat(uint16(area.type), uint16(area.nameAlg), uint32(area.objectAttributes), sized(area.authPolicy));
  if (area.type === TPM_ALG.keyedHash) return concat(head, area.rest);
  const common = concat(head, encodeSymmetric(area.symmetric), encodeScheme(area.scheme));
  if (area.type === TPM_ALG.rsa) return concat(common, uint16(area.keyBits), uint32(area.exponent), sized(area.n));
  return concat(common, uint16(area.curve), encodeScheme(area.kdf), sized(area.x), sized(area.y));
}

export function encodeAttest(attest: TpmsAttest): Uint8Array {
  const { clock, resetCount, restartCount, safe } = attest.clockInfo;
  const { attested } = attest;
  return concat(
    uint32(attest.magic),
    uint16(attest.type),
    sized(attest.qualifiedSigner),
    sized(attest.extraData),
    uint64(clock),
    uint32(resetCount),
    uint32(restartCount),
    Uint8Array.of(safe),
    uint64(attest.firmwareVersion),
    ...(attested instanceof Uint8Array ? [attested] : [sized(attested.name), sized(attested.qualifiedName)]),
  );
}

/** Reads a structure from its first byte on; throws a {@link FormatError} where it ends too soon. */
class Reader {
  readonly #what: string;
  readonly #bytes: Buffer;
  #at = 0;

  constructor(what: string, bytes: Uint8Array) {
    this.#what = what;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new FormatError(this.#what, 'ends too soon', this.#at);
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  number(bytes: 1 | 2 | 4): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }

  wide(): bigint {
    return this.take(8).readBigUInt64BE();
  }

  sized(): Uint8Array {
    return Uint8Array.from(this.take(this.number(2)));
  }

  rest(): Uint8Array {
    return Uint8Array.from(this.take(this.#bytes.length - this.#at));
  }

  /** Nothing may follow, for who minds. */
  end({ lenient = false }: TpmReading): void {
    if (!lenient && this.#at < this.#bytes.length) throw new FormatError(this.#what, 'bytes after its end', this.#at);
  }

  scheme(): TpmScheme {
    const algorithm = this.number(2);
    if (algorithm === TPM_ALG.null || algorithm === TPM_ALG.rsaes) return { algorithm };
    const hash = this.number(2);
    return algorithm === TPM_ALG.ecdaa ? { algorithm, hash, count: this.number(2) } : { algorithm, hash };
  }

  symmetric(): TpmSymmetric {
    const algorithm = this.number(2);
    if (algorithm === TPM_ALG.null) return { algorithm };
    return { algorithm, keyBits: this.number(2), mode: this.number(2) };
  }
}

/** Throws a {@link FormatError} for what is no TPMT_PUBLIC. */
export function decodePublic(bytes: Uint8Array, reading: TpmReading = {}): TpmtPublic {
  const reader = new Reader('TPMT_PUBLIC', bytes);
  const type = reader.number(2);
  const head = { nameAlg: reader.number(2), objectAttributes: reader.number(4), authPolicy: reader.sized() };
  if (type === TPM_ALG.keyedHash) return { type, ...head, rest: reader.rest() };
  if (type !== TPM_ALG.rsa && type !== TPM_ALG.ecc) {
    throw new FormatError('TPMT_PUBLIC', `type 0x${type.toString(16).padStart(4, '0')} is unknown`, 0);
  }
  const common = { ...head, symmetric: reader.symmetric(), scheme: reader.scheme() };
  const area: TpmtPublic =
    type === TPM_ALG.rsa
      ? { type, ...common, keyBits: reader.number(2), exponent: reader.number(4), n: reader.sized() }
      : { type, ...common, curve: reader.number(2), kdf: reader.scheme(), x: reader.sized(), y: reader.sized() };
  reader.end(reading);
  return area;
}

/** Throws a {@link FormatError} for what is no TPMS_ATTEST. Magic and type are the caller's to judge. */
export function decodeAttest(bytes: Uint8Array, reading: TpmReading = {}): TpmsAttest {
  const reader = new Reader('TPMS_ATTEST', bytes);
  const attest = {
    magic: reader.number(4),
    type: reader.number(2),
    qualifiedSigner: reader.sized(),
    extraData: reader.sized(),
    clockInfo: {
      clock: reader.wide(),
      resetCount: reader.number(4),
      restartCount: reader.number(4),
      safe: reader.number(1),
    },
    firmwareVersion: reader.wide(),
  };
  if (attest.type !== TPM_ST.certify) return { ...attest, attested: reader.rest() };
  const attested = { name: reader.sized(), qualifiedName: reader.sized() };
  reader.end(reading);
  return { ...attest, attested };
}
