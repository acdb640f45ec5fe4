/** What an RP tells of its credentials afterwards, and what devices make of it (WebAuthn Level 3 §5.1.10). */
import { base64url, FormatError, fromBase64url } from '../encoding/bytes.ts';
import type { Authenticator } from './authenticator.ts';

/** An RP's word on what it knows; ids are base64url. */
export type Signal =
  | { kind: 'unknown-credential'; rpId: string; credentialId: string }
  | { kind: 'all-accepted-credentials'; rpId: string; userId: string; allAcceptedCredentialIds: readonly string[] }
  | { kind: 'current-user-details'; rpId: string; userId: string; name: string; displayName: string };

/** Throws a TypeError where an id is no base64url: synchronously, before anything else is looked at. */
export function checkSignal(signal: Signal): void {
  const ids = signal.kind === 'unknown-credential' ? [signal.credentialId] : [signal.userId];
  if (signal.kind === 'all-accepted-credentials') ids.push(...signal.allAcceptedCredentialIds);
  for (const id of ids) {
    try {
      fromBase64url(id);
    } catch (error) {
      if (error instanceof FormatError) throw new TypeError(`"${id}" is no base64url`);
      throw error;
    }
  }
}

/** Removes what the RP no longer accepts, or renames; whether anything was there is not told. */
export function heed({ credentials }: Authenticator, signal: Signal): void {
  const { rpId } = signal;
  if (signal.kind === 'unknown-credential') {
    credentials.remove(rpId, fromBase64url(signal.credentialId));
    return;
  }
  for (const credential of credentials.byUser(rpId, fromBase64url(signal.userId))) {
    if (signal.kind === 'current-user-details') {
      credential.userName = signal.name;
      credential.userDisplayName = signal.displayName;
    } else if (!signal.allAcceptedCredentialIds.includes(base64url(credential.id))) {
      credentials.remove(rpId, credential.id);
    }
  }
}
