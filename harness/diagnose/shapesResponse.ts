/** Registration and authentication responses in JSON of any shape. */
import { equal, FormatError } from '../encoding/bytes.ts';
import { decodeClientData } from '../encoding/clientData.ts';
import type { CeremonyKind } from '../verifier/record.ts';
import { readBinary, readClientData } from './shapesBinary.ts';
import { type Found, isObject, type Json, lookThrough, readJson } from './shapesWalk.ts';

export interface ShapedResponse {
  kind: CeremonyKind;
  /** RegistrationResponseJSON or AuthenticationResponseJSON, by `kind`, as far as its members were there. */
  response: Json;
  /** What was otherwise than in Level 3, in words: `clientDataJSON is base64 with padding`. */
  written: string[];
  /** Where it stood: `credential`, `[0]`, empty for the value itself. */
  path: string;
}

/** Every response in a JSON value, or in text that is JSON or a form, in the order in which they stand. */
export function responsesIn(value: unknown): ShapedResponse[] {
  return lookThrough(value, (object, _, path) => {
    const found = isObject(object.response) ? nestedResponse(object, object.response) : flatResponse(object);
    return found && { ...found, found: { ...found.found, path } };
  });
}

type Pathless = Found<Omit<ShapedResponse, 'path'>>;

/** Members by Level 3's names, and the names that libraries give them, without case and signs. */
const NAMES = {
  clientDataJSON: ['clientdatajson', 'clientdata'],
  attestationObject: ['attestationobject', 'attobj'],
  authenticatorData: ['authenticatordata', 'authdata'],
  signature: ['signature', 'sig'],
  userHandle: ['userhandle'],
  publicKey: ['publickey'],
  publicKeyAlgorithm: ['publickeyalgorithm'],
  transports: ['transports'],
} as const;
const OUTER = {
  rawId: ['rawid'],
  id: ['id', 'rawid', 'credentialid', 'credid', 'publickeycredentialid'],
  type: ['type'],
  authenticatorAttachment: ['authenticatorattachment'],
  clientExtensionResults: [
    'clientextensionresults',
    'clientextensions',
    'clientextensionsjson',
    'clientextensionoutputs',
    'registrationclientextensions',
    'assertionclientextensions',
    'extensions',
  ],
} as const;

/** Beside the members of a response, `id` is as likely a row's number. */
const FLAT_OUTER = { ...OUTER, id: ['credentialid', 'credid', 'publickeycredentialid', 'rawid', 'id'] } as const;

/** Members that tell a response from anything else. */
const TELLING = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature'];
const BINARY = [...TELLING, 'userHandle', 'publicKey', 'id', 'rawId'];

/** `{id, response: {…}}`, as Level 3 has it and most libraries follow it. */
function nestedResponse(object: Json, inner: Json): Pathless | undefined {
  const within = membersOf(inner, NAMES);
  const outer = membersOf(object, OUTER);
  const isTold = TELLING.some(name => name in within);
  if (!isTold && !(outer.type === 'public-key' && 'id' in outer)) return undefined;
  // Even where `id` is missing: that is for a duty to say.
  const isNamed = ['id', 'rawId', 'type'].some(name => name in object);
  const isLevel3 = isNamed && Object.keys(within).every(name => name in inner);
  const written = isLevel3 ? [] : namedOtherwise(object, inner);
  const response = bytesOf(isLevel3 ? inner : within, written, isLevel3);
  const { response: _, ...others } = object;
  const rest = bytesOf(isLevel3 ? others : { type: 'public-key', ...outer }, written, isLevel3);
  moveIn(rest, response, object, written);
  return { found: { kind: kindOf(within), response: { ...rest, response }, written }, used: ['response'] };
}

