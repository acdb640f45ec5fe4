/** Format `packed` (§8.2): self attestation by the credential key, or a certificate's. */
import { createPublicKey } from 'node:crypto';
import { aaguidText } from '../../encoding/authenticatorData.ts';
import { equal } from '../../encoding/bytes.ts';
import { algorithm, algorithmText, verifyData } from '../../encoding/cose.ts';
import { type Certificate, OID } from '../../encoding/x509.ts';
import type { Step } from '../steps.ts';
import { type AttestationContext, x5cOf } from './context.ts';

const applies = (context: AttestationContext) => context.object?.fmt === 'packed';
const leaf = (context: AttestationContext): Certificate | undefined =>
  Array.isArray(context.certificates) ? context.certificates[0] : undefined;
const isSelf = (context: AttestationContext) => context.attestation?.type === 'self';

function member(context: AttestationContext, name: string): unknown {
  const { attStmt } = context.object!;
  return attStmt instanceof Map ? attStmt.get(name) : undefined;
}

export const packedSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'packed-statement',
    gate: true,
    applies,
    ready: c => c.format === 'packed',
    check: readStatement,
  },
  {
    duty: 'packed-algorithm',
    applies,
    ready: c => isSelf(c) && c.coseKey !== undefined,
    check: context =>
      member(context, 'alg') === context.coseKey!.alg
        ? undefined
        : `alg is ${algorithmText(member(context, 'alg') as number)}, the credential's is ${algorithmText(context.coseKey!.alg)}`,
  },
  {
    duty: 'packed-signature',
    applies,
    // A self attestation whose alg is not the credential's is refused for that: no signature can be asked of it.
    ready: c => (isSelf(c) ? c.publicKey !== undefined && member(c, 'alg') === c.coseKey!.alg : leaf(c) !== undefined),
    check: checkSignature,
  },
  {
    duty: 'packed-certificate',
    applies: c => applies(c) && x5cOf(c.object!.attStmt) !== undefined,
    ready: c => c.attestation?.type === 'basic',
    check: context =>
      typeof context.certificates === 'string' ? context.certificates : certificateMisfit(leaf(context)!),
  },
  {
    duty: 'packed-aaguid',
    applies: c => applies(c) && x5cOf(c.object!.attStmt) !== undefined,
    ready: c => leaf(c) !== undefined && c.authData?.aaguid !== undefined,
    check: context => {
      const { aaguid } = leaf(context)!;
      return !aaguid || equal(aaguid, context.authData!.aaguid!)
        ? undefined
        : `the certificate is of ${aaguidText(aaguid)}, authenticatorData of ${aaguidText(context.authData!.aaguid!)}`;
    },
  },
];

function readStatement(context: AttestationContext, lenient: boolean): string | undefined {
  const { attStmt } = context.object!;
  if (!(attStmt instanceof Map)) return 'attStmt is not a map';
  if (typeof attStmt.get('alg') !== 'number') return 'alg is missing or no integer';
  if (!(attStmt.get('sig') instanceof Uint8Array)) return 'sig is missing or no byte string';
  if (!lenient && attStmt.has('ecdaaKeyId')) return 'ecdaaKeyId was removed from the specification';
  const x5c = x5cOf(attStmt);
  // Careless readers take an empty or broken x5c for none at all, and with it any key for an attestation key.
  if (!lenient && attStmt.has('x5c') && !x5c?.length) return 'x5c is not a non-empty array of byte strings';
  context.attestation = { type: x5c?.length ? 'basic' : 'self' };
  return undefined;
}

function checkSignature(context: AttestationContext): string | undefined {
  const alg = member(context, 'alg') as number;
  const how = algorithm(alg);
  if (!how) return `${algorithmText(alg)} is unknown`;
  const key = isSelf(context) ? context.publicKey! : createPublicKey(leaf(context)!.publicKeyPem);
  const expectedType = { 1: how.curve?.toLowerCase(), 2: 'ec', 3: 'rsa' }[how.kty];
  if (key.asymmetricKeyType !== expectedType)
    return `${how.name} does not go with a key of type ${key.asymmetricKeyType}`;
  return verifyData(alg, key, context.signedData!, member(context, 'sig') as Uint8Array)
    ? undefined
    : 'sig does not verify';
}

/** §8.2.1. */
function certificateMisfit(certificate: Certificate): string | undefined {
  const { version, subject, isCa, aaguidForm } = certificate;
  if (version !== 3) return `the attestation certificate has version ${version}`;
  const [country] = subject.C ?? [];
  if (!country || !/^[A-Z]{2}$/.test(country)) return 'Subject-C is not an ISO 3166 code';
  if (!subject.O?.[0]) return 'Subject-O is missing';
  if (subject.OU?.length !== 1 || subject.OU[0] !== 'Authenticator Attestation') {
    return 'Subject-OU is not "Authenticator Attestation"';
  }
  if (!subject.CN?.[0]) return 'Subject-CN is missing';
  if (isCa !== false) return 'the Basic Constraints do not say that it is no CA';
  return aaguidForm === undefined ? undefined : `extension ${OID.aaguid} ${aaguidForm}`;
}
