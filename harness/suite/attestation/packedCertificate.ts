/** The certificate of a packed statement (WebAuthn Level 3 §8.2.1), for an RP that trusts the roots of the test PKI. */
import { LEAF_SUBJECT, leafLink } from '../../authenticator/attestationChain.ts';
import type { Edits } from '../../authenticator/edits.ts';
import { impostorIssuer } from '../../authenticator/pkiFormats.ts';
import { sequence } from '../../encoding/certificate.ts';
import { basicConstraints, EXTENSION } from '../../encoding/certificateExtensions.ts';
import { der } from '../../encoding/der.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import {
  batch,
  modelOf,
  refused,
  withAttributes,
  withChain,
  withLeaf,
  withoutExtension,
  withSubject,
} from './packedEdits.ts';

const PRINTABLE = 0x13;
const UTF8 = 0x0c;

const misfit = (title: string, row: string, edit: Edits, level: 'must' | 'should' = 'must') =>
  refused('packed-certificate', title, [row], edit, level);

/** The honest subject without one of its attributes. */
const without = (type: keyof typeof LEAF_SUBJECT) =>
  withSubject(Object.entries(LEAF_SUBJECT).filter(([name]) => name !== type));

/** The honest subject with other string types. */
const typed = (tags: Partial<Record<keyof typeof LEAF_SUBJECT, number>>) =>
  withSubject(
    Object.entries({ ...LEAF_SUBJECT, ...tags }).map(([type, tag]) => {
      const value = LEAF_SUBJECT[type as keyof typeof LEAF_SUBJECT];
      return typeof tag === 'number' ? [type, value, tag] : [type, value];
    }),
  );

export const packedCertificateCases: Cases = {
  'version-1': misfit(
    'the attestation certificate says version 1',
    'packed.cert.v1',
    withLeaf(() => ({ version: 1 })),
  ),
  'version-2': misfit(
    'the attestation certificate says version 2',
    'packed.cert.v1',
    withLeaf(() => ({ version: 2 })),
  ),
  'subject-ou-wrong': misfit(
    'Subject-OU says something else',
    'packed.cert.ou',
    withAttributes({ OU: 'Touchstone TEST department' }),
  ),
  'subject-ou-other': misfit(
    'Subject-OU has another case than "Authenticator Attestation"',
    'packed.cert.ou-case',
    withAttributes({ OU: 'Authenticator attestation' }),
    'should',
  ),
  'subject-ou-space': misfit(
    'Subject-OU ends in a space',
    'packed.cert.ou-case',
    withAttributes({ OU: 'Authenticator Attestation ' }),
    'should',
  ),
  'subject-ou-missing': misfit('the subject has no OU', 'packed.cert.ou-missing', without('OU')),
  'subject-ou-two': either({
    ...batch,
    title: 'the subject has two OU, one of them right',
    level: 'report',
    reason: '§8.2.1 says what the OU is, not that there is one',
    catalogue: ['packed.cert.ou-multi'],
    edit: withSubject([['OU', 'Touchstone TEST department'], ...Object.entries(LEAF_SUBJECT)]),
  }),
  'subject-country-missing': misfit('the subject has no C', 'packed.cert.c-missing', without('C')),
  'subject-country-three-letters': misfit(
    'Subject-C is no ISO 3166 code of two letters',
    'packed.cert.c-invalid',
    withAttributes({ C: 'USA' }),
    'should',
  ),
  'subject-country-unassigned': misfit(
    'Subject-C is a code that ISO 3166 gives to nobody',
    'packed.cert.c-invalid',
    withAttributes({ C: 'JJ' }),
    'should',
  ),
  'subject-country-user-assigned': either({
    ...batch,
    title: 'Subject-C is a code that ISO 3166 leaves to its users',
    level: 'report',
    reason: 'it stands for no country, and the vectors of the W3C have such a code',
    catalogue: ['packed.cert.c-invalid'],
    edit: withAttributes({ C: 'XX' }),
  }),
  'subject-country-name': misfit(
    'Subject-C is the name of a country',
    'packed.cert.c-invalid',
    withAttributes({ C: 'United States' }),
    'should',
  ),
  'subject-country-small': misfit(
    'Subject-C is in small letters',
    'packed.cert.c-invalid',
    withAttributes({ C: 'us' }),
    'should',
  ),
  'subject-country-utf8': either({
    ...batch,
    title: 'Subject-C is a UTF8String',
    level: 'report',
    reason: '§8.2.1 says PrintableString, and many readers do not look at the type of a string',
    catalogue: ['packed.cert.c-utf8'],
    edit: typed({ C: UTF8 }),
  }),
  'subject-organisation-missing': misfit('the subject has no O', 'packed.cert.o-missing', without('O')),
  'subject-common-name-missing': misfit('the subject has no CN', 'packed.cert.cn-missing', without('CN')),
  'subject-beyond-ascii': accepts({
    ...batch,
    title: 'O and CN are UTF8String with letters beyond ASCII',
    catalogue: ['packed.cert.utf8'],
    edit: withAttributes({ O: 'Prüfstein TEST', CN: 'Prüfstein TEST 試金石' }),
  }),
  'subject-printable': either({
    ...batch,
    title: 'O, OU and CN are PrintableString',
    level: 'report',
    reason: '§8.2.1 says UTF8String for OU and CN; real certificates have both',
    catalogue: ['packed.cert.utf8'],
    edit: typed({ O: PRINTABLE, OU: PRINTABLE, CN: PRINTABLE }),
  }),
  ca: misfit(
    'the attestation certificate is that of a CA',
    'packed.cert.ca-true',
    withoutExtension(EXTENSION.basicConstraints, basicConstraints({ ca: true })),
  ),
  'basic-constraints-missing': misfit(
    'the attestation certificate has no Basic Constraints',
    'packed.cert.bc-missing',
    withoutExtension(EXTENSION.basicConstraints),
    'should',
  ),
  'basic-constraints-explicit': either({
    ...batch,
    title: 'the Basic Constraints spell out that it is no CA',
    level: 'report',
    reason: "DER leaves out what is the default; the certificates of Chromium's virtual authenticator do not",
    seen: 'MasterKale/SimpleWebAuthn#111',
    catalogue: ['self.chrome-broken'],
    edit: withoutExtension(EXTENSION.basicConstraints, {
      ...basicConstraints(),
      value: sequence(der(0x01, Uint8Array.of(0))),
    }),
  }),
};

export const certificatePathCases: Cases = {
  'certificate-expired': refused(
    'attestation-trust',
    'the attestation certificate has expired',
    ['x509.leaf.expired', 'fido.Att-5.F-6'],
    withLeaf(() => ({ notAfter: new Date('2024-06-01T00:00:00Z') })),
  ),
  'certificate-not-yet-valid': refused(
    'attestation-trust',
    'the attestation certificate is not valid yet',
    ['x509.leaf.notyet', 'fido.Att-5.F-7'],
    withLeaf(() => ({ notBefore: new Date('2047-01-01T00:00:00Z') })),
  ),
  'root-of-same-name': refused(
    'attestation-trust',
    'the issuer has the name of a trusted root, and another key',
    ['x509.same-name-root'],
    withChain((_, context) => [leafLink(modelOf(context), impostorIssuer())]),
  ),
};
