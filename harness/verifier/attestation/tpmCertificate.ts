/** The attestation identity certificate of format `tpm` (§8.3.1). */
import { aaguidText } from '../../encoding/authenticatorData.ts';
import { equal } from '../../encoding/bytes.ts';
import { FIDO_EXTENSION } from '../../encoding/fidoExtensions.ts';
import type { Certificate } from '../../encoding/x509.ts';
import type { RelyingPartyConfig } from '../config.ts';
import { saysNoCa } from '../form.ts';
import type { Step } from '../steps.ts';
import { type AttestationContext, leafCertificate } from './context.ts';

/** tcg-kp-AIKCertificate. */
const AIK_USAGE = '2.23.133.8.3';
/** TCG attributes of a TPM (TPMv2-EK-Profile §3.1.2). */
const MANUFACTURER = '2.23.133.2.1';
const ATTRIBUTES = { manufacturer: MANUFACTURER, model: '2.23.133.2.2', version: '2.23.133.2.3' };

/** TCG vendor id registry, with what real certificates were seen to have besides. */
const MANUFACTURERS: ReadonlySet<string> = new Set(
  (
    '414D4400 414E5400 41524D00 41544D4C 4252434D 4353434F 464C5953 524F4343 474F4F47 48504900 48504500 48495349 ' +
    '49424D00 49465800 494E5443 4C454E00 4D534654 4E534D20 4E545A00 4E534700 4E544300 51434F4D 534D534E 53454345 ' +
    '534E5300 534D5343 53544D20 54584E00 57454300 5345414C'
  )
    .split(' ')
    .map(id => `id:${id}`),
);

const applies = (context: AttestationContext) => context.object?.fmt === 'tpm';
const certified = (context: AttestationContext) => context.attestation?.type === 'attca' && context.tpm !== undefined;
const manufacturer = (certificate: Certificate | undefined) => certificate?.directoryName?.[MANUFACTURER]?.[0];

export const tpmCertificateSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'tpm-certificate',
    applies,
    ready: c => certified(c) && c.certificates !== undefined,
    check: context =>
      typeof context.certificates === 'string'
        ? context.certificates
        : certificateMisfit(leafCertificate(context)!, context.expected.rp),
  },
  {
    duty: 'tpm-manufacturer',
    applies,
    ready: c => certified(c) && Boolean(manufacturer(leafCertificate(c))),
    check: context => {
      const id = manufacturer(leafCertificate(context))!;
      // The registry writes upper case, and real certificates of some years do not.
      const known = MANUFACTURERS.has(`id:${id.slice(3).toUpperCase()}`) && id.startsWith('id:');
      return known || context.expected.rp.tpmManufacturers?.includes(id)
        ? undefined
        : `the TPM manufacturer ${JSON.stringify(id.slice(0, 40))} is not in the registry of the TCG`;
    },
  },
  {
    duty: 'tpm-aaguid',
    applies,
    ready: c => certified(c) && leafCertificate(c) !== undefined && c.authData?.aaguid !== undefined,
    check: context => {
      const { aaguid, aaguidForm } = leafCertificate(context)!;
      if (aaguidForm) return `extension ${FIDO_EXTENSION.aaguid} ${aaguidForm}`;
      return !aaguid || equal(aaguid, context.authData!.aaguid!)
        ? undefined
        : `the certificate is of ${aaguidText(aaguid)}, authenticatorData of ${aaguidText(context.authData!.aaguid!)}`;
    },
  },
];

function certificateMisfit(certificate: Certificate, rp: RelyingPartyConfig): string | undefined {
  const { version, subject, directoryName, extendedKeyUsages } = certificate;
  if (version !== 3) return `the identity certificate has version ${version}`;
  if (Object.keys(subject).length > 0) return 'the subject of the identity certificate is not empty';
  if (!directoryName) return 'the Subject Alternative Name has no directory name';
  const missing = Object.entries(ATTRIBUTES).find(([, oid]) => !directoryName[oid]?.[0]);
  if (missing) return `the Subject Alternative Name has no TPM ${missing[0]}`;
  if (!extendedKeyUsages.includes(AIK_USAGE)) return `the Extended Key Usage is not ${AIK_USAGE}`;
  return saysNoCa(certificate, rp) ? undefined : 'the Basic Constraints do not say that it is no CA';
}
