/**
 * The models that the test metadata tells of: those that people have, and made-up ones of which each has something
 * particular in its entry. Their AAGUIDs derive from a label, so that one BLOB, loaded once, lets an RP be tested.
 */
import { aaguidText } from '../encoding/authenticatorData.ts';
import { hex } from '../encoding/bytes.ts';
import { derName } from '../encoding/certificate.ts';
import { basicConstraints, KEY_USAGE, keyUsage } from '../encoding/certificateExtensions.ts';
import type { MetadataEntry, StatusReport } from '../encoding/metadataBlob.ts';
import { u2fAttestationKey } from './attestation/fidoU2f.ts';
import { chainKeys, keyIdentifier, leafLink, link, packedChain, testRoot, writeChain } from './attestationChain.ts';
import { type CredentialKeyPair, deriveBytes, deriveKeyPair } from './keys.ts';
import { type MetadataModel, metadataEntry } from './metadataStatement.ts';
import { MODELS } from './models/index.ts';
import type { Issuer } from './pkiFormats.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const SEED = 'Touchstone TEST metadata';
const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const [ES256, RS256] = [-7, -257];

/** What an RP is expected to refuse a model for. */
export const COMPROMISED = [
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'REVOKED',
] as const;
/** What certification has come to. */
export const CERTIFIED = [
  'FIDO_CERTIFIED',
  'FIDO_CERTIFIED_L1',
  'FIDO_CERTIFIED_L1plus',
  'FIDO_CERTIFIED_L2',
  'FIDO_CERTIFIED_L2plus',
  'FIDO_CERTIFIED_L3',
  'FIDO_CERTIFIED_L3plus',
] as const;
/** What is left to the RP. */
export const UNDECIDED = ['NOT_FIDO_CERTIFIED', 'SELF_ASSERTION_SUBMITTED', 'UPDATE_AVAILABLE'] as const;

/** Bytes of the AAGUID of a made-up model. */
export function modelAaguid(label: string): Uint8Array {
  return Uint8Array.from(deriveBytes(SEED, `aaguid/${label}`, 16));
}

/** The AAGUID of a made-up model, as settings have it. */
export function modelNamed(label: string): string {
  return aaguidText(modelAaguid(label));
}

/** A CA that stands in no RP's own list of roots: only the metadata of a model makes it trusted. */
export function metadataOnlyRoot(): Issuer & { certificate: Uint8Array } {
  return selfSigned('metadata-only root', derName({ C: 'US', O: 'Touchstone TEST', CN: 'Touchstone TEST other root' }));
}

/** Has the name of the attestation root, and another key. */
function rootOfSameName(): Issuer & { certificate: Uint8Array } {
  return selfSigned('root of the same name', testRoot().name);
}

function selfSigned(label: string, name: Uint8Array): Issuer & { certificate: Uint8Array } {
  // RSA, whose signatures are the same in every process.
  const keys = deriveKeyPair(RS256, SEED, label);
  const extensions = [basicConstraints({ ca: true }), keyUsage(KEY_USAGE.keyCertSign)];
  const [certificate] = writeChain([link(label, { keys, subject: name, extensions }, { name, keys })]);
  return { name, keys, certificate: certificate! };
}

/** Attestation keys of two batches of U2F devices, of which the second is revoked. */
export const u2fBatchKeys = (batch: 'certified' | 'revoked'): CredentialKeyPair => chainKeys(`U2F batch, ${batch}`);

/** A made-up model that attests with `packed` certificates under the test root. */
export function madeUpModel(label: string): MetadataModel {
  return {
    ...DEFAULT_SETTINGS,
    algorithms: [ES256, RS256],
    attestation: 'packed',
    found: { aaguid: modelNamed(label) },
    description: `Touchstone TEST model: ${label}`,
    roots: [testRoot().certificate],
  };
}

const report = (status: string, effectiveDate: string, more: Partial<StatusReport> = {}): StatusReport => ({
  status,
  effectiveDate,
  ...more,
});

/** A made-up model with these reports in place of its certification. */
export function reportedEntry(label: string, statusReports: StatusReport[]): MetadataEntry {
  const timeOfLastStatusChange =
    statusReports
      .map(one => one.effectiveDate ?? '')
      .sort()
      .at(-1) || '2024-02-01';
  return { ...metadataEntry(madeUpModel(label)), statusReports, timeOfLastStatusChange };
}

