/** Extensions of the certificate of a packed statement (WebAuthn Level 3 §8.2, §8.2.1, §8.2.2). */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { concat } from '../../encoding/bytes.ts';
import { derOid, sequence } from '../../encoding/certificate.ts';
import { EXTENSION } from '../../encoding/certificateExtensions.ts';
import { der, derInteger } from '../../encoding/der.ts';
import { FIDO_EXTENSION } from '../../encoding/fidoExtensions.ts';
import { accepts, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { certifiedBy } from './certified.ts';
import { batch, modelOf, refused, withExtensions, withLeaf, withoutExtension } from './packedEdits.ts';

const OCTET_STRING = 0x04;
/** A device of a batch that has an AAGUID of its own. */
const model = certifiedBy('packed', { aaguid: '7b1f2a60-5f1c-4d0e-9c0b-51d1a7e8c3f4' });

/** With another value in the AAGUID extension. */
const withAaguid = (write: (own: Uint8Array, context: EditContext) => Uint8Array) =>
  withLeaf(({ extensions }, context) => ({
    extensions: extensions.map(extension =>
      extension.oid === FIDO_EXTENSION.aaguid ? { ...extension, value: write(modelOf(context), context) } : extension,
    ),
  }));

const misformed = (title: string, row: string, edit: Edits, level: 'must' | 'should' = 'must') =>
  refused('packed-certificate', title, [row], edit, level);

const firmware = (version: bigint, critical = false) =>
  withExtensions({ oid: FIDO_EXTENSION.firmwareVersion, critical, value: derInteger(version) });

const withSerialNumber = withExtensions({
  oid: FIDO_EXTENSION.serialNumber,
  critical: false,
  value: der(OCTET_STRING, Buffer.from('TEST-0001')),
});

/** §4.2.1.4 of RFC 5280: one policy, under the arc that is for documentation. */
const POLICIES = sequence(sequence(derOid('2.16.840.1.101.3.2.1.48.1')));

export const packedExtensionCases: Cases = {
  'aaguid-extension': accepts({
    ...model,
    title: 'the certificate is for the AAGUID of authenticatorData',
    catalogue: ['packed.cert.aaguid.match'],
  }),
  'aaguid-extension-absent': accepts({
    ...model,
    title: 'the certificate names no AAGUID',
    catalogue: ['packed.cert.aaguid.absent'],
    edit: withoutExtension(FIDO_EXTENSION.aaguid),
  }),
  'aaguid-of-other-model': rejects('packed-aaguid', {
    ...model,
    title: 'the certificate is for another AAGUID than authenticatorData',
    catalogue: ['packed.cert.aaguid.mismatch'],
    edit: withAaguid((_, { random }) => der(OCTET_STRING, random('other model', 16))),
  }),
  'aaguid-zero': rejects('packed-aaguid', {
    ...batch,
    title: 'the certificate is for an AAGUID, authenticatorData has zeros',
    catalogue: ['packed.cert.aaguid.zero-authdata'],
    edit: withAaguid((_, { random }) => der(OCTET_STRING, random('model', 16))),
  }),
  'aaguid-extension-bare': misformed(
    'the AAGUID extension is the 16 bytes without their OCTET STRING',
    'packed.cert.aaguid.single-wrap',
    withAaguid(own => own),
    'should',
  ),
  'aaguid-extension-short': misformed(
    'the AAGUID extension has 15 bytes',
    'packed.cert.aaguid.len',
    withAaguid(own => der(OCTET_STRING, own.subarray(0, 15))),
  ),
  'aaguid-extension-long': misformed(
    'the AAGUID extension has 17 bytes',
    'packed.cert.aaguid.len',
    withAaguid(own => der(OCTET_STRING, concat(own, Uint8Array.of(0)))),
  ),
  'aaguid-extension-critical': misformed(
    'the AAGUID extension of the certificate is critical',
    'packed.cert.aaguid.critical',
    withLeaf(({ extensions }) => ({
      extensions: extensions.map(one => (one.oid === FIDO_EXTENSION.aaguid ? { ...one, critical: true } : one)),
    })),
    'should',
  ),
  'aaguid-extension-twice': misformed(
    'the AAGUID extension stands twice, the second for another model',
    'packed.cert.aaguid.twice',
    withLeaf(({ extensions }, { random }) => ({
      extensions: [
        ...extensions,
        { oid: FIDO_EXTENSION.aaguid, critical: false, value: der(OCTET_STRING, random('other model', 16)) },
      ],
    })),
    // RFC 5280 §4.2 forbids it; no step of §7.1 or §8.2 has the RP look.
    'should',
  ),
  'firmware-version': accepts({
    ...batch,
    title: 'the certificate names a firmware version',
    catalogue: ['packed.cert.fw'],
    edit: firmware(5n),
  }),
  'firmware-version-negative': misformed(
    'the firmware version in the certificate is negative',
    'packed.cert.fw.neg',
    firmware(-1n),
    'should',
  ),
  'firmware-version-critical': misformed(
    'the firmware version in the certificate is critical',
    'packed.cert.fw.neg',
    firmware(5n, true),
    'should',
  ),
  transports: accepts({
    ...batch,
    title: 'the certificate names the transports, as those of U2F do',
    catalogue: ['packed.cert.u2f-transports'],
    edit: withExtensions({ oid: FIDO_EXTENSION.transports, critical: false, value: der(0x03, Uint8Array.of(4, 0x30)) }),
  }),
  'unknown-extension': accepts({
    ...batch,
    title: 'the certificate has an unknown extension that is not critical',
    catalogue: ['packed.cert.extra-noncritical'],
    edit: withExtensions({ oid: '1.3.6.1.4.1.32473.1', critical: false, value: der(0x0c, Buffer.from('TEST')) }),
  }),
  'policies-critical': accepts({
    ...batch,
    title: 'the certificate has policies that are critical',
    level: 'policy',
    catalogue: ['packed.cert.policies-critical'],
    edit: withExtensions({ oid: EXTENSION.certificatePolicies, critical: true, value: POLICIES }),
  }),
  'serial-number': accepts({
    ...batch,
    wishes: { attestation: 'enterprise' },
    title: 'enterprise attestation names the serial number of the device',
    level: 'policy',
    catalogue: ['packed.cert.sernum'],
    edit: withSerialNumber,
  }),
  'serial-number-uninvited': rejects('packed-enterprise', {
    ...batch,
    title: 'the certificate names a serial number, enterprise was not asked for',
    level: 'should',
    catalogue: ['att.enterprise.uninvited'],
    edit: withSerialNumber,
  }),
};
