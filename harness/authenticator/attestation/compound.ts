/** Attestation statement format `compound` (WebAuthn Level 3 §8.9): several statements over one ceremony. */
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import type { AttestationStatement } from './statement.ts';

/** One element of the array: a statement as the attestation object would hold it, without authData. */
export function compoundElement({ fmt, attStmt }: AttestationStatement): CborMap {
  return new Map<CborValue, CborValue>([
    ['fmt', fmt],
    ['attStmt', attStmt],
  ]);
}

/** Two or more statements, each over the same authenticatorData and clientDataHash. */
export function compoundStatement(statements: readonly AttestationStatement[]): AttestationStatement {
  return { fmt: 'compound', attStmt: statements.map(compoundElement) };
}
