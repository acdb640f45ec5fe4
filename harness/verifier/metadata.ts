/**
 * Metadata of authenticators in a registration (§7.1 steps 23 and 24): the entry of the model, its anchors, and whether the
 * attestation is what the model's statement says.
 */
import { aaguidText } from '../encoding/authenticatorData.ts';
import { digest, hex } from '../encoding/bytes.ts';
import { algorithmText } from '../encoding/cose.ts';
import {
  type MetadataEntry,
  type MetadataPayload,
  REGISTRY_ALGORITHMS,
  REGISTRY_ATTESTATION,
  type StatusReport,
} from '../encoding/metadataBlob.ts';
import type { Certificate } from '../encoding/x509.ts';
import { type AttestationContext, certificateKey } from './attestation/context.ts';
import { untrustedReason } from './attestation/trust.ts';
import type { Step } from './steps.ts';

/** What a verified BLOB says, for look-up. */
export interface Metadata {
  /** `no`. */
  number: number;
  entryOf(aaguid: Uint8Array): MetadataEntry | undefined;
  /** By the identifier of an attestation key, hexadecimal. */
  entryOfKey(identifier: string): MetadataEntry | undefined;
  entries: readonly MetadataEntry[];
}

/** Of two entries of one model the first counts. The zero AAGUID is that of no model. */
export function metadataOf({ no, entries }: MetadataPayload): Metadata {
  const byModel = new Map<string, MetadataEntry>();
  const byKey = new Map<string, MetadataEntry>();
  for (const entry of entries.toReversed()) {
    if (entry.aaguid !== undefined) byModel.set(entry.aaguid.toLowerCase(), entry);
    for (const key of entry.attestationCertificateKeyIdentifiers ?? []) byKey.set(key.toLowerCase(), entry);
  }
  return {
    number: no,
    entryOf: aaguid => (isZero(aaguid) ? undefined : byModel.get(aaguidText(aaguid))),
    entryOfKey: identifier => byKey.get(identifier),
    entries,
  };
}

function isZero(aaguid: Uint8Array): boolean {
  return aaguid.every(byte => byte === 0);
}

/** What is known of the model of a registration. */
export interface ModelMetadata {
  entry?: MetadataEntry;
  /** Where its attestation may end: what its entry lists, or without an entry the RP's own roots. */
  anchors: Certificate[];
}

/** Statuses with which a model is refused. */
const COMPROMISED: ReadonlySet<string> = new Set([
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'REVOKED',
]);

/**
 * Looks the model up, and lets a chain end at the anchors of any model: `metadata-anchor` then asks for its own. Metadata
 * that cannot be had is none.
 */
export async function prepareMetadata(context: AttestationContext): Promise<void> {
  const { rp } = context.expected;
  const aaguid = context.authData?.aaguid;
  if (!rp.metadata || !aaguid || (isZero(aaguid) && !Array.isArray(context.certificates))) return;
  const roots = context.roots ?? [];
  context.model = { anchors: roots };
  const metadata = await rp.metadata().catch(() => undefined);
  if (!metadata) return;
  const entry = metadata.entryOf(aaguid) ?? entryOfU2f(context, metadata);
  context.model = { ...(entry ? { entry } : {}), anchors: entry ? await anchorsOf(entry) : roots };
  context.roots = [...roots, ...(await allAnchors(metadata))];
}

/** FIDO U2F has no AAGUID; its metadata names the attestation keys. */
function entryOfU2f(context: AttestationContext, metadata: Metadata): MetadataEntry | undefined {
  const key = context.object?.fmt === 'fido-u2f' ? certificateKey(context) : undefined;
  if (key?.asymmetricKeyType !== 'ec') return undefined;
  // RFC 5280 §4.2.1.2 method 1: SHA-1 of the key's bits, which for a point on P-256 end the SubjectPublicKeyInfo.
  const point = key.export({ format: 'der', type: 'spki' }).subarray(-65);
  return metadata.entryOfKey(hex(digest('sha1', point)));
}

const anchors = new WeakMap<Metadata, Promise<Certificate[]>>();

