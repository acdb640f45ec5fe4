/** Format `fido-u2f` (§8.6). */
import type { KeyObject } from 'node:crypto';
import { concat } from '../../encoding/bytes.ts';
import { algorithmText, verifyData } from '../../encoding/cose.ts';
import type { Step } from '../steps.ts';
import { type AttestationContext, certificateKey, statementMember, x5cOf } from './context.ts';

const COORDINATE = 32;
/** The COSE algorithm that hashes with SHA-256, by Node's name of the key type: a careless reader tries it for any key. */
const SIGNS_WITH: Record<string, number> = { ec: -7, rsa: -257 };

const applies = (context: AttestationContext) => context.object?.fmt === 'fido-u2f';
const certified = (context: AttestationContext) => applies(context) && context.attestation?.type === 'basic';

export const fidoU2fSteps: readonly Step<AttestationContext>[] = [
  { duty: 'fido-u2f-statement', gate: true, applies, ready: c => c.format === 'fido-u2f', check: readStatement },
  { duty: 'fido-u2f-certificate', applies, ready: certified, check: certificateMisfit },
  {
    duty: 'fido-u2f-key',
    applies,
    ready: c => certified(c) && c.coseKey !== undefined,
    check: ({ coseKey }) =>
      coseKey!.x?.length === COORDINATE && coseKey!.y?.length === COORDINATE
        ? undefined
        : `a key for ${algorithmText(coseKey!.alg)} has no x and y of 32 bytes`,
  },
  {
    duty: 'fido-u2f-signature',
    applies,
    ready: c => certified(c) && c.coseKey?.y !== undefined && signingAlgorithm(certificateKey(c)) !== undefined,
    check: context => {
      const key = certificateKey(context)!;
      const sig = statementMember(context, 'sig') as Uint8Array;
      return verifyData(signingAlgorithm(key)!, key, verificationData(context), sig)
        ? undefined
        : 'sig does not verify';
    },
  },
];

function readStatement(context: AttestationContext, lenient: boolean): string | undefined {
  const { attStmt } = context.object!;
  const misfit = statementMisfit(attStmt);
  if (misfit && !lenient) return misfit;
  // Careless readers take a statement that they cannot read for no attestation.
  context.attestation = { type: misfit ? 'none' : 'basic' };
  return undefined;
}

function statementMisfit(attStmt: unknown): string | undefined {
  if (!(attStmt instanceof Map)) return 'attStmt is not a map';
  if (!(attStmt.get('sig') instanceof Uint8Array)) return 'sig is missing or no byte string';
  return x5cOf(attStmt)?.length ? undefined : 'x5c is not a non-empty array of byte strings';
}

function certificateMisfit(context: AttestationContext): string | undefined {
  const { certificates } = context;
  if (!Array.isArray(certificates)) return certificates;
  if (certificates.length !== 1) return `x5c has ${certificates.length} certificates`;
  const key = certificateKey(context);
  const kind = key?.asymmetricKeyDetails?.namedCurve ?? key?.asymmetricKeyType;
  return kind === 'prime256v1' ? undefined : `the certificate's key is of type ${kind ?? 'unknown'}, not on P-256`;
}

function signingAlgorithm(key: KeyObject | undefined): number | undefined {
  return SIGNS_WITH[key?.asymmetricKeyType ?? ''];
}

function verificationData({ authData, coseKey, signedData }: AttestationContext): Uint8Array {
  // signedData ends in the hash of clientDataJSON.
  const clientDataHash = signedData!.subarray(-32);
  const publicKeyU2F = concat(Uint8Array.of(0x04), coseKey!.x!, coseKey!.y!);
  return concat(Uint8Array.of(0), authData!.rpIdHash, clientDataHash, authData!.credentialId!, publicKeyU2F);
}
