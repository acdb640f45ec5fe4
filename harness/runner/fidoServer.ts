/**
 * Where FIDO's published list of server tests demands what Level 3 recommends, leaves open or does not know. In our own
 * words, after the ids of the list: to agree with it is no certification.
 */
import type { Settlement } from './profile.ts';

const refuses = (test: string, ...cases: string[]): Settlement[] =>
  cases.map(one => ({ cases: one, expect: 'reject', why: `FIDO's list of server tests has it refused (${test})` }));

const takes = (test: string, one: string): Settlement => ({
  cases: one,
  expect: 'accept',
  why: `FIDO's list of server tests has it accepted (${test})`,
});

export const FIDO_SERVER: readonly Settlement[] = [
  takes('Att-1/P-1', 'options/registration/excludes-registered'),
  ...refuses('Att-1/F-1, Ass-1/F-1', '*/envelope/id-missing'),
  ...refuses('Att-1/F-2, Ass-1/F-2', '*/envelope/id-number'),
  ...refuses('Att-1/F-3, Ass-1/F-3', '*/envelope/id-not-base64url'),
  ...refuses('Att-1/F-4, Ass-1/F-4', '*/envelope/type-missing'),
  ...refuses('Att-1/F-5, Ass-1/F-5', '*/envelope/type-number'),
  ...refuses('Att-1/F-6, Ass-1/F-6', '*/envelope/type-other'),
  ...refuses('Ass-1/F-14', 'authentication/envelope/authenticator-data-not-base64url'),
  ...refuses('Ass-1/F-18', 'authentication/envelope/signature-not-base64url'),
  ...refuses('Att-2/F-15, Ass-2/F-15', '*/client-data/token-binding-text'),
  ...refuses('Att-2/F-16, Ass-2/F-16', '*/client-data/token-binding-without-status'),
  ...refuses('Att-2/F-17, Ass-2/F-17', '*/client-data/token-binding-unknown-status'),
  ...refuses('Att-3/F-12, Ass-3/F-1', '*/authenticator-data/byte-after-end'),
  ...refuses('Att-3/F-16, Att-5/F-8', 'registration/attestation/metadata/algorithm-of-other-model'),
  ...refuses('Att-5/F-10', 'registration/attestation/trust/with-root'),
  ...refuses('Att-5/F-11', 'registration/attestation/trust/issuers-swapped'),
  ...refuses('Att-8/F-1', 'registration/attestation/fido-u2f/aaguid'),
  takes('Att-9/P-2', 'registration/attestation/tpm/rsa'),
  ...refuses('Att-9/F-1', 'registration/attestation/tpm/certificates-in-other-order'),
  ...refuses('Att-A/F-3', 'registration/attestation/android-key/chain-out-of-order'),
  ...refuses('Ass-3/F-4', 'authentication/counter/equal', 'authentication/counter/lower'),
  ...refuses(
    'MDS3/F-1',
    'registration/attestation/metadata/status-user-verification-bypass',
    'registration/attestation/metadata/status-attestation-key-compromise',
    'registration/attestation/metadata/status-user-key-remote-compromise',
    'registration/attestation/metadata/status-user-key-physical-compromise',
  ),
];
