/** Attestation by a TPM (WebAuthn Level 3 §8.3.1): the identity certificate, and its path to a root. */
import { aaguidExtension } from '../../authenticator/attestationChain.ts';
import { attestationIdentityKey } from '../../authenticator/attestationIdentityKey.ts';
import { frozenRsaKeyPair } from '../../authenticator/keys.ts';
import {
  alternativeName,
  dnsAlternativeName,
  type IdentityChange,
  TPM_ATTRIBUTES,
  type TpmAttribute,
} from '../../authenticator/pkiTpm.ts';
import { testRoots } from '../../authenticator/testRoots.ts';
import { fromHex } from '../../encoding/bytes.ts';
import { derName } from '../../encoding/certificate.ts';
import { basicConstraints, extendedKeyUsage } from '../../encoding/certificateExtensions.ts';
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import { ECC, members, remade } from './tpmEdits.ts';

const AIK_USAGE = '2.23.133.8.3';
/** tcg-kp-EKCertificate: a certificate of the TPM's encryption key. */
const EK_USAGE = '2.23.133.8.1';
const AAGUID = '08987058-cadc-4b81-b6e1-30de50dcbe96';
const aaguid = fromHex(AAGUID.replaceAll('-', ''));

type Duty = 'tpm-certificate' | 'tpm-manufacturer' | 'attestation-trust';

const certificate =
  (duty: Duty, level: 'must' | 'should' | 'policy' = 'must') =>
  (title: string, catalogue: string[], change: IdentityChange) =>
    rejects(duty, { ...ECC, title, level, catalogue, edit: remade({}, change) });
const misfit = certificate('tpm-certificate');
const minor = certificate('tpm-certificate', 'should');
const untrusted = certificate('attestation-trust');
const accepted = (title: string, row: string, change: IdentityChange) =>
  accepts({ ...ECC, title, catalogue: [row], edit: remade({}, change) });
const open = (title: string, row: string, reason: string, change: IdentityChange) =>
  either({ ...ECC, title, level: 'report', reason, catalogue: [row], edit: remade({}, change) });

const named = (attributes: readonly TpmAttribute[], form?: Parameters<typeof alternativeName>[1]): IdentityChange => ({
  extensions: { alternativeName: alternativeName(attributes, form) },
});
const without = (type: TpmAttribute[0]) => named(TPM_ATTRIBUTES.filter(([other]) => other !== type));
const ofManufacturer = (id: string) =>
  named(TPM_ATTRIBUTES.map(([type, text]) => [type, type === 'manufacturer' ? id : text]));

