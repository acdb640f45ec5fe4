/** "Verifying an Authentication Assertion" (WebAuthn Level 3 §7.2), steps 3 to 22. The steps around it are kept by `ceremonies`. */
import { base64url, concat, equal, fromBase64url, sha256 } from '../encoding/bytes.ts';
import { verifyData } from '../encoding/cose.ts';
import { type AuthenticatorDataContext, authenticatorDataSteps } from './authenticatorData.ts';
import { clientDataSteps } from './clientData.ts';
import { envelopeSteps } from './envelope.ts';
import { extensionSteps } from './extensions.ts';
import { verificationKey } from './importedKeys.ts';
import type { Refusal, TraceLine, VerifyOptions } from './outcome.ts';
import type { CredentialRecord } from './record.ts';
import { runSteps, type Step } from './steps.ts';

export interface AuthenticationContext extends AuthenticatorDataContext {
  expected: AuthenticatorDataContext['expected'] & {
    /** Ids in base64url; empty when the options had none. */
    allowCredentials: readonly string[];
    /** base64url `user.id` of the user who was identified before the ceremony. */
    userHandle?: string;
    /** The record under the response's credential id, if there is one. */
    record?: CredentialRecord;
  };
  /** Filled by `credential-allowed` and `credential-known`: later duties on whose credential it is say nothing else. */
  stranger?: boolean;
}

export type AuthenticationExpectation = AuthenticationContext['expected'];

export interface AuthenticationResult {
  verified: boolean;
  refusals: Refusal[];
  trace: TraceLine[];
  /** What §7.2 step 24 writes into the record; there whenever it could be read. */
  update?: { signCount: number; backupState: boolean; uvInitialized: boolean };
}

const identified = (c: AuthenticationContext) =>
  c.envelope !== undefined && c.expected.record !== undefined && !c.stranger;
const judged = (c: AuthenticationContext) => c.authData !== undefined && c.expected.record !== undefined;

/** §7.2 steps 5 and 6. */
const bindingSteps: readonly Step<AuthenticationContext>[] = [
  {
    duty: 'credential-allowed',
    applies: c => c.expected.allowCredentials.length > 0,
    ready: c => c.envelope !== undefined,
    check: context => {
      if (context.expected.allowCredentials.includes(base64url(context.envelope!.id))) return undefined;
      context.stranger = true;
      return 'the credential is not one of allowCredentials';
    },
  },
  {
    duty: 'credential-known',
    ready: c => c.envelope !== undefined && !c.stranger,
    check: ({ expected }) => (expected.record ? undefined : 'no credential with this id is registered'),
  },
  {
    duty: 'credential-owner',
    applies: c => c.expected.userHandle !== undefined,
    ready: identified,
    check: context => {
      const { record, userHandle } = context.expected;
      if (equal(record!.userHandle, fromBase64url(userHandle!))) return undefined;
      context.stranger = true;
      return 'the credential belongs to another user';
    },
  },
  { duty: 'user-handle', ready: identified, check: checkUserHandle },
];

function checkUserHandle({ envelope, expected }: AuthenticationContext): string | undefined {
  const { userHandle } = envelope!;
  if (userHandle) {
    return equal(userHandle, expected.record!.userHandle)
      ? undefined
      : 'userHandle is not that of the owner of the credential';
  }
  return expected.userHandle === undefined ? 'userHandle is absent, and no user was identified before' : undefined;
}

const authenticatorDataSource: Step<AuthenticationContext>[] = authenticatorDataSteps.map(step =>
  step.duty === 'authenticator-data'
    ? {
        ...step,
        ready: c => c.envelope !== undefined,
        check: (c, lenient) => {
          c.authDataBytes = c.envelope!.authenticatorData!;
          return step.check(c, lenient);
        },
      }
    : step,
);

/** §7.2 steps 19 to 22. */
const assertionSteps: readonly Step<AuthenticationContext>[] = [
  {
    duty: 'backup-eligibility',
    applies: c => !c.expected.rp.backupUnrecorded,
    ready: judged,
    check: ({ authData, expected }) =>
      authData!.be === expected.record!.backupEligible
        ? undefined
        : `BE is ${authData!.be ? 'set' : 'clear'}, and was ${authData!.be ? 'clear' : 'set'} at registration`,
  },
  {
    duty: 'signature',
    ready: c => judged(c) && c.clientData !== undefined,
    check: ({ envelope, expected }) => {
      const { algorithm, key } = verificationKey(expected.record!.publicKey);
      const signed = concat(envelope!.authenticatorData!, sha256(envelope!.clientDataJSON));
      return verifyData(algorithm, key, signed, envelope!.signature!) ? undefined : 'the signature does not verify';
    },
  },
  {
    duty: 'sign-count',
    applies: c => c.expected.rp.signCount !== 'ignore',
    ready: judged,
    check: ({ authData, expected }) => {
      const stored = expected.record!.signCount;
      const { signCount } = authData!;
      if ((stored === 0 && signCount === 0) || signCount > stored) return undefined;
      return `signCount is ${signCount}, and ${stored} was seen before`;
    },
  },
];

const STEPS: readonly Step<AuthenticationContext>[] = [
  ...envelopeSteps,
  ...bindingSteps,
  ...clientDataSteps,
  ...authenticatorDataSource,
  ...extensionSteps,
  ...assertionSteps,
];

/**
 * Verifies an authentication response. Never throws for what the response holds. The stored key is imported once for
 * each `record.publicKey` object and kept as long as that object lives.
 */
export function verifyAuthentication(
  response: unknown,
  expected: AuthenticationExpectation,
  options: VerifyOptions = {},
): AuthenticationResult {
  const context: AuthenticationContext = { kind: 'authentication', response, expected };
  const { refusals, trace } = runSteps(STEPS, context, options);
  const { authData } = context;
  const update = authData && {
    signCount: authData.signCount,
    backupState: authData.bs,
    // §7.2 step 24.3 wants an additional factor before this goes from false to true: not without one.
    uvInitialized: options.without?.has('uv-initialized') ? authData.uv : (expected.record?.uvInitialized ?? false),
  };
  return { verified: refusals.length === 0, refusals, trace, ...(update ? { update } : {}) };
}
