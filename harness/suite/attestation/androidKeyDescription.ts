/** What the key description in the certificate of an Android key says (WebAuthn Level 3 §8.4, §8.4.1). */
import {
  androidCertificate,
  honestDescription,
  keyDescriptionExtension,
} from '../../authenticator/attestation/androidKey.ts';
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { intermediateIssuer } from '../../authenticator/pkiFormats.ts';
import { concat, fromBase64url, utf8 } from '../../encoding/bytes.ts';
import { der } from '../../encoding/der.ts';
import {
  encodeKeyDescription,
  integerValue,
  nullValue,
  ORIGIN,
  PURPOSE,
  SECURITY_LEVEL,
  setValue,
  TAG,
} from '../../encoding/keyDescription.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import {
  changed,
  described,
  keystore,
  refused,
  withExtensions,
  withHardware,
  withSoftware,
  withValue,
} from './androidKeyEdits.ts';
import { statement } from './certified.ts';

const challenged = (title: string, rows: string, write: (honest: Uint8Array, context: EditContext) => Uint8Array) =>
  refused(
    'android-key-challenge',
    title,
    rows.split(' '),
    described((honest, context) => ({ attestationChallenge: write(honest.attestationChallenge, context) })),
  );

const origin = (value: number) => integerValue(value);
const GENERATED = origin(ORIGIN.generated);
const SIGN = setValue([PURPOSE.sign]);

const version = (attestationVersion: number) =>
  accepts({
    ...keystore,
    title: `attestationVersion is ${attestationVersion}`,
    level: 'should',
    catalogue: ['akey.ok.version'],
    edit: described(() => ({
      attestationVersion,
      // Attestation versions 1 to 4 are those of Keymaster 2, 3, 4.0 and 4.1.
      keyMintVersion: { 1: 2, 2: 3, 3: 4, 4: 41 }[attestationVersion] ?? attestationVersion,
    })),
  });

const allowed = (title: string, row: string, level: 'should' | 'policy', edit: Edits) =>
  accepts({ ...keystore, title, level, catalogue: [row], edit });

const open = (title: string, row: string, reason: string, edit: Edits) =>
  either({ ...keystore, title, level: 'report', reason, catalogue: [row], edit });