export const tpmCertificateCases: Cases = {
  'certificate-version-1': misfit('the identity certificate has version 1', ['tpm.aik.v1'], { version: 1 }),
  'certificate-version-2': misfit('the identity certificate has version 2', ['tpm.aik.v1'], { version: 2 }),
  'certificate-subject': misfit('the identity certificate has a subject', ['tpm.aik.subject'], {
    subject: derName({ CN: 'Touchstone TEST TPM' }),
  }),
  'name-missing': misfit('the identity certificate has no alternative name', ['tpm.aik.san-missing'], {
    extensions: { alternativeName: undefined },
  }),
  'name-of-host': misfit('the alternative name is that of a host', ['tpm.aik.san-dns'], {
    extensions: { alternativeName: dnsAlternativeName('tpm.test') },
  }),
  'manufacturer-missing': misfit(
    'the alternative name has no TPM manufacturer',
    ['tpm.aik.san-no-manufacturer'],
    without('manufacturer'),
  ),
  'manufacturer-empty': misfit('the TPM manufacturer is empty', ['tpm.aik.san-empty'], ofManufacturer('')),
  'model-missing': misfit('the alternative name has no TPM model', ['tpm.aik.san-no-model'], without('model')),
  'version-missing': misfit('the alternative name has no TPM version', ['tpm.aik.san-no-version'], without('version')),
  'usage-missing': misfit('the identity certificate has no extended key usage', ['tpm.aik.eku-missing'], {
    extensions: { extendedKeyUsage: undefined },
  }),
  'usage-other': misfit('the certificate is for the endorsement key of a TPM', ['tpm.aik.eku-wrong'], {
    extensions: { extendedKeyUsage: extendedKeyUsage(EK_USAGE) },
  }),
  'certificate-of-ca': misfit('the identity certificate is that of a CA', ['tpm.aik.ca-true'], {
    extensions: { basicConstraints: basicConstraints({ ca: true }) },
  }),
  'basic-constraints-missing': minor('the identity certificate has no Basic Constraints', ['tpm.aik.bc-missing'], {
    extensions: { basicConstraints: undefined },
  }),
  'manufacturer-unregistered': certificate('tpm-manufacturer', 'policy')(
    'the TPM manufacturer is id:00000000',
    ['tpm.aik.san-bad-vendor'],
    ofManufacturer('id:00000000'),
  ),
  'manufacturer-of-conformance-tool': certificate('tpm-manufacturer', 'policy')(
    'the TPM manufacturer is that of a conformance tool',
    ['tpm.aik.san-bad-vendor'],
    ofManufacturer('id:FFFFF1D0'),
  ),
  'manufacturer-without-prefix': certificate('tpm-manufacturer', 'policy')(
    'the TPM manufacturer is a text that is no id',
    [],
    ofManufacturer('TEST'),
  ),
  'aaguid-of-other-model': rejects('tpm-aaguid', {
    ...ECC,
    title: 'the certificate is for another AAGUID than authenticatorData',
    catalogue: ['tpm.aik.aaguid'],
    edit: remade({}, { extensions: { aaguid: aaguidExtension(aaguid) } }),
  }),
  'aaguid-of-model': accepts({
    ...ECC,
    authenticator: { ...ECC.authenticator, aaguid: AAGUID },
    title: 'the certificate is for the AAGUID of authenticatorData',
    catalogue: ['tpm.ok.aik-aaguid'],
    edit: remade({}, { extensions: { aaguid: aaguidExtension(aaguid) } }),
  }),
  'name-in-one-set': accepted(
    'the TPM attributes stand in one set',
    'tpm.ok.san-split',
    named(TPM_ATTRIBUTES, { oneRdn: true }),
  ),
  'usage-among-others': accepted('the extended key usage has further ones', 'tpm.aik.eku-extra', {
    extensions: { extendedKeyUsage: extendedKeyUsage(AIK_USAGE, '1.3.6.1.4.1.311.21.36') },
  }),
  'name-lower-case': open(
    'the TPM attributes stand in another order and in lower case',
    'tpm.ok.san-order',
    'the TCG prescribes neither the order nor who reads lower case',
    named([
      ['version', 'id:00020000'],
      ['model', 'TEST TPM'],
      ['manufacturer', 'id:53544d20'],
    ]),
  ),
  'name-not-critical': open(
    'the alternative name is not critical, the subject empty',
    'tpm.aik.san-noncritical',
    'RFC 5280 §4.2.1.6 wants it critical; verifiers differ in whether they mind',
    named(TPM_ATTRIBUTES, { critical: false }),
  ),
};

export const tpmTrustCases: Cases = {
  'identity-expired': untrusted('the identity certificate has expired', ['x509.leaf.expired'], {
    notAfter: new Date('2024-06-01T00:00:00Z'),
  }),
  'identity-not-yet-valid': untrusted('the identity certificate is not valid yet', ['x509.leaf.notyet'], {
    notBefore: new Date('2047-01-01T00:00:00Z'),
  }),
  'identity-signed-by-itself': untrusted('the identity certificate is signed by its own key', ['tpm.aik.untrusted'], {
    issuerKey: attestationIdentityKey().privateKey,
  }),
  'identity-of-other-issuer': untrusted('the issuer has the right name, and another key', ['tpm.aik.untrusted'], {
    issuerKey: frozenRsaKeyPair(-257, 3072).privateKey,
  }),
  'certificates-in-other-order': rejects('attestation-trust', {
    ...ECC,
    title: 'the root stands in x5c before the certificate that it has issued',
    level: 'should',
    catalogue: ['tpm.x5c.order', 'fido.Att-9.F-1'],
    edit: members(honest => {
      const [leaf, intermediate] = honest.get('x5c') as Uint8Array[];
      return put(honest, ['x5c', [leaf!, testRoots()[0]!, intermediate!]]);
    }),
  }),
  'intermediate-missing': rejects('attestation-trust', {
    ...ECC,
    title: 'the intermediate certificate is missing',
    edit: members(honest => put(honest, ['x5c', (honest.get('x5c') as Uint8Array[]).slice(0, 1)])),
  }),
};
