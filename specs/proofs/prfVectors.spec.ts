/** The W3C's vectors for prf (Level 3 §16.17): salts, both PIN protocols, and the examples of the API. */
import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import { base64url, concat, fromHex, hex } from '../../harness/encoding/bytes.ts';
import {
  blocks,
  decryptSecret,
  encryptSecret,
  hmacSecretOutputs,
  type PinProtocol,
  prfSalt,
  sharedSecret,
} from '../../harness/encoding/hmacSecret.ts';
import type { ExtensionsJSON } from '../../harness/encoding/json.ts';
import { creationOptions, descriptors, device, ORIGIN, requestOptions } from './devices.ts';
import { ABSENT, sharedFile } from './shared.ts';

interface Vectors {
  prf_shared: {
    authenticator_key_agreement_public_key: Record<string, string>;
    platform_key_agreement_private_key: string;
    authenticator_cred_random: string;
  };
  prf_ctap: { fields: Record<string, string> }[];
}

const text = sharedFile('vectors/webauthn-l3.json');
const file = text === undefined ? undefined : (JSON.parse(text) as Vectors);

const jwk = (x: Uint8Array, y: Uint8Array) => ({ kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) });

function privateKey(scalar: Uint8Array) {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  const key = { ...jwk(point.subarray(1, 33), point.subarray(33)), d: base64url(scalar) };
  return createPrivateKey({ key, format: 'jwk' });
}

const VECTORS: readonly [string, PinProtocol, number][] = [
  ['single input, PIN protocol 2', 2, 0],
  ['two inputs, PIN protocol 2', 2, 1],
  ['single input, PIN protocol 1', 1, 2],
];

for (const [what, protocol, index] of VECTORS) {
  test(`hmac-secret, ${what}: secret, salts, ciphertexts and outputs are those of the vector`, () => {
    test.skip(!file, ABSENT);
    const { fields } = file!.prf_ctap[index]!;
    const given = file!.prf_shared;
    const { '-2': x, '-3': y } = given.authenticator_key_agreement_public_key;
    const other = createPublicKey({ key: jwk(fromHex(x!), fromHex(y!)), format: 'jwk' });
    const shared = sharedSecret(protocol, privateKey(fromHex(given.platform_key_agreement_private_key)), other);
    expect(hex(shared)).toBe(fields.shared_secret);

    const inputs = [fields.prf_eval_first, fields.prf_eval_second].filter(input => input !== undefined);
    const salts = concat(...inputs.map(input => prfSalt(fromHex(input))));
    expect(blocks(salts).map(hex)).toEqual([fields.salt1, fields.salt2].filter(Boolean));
    const [saltEnc, outputEnc] = [fromHex(fields.salt_enc!), fromHex(fields.output_enc!)];
    expect(hex(decryptSecret(protocol, shared, saltEnc))).toBe(hex(salts));
    expect(hex(encryptSecret(protocol, shared, salts, saltEnc.subarray(0, 16)))).toBe(fields.salt_enc);

    const outputs = hmacSecretOutputs(fromHex(given.authenticator_cred_random), salts);
    expect(blocks(outputs).map(hex)).toEqual([fields.output1, fields.output2].filter(Boolean));
    expect(hex(encryptSecret(protocol, shared, outputs, outputEnc.subarray(0, 16)))).toBe(fields.output_enc);
    const results = blocks(decryptSecret(protocol, shared, outputEnc)).map(hex);
    expect(results).toEqual([fields.prf_results_first, fields.prf_results_second].filter(Boolean));
  });
}

test.describe('the examples of the API', () => {
  const [first, second, third] = ['AQIDBA', 'BQYHCA', 'CQoLDA'] as const;
  const context = { origin: ORIGIN };

  /** Outputs of a registration that asks for `created`, then of a login of that credential that asks for `got`. */
  async function outputs(created: unknown, got: (id: string) => unknown, able = true): Promise<ExtensionsJSON[]> {
    const client = new Client(device(able ? {} : { extensions: [] }));
    const registration = await client.register(creationOptions({ extensions: { prf: created } }), context);
    const allowCredentials = descriptors(registration, 'e02eZ9lPp0UdkF4vGRO4-NxlhWBkL1FCmsmb1tTfRyE');
    const options = requestOptions({ allowCredentials, extensions: { prf: got(registration.id) } });
    const assertion = await client.authenticate(options, context);
    return [registration.clientExtensionResults, assertion.clientExtensionResults];
  }

  test('1: enabled is always there at registration, and never at login', async () => {
    expect(await outputs({}, () => ({}))).toEqual([{ prf: { enabled: true } }, { prf: {} }]);
    expect(await outputs({}, () => ({}), false)).toEqual([{ prf: { enabled: false } }, { prf: {} }]);
  });

  test('2: eval may have results', async () => {
    const evaluated = { eval: { first } };
    const [created, got] = await outputs(evaluated, () => evaluated);
    expect(created).toEqual({ prf: { enabled: true } });
    expect(got).toEqual({ prf: { results: { first: expect.stringMatching(/^[\w-]{43}$/) } } });
    expect(await outputs(evaluated, () => evaluated, false)).toEqual([{ prf: { enabled: false } }, { prf: {} }]);
  });

  test('3: a second result only where the chosen inputs have a second', async () => {
    const both = { first, second };
    const [, own] = await outputs({}, id => ({ eval: both, evalByCredential: { [id]: { first: third } } }));
    expect(Object.keys((own as { prf: { results: object } }).prf.results)).toEqual(['first']);
    const listed = 'e02eZ9lPp0UdkF4vGRO4-NxlhWBkL1FCmsmb1tTfRyE';
    const [, any] = await outputs({}, () => ({ eval: both, evalByCredential: { [listed]: { first: third } } }));
    expect(Object.keys((any as { prf: { results: object } }).prf.results)).toEqual(['first', 'second']);
  });

  test('4: equal inputs have equal outputs', async () => {
    const [, got] = await outputs({}, id => ({ evalByCredential: { [id]: { first: third, second: third } } }));
    const { results } = (got as { prf: { results: { first: string; second: string } } }).prf;
    expect(results.first).toBe(results.second);
  });
});
