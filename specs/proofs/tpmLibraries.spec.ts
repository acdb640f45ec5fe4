/** Our TPM statement against @simplewebauthn/server, RSA and ECC: accepted under our root, refused under another. */
import { expect, test } from '@playwright/test';
import { SettingsService, verifyRegistrationResponse } from '@simplewebauthn/server';
import { u2fAttestationKey } from '../../harness/authenticator/attestation/fidoU2f.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { deriveKeyPair } from '../../harness/authenticator/keys.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { creationOptions, device, ORIGIN, RP_ID } from './devices.ts';

async function verified(alg: number, root: Uint8Array) {
  SettingsService.setRootCertificates({ identifier: 'tpm', certificates: [Uint8Array.from(root)] });
  const pubKeyCredParams = [{ type: 'public-key' as const, alg }];
  const options = creationOptions({ attestation: 'direct', pubKeyCredParams });
  const response = await new Client(device({ attestation: 'tpm' })).register(options, { origin: ORIGIN });
  const result = await verifyRegistrationResponse({
    response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: options.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    supportedAlgorithmIDs: [alg],
  });
  return result.verified && result.registrationInfo.fmt;
}

/** A certificate that has issued none of the others. */
const stranger = u2fAttestationKey(deriveKeyPair(-7, 'another', 'key')).x5c[0]!;

for (const [keys, alg] of [
  ['RSA', -257],
  ['ECC', -7],
] as const) {
  test(`tpm with ${keys} keys: accepted under our root, refused under another`, async () => {
    expect(await verified(alg, testRoots()[0]!)).toBe('tpm');
    await expect(verified(alg, stranger)).rejects.toThrow(/could not be chained/);
  });
}
