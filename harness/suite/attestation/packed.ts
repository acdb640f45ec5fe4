/** Packed attestation by the credential key (WebAuthn Level 3 §8.2), and trust in a certificate (§7.1 step 24). */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { concat, flipBit, sha256, utf8 } from '../../encoding/bytes.ts';
import { CborFloat, type CborMap, CborTagged, type CborValue } from '../../encoding/cbor.ts';
import { signData } from '../../encoding/cose.ts';
import { message, stranger } from '../assertion/message.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';

/** Packed self attestation, which an authenticator gives when it is asked. */
const asked = { needs: ['direct-attestation'], wishes: { attestation: 'direct' } } as const;

/** Changes the packed statement. */
const statement = (change: (honest: CborMap, context: EditContext) => CborValue): Edits => ({
  statement: (honest, context) => change(honest as CborMap, context),
});
const withParts = (...entries: [CborValue, CborValue][]) => statement(honest => put(honest, ...entries));

const withSignature = (write: (context: EditContext, honest: Uint8Array) => CborValue) =>
  statement((honest, context) => put(honest, ['sig', write(context, honest.get('sig') as Uint8Array)]));

const self = (
  duty: 'packed-statement' | 'packed-signature' | 'attestation-object',
  title: string,
  catalogue: string[],
  edit: Edits,
  level: 'must' | 'should' = 'must',
) => rejects(duty, { ...asked, title, catalogue, edit, level });

