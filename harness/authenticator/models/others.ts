/** Security keys, phones and password managers, as captured registrations show them. */
import type { AuthenticatorSettings } from '../settings.ts';
import type { Model } from './model.ts';

const ES256 = -7;
const EDDSA = -8;

/** UP, UV, BE and BS set, and a counter that never moves. */
const synced: Partial<AuthenticatorSettings> = {
  attachment: 'platform',
  algorithms: [ES256],
  attestation: 'none',
  userVerification: true,
  alwaysDiscoverable: true,
  backupEligible: true,
  backupState: true,
  counter: 'none',
};

export const OTHERS: readonly Model[] = [
  {
    name: 'security-key',
    title: 'USB security key with a PIN (FIDO2)',
    settings: {
      aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a',
      attachment: 'cross-platform',
      transports: ['nfc', 'usb'],
      algorithms: [ES256, EDDSA],
      attestation: 'packed',
      keepsAaguid: false,
      counter: 'global',
      counterStart: 2,
      credentialIdLength: 64,
    },
    source:
      'captured packed registrations of a YubiKey 5 NFC: 64-byte ids (ES256), UP and UV, a counter above zero at once',
  },
  {
    name: 'security-key-without-pin',
    title: 'USB security key without a PIN',
    settings: {
      aaguid: 'f8a011f3-8c0a-4d15-8006-17111f9edc7d',
      attachment: 'cross-platform',
      transports: ['usb'],
      algorithms: [ES256],
      attestation: 'packed',
      keepsAaguid: false,
      userVerification: false,
      userVerified: false,
      residentKeys: false,
      counter: 'global',
      counterStart: 124,
      credentialIdLength: 64,
    },
    source: 'captured packed registrations with UP alone (flags 41), 64-byte ids, counters 57 to 390',
  },
  {
    name: 'u2f-key',
    title: 'U2F security key',
    settings: {
      aaguid: '00000000-0000-0000-0000-000000000000',
      attachment: 'cross-platform',
      transports: ['usb'],
      algorithms: [ES256],
      attestation: 'fido-u2f',
      userVerification: false,
      userVerified: false,
      residentKeys: false,
      counter: 'global',
      counterStart: 0,
      credentialIdLength: 64,
    },
    source: '15 captured fido-u2f registrations: AAGUID zero, UP alone, 64-byte ids, counter 0 at registration',
  },
  {
    name: 'phone-hybrid',
    title: 'Phone by QR code (hybrid), synced passkey',
    settings: {
      ...synced,
      aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
      attachment: 'cross-platform',
      transports: ['hybrid', 'internal'],
      credentialIdLength: 16,
    },
    source: 'captured registrations of Google Password Manager: 16-byte ids, flags 5d, counter 0',
  },
  {
    name: 'icloud-keychain',
    title: 'iCloud Keychain, synced passkey',
    settings: {
      ...synced,
      aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd',
      transports: ['hybrid', 'internal'],
      credentialIdLength: 20,
    },
    source: 'captured registrations with this AAGUID: 20-byte ids, flags 5d, counter 0',
  },
  {
    name: 'password-manager',
    title: 'Google Password Manager on a desktop, synced passkey',
    settings: {
      ...synced,
      aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
      transports: ['hybrid', 'internal'],
      credentialIdLength: 16,
    },
    source: 'captured registrations with this AAGUID: 16-byte ids, flags 5d, counter 0',
  },
  {
    name: 'touch-id',
    title: 'Touch ID in Chrome on macOS, device-bound',
    settings: {
      aaguid: 'adce0002-35bc-c60a-648b-0b25f1f05503',
      algorithms: [ES256],
      attestation: 'packed-self',
      counter: 'none',
    },
    source:
      'captured registrations with this AAGUID: flags 45, 32-byte ids with counter 0 (older ones count in Unix time)',
  },
  {
    name: 'apple-anonymous',
    title: 'Apple platform authenticator, anonymous attestation',
    settings: {
      aaguid: '00000000-0000-0000-0000-000000000000',
      algorithms: [ES256],
      attestation: 'apple',
      counter: 'none',
      credentialIdLength: 20,
    },
    source: 'captured apple registrations: AAGUID zero, flags 45, 20-byte ids, counter 0',
  },
];
