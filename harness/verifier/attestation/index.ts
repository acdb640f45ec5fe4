/** §7.1 steps 21 to 24: the format, its own procedure, and trust. */
import type { DutyName } from '../../duties.ts';
import type { Certificate } from '../../encoding/x509.ts';
import type { Step } from '../steps.ts';
import { androidKeySteps } from './androidKey.ts';
import { androidSafetyNetSteps } from './androidSafetyNet.ts';
import { appleSteps } from './apple.ts';
import { compoundSteps, ofEachStatement } from './compound.ts';
import type { AttestationContext } from './context.ts';
import { fidoU2fSteps } from './fidoU2f.ts';
import { noneSteps } from './none.ts';
import { packedSteps } from './packed.ts';
import { weakReason } from './strength.ts';
import { tpmSteps } from './tpm.ts';
import { untrustedReason } from './trust.ts';

const FORMATS = ['none', 'packed', 'tpm', 'fido-u2f', 'apple', 'android-key', 'android-safetynet', 'compound'];

const formatStep: Step<AttestationContext> = {
  duty: 'attestation-format' satisfies DutyName,
  gate: true,
  ready: c => c.object !== undefined,
  check: (context, lenient) => {
    const { fmt } = context.object!;
    if (FORMATS.includes(fmt)) {
      context.format = fmt;
      return undefined;
    }
    if (!lenient) return `fmt ${JSON.stringify(fmt.slice(0, 40))} is not one that this RP knows`;
    // Careless readers take what they do not know for no attestation at all.
    context.attestation = { type: 'none' };
    return undefined;
  },
};

const trustStep: Step<AttestationContext> = {
  duty: 'attestation-trust',
  ready: c => c.attestation !== undefined,
  check: context => {
    const { attestation, expected } = context;
    if (attestation!.type === 'none' || attestation!.type === 'self') {
      const enough = expected.rp.attestationTypes ?? ['none', 'self'];
      return enough.includes(attestation!.type)
        ? undefined
        : `attestation of type ${attestation!.type} is not enough here`;
    }
    if (!Array.isArray(context.certificates)) return undefined;
    const reason = untrustedReason(
      context.certificates,
      context.roots ?? [],
      expected.rp.certificateTime ?? Date.now(),
    );
    attestation!.trusted = reason === undefined;
    return expected.rp.acceptUntrusted ? undefined : reason;
  },
};

const strengthStep: Step<AttestationContext> = {
  duty: 'certificate-strength',
  applies: c => Array.isArray(c.certificates) && c.object?.fmt !== 'compound',
  ready: c => c.attestation !== undefined && c.attestation.type !== 'none' && c.attestation.type !== 'self',
  check: ({ attestation, certificates, roots = [], expected }) => {
    const reason = weakReason(certificates as Certificate[], roots);
    if (reason) attestation!.trusted = false;
    return expected.rp.acceptUntrusted ? undefined : reason;
  },
};

export const attestationSteps: readonly Step<AttestationContext>[] = [
  formatStep,
  ...noneSteps,
  ...packedSteps,
  ...tpmSteps,
  ...fidoU2fSteps,
  ...appleSteps,
  ...androidKeySteps,
  ...androidSafetyNetSteps,
  ...compoundSteps,
  ...ofEachStatement([trustStep]),
  strengthStep,
];
