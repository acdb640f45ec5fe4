/** Authenticator data (WebAuthn Level 3 §6.1) and the attested credential data in it (§6.5.1). */
import { concat, FormatError, uint16, uint32 } from './bytes.ts';
import { readCbor } from './cborReader.ts';

/**
 * Authenticator data with its flags spread out. `at` and `ed` are the flags alone: an edit may set one without the data
 * or give the data without the flag. The attested members (`aaguid`, `credentialId`, `credentialPublicKey`) come
 * together or not at all.
 */
export interface AuthenticatorData {
  /** SHA-256 of the RP ID, 32 bytes. */
  rpIdHash: Uint8Array;
  /** User present (bit 0). */
  up: boolean;
  /** Reserved (bit 1). */
  rfu1: boolean;
  /** User verified (bit 2). */
  uv: boolean;
  /** Backup eligible (bit 3). */
  be: boolean;
  /** Backed up (bit 4). */
  bs: boolean;
  /** Reserved (bit 5). */
  rfu2: boolean;
  /** Attested credential data included (bit 6). */
  at: boolean;
  /** Extension data included (bit 7). */
  ed: boolean;
  /** 32 bits, unsigned. */
  signCount: number;
  /** 16 bytes. */
  aaguid?: Uint8Array;
  credentialId?: Uint8Array;
  /** COSE_Key, encoded. */
  credentialPublicKey?: Uint8Array;
  /** CBOR map of extension outputs, encoded. */
  extensions?: Uint8Array;
}

const FLAGS = { up: 0x01, rfu1: 0x02, uv: 0x04, be: 0x08, bs: 0x10, rfu2: 0x20, at: 0x40, ed: 0x80 } as const;

function encodeFlags(data: AuthenticatorData): number {
  return (
    (data.up ? FLAGS.up : 0) |
    (data.rfu1 ? FLAGS.rfu1 : 0) |
    (data.uv ? FLAGS.uv : 0) |
    (data.be ? FLAGS.be : 0) |
    (data.bs ? FLAGS.bs : 0) |
    (data.rfu2 ? FLAGS.rfu2 : 0) |
    (data.at ? FLAGS.at : 0) |
    (data.ed ? FLAGS.ed : 0)
  );
}

/** Writes what is there, whatever the flags say. */
export function encodeAuthenticatorData(data: AuthenticatorData): Uint8Array {
  const parts = [data.rpIdHash, Uint8Array.of(encodeFlags(data)), uint32(data.signCount)];
  if (data.credentialId) {
    parts.push(data.aaguid ?? new Uint8Array(16), uint16(data.credentialId.length), data.credentialId);
    if (data.credentialPublicKey) parts.push(data.credentialPublicKey);
  }
  if (data.extensions) parts.push(data.extensions);
  return concat(...parts);
}

/** Header length: rpIdHash, flags, signCount. */
const HEADER = 37;

/**
 * Reads authenticator data by its flags. Throws a {@link FormatError} where it ends too soon or holds what is no CBOR;
 * what follows the last structure is counted in `trailing`.
 */
export function decodeAuthenticatorData(bytes: Uint8Array): AuthenticatorData & { trailing: number } {
  if (bytes.length < HEADER)
    throw new FormatError('authenticatorData', `${bytes.length} bytes, at least ${HEADER} needed`);
  const flags = bytes[32]!;
  const data: AuthenticatorData & { trailing: number } = {
    rpIdHash: bytes.subarray(0, 32),
    up: (flags & FLAGS.up) !== 0,
    rfu1: (flags & FLAGS.rfu1) !== 0,
    uv: (flags & FLAGS.uv) !== 0,
    be: (flags & FLAGS.be) !== 0,
    bs: (flags & FLAGS.bs) !== 0,
    rfu2: (flags & FLAGS.rfu2) !== 0,
    at: (flags & FLAGS.at) !== 0,
    ed: (flags & FLAGS.ed) !== 0,
    signCount: bytes[33]! * 0x1000000 + ((bytes[34]! << 16) | (bytes[35]! << 8) | bytes[36]!),
    trailing: 0,
  };
  let offset = HEADER;
  if (data.at) offset = readAttestedCredentialData(bytes, offset, data);
  if (data.ed) {
    const end = item(bytes, offset, 'extensions');
    data.extensions = bytes.subarray(offset, end);
    offset = end;
  }
  data.trailing = bytes.length - offset;
  return data;
}

function readAttestedCredentialData(bytes: Uint8Array, start: number, into: AuthenticatorData): number {
  const idStart = start + 18;
  if (bytes.length < idStart)
    throw new FormatError('authenticatorData', 'ends inside the attested credential data', start);
  const idEnd = idStart + ((bytes[start + 16]! << 8) | bytes[start + 17]!);
  if (bytes.length < idEnd)
    throw new FormatError('authenticatorData', 'credentialIdLength is beyond the end', start + 16);
  const keyEnd = item(bytes, idEnd, 'credentialPublicKey');
  into.aaguid = bytes.subarray(start, start + 16);
  into.credentialId = bytes.subarray(idStart, idEnd);
  into.credentialPublicKey = bytes.subarray(idEnd, keyEnd);
  return keyEnd;
}

function item(bytes: Uint8Array, offset: number, what: string): number {
  if (offset >= bytes.length) throw new FormatError('authenticatorData', `ends before ${what}`, offset);
  return readCbor(bytes, offset).end;
}

/** `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, as AAGUIDs are written. */
export function aaguidText(aaguid: Uint8Array): string {
  return Buffer.from(aaguid)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
