/** What pages are told of the software engine's devices: the members that Chromium gives, with what is true of them. */
import type { Authenticator } from '../authenticator/authenticator.ts';
import type { Capabilities } from './gatePage.ts';

/** Client extensions that the engine answers; those that it does not know it says so of. */
const EXTENSIONS: Readonly<Record<string, boolean>> = {
  appid: true,
  appidExclude: true,
  cmtgKey: false,
  credBlob: true,
  credProps: true,
  credentialProtectionPolicy: true,
  crossDeviceFallbackUrl: false,
  enforceCredentialProtectionPolicy: true,
  getCredBlob: true,
  hmacCreateSecret: false,
  largeBlob: true,
  minPinLength: true,
  payment: false,
  prf: true,
};

export function softwareCapabilities(authenticators: readonly Authenticator[]): Capabilities {
  const platform = authenticators.some(
    ({ settings }) => settings.attachment === 'platform' && settings.userVerification,
  );
  const hybrid = authenticators.some(({ settings }) => settings.transports.includes('hybrid'));
  const client: Record<string, boolean> = {
    conditionalCreate: true,
    conditionalGet: platform,
    ...Object.fromEntries(Object.entries(EXTENSIONS).map(([name, known]) => [`extension:${name}`, known])),
    hybridTransport: hybrid,
    immediateGet: true,
    passkeyPlatformAuthenticator: platform || hybrid,
    relatedOrigins: true,
    signalAllAcceptedCredentials: true,
    signalCurrentUserDetails: true,
    signalUnknownCredential: true,
    userVerifyingPlatformAuthenticator: platform,
  };
  return { userVerifyingPlatformAuthenticator: platform, conditionalMediation: platform, client };
}
