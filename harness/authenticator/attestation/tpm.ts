/**
 * Attestation statement format `tpm` (WebAuthn Level 3 §8.3), with the values that Windows Hello was measured to give: RS1
 * over SHA-1 whatever the credential's algorithm, and the attributes and policy of its keys.
 */
import type { KeyObject } from 'node:crypto';
import { concat, digest, hex, sha256, uint16 } from '../../encoding/bytes.ts';
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import { algorithm, signData } from '../../encoding/cose.ts';
import {
  encodeAttest,
  encodePublic,
  TPM_ALG,
  TPM_CURVES,
  TPM_GENERATED_VALUE,
  TPM_HASHES,
  TPM_ST,
  type TpmEccPublic,
  type TpmRsaPublic,
  type TpmsAttest,
  type TpmtPublic,
} from '../../encoding/tpm.ts';
import { deriveBytes } from '../keys.ts';
import type { AttestationKey } from './packed.ts';

/** What is attested. */
interface TpmSubject {
  /** RSA, or on a NIST curve: what a TPM has. */
  publicKey: KeyObject;
  /** authenticatorData and clientDataHash. */
  signed: Uint8Array;
  /** The model that the key is made by; a hardware TPM where it is none that keeps its keys in another way. */
  aaguid?: Uint8Array;
}

/** Each is honest by default and can be changed alone: what is made later is made from the changed one. */
export interface TpmOptions {
  ver?: string;
  /** COSE algorithm of `sig`, whose hash is also that of `extraData`; the attestation key's by default. */
  alg?: number;
  /** Gets the honest structure; gives the one to write, or bytes. */
  publicArea?: (honest: TpmtPublic) => TpmtPublic | Uint8Array;
  /** As `publicArea`, whose bytes it also gets. */
  certInfo?: (honest: TpmsAttest, publicArea: Uint8Array) => TpmsAttest | Uint8Array;
}

/** fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, sign; RSA has noDA and decrypt as well. */
const HARDWARE = {
  rsa: 0x00060472,
  ecc: 0x00040072,
  /** The policy under which Windows Hello keeps its keys in a hardware TPM, RSA and ECC alike. */
  authPolicy: Buffer.from('9dffcbf36c383ae699fb9868dc6dcb89d7153884be2803922c124158bfad22ae', 'hex'),
};
/** Captured registrations with virtualisation-based security: RSA alone, without userWithAuth, under a policy of its own. */
const VIRTUALISED = {
  rsa: 0x00060432,
  ecc: 0x00040032,
  authPolicy: Buffer.from('be9d99ac2234dad8c93d4927ff1de75862b75d448daf66dbe075d12c269a2782', 'hex'),
};
const VIRTUALISED_AAGUID = '9ddd1817af5a4672a2b93e3dd95000a9';
const DEFAULT_EXPONENT = 65537;

const SEED = 'Touchstone TEST TPM';
/** A TPM hides its true counts behind numbers that belong to the identity key (part 1, "attestation"). */
const HIDDEN = Buffer.from(deriveBytes(SEED, 'identity', 16));

/** Statement over a credential, its members in the order in which Windows writes them. */
export function tpmStatement(
  { keys, x5c }: AttestationKey,
  { publicKey, signed, aaguid }: TpmSubject,
  options: TpmOptions = {},
): { fmt: 'tpm'; attStmt: CborMap } {
  const { ver = '2.0', alg = keys.algorithm } = options;
  const area = honestPublic(publicKey, aaguid && hex(aaguid) === VIRTUALISED_AAGUID ? VIRTUALISED : HARDWARE);
  const pubArea = written(options.publicArea?.(area) ?? area, encodePublic);
  const nameAlg = pubArea.length < 4 ? area.nameAlg : Buffer.from(pubArea).readUInt16BE(2);
  const attest = honestAttest(digest(algorithm(alg)?.hash ?? 'sha256', signed), objectName(pubArea, nameAlg));
  const certInfo = written(options.certInfo?.(attest, pubArea) ?? attest, encodeAttest);
  const attStmt = new Map<CborValue, CborValue>([
    ['alg', alg],
    ['sig', signData(alg, keys.privateKey, certInfo)],
    ['ver', ver],
    ['x5c', x5c],
    ['pubArea', pubArea],
    ['certInfo', certInfo],
  ]);
  return { fmt: 'tpm', attStmt };
}

function written<Structure>(made: Structure | Uint8Array, encode: (structure: Structure) => Uint8Array): Uint8Array {
  return made instanceof Uint8Array ? made : encode(made);
}

/** Part 1 §16: the algorithm and the digest of the public area; SHA-256 where no digest belongs to the algorithm. */
export function objectName(publicArea: Uint8Array, nameAlg: number): Uint8Array {
  return concat(uint16(nameAlg), digest(TPM_HASHES[nameAlg] ?? 'sha256', publicArea));
}

function honestPublic(publicKey: KeyObject, kept: typeof HARDWARE): TpmRsaPublic | TpmEccPublic {
  const jwk = publicKey.export({ format: 'jwk' });
  const bytes = (member: string | undefined) => Uint8Array.from(Buffer.from(member ?? '', 'base64url'));
  const none = { algorithm: TPM_ALG.null };
  const common = { nameAlg: TPM_ALG.sha256, authPolicy: kept.authPolicy, symmetric: none, scheme: none };
  if (jwk.kty === 'RSA') {
    const { modulusLength = 0, publicExponent = 0n } = publicKey.asymmetricKeyDetails ?? {};
    const exponent = Number(publicExponent);
    return {
      type: TPM_ALG.rsa,
      ...common,
      objectAttributes: kept.rsa,
      keyBits: modulusLength,
      exponent: exponent === DEFAULT_EXPONENT ? 0 : exponent,
      n: bytes(jwk.n),
    };
  }
  const curve = TPM_CURVES[jwk.crv ?? ''];
  if (curve === undefined) throw new TypeError(`algorithms: a TPM makes no ${jwk.crv} keys; leave their algorithm out`);
  return {
    type: TPM_ALG.ecc,
    ...common,
    objectAttributes: kept.ecc,
    curve,
    kdf: none,
    x: bytes(jwk.x),
    y: bytes(jwk.y),
  };
}

/** The clock goes by what is signed, so that the same ceremony gets the same bytes. */
function honestAttest(extraData: Uint8Array, name: Uint8Array): TpmsAttest {
  const identity = concat(uint16(TPM_ALG.sha256), sha256(HIDDEN));
  return {
    magic: TPM_GENERATED_VALUE,
    type: TPM_ST.certify,
    qualifiedSigner: identity,
    extraData,
    clockInfo: {
      clock: BigInt(Buffer.from(extraData).readUIntBE(0, 4)),
      resetCount: HIDDEN.readUInt32BE(0),
      restartCount: HIDDEN.readUInt32BE(4),
      safe: 1,
    },
    firmwareVersion: HIDDEN.readBigUInt64BE(8),
    attested: { name, qualifiedName: concat(uint16(TPM_ALG.sha256), sha256(concat(identity, name))) },
  };
}