function allAnchors(metadata: Metadata): Promise<Certificate[]> {
  const known =
    anchors.get(metadata) ??
    // Most models share their root with others.
    Promise.all(metadata.entries.map(anchorsOf)).then(each => [...new Set(each.flat())]);
  anchors.set(metadata, known);
  return known;
}

/** What cannot be read is left out: it would be an anchor of nothing. */
async function anchorsOf({ metadataStatement }: MetadataEntry): Promise<Certificate[]> {
  const { parseCertificate } = await import('../encoding/x509.ts');
  return (metadataStatement?.attestationRootCertificates ?? []).flatMap(text => {
    try {
      return [parseCertificate(Buffer.from(text, 'base64'))];
    } catch {
      return [];
    }
  });
}

const stated = (context: AttestationContext) => context.model?.entry?.metadataStatement;
const attested = ({ attestation }: AttestationContext) => attestation !== undefined && attestation.type !== 'none';

/** After `attestation-trust`, which has followed the chain. */
export const metadataSteps: readonly Step<AttestationContext>[] = [
  {
    duty: 'metadata-anchor',
    applies: c => c.model !== undefined,
    ready: c => c.attestation?.trusted === true && Array.isArray(c.certificates),
    check: context => {
      const { certificateTime = Date.now(), metadataMissing } = context.expected.rp;
      if (metadataMissing === 'refuse' && !context.model!.entry) return 'there is no metadata of the model';
      const reason = untrustedReason(context.certificates as Certificate[], context.model!.anchors, certificateTime);
      if (reason) context.attestation!.trusted = false;
      return reason && `by the anchors of its model: ${reason}`;
    },
  },
  {
    duty: 'metadata-status',
    applies: c => c.model?.entry !== undefined,
    check: context => {
      const { certificateTime = Date.now() } = context.expected.rp;
      const status = compromise(context.model!.entry!.statusReports, certificateTime);
      return status && `the status of the model is ${status}`;
    },
  },
  {
    duty: 'metadata-attestation-type',
    applies: c => stated(c) !== undefined,
    ready: attested,
    check: context => {
      const { attestationTypes } = stated(context)!;
      const name = REGISTRY_ATTESTATION[context.attestation!.type];
      return attestationTypes.includes(name)
        ? undefined
        : `the attestation is ${name}, the model's ${attestationTypes.join(', ')}`;
    },
  },
  {
    duty: 'metadata-algorithm',
    // What keys a U2F device has is settled by its format.
    applies: c => stated(c) !== undefined && c.object?.fmt !== 'fido-u2f',
    ready: c => attested(c) && c.coseKey !== undefined,
    check: context => {
      const { authenticationAlgorithms } = stated(context)!;
      const { alg } = context.coseKey!;
      const name = REGISTRY_ALGORITHMS[alg];
      return name && authenticationAlgorithms.some(one => one.startsWith(`${name}_`))
        ? undefined
        : `the model has no ${algorithmText(alg)}, but ${authenticationAlgorithms.join(', ')}`;
    },
  },
  {
    duty: 'model-allowed',
    applies: c => c.expected.rp.allowedAaguids !== undefined,
    ready: c => c.authData?.aaguid !== undefined,
    check: ({ attestation, authData, expected }) => {
      const name = aaguidText(authData!.aaguid!);
      if (!expected.rp.allowedAaguids!.includes(name)) return `the model ${name} is not one of those that are allowed`;
      // Anybody can write an AAGUID; only a manufacturer can have it attested.
      return attestation?.trusted ? undefined : `nobody who is trusted attests that the model is ${name}`;
    },
  },
];

/** The status for which a model is refused at that time (milliseconds): of an undated report, or of the latest one in effect. */
function compromise(reports: readonly StatusReport[], time: number): string | undefined {
  const today = new Date(time).toISOString().slice(0, 10);
  const always = reports.filter(({ effectiveDate }) => effectiveDate === undefined);
  const dated = reports.filter(({ effectiveDate }) => effectiveDate !== undefined && effectiveDate <= today);
  const latest = dated.toSorted((a, b) => (a.effectiveDate! < b.effectiveDate! ? -1 : 1)).at(-1);
  return [...always, ...(latest ? [latest] : [])].find(({ status }) => COMPROMISED.has(status))?.status;
}