/** All members in one object: forms, webauthn4j, what Python's older versions were sent. */
function flatResponse(object: Json): Pathless | undefined {
  const within = membersOf(object, NAMES);
  if (TELLING.filter(name => name in within).length < 2) return undefined;
  // Statements and credential records have two of these as well.
  if (!('clientDataJSON' in within)) return undefined;
  const written = ['its members are not in `response`'];
  const response = bytesOf(within, written, false);
  const outer = bytesOf(membersOf(object, FLAT_OUTER), written, false);
  if (typeof outer.clientExtensionResults === 'string')
    outer.clientExtensionResults = readJson(outer.clientExtensionResults) ?? {};
  if (typeof response.transports === 'string') response.transports = listOf(response.transports);
  if ('id' in outer) outer.rawId ??= outer.id;
  else written.push('it has no credential ID');
  const shaped = { type: 'public-key', clientExtensionResults: {}, ...outer, response };
  return { found: { kind: kindOf(within), response: shaped, written }, used: Object.keys(object) };
}

/** Members under Level 3's names; of several names for one, the first that is there. */
function membersOf(object: Json, names: Readonly<Record<string, readonly string[]>>): Json {
  const bare = new Map(Object.keys(object).map(key => [key.replace(/[^a-z]/gi, '').toLowerCase(), key]));
  const members: Json = {};
  for (const [name, others] of Object.entries(names)) {
    const other = others.find(one => bare.has(one));
    const key = other === undefined ? undefined : bare.get(other)!;
    if (key !== undefined && object[key] !== null && object[key] !== '') members[name] = object[key];
  }
  return members;
}

/** Registration has an attestation object, authentication a signature; else client data says which. */
function kindOf(members: Json): CeremonyKind {
  if ('attestationObject' in members) return 'registration';
  if ('signature' in members) return 'authentication';
  return typeOf(members.clientDataJSON) === 'webauthn.create' ? 'registration' : 'authentication';
}

function typeOf(clientDataJSON: unknown): unknown {
  const bytes = readClientData(clientDataJSON);
  try {
    return bytes && decodeClientData(Buffer.from(bytes.text, 'base64url')).type;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Binary members brought into base64url. Base64 of any form under Level 3's own names stays: its form is judged too. */
function bytesOf(members: Json, written: string[], keepText: boolean): Json {
  const shaped: Json = { ...members };
  for (const name of BINARY) {
    if (!(name in members) || members[name] === null) continue;
    const value = members[name];
    const binary =
      name === 'clientDataJSON' ? readClientData(value) : readBinary(value, { hex: name !== 'userHandle' });
    if (!binary) continue;
    if (binary.written && !(name === 'rawId' && written.includes(`id is ${binary.written}`)))
      written.push(`${name} is ${binary.written}`);
    if (!(keepText && isSame(value, binary.text))) shaped[name] = binary.text;
  }
  return shaped;
}

/** Whether a lenient reader of base64url takes a value for these bytes. */
function isSame(value: unknown, text: string): boolean {
  return typeof value === 'string' && equal(Buffer.from(value, 'base64url'), Buffer.from(text, 'base64url'));
}

/** Members that stand elsewhere than in Level 3, or are called otherwise there, put in their place. */
function moveIn(outer: Json, response: Json, object: Json, written: string[]): void {
  if (!('clientExtensionResults' in outer) && isObject(object.extensions)) {
    outer.clientExtensionResults = object.extensions;
    written.push('clientExtensionResults is called extensions');
  }
  if (!('transports' in response) && Array.isArray(object.transports)) {
    response.transports = object.transports;
    written.push('transports is not in `response`');
  }
}

function namedOtherwise(object: Json, inner: Json): string[] {
  const others = [...Object.keys(object), ...Object.keys(inner)].filter(key => key.includes('_'));
  return others.length > 0 ? [`its members are called ${others.slice(0, 8).join(', ')}`] : [];
}

/** `usb,nfc` or a JSON array, as forms carry lists. */
function listOf(text: string): unknown {
  const parsed = text.startsWith('[') ? readJson(text) : undefined;
  return Array.isArray(parsed) ? parsed : text.split(',').filter(part => part !== '');
}
