/** The extensions that a page asks for, as a client reads them (WebAuthn Level 3 §10.1; CTAP 2.1 §12). */
import type { ExtensionsJSON } from '../encoding/json.ts';
import type { Protection } from './extensions.ts';
import { binary, dictionary } from './members.ts';
import { refusal } from './refusal.ts';

/** Inputs of one evaluation, of any length. */
export interface PrfValues {
  first: Uint8Array;
  second?: Uint8Array;
}

export interface CreationExtensions {
  credProps: boolean;
  /** Where it was asked for at all. */
  prf?: { eval?: PrfValues };
  largeBlob?: 'required' | 'preferred';
  credProtect?: { protection: Protection; enforce: boolean };
  credBlob?: Uint8Array;
  minPinLength: boolean;
  appidExclude?: string;
}

export interface RequestExtensions {
  appid?: string;
  prf?: { eval?: PrfValues; byCredential: ReadonlyMap<string, PrfValues> };
  largeBlob?: 'read' | Uint8Array;
  getCredBlob: boolean;
}

const PROTECTIONS: Readonly<Record<string, Protection>> = {
  userVerificationOptional: 1,
  userVerificationOptionalWithCredentialIDList: 2,
  userVerificationRequired: 3,
};

/**
 * Reads what is asked for in a registration; what a client does not know it passes over. Throws a NotSupportedError for
 * what belongs to authentications (`appid`, `prf.evalByCredential`, `largeBlob.read` and `write`) and for an unknown
 * protection policy, a TypeError or EncodingError for values of the wrong kind.
 */
export function readCreationExtensions(asked: ExtensionsJSON): CreationExtensions {
  if (asked.appid !== undefined) throw refusal('NotSupportedError', 'appid is for authentications');
  const read: CreationExtensions = { credProps: asked.credProps === true, minPinLength: asked.minPinLength === true };
  if (asked.prf !== undefined) {
    const prf = dictionary(asked.prf, 'prf');
    if (prf.evalByCredential !== undefined)
      throw refusal('NotSupportedError', 'prf.evalByCredential is for authentications');
    read.prf = prf.eval === undefined ? {} : { eval: prfValues(prf.eval, 'prf.eval') };
  }
  if (asked.largeBlob !== undefined) read.largeBlob = largeBlobSupport(dictionary(asked.largeBlob, 'largeBlob'));
  if (asked.credentialProtectionPolicy !== undefined) read.credProtect = credProtect(asked);
  if (asked.credBlob !== undefined) read.credBlob = binary(asked.credBlob, 'credBlob');
  if (asked.appidExclude !== undefined) read.appidExclude = String(asked.appidExclude);
  return read;
}

/**
 * Reads what is asked for in an authentication. `allow`: base64url ids of allowCredentials. Throws as
 * {@link readCreationExtensions} does, and by §10.1.4: a NotSupportedError for `evalByCredential` without
 * allowCredentials, a SyntaxError for keys of it that are none of them.
 */
export function readRequestExtensions(asked: ExtensionsJSON, allow: readonly string[]): RequestExtensions {
  if (asked.appidExclude !== undefined) throw refusal('NotSupportedError', 'appidExclude is for registrations');
  const read: RequestExtensions = { getCredBlob: asked.getCredBlob === true };
  if (asked.appid !== undefined) read.appid = String(asked.appid);
  if (asked.prf !== undefined) {
    const prf = dictionary(asked.prf, 'prf');
    read.prf = {
      ...(prf.eval === undefined ? {} : { eval: prfValues(prf.eval, 'prf.eval') }),
      byCredential: evalByCredential(dictionary(prf.evalByCredential, 'prf.evalByCredential'), allow),
    };
  }
  if (asked.largeBlob !== undefined) Object.assign(read, largeBlobUse(dictionary(asked.largeBlob, 'largeBlob'), allow));
  return read;
}

function prfValues(value: unknown, name: string): PrfValues {
  const { first, second } = dictionary(value, name);
  return {
    first: binary(first, `${name}.first`),
    ...(second === undefined ? {} : { second: binary(second, `${name}.second`) }),
  };
}

function evalByCredential(asked: Readonly<Record<string, unknown>>, allow: readonly string[]): Map<string, PrfValues> {
  const entries = Object.entries(asked);
  if (entries.length > 0 && allow.length === 0)
    throw refusal('NotSupportedError', 'prf.evalByCredential needs allowCredentials');
  const stranger = entries.find(([id]) => !allow.includes(id));
  if (stranger) throw refusal('SyntaxError', `prf.evalByCredential has "${stranger[0]}", which is not allowed`);
  return new Map(entries.map(([id, values]) => [id, prfValues(values, `prf.evalByCredential.${id}`)]));
}

function largeBlobSupport({ support, read, write }: Readonly<Record<string, unknown>>): 'required' | 'preferred' {
  if (read !== undefined || write !== undefined)
    throw refusal('NotSupportedError', 'largeBlob.read and largeBlob.write are for authentications');
  return support === 'required' ? 'required' : 'preferred';
}

/** §10.1.5: one of both, and writing to one credential only. */
function largeBlobUse(
  { support, read, write }: Readonly<Record<string, unknown>>,
  allow: readonly string[],
): Pick<RequestExtensions, 'largeBlob'> {
  if (support !== undefined) throw refusal('NotSupportedError', 'largeBlob.support is for registrations');
  if (read !== undefined && write !== undefined)
    throw refusal('NotSupportedError', 'largeBlob is either read or written');
  if (write === undefined) return read === true ? { largeBlob: 'read' } : {};
  if (allow.length !== 1) throw refusal('NotSupportedError', 'largeBlob.write needs exactly one of allowCredentials');
  return { largeBlob: binary(write, 'largeBlob.write') };
}

function credProtect(asked: ExtensionsJSON): { protection: Protection; enforce: boolean } {
  const policy = String(asked.credentialProtectionPolicy);
  const protection = Object.hasOwn(PROTECTIONS, policy) ? PROTECTIONS[policy] : undefined;
  if (!protection) throw refusal('NotSupportedError', `credentialProtectionPolicy is "${policy}"`);
  return { protection, enforce: asked.enforceCredentialProtectionPolicy === true };
}
