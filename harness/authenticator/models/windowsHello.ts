/**
 * Windows Hello as Chrome and Edge hand it on: 32-byte ids, a counter from 0, device-bound, always discoverable, always
 * verified; AAGUID zeroed under attestation `none`. Where the TPM makes the key, the RP's order decides between ES256 and
 * RS256 from Windows 11 on; before it, and without a TPM, it is RS256 whatever the order.
 */
import type { AuthenticatorSettings } from '../settings.ts';
import type { Model } from './model.ts';

const ES256 = -7;
const RS256 = -257;

const hello: Partial<AuthenticatorSettings> = {
  attachment: 'platform',
  transports: ['internal'],
  userVerification: true,
  alwaysVerifies: true,
  alwaysDiscoverable: true,
  keepsAaguid: false,
  backupEligible: false,
  counter: 'per-credential',
  counterStart: 0,
  counterStep: 1,
  credentialIdLength: 32,
  // No large blobs, and no other extension in any capture; prf since 2026.
  extensions: ['hmac-secret'],
};

export const WINDOWS_HELLO: readonly Model[] = [
  {
    name: 'windows-hello',
    title: 'Windows Hello, Windows 11, TPM',
    settings: {
      ...hello,
      aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96',
      algorithms: [ES256, RS256],
      attestation: 'tpm',
    },
    source: '12 captured TPM registrations with this AAGUID, 8 of them ES256 (2021 and later)',
  },
  {
    name: 'windows-hello-10',
    title: 'Windows Hello, Windows 10, TPM',
    settings: { ...hello, aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96', algorithms: [RS256], attestation: 'tpm' },
    source: 'Microsoft’s Edge guide (RS256 only); captured TPM registrations with RS256',
  },
  {
    name: 'windows-hello-vbs',
    title: 'Windows Hello, virtualisation-based security',
    settings: { ...hello, aaguid: '9ddd1817-af5a-4672-a2b9-3e3dd95000a9', algorithms: [RS256], attestation: 'tpm' },
    source: 'captured TPM registrations with this AAGUID, RS256',
  },
  {
    name: 'windows-hello-software',
    title: 'Windows Hello without a TPM',
    settings: {
      ...hello,
      aaguid: '6028b017-b1d4-4c02-b4b3-afcdafc96bb2',
      algorithms: [RS256],
      attestation: 'packed-self',
    },
    source: 'captured packed self registrations with this AAGUID: RS256 although ES256 was listed first',
  },
  {
    name: 'windows-hello-vbs-software',
    title: 'Windows Hello, virtualisation-based security without a TPM',
    settings: {
      ...hello,
      aaguid: '6e96969e-a5cf-4aad-9b56-305fe6c82795',
      algorithms: [RS256],
      attestation: 'packed-self',
    },
    source:
      'Microsoft’s list of AAGUIDs; in no capture, so algorithm and statement are those of the other software provider',
  },
];
