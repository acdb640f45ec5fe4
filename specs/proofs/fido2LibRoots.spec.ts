/**
 * What fido2-lib makes of attestation roots: it looks up the issuer of the first certificate by its common name and warns
 * where it knows none. It asks for the issuer's signature to be verified and does not look at the answer, so trust is not
 * among the things that it verifies: nothing is refused under another root.
 */
import { expect, test } from '@playwright/test';
import * as library from 'fido2-lib';
import { packedStatement } from '../../harness/authenticator/attestation/packed.ts';
import { leafLink, writeChain } from '../../harness/authenticator/attestationChain.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { impostorIssuer } from '../../harness/authenticator/pkiFormats.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { concat, fromBase64url } from '../../harness/encoding/bytes.ts';
import { creationOptions, device, ORIGIN } from './devices.ts';

/** Exported, and left out of the package's types. */
const { CertManager } = library as unknown as {
  CertManager: { addCert(der: ArrayBuffer): true; removeAll(): void };
};

test.beforeEach(() => {
  CertManager.removeAll();
  CertManager.addCert(Uint8Array.from(testRoots()[0]!).buffer);
});
test.afterEach(() => CertManager.removeAll());

/** A packed registration with a certificate, issued by the test root or by another of its name; answers the warnings. */
async function registered(issuer: 'ours' | 'another'): Promise<string[]> {
  const leaf = leafLink(new Uint8Array(16), impostorIssuer());
  const another = { keys: leaf.keys, x5c: writeChain([leaf]) };
  const options = creationOptions({ attestation: 'direct' });
  const response = await new Client(device({ attestation: 'packed', algorithms: [-7] })).register(options, {
    origin: ORIGIN,
    edit: {
      statement: (honest, { authenticatorData, clientDataHash }) =>
        issuer === 'ours' ? honest : packedStatement(another, concat(authenticatorData!, clientDataHash!)).attStmt,
    },
  });
  const id = Uint8Array.from(fromBase64url(response.id)).buffer;
  const result = await new library.Fido2Lib({ attestation: 'direct' }).attestationResult(
    { ...response, id, rawId: id } as unknown as Parameters<library.Fido2Lib['attestationResult']>[0],
    { challenge: options.challenge, origin: ORIGIN, factor: 'either' },
  );
  return [...result.audit.warning.keys()].map(String);
}

test('a certificate is taken for validated under our root', async () => {
  expect(await registered('ours')).toEqual([]);
});

test('a certificate that the root of that name has not signed is taken for validated as well', async () => {
  expect(await registered('another')).toEqual([]);
});

test('a certificate without a root is let through with a warning', async () => {
  CertManager.removeAll();
  expect(await registered('ours')).toEqual(['attesation-not-validated']);
});
