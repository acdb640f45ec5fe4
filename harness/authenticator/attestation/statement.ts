/** What the attestation formats have in common. */
import type { AuthenticatorData } from '../../encoding/authenticatorData.ts';
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import type { Credential } from '../credentials.ts';
import type { CompoundPart } from '../settings.ts';

export interface AttestationStatement {
  /** Attestation statement format identifier. */
  fmt: string;
  /** A map; an array for `compound`. */
  attStmt: CborMap | CborValue[];
}

/** What a statement is made over. */
export interface StatementRequest {
  credential: Credential;
  /** As edited: what the bytes were written from, where an edit gave bytes. */
  authData: AuthenticatorData;
  /** Encoded, as edited. */
  authenticatorData: Uint8Array;
  clientDataHash: Uint8Array;
  /** What a compound attestation is made of. */
  compoundOf: readonly CompoundPart[];
}

/** Makes the statement of one format. Asynchronous where a certificate is made. */
export type Attest = (request: StatementRequest) => AttestationStatement | Promise<AttestationStatement>;
