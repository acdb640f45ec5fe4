/** The text of a file with passkeys, in any of the forms that are taken and given. */
import { fromPem, type KeyFacts, readPasskeys, toCdp, toPem, toStorageState } from '../browser/passkeyForms.ts';
import type { Passkey } from '../browser/passkeys.ts';
import { isObject, isTooDeep, type Json } from '../diagnose/shapesWalk.ts';
import { visible } from '../diagnose/tree.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

/**
 * - `touchstone`: our own, what `hello.save()` gives: loses nothing
 * - `storage-state`: Playwright's, with its cookies and origins
 * - `cdp`: a list of credentials as `WebAuthn.getCredentials` has them
 * - `pkcs8`: one private key in PEM, and nothing else
 */
export const FORMS = ['touchstone', 'storage-state', 'cdp', 'pkcs8'] as const;

export type Form = (typeof FORMS)[number];

export interface PasskeyText {
  form: Form;
  passkeys: Passkey[];
  /** What the text says besides, kept for when it is written again. */
  besides: Json;
}

/**
 * Reads a file by its content.
 *
 * @param facts what a bare private key has to be told.
 * @throws {AskedWrongly} without anything of the content that may be secret.
 */
export function readPasskeyText(text: string, facts: Partial<KeyFacts>): PasskeyText {
  try {
    if (text.trimStart().startsWith('-----BEGIN'))
      return { form: 'pkcs8', passkeys: [fromPem(text, enough(facts))], besides: {} };
    return ofJson(parsed(text));
  } catch (error) {
    throw error instanceof AskedWrongly ? error : new AskedWrongly(visible((error as Error).message));
  }
}

function parsed(text: string): unknown {
  if (isTooDeep(text)) throw new AskedWrongly('the JSON in it is nested too deep');
  try {
    return JSON.parse(text);
  } catch {
    throw new AskedWrongly('neither JSON nor a key in PEM');
  }
}

function ofJson(value: unknown): PasskeyText {
  if (Array.isArray(value)) return { form: 'cdp', passkeys: readListed(value), besides: {} };
  if (!isObject(value)) throw new AskedWrongly('no passkeys are in it');
  const { credentials, credential, passkeys, touchstone, ...besides } = value;
  if (touchstone !== undefined && credentials === undefined) {
    return { form: 'touchstone', passkeys: readPasskeys({ touchstone, passkeys: list(passkeys) } as never), besides };
  }
  if (Array.isArray(besides.cookies) && Array.isArray(besides.origins))
    return { form: 'storage-state', passkeys: readListed(list(credentials ?? [])), besides };
  // What CDP's commands and events are given and give.
  if (credential !== undefined) return { form: 'cdp', passkeys: readListed([credential]), besides: {} };
  if (besides.credentialId !== undefined) return { form: 'cdp', passkeys: readListed([value]), besides: {} };
  return { form: 'cdp', passkeys: readListed(list(credentials)), besides: {} };
}

function list(value: unknown): object[] {
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new AskedWrongly(
    'no passkeys are in it: it is neither what hello.save() gives, nor a storage state, nor credentials of CDP',
  );
}

function readListed(entries: unknown): Passkey[] {
  return readPasskeys({ credentials: list(entries) } as never);
}

function enough({ id, rpId, ...others }: Partial<KeyFacts>): KeyFacts {
  const missing = [id === undefined && '--credential-id', rpId === undefined && '--rp-id'].filter(
    flag => flag !== false,
  );
  if (id !== undefined && rpId !== undefined) return { id, rpId, ...others };
  throw new AskedWrongly(
    `a private key alone does not say whose it is: add ${missing.join(' and ')} (and --user-handle, where the login names no user)`,
  );
}

/** @throws {AskedWrongly} where the form has no room for so many. */
export function writePasskeyText(passkeys: readonly Passkey[], form: Form, besides: Json = {}): string {
  if (form === 'pkcs8') {
    if (passkeys.length !== 1)
      throw new AskedWrongly(`a key in PEM is one passkey, and here are ${passkeys.length}: write it to a new file`);
    return toPem(passkeys[0]!);
  }
  const value = {
    touchstone: () => ({ ...besides, touchstone: 1, passkeys }),
    'storage-state': () => ({ ...besides, ...state(passkeys, besides) }),
    cdp: () => passkeys.map(toCdp),
  }[form]();
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Its cookies and origins stay. */
function state(passkeys: readonly Passkey[], { cookies, origins }: Json) {
  const { credentials, ...empty } = toStorageState(passkeys);
  return { ...empty, ...(cookies !== undefined && { cookies, origins }), credentials };
}
