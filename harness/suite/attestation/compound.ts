/**
 * Compound attestation (WebAuthn Level 3 §8.9), for an RP that knows it and trusts the roots of the test PKI: a self
 * attestation and one by a certificate, unless a case says otherwise.
 */
import { packedSelfStatement, packedStatement } from '../../authenticator/attestation/packed.ts';
import { leafLink, packedChain, writeChain } from '../../authenticator/attestationChain.ts';
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { impostorIssuer } from '../../authenticator/pkiFormats.ts';
import type { AuthenticatorSettings } from '../../authenticator/settings.ts';
import type { DutyName } from '../../duties.ts';
import { concat, flipBit } from '../../encoding/bytes.ts';
import { type CborMap, type CborValue, RawCbor, raw } from '../../encoding/cbor.ts';
import { message } from '../assertion/message.ts';
import { accepts, either, type Level, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';
import { certifiedBy } from './certified.ts';
import { attested, modelOf } from './packedEdits.ts';

const compoundBy = (settings: Partial<AuthenticatorSettings> = {}) =>
  ({
    ...certifiedBy('compound', settings),
    needs: ['direct-attestation', 'attestation-roots', 'compound-attestation'],
  }) as const;

const compound = compoundBy();

/** The two elements of the honest array. */
type Pair = [self: CborMap, certified: CborMap];

const statements = (write: (honest: Pair, context: EditContext) => CborValue): Edits => ({
  statement: (honest, context) => write(honest as Pair, context),
});

const refused = (duty: DutyName, title: string, row: string, edit: Edits, level: Level = 'should') =>
  rejects(duty, { ...compound, title, level, catalogue: [row], edit });

const malformed = (title: string, row: string, write: Parameters<typeof statements>[0], level?: Level) =>
  refused('compound-statement', title, row, statements(write), level);

const open = (title: string, row: string, reason: string, write: Parameters<typeof statements>[0]) =>
  either({ ...compound, title, reason, level: 'report', catalogue: [row], edit: statements(write) });

/** An element: a statement of its format. */
const element = (fmt: CborValue, attStmt: CborValue): CborMap =>
  new Map([
    ['fmt', fmt],
    ['attStmt', attStmt],
  ]);

const statementOf = (one: CborMap) => one.get('attStmt') as CborMap;

/** The same element with another signature. */
function badlySigned(one: CborMap): CborMap {
  const attStmt = statementOf(one);
  return put(one, ['attStmt', put(attStmt, ['sig', flipBit(attStmt.get('sig') as Uint8Array, -1)])]);
}

/** So many compound statements, each the one element of the next. */
function nested(depth: number): RawCbor {
  const head = concat(raw.head(5, 2), raw.text('fmt'), raw.text('compound'), raw.text('attStmt'), raw.head(4, 1));
  return new RawCbor(concat(raw.head(4, 1), Buffer.alloc(head.length * depth, head), Uint8Array.of(0)));
}

/** A self attestation over other authenticatorData, which it brings along. */
function withOwnData({ algorithm, privateKey, publicKey, ...context }: EditContext): CborMap {
  const other = flipBit(context.authenticatorData!, -1);
  const signed = concat(other, context.clientDataHash!);
  const { fmt, attStmt } = packedSelfStatement({ algorithm, privateKey, publicKey }, signed);
  return put(element(fmt, attStmt), ['authData', other]);
}

/** By a root that has the name of a trusted one, and another key. */
function untrusted(context: EditContext): CborMap {
  const leaf = leafLink(modelOf(context), impostorIssuer());
  const { fmt, attStmt } = packedStatement({ keys: leaf.keys, x5c: writeChain([leaf]) }, message(context));
  return element(fmt, attStmt as CborMap);
}

const acceptedCases: Cases = {
  'self-and-certified': accepts({
    ...compound,
    title: 'a self attestation and one by a certificate',
    level: 'policy',
    catalogue: ['comp.ok.two'],
  }),
  'tpm-and-certified': accepts({
    ...compoundBy({ compoundOf: ['tpm', 'packed'] }),
    title: 'a tpm statement and a packed one, each with certificates',
    level: 'policy',
    catalogue: ['comp.ok.tpm-packed'],
  }),
  'certificates-deep': accepts({
    ...compound,
    title: 'certificates of two statements stand five levels deep',
    seen: 'go-webauthn/webauthn#751',
    level: 'policy',
    catalogue: ['comp.depth-limit'],
    edit: statements(([, certified], context) => [
      certified,
      put(certified, ['attStmt', attested(packedChain(modelOf(context), 2), context)]),
    ]),
  }),
};

const formCases: Cases = {
  'statements-in-map': malformed(
    'attStmt is a map of the statements by format',
    'comp.attstmt.map',
    honest => new Map(honest.map((one, index) => [index, one])),
    'must',
  ),
  'statement-alone': malformed('attStmt is one statement', 'comp.attstmt.map', ([self]) => statementOf(self), 'must'),
  empty: malformed('attStmt has no statements', 'comp.empty', () => [], 'must'),
  one: malformed('attStmt has one statement', 'comp.one', ([, certified]) => [certified]),
  nested: malformed('a statement is compound itself', 'comp.nested', ([self, certified]) => [
    self,
    element('compound', [self, certified]),
  ]),
  'nested-deep': refused(
    'attestation-object',
    'compound statements are nested 10,000 deep',
    'comp.nested-deep',
    statements(() => nested(10_000)),
    'must',
  ),
  many: malformed('attStmt has 1000 statements', 'comp.many', ([self]) => Array<CborMap>(1000).fill(self)),
  'fmt-missing': malformed('a statement has no fmt', 'comp.sub.missing-fmt', ([self, certified]) => [
    self,
    drop(certified, 'fmt'),
  ]),
  'fmt-bytes': malformed('fmt of a statement is a byte string', 'comp.sub.missing-fmt', ([self, certified]) => [
    self,
    put(certified, ['fmt', Buffer.from('packed')]),
  ]),
  'statement-missing': malformed('a statement has no attStmt', 'comp.sub.missing-fmt', ([self, certified]) => [
    self,
    drop(certified, 'attStmt'),
  ]),
  'element-text': malformed('a statement is a text', 'comp.sub.nonmap', ([self]) => [self, 'packed']),
  'element-array': malformed('a statement is an array', 'comp.sub.nonmap', ([self, certified]) => [
    self,
    [...certified.values()],
  ]),
  'element-null': malformed('a statement is null', 'comp.sub.nonmap', ([self]) => [self, null]),
};

const contentCases: Cases = {
  'first-sig-bad': refused(
    'packed-signature',
    'sig of the first statement is bad, the second is right',
    'comp.one-bad',
    statements(([self, certified]) => [badlySigned(self), certified]),
    'policy',
  ),
  'second-sig-bad': refused(
    'packed-signature',
    'sig of the second statement is bad, the first is right',
    'comp.one-bad',
    statements(([self, certified]) => [self, badlySigned(certified)]),
    'policy',
  ),
  'all-sigs-bad': refused(
    'packed-signature',
    'sig of each statement is bad',
    'comp.all-bad',
    statements(honest => honest.map(badlySigned)),
    'must',
  ),
  'all-formats-unknown': refused(
    'attestation-format',
    'the formats of all statements are none that anybody registered',
    'comp.all-bad',
    statements(() => [element('not-a-format', new Map()), element('nor-this', new Map())]),
    'must',
  ),
  'one-format-unknown': open(
    'the format of the second statement is unknown, the first is right',
    'comp.unknown-fmt',
    '§8.9 leaves to the RP how many statements have to verify',
    ([self]) => [self, element('not-a-format', new Map())],
  ),
  'own-authenticator-data': refused(
    'packed-signature',
    'a statement has authData of its own, which it signs',
    'comp.sub.authdata',
    statements(([, certified], context) => [withOwnData(context), certified]),
    'must',
  ),
  'untrusted-beside-self': refused(
    'attestation-trust',
    'a self attestation, and a certificate of no trusted root',
    'comp.type-trust',
    statements(([self], context) => [self, untrusted(context)]),
    'must',
  ),
  'same-twice': open(
    'the same statement stands twice',
    'comp.dup-fmt',
    '§8.9 does not forbid it; one statement twice says no more than once',
    ([, certified]) => [certified, certified],
  ),
  'none-beside-certified': open(
    'a statement is of format none',
    'comp.none-sub',
    '§8.9 does not forbid it, and it says nothing',
    ([, certified]) => [element('none', new Map()), certified],
  ),
};

/** Whether an RP knows the format or not: its control is a plain self attestation. */
const anybodysCases: Cases = {
  'for-any-rp': rejects('packed-signature', {
    title: 'two bad self attestations, of which no RP may make anything',
    needs: ['direct-attestation'],
    wishes: { attestation: 'direct' },
    authenticator: { attestation: 'packed-self', algorithms: [-7] },
    catalogue: ['comp.unsupported', 'comp.all-bad'],
    edit: {
      attestationObject: object => {
        const one = badlySigned(element('packed', object.get('attStmt') as CborMap));
        return put(object, ['fmt', 'compound'], ['attStmt', [one, one]]);
      },
    },
  }),
};

export const compoundCases: Cases = { ...acceptedCases, ...formCases, ...contentCases, ...anybodysCases };
