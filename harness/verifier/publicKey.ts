/** Duties on the credential id and the credential public key (§7.1 steps 20 and 25, §6.5.1.1, §5.8.5). */
import type { KeyObject } from 'node:crypto';
import { ed448 } from '@noble/curves/ed448.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { equal, FormatError } from '../encoding/bytes.ts';
import { algorithm, algorithmText, type CoseKey, decodeCoseKey, KTY } from '../encoding/cose.ts';
import type { AuthenticatorDataContext } from './authenticatorData.ts';
import type { RelyingPartyConfig } from './config.ts';
import { deviationFrom } from './form.ts';
import { importRegistered } from './importedKeys.ts';
import type { Step } from './steps.ts';

export interface PublicKeyContext extends AuthenticatorDataContext {
  expected: AuthenticatorDataContext['expected'] & {
    /** COSE algorithms offered in pubKeyCredParams. */
    algorithms: readonly number[];
  };
  /** Filled by `public-key`. */
  coseKey?: CoseKey;
  publicKey?: KeyObject;
}

/** §4 *credential id*, §7.1 step 25. */
const MAX_CREDENTIAL_ID = 1023;
/** Node refuses to verify with more than 16,384 bits; 8,192 is beyond any authenticator and bounds the work. */
const RSA_BITS = { min: 2048, max: 8192 };

const attested = (context: PublicKeyContext) => context.authData?.credentialId !== undefined;
const keyRead = (context: PublicKeyContext) => context.coseKey !== undefined;

export const publicKeySteps: readonly Step<PublicKeyContext>[] = [
  {
    duty: 'credential-id-attested',
    ready: c => attested(c) && c.envelope !== undefined,
    check: ({ envelope, authData }) =>
      equal(envelope!.id, authData!.credentialId!) ? undefined : 'id is not the attested credential id',
  },
  {
    duty: 'credential-id-length',
    ready: attested,
    check: ({ authData }) => {
      const { length } = authData!.credentialId!;
      return length >= 1 && length <= MAX_CREDENTIAL_ID ? undefined : `the credential id has ${length} bytes`;
    },
  },
  { duty: 'public-key', gate: true, ready: attested, check: readPublicKey },
  {
    duty: 'public-key-form',
    ready: keyRead,
    check: ({ coseKey, expected }) => {
      const { extra } = coseKey!;
      const deviation = deviationFrom(coseKey!, expected.rp);
      if (deviation) return `credentialPublicKey: ${deviation}`;
      return extra.length > 0 ? `credentialPublicKey has parameter ${String(extra[0])}` : undefined;
    },
  },
  {
    duty: 'algorithm',
    ready: keyRead,
    check: ({ coseKey, expected }) =>
      expected.algorithms.includes(coseKey!.alg) ? undefined : `${algorithmText(coseKey!.alg)} was not offered`,
  },
  {
    duty: 'key-algorithm',
    ready: c => keyRead(c) && algorithm(c.coseKey!.alg) !== undefined,
    check: ({ coseKey }) => keyMisfit(coseKey!),
  },
  {
    duty: 'rsa-key',
    ready: keyRead,
    applies: c => c.coseKey?.kty === KTY.RSA,
    check: c => rsaMisfit(c.coseKey!, c.expected.rp),
  },
];

function readPublicKey(context: PublicKeyContext, lenient: boolean): string | undefined {
  try {
    const coseKey = decodeCoseKey(context.authData!.credentialPublicKey!, { lenient });
    const reason = lenient ? undefined : badPoint(coseKey);
    if (reason) return reason;
    context.publicKey = importRegistered(coseKey);
    context.coseKey = coseKey;
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    return `credentialPublicKey cannot be imported: ${(error as Error).message}`;
  }
}

/**
 * Edwards points that node:crypto imports unseen: an encoding of no point, or a point of small order, under which anybody
 * can sign anything (RFC 8032 §5.1.3; the checks of Chalkias et al., "Taming the many EdDSAs").
 */
function badPoint({ kty, curve, x }: CoseKey): string | undefined {
  if (kty !== KTY.OKP) return undefined;
  const Point = curve!.name === 'Ed448' ? ed448.Point : ed25519.Point;
  try {
    return Point.fromBytes(x!).isSmallOrder() ? `x is a point of small order on ${curve!.name}` : undefined;
  } catch {
    return `x is no point on ${curve!.name}`;
  }
}

function keyMisfit(key: CoseKey): string | undefined {
  const known = algorithm(key.alg)!;
  const fits = known.kty === key.kty && (known.curve === undefined || known.curve === key.curve?.name);
  return fits ? undefined : `${known.name} does not go with ${key.curve?.name ?? `kty ${key.kty}`}`;
}

function rsaMisfit({ n, e }: CoseKey, { form }: RelyingPartyConfig): string | undefined {
  const bits = bitLength(n!);
  if (bits < RSA_BITS.min || bits > RSA_BITS.max) return `the RSA modulus has ${bits} bits`;
  if (!(n!.at(-1)! & 1)) return 'the RSA modulus is even';
  if (form !== 'tolerant' && (n![0] === 0 || e![0] === 0)) return 'an RSA integer has leading zeros';
  if (bitLength(e!) === 1) return 'the RSA exponent is 1, under which anybody can sign';
  if (!(e!.at(-1)! & 1) || bitLength(e!) > 32) return 'the RSA exponent is even or too large';
  return undefined;
}

function bitLength(integer: Uint8Array): number {
  const start = integer.findIndex(byte => byte !== 0);
  return start < 0 ? 0 : (integer.length - start - 1) * 8 + (32 - Math.clz32(integer[start]!));
}
