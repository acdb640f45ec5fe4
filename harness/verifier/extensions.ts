/** Extensions: what the RP asks for, and the duties on what it is told (§7.1 step 28, §7.2 step 23; §10.1, CTAP 2.1 §12). */
import { FormatError, fromBase64url } from '../encoding/bytes.ts';
import { readCbor } from '../encoding/cborReader.ts';
import type { AuthenticatorDataContext } from './authenticatorData.ts';
import type { RelyingPartyConfig } from './config.ts';
import { clientOutputs, isObject } from './envelope.ts';
import type { CeremonyKind } from './record.ts';
import { quote, type Step } from './steps.ts';

type Json = Record<string, unknown>;

/** Identifiers of authenticator outputs, by the client input that brings them where it has another name. */
const BROUGHT_BY: Readonly<Record<string, readonly string[]>> = {
  prf: ['hmac-secret', 'hmac-secret-mc'],
  largeBlob: ['largeBlobKey'],
  credentialProtectionPolicy: ['credProtect'],
  getCredBlob: ['credBlob'],
};

const PROTECTIONS = [
  'userVerificationOptional',
  'userVerificationOptionalWithCredentialIDList',
  'userVerificationRequired',
];

/** Extension inputs for the options: what was wished, without what every client refuses, and what the RP wants itself. */
export function askedExtensions(
  kind: CeremonyKind,
  { appId, minPinLength }: RelyingPartyConfig,
  { wished = {}, allowed, unchecked }: { wished: Json | undefined; allowed: readonly string[]; unchecked: boolean },
): Json | undefined {
  const isTaken = ([name, value]: [string, unknown]) =>
    unchecked || !(kind === 'registration' ? refusedAtCreation(name, value) : refusedAtRequest(name, value, allowed));
  const asked = {
    ...Object.fromEntries(Object.entries(wished).filter(isTaken)),
    ...(appId === undefined ? {} : { [kind === 'registration' ? 'appidExclude' : 'appid']: appId }),
    ...(minPinLength !== undefined && kind === 'registration' ? { minPinLength: true } : {}),
  };
  return Object.keys(asked).length > 0 ? asked : undefined;
}

function refusedAtCreation(name: string, value: unknown): boolean {
  if (name === 'appid') return true;
  if (name === 'credentialProtectionPolicy') return !PROTECTIONS.includes(value as string);
  if (name === 'prf') return !isObject(value) || 'evalByCredential' in value || !arePrfValues(value.eval);
  return name === 'largeBlob' && (!isObject(value) || 'read' in value || 'write' in value);
}

function refusedAtRequest(name: string, value: unknown, allowed: readonly string[]): boolean {
  if (name === 'appidExclude') return true;
  if (name === 'prf') return !isObject(value) || !arePrfValues(value.eval) || !areOf(allowed, value.evalByCredential);
  if (name !== 'largeBlob') return false;
  if (!isObject(value) || 'support' in value) return true;
  if (!('write' in value)) return false;
  return 'read' in value || allowed.length !== 1 || !isBase64url(value.write);
}

/** §10.1.4: `evalByCredential`, where it is there, is keyed by ids of allowCredentials. */
function areOf(allowed: readonly string[], byCredential: unknown): boolean {
  if (byCredential === undefined) return true;
  const isRight = ([id, values]: [string, unknown]) =>
    allowed.includes(id) && values !== undefined && arePrfValues(values);
  return isObject(byCredential) && Object.entries(byCredential).every(isRight);
}

function arePrfValues(values: unknown): boolean {
  if (values === undefined) return true;
  return isObject(values) && isBase64url(values.first) && (values.second === undefined || isBase64url(values.second));
}

function isBase64url(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    fromBase64url(value);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/** The outputs in authenticator data, by identifier. */
function signedOutputs({ authData }: AuthenticatorDataContext): ReadonlyMap<unknown, unknown> {
  const value = authData?.extensions && readCbor(authData.extensions).value;
  return value instanceof Map ? value : new Map();
}

const ready = (context: AuthenticatorDataContext) => context.authData !== undefined;

export const extensionSteps: readonly Step<AuthenticatorDataContext>[] = [
  {
    duty: 'unsolicited-extensions',
    applies: ({ expected }) => expected.rp.unsolicitedExtensions === 'refuse',
    ready,
    check: context => {
      const asked = Object.keys(context.expected.extensions ?? {});
      const expected = new Set<unknown>(asked.flatMap(name => [name, ...(BROUGHT_BY[name] ?? [])]));
      const told = [...Object.keys(clientOutputs(context.response)), ...signedOutputs(context).keys()];
      const unasked = told.find(name => !expected.has(name));
      return unasked === undefined ? undefined : `the output ${quote(unasked)} was not asked for`;
    },
  },
  {
    duty: 'credential-protection',
    applies: ({ kind, expected }) =>
      kind === 'registration' && expected.extensions?.enforceCredentialProtectionPolicy === true,
    ready,
    check: context => {
      const wanted = PROTECTIONS.indexOf(String(context.expected.extensions!.credentialProtectionPolicy)) + 1;
      const got = signedOutputs(context).get('credProtect');
      return typeof got === 'number' && got >= wanted ? undefined : `credProtect is ${quote(got)}, and not ${wanted}`;
    },
  },
  {
    duty: 'pin-length',
    applies: ({ kind, expected }) => kind === 'registration' && expected.rp.minPinLength !== undefined,
    ready,
    check: context => {
      const least = context.expected.rp.minPinLength!;
      const got = signedOutputs(context).get('minPinLength');
      return typeof got === 'number' && got >= least ? undefined : `minPinLength is ${quote(got)}, and not ${least}`;
    },
  },
];
