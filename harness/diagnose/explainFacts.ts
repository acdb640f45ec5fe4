/** What a ceremony says of itself, read leniently: for looking things up and for words, never for a verdict. */
import { isIP } from 'node:net';
import { type AttestationObject, decodeAttestationObject } from '../encoding/attestationObject.ts';
import { type AuthenticatorData, decodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { base64url, FormatError } from '../encoding/bytes.ts';
import { decodeClientData } from '../encoding/clientData.ts';
import type { ObservedCeremony } from './observed.ts';
import { isObject, type Json } from './shapesWalk.ts';

/** Characters of a member that are read. */
const LONGEST = 1024 * 1024;
/** Certificates of a chain; real ones have at most five. */
const CERTIFICATES = 8;

export interface Facts {
  clientData?: Json;
  authData?: AuthenticatorData;
  /** Encoded, also where it cannot be read. */
  authDataBytes?: Uint8Array;
  format?: string;
  /** Of the attestation statement, where it has that as a list of bytes. */
  x5c?: Uint8Array[];
  /** base64url of the bytes that `id` stands for. */
  credentialId?: string;
  /** Of the response, base64url as it stands there. */
  userHandle?: string;
  /** Origin of the page: the frame's own, else of its address, else as requests were sent. */
  pageOrigin?: string;
}

export function textMember(value: unknown, name: string): string | undefined {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === 'string' && member.length <= LONGEST ? member : undefined;
}

/** Nothing for what cannot be read. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Both alphabets, padded or not. */
export function lenientBytes(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'base64url');
}

export function factsOf(ceremony: ObservedCeremony): Facts {
  const { response } = ceremony;
  const inner = isObject(response) ? response.response : undefined;
  const clientDataBytes = lenientBytes(textMember(inner, 'clientDataJSON'));
  const objectBytes = lenientBytes(textMember(inner, 'attestationObject'));
  const object = objectBytes && readable(() => decodeAttestationObject(objectBytes));
  const ownData = ceremony.kind === 'authentication' ? textMember(inner, 'authenticatorData') : undefined;
  const authDataBytes = object?.authData ?? lenientBytes(ownData);
  const id = lenientBytes(textMember(response, 'id') ?? textMember(response, 'rawId'));
  const origin = pageOriginOf(ceremony);
  const userHandle = textMember(inner, 'userHandle');
  const x5c = object && certificatesIn(object);
  const clientData = clientDataBytes && readable(() => decodeClientData(clientDataBytes));
  const authData = authDataBytes && readable(() => decodeAuthenticatorData(authDataBytes));
  return {
    ...(clientData && { clientData }),
    ...(authData && { authData }),
    ...(authDataBytes && { authDataBytes }),
    ...(object && { format: object.fmt }),
    ...(x5c && { x5c }),
    ...(id && { credentialId: base64url(id) }),
    ...(userHandle && { userHandle }),
    ...(origin !== undefined && { pageOrigin: origin }),
  };
}

function certificatesIn({ attStmt }: AttestationObject): Uint8Array[] | undefined {
  const x5c: unknown = attStmt instanceof Map ? attStmt.get('x5c') : undefined;
  const isChain = Array.isArray(x5c) && x5c.length > 0 && x5c.length <= CERTIFICATES;
  return isChain && x5c.every(der => der instanceof Uint8Array) ? x5c : undefined;
}

function pageOriginOf({ origin, page, exchanges, answer }: ObservedCeremony): string | undefined {
  const sent = exchanges.filter(one => one.origin !== undefined || one.page !== undefined).at(-1);
  return [origin, page, sent?.origin, sent?.page, answer?.url].map(webOrigin).find(one => one !== undefined);
}

/** The origin of a web address, as a browser serialises it; nothing for anything else. */
export function webOrigin(address: string | undefined): string | undefined {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

export function hostOf(origin: string | undefined): string | undefined {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).hostname : undefined;
}

export function isAddress(host: string | undefined): boolean {
  return host !== undefined && (isIP(host) !== 0 || host.startsWith('['));
}

/** Ids of allowCredentials or excludeCredentials that can be read, as canonical base64url; at most a thousand. */
export function descriptorIds(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, 1000).flatMap(one => {
    const id = lenientBytes(textMember(one, 'id'));
    return id ? [base64url(id)] : [];
  });
}

/** `alg` of pubKeyCredParams; at most a hundred. */
export function algorithmsOffered(options: Json | undefined): number[] {
  const list = options?.pubKeyCredParams;
  if (!Array.isArray(list)) return [];
  const isOffer = (one: unknown): one is { alg: number } =>
    isObject(one) && one.type === 'public-key' && typeof one.alg === 'number';
  return list.slice(0, 100).flatMap(one => (isOffer(one) ? [one.alg] : []));
}

/** `userVerification` as asked; `preferred` is the default (§5.4.4, §5.5). */
export function verificationAsked(options: Json): string {
  const { authenticatorSelection } = options;
  const place = isObject(authenticatorSelection) ? authenticatorSelection : options;
  return textMember(place, 'userVerification') ?? 'preferred';
}

/** The RP ID that the options name. */
export function rpIdAsked(options: Json | undefined): string | undefined {
  return textMember(options?.rp, 'id') ?? textMember(options, 'rpId');
}
