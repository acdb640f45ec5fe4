/**
 * WebAuthn's options and responses in JSON of any shape: as Level 3 names them, as libraries and front ends rename, wrap
 * and encode them. What is found is brought into Level 3's JSON (§5.1, §5.1.8, §5.1.9).
 */
import type { CeremonyKind } from '../verifier/record.ts';
import { readBinary } from './shapesBinary.ts';
import { type Found, isObject, type Json, lookThrough } from './shapesWalk.ts';

export { responsesIn, type ShapedResponse } from './shapesResponse.ts';

export interface ShapedOptions {
  kind: CeremonyKind;
  /** PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON, by `kind`. */
  options: Json;
  /** Where it stood: `options.publicKey`, `[0]`, empty for the value itself. */
  path: string;
}

/** Every creation and request options in a JSON value, or in text that is JSON, in the order in which they stand. */
export function optionsIn(value: unknown): ShapedOptions[] {
  return lookThrough(value, (object, name, path): Found<ShapedOptions> | undefined => {
    const options = camelCased(object);
    const kind = kindOf(options, name);
    if (!kind) return undefined;
    return { found: { kind, options: inBase64url(options), path }, used: Object.keys(object) };
  });
}

/** `pub_key_cred_params` is how Python writes it; what is already in Level 3's names stays as it is. */
function camelCased(object: Json): Json {
  if (!('challenge' in object) || !Object.keys(object).some(key => key.includes('_'))) return object;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      const named = camel(key);
      const nested = named === 'authenticatorSelection' || named === 'user' || named === 'rp';
      return [named, nested && isObject(value) ? renamed(value) : value];
    }),
  );
}

function renamed(object: Json): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [camel(key), value]));
}

function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const CREATION = ['rp', 'user', 'pubKeyCredParams'];
const REQUEST = ['rpId', 'allowCredentials', 'userVerification', 'timeout', 'hints', 'extensions'];
/** Members that no options have: client data has a challenge too, and so do messages of other protocols. */
const NEITHER = ['origin', 'response', 'signature', 'clientDataJSON', 'code_challenge', 'codeChallenge'];
const WRAPPERS =
  /^(publicKey|publicKeyCredentialRequestOptions|requestOptions|assertionOptions|authenticationOptions)$/;

/** By which members there are; a bare challenge is taken for a request where the name around it says so. */
function kindOf(options: Json, name: string): CeremonyKind | undefined {
  if (!('challenge' in options) || NEITHER.some(member => member in options)) return undefined;
  if (typeof options.challenge !== 'string' && !readBinary(options.challenge)) return undefined;
  if (CREATION.filter(member => isObject(options[member]) || Array.isArray(options[member])).length >= 2)
    return 'registration';
  if ('pubKeyCredParams' in options) return 'registration';
  return REQUEST.some(member => member in options) || WRAPPERS.test(name) ? 'authentication' : undefined;
}

function inBase64url(options: Json): Json {
  const shaped: Json = { ...options, challenge: plain(options.challenge) };
  if (isObject(options.user)) shaped.user = { ...options.user, id: plain(options.user.id) };
  for (const list of ['allowCredentials', 'excludeCredentials']) {
    const descriptors = options[list];
    if (Array.isArray(descriptors))
      shaped[list] = descriptors.map(one => (isObject(one) ? { ...one, id: plain(one.id) } : one));
  }
  return shaped;
}

/** What cannot be read stays as it is, for the explanation to say so. */
function plain(value: unknown): unknown {
  return readBinary(value, { hex: false })?.text ?? value;
}
