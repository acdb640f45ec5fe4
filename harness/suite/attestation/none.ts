/** Attestation formats, and the statement of format none (WebAuthn Level 3 §7.1 step 21, §8.1, §8.7). */
import { packedChain } from '../../authenticator/attestationChain.ts';
import type { CborValue } from '../../encoding/cbor.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import { withMembers } from './object.ts';
import { attested, modelOf } from './packedEdits.ts';
import { selfStatement } from './selfStatement.ts';

const format = (title: string, row: string, fmt: string, ...more: string[]) =>
  rejects('attestation-format', { title, catalogue: [row, ...more], edit: withMembers(['fmt', fmt]) });

export const formatCases: Cases = {
  unknown: format(
    'fmt is none that anybody registered',
    'ao.fmt.unknown',
    'not-a-format',
    'fido.Att-5.F-1',
    'fido.Att-6.F-3',
  ),
  empty: format('fmt is empty', 'ao.fmt.empty', ''),
  'other-case': format('fmt is none, in capitals', 'ao.fmt.case', 'NONE'),
  'trailing-space': format('fmt ends in a space', 'ao.fmt.space', 'none '),
  'trailing-nul': format('fmt ends in a NUL', 'ao.fmt.space', 'none\0'),
  'too-long': format('fmt has 33 letters', 'ao.fmt.long', 'n'.repeat(33)),
  'very-long': format('fmt has 50,000 letters', 'ao.fmt.long', 'n'.repeat(50_000)),
  prototype: format('fmt is __proto__', 'ao.fmt.prototype', '__proto__'),
  constructor: format('fmt is constructor', 'ao.fmt.prototype', 'constructor'),
  'to-string': format('fmt is toString', 'ao.fmt.prototype', 'toString'),
};

const noneWith = (attStmt: CborValue) => withMembers(['fmt', 'none'], ['attStmt', attStmt]);

export const noneCases: Cases = {
  none: accepts({
    title: 'format none, with the empty map',
    catalogue: ['none.ok', 'fido.Att-7.P-1'],
    edit: noneWith(new Map()),
  }),
  'one-member': rejects('none-statement', {
    title: 'format none, with a statement that has a member',
    seen: 'lbuchs/WebAuthn#126',
    catalogue: ['none.attstmt.nonempty'],
    edit: noneWith(new Map([['x', 1]])),
  }),
  'packed-statement': rejects('none-statement', {
    title: 'format none, with a packed statement',
    catalogue: ['none.attstmt.packed', 'fido.Att-7.F-1'],
    edit: { attestationObject: (object, context) => put(object, ['fmt', 'none'], ['attStmt', selfStatement(context)]) },
  }),
  array: rejects('none-statement', {
    title: 'format none, with an empty array',
    catalogue: ['none.attstmt.array', 'ao.attstmt.nonmap'],
    edit: noneWith([]),
  }),
  null: rejects('none-statement', {
    title: 'format none, with null',
    catalogue: ['none.attstmt.null', 'ao.attstmt.nonmap'],
    edit: noneWith(null),
  }),
  undefined: rejects('none-statement', {
    title: 'format none, with undefined',
    catalogue: ['ao.simple'],
    edit: noneWith(undefined),
  }),
  bytes: rejects('none-statement', {
    title: 'format none, with an empty byte string',
    catalogue: ['ao.attstmt.nonmap', 'fido.Att-3.F-5'],
    edit: noneWith(new Uint8Array()),
  }),
  text: rejects('none-statement', {
    title: 'format none, with an empty text',
    catalogue: ['ao.attstmt.nonmap'],
    edit: noneWith(''),
  }),
  'self-attestation-unasked': accepts({
    title: 'packed self attestation, though none was asked for',
    catalogue: ['none.packed-self.when-none', 'fido.Att-7.P-2'],
    edit: {
      attestationObject: (object, context) => put(object, ['fmt', 'packed'], ['attStmt', selfStatement(context)]),
    },
  }),
  'broken-self-attestation-unasked': either({
    title: 'packed self attestation with a bad signature, none was asked for',
    level: 'report',
    reason: 'an RP that asked for none may leave the statement unread',
    catalogue: ['att.bad.when-none'],
    edit: {
      attestationObject: (object, context) =>
        put(object, ['fmt', 'packed'], ['attStmt', put(selfStatement(context), ['sig', new Uint8Array(70)])]),
    },
  }),
  'certified-attestation-unasked': either({
    title: 'packed attestation by a certificate, though none was asked for',
    level: 'report',
    reason: 'an RP that asked for none may leave the statement unread, or verify it',
    authenticator: { algorithms: [-7] },
    catalogue: ['none.full.when-none'],
    edit: {
      attestationObject: (object, context) =>
        put(object, ['fmt', 'packed'], ['attStmt', attested(packedChain(modelOf(context)), context)]),
    },
  }),
  'format-beside-the-wanted': accepts({
    title: 'packed self attestation, though the RP prefers another format',
    needs: ['direct-attestation'],
    wishes: { attestation: 'direct', attestationFormats: ['tpm'] },
    catalogue: ['att.formats.ignored'],
  }),
  'none-though-direct-asked': accepts({
    title: 'format none, though direct attestation was asked for',
    level: 'policy',
    needs: ['direct-attestation'],
    wishes: { attestation: 'direct' },
    authenticator: { attestation: 'none' },
    catalogue: ['none.when.direct', 'none.when.direct.optional'],
  }),
  'none-though-indirect-asked': accepts({
    title: 'format none, though indirect attestation was asked for',
    level: 'policy',
    needs: ['direct-attestation'],
    wishes: { attestation: 'indirect' },
    authenticator: { attestation: 'none' },
    catalogue: ['att.indirect'],
  }),
};
