/** Format `android-key` (§8.4). What the two authorization lists say is taken together, as an RP does that also takes keys in software. */
import { equal, FormatError } from '../../encoding/bytes.ts';
import {
  type AuthorizationList,
  decodeKeyDescription,
  integerIn,
  KEY_DESCRIPTION_OID,
  ORIGIN,
  PURPOSE,
  setIn,
  TAG,
} from '../../encoding/keyDescription.ts';
import type { Certificate } from '../../encoding/x509.ts';
import type { Step } from '../steps.ts';
import { type AttestationContext, certificateKey, leafCertificate, x5cOf } from './context.ts';
import { signatureMisfit } from './signature.ts';

const applies = (context: AttestationContext) => context.object?.fmt === 'android-key';
const certified = (context: AttestationContext) => applies(context) && leafCertificate(context) !== undefined;
const described = (context: AttestationContext) => context.keyDescription !== undefined;

export const androidKeySteps: readonly Step<AttestationContext>[] = [
  { duty: 'android-key-statement', gate: true, applies, ready: c => c.format === 'android-key', check: readStatement },
  {
    duty: 'android-key-signature',
    applies,
    ready: c => certified(c) && c.attestation?.type === 'basic',
    check: c => signatureMisfit(c, certificateKey(c)),
  },
  {
    duty: 'android-key-certificate-key',
    applies,
    ready: c => certified(c) && c.publicKey !== undefined,
    check: context =>
      certificateKey(context)?.equals(context.publicKey!)
        ? undefined
        : 'the key of the certificate is not the credential public key',
  },
  { duty: 'android-key-description', gate: true, applies, ready: certified, check: readDescription },
  {
    duty: 'android-key-issuers',
    applies,
    ready: certified,
    // An app can have a key attested and issue certificates with it: the description nearest to the root is the true one.
    check: ({ certificates }) =>
      (certificates as Certificate[]).slice(1).some(({ extensions }) => extensions.has(KEY_DESCRIPTION_OID))
        ? 'a certificate above the first has a key description'
        : undefined,
  },
  {
    duty: 'android-key-challenge',
    applies,
    ready: described,
    check: ({ keyDescription, signedData }) =>
      // signedData ends in the hash of clientDataJSON.
      equal(keyDescription!.attestationChallenge, signedData!.subarray(-32))
        ? undefined
        : 'attestationChallenge is not the hash of clientDataJSON',
  },
  {
    duty: 'android-key-all-applications',
    applies,
    ready: described,
    check: context =>
      lists(context).some(list => list.has(TAG.allApplications)) ? 'the key is there for all applications' : undefined,
  },
  {
    duty: 'android-key-origin',
    applies,
    ready: described,
    check: context => {
      const origins = lists(context).flatMap(list => integerIn(list, TAG.origin) ?? []);
      if (origins.length === 0) return 'no list says the origin of the key';
      const other = origins.find(origin => origin !== ORIGIN.generated);
      return other === undefined ? undefined : `the origin of the key is ${other}, not KM_ORIGIN_GENERATED`;
    },
  },
  {
    duty: 'android-key-purpose',
    applies,
    ready: described,
    check: context => {
      const purposes = lists(context).flatMap(list => setIn(list, TAG.purpose) ?? []);
      return purposes.includes(PURPOSE.sign) ? undefined : 'KM_PURPOSE_SIGN is none of the purposes of the key';
    },
  },
];

const lists = ({ keyDescription }: AttestationContext): AuthorizationList[] => [
  keyDescription!.softwareEnforced,
  keyDescription!.hardwareEnforced,
];

function readStatement(context: AttestationContext, lenient: boolean): string | undefined {
  const misfit = statementMisfit(context);
  if (misfit && !lenient) return misfit;
  // Careless readers take a statement that they cannot read for no attestation.
  context.attestation = { type: misfit ? 'none' : 'basic' };
  return undefined;
}

function statementMisfit({ object, certificates }: AttestationContext): string | undefined {
  const { attStmt } = object!;
  if (!(attStmt instanceof Map)) return 'attStmt is not a map';
  if (typeof attStmt.get('alg') !== 'number') return 'alg is missing or no integer';
  if (!(attStmt.get('sig') instanceof Uint8Array)) return 'sig is missing or no byte string';
  if (!x5cOf(attStmt)?.length) return 'x5c is not a non-empty array of byte strings';
  return typeof certificates === 'string' ? certificates : undefined;
}

function readDescription(context: AttestationContext, lenient: boolean): string | undefined {
  const value = leafCertificate(context)!.extensions.get(KEY_DESCRIPTION_OID);
  try {
    if (!value) throw new FormatError('certificate', `no extension ${KEY_DESCRIPTION_OID}`);
    const description = decodeKeyDescription(value);
    for (const list of [description.softwareEnforced, description.hardwareEnforced]) {
      integerIn(list, TAG.origin);
      setIn(list, TAG.purpose);
    }
    context.keyDescription = description;
    return undefined;
  } catch (error) {
    // Careless readers go on without what they cannot read.
    if (error instanceof FormatError) return lenient ? undefined : error.message;
    throw error;
  }
}
