/** The ceremony that a plan is made from, as it was seen: read leniently, and judged by the reference verifier. */
import {
  algorithmsOffered,
  descriptorIds,
  factsOf,
  type Facts as Read,
  rpIdAsked,
  textMember,
} from '../diagnose/explainFacts.ts';
import type { ObservedCeremony } from '../diagnose/observed.ts';
import { isObject, type Json } from '../diagnose/shapesWalk.ts';
import { ALGORITHMS } from '../encoding/cose.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '../encoding/json.ts';
import { Oracle } from '../fuzz/oracle.ts';
import type { Refusal } from '../verifier/outcome.ts';
import type { CredentialRecord } from '../verifier/record.ts';

export interface SeenCeremony {
  ceremony: ObservedCeremony;
  /** Empty where none were seen. */
  options: Json;
  read: Read;
}

export interface Registered extends SeenCeremony {
  record?: CredentialRecord;
}

/** What a plan is made from. */
export interface Subject extends SeenCeremony {
  /** What the RP expects, as far as can be told. */
  origin: string;
  rpId: string;
  /** The registration before a login: of its credential, where that was seen, or else the last one. */
  registration?: Registered;
  /** Registrations and logins before it that the RP did not refuse. */
  before: SeenCeremony[];
  /** Challenges that a login had answered before it, taken or refused. */
  answered: string[];
  /** Challenges of all registrations, answered or not. */
  registering: string[];
  /** What the reference verifier says against it. */
  refusals: Refusal[];
}

/** Ceremonies before it that are looked at. */
const EARLIER = 200;

/** @param at index of the ceremony. */
export async function subjectAt(ceremonies: readonly ObservedCeremony[], at: number): Promise<Subject> {
  const seen = seenOf(ceremonies[at]!);
  const earlier = ceremonies
    .slice(Math.max(0, at - EARLIER), at)
    .filter(({ response }) => response !== undefined)
    .map(seenOf);
  const before = earlier.filter(({ ceremony }) => ceremony.answer?.accepted !== false);
  const registration = seen.ceremony.kind === 'authentication' ? registrationFor(seen, before) : undefined;
  const rpId = rpIdAsked(seen.options) ?? rpIdAsked(registration?.options);
  const origin = expectedOrigin(seen, registration, rpId);
  const place = { origin, rpId: rpId ?? new URL(origin).hostname };
  const record = registration && (await recordOf(registration, place));
  const subject: Subject = {
    ...seen,
    ...place,
    before,
    answered: earlier.flatMap(({ ceremony, read }) => {
      const challenge = read.clientData?.challenge;
      return ceremony.kind === 'authentication' && typeof challenge === 'string' ? [challenge] : [];
    }),
    registering: ceremonies.flatMap(({ kind, options }) => {
      const challenge = kind === 'registration' ? textMember(options, 'challenge') : undefined;
      return challenge ? [challenge] : [];
    }),
    ...(registration && { registration: { ...registration, ...(record && { record }) } }),
    refusals: [],
  };
  return { ...subject, refusals: await refusalsOf(subject) };
}

/** The user handle in creation options. */
export function userIdIn(options: Json): string | undefined {
  return textMember(options.user, 'id');
}

export function responseOf({ ceremony }: SeenCeremony): Json {
  return isObject(ceremony.response) ? ceremony.response : {};
}

export function innerOf(seen: SeenCeremony): Json {
  const { response } = responseOf(seen);
  return isObject(response) ? response : {};
}

function seenOf(ceremony: ObservedCeremony): SeenCeremony {
  return { ceremony, options: ceremony.options ?? {}, read: factsOf(ceremony) };
}

function registrationFor(seen: SeenCeremony, before: readonly SeenCeremony[]): SeenCeremony | undefined {
  const registrations = before.filter(({ ceremony }) => ceremony.kind === 'registration');
  const listed = descriptorIds(seen.options.allowCredentials);
  const { credentialId = '' } = seen.read;
  return (
    registrations.findLast(({ read }) => read.credentialId === credentialId) ??
    registrations.findLast(({ read }) => listed.includes(read.credentialId ?? '')) ??
    registrations.at(-1)
  );
}

/** That of a registration which was taken; else the page's own; else the one in the client data, where it fits. */
function expectedOrigin(
  { read }: SeenCeremony,
  registration: SeenCeremony | undefined,
  rpId: string | undefined,
): string {
  const registered = registration?.read.clientData?.origin;
  const written = read.clientData?.origin;
  const candidates = [registered, read.pageOrigin, written, rpId && `https://${rpId}`];
  const fits = (origin: unknown): origin is string =>
    typeof origin === 'string' && URL.canParse(origin) && within(new URL(origin).hostname, rpId);
  return candidates.find(fits) ?? 'https://unknown.invalid';
}

function within(host: string, rpId: string | undefined): boolean {
  return host !== '' && (rpId === undefined || host === rpId || host.endsWith(`.${rpId}`));
}

type Place = Pick<Subject, 'origin' | 'rpId'>;

const oracleOf = (place: Place) => new Oracle({ ...place, supports: new Set() }, false);

async function recordOf(seen: SeenCeremony, place: Place): Promise<CredentialRecord | undefined> {
  const { record } = await oracleOf(place).registration(creationOptions(seen), seen.ceremony.response, 'least');
  return record && { ...record, userHandle: Buffer.from(userIdIn(seen.options) ?? '', 'base64url') };
}

async function refusalsOf(subject: Subject): Promise<Refusal[]> {
  const { ceremony, registration, read } = subject;
  if (ceremony.response === undefined) return [];
  const oracle = oracleOf(subject);
  if (ceremony.kind === 'registration')
    return (
      await oracle.registration(
        creationOptions(subject),
        ceremony.response,
        'least',
        ceremony.mediation === 'conditional',
      )
    ).refusals;
  const known = registration?.read.credentialId === read.credentialId ? registration?.record : undefined;
  const settled = { ...(known && { record: known }), measure: 'least' as const };
  const { refusals } = oracle.authentication(requestOptions(subject), ceremony.response, settled);
  // Of a credential that was registered elsewhere nothing can be said.
  return known ? refusals : refusals.filter(({ duty }) => duty !== 'credential-known');
}

/** Members that were not seen are taken to have been right. */
function creationOptions({ options, read }: SeenCeremony): PublicKeyCredentialCreationOptionsJSON {
  const offered = algorithmsOffered(options);
  const algorithms = offered.length > 0 ? offered : ALGORITHMS.map(({ id }) => id);
  return {
    rp: { name: '' },
    user: { id: '', name: '', displayName: '' },
    challenge: challengeOf(options, read),
    ...options,
    pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key', alg })),
  } as PublicKeyCredentialCreationOptionsJSON;
}

function requestOptions({ options, read }: SeenCeremony): PublicKeyCredentialRequestOptionsJSON {
  const allowCredentials = descriptorIds(options.allowCredentials).map(id => ({ type: 'public-key', id }));
  return {
    ...options,
    challenge: challengeOf(options, read),
    allowCredentials,
  } as PublicKeyCredentialRequestOptionsJSON;
}

/** As it was asked for; as it was answered where the options were not seen. */
export function challengeOf({ challenge }: Json, { clientData }: Read): string {
  const text = typeof challenge === 'string' ? challenge : clientData?.challenge;
  return typeof text === 'string' ? text : '';
}
