/** Reads a metadata BLOB as FIDO Metadata Service 3 §3.2 has an RP do: nothing of it counts before all of it is verified. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { FormatError } from '../encoding/bytes.ts';
import { decodeMetadataBlob, type MetadataBlob } from '../encoding/metadataBlob.ts';
import type { Certificate } from '../encoding/x509.ts';
import { revocationReason } from './attestation/revocation.ts';
import { trustedPath } from './attestation/revocationSteps.ts';
import { untrustedReason } from './attestation/trust.ts';
import type { RelyingPartyConfig } from './config.ts';
import { fetchBounded } from './fetching.ts';
import { type Metadata, metadataOf } from './metadata.ts';
import type { Refusal, TraceLine, VerifyOptions } from './outcome.ts';
import { quote, runSteps, type Step } from './steps.ts';

/** What an RP knows when a BLOB comes, and whether it asks for revocation lists. */
export interface MetadataExpectation
  extends Pick<RelyingPartyConfig, 'revocationLists' | 'revocationUnavailable' | 'fetchWait'> {
  /** Who may sign metadata, DER: not the roots of attestation. */
  roots: readonly Uint8Array[];
  /** The host that the signer's certificate has to be for; any without it. */
  host?: string;
  /** `no` of the BLOB that is kept. */
  number?: number;
  /** Milliseconds since the epoch; now by default. */
  time?: number;
}

export interface MetadataResult {
  verified: boolean;
  refusals: Refusal[];
  trace: TraceLine[];
  /** There when it was verified. */
  metadata?: Metadata;
}

interface BlobContext {
  text: string;
  expected: MetadataExpectation & { time: number };
  /** Filled by `metadata-blob-form`. */
  blob?: MetadataBlob;
  /** x5c parsed, leaf first; a text where it cannot be read. */
  certificates?: Certificate[] | string;
  roots?: Certificate[];
  signer?: KeyObject;
  /** Why the signature does not verify; the empty text where it does. */
  signature?: string;
  /** Why a certificate of a trusted chain is not to be used; the empty text where they are good. */
  revoked?: string;
}

/** The service's own BLOB has about 6 million characters. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Certificates that are looked at. */
const MOST_CERTIFICATES = 16;

/** JWS algorithms (RFC 7518 §3.1) by the type of the signer's key. None is symmetric, and none is `none`. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  rsa: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ec: ['ES256', 'ES384', 'ES512'],
};

const firstSteps: readonly Step<BlobContext>[] = [
  {
    duty: 'metadata-blob-size',
    check: ({ text }) => (text.length <= MOST_CHARACTERS ? undefined : `the BLOB has ${text.length} characters`),
  },
  { duty: 'metadata-blob-form', gate: true, check: readBlob },
];

const chain = (context: BlobContext) => (Array.isArray(context.certificates) ? context.certificates : undefined);
const goesWithKey = ({ blob, signer }: BlobContext) =>
  (ALGORITHMS[signer!.asymmetricKeyType ?? ''] ?? []).includes(String(blob!.jws.header.alg));

const laterSteps: readonly Step<BlobContext>[] = [
  {
    duty: 'metadata-blob-certificates',
    ready: c => c.certificates !== undefined,
    check: ({ certificates }) => (typeof certificates === 'string' ? certificates : undefined),
  },
  {
    duty: 'metadata-blob-algorithm',
    ready: c => c.signer !== undefined,
    check: context =>
      goesWithKey(context)
        ? undefined
        : `alg is ${quote(context.blob!.jws.header.alg)}, the signer's key of type ${context.signer!.asymmetricKeyType}`,
  },
  {
    duty: 'metadata-blob-signature',
    ready: c => c.signer !== undefined && goesWithKey(c),
    check: ({ signature }) => signature || undefined,
  },
  {
    duty: 'metadata-blob-chain',
    ready: c => chain(c) !== undefined,
    check: context => untrustedReason(chain(context)!, context.roots!, context.expected.time),
  },
  {
    duty: 'metadata-blob-host',
    applies: c => c.expected.host !== undefined,
    ready: c => chain(c) !== undefined,
    check: context => {
      const { dnsNames } = chain(context)![0]!;
      return dnsNames.includes(context.expected.host!)
        ? undefined
        : `the signer's certificate is for ${quote(dnsNames)}`;
    },
  },
  {
    duty: 'metadata-blob-number',
    applies: c => c.expected.number !== undefined,
    ready: c => c.blob !== undefined,
    check: ({ blob, expected }) =>
      blob!.payload.no >= expected.number!
        ? undefined
        : `the BLOB has number ${blob!.payload.no}, the one before it ${expected.number}`,
  },
  {
    duty: 'metadata-blob-next-update',
    ready: c => c.blob !== undefined,
    check: ({ blob, expected }) =>
      blob!.payload.nextUpdate >= new Date(expected.time).toISOString().slice(0, 10)
        ? undefined
        : `another BLOB was due on ${blob!.payload.nextUpdate}`,
  },
];

/** After the chain was found to be trusted: nothing is fetched for another one. */
const lastSteps: readonly Step<BlobContext>[] = [
  {
    duty: 'metadata-blob-revocation',
    ready: c => c.revoked !== undefined,
    check: ({ revoked }) => revoked || undefined,
  },
];

