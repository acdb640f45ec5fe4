/** What is unusual in the JSON around the bytes: as edits. Pure. */
import { lenientBytes } from '../diagnose/explainFacts.ts';
import { isObject, type Json } from '../diagnose/shapesWalk.ts';
import { base64url } from '../encoding/bytes.ts';
import type { FuzzEdit } from '../fuzz/edit.ts';
import { changeOf, edit, respelling, setTo } from './planChange.ts';
import { isTexts } from './planDevice.ts';
import { innerOf, type Subject, userIdIn } from './planSeen.ts';

const BINARY = {
  registration: ['clientDataJSON', 'attestationObject'],
  authentication: ['clientDataJSON', 'authenticatorData', 'signature'],
} as const;

/** @param named the login began with a user, whose handle need not come back. */
export function envelopePlan(subject: Subject, named: boolean): FuzzEdit[] {
  const { response, kind } = subject.ceremony;
  if (!isObject(response)) return at([], setTo(response));
  if (!isObject(response.response)) return at(['response'], changeOf({}, response.response));
  const inner = response.response;
  return [
    ...idEdits(subject, response),
    ...at(['type'], changeOf('public-key', response.type)),
    ...(isObject(response.clientExtensionResults) || isOtherShape(subject, response.clientExtensionResults)
      ? []
      : at(['clientExtensionResults'], changeOf({}, response.clientExtensionResults))),
    ...attachmentEdits(response.authenticatorAttachment),
    ...BINARY[kind].flatMap(member => binaryEdits(['response', member], inner[member])),
    ...(kind === 'registration' ? transportEdits(inner) : handleEdits(subject, named)),
  ];
}

function at(path: string[], change: ReturnType<typeof setTo>): FuzzEdit[] {
  return change ? [edit('response', path, change)] : [];
}

/** A library's own names may leave out what Level 3 has. */
function isOtherShape({ ceremony }: Subject, member: unknown): boolean {
  return member === undefined && (ceremony.written?.length ?? 0) > 0;
}

function attachmentEdits(attachment: unknown): FuzzEdit[] {
  const usual = attachment == null || typeof attachment === 'string';
  return usual ? [] : at(['authenticatorAttachment'], setTo(attachment));
}

/** Stands for every way to write bytes that is not the one. */
const MISSPELT = { op: 'append', text: '=' } as const;

/** Text that is not the one way to write its bytes, or no text. The bytes themselves are new ones. */
function binaryEdits(path: string[], value: unknown): FuzzEdit[] {
  if (typeof value !== 'string') return at(path, changeOf('', value));
  if (value === '') return at(path, setTo(value));
  const canonical = base64url(lenientBytes(value)!);
  return canonical === value ? [] : at(path, respelling(canonical, value) ?? MISSPELT);
}

function idEdits(subject: Subject, { id, rawId }: Json): FuzzEdit[] {
  const other =
    typeof id === 'string' && isOther(subject)
      ? [edit('credentialId', [], { op: 'flip', byte: 0, bit: 0 } as const)]
      : [];
  const raw = typeof rawId === 'string' && typeof id === 'string' && !sameBytes(id, rawId);
  const rawEdits = raw ? at(['rawId'], setTo(rawId)) : binaryEdits(['rawId'], rawId);
  return [...other, ...binaryEdits(['id'], id), ...(isOtherShape(subject, rawId) ? [] : rawEdits)];
}

function sameBytes(left: string, right: string): boolean {
  return base64url(lenientBytes(left)!) === base64url(lenientBytes(right)!);
}

/** Not the id that was attested, nor one of those that the options list, nor that of the registration before. */
function isOther({ ceremony, read, registration, refusals }: Subject): boolean {
  const { credentialId } = read;
  if (ceremony.kind === 'registration') {
    const attested = read.authData?.credentialId;
    return attested !== undefined && attested.length > 0 && base64url(attested) !== credentialId;
  }
  const strange = refusals.some(({ duty }) => duty === 'credential-allowed');
  return strange || (registration !== undefined && registration.read.credentialId !== credentialId);
}

function transportEdits({ transports }: Json): FuzzEdit[] {
  return transports === undefined || isTexts(transports) ? [] : at(['response', 'transports'], setTo(transports));
}

/** Another's, or none where it has to say who signs in. */
function handleEdits(subject: Subject, named: boolean): FuzzEdit[] {
  const { userHandle } = innerOf(subject);
  const path = ['response', 'userHandle'];
  if (userHandle == null || userHandle === '') return named ? [] : at(path, changeOf('x', userHandle));
  if (typeof userHandle !== 'string') return at(path, setTo(userHandle));
  const own = userIdIn(subject.registration?.options ?? {});
  if (own === undefined || sameBytes(own, userHandle)) return binaryEdits(path, userHandle);
  return at(path, setTo(userHandle));
}
