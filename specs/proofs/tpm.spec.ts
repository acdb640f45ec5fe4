/** The TPM statement that our authenticator makes has the shape of Windows Hello's, and its structures are read exactly. */
import { X509Certificate } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import { identityChain } from '../../harness/authenticator/pkiTpm.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { hex } from '../../harness/encoding/bytes.ts';
import { decodeAttest, decodePublic, encodeAttest, encodePublic } from '../../harness/encoding/tpm.ts';
import { parseCertificate } from '../../harness/encoding/x509.ts';
import { attested, creationOptions, device, ORIGIN } from './devices.ts';

async function statement(alg: number) {
  const options = creationOptions({ attestation: 'direct', pubKeyCredParams: [{ type: 'public-key', alg }] });
  const response = await new Client(device({ attestation: 'tpm' })).register(options, { origin: ORIGIN });
  const { fmt, attStmt } = attested(response);
  const members = attStmt as Map<string, unknown>;
  return { fmt, members, bytes: (name: string) => members.get(name) as Uint8Array };
}

for (const { name, alg, area, head } of [
  { name: 'RSA', alg: -257, area: 310, head: '0001000b000604720020' },
  { name: 'ECC', alg: -7, area: 118, head: '0023000b000400720020' },
]) {
  test(`an ${name} key is attested as Windows Hello does`, async () => {
    const { fmt, members, bytes } = await statement(alg);
    expect(fmt).toBe('tpm');
    expect([...members.keys()]).toEqual(['alg', 'sig', 'ver', 'x5c', 'pubArea', 'certInfo']);
    expect([members.get('alg'), members.get('ver'), bytes('sig').length]).toEqual([-65535, '2.0', 256]);
    expect([bytes('pubArea').length, bytes('certInfo').length]).toEqual([area, 161]);
    expect(hex(bytes('pubArea')).startsWith(head)).toBe(true);
    const { extraData, clockInfo } = decodeAttest(bytes('certInfo'));
    expect([extraData.length, clockInfo.safe]).toEqual([20, 1]);
    expect((members.get('x5c') as Uint8Array[]).length).toBe(2);
    expect(hex((await statement(alg)).bytes('certInfo'))).toBe(hex(bytes('certInfo')));
  });

  test(`structures with an ${name} key end where they end`, async () => {
    const { bytes } = await statement(alg);
    for (const [structure, decode, encode] of [
      [bytes('pubArea'), decodePublic, encodePublic],
      [bytes('certInfo'), decodeAttest, encodeAttest],
    ] as const) {
      expect(hex((encode as (value: unknown) => Uint8Array)(decode(structure)))).toBe(hex(structure));
      for (let length = 0; length < structure.length; length++) {
        expect(() => decode(structure.subarray(0, length)), `${length} bytes`).toThrow(/ends too soon/);
      }
      const longer = Buffer.concat([structure, Buffer.of(0)]);
      expect(() => decode(longer)).toThrow(/bytes after its end/);
      expect(decode(longer, { lenient: true })).toEqual(decode(structure));
    }
  });
}

test('the identity certificate has the shape of the real ones, under the test root', () => {
  const [leaf, intermediate] = identityChain().map(parseCertificate);
  expect([leaf!.version, leaf!.subject, leaf!.isCa, leaf!.extendedKeyUsages]).toEqual([3, {}, false, ['2.23.133.8.3']]);
  expect(leaf!.directoryName).toEqual({
    '2.23.133.2.1': ['id:53544D20'],
    '2.23.133.2.2': ['TEST TPM'],
    '2.23.133.2.3': ['id:00020000'],
  });
  expect([...leaf!.extensions.keys()].sort()).toEqual(
    ['2.5.29.15', '2.5.29.19', '2.5.29.32', '2.5.29.37', '2.5.29.17', '2.5.29.35', '2.5.29.14'].sort(),
  );
  expect(leaf!.criticalExtensions).toEqual(['2.5.29.15', '2.5.29.19', '2.5.29.32', '2.5.29.17']);
  expect([intermediate!.isCa, intermediate!.pathLength, intermediate!.mayCertify]).toEqual([true, 0, true]);
  expect(intermediate!.subject.CN?.[0]).toMatch(/^TEST-KEYID-[0-9A-F]{40}$/);
  const [below, above, root] = [...identityChain(), testRoots()[0]!].map(der => new X509Certificate(der));
  expect([below!.verify(above!.publicKey), above!.verify(root!.publicKey)]).toEqual([true, true]);
  expect([below!.checkIssued(above!), above!.checkIssued(root!)]).toEqual([true, true]);
});

test('a key that no TPM makes is named', async () => {
  await expect(statement(-8)).rejects.toThrow(/a TPM makes no Ed25519 keys/);
});