export const keyDescriptionCases: Cases = {
  'software-level': allowed(
    'the security level is Software, the lists are of the TEE',
    'akey.ok.vec-cr',
    'policy',
    described(() => ({
      attestationSecurityLevel: SECURITY_LEVEL.software,
      keyMintSecurityLevel: SECURITY_LEVEL.software,
    })),
  ),
  strongbox: allowed(
    'the key is in a StrongBox',
    'akey.ok.strongbox',
    'should',
    described(() => ({
      attestationSecurityLevel: SECURITY_LEVEL.strongBox,
      keyMintSecurityLevel: SECURITY_LEVEL.strongBox,
    })),
  ),
  'version-1': version(1),
  'version-2': version(2),
  'version-3': version(3),
  'version-4': version(4),
  'version-100': version(100),
  'version-200': version(200),
  'version-400': version(400),
  'unknown-tags': allowed(
    'the lists have tags that are newer than the RP',
    'akey.ok.unknown-tags',
    'should',
    described(({ softwareEnforced, hardwareEnforced }, { random }) => ({
      softwareEnforced: changed(softwareEnforced, { [TAG.moduleHash]: der(0x04, random('modules', 32)) }),
      hardwareEnforced: changed(hardwareEnforced, { 1999: integerValue(1) }),
    })),
  ),
  software: allowed(
    'origin and purpose stand in the software-enforced list',
    'akey.ok.software',
    'policy',
    described(({ softwareEnforced, hardwareEnforced }) => ({
      softwareEnforced: changed(softwareEnforced, { [TAG.origin]: GENERATED, [TAG.purpose]: SIGN }),
      hardwareEnforced: changed(hardwareEnforced, { [TAG.origin]: undefined, [TAG.purpose]: undefined }),
    })),
  ),
  union: allowed(
    'purpose is enforced by the TEE, origin by software',
    'akey.ok.union',
    'policy',
    described(({ softwareEnforced, hardwareEnforced }) => ({
      softwareEnforced: changed(softwareEnforced, { [TAG.origin]: GENERATED }),
      hardwareEnforced: changed(hardwareEnforced, { [TAG.origin]: undefined }),
    })),
  ),
  'sign-and-verify': open(
    'purpose is SIGN and VERIFY',
    'akey.purpose.sign-verify',
    '§8.4 compares a set with one value; RPs read it either way',
    withHardware({ [TAG.purpose]: setValue([PURPOSE.sign, PURPOSE.verify]) }),
  ),
  'origin-in-conflict': open(
    'origin is generated in the TEE list, imported in the software list',
    'akey.origin.conflict',
    '§8.4 lets an RP look at the TEE list alone, or at both together',
    withSoftware({ [TAG.origin]: origin(ORIGIN.imported) }),
  ),
  'security-level-software': open(
    'the security level is software, the lists are those of a TEE',
    'akey.seclevel.software-claims-tee',
    '§8.4 does not look at the security level, and the vector of the W3C has software',
    described(() => ({ attestationSecurityLevel: SECURITY_LEVEL.software })),
  ),
  'lists-empty': open(
    'both lists are empty, as in an older vector of the W3C',
    'akey.vec-ed',
    "that vector stood in the editors' draft; without origin and purpose §8.4 refuses it",
    described(() => ({ softwareEnforced: new Map(), hardwareEnforced: new Map() })),
  ),
  'origin-missing': refused(
    'android-key-origin',
    'origin is missing in both lists',
    ['akey.origin.missing'],
    withHardware({ [TAG.origin]: undefined }),
  ),
  'origin-derived': refused(
    'android-key-origin',
    'the key is derived, not generated',
    ['akey.origin.derived'],
    withHardware({ [TAG.origin]: origin(ORIGIN.derived) }),
  ),
  'origin-imported': refused(
    'android-key-origin',
    'the key is imported, not generated',
    ['akey.origin.imported'],
    withHardware({ [TAG.origin]: origin(ORIGIN.imported) }),
  ),
  'origin-unknown': refused(
    'android-key-origin',
    'the origin of the key is unknown',
    ['akey.origin.derived'],
    withHardware({ [TAG.origin]: origin(ORIGIN.unknown) }),
  ),
  'purpose-missing': refused(
    'android-key-purpose',
    'purpose is missing in both lists',
    ['akey.purpose.missing'],
    withHardware({ [TAG.purpose]: undefined }),
  ),
  'purpose-empty': refused(
    'android-key-purpose',
    'purpose is the empty set',
    ['akey.purpose.missing'],
    withHardware({ [TAG.purpose]: setValue([]) }),
  ),
  'purpose-encrypt': refused(
    'android-key-purpose',
    'the key is for encrypting only',
    ['akey.purpose.encrypt'],
    withHardware({ [TAG.purpose]: setValue([PURPOSE.encrypt]) }),
  ),
  'purpose-verify': refused(
    'android-key-purpose',
    'the key is for verifying only',
    ['akey.purpose.encrypt'],
    withHardware({ [TAG.purpose]: setValue([PURPOSE.verify]) }),
  ),
  'all-applications': refused(
    'android-key-all-applications',
    'allApplications stands in the TEE-enforced list',
    ['akey.allapps.tee'],
    withHardware({ [TAG.allApplications]: nullValue() }),
  ),
  'all-applications-in-software': refused(
    'android-key-all-applications',
    'allApplications stands in the software-enforced list',
    ['akey.allapps.sw'],
    withSoftware({ [TAG.allApplications]: nullValue() }),
  ),
  'issued-by-attested-key': refused(
    'android-key-issuers',
    'the certificate is issued by a key that is itself attested',
    ['akey.ext.in-intermediate'],
    statement((statementMap, { clientDataHash, publicKey }) => {
      const honest = honestDescription(clientDataHash!, publicKey);
      const attested = keyDescriptionExtension(encodeKeyDescription({ ...honest, attestationChallenge: utf8('app') }));
      const issuer = intermediateIssuer('Touchstone TEST attested key', [attested]);
      const [, , root] = statementMap.get('x5c') as Uint8Array[];
      const leaf = androidCertificate(honest, publicKey, { issuer });
      return put(statementMap, ['x5c', [leaf, issuer.certificate, root!]]);
    }),
    'should',
  ),
  'challenge-of-other-ceremony': challenged(
    'attestationChallenge is that of another ceremony',
    'akey.chal.mismatch fido.Att-A.F-1',
    (_, { random }) => random('other ceremony', 32),
  ),
  'challenge-itself': challenged(
    'attestationChallenge is the challenge of the RP, not the hash',
    'akey.chal.raw',
    (_, { challenge }) => fromBase64url(challenge),
  ),
  'challenge-short': challenged('attestationChallenge lacks its last byte', 'akey.chal.prefix', honest =>
    honest.subarray(0, -1),
  ),
  'challenge-long': challenged('a byte follows in attestationChallenge', 'akey.chal.prefix', honest =>
    concat(honest, Uint8Array.of(0)),
  ),
  'challenge-empty': challenged('attestationChallenge has no bytes', 'akey.chal.empty', () => new Uint8Array()),
  missing: refused(
    'android-key-description',
    'the certificate has no key description',
    ['akey.ext.missing'],
    withExtensions(() => []),
  ),
  garbage: refused(
    'android-key-description',
    'the key description is not DER',
    ['akey.ext.garbage'],
    withValue(honest => honest.map(byte => byte ^ 0xff)),
  ),
  truncated: refused(
    'android-key-description',
    'the key description has lost its second half',
    ['akey.ext.garbage', 'akey.lists.malformed'],
    withValue(honest => honest.subarray(0, honest.length >> 1)),
  ),
  'origin-bytes': refused(
    'android-key-description',
    'origin is a byte string',
    ['akey.lists.malformed'],
    withHardware({ [TAG.origin]: der(0x04, Uint8Array.of(0)) }),
  ),
  'purpose-integer': refused(
    'android-key-description',
    'purpose is an integer, not a set',
    ['akey.lists.malformed'],
    withHardware({ [TAG.purpose]: integerValue(PURPOSE.sign) }),
  ),
};
