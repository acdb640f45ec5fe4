/** Format `tpm` (§8.3): a TPM certifies the credential key, and an identity certificate vouches for the TPM. */
import { concat, digest, equal, FormatError, hex, uint16 } from '../../encoding/bytes.ts';
import { algorithm, algorithmText, type CoseKey, KTY, verifyData } from '../../encoding/cose.ts';
import {
  decodeAttest,
  decodePublic,
  TPM_ALG,
  TPM_CURVES,
  TPM_GENERATED_VALUE,
  TPM_HASHES,
  TPM_ST,
  type TpmEccPublic,
  type TpmRsaPublic,
} from '../../encoding/tpm.ts';
import { quote, type Step } from '../steps.ts';
import { type AttestationContext, certificateKey, statementMember, x5cOf } from './context.ts';
import { tpmCertificateSteps } from './tpmCertificate.ts';

const applies = (context: AttestationContext) => context.object?.fmt === 'tpm';
/** The statement stands, and the structure that is looked at was read. */
const publicArea = (context: AttestationContext) => context.tpm?.publicArea;
const certInfo = (context: AttestationContext) => context.tpm?.certInfo;
const bytesOf = (context: AttestationContext, name: string) => {
  const value = statementMember(context, name);
  return value instanceof Uint8Array ? value : undefined;
};
const algOf = (context: AttestationContext) => {
  const alg = statementMember(context, 'alg');
  return typeof alg === 'number' ? alg : undefined;
};
const hashOf = (context: AttestationContext) => algorithm(algOf(context) ?? 0)?.hash;
const hexNumber = (value: number, digits: number) => `0x${value.toString(16).padStart(digits, '0')}`;

export const tpmSteps: readonly Step<AttestationContext>[] = [
  { duty: 'tpm-statement', gate: true, applies, ready: c => c.format === 'tpm', check: readStatement },
  {
    duty: 'tpm-structures',
    gate: true,
    applies,
    ready: c => c.format === 'tpm' && c.attestation !== undefined,
    check: readStructures,
  },
  {
    duty: 'tpm-public-area',
    applies,
    ready: c => publicArea(c) !== undefined && c.coseKey !== undefined,
    check: keyMisfit,
  },
  {
    duty: 'tpm-certinfo-magic',
    applies,
    ready: c => certInfo(c) !== undefined,
    check: context => {
      const { magic } = certInfo(context)!;
      return magic === TPM_GENERATED_VALUE
        ? undefined
        : `certInfo.magic is ${hexNumber(magic, 8)}, not TPM_GENERATED_VALUE`;
    },
  },
  {
    duty: 'tpm-certinfo-type',
    applies,
    ready: c => certInfo(c) !== undefined,
    check: context => {
      const { type } = certInfo(context)!;
      return type === TPM_ST.certify ? undefined : `certInfo.type is ${hexNumber(type, 4)}, not TPM_ST_ATTEST_CERTIFY`;
    },
  },
  {
    duty: 'tpm-extra-data',
    applies,
    ready: c => certInfo(c) !== undefined && hashOf(c) !== undefined,
    check: context =>
      equal(certInfo(context)!.extraData, digest(hashOf(context)!, context.signedData!))
        ? undefined
        : `certInfo.extraData is not the ${hashOf(context)} of authenticatorData and the hash of clientDataJSON`,
  },
  {
    duty: 'tpm-attested-name',
    applies,
    ready: c => publicArea(c) !== undefined && attestedOf(c) !== undefined,
    check: checkName,
  },
  {
    duty: 'tpm-signature',
    applies,
    ready: c => c.attestation !== undefined && algOf(c) !== undefined && certificateKey(c) !== undefined,
    check: checkSignature,
  },
  ...tpmCertificateSteps,
];

function attestedOf(context: AttestationContext) {
  const attested = certInfo(context)?.attested;
  return attested instanceof Uint8Array ? undefined : attested;
}

function readStatement(context: AttestationContext, lenient: boolean): string | undefined {
  const misfit = statementMisfit(context);
  if (misfit && !lenient) return misfit;
  // Careless readers check what is there, and ask for nothing that is not.
  context.attestation = { type: 'attca' };
  return undefined;
}

