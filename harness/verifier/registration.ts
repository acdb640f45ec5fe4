/** "Registering a New Credential" (WebAuthn Level 3 §7.1), steps 3 to 25. The steps around it are kept by `ceremonies`. */

import { type AttestationObject, decodeAttestationObject } from '../encoding/attestationObject.ts';
import { FormatError } from '../encoding/bytes.ts';
import { ofEachStatement, settleCompound } from './attestation/compound.ts';
import { type AttestationContext, prepareAttestation } from './attestation/context.ts';
import { attestationSteps } from './attestation/index.ts';
import { fetchBeforeTrust, prepareRevocation, revocationSteps } from './attestation/revocationSteps.ts';
import { authenticatorDataSteps } from './authenticatorData.ts';
import { clientDataSteps } from './clientData.ts';
import { envelopeSteps } from './envelope.ts';
import { extensionSteps } from './extensions.ts';
import { deviationFrom } from './form.ts';
import { keepImported } from './importedKeys.ts';
import { metadataSteps, prepareMetadata } from './metadata.ts';
import type { Refusal, TraceLine, VerifyOptions } from './outcome.ts';
import { publicKeySteps } from './publicKey.ts';
import type { CredentialRecord } from './record.ts';
import { runSteps, type Step, type StepsResult } from './steps.ts';

export type RegistrationExpectation = AttestationContext['expected'];

/** §6.5.4 attestation types, as far as a statement alone can tell. */
export type AttestationType = NonNullable<AttestationContext['attestation']>['type'];

export interface RegistrationResult {
  verified: boolean;
  refusals: Refusal[];
  trace: TraceLine[];
  /** What §7.1 step 27 keeps, without its owner; there whenever it could be read, so that a collecting caller can go on. */
  record?: Omit<CredentialRecord, 'userHandle'>;
  attestation?: { format: string; type: AttestationType; trusted: boolean };
}

const attestationObjectStep: Step<AttestationContext> = {
  duty: 'attestation-object',
  gate: true,
  ready: c => c.envelope !== undefined,
  check: readAttestationObject,
};

const beforeAttestation: readonly Step<AttestationContext>[] = [
  ...envelopeSteps,
  ...clientDataSteps,
  attestationObjectStep,
  ...authenticatorDataSteps,
  ...extensionSteps,
  ...publicKeySteps,
];

/** Steps are synchronous: what they need that is not is prepared before them, from what the phase before has found. */
interface Phase {
  prepare?(context: AttestationContext, options: VerifyOptions): Promise<void>;
  steps: readonly Step<AttestationContext>[];
}

/** What one attestation statement goes through; of a compound attestation, each of its statements. */
const STATEMENT_PHASES: readonly Phase[] = [
  {
    prepare: async (context, { without }) => {
      await prepareAttestation(context);
      if (without?.has('fetch-after-trust')) await fetchBeforeTrust(context);
      await prepareMetadata(context);
    },
    steps: [...attestationSteps, ...ofEachStatement(metadataSteps)],
  },
  { prepare: prepareRevocation, steps: revocationSteps },
];

/**
 * Verifies a registration response. Never throws for what the response holds. Asynchronous only because certificates
 * are read by a library that is loaded when the first one is seen, and revocation lists have to be fetched.
 */
export async function verifyRegistration(
  response: unknown,
  expected: RegistrationExpectation,
  options: VerifyOptions = {},
): Promise<RegistrationResult> {
  const context: AttestationContext = { kind: 'registration', response, expected };
  const result: StepsResult = { refusals: [], trace: [] };
  await runPhases([{ steps: beforeAttestation }, ...STATEMENT_PHASES], context, options, result);
  for (const statement of context.statements ?? []) await runPhases(STATEMENT_PHASES, statement, options, result);
  settleCompound(context);
  const { refusals, trace } = result;
  return { verified: refusals.length === 0, refusals, trace, ...found(context) };
}

/** Adds to the result; ends at its first refusal, unless all are collected. */
async function runPhases(
  phases: readonly Phase[],
  context: AttestationContext,
  options: VerifyOptions,
  { refusals, trace }: StepsResult,
): Promise<void> {
  for (const { prepare, steps } of phases) {
    const stopped = refusals.length > 0 && !options.collect;
    if (stopped && !options.trace) break;
    await prepare?.(context, options);
    const outcome = stopped
      ? { refusals: [], trace: steps.filter(s => !s.applies || s.applies(context)).map(unchecked) }
      : runSteps(steps, context, options);
    refusals.push(...outcome.refusals.map(refusal => placed(refusal, context)));
    trace.push(...outcome.trace.map(line => placed(line, context)));
  }
}

/** A reason says which statement of a compound attestation it is about. */
function placed<Line extends { reason?: string }>(line: Line, { place }: AttestationContext): Line {
  return place && line.reason ? { ...line, reason: `${place}: ${line.reason}` } : line;
}

function unchecked({ duty }: Step<AttestationContext>): TraceLine {
  return { duty, outcome: 'unchecked' };
}

function found({
  authData,
  fields,
  object,
  attestation,
  coseKey,
  publicKey: key,
}: AttestationContext): Pick<RegistrationResult, 'record' | 'attestation'> {
  if (!authData?.credentialId || !object) return {};
  const publicKey = Uint8Array.from(authData.credentialPublicKey!);
  if (coseKey && key) keepImported(publicKey, { algorithm: coseKey.alg, key });
  return {
    record: {
      id: Uint8Array.from(authData.credentialId),
      publicKey,
      signCount: authData.signCount,
      uvInitialized: authData.uv,
      transports: fields?.transports ?? [],
      backupEligible: authData.be,
      backupState: authData.bs,
      aaguid: Uint8Array.from(authData.aaguid!),
      ...(attestation ? { attestationType: attestation.type } : {}),
    },
    ...(attestation
      ? { attestation: { format: object.fmt, ...attestation, trusted: attestation.trusted ?? false } }
      : {}),
  };
}

function readAttestationObject(context: AttestationContext, lenient: boolean): string | undefined {
  try {
    const object: AttestationObject & { deviations: string[] } = decodeAttestationObject(
      context.envelope!.attestationObject!,
    );
    const deviation = lenient ? undefined : deviationFrom(object, context.expected.rp);
    if (deviation) return `attestationObject: ${deviation}`;
    context.object = object;
    context.authDataBytes = object.authData;
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}
