/**
 * Certificates and signatures of statements that hold what is right, in a form that is not DER (X.690 §10). Readers that
 * take them let nobody in: what is signed is signed.
 */
import type { DutyName } from '../../duties.ts';
import { concat } from '../../encoding/bytes.ts';
import { derOid, sequence } from '../../encoding/certificate.ts';
import { either } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import { certifiedBy, refusing, statement } from './certified.ts';
import { token } from './fidoU2fEdits.ts';
import { refused, withLeaf, withX5c } from './packedEdits.ts';

type Device = ReturnType<typeof certifiedBy>;

const NULL = Uint8Array.of(0x05, 0x00);
const SET = 0x31;

const withCertificates = (write: (honest: Uint8Array[]) => Uint8Array[]) =>
  statement(honest => put(honest, ['x5c', write(honest.get('x5c') as Uint8Array[])]));
const withSignature = (write: (honest: Uint8Array) => Uint8Array) =>
  statement(honest => put(honest, ['sig', write(honest.get('sig') as Uint8Array)]));

const certificateForm = (device: Device, duty: DutyName): Cases => ({
  'certificate-trailing': refusing(device)(
    duty,
    'bytes follow the certificate',
    ['packed.x5c.trailing'],
    withCertificates(([leaf, ...issuers]) => [concat(leaf!, NULL), ...issuers]),
    'should',
  ),
});

/** Of ECDSA. */
const signatureForm = (device: Device, duty: DutyName): Cases => ({
  'sig-byte-after': refusing(device)(
    duty,
    'a byte follows the sequence of r and s in sig',
    ['sig.ec.der.trailing'],
    withSignature(sig => concat(sig, Uint8Array.of(0))),
    'should',
  ),
  'sig-set': refusing(device)(
    duty,
    'r and s stand in a set in sig, not in a sequence',
    ['sig.ec.der.tags'],
    withSignature(([, ...rest]) => Uint8Array.of(SET, ...rest)),
    'should',
  ),
});

/** RFC 9864: ECDSA on P-256 over SHA-256, as ES256 is with an ES256 key. */
const ESP256 = -9;

const algorithmName = (device: Device): Cases => ({
  'alg-esp256': either({
    ...device,
    title: 'alg is ESP256, sig is by ES256, which is the same here',
    level: 'report',
    reason: 'the signature is right by either name, and an RP need not know the newer one',
    catalogue: ['alg.esp256'],
    edit: statement(honest => put(honest, ['alg', ESP256])),
  }),
});

const self: Device = {
  needs: ['direct-attestation'],
  wishes: { attestation: 'direct' },
  authenticator: { attestation: 'packed-self', algorithms: [-7] },
};

export const packedSelfFormCases: Cases = signatureForm(self, 'packed-signature');

export const packedFormCases: Cases = {
  ...signatureForm(certifiedBy('packed'), 'packed-signature'),
  ...algorithmName(certifiedBy('packed')),
};

export const fidoU2fFormCases: Cases = {
  ...signatureForm(token, 'fido-u2f-signature'),
  ...certificateForm(token, 'fido-u2f-certificate'),
};

export const androidKeyFormCases: Cases = {
  ...signatureForm(certifiedBy('android-key'), 'android-key-signature'),
  ...certificateForm(certifiedBy('android-key'), 'android-key-statement'),
  ...algorithmName(certifiedBy('android-key')),
};

export const appleFormCases: Cases = certificateForm(certifiedBy('apple'), 'apple-statement');

export const tpmFormCases: Cases = certificateForm(certifiedBy('tpm'), 'tpm-certificate');

export const chainFormCases: Cases = {
  'intermediate-trailing': refused(
    'packed-certificate',
    'bytes follow the certificate of the issuer',
    ['packed.x5c.trailing'],
    withX5c(([leaf, issuer]) => [leaf!, concat(issuer!, NULL)], 1),
    'should',
  ),
  'signature-algorithm-bare-outside': refused(
    'attestation-trust',
    'the certificate names its algorithm without parameters outside',
    ['x509.sigalg-mismatch'],
    withLeaf(() => ({ outerSignatureAlgorithm: sequence(derOid('1.2.840.113549.1.1.11')) })),
    // Both name the same algorithm, and it is the one that signs.
    'should',
  ),
};