function statusEntries(): MetadataEntry[] {
  const certified = report('FIDO_CERTIFIED_L1', '2024-02-01');
  const each = [...COMPROMISED, ...CERTIFIED, ...UNDECIDED].map(status =>
    reportedEntry(`status/${status}`, [
      certified,
      report(status, '2024-06-01', status === 'UPDATE_AVAILABLE' ? { authenticatorVersion: 2 } : {}),
    ]),
  );
  return [
    ...each,
    reportedEntry('reports/out-of-order', [report('REVOKED', '2024-06-01'), certified]),
    reportedEntry('reports/future', [certified, report('REVOKED', '2047-01-01')]),
    reportedEntry('reports/fixed', [
      certified,
      report('USER_KEY_REMOTE_COMPROMISE', '2024-06-01'),
      report('UPDATE_AVAILABLE', '2024-09-01', { authenticatorVersion: 2 }),
    ]),
  ];
}

const stated = (label: string, change: Partial<MetadataModel>) => metadataEntry({ ...madeUpModel(label), ...change });

function statementEntries(): MetadataEntry[] {
  return [
    stated('certified', {}),
    stated('other-algorithm', { algorithms: [RS256] }),
    stated('surrogate-only', { attestation: 'packed-self' }),
    stated('full-only', {}),
    withBothTypes(stated('allowed', {})),
  ];
}

/** So that nothing but an RP's own policy minds a self attestation. */
function withBothTypes(entry: MetadataEntry): MetadataEntry {
  const attestationTypes = ['basic_full', 'basic_surrogate'];
  return { ...entry, metadataStatement: { ...entry.metadataStatement!, attestationTypes } };
}

function rootEntries(): MetadataEntry[] {
  const [leaf] = writeChain([leafLink(modelAaguid('roots/leaf'), testRoot())]);
  const [, intermediate] = writeChain(packedChain(modelAaguid('roots/intermediate'), 1));
  const [root, other, sameName] = [testRoot(), metadataOnlyRoot(), rootOfSameName()].map(one => one.certificate);
  return [
    inLines(stated('roots/lines', {})),
    stated('roots/leaf', { roots: [leaf!] }),
    stated('roots/intermediate', { roots: [intermediate!] }),
    stated('roots/several', { roots: [other!, sameName!, root!] }),
    stated('roots/same-name', { roots: [sameName!, root!] }),
    stated('roots/own', { roots: [other!] }),
    stated('roots/none', { roots: [] }),
  ];
}

/** Certificates as some vendors have them: lines of 64 characters, and spaces around. */
function inLines(entry: MetadataEntry): MetadataEntry {
  const statement = entry.metadataStatement!;
  const lines = (text: string) => ` ${text.replace(/.{64}/g, '$&\n')}\n`;
  const attestationRootCertificates = statement.attestationRootCertificates.map(lines);
  return { ...entry, metadataStatement: { ...statement, attestationRootCertificates } };
}

/** One entry for each AAGUID; models that share one share its entry too. */
function realEntries(): MetadataEntry[] {
  const entries = new Map<string, MetadataEntry>();
  for (const { title, settings } of MODELS) {
    const { aaguid, ...others } = { ...DEFAULT_SETTINGS, ...settings };
    if (aaguid === NO_MODEL || entries.has(aaguid)) continue;
    const certified = others.attestation !== 'none' && others.attestation !== 'packed-self';
    const roots = certified ? [testRoot().certificate] : [];
    entries.set(aaguid, metadataEntry({ ...others, found: { aaguid }, description: `TEST: ${title}`, roots }));
  }
  return [...entries.values()];
}

/** U2F devices have no AAGUID: they are found by their attestation keys. */
function u2fEntries(): MetadataEntry[] {
  const batch = (name: string, keys: CredentialKeyPair) =>
    stated(name, {
      algorithms: [ES256],
      attestation: 'fido-u2f',
      attachment: 'cross-platform',
      userVerification: false,
      found: { attestationCertificateKeyIdentifiers: [hex(keyIdentifier(keys))] },
    });
  return [
    batch('U2F', u2fAttestationKey().keys),
    batch('U2F, certified', u2fBatchKeys('certified')),
    { ...batch('U2F, revoked', u2fBatchKeys('revoked')), statusReports: [report('REVOKED', '2024-06-01')] },
  ];
}

/** All entries of the honest BLOB. */
export function testEntries(): MetadataEntry[] {
  return [...realEntries(), ...u2fEntries(), ...statusEntries(), ...statementEntries(), ...rootEntries()];
}