interface Phase {
  prepare?(context: BlobContext, options: VerifyOptions, refusals: readonly Refusal[]): Promise<void>;
  steps: readonly Step<BlobContext>[];
}

const PHASES: readonly Phase[] = [
  { steps: firstSteps },
  { prepare: prepareSignature, steps: laterSteps },
  { prepare: prepareRevocation, steps: lastSteps },
];

/** Verifies a BLOB. Never throws for what it holds; nothing is fetched, whatever its header names, but revocation lists of a trusted chain. */
export async function readMetadataBlob(
  text: string,
  expectation: MetadataExpectation,
  options: VerifyOptions = {},
): Promise<MetadataResult> {
  const context: BlobContext = { text, expected: { ...expectation, time: expectation.time ?? Date.now() } };
  const refusals: Refusal[] = [];
  const trace: TraceLine[] = [];
  for (const { prepare, steps } of PHASES) {
    if (refusals.length > 0 && !options.collect) break;
    await prepare?.(context, options, refusals);
    const outcome = runSteps(steps, context, options);
    refusals.push(...outcome.refusals);
    trace.push(...outcome.trace);
  }
  const verified = refusals.length === 0;
  const payload = context.blob?.payload ?? EMPTY;
  return { verified, refusals, trace, ...(verified ? { metadata: metadataOf(payload) } : {}) };
}

/** What careless RPs have after a BLOB that they could not read. */
const EMPTY = { no: 0, nextUpdate: '', entries: [] };

function readBlob(context: BlobContext, lenient: boolean): string | undefined {
  try {
    context.blob = decodeMetadataBlob(context.text);
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return lenient ? undefined : error.message;
  }
}

/** Certificates and signature, so that the duties themselves stay synchronous. */
async function prepareSignature(context: BlobContext, { without }: VerifyOptions): Promise<void> {
  if (!context.blob) return;
  if (without?.has('metadata-blob-x5u')) await fetchElsewhere(context);
  const { parseCertificate } = await import('../encoding/x509.ts');
  context.roots = context.expected.roots.map(parseCertificate);
  context.certificates = readChain(context.blob, context.roots, parseCertificate);
  if (typeof context.certificates === 'string') return;
  try {
    context.signer = createPublicKey(context.certificates[0]!.publicKeyPem);
  } catch {
    context.certificates = 'the key of the signer cannot be read';
    return;
  }
  if (goesWithKey(context)) context.signature = await signatureFault(context.text, context.signer);
}

/** §3.2: without x5c the root itself has signed. A certificate in a x5u is never fetched. */
function readChain(
  { jws: { header, x5c } }: MetadataBlob,
  roots: Certificate[],
  parse: (der: Uint8Array) => Certificate,
): Certificate[] | string {
  if (!x5c) return header.x5u === undefined ? roots.slice(0, 1) : 'the certificates are elsewhere (x5u)';
  if (x5c.length === 0) return 'x5c is empty';
  if (x5c.length > MOST_CERTIFICATES) return `x5c has ${x5c.length} certificates`;
  try {
    return x5c.map(parse);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

/** What careless RPs do with a header that nobody has signed yet: they fetch whatever it names. */
async function fetchElsewhere({ blob, expected }: BlobContext): Promise<void> {
  const { x5u } = blob!.jws.header;
  const { revocationLists: fetcher, fetchWait } = expected;
  if (fetcher && typeof x5u === 'string') await fetchBounded(x5u, fetcher, fetchWait);
}

async function prepareRevocation(context: BlobContext, _: VerifyOptions, refusals: readonly Refusal[]): Promise<void> {
  const { certificates, roots, expected } = context;
  if (refusals.length > 0 || !Array.isArray(certificates)) return;
  const path = trustedPath(certificates, roots!);
  context.revoked = (await revocationReason(path, expected, { time: expected.time })) ?? '';
}

async function signatureFault(text: string, key: KeyObject): Promise<string> {
  const { compactVerify } = await import('jose');
  try {
    await compactVerify(text, key);
    return '';
  } catch (error) {
    return `the signature does not verify (${(error as Error).message})`;
  }
}
