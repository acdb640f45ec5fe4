/** The attestation object (WebAuthn Level 3 §6.5.4): one CBOR map in CTAP2 canonical form. */
import type { Edits } from '../../authenticator/edits.ts';
import { base64url, concat, utf8 } from '../../encoding/bytes.ts';
import { type CborMap, type CborValue, encodeCbor, RawCbor, raw } from '../../encoding/cbor.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';

/** Replaces or adds members of the object. */
export const withMembers = (...entries: [CborValue, CborValue][]): Edits => ({
  attestationObject: object => put(object, ...entries),
});

const withoutMember = (name: string): Edits => ({ attestationObject: object => drop(object, name) });

/** Rewrites the encoded object. */
const encoded = (write: (bytes: Uint8Array) => Uint8Array): Edits => ({
  attestationObject: object => write(encodeCbor(object)),
});

/** Writes the object from its pairs, encoded, in canonical order: fmt, attStmt, authData. */
const pairs = (write: (pairs: [Pair, Pair, Pair], object: CborMap) => Uint8Array): Edits => ({
  attestationObject(object) {
    const pair = (name: string): Pair => [raw.text(name), encodeCbor(object.get(name))];
    return write([pair('fmt'), pair('attStmt'), pair('authData')], object);
  },
});

/** Key and value, encoded. */
type Pair = [Uint8Array, Uint8Array];

const refused = (title: string, catalogue: string[], edit: Edits, level: 'must' | 'should' = 'must') =>
  rejects('attestation-object', { title, catalogue, edit, level });

const open = (title: string, row: string, reason: string, edit: Edits) =>
  either({ title, level: 'report', reason, catalogue: [row], edit });

const CANONICAL = 'the canonical form is the duty of the authenticator; RPs may read more';

