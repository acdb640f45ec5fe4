/**
 * Attestation statement format `android-safetynet` (WebAuthn Level 3 §8.5). Android stopped making it, and Google shut the
 * service down in 2025; statements made before are still presented as evidence, and RPs still have the code that reads them.
 */
import { concat, sha256, utf8 } from '../../encoding/bytes.ts';
import { signData } from '../../encoding/cose.ts';
import { encodeJws, x5cHeader } from '../../encoding/jws.ts';
import type { AttestationKey } from './packed.ts';
import type { AttestationStatement } from './statement.ts';

/** What the service says about a device. */
export interface SafetyNetPayload {
  /** Base64 of SHA-256 over authenticatorData and clientDataHash. */
  nonce: string;
  /** Milliseconds since the epoch. */
  timestampMs: number;
  apkPackageName: string;
  apkDigestSha256: string;
  apkCertificateDigestSha256: string[];
  /** The device is one that passes Android's compatibility tests. */
  ctsProfileMatch: boolean;
  /** The device is not tampered with. */
  basicIntegrity: boolean;
  evaluationType: string;
}

/** The version of Google Play services. */
const VERSION = '214815044';
/** The service has stamped its answer by the time the phone gives its own. */
const ON_THE_WAY = 1000;

/** Base64, not base64url, of SHA-256. */
export function safetyNetNonce(signed: Uint8Array): string {
  return Buffer.from(sha256(signed)).toString('base64');
}

/** What is said about a sound device, a second ago. `signed`: authenticatorData and clientDataHash. */
export function honestPayload(signed: { authenticatorData: Uint8Array; clientDataHash: Uint8Array }): SafetyNetPayload {
  const digest = Buffer.from(sha256(utf8('Touchstone TEST'))).toString('base64');
  return {
    nonce: safetyNetNonce(concat(signed.authenticatorData, signed.clientDataHash)),
    timestampMs: Date.now() - ON_THE_WAY,
    apkPackageName: 'com.google.android.gms',
    apkDigestSha256: digest,
    apkCertificateDigestSha256: [digest],
    ctsProfileMatch: true,
    basicIntegrity: true,
    evaluationType: 'BASIC,HARDWARE_BACKED',
  };
}

/** The service's answer, as a compact JWS in UTF-8; `header` goes over `alg` RS256 and `x5c`. */
export function safetyNetResponse(
  { keys, x5c }: AttestationKey,
  payload: object,
  header: Record<string, unknown> = {},
): Uint8Array {
  const whole = { alg: 'RS256', x5c: x5cHeader(x5c), ...header };
  return utf8(encodeJws(whole, payload, signed => signData(keys.algorithm, keys.privateKey, signed)));
}

export function safetyNetStatement(response: Uint8Array): AttestationStatement {
  return {
    fmt: 'android-safetynet',
    attStmt: new Map<string, string | Uint8Array>([
      ['ver', VERSION],
      ['response', response],
    ]),
  };
}
