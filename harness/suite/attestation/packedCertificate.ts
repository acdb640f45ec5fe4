/** Packed attestation by a certificate (WebAuthn Level 3 §8.2, §8.2.1), for an RP that trusts the roots of the test PKI. */
import { packedStatement } from '../../authenticator/attestation/packed.ts';
import type { CertificateFault } from '../../authenticator/pki.ts';
import { message } from '../assertion/message.ts';
import { type Declaration, rejects } from '../case.ts';
import type { Cases } from '../json.ts';

const certified = {
  needs: ['direct-attestation', 'attestation-roots'],
  wishes: { attestation: 'direct' },
  authenticator: { attestation: 'packed' },
} as const satisfies Partial<Declaration>;

const NO_MODEL = new Uint8Array(16);

/** A registration whose statement is right but for one thing in its certificate. */
const withCertificate = (
  duty: 'packed-certificate' | 'attestation-trust',
  fault: CertificateFault,
  { title, catalogue, level = 'must' }: Pick<Declaration, 'title' | 'catalogue' | 'level'>,
) =>
  rejects(duty, {
    title,
    level,
    catalogue: catalogue ?? [],
    needs: certified.needs,
    steps: async context => {
      // Certificates are made by a library that takes a tenth of a second to load: only for who runs these.
      const { faultyAttestationKey } = await import('../../authenticator/pki.ts');
      const key = await faultyAttestationKey(NO_MODEL, fault);
      const device = context.authenticator('', certified.authenticator);
      const { reply } = await context.register(await context.visit(), context.user(), device, {
        wishes: certified.wishes,
        edit: { statement: (_, ceremony) => packedStatement(key, message(ceremony)).attStmt },
      });
      return reply;
    },
  });

export const packedCertificateCases: Cases = {
  'subject-ou-other': withCertificate('packed-certificate', 'subject-ou', {
    title: 'Subject-OU has another case than "Authenticator Attestation"',
    level: 'should',
    catalogue: ['packed.cert.ou-case'],
  }),
  'subject-country-three-letters': withCertificate('packed-certificate', 'subject-country', {
    title: 'Subject-C is no ISO 3166 code of two letters',
    level: 'should',
    catalogue: ['packed.cert.c-invalid'],
  }),
  ca: withCertificate('packed-certificate', 'ca', {
    title: 'the attestation certificate is that of a CA',
    catalogue: ['packed.cert.ca-true'],
  }),
  'basic-constraints-missing': withCertificate('packed-certificate', 'no-basic-constraints', {
    title: 'the attestation certificate has no Basic Constraints',
    level: 'should',
    catalogue: ['packed.cert.bc-missing'],
  }),
  'aaguid-extension-critical': withCertificate('packed-certificate', 'aaguid-critical', {
    title: 'the AAGUID extension of the certificate is critical',
    level: 'should',
    catalogue: ['packed.cert.aaguid.critical'],
  }),
  'aaguid-of-other-model': rejects('packed-aaguid', {
    ...certified,
    title: 'the certificate is for another AAGUID than authenticatorData',
    catalogue: ['packed.cert.aaguid.mismatch'],
    edit: { authenticatorData: (data, { random }) => ({ ...data, aaguid: random('other model', 16) }) },
  }),
};

export const certificatePathCases: Cases = {
  'certificate-expired': withCertificate('attestation-trust', 'expired', {
    title: 'the attestation certificate has expired',
    catalogue: ['x509.leaf.expired'],
  }),
  'certificate-not-yet-valid': withCertificate('attestation-trust', 'not-yet-valid', {
    title: 'the attestation certificate is not valid yet',
    catalogue: ['x509.leaf.notyet'],
  }),
  'root-of-same-name': withCertificate('attestation-trust', 'other-root-of-same-name', {
    title: 'the issuer has the name of a trusted root, and another key',
    catalogue: ['x509.same-name-root'],
  }),
};
