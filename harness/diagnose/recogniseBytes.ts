/** Bytes without a name: which structure they are, or where the structure that they begin as stops making sense. */
import { decodeAttestationObject } from '../encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { FormatError } from '../encoding/bytes.ts';
import { readCbor } from '../encoding/cborReader.ts';
import { readStructure } from '../encoding/certificateStructure.ts';
import { decodeClientData } from '../encoding/clientData.ts';
import { ALGORITHMS, decodeCoseKey, LABEL } from '../encoding/cose.ts';
import { isObject } from '../verifier/envelope.ts';
import type { Piece } from './observed.ts';

type What = Piece['what'];

export interface Recognised {
  what: What;
  /** Where it stops making sense; absent where it is whole. */
  problem?: string;
  /** Bytes behind the structure, which readers differ about. */
  trailing?: number;
}

interface Reader {
  what: What;
  /** Whether bytes begin as this structure does. */
  begins(bytes: Uint8Array): boolean;
  /** Reads it to the end. A FormatError where it is not that structure; otherwise how many bytes are left over. */
  read(bytes: Uint8Array): number;
}

const HEADER = 37;
const [FLAGS_AT, AT, ED, RESERVED] = [32, 0x40, 0x80, 0x22];

/** In the order in which they are asked: what has marks of its own before what has a length and a few bits. */
const READERS: readonly Reader[] = [
  { what: 'clientDataJSON', begins: beginsAsClientData, read: readClientData },
  { what: 'attestationObject', begins: beginsAsAttestation, read: readAttestation },
  { what: 'coseKey', begins: beginsAsKey, read: readKey },
  { what: 'certificate', begins: beginsAsSequence, read: readCertificate },
  { what: 'authenticatorData', begins: beginsAsAuthenticatorData, read: readAuthenticatorData },
];

/**
 * What the bytes are by the reading that makes sense to the end; else what they begin as, with the problem; `undefined`
 * where they are none of the structures.
 */
export function recogniseBytes(bytes: Uint8Array): Recognised | undefined {
  const problems: Recognised[] = [];
  for (const { what, begins, read } of READERS) {
    if (!begins(bytes)) continue;
    try {
      const trailing = read(bytes);
      return { what, ...(trailing > 0 ? { trailing } : {}) };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      problems.push({ what, problem: error.message });
    }
  }
  return problems[0];
}

/** The client data that an object is, or a member of it: nothing else has both. */
export function isClientData(value: unknown): boolean {
  if (!isObject(value) || typeof value.challenge !== 'string') return false;
  return typeof value.origin === 'string' || String(value.type).startsWith('webauthn.');
}

function beginsAsClientData(bytes: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?\s*\{\s*"/.test(start(bytes));
}

function readClientData(bytes: Uint8Array): number {
  if (!isClientData(decodeClientData(bytes)))
    throw new FormatError('clientDataJSON', 'JSON without a challenge and an origin');
  return 0;
}

/** A map, and among its first bytes one of the three names. */
function beginsAsAttestation(bytes: Uint8Array): boolean {
  return isMap(bytes) && /fmt|attStmt|authData/.test(start(bytes));
}

function readAttestation(bytes: Uint8Array): number {
  decodeAttestationObject(bytes);
  return bytes.length - readCbor(bytes).end;
}

/** A map whose keys are small integers, as far as they go: no other structure has such a map for itself. */
function beginsAsKey(bytes: Uint8Array): boolean {
  const key = bytes[1] ?? 0;
  return isMap(bytes) && (key === LABEL.kty || key === LABEL.alg || (key >= 0x20 && key <= 0x22));
}

function readKey(bytes: Uint8Array): number {
  const { alg } = decodeCoseKey(bytes);
  if (!ALGORITHMS.some(({ id }) => id === alg)) throw new FormatError('COSE_Key', `algorithm ${alg} is unknown`);
  return bytes.length - readCbor(bytes).end;
}

/** A SEQUENCE with a length of two or three bytes, in it another one. */
function beginsAsSequence(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0;
  return bytes[0] === 0x30 && (length === 0x82 || length === 0x83) && bytes[2 + (length & 0x7f)] === 0x30;
}

function readCertificate(bytes: Uint8Array): number {
  readStructure(bytes);
  return 0;
}

/** Reserved bits clear, and 37 bytes where neither attested data nor extensions are said to follow. */
function beginsAsAuthenticatorData(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER) return false;
  const flags = bytes[FLAGS_AT]!;
  if (flags & RESERVED) return false;
  return flags & (AT | ED) ? (flags & 1) !== 0 : bytes.length === HEADER;
}

function readAuthenticatorData(bytes: Uint8Array): number {
  const { credentialPublicKey, extensions, trailing } = decodeAuthenticatorData(bytes);
  if (!credentialPublicKey && trailing > 0) throw new FormatError('authenticatorData', `${trailing} bytes too many`);
  if (extensions && !isMap(extensions)) throw new FormatError('authenticatorData', 'its extensions are no map');
  return trailing;
}

function isMap(bytes: Uint8Array): boolean {
  return (bytes[0] ?? 0) >> 5 === 5;
}

function start(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1');
}
