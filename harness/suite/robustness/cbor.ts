/** CBOR that claims more than it has, nests without end, or comes in very many pieces. */
import type { Edits } from '../../authenticator/edits.ts';
import type { DutyName } from '../../duties.ts';
import { concat, fromHex } from '../../encoding/bytes.ts';
import { encodeCbor, RawCbor, raw } from '../../encoding/cbor.ts';
import { type Declaration, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';

const DEEP = 200_000;
const MANY = 100_000;
/** Bytes of one map of one entry, `{0: …}`. */
const ENTRY = Uint8Array.of(0xa1, 0x00);

const repeated = (bytes: Uint8Array, times: number): Uint8Array =>
  Uint8Array.from({ length: bytes.length * times }, (_, index) => bytes[index % bytes.length]!);
/** So many levels, each opened by the same bytes; `end` closes what has to be closed. */
const nested = (level: Uint8Array, end: Uint8Array = Uint8Array.of(0)) => concat(repeated(level, DEEP), end);

type More = Pick<Declaration, 'title' | 'catalogue' | 'seen' | 'level' | 'authenticator'> & { edit: Edits };
const stressed = (duty: DutyName, declaration: More) => rejects(duty, { ...declaration, stress: true });

const object = (title: string, row: string, bytes: () => Uint8Array, seen?: string) =>
  stressed('attestation-object', {
    title,
    catalogue: [row],
    ...(seen && { seen }),
    edit: { attestationObject: () => bytes() },
  });

const TRUNCATED = 'GHSA-g3qj-j598-cxmq';
const DEEPER = 'brokenhandsio/swift-webauthn#61';

export const registrationCborCases: Cases = {
  'byte-string-of-2-to-the-64': object(
    'attestationObject is the head of a byte string of 2^64 - 1 bytes',
    'dos.cbor.len-u64',
    () => fromHex('5bffffffffffffffff'),
    'duo-labs/webauthn#66',
  ),
  'map-of-2-to-the-64': object(
    'attestationObject is the head of a map of 2^64 - 1 entries',
    'dos.cbor.map-u64',
    () => fromHex('bbffffffffffffffff'),
    TRUNCATED,
  ),
  'array-of-2-to-the-32': object(
    'attestationObject is the head of an array of 2^32 - 1 items',
    'dos.cbor.array-u32',
    () => fromHex('9affffffff'),
    TRUNCATED,
  ),
  'text-of-2-to-the-32': object(
    'attestationObject is the head of a text of 2^32 - 1 bytes',
    'dos.cbor.text-u32',
    () => fromHex('7affffffff'),
    TRUNCATED,
  ),
  'nested-arrays': object(
    'attestationObject is arrays, nested 200,000 deep',
    'dos.cbor.nest-array',
    () => raw.nested(DEEP),
    DEEPER,
  ),
  'nested-maps': object(
    'attestationObject is maps, nested 200,000 deep',
    'dos.cbor.nest-map',
    () => nested(ENTRY),
    DEEPER,
  ),
  'nested-tags': object('attestationObject has 200,000 tags', 'dos.cbor.nest-tag', () => nested(Uint8Array.of(0xc0))),
  'nested-open-arrays': object(
    'attestationObject is arrays without a length, nested 200,000 deep',
    'dos.cbor.nest-indef',
    () => nested(Uint8Array.of(0x9f), repeated(Uint8Array.of(0xff), DEEP)),
  ),
  'nested-fmt': stressed('attestation-object', {
    title: 'fmt is nested 200,000 deep',
    seen: 'passwordless-lib/fido2-net-lib#671',
    catalogue: ['dos.cbor.nest-fmt'],
    edit: { attestationObject: honest => put(honest, ['fmt', new RawCbor(raw.nested(DEEP))]) },
  }),
  'nested-key-parameter': stressed('authenticator-data', {
    title: 'a parameter of the key is nested 200,000 deep',
    catalogue: ['dos.cbor.nest-cose'],
    edit: { publicKey: key => put(key, [-70000, new RawCbor(raw.nested(DEEP))]) },
  }),
  'many-keys': stressed('none-statement', {
    title: 'attStmt is a map of 100,000 keys',
    catalogue: ['dos.cbor.dupkeys-many'],
    edit: { attestationObject: honest => put(honest, ['attStmt', new RawCbor(mapOf(MANY))]) },
  }),
  'one-key-many-times': stressed('attestation-object', {
    title: 'attStmt has one key, 100,000 times',
    level: 'should',
    catalogue: ['dos.cbor.dupkeys-many'],
    edit: {
      attestationObject: honest =>
        put(honest, ['attStmt', new RawCbor(concat(raw.head(5, MANY), repeated(fromHex('616100'), MANY)))]),
    },
  }),
  'empty-chunks': stressed('attestation-object', {
    title: 'authData begins with 100,000 empty chunks',
    level: 'should',
    seen: 'w3c/webauthn#469',
    catalogue: ['dos.cbor.indef-bytes'],
    edit: {
      attestationObject(honest) {
        const bytes = honest.get('authData') as Uint8Array;
        const chunks = raw.indefinite(2, [repeated(Uint8Array.of(0x40), MANY), raw.bytes(bytes)]);
        return put(honest, ['authData', new RawCbor(chunks)]);
      },
    },
  }),
  'huge-algorithm': stressed('public-key', {
    title: 'alg of the key is an integer of a million bytes',
    catalogue: ['dos.cbor.bignum'],
    edit: {
      publicKey: key => put(key, [3, new RawCbor(raw.tag(2, raw.bytes(new Uint8Array(1_000_000).fill(0xff))))]),
    },
  }),
};

/** Distinct keys in ascending order, all of four bytes. */
function mapOf(entries: number): Uint8Array {
  const body = Buffer.alloc(entries * 6);
  for (let index = 0; index < entries; index++) {
    body[index * 6] = 0x1a;
    body.writeUInt32BE(0x10000 + index, index * 6 + 1);
  }
  return concat(raw.head(5, entries), body);
}

const extensions = (title: string, row: string, bytes: () => Uint8Array, seen?: string) =>
  stressed('authenticator-data', {
    title,
    catalogue: [row],
    ...(seen && { seen }),
    edit: { authenticatorData: data => ({ ...data, extensions: bytes() }) },
  });

export const authenticationCborCases: Cases = {
  'nested-extension-output': extensions(
    'an extension output is nested 200,000 deep',
    'dos.cbor.nest-ext.auth',
    () => raw.map([[encodeCbor('deep'), raw.nested(DEEP)]]),
    'passwordless-lib/fido2-net-lib#671',
  ),
  'extensions-of-2-to-the-64': extensions('extension data is the head of a map of 2^64 - 1 entries', 'dos.ed.len', () =>
    fromHex('bbffffffffffffffff'),
  ),
};
