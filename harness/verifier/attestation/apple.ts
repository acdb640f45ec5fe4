/** Format `apple` (§8.8). */
import { concat, equal, fromHex, sha256 } from '../../encoding/bytes.ts';
import type { Step } from '../steps.ts';
import { type AttestationContext, certificateKey, leafCertificate, x5cOf } from './context.ts';

const NONCE_EXTENSION = '1.2.840.113635.100.8.2';
/** `SEQUENCE { [1] { OCTET STRING` of 32 bytes: all that may stand before the nonce. */
const NONCE_PREFIX = fromHex('3024a1220420');

const applies = (context: AttestationContext) => context.object?.fmt === 'apple';
const certified = (context: AttestationContext) => applies(context) && context.attestation?.type === 'anonca';

export const appleSteps: readonly Step<AttestationContext>[] = [
  { duty: 'apple-statement', gate: true, applies, ready: c => c.format === 'apple', check: readStatement },
  {
    duty: 'apple-nonce',
    applies,
    ready: certified,
    check: context => {
      const value = leafCertificate(context)?.extensions.get(NONCE_EXTENSION);
      if (!value) return `the certificate has no extension ${NONCE_EXTENSION}`;
      return equal(value, concat(NONCE_PREFIX, sha256(context.signedData!)))
        ? undefined
        : 'the nonce in the certificate is not that of authenticatorData and clientDataJSON';
    },
  },
  {
    duty: 'apple-key',
    applies,
    ready: c => certified(c) && c.publicKey !== undefined,
    check: context =>
      certificateKey(context)?.equals(context.publicKey!)
        ? undefined
        : 'the key of the certificate is not the credential public key',
  },
];

function readStatement(context: AttestationContext, lenient: boolean): string | undefined {
  const misfit = statementMisfit(context);
  if (misfit && !lenient) return misfit;
  // Careless readers take a statement that they cannot read for no attestation.
  context.attestation = { type: misfit ? 'none' : 'anonca' };
  return undefined;
}

function statementMisfit({ object, certificates }: AttestationContext): string | undefined {
  if (!x5cOf(object!.attStmt)?.length) return 'x5c is not a non-empty array of byte strings';
  return typeof certificates === 'string' ? certificates : undefined;
}