export const packedSelfCases: Cases = {
  self: accepts({ ...asked, title: 'packed self attestation', catalogue: ['self.ok', 'fido.Att-6.P-1'] }),
  'self-with-aaguid': accepts({
    ...asked,
    title: 'packed self attestation with an AAGUID that is not zero',
    authenticator: { aaguid: '7b1f2a60-5f1c-4d0e-9c0b-51d1a7e8c3f4' },
    catalogue: ['self.ok.aaguid'],
  }),
  empty: self(
    'packed-statement',
    'the statement is empty',
    ['self.attstmt.empty', 'fido.Att-3.F-13'],
    statement(() => new Map()),
  ),
  array: self(
    'packed-statement',
    'the statement is an array',
    ['ao.attstmt.nonmap', 'fido.Att-3.F-5'],
    statement(honest => [...honest.values()]),
  ),
  'alg-missing': self(
    'packed-statement',
    'alg is missing',
    ['self.alg.missing', 'fido.Att-3.F-14'],
    statement(honest => drop(honest, 'alg')),
  ),
  'alg-text': self(
    'packed-statement',
    'alg is a text',
    ['self.alg.nonnumber', 'fido.Att-3.F-15'],
    withParts(['alg', 'ES256']),
  ),
  'alg-bytes': self(
    'packed-statement',
    'alg is a byte string',
    ['self.alg.nonnumber'],
    withParts(['alg', Uint8Array.of(0x26)]),
  ),
  'sig-missing': self(
    'packed-statement',
    'sig is missing',
    ['self.sig.missing', 'fido.Att-3.F-17'],
    statement(honest => drop(honest, 'sig')),
  ),
  'sig-text': self(
    'packed-statement',
    'sig is a text',
    ['self.sig.nonbytes', 'fido.Att-3.F-18'],
    withParts(['sig', 'AAAA']),
  ),
  'sig-null': self('packed-statement', 'sig is null', ['self.sig.nonbytes'], withParts(['sig', null])),
  'x5c-null': self('packed-statement', 'x5c is null', ['self.x5c.null'], withParts(['x5c', null])),
  'x5c-empty': self(
    'packed-statement',
    'x5c has no certificates',
    ['self.x5c.empty-array', 'packed.x5c.empty', 'fido.Att-5.F-5'],
    withParts(['x5c', []]),
  ),
  'x5c-text': self(
    'packed-statement',
    'x5c is a text',
    ['packed.x5c.nonarray', 'fido.Att-5.F-4'],
    withParts(['x5c', '']),
  ),
  'x5c-of-texts': self(
    'packed-statement',
    'x5c has texts for certificates',
    ['packed.x5c.nonbytes'],
    withParts(['x5c', ['', '']]),
  ),
  'ecdaa-key-id': self(
    'packed-statement',
    'the statement has ecdaaKeyId, which Level 2 removed',
    ['self.ecdaa'],
    withParts(['ecdaaKeyId', utf8('key')]),
    'should',
  ),
  'alg-of-other-key-type': rejects('packed-algorithm', {
    ...asked,
    title: 'alg is RS256, the credential and sig are ES256',
    seen: 'vouch-sh/vouch#1102',
    authenticator: { algorithms: [-7] },
    catalogue: ['self.alg.mismatch'],
    edit: withParts(['alg', -257]),
  }),
  'alg-of-same-family': rejects('packed-algorithm', {
    ...asked,
    title: 'alg is ES384, the credential and sig are ES256',
    authenticator: { algorithms: [-7] },
    catalogue: ['self.alg.same-family'],
    edit: withParts(['alg', -35]),
  }),
  'alg-float': self(
    'attestation-object',
    'alg is a floating-point number',
    ['ao.float-alg'],
    statement(honest => put(honest, ['alg', new CborFloat(honest.get('alg') as number)])),
    'should',
  ),
  'alg-tagged': self(
    'attestation-object',
    'alg is a tagged big number',
    ['ao.tag.nested'],
    withParts(['alg', new CborTagged(3, Uint8Array.of(6))]),
    'should',
  ),
  'sig-bit': self(
    'packed-signature',
    'a bit of sig is flipped',
    ['self.sig.bad', 'fido.Att-6.F-1', 'fido.Att-5.F-2'],
    withSignature((_, honest) => flipBit(honest, -1)),
  ),
  'sig-empty': self(
    'packed-signature',
    'sig has no bytes',
    ['self.sig.empty', 'fido.Att-3.F-19'],
    withParts(['sig', new Uint8Array()]),
  ),
  'sig-of-other-key': self(
    'packed-signature',
    'sig is by another key',
    ['self.sig.other-key', 'fido.Att-5.F-3'],
    withSignature(context => signData(context.algorithm, stranger(context).privateKey, message(context))),
  ),
  'sig-over-authenticator-data-only': self(
    'packed-signature',
    'sig is over authenticatorData only',
    ['self.sig.authdata-only'],
    withSignature(({ sign, authenticatorData }) => sign(authenticatorData!)),
  ),
  'sig-over-hash-only': self(
    'packed-signature',
    'sig is over the hash of clientDataJSON only',
    ['self.sig.authdata-only'],
    withSignature(({ sign, clientDataHash }) => sign(clientDataHash!)),
  ),
  'sig-other-order': self(
    'packed-signature',
    'sig is over the hash first, then authenticatorData',
    ['self.sig.authdata-only'],
    withSignature(({ sign, authenticatorData, clientDataHash }) => sign(concat(clientDataHash!, authenticatorData!))),
  ),
  'sig-over-other-client-data': self(
    'packed-signature',
    'sig is over the client data of another ceremony',
    ['self.sig.other-cdj'],
    withSignature(({ sign, authenticatorData }) =>
      sign(concat(authenticatorData!, sha256(utf8('{"type":"webauthn.create"}')))),
    ),
  ),
  'sig-over-client-data-itself': self(
    'packed-signature',
    'sig is over clientDataJSON in place of its hash',
    ['self.sig.authdata-only'],
    withSignature(({ sign, authenticatorData, clientDataJSON }) => sign(concat(authenticatorData!, clientDataJSON!))),
  ),
  'extra-member': either({
    ...asked,
    title: 'the statement has an unknown member',
    level: 'report',
    reason: 'the syntax of §8.2 is closed; readers differ in whether they mind',
    catalogue: ['self.extra'],
    edit: withParts(['extra', true]),
  }),
};

/** §7.1 step 24, for an RP that trusts the roots of the test PKI. */
export const trustCases: Cases = {
  'certificate-of-nobody': rejects('attestation-trust', {
    title: 'the attestation certificate has a bad signature of its issuer',
    needs: ['direct-attestation', 'attestation-roots'],
    wishes: { attestation: 'direct' },
    authenticator: { attestation: 'packed' },
    catalogue: ['x509.unverifiable', 'att.trust.api', 'fido.Att-5.F-9'],
    // The signature of the issuer is the last thing in a certificate, so the last bit is one of it.
    edit: statement(honest => {
      const [leaf, ...rest] = honest.get('x5c') as Uint8Array[];
      return put(honest, ['x5c', [flipBit(leaf!, -1), ...rest]]);
    }),
  }),
  'certificate-trusted': accepts({
    title: 'the attestation certificate is issued by a trusted root',
    needs: ['direct-attestation', 'attestation-roots'],
    wishes: { attestation: 'direct' },
    authenticator: { attestation: 'packed' },
    // The Basic Constraints of that root are critical.
    catalogue: ['packed.ok.root', 'packed.ok.critical-bc-root', 'fido.Att-5.P-1', 'fido.Att-5.P-2', 'fido.Att-5.P-4'],
  }),
};
