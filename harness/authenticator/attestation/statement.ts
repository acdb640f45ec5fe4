/** What the attestation formats have in common. */
import type { CborMap } from '../../encoding/cbor.ts';

export interface AttestationStatement {
  /** Attestation statement format identifier. */
  fmt: string;
  attStmt: CborMap;
}
