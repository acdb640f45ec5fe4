/** "Registering a New Credential" (WebAuthn Level 3 §7.1), steps 3 to 25. The steps around it are kept by `ceremonies`. */

import { type AttestationObject, decodeAttestationObject } from '../encoding/attestationObject.ts';
import { FormatError } from '../encoding/bytes.ts';
import { type AttestationContext, prepareAttestation } from './attestation/context.ts';
import { attestationSteps } from './attestation/index.ts';
import { authenticatorDataSteps } from './authenticatorData.ts';
import { clientDataSteps } from './clientData.ts';
import { envelopeSteps } from './envelope.ts';
import { keepImported } from './importedKeys.ts';
import type { Refusal, TraceLine, VerifyOptions } from './outcome.ts';
import { publicKeySteps } from './publicKey.ts';
import type { CredentialRecord } from './record.ts';
import { runSteps, type Step } from './steps.ts';

export type RegistrationExpectation = AttestationContext['expected'];

/** §6.5.3 attestation types, as far as a statement alone can tell; `basic` stands for every certified one. */
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
  ...publicKeySteps,
];

/**
 * Verifies a registration response. Never throws for what the response holds. Asynchronous only because certificates
 * are read by a library that is loaded when the first one is seen.
 */
export async function verifyRegistration(
  response: unknown,
  expected: RegistrationExpectation,
  options: VerifyOptions = {},
): Promise<RegistrationResult> {
  const context: AttestationContext = { kind: 'registration', response, expected };
  const first = runSteps(beforeAttestation, context, options);
  const refusals = first.refusals;
  const trace = first.trace;
  if (refusals.length === 0 || options.collect || options.trace) {
    await prepareAttestation(context);
    const stopped = refusals.length > 0 && !options.collect;
    const second = stopped
      ? { refusals: [], trace: attestationSteps.filter(s => !s.applies || s.applies(context)).map(unchecked) }
      : runSteps(attestationSteps, context, options);
    refusals.push(...second.refusals);
    trace.push(...second.trace);
  }
  return { verified: refusals.length === 0, refusals, trace, ...found(context) };
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
    if (!lenient && object.deviations.length > 0) return `attestationObject: ${object.deviations[0]}`;
    context.object = object;
    context.authDataBytes = object.authData;
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}
