/** What the certificates of a chain say (RFC 5280 §4.1, §4.2). */
import { withFields } from '../../authenticator/attestationChain.ts';
import { concat, utf8 } from '../../encoding/bytes.ts';
import {
  type CertificateExtension,
  type CertificateFields,
  derName,
  derOid,
  sequence,
} from '../../encoding/certificate.ts';
import {
  basicConstraints,
  extendedKeyUsage,
  hostName,
  hostNames,
  KEY_USAGE,
  keyUsage,
  nameConstraints,
  SERVER_AUTH,
} from '../../encoding/certificateExtensions.ts';
import { der } from '../../encoding/der.ts';
import { childrenOf, readDer } from '../../encoding/derReader.ts';
import { accepts, type Declaration, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { withIntermediate } from './chain.ts';
import { batch, refused, withChain, withExtensions, withLeaf } from './packedEdits.ts';

type Edit = Parameters<typeof refused>[3];

const untrusted = (title: string, row: string, edit: Edit, level: NonNullable<Declaration['level']> = 'must') =>
  refused('attestation-trust', title, [row], edit, level);

const reported = (title: string, row: string, reason: string, edit: Edit) =>
  either({ ...batch, title, level: 'report', reason, catalogue: [row], edit });

/** Of nobody, under the arc for examples. */
const critical: CertificateExtension = { oid: '2.999.1', critical: true, value: der(0x04, utf8('TEST')) };

const alsoIn = ({ extensions }: CertificateFields, ...more: CertificateExtension[]) => ({
  extensions: [...extensions, ...more],
});

const SHA384_WITH_RSA = sequence(derOid('1.2.840.113549.1.1.12'), der(0x05, new Uint8Array()));

/** Subtree of directory names. */
const directory = (attributes: Record<string, string>) => der(0xa4, derName(attributes));
const hosts = (count: number, of: string) => Array.from({ length: count }, (_, index) => `${of}${index}.test`);

export const chainExtensionCases: Cases = {
  'critical-extension-in-certificate': untrusted(
    'the certificate has a critical extension that nobody knows',
    'x509.critical.unknown.leaf',
    withExtensions(critical),
  ),
  'critical-extension-in-intermediate': untrusted(
    'the intermediate CA has a critical extension that nobody knows',
    'x509.critical.unknown.int',
    withIntermediate(fields => alsoIn(fields, critical)),
  ),
  'extension-twice-in-certificate': untrusted(
    'Key Usage stands twice in the certificate',
    'x509.dup-ext',
    withExtensions(keyUsage(KEY_USAGE.digitalSignature), keyUsage(KEY_USAGE.digitalSignature)),
    'should',
  ),
  'extension-twice-in-intermediate': untrusted(
    'the issuer has Basic Constraints twice, CA first and no CA second',
    'x509.dup-ext',
    withIntermediate(fields => alsoIn(fields, basicConstraints())),
  ),
  'name-constraints-violated': untrusted(
    'the issuer may only name another organisation',
    'x509.nc',
    withIntermediate(fields =>
      alsoIn(fields, nameConstraints({ permitted: [directory({ C: 'US', O: 'Touchstone TEST elsewhere' })] })),
    ),
    'should',
  ),
  'name-constraints-quadratic': untrusted(
    'a thousand name constraints meet a thousand names',
    'x509.nc-dos',
    withChain(honest => {
      const excluded = hosts(1000, 'excluded').map(hostName);
      const named = withFields(honest, 0, fields => alsoIn(fields, hostNames(...hosts(1000, 'name'))));
      return withFields(named, 1, fields => alsoIn(fields, nameConstraints({ excluded })));
    }, 1),
    'should',
  ),
  'extended-key-usage-of-server': reported(
    'the Extended Key Usage of the certificate is for web servers only',
    'x509.eku',
    'Level 3 has no rule on it but for tpm',
    withExtensions(extendedKeyUsage(SERVER_AUTH)),
  ),
};

/** Bytes of a Time, UTCTime or GeneralizedTime by their number. */
const utcTime = (digits: string) => der(0x17, utf8(digits));
const generalizedTime = (digits: string) => der(0x18, utf8(digits));

const inTime = (title: string, fields: Partial<CertificateFields>) =>
  reported(
    title,
    'x509.utctime',
    'RFC 5280 §4.1.2.5 has one way to write a time; readers take others',
    withLeaf(() => fields),
  );

/** The attributes of both in one RDN; SET OF in the order of their bytes. */
function joined(name: Uint8Array, ...places: number[]): Uint8Array {
  const rdns = childrenOf(name, readDer(name, 0));
  const body = (index: number) => name.subarray(rdns[index]!.start, rdns[index]!.end);
  const together = places.map(body).toSorted(Buffer.compare);
  const alone = rdns.flatMap((_, index) => (places.includes(index) ? [] : [der(0x31, body(index))]));
  return sequence(...alone, der(0x31, concat(...together)));
}

export const chainFieldCases: Cases = {
  'year-3024': accepts({
    ...batch,
    title: 'the certificate is valid until the year 3024',
    catalogue: ['x509.year-3024'],
    edit: withLeaf(() => ({ notAfter: new Date('3024-01-01T00:00:00Z') })),
  }),
  'year-9999': accepts({
    ...batch,
    title: 'the certificate is valid for ever: until the end of the year 9999',
    level: 'should',
    catalogue: ['x509.utctime'],
    edit: withLeaf(() => ({ notAfter: new Date('9999-12-31T23:59:59Z') })),
  }),
  'time-of-1950': inTime('the certificate is valid from 1950, the first year of UTCTime', {
    notBefore: utcTime('500101000000Z'),
  }),
  'time-of-2049': inTime('the certificate is valid until 2049, the last year of UTCTime', {
    notAfter: utcTime('491231235959Z'),
  }),
  'time-generalized-early': inTime('a time before 2050 is a GeneralizedTime', {
    notBefore: generalizedTime('20240101000000Z'),
  }),
  'time-without-seconds': inTime('a time has no seconds', { notBefore: utcTime('2401010000Z') }),
  'time-with-offset': inTime('a time has an offset in place of Z', { notBefore: utcTime('240101000000+0000') }),
  'time-of-no-day': inTime('a time is that of 30 February', { notBefore: utcTime('240230000000Z') }),
  'subject-joined': accepts({
    ...batch,
    title: 'OU and CN of the subject stand in one RDN',
    catalogue: ['x509.split-rdn'],
    edit: withLeaf(({ subject }) => ({ subject: joined(subject, 2, 3) })),
  }),
  'issuer-empty': untrusted(
    'the certificate names no issuer, and the issuer no subject',
    'x509.empty-issuer',
    withChain(honest => {
      const nameless = withFields(honest, 1, () => ({ subject: sequence() }));
      return withFields(nameless, 0, () => ({ issuer: sequence() }));
    }, 1),
  ),
  'version-1-issuer': untrusted(
    'the issuer has version 1, and extensions',
    'x509.version',
    withIntermediate(() => ({ version: 1 })),
    'should',
  ),
  'version-2-issuer': untrusted(
    'the issuer has version 2, and extensions',
    'x509.version',
    withIntermediate(() => ({ version: 2 })),
    'should',
  ),
  'version-4-issuer': untrusted(
    'the issuer has version 4, which there is not',
    'x509.version',
    withIntermediate(() => ({ version: 4 })),
    'should',
  ),
  'signature-algorithm-other-outside': untrusted(
    'the certificate names SHA-384 outside and SHA-256 inside',
    'x509.sigalg-mismatch',
    withLeaf(() => ({ outerSignatureAlgorithm: SHA384_WITH_RSA })),
  ),
  'serial-zero': reported(
    'the serial number is 0',
    'x509.serial',
    'CAs owe a positive one, readers are asked to be lenient (RFC 5280 §4.1.2.2)',
    withLeaf(() => ({ serial: Uint8Array.of(0) })),
  ),
  'serial-negative': reported(
    'the serial number is negative',
    'x509.serial',
    'CAs owe a positive one, readers are asked to be lenient (RFC 5280 §4.1.2.2)',
    withLeaf(() => ({ serial: Uint8Array.of(0x80, 1) })),
  ),
  'serial-of-21-bytes': reported(
    'the serial number has 21 bytes',
    'x509.serial',
    'CAs may use 20, and RFC 5280 §4.1.2.2 asks readers for no more',
    withLeaf((_, { random }) => ({ serial: concat(Uint8Array.of(1), random('serial', 20)) })),
  ),
};
