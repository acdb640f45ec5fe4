/** SafetyNet attestation (WebAuthn Level 3 §8.5): who says it, and what is said about the device. */
import { safetyNetNonce } from '../../authenticator/attestation/androidSafetyNet.ts';
import { impostorIssuer } from '../../authenticator/pkiFormats.ts';
import { hostExtension, SAFETYNET_HOST, SERVER_EXTENSIONS } from '../../authenticator/pkiSafetyNet.ts';
import { message } from '../assertion/message.ts';
import { either } from '../case.ts';
import type { Cases } from '../json.ts';
import { certifiedFor, phone, refused, withPayload } from './androidSafetyNetEdits.ts';

const NONCE = 'android-safetynet-nonce';

export const safetyNetCertificateCases: Cases = {
  'host-of-other': refused(
    'android-safetynet-hostname',
    'the certificate is for a host under another domain',
    ['snet.host'],
    certifiedFor(() => ({ extensions: [...SERVER_EXTENSIONS, hostExtension(`${SAFETYNET_HOST}.example.org`)] })),
  ),
  'host-of-sibling': refused(
    'android-safetynet-hostname',
    'the certificate is for another host of the same domain',
    ['snet.host'],
    certifiedFor(() => ({
      subject: { CN: 'www.android.com' },
      extensions: [...SERVER_EXTENSIONS, hostExtension('www.android.com')],
    })),
  ),
  'host-none': refused(
    'android-safetynet-hostname',
    'the certificate names no host at all',
    ['snet.host'],
    certifiedFor(() => ({ subject: { CN: 'Touchstone TEST' }, extensions: SERVER_EXTENSIONS })),
  ),
  'host-in-common-name': either({
    ...phone,
    title: 'the certificate names the host in its common name only',
    level: 'report',
    reason: 'RFC 6125 leaves the common name to the reader where there is no other name; RFC 9525 forbids it',
    catalogue: ['snet.host.cn-only'],
    edit: certifiedFor(() => ({ extensions: SERVER_EXTENSIONS })),
  }),
  'issuer-unknown': refused(
    'attestation-trust',
    'the certificate is issued under the name of a root by another key',
    ['snet.root'],
    certifiedFor(
      () => ({ issuer: impostorIssuer() }),
      ([leaf]) => [leaf!],
    ),
  ),
  'intermediate-missing': refused(
    'attestation-trust',
    'the certificate of the intermediate CA is missing',
    ['snet.root'],
    certifiedFor(
      () => ({}),
      ([leaf]) => [leaf!],
    ),
  ),
  'certificate-expired': refused(
    'attestation-trust',
    'the certificate has expired',
    ['snet.expired'],
    certifiedFor(() => ({ notAfter: new Date('2024-06-01T00:00:00Z') })),
  ),
};

const MINUTE = 60_000;

export const safetyNetPayloadCases: Cases = {
  'nonce-of-other-ceremony': refused(
    NONCE,
    'nonce is that of another ceremony',
    ['snet.nonce', 'fidohist.Att-B.F-3'],
    withPayload((_, { authenticatorData, random }) => ({
      nonce: safetyNetNonce(Buffer.concat([authenticatorData!, random('hash', 32)])),
    })),
  ),
  'nonce-of-client-data-only': refused(
    NONCE,
    'nonce is the hash of the client data hash alone',
    ['snet.nonce'],
    withPayload((_, { clientDataHash }) => ({ nonce: safetyNetNonce(clientDataHash!) })),
  ),
  'nonce-unhashed': refused(
    NONCE,
    'nonce is authenticatorData and client data hash, not hashed',
    ['snet.nonce'],
    withPayload((_, context) => ({ nonce: Buffer.from(message(context)).toString('base64') })),
  ),
  'nonce-base64url': refused(
    NONCE,
    'nonce is in base64url',
    ['snet.nonce.b64url'],
    withPayload(({ nonce }) => ({ nonce: Buffer.from(nonce, 'base64').toString('base64url') })),
    'should',
  ),
  'nonce-missing': refused(
    NONCE,
    'nonce is missing',
    ['snet.nonce.missing'],
    withPayload(() => ({ nonce: undefined })),
  ),
  'cts-profile-false': refused(
    'android-safetynet-cts-profile',
    'ctsProfileMatch is false',
    ['snet.cts.false', 'fidohist.Att-B.F-5'],
    withPayload(() => ({ ctsProfileMatch: false })),
  ),
  'cts-profile-missing': refused(
    'android-safetynet-cts-profile',
    'ctsProfileMatch is missing',
    ['snet.cts.missing'],
    withPayload(() => ({ ctsProfileMatch: undefined })),
  ),
  'cts-profile-text': refused(
    'android-safetynet-cts-profile',
    'ctsProfileMatch is the text "true"',
    ['snet.cts.missing'],
    withPayload(() => ({ ctsProfileMatch: 'true' })),
  ),
  'basic-integrity-false': refused(
    'android-safetynet-basic-integrity',
    'basicIntegrity is false',
    ['snet.integrity'],
    withPayload(() => ({ basicIntegrity: false })),
    'should',
  ),
  'timestamp-future': refused(
    'android-safetynet-timestamp',
    'timestampMs is ten minutes to come',
    ['snet.ts.future', 'fidohist.Att-B.F-6'],
    withPayload(({ timestampMs }) => ({ timestampMs: timestampMs + 10 * MINUTE })),
    'should',
  ),
  'timestamp-old': refused(
    'android-safetynet-timestamp',
    'timestampMs is ten minutes ago',
    ['snet.ts.old', 'fidohist.Att-B.F-7'],
    withPayload(({ timestampMs }) => ({ timestampMs: timestampMs - 10 * MINUTE })),
    'should',
  ),
  'timestamp-missing': refused(
    'android-safetynet-timestamp',
    'timestampMs is missing',
    ['snet.ts.missing'],
    withPayload(() => ({ timestampMs: undefined })),
    'should',
  ),
  'timestamp-text': refused(
    'android-safetynet-timestamp',
    'timestampMs is a text',
    ['snet.ts.missing'],
    withPayload(({ timestampMs }) => ({ timestampMs: String(timestampMs) })),
    'should',
  ),
};