export const attestationObjectCases: Cases = {
  'not-cbor': refused('the object is JSON', ['ao.notcbor', 'fido.Att-3.F-1'], {
    attestationObject: object => utf8(JSON.stringify({ fmt: object.get('fmt'), attStmt: {} })),
  }),
  'random-bytes': refused('the object is random bytes', ['ao.notcbor'], {
    // 0xff is a break that nothing opened, whatever follows.
    attestationObject: (_, { random }) => concat(Uint8Array.of(0xff), random('object', 100)),
  }),
  array: refused('the object is an array', ['ao.notmap'], {
    attestationObject: object => encodeCbor([...object.values()]),
  }),
  text: refused(
    'the object is a text',
    ['ao.notmap'],
    encoded(bytes => raw.text(base64url(bytes))),
  ),
  'byte-string': refused(
    'the object stands in a byte string',
    ['ao.notmap'],
    encoded(bytes => raw.bytes(bytes)),
  ),
  'empty-map': refused('the object has no members', ['ao.emptymap'], { attestationObject: () => new Map() }),
  'fmt-missing': refused('fmt is missing', ['ao.fmt.missing', 'fido.Att-3.F-2'], withoutMember('fmt')),
  'fmt-number': refused('fmt is a number', ['ao.fmt.nonstring', 'fido.Att-3.F-3'], withMembers(['fmt', 1])),
  'fmt-null': refused('fmt is null', ['ao.fmt.nonstring'], withMembers(['fmt', null])),
  'fmt-bytes': refused('fmt is a byte string', ['ao.fmt.nonstring'], withMembers(['fmt', utf8('none')])),
  'fmt-array': refused('fmt is an array that holds the format', ['ao.fmt.nonstring'], {
    attestationObject: object => put(object, ['fmt', [object.get('fmt')]]),
  }),
  'fmt-not-utf8': refused(
    'fmt is a text that is not UTF-8',
    ['ao.text-invalid-utf8'],
    withMembers(['fmt', new RawCbor(raw.text(Uint8Array.of(0x6e, 0xff, 0x6e)))]),
  ),
  'statement-missing': refused(
    'attStmt is missing',
    ['ao.attstmt.missing', 'fido.Att-3.F-4'],
    withoutMember('attStmt'),
  ),
  'auth-data-missing': refused(
    'authData is missing',
    ['ao.authdata.missing', 'fido.Att-3.F-6'],
    withoutMember('authData'),
  ),
  'auth-data-text': refused('authData is a text', ['ao.authdata.nonbytes', 'fido.Att-3.F-7'], {
    attestationObject: object => put(object, ['authData', base64url(object.get('authData') as Uint8Array)]),
  }),
  'auth-data-array': refused('authData is an array of byte values', ['ao.authdata.nonbytes'], {
    attestationObject: object => put(object, ['authData', [...(object.get('authData') as Uint8Array)]]),
  }),
  'auth-data-undefined': refused('authData is undefined', ['ao.simple'], withMembers(['authData', undefined])),
  'integer-keys': refused('the keys are the integers of CTAP', ['ao.keys.ctap-int'], {
    attestationObject: object =>
      new Map<CborValue, CborValue>([
        [1, object.get('fmt')],
        [2, object.get('authData')],
        [3, object.get('attStmt')],
      ]),
  }),
  truncated: refused(
    'the object has lost its last byte',
    ['ao.truncated'],
    encoded(bytes => bytes.subarray(0, -1)),
  ),
  'half-truncated': refused(
    'the object has lost its second half',
    ['ao.truncated'],
    encoded(bytes => bytes.subarray(0, bytes.length >> 1)),
  ),
  'length-overclaimed': refused(
    'fmt claims four billion bytes',
    ['ao.len.overclaim'],
    withMembers(['fmt', new RawCbor(raw.text('none', 2 ** 32))]),
  ),
  'length-overclaimed-64-bit': refused(
    'authData claims 2^63 bytes',
    ['ao.len.overclaim'],
    withMembers(['authData', new RawCbor(raw.bytes(new Uint8Array(37), 2n ** 63n))]),
  ),
  'entries-overclaimed': refused(
    'the map claims four billion entries',
    ['ao.map.overclaim'],
    pairs(entries => raw.map(entries, 2 ** 32)),
  ),
  'array-overclaimed': refused(
    'an array in attStmt claims four billion entries',
    ['ao.array.overclaim'],
    withMembers(['attStmt', new Map<CborValue, CborValue>([['x5c', new RawCbor(raw.array([], 2 ** 32))]])]),
  ),
  'nested-statement': refused(
    'attStmt is nested 10,000 deep',
    ['ao.nest.deep'],
    withMembers(['attStmt', new RawCbor(raw.nested(10_000))]),
  ),
  'nested-fmt': refused(
    'fmt is nested 10,000 deep',
    ['ao.nest.deep'],
    withMembers(['fmt', new RawCbor(raw.nested(10_000))]),
  ),
  'reserved-information': refused(
    'attStmt has a head that CBOR reserves',
    ['ao.reserved-ai'],
    withMembers(['attStmt', new RawCbor(Uint8Array.of(0xbc))]),
  ),
  'stray-break': refused(
    'attStmt is a break that nothing opened',
    ['ao.break-stray'],
    withMembers(['attStmt', new RawCbor(Uint8Array.of(0xff))]),
  ),
  'byte-after': refused(
    'a byte follows the map',
    ['ao.trailing.byte'],
    encoded(bytes => concat(bytes, Uint8Array.of(0))),
    'should',
  ),
  'item-after': refused(
    'a second map follows the map',
    ['ao.trailing.item'],
    encoded(bytes => concat(bytes, bytes)),
    'should',
  ),
  'duplicate-fmt': refused(
    'fmt stands twice, another one first',
    ['ao.keys.dup'],
    pairs(entries => raw.map([[raw.text('fmt'), raw.text('other')], ...entries])),
    'should',
  ),
  'duplicate-auth-data': refused(
    'authData stands twice, one of another RP first',
    ['ao.keys.dup', 'ao.keys.dup-authdata-evil'],
    pairs((entries, object) => {
      const other = Uint8Array.from(object.get('authData') as Uint8Array).fill(0, 0, 32);
      return raw.map([[raw.text('authData'), raw.bytes(other)], ...entries]);
    }),
    'should',
  ),
  'auth-data-in-chunks': refused(
    'authData is a byte string in chunks',
    ['ao.authdata.indefinite'],
    pairs(([fmt, statement, [name]], object) => {
      const bytes = object.get('authData') as Uint8Array;
      const chunks = raw.indefinite(2, [raw.bytes(bytes.subarray(0, 37)), raw.bytes(bytes.subarray(37))]);
      return raw.map([fmt, statement, [name, chunks]]);
    }),
    'should',
  ),
  'auth-data-tagged': refused(
    'authData has a tag',
    ['ao.tag.nested'],
    pairs(([fmt, statement, [name, bytes]]) => raw.map([fmt, statement, [name, raw.tag(24, bytes)]])),
    'should',
  ),
  'canonical-order': accepts({
    title: 'the members stand in canonical order',
    catalogue: ['ao.keys.order.canonical'],
    edit: pairs(entries => raw.map(entries)),
  }),
  'auth-data-first': accepts({
    title: 'authData stands first, as some clients write it',
    level: 'should',
    catalogue: ['ao.keys.order.other'],
    edit: pairs(entries => raw.map(entries.reverse())),
  }),
  'extra-member': accepts({
    title: 'the object has an unknown member',
    level: 'should',
    catalogue: ['ao.keys.extra-text'],
    edit: withMembers(['epAtt', false]),
  }),
  'extra-member-nested': accepts({
    title: 'an unknown member is nested five deep',
    level: 'should',
    seen: 'go-webauthn/webauthn#751',
    catalogue: ['ao.nest.legal'],
    edit: withMembers(['extra', new RawCbor(raw.nested(4))]),
  }),
  'extra-integer-key': open(
    'the object has an integer for a key besides',
    'ao.keys.extra-int',
    'keys of the object are texts; RPs may ignore what they do not know',
    withMembers([7, true]),
  ),
  'long-length': open('the length of fmt takes two bytes', 'ao.int.nonminimal', CANONICAL, {
    attestationObject: object => {
      const fmt = utf8(object.get('fmt') as string);
      return put(object, ['fmt', new RawCbor(concat(raw.head(3, fmt.length, 1), fmt))]);
    },
  }),
  'indefinite-map': open(
    'the object is an indefinite-length map',
    'ao.map.indefinite',
    CANONICAL,
    pairs(entries => raw.indefinite(5, entries.flat())),
  ),
  'indefinite-key': open(
    'a key of the object is a text in chunks',
    'ao.text.indefinite',
    CANONICAL,
    pairs(([[, fmt], ...others]) => raw.map([[raw.indefinite(3, [raw.text('f'), raw.text('mt')]), fmt], ...others])),
  ),
  'self-described': open(
    'the object has the tag of self-described CBOR',
    'ao.tag',
    CANONICAL,
    encoded(bytes => raw.tag(55_799, bytes)),
  ),
};
