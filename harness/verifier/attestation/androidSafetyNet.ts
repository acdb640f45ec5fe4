/** Format `android-safetynet` (§8.5), with the steps of the SafetyNet documentation that it refers to. */
import { sha256 } from '../../encoding/bytes.ts';
import { verifyData } from '../../encoding/cose.ts';
import type { Jws } from '../../encoding/jws.ts';
import { quote, type Step } from '../steps.ts';
import { type AttestationContext, certificateKey, leafCertificate, statementMember } from './context.ts';

const HOST = 'attest.android.com';
const RS256 = -257;
/** Milliseconds: how old a response may be, as FIDO's conformance tests have it. */
const MAX_AGE = 60_000;

const applies = (context: AttestationContext) => context.object?.fmt === 'android-safetynet';
const answered = (context: AttestationContext) => context.attestation?.type === 'basic';
const jwsOf = ({ jws }: AttestationContext) => jws as Jws;

export const androidSafetyNetSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'android-safetynet-statement',
    gate: true,
    applies,
    ready: c => c.format === 'android-safetynet',
    check: readStatement,
  },
  {
    duty: 'android-safetynet-version',
    applies,
    ready: c => typeof statementMember(c, 'ver') === 'string',
    check: context => (statementMember(context, 'ver') === '' ? 'ver is empty' : undefined),
  },
  {
    duty: 'android-safetynet-response',
    gate: true,
    applies,
    ready: c => c.format === 'android-safetynet' && c.jws !== undefined,
    check: readResponse,
  },
  {
    duty: 'android-safetynet-algorithm',
    applies,
    ready: answered,
    check: context => {
      const { alg } = jwsOf(context).header;
      return alg === 'RS256' ? undefined : `the JWS is by alg ${quote(alg)}, not RS256`;
    },
  },
  {
    duty: 'android-safetynet-signature',
    applies,
    // A JWS by another algorithm is refused for that: no signature can be asked of it.
    ready: c => answered(c) && jwsOf(c).header.alg === 'RS256',
    check: context => {
      const { signed, signature } = jwsOf(context);
      const key = certificateKey(context);
      if (key?.asymmetricKeyType !== 'rsa') return `RS256 does not go with a key of type ${key?.asymmetricKeyType}`;
      return verifyData(RS256, key, signed, signature) ? undefined : 'the signature of the JWS does not verify';
    },
  },
  { duty: 'android-safetynet-hostname', applies, ready: answered, check: checkHostname },
  {
    duty: 'android-safetynet-nonce',
    applies,
    ready: answered,
    check: context =>
      jwsOf(context).payload.nonce === Buffer.from(sha256(context.signedData!)).toString('base64')
        ? undefined
        : 'nonce is not that of authenticatorData and clientDataJSON',
  },
  {
    duty: 'android-safetynet-cts-profile',
    applies,
    ready: answered,
    check: context => notTrue(context, 'ctsProfileMatch'),
  },
  {
    duty: 'android-safetynet-basic-integrity',
    applies,
    ready: answered,
    check: context => notTrue(context, 'basicIntegrity'),
  },
  { duty: 'android-safetynet-timestamp', applies, ready: answered, check: checkTimestamp },
];

function readStatement(context: AttestationContext, lenient: boolean): string | undefined {
  const misfit = statementMisfit(context);
  if (misfit && !lenient) return misfit;
  // Careless readers take a statement that they cannot read for no attestation.
  if (!context.jws) context.attestation = { type: 'none' };
  return undefined;
}

function statementMisfit(context: AttestationContext): string | undefined {
  if (!(context.object!.attStmt instanceof Map)) return 'attStmt is not a map';
  if (typeof statementMember(context, 'ver') !== 'string') return 'ver is missing or no text';
  return statementMember(context, 'response') instanceof Uint8Array
    ? undefined
    : 'response is missing or no byte string';
}

function readResponse(context: AttestationContext, lenient: boolean): string | undefined {
  const misfit = responseMisfit(context);
  if (misfit && !lenient) return misfit;
  context.attestation = { type: misfit ? 'none' : 'basic' };
  return undefined;
}

function responseMisfit({ jws, certificates }: AttestationContext): string | undefined {
  if (typeof jws === 'string') return jws;
  if (!jws!.x5c?.length) return 'the header of the JWS has no certificates';
  return typeof certificates === 'string' ? certificates : undefined;
}

/** RFC 6125 §6.4.4: the common name is looked at only where the certificate names no host otherwise. */
function checkHostname(context: AttestationContext): string | undefined {
  const { dnsNames, subject } = leafCertificate(context)!;
  const names = dnsNames.length > 0 ? dnsNames : (subject.CN ?? []);
  return names.some(name => name.toLowerCase() === HOST)
    ? undefined
    : `the certificate is for ${quote(names)}, not for ${HOST}`;
}

function notTrue(context: AttestationContext, name: 'ctsProfileMatch' | 'basicIntegrity'): string | undefined {
  const value = jwsOf(context).payload[name];
  return value === true ? undefined : `${name} is ${quote(value)}`;
}

function checkTimestamp(context: AttestationContext): string | undefined {
  const { timestampMs } = jwsOf(context).payload;
  if (!Number.isSafeInteger(timestampMs)) return `timestampMs is ${quote(timestampMs)}`;
  const age = (context.expected.rp.certificateTime ?? Date.now()) - (timestampMs as number);
  if (age < 0) return 'timestampMs is in the future';
  return age > MAX_AGE ? `the response is ${Math.round(age / 1000)} seconds old` : undefined;
}
