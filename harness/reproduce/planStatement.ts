/** What is unusual in the attestation object and its statement: as edits. Pure. */
import type { AttestationCapability } from '../authenticator/settings.ts';
import { lenientBytes, readable, textMember } from '../diagnose/explainFacts.ts';
import { type CborMap, type CborValue, encodeCbor } from '../encoding/cbor.ts';
import { readCbor } from '../encoding/cborReader.ts';
import { decodeAttest, TPM_GENERATED_VALUE, TPM_ST } from '../encoding/tpm.ts';
import type { Facts, FuzzEdit } from '../fuzz/edit.ts';
import { edit, rawChange, setToCbor, whole } from './planChange.ts';
import { isFormat } from './planDevice.ts';
import { innerOf, type Subject } from './planSeen.ts';

/** Members of each format's statement (§8). */
const MEMBERS: Readonly<Record<Exclude<AttestationCapability, 'compound'>, readonly string[]>> = {
  none: [],
  'packed-self': ['alg', 'sig'],
  packed: ['alg', 'sig', 'x5c'],
  tpm: ['ver', 'alg', 'x5c', 'sig', 'certInfo', 'pubArea'],
  'fido-u2f': ['sig', 'x5c'],
  apple: ['x5c'],
  'android-key': ['alg', 'sig', 'x5c'],
  'android-safetynet': ['ver', 'response'],
};

const OBJECT = ['fmt', 'attStmt', 'authData'];

/** @param capability of the device; undefined where the format is one that it has not. */
export function statementPlan(
  subject: Subject,
  capability: AttestationCapability | undefined,
  facts: Facts,
): FuzzEdit[] {
  const bytes = lenientBytes(textMember(innerOf(subject), 'attestationObject'));
  if (!bytes) return [];
  const item = readable(() => readCbor(bytes));
  if (!(item?.value instanceof Map)) return whole('attestationObject', bytes);
  const statement = item.value.get('attStmt');
  return [
    ...objectEdits(item.value, capability),
    ...(statement instanceof Map && capability !== undefined && capability !== 'compound'
      ? [...memberEdits(statement, MEMBERS[capability]), ...valueEdits(subject, statement, facts)]
      : []),
    ...rawEdits(bytes, item.value, item.end),
  ];
}

function objectEdits(object: CborMap, capability: AttestationCapability | undefined): FuzzEdit[] {
  const members = new Set<CborValue>([...OBJECT, ...object.keys()]);
  return [...members].flatMap(member => {
    const value = object.get(member);
    if (typeof member !== 'string' || isUsual(member, value, capability)) return [];
    const change = object.has(member) ? setToCbor(value) : undefined;
    return [edit('attestationObject', [member], change ?? { op: 'remove' })];
  });
}

/** By what a device of that capability gives. */
function isUsual(member: string, value: CborValue, capability: AttestationCapability | undefined): boolean {
  if (member === 'fmt') return capability !== undefined || (typeof value === 'string' && isFormat(value));
  if (member === 'authData') return value instanceof Uint8Array;
  return member === 'attStmt' && (capability === 'compound' ? Array.isArray(value) : value instanceof Map);
}

/** Bytes after the object, or a form of CBOR that is not canonical. */
function rawEdits(bytes: Uint8Array, object: CborMap, end: number): FuzzEdit[] {
  const change =
    bytes[0] === 0xbf
      ? ({ op: 'indefinite' } as const)
      : bytes[0] === 0xb8
        ? ({ op: 'long-head' } as const)
        : undefined;
  if (change) return [edit('attestationObject', [], change)];
  const trailing = rawChange(bytes.subarray(0, end), bytes);
  const canonical = Buffer.compare(encodeCbor(object), bytes.subarray(0, end)) === 0;
  return canonical && end < bytes.length && trailing ? [edit('attestationObject', [], trailing)] : [];
}

function memberEdits(statement: CborMap, expected: readonly string[]): FuzzEdit[] {
  const missing = expected.filter(member => !statement.has(member));
  const more = [...statement].filter(([member]) => typeof member === 'string' && !expected.includes(member));
  return [
    ...missing.map(member => edit('statement', [member], { op: 'remove' })),
    ...more.flatMap(([member, value]) => set([member as string], value)),
  ];
}

function set(path: string[], value: CborValue): FuzzEdit[] {
  const change = setToCbor(value);
  return change ? [edit('statement', path, change)] : [];
}

const isBytes = (value: CborValue) => value instanceof Uint8Array;

/** What a member has to be, before anything else is asked of it. */
const FORMS: Readonly<Record<string, (value: CborValue) => boolean>> = {
  alg: value => typeof value === 'number',
  sig: isBytes,
  certInfo: isBytes,
  pubArea: isBytes,
  response: isBytes,
  ver: value => typeof value === 'string' && value !== '',
  x5c: value => Array.isArray(value) && value.length > 0 && value.every(isBytes),
};

/** Values that do not follow from the key and the certificates. */
function valueEdits({ refusals }: Subject, statement: CborMap, { algorithm = -7 }: Facts): FuzzEdit[] {
  const refused = (what: string) => refusals.some(({ duty }) => duty.endsWith(what));
  const formless = Object.keys(FORMS).filter(name => statement.has(name) && !FORMS[name]!(statement.get(name)));
  const wrong = new Set(formless);
  if (refused('-algorithm') && statement.get('alg') !== algorithm) wrong.add('alg');
  if (refused('-signature') && statement.has('sig')) wrong.add('sig');
  if (statement.has('certInfo') && statement.get('ver') !== '2.0') wrong.add('ver');
  const info = statement.get('certInfo');
  return [
    ...[...wrong].filter(name => statement.has(name)).flatMap(name => set([name], statement.get(name))),
    ...(info instanceof Uint8Array ? certInfoEdits(info, refused) : []),
  ];
}

/** §8.3: signed anew, so that nothing but this is wrong. */
function certInfoEdits(bytes: Uint8Array, refused: (what: string) => boolean): FuzzEdit[] {
  const info = readable(() => decodeAttest(bytes));
  if (!info) return set(['certInfo'], bytes);
  const { magic, type } = info;
  return [
    ...(magic === TPM_GENERATED_VALUE ? [] : [edit('certInfo', ['magic'], { op: 'set', value: magic })]),
    ...(type === TPM_ST.certify ? [] : [edit('certInfo', ['type'], { op: 'set', value: type })]),
    ...(refused('tpm-extra-data') ? [edit('certInfo', ['extraData'], { op: 'flip', byte: 0, bit: 0 })] : []),
    ...(refused('tpm-attested-name') ? [edit('certInfo', ['attested', 'name'], { op: 'flip', byte: 4, bit: 0 })] : []),
  ];
}
