/** What is unusual in client data, authenticator data and signature: as edits. Pure. */
import { lenientBytes, readable, textMember } from '../diagnose/explainFacts.ts';
import { type AuthenticatorData, encodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { equal, sha256, utf8 } from '../encoding/bytes.ts';
import { type ClientData, decodeClientData, encodeClientData } from '../encoding/clientData.ts';
import type { Facts, FuzzEdit } from '../fuzz/edit.ts';
import type { CeremonyKind } from '../verifier/record.ts';
import { changeOf, edit, type LayerPlan, rawChange, setToBytes, whole } from './planChange.ts';
import { countedBefore, verifies } from './planDevice.ts';
import { challengeOf, innerOf, type Subject } from './planSeen.ts';

const TYPE = { registration: 'webauthn.create', authentication: 'webauthn.get' } as const;

/** Members, and then what no serialisation of members explains. */
export function clientDataPlan(subject: Subject): LayerPlan {
  const bytes = lenientBytes(textMember(innerOf(subject), 'clientDataJSON'));
  if (!bytes) return { edits: [], left: [] };
  const honest: ClientData = {
    type: TYPE[subject.ceremony.kind],
    challenge: challengeOf(subject.options, subject.read),
    origin: subject.origin,
    crossOrigin: false,
  };
  if (equal(encodeClientData(honest), bytes)) return { edits: [], left: [] };
  const written = rawChange(encodeClientData(honest), bytes);
  const isMember = written?.op === 'member' && readable(() => decodeClientData(bytes)) !== undefined;
  const doubled = isMember && namesOf(written.json).some(name => name in honest);
  if (written && (!isMember || doubled)) return { edits: [edit('clientData', [], written)], left: [] };
  return clientDataMembers(honest, bytes);
}

function namesOf(members: string): string[] {
  const object = readable(() => decodeClientData(utf8(`{${members}}`)));
  return object ? Object.keys(object) : [];
}

function clientDataMembers(honest: ClientData, bytes: Uint8Array): LayerPlan {
  const data = readable(() => decodeClientData(bytes));
  if (!data) return { edits: whole('clientData', bytes), left: [] };
  const names = [...new Set([...Object.keys(honest), ...Object.keys(data)])];
  const edits = names.flatMap(name => {
    const change = changeOf(honest[name], data[name]);
    return change ? [edit('clientData', [name], change)] : [];
  });
  const expected = encodeClientData(data as ClientData);
  if (equal(expected, bytes)) return { edits, left: [] };
  const raw = rawChange(expected, bytes);
  if (raw) return { edits: [...edits, edit('clientData', [], raw)], left: [] };
  return { edits, left: ['the order, spacing or escapes of the members of clientDataJSON'] };
}

const HEADER = 37;
const FLAGS = { up: 0x01, rfu1: 0x02, uv: 0x04, be: 0x08, bs: 0x10, rfu2: 0x20, at: 0x40, ed: 0x80 } as const;

/** @param facts the device, whose honest data the seen is held against. */
export function authenticatorDataPlan(subject: Subject, facts: Facts): LayerPlan {
  const bytes = subject.read.authDataBytes;
  if (!bytes) return { edits: [], left: [] };
  if (bytes.length < HEADER)
    return { edits: [edit('authenticatorData', [], { op: 'cut', at: bytes.length })], left: [] };
  const hash = bytes.subarray(0, 32);
  const edits = [
    ...(equal(hash, sha256(utf8(subject.rpId))) ? [] : membersSet('rpIdHash', hash)),
    ...flagEdits(subject, facts, bytes[32]!),
    ...countEdits(subject, Buffer.from(bytes).readUInt32BE(33)),
  ];
  const { authData } = subject.read;
  return authData ? withTail(subject, authData, edits) : unreadable(subject, bytes, edits);
}

function membersSet(member: string, bytes: Uint8Array): FuzzEdit[] {
  const change = setToBytes(bytes);
  return change ? [edit('authenticatorData', [member], change)] : [];
}

function flagEdits(subject: Subject, facts: Facts, flags: number): FuzzEdit[] {
  const { ceremony, read } = subject;
  const honest: Record<keyof typeof FLAGS, boolean> = {
    up: true,
    rfu1: false,
    uv: verifies(facts),
    be: facts.backupEligible ?? false,
    bs: facts.backupState ?? false,
    rfu2: false,
    at: ceremony.kind === 'registration',
    ed: asksExtensions(subject) && read.authData?.extensions !== undefined,
  };
  return Object.entries(FLAGS).flatMap(([name, bit]) => {
    const seen = (flags & bit) !== 0;
    if (seen === honest[name as keyof typeof FLAGS]) return [];
    return [edit('authenticatorData', [name], { op: 'set', value: seen })];
  });
}

/** Against the one that follows on what was counted before. */
function countEdits(subject: Subject, seen: number): FuzzEdit[] {
  if (subject.ceremony.kind === 'registration') return [];
  const counted = countedBefore(subject);
  if (counted === undefined || (counted === 0 && seen === 0) || seen === counted + 1) return [];
  return [edit('authenticatorData', ['signCount'], { op: 'add', by: seen - (counted + 1) })];
}

function withTail(subject: Subject, data: AuthenticatorData, edits: FuzzEdit[]): LayerPlan {
  const { kind } = subject.ceremony;
  const bytes = subject.read.authDataBytes!;
  const attested = attestedEdits(kind, data);
  const after = bytes.length - encodeAuthenticatorData(data).length;
  // Attested credential data that no flag announces is there all the same.
  const trailing = kind === 'registration' && !data.at ? 0 : after;
  return {
    edits: [
      ...edits,
      ...(kind === 'registration' && !data.at && after === 0 ? [removed('credentialId')] : attested),
      ...(data.extensions && !asksExtensions(subject) ? membersSet('extensions', data.extensions) : []),
      ...(trailing > 0 ? ends(bytes.subarray(bytes.length - trailing)) : []),
    ],
    left: [],
  };
}

function asksExtensions({ options }: Subject): boolean {
  return typeof options.extensions === 'object' && options.extensions !== null;
}

function removed(member: string): FuzzEdit {
  return edit('authenticatorData', [member], { op: 'remove' });
}

/** Whole in an assertion, where there is to be none; of a registration its length. */
function attestedEdits(kind: CeremonyKind, data: AuthenticatorData): FuzzEdit[] {
  if (!data.at) return [];
  if (kind === 'registration') return idEdits(data);
  const { aaguid, credentialId, credentialPublicKey } = data;
  return Object.entries({ aaguid, credentialId, credentialPublicKey }).flatMap(([name, bytes]) =>
    bytes ? membersSet(name, bytes) : [],
  );
}

function ends(bytes: Uint8Array): FuzzEdit[] {
  return [edit('authenticatorData', [], { op: 'end', hex: Buffer.from(bytes).toString('hex') })];
}

/** Lengths that no authenticator has; the id itself is always a new one. */
function idEdits({ credentialId }: AuthenticatorData): FuzzEdit[] {
  const length = credentialId?.length ?? 0;
  if (length >= 16 && length <= 1023) return [];
  if (length === 0) return membersSet('credentialId', new Uint8Array());
  if (length < 16) return [edit('authenticatorData', ['credentialId'], { op: 'cut', at: length })];
  return [edit('authenticatorData', ['credentialId'], { op: 'end', hex: '07'.repeat(length - 32) })];
}

/** What follows the header cannot be read by the flags. */
function unreadable({ ceremony }: Subject, bytes: Uint8Array, edits: FuzzEdit[]): LayerPlan {
  if (ceremony.kind === 'authentication')
    return { edits: bytes.length > HEADER ? [...edits, ...ends(bytes.subarray(HEADER))] : edits, left: [] };
  const cut = edit('authenticatorData', [], { op: 'cut', at: bytes.length });
  return { edits: [...edits, cut], left: ['where exactly the attested credential data cannot be read'] };
}

/** A signature that does not verify, as it was seen; one that was made by a key nobody knows is taken to be right. */
export function signaturePlan(subject: Subject): FuzzEdit[] {
  const bytes = lenientBytes(textMember(innerOf(subject), 'signature'));
  const wrong = subject.refusals.some(({ duty }) => duty === 'signature');
  return bytes && wrong ? whole('signature', bytes) : [];
}
