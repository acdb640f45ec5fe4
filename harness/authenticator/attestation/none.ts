/** Attestation statement format `none` (WebAuthn Level 3 §8.7). */
import type { AttestationStatement } from './statement.ts';

/** The empty map. */
export function noneStatement(): AttestationStatement {
  return { fmt: 'none', attStmt: new Map() };
}
