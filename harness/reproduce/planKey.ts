/** What is unusual in the key that was registered: as edits. Pure. */

import { algorithmsOffered } from '../diagnose/explainFacts.ts';
import { equal } from '../encoding/bytes.ts';
import { type CborMap, type CborValue, encodeCbor } from '../encoding/cbor.ts';
import { readCbor } from '../encoding/cborReader.ts';
import { algorithm, CURVES, KTY, LABEL } from '../encoding/cose.ts';
import type { FuzzEdit } from '../fuzz/edit.ts';
import { edit, rawChange, setToCbor, whole } from './planChange.ts';
import type { Subject } from './planSeen.ts';

/** Parameters of a COSE_Key by its type (RFC 9053). */
const PARAMETERS: Readonly<Record<number, readonly number[]>> = {
  [KTY.OKP]: [LABEL.kty, LABEL.alg, LABEL.crv, LABEL.x],
  [KTY.EC2]: [LABEL.kty, LABEL.alg, LABEL.crv, LABEL.x, LABEL.y],
  [KTY.RSA]: [LABEL.kty, LABEL.alg, LABEL.n, LABEL.e],
  [KTY.AKP]: [LABEL.kty, LABEL.alg, LABEL.pub],
};

/** The algorithm of a key that the RP has not offered. */
export function algorithmPlan({ options }: Subject, alg: number): FuzzEdit[] {
  const offered = algorithmsOffered(options);
  return offered.length === 0 || offered.includes(alg) ? [] : [edit('algorithm', [], { op: 'set', value: alg })];
}

/** @param alg COSE algorithm of the key that is made in its place. */
export function publicKeyPlan(subject: Subject, alg: number): FuzzEdit[] {
  const bytes = subject.read.authData?.credentialPublicKey;
  if (subject.ceremony.kind !== 'registration' || !bytes) return [];
  const { value } = readCbor(bytes);
  if (!(value instanceof Map)) return whole('publicKey', bytes);
  const honest = keyOf(alg);
  const expected = PARAMETERS[honest.kty] ?? [];
  const labels = new Set<CborValue>([...expected, ...value.keys()]);
  const edits = [...labels].flatMap(label => parameterEdits(label, value, { honest, expected }));
  if (edits.length > 0) return edits;
  const written = encodeCbor(value);
  if (equal(written, bytes)) return isKey(subject) ? [] : allParameters(value);
  const raw = bytes[0] === 0xbf ? ({ op: 'indefinite' } as const) : rawChange(written, bytes);
  return raw ? [edit('publicKey', [], raw)] : [];
}

function keyOf(alg: number) {
  const known = algorithm(alg);
  const curve = CURVES.find(({ name }) => name === known?.curve);
  return { kty: known?.kty ?? KTY.EC2, alg, ...(curve && { crv: curve.id, size: curve.size }) };
}

/** Whether there is a signature key by it, as far as the reference verifier has said. */
function isKey({ refusals }: Subject): boolean {
  return !refusals.some(({ duty }) => duty === 'public-key' || duty === 'rsa-key');
}

interface Expected {
  honest: ReturnType<typeof keyOf>;
  expected: readonly number[];
}

function parameterEdits(label: CborValue, key: CborMap, { honest, expected }: Expected): FuzzEdit[] {
  if (typeof label !== 'number' && typeof label !== 'string') return [];
  const seen = key.get(label);
  if (!key.has(label)) return [edit('publicKey', [label], { op: 'remove' })];
  if (isUsual(label, seen, { honest, expected })) return [];
  const change = seen instanceof Uint8Array && seen[0] === 0 ? ZERO_BEFORE : setToCbor(seen);
  return change ? [edit('publicKey', [label], change)] : [];
}

/** Of a number that is one byte longer than it need be. */
const ZERO_BEFORE = { op: 'insert', at: 0, hex: '00' } as const;

function isUsual(label: number | string, seen: CborValue, { honest, expected }: Expected): boolean {
  if (typeof label !== 'number' || !expected.includes(label)) return false;
  if (label === LABEL.kty) return seen === honest.kty;
  if (label === LABEL.alg) return seen === honest.alg;
  if (label === LABEL.crv && honest.crv !== undefined) return seen === honest.crv;
  if (!(seen instanceof Uint8Array)) return false;
  return honest.size === undefined ? seen[0] !== 0 : seen.length === honest.size;
}

/** A key that is well-formed, and is no key: as it was seen. */
function allParameters(key: CborMap): FuzzEdit[] {
  return [...key].flatMap(([label, value]) => {
    const change = typeof label === 'number' && value instanceof Uint8Array ? setToCbor(value) : undefined;
    return change ? [edit('publicKey', [label as number], change)] : [];
  });
}
