/** What the duties of attestation work on, and what is read from the statement before they run. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { AttestationObject } from '../../encoding/attestationObject.ts';
import { concat, FormatError, sha256 } from '../../encoding/bytes.ts';
import type { KeyDescription } from '../../encoding/keyDescription.ts';
import type { TpmsAttest, TpmtPublic } from '../../encoding/tpm.ts';
import type { Certificate } from '../../encoding/x509.ts';
import type { PublicKeyContext } from '../publicKey.ts';

export interface AttestationContext extends PublicKeyContext {
  /** Filled by `attestation-object`. */
  object?: AttestationObject;
  /** Filled by `attestation-format`: the format is one whose procedure follows. */
  format?: string;
  /** What the format's procedure settles. */
  attestation?: { type: 'none' | 'self' | 'basic'; trusted?: boolean };
  /** authenticatorData ‖ SHA-256(clientDataJSON), what statements sign. */
  signedData?: Uint8Array;
  /** Filled by `android-key-description`. */
  keyDescription?: KeyDescription;
  /** x5c parsed, leaf first; a text where it cannot be read. */
  certificates?: Certificate[] | string;
  /** Filled by `tpm-structures`, with what could be read. */
  tpm?: { publicArea?: TpmtPublic; certInfo?: TpmsAttest };
  /** Trusted roots parsed. */
  roots?: Certificate[];
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
    return createPublicKey(leaf.publicKeyPem);
  } catch {
    return undefined;
  }
}

/**
 * Parses certificates, so that the duties themselves stay synchronous. The X.509 library costs a tenth of a second to
 * load, which a run without certificates never pays.
 */
export async function prepareAttestation(context: AttestationContext): Promise<void> {
  const { object, envelope, authDataBytes } = context;
  if (!object || !envelope || !authDataBytes) return;
  context.signedData = concat(authDataBytes, sha256(envelope.clientDataJSON));
  const x5c = x5cOf(object.attStmt);
  if (!x5c || x5c.length === 0) return;
  const { parseCertificate } = await import('../../encoding/x509.ts');
  try {
    context.certificates = x5c.map(parseCertificate);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    context.certificates = error.message;
  }
  context.roots = (context.expected.rp.attestationRoots ?? []).map(parseCertificate);
}
