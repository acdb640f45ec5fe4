/** Format `packed` (§8.2): self attestation by the credential key, or a certificate's. */
import { aaguidText } from '../../encoding/authenticatorData.ts';
import { equal } from '../../encoding/bytes.ts';
import { algorithmText } from '../../encoding/cose.ts';
import { FIDO_EXTENSION } from '../../encoding/fidoExtensions.ts';
import type { Certificate } from '../../encoding/x509.ts';
import type { RelyingPartyConfig } from '../config.ts';
import { saysNoCa } from '../form.ts';
import { quote, type Step } from '../steps.ts';
import { type AttestationContext, certificateKey, leafCertificate, statementMember, x5cOf } from './context.ts';
import { signatureMisfit } from './signature.ts';

const applies = (context: AttestationContext) => context.object?.fmt === 'packed';
const isSelf = (context: AttestationContext) => context.attestation?.type === 'self';
/** There are certificates, whether they can be read or not. */
const certified = (context: AttestationContext) => applies(context) && Boolean(x5cOf(context.object!.attStmt)?.length);
/** The statement stands, and its certificates were read. */
const certificateRead = (context: AttestationContext) =>
  context.attestation !== undefined && !isSelf(context) && leafCertificate(context) !== undefined;

export const packedSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'packed-statement',
    gate: true,
    applies,
    ready: c => c.format === 'packed',
    check: readStatement,
  },
  {
    duty: 'packed-algorithm',
    applies,
    ready: c => isSelf(c) && c.coseKey !== undefined,
    check: context =>
      statementMember(context, 'alg') === context.coseKey!.alg
        ? undefined
        : `alg is ${algorithmText(statementMember(context, 'alg') as number)}, the credential's is ${algorithmText(context.coseKey!.alg)}`,
  },
  {
    duty: 'packed-signature',
    applies,
    // A self attestation whose alg is not the credential's is refused for that: no signature can be asked of it.
    ready: c =>
      isSelf(c) ? c.publicKey !== undefined && statementMember(c, 'alg') === c.coseKey!.alg : certificateRead(c),
    check: c => signatureMisfit(c, isSelf(c) ? c.publicKey : certificateKey(c)),
  },
  {
    duty: 'packed-certificate',
    applies: certified,
    ready: c => c.attestation !== undefined && !isSelf(c),
    check: context =>
      typeof context.certificates === 'string'
        ? context.certificates
        : certificateMisfit(leafCertificate(context)!, context.expected.rp),
  },
  {
    duty: 'packed-aaguid',
    applies: certified,
    ready: c => certificateRead(c) && c.authData?.aaguid !== undefined,
    check: context => {
      const { aaguid } = leafCertificate(context)!;
      return !aaguid || equal(aaguid, context.authData!.aaguid!)
        ? undefined
        : `the certificate is of ${aaguidText(aaguid)}, authenticatorData of ${aaguidText(context.authData!.aaguid!)}`;
    },
  },
  {
    duty: 'packed-enterprise',
    applies: certified,
    ready: c => certificateRead(c) && c.expected.attestation !== undefined,
    check: context =>
      leafCertificate(context)!.extensions.has(FIDO_EXTENSION.serialNumber) &&
      context.expected.attestation !== 'enterprise'
        ? `the certificate names a serial number, and attestation ${quote(context.expected.attestation)} was asked for`
        : undefined,
  },
];

function readStatement(context: AttestationContext, lenient: boolean): string | undefined {
  const { attStmt } = context.object!;
  if (!(attStmt instanceof Map)) return 'attStmt is not a map';
  if (typeof attStmt.get('alg') !== 'number') return 'alg is missing or no integer';
  if (!(attStmt.get('sig') instanceof Uint8Array)) return 'sig is missing or no byte string';
  const misfit = lenient ? undefined : memberMisfit(attStmt);
  // Careless readers take an x5c that they cannot read for one that vouches for any key.
  if (!misfit) context.attestation = { type: attStmt.has('x5c') ? 'basic' : 'self' };
  return misfit;
}

/** What should not be there, or not so. */
function memberMisfit(attStmt: ReadonlyMap<unknown, unknown>): string | undefined {
  if (attStmt.has('ecdaaKeyId')) return 'ecdaaKeyId was removed from the specification';
  if (attStmt.has('x5c') && !x5cOf(attStmt)?.length) return 'x5c is not a non-empty array of byte strings';
  return undefined;
}

/** §8.2.1. */
function certificateMisfit(certificate: Certificate, rp: RelyingPartyConfig): string | undefined {
  const { version, aaguidForm } = certificate;
  if (version !== 3) return `the attestation certificate has version ${version}`;
  if (!saysNoCa(certificate, rp)) return 'the Basic Constraints do not say that it is no CA';
  if (aaguidForm) return `extension ${FIDO_EXTENSION.aaguid} ${aaguidForm}`;
  return subjectMisfit(certificate) ?? firmwareMisfit(certificate);
}

function subjectMisfit({ subject }: Certificate): string | undefined {
  const missing = ['C', 'O', 'OU', 'CN'].find(type => !subject[type]?.[0]);
  if (missing) return `Subject-${missing} is missing`;
  const [country] = subject.C!;
  if (!isCountry(country!)) return `Subject-C is ${quote(country)}, not an ISO 3166 code`;
  const units = subject.OU!;
  return units.length === 1 && units[0] === 'Authenticator Attestation'
    ? undefined
    : `Subject-OU is ${quote(units)}, not "Authenticator Attestation"`;
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** ISO 3166-1 §8.1.3: codes that everybody may use as they like, as the vectors of the W3C do. */
const USER_ASSIGNED = /^(AA|Q[M-Z]|X[A-Z]|ZZ)$/;

/** ISO 3166-1 alpha-2. */
function isCountry(code: string): boolean {
  return USER_ASSIGNED.test(code) || (/^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined);
}

function firmwareMisfit({ extensions, criticalExtensions }: Certificate): string | undefined {
  const oid = FIDO_EXTENSION.firmwareVersion;
  const value = extensions.get(oid);
  if (!value) return undefined;
  const isNatural = value[0] === 0x02 && value.length === value[1]! + 2 && value.length > 2 && value[2]! < 0x80;
  if (!isNatural) return `extension ${oid} is not an INTEGER from 0 on`;
  return criticalExtensions.includes(oid) ? `extension ${oid} is marked critical` : undefined;
}
