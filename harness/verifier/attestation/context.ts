/** What the duties of attestation work on, and what is read from the statement before they run. */
import type { KeyObject } from 'node:crypto';
import type { AttestationObject } from '../../encoding/attestationObject.ts';
import { concat, FormatError, sha256 } from '../../encoding/bytes.ts';
import { publicKeyOf } from '../../encoding/issuing.ts';
import { decodeJws, type Jws } from '../../encoding/jws.ts';
import type { KeyDescription } from '../../encoding/keyDescription.ts';
import type { TpmsAttest, TpmtPublic } from '../../encoding/tpm.ts';
import type { Certificate } from '../../encoding/x509.ts';
import type { ModelMetadata } from '../metadata.ts';
import type { PublicKeyContext } from '../publicKey.ts';
import { MAX_PATH } from './path.ts';
import type { Finding } from './revocation.ts';

export interface AttestationContext extends PublicKeyContext {
  expected: PublicKeyContext['expected'] & {
    /** `attestation` as asked; without it, what was asked for is no reason to refuse. */
    attestation?: string;
  };
  /** Filled by `attestation-object`. */
  object?: AttestationObject;
  /** Filled by `attestation-format`: the format is one whose procedure follows. */
  format?: string;
  /** Filled by `compound-statement`: each of its statements, in the place of the whole. */
  statements?: AttestationContext[];
  /** Where the statement stands in a compound one. */
  place?: string;
  /** What the format's procedure settles; of a compound one, the weakest of what its statements settle. */
  attestation?: { type: 'none' | 'self' | 'basic' | 'attca' | 'anonca'; trusted?: boolean };
  /** authenticatorData ‖ SHA-256(clientDataJSON), what statements sign. */
  signedData?: Uint8Array;
  /** Filled by `android-key-description`. */
  keyDescription?: KeyDescription;
  /** x5c parsed, leaf first; a text where it cannot be read. */
  certificates?: Certificate[] | string;
  /** The response of an android-safetynet statement; a text where it cannot be read. */
  jws?: Jws | string;
  /** Filled by `tpm-structures`, with what could be read. */
  tpm?: { publicArea?: TpmtPublic; certInfo?: TpmsAttest };
  /** What is known of the model; absent without metadata. */
  model?: ModelMetadata;
  /** Trusted roots parsed. */
  roots?: Certificate[];
  /** What the revocation lists of a trusted path say; absent where none were asked. */
  revocation?: Finding[];
}

/** The byte strings of an x5c array, or nothing where it is no such array. */
export function x5cOf(statement: unknown): Uint8Array[] | undefined {
  const x5c = statement instanceof Map ? statement.get('x5c') : undefined;
  return Array.isArray(x5c) && x5c.every(item => item instanceof Uint8Array) ? (x5c as Uint8Array[]) : undefined;
}

/** A member of the statement, whatever it is. */
export function statementMember({ object }: AttestationContext, name: string): unknown {
  const attStmt = object?.attStmt;
  return attStmt instanceof Map ? attStmt.get(name) : undefined;
}

/** The first certificate of x5c, where all of them could be read. */
export function leafCertificate({ certificates }: AttestationContext): Certificate | undefined {
  return Array.isArray(certificates) ? certificates[0] : undefined;
}

/** The public key of the first certificate, where it is one that node:crypto knows. */
export function certificateKey(context: AttestationContext): KeyObject | undefined {
  const leaf = leafCertificate(context);
  if (!leaf) return undefined;
  try {
    return publicKeyOf(leaf);
  } catch {
    return undefined;
  }
}

/** The certificates of the statement, DER: in its x5c, or in the header of a JWS. */
function chainOf(context: AttestationContext): Uint8Array[] | undefined {
  const { fmt, attStmt } = context.object!;
  if (fmt !== 'android-safetynet') return x5cOf(attStmt);
  const response = statementMember(context, 'response');
  if (!(response instanceof Uint8Array)) return undefined;
  try {
    context.jws = decodeJws(Buffer.from(response).toString('utf8'));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    context.jws = error.message;
  }
  return typeof context.jws === 'string' ? undefined : context.jws.x5c;
}

/**
 * Parses certificates, so that the duties themselves stay synchronous. The X.509 library costs a tenth of a second to
 * load, which a run without certificates never pays.
 */
export async function prepareAttestation(context: AttestationContext): Promise<void> {
  const { object, envelope, authDataBytes } = context;
  if (!object || !envelope || !authDataBytes) return;
  context.signedData = concat(authDataBytes, sha256(envelope.clientDataJSON));
  const x5c = chainOf(context);
  if (!x5c || x5c.length === 0) return;
  const { parseCertificate } = await import('../../encoding/x509.ts');
  try {
    // What makes a chain too long is refused for that: the rest of it costs nothing.
    context.certificates = x5c.slice(0, MAX_PATH + 1).map(parseCertificate);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    context.certificates = error.message;
  }
  context.roots = (context.expected.rp.attestationRoots ?? []).map(parseCertificate);
}