function statementMisfit(context: AttestationContext): string | undefined {
  const { attStmt } = context.object!;
  if (!(attStmt instanceof Map)) return 'attStmt is not a map';
  if (attStmt.get('ver') !== '2.0') return `ver is ${quote(attStmt.get('ver'))}, not "2.0"`;
  if (algOf(context) === undefined) return 'alg is missing or no integer';
  if (!x5cOf(attStmt)?.length) return 'x5c is not a non-empty array of byte strings';
  if (attStmt.has('ecdaaKeyId')) return 'ecdaaKeyId was removed from the specification';
  const missing = ['sig', 'certInfo', 'pubArea'].find(name => !bytesOf(context, name));
  return missing && `${missing} is missing or no byte string`;
}

function readStructures(context: AttestationContext, lenient: boolean): string | undefined {
  const read: NonNullable<AttestationContext['tpm']> = {};
  const areaBytes = bytesOf(context, 'pubArea');
  const infoBytes = bytesOf(context, 'certInfo');
  try {
    if (areaBytes) read.publicArea = decodePublic(areaBytes, { lenient });
    if (infoBytes) read.certInfo = decodeAttest(infoBytes, { lenient });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (!lenient) return error.message;
  }
  context.tpm = read;
  return undefined;
}

function keyMisfit(context: AttestationContext): string | undefined {
  const area = publicArea(context)!;
  const key = context.coseKey!;
  if (area.type === TPM_ALG.rsa && key.kty === KTY.RSA) return rsaMisfit(area, key);
  if (area.type === TPM_ALG.ecc && key.kty === KTY.EC2) return eccMisfit(area, key);
  return `pubArea is of type ${hexNumber(area.type, 4)}, credentialPublicKey of kty ${key.kty}`;
}

function rsaMisfit({ n, exponent, keyBits }: TpmRsaPublic, key: CoseKey): string | undefined {
  if (!equal(n, key.n!)) return 'the modulus in pubArea is not that of credentialPublicKey';
  if (keyBits !== n.length * 8) return `pubArea says ${keyBits} bits of a modulus of ${n.length * 8}`;
  // Part 2 §12.2.3.5: zero stands for 2^16 + 1.
  return BigInt(exponent || 65537) === BigInt(`0x${hex(key.e!) || '0'}`)
    ? undefined
    : `the exponent in pubArea is ${exponent}, not that of credentialPublicKey`;
}

function eccMisfit({ curve, x, y }: TpmEccPublic, key: CoseKey): string | undefined {
  const { name, size } = key.curve!;
  if (curve !== TPM_CURVES[name]) return `the curve in pubArea is ${hexNumber(curve, 4)}, not ${name}`;
  return equal(padded(x, size), key.x!) && equal(padded(y, size), key.y!)
    ? undefined
    : 'the point in pubArea is not that of credentialPublicKey';
}

/** The number is what counts: a TPM may leave leading zeros of a coordinate out, and software writes one more. */
function padded(coordinate: Uint8Array, size: number): Uint8Array {
  const digits = coordinate.subarray(coordinate.findIndex(byte => byte !== 0));
  return concat(new Uint8Array(Math.max(0, size - digits.length)), digits);
}

/** Part 1 §16: a name is the algorithm and the digest of the public area. */
function checkName(context: AttestationContext): string | undefined {
  const { nameAlg } = publicArea(context)!;
  const hash = TPM_HASHES[nameAlg];
  if (!hash) return `nameAlg ${hexNumber(nameAlg, 4)} is no hash algorithm known here`;
  const name = concat(uint16(nameAlg), digest(hash, bytesOf(context, 'pubArea')!));
  return equal(attestedOf(context)!.name, name) ? undefined : 'certInfo.attested.name is not the name of pubArea';
}

function checkSignature(context: AttestationContext): string | undefined {
  const alg = algOf(context)!;
  const how = algorithm(alg);
  if (!how?.hash) return `${algorithmText(alg)} names no hash`;
  const key = certificateKey(context)!;
  const type = how.kty === KTY.RSA ? 'rsa' : 'ec';
  if (key.asymmetricKeyType !== type) return `${how.name} does not go with a key of type ${key.asymmetricKeyType}`;
  const signed = bytesOf(context, 'certInfo');
  const signature = bytesOf(context, 'sig');
  // Without them the statement was refused, unless that duty is taken out.
  if (!signed || !signature) return undefined;
  return verifyData(alg, key, signed, signature) ? undefined : 'sig does not verify over certInfo';
}
