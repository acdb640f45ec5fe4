/** The honest statements of further formats against other people's libraries. */
import { expect, test } from '@playwright/test';
import { SettingsService, verifyRegistrationResponse } from '@simplewebauthn/server';
import fido2lib from '../../fixtures/libraries/fido2-lib.ts';
import { u2fAttestationKey } from '../../harness/authenticator/attestation/fidoU2f.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { deriveKeyPair } from '../../harness/authenticator/keys.ts';
import type { AuthenticatorSettings } from '../../harness/authenticator/settings.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { creationOptions, device, ORIGIN, RP_ID } from './devices.ts';

type Format = 'packed' | 'fido-u2f' | 'apple' | 'android-key' | 'android-safetynet';

async function verified(identifier: Format, settings: Partial<AuthenticatorSettings>, root: Uint8Array) {
  SettingsService.setRootCertificates({ identifier, certificates: [Uint8Array.from(root)] });
  const options = creationOptions({ attestation: 'direct' });
  const response = await new Client(device(settings)).register(options, { origin: ORIGIN });
  const result = await verifyRegistrationResponse({
    response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: options.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    requireUserVerification: false,
  });
  return result.verified && result.registrationInfo.fmt;
}

/** A certificate that has issued none of the others. */
const stranger = u2fAttestationKey(deriveKeyPair(-7, 'another', 'key')).x5c[0]!;

for (const attestation of ['packed', 'fido-u2f', 'apple', 'android-key', 'android-safetynet'] as const) {
  test(`${attestation}: accepted under our root, refused under another`, async () => {
    const settings = { attestation, algorithms: [-7] };
    expect(await verified(attestation, settings, testRoots()[0]!)).toBe(attestation);
    await expect(verified(attestation, settings, stranger)).rejects.toThrow(
      /could not be chained|was not a known root/,
    );
  });
}

for (const attestation of ['fido-u2f', 'apple', 'android-safetynet'] as const) {
  test(`${attestation}: accepted by fido2-lib, which is given no roots`, async () => {
    const rp = fido2lib();
    const visit = await rp.visit();
    const options = await visit.registrationOptions(
      { name: attestation, displayName: attestation },
      { attestation: 'direct' },
    );
    const client = new Client(device({ attestation, algorithms: [-7] }));
    const { seen, message } = await visit.register(await client.register(options, { origin: rp.origin }));
    expect({ seen, message }).toEqual({ seen: 'accepted', message: undefined });
  });
}
