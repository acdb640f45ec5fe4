/** The key attestation extension of Android (source.android.com, "Key and ID attestation"): KeyDescription, to and from DER. */
import { concat, FormatError } from './bytes.ts';
import { base128, sequence } from './certificate.ts';
import { der, derInteger } from './der.ts';

export const KEY_DESCRIPTION_OID = '1.3.6.1.4.1.11129.2.1.17';

/** Tags of AuthorizationList that WebAuthn asks about, and those that an honest list has. */
export const TAG = {
  purpose: 1,
  algorithm: 2,
  keySize: 3,
  digest: 5,
  ecCurve: 10,
  noAuthRequired: 503,
  allApplications: 600,
  creationDateTime: 701,
  origin: 702,
  osVersion: 705,
  osPatchLevel: 706,
  moduleHash: 724,
} as const;

/** SecurityLevel. */
export const SECURITY_LEVEL = { software: 0, trustedEnvironment: 1, strongBox: 2 } as const;
/** KM_ORIGIN_* and KM_PURPOSE_* that WebAuthn names, and others. */
export const ORIGIN = { generated: 0, derived: 1, imported: 2, unknown: 3 } as const;
export const PURPOSE = { encrypt: 0, decrypt: 1, sign: 2, verify: 3 } as const;

/** By tag: the value's DER, without its explicit tag. */
export type AuthorizationList = ReadonlyMap<number, Uint8Array>;

export interface KeyDescription {
  attestationVersion: number;
  attestationSecurityLevel: number;
  /** keymasterVersion until version 4, keyMintVersion from 100 on. */
  keyMintVersion: number;
  keyMintSecurityLevel: number;
  attestationChallenge: Uint8Array;
  uniqueId: Uint8Array;
  softwareEnforced: AuthorizationList;
  /** teeEnforced, in the words of WebAuthn. */
  hardwareEnforced: AuthorizationList;
}

/** DER of a value in a list. */
export const integerValue = (value: number): Uint8Array => derInteger(BigInt(value));
export const setValue = (values: readonly number[]): Uint8Array => der(0x31, concat(...values.map(integerValue)));
export const nullValue = (): Uint8Array => der(0x05, new Uint8Array());

export function encodeKeyDescription(description: KeyDescription): Uint8Array {
  return sequence(
    integerValue(description.attestationVersion),
    enumerated(description.attestationSecurityLevel),
    integerValue(description.keyMintVersion),
    enumerated(description.keyMintSecurityLevel),
    der(0x04, description.attestationChallenge),
    der(0x04, description.uniqueId),
    encodeList(description.softwareEnforced),
    encodeList(description.hardwareEnforced),
  );
}

const enumerated = (value: number) => der(0x0a, Uint8Array.of(value));

function encodeList(list: AuthorizationList): Uint8Array {
  const ordered = [...list].sort(([a], [b]) => a - b);
  return sequence(...ordered.map(([tag, value]) => explicitly(tag, value)));
}

/** Context-specific and constructed; from 31 on the tag follows in bytes of its own. */
function explicitly(tag: number, value: Uint8Array): Uint8Array {
  return tag < 31 ? der(0xa0 | tag, value) : concat(Uint8Array.of(0xbf), base128(tag), der(0, value).subarray(1));
}

/** Reads what {@link encodeKeyDescription} writes, tags that it does not know included. Throws a {@link FormatError}. */
export function decodeKeyDescription(bytes: Uint8Array): KeyDescription {
  const whole = only(bytes, 0x30);
  const parts = elements(whole);
  const at = (index: number, tag: number): Uint8Array => {
    const part = parts[index];
    if (part?.first !== tag) throw new FormatError('KeyDescription', `member ${index} is missing or of another type`);
    return part.body;
  };
  return {
    attestationVersion: number(at(0, 0x02)),
    attestationSecurityLevel: number(at(1, 0x0a)),
    keyMintVersion: number(at(2, 0x02)),
    keyMintSecurityLevel: number(at(3, 0x0a)),
    attestationChallenge: at(4, 0x04),
    uniqueId: at(5, 0x04),
    softwareEnforced: decodeList(at(6, 0x30)),
    hardwareEnforced: decodeList(at(7, 0x30)),
  };
}

/** The integer that a list holds under a tag, or nothing. Throws a {@link FormatError} where it is none. */
export function integerIn(list: AuthorizationList, tag: number): number | undefined {
  const value = list.get(tag);
  return value && number(only(value, 0x02));
}

/** As {@link integerIn}, for a SET OF INTEGER. */
export function setIn(list: AuthorizationList, tag: number): number[] | undefined {
  const value = list.get(tag);
  if (!value) return undefined;
  return elements(only(value, 0x31)).map(({ first, body }) => {
    if (first !== 0x02) throw new FormatError('AuthorizationList', 'a set holds something else than integers');
    return number(body);
  });
}

function decodeList(body: Uint8Array): AuthorizationList {
  const list = new Map<number, Uint8Array>();
  for (const { first, tag, body: value } of elements(body)) {
    if ((first & 0xe0) !== 0xa0) throw new FormatError('AuthorizationList', 'a member without an explicit tag');
    if (list.has(tag)) throw new FormatError('AuthorizationList', `tag ${tag} stands twice`);
    list.set(tag, value);
  }
  return list;
}

interface Element {
  /** First byte of the identifier. */
  first: number;
  /** Number of the tag. */
  tag: number;
  body: Uint8Array;
}

function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const { element, end } = readElement(bytes, offset);
    found.push(element);
    offset = end;
  }
  return found;
}

function only(bytes: Uint8Array, first: number): Uint8Array {
  const [element, ...rest] = elements(bytes);
  if (element?.first !== first || rest.length > 0)
    throw new FormatError('KeyDescription', `not one element of type ${first}`);
  return element.body;
}

function readElement(bytes: Uint8Array, offset: number): { element: Element; end: number } {
  const first = bytes[offset]!;
  let at = offset + 1;
  let tag = first & 0x1f;
  if (tag === 0x1f) {
    tag = 0;
    // Two bytes hold every tag there is.
    do tag = tag * 128 + (bytes[at]! & 0x7f);
    while (bytes[at++]! & 0x80 && at < offset + 4);
  }
  let length = bytes[at++] ?? Number.NaN;
  if (length === 0x80 || length > 0x83)
    throw new FormatError('KeyDescription', 'a length that no part of it has', offset);
  if (length > 0x80) {
    const end = at + (length & 0x7f);
    for (length = 0; at < end; at++) length = length * 256 + (bytes[at] ?? Number.NaN);
  }
  const end = at + length;
  if (!(end <= bytes.length)) throw new FormatError('KeyDescription', 'an element ends too late', offset);
  return { element: { first, tag, body: bytes.subarray(at, end) }, end };
}

/** Up to four bytes, not negative: nothing that is asked for is larger. */
function number(body: Uint8Array): number {
  if (body.length === 0 || body.length > 5 || body[0]! & 0x80) {
    throw new FormatError('KeyDescription', 'an integer that is empty, negative or too large');
  }
  return body.reduce((value, byte) => value * 256 + byte, 0);
}
