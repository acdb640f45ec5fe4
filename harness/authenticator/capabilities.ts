/** `getClientCapabilities()` (WebAuthn Level 3 §5.1.7, §5.8.7). */
import type { Authenticator } from './authenticator.ts';

/** Client extensions, by identifier: whatever the devices make of them, the client takes part. */
const EXTENSIONS = [
  'appid',
  'appidExclude',
  'credBlob',
  'credProps',
  'credProtect',
  'largeBlob',
  'minPinLength',
  'prf',
];

/**
 * Members of ClientCapability and `extension:…`, sorted by name; what the client knows nothing of is absent.
 * `relatedOrigins`: whether lists of related origins are fetched.
 */
export function clientCapabilities(
  authenticators: readonly Authenticator[],
  relatedOrigins: boolean,
): Record<string, boolean> {
  const hybridTransport = authenticators.some(({ settings }) => settings.transports.includes('hybrid'));
  const platform = authenticators.filter(
    ({ settings }) => settings.attachment === 'platform' && settings.userVerification,
  );
  const known: Record<string, boolean> = {
    conditionalCreate: true,
    conditionalGet: true,
    hybridTransport,
    passkeyPlatformAuthenticator: hybridTransport || platform.some(({ settings }) => settings.residentKeys),
    relatedOrigins,
    signalAllAcceptedCredentials: true,
    signalCurrentUserDetails: true,
    signalUnknownCredential: true,
    userVerifyingPlatformAuthenticator: platform.length > 0,
  };
  for (const identifier of EXTENSIONS) known[`extension:${identifier}`] = true;
  return Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)));
}
