/** The tree of a response knows where each structure stands: its bytes are those that the readers of `encoding/` find. */
import { expect, test } from '@playwright/test';
import type { AuthenticatorSettings } from '../../harness/authenticator/settings.ts';
import { decodeResponse } from '../../harness/diagnose/decode.ts';
import { annotatedHex } from '../../harness/diagnose/hex.ts';
import type { TreeNode } from '../../harness/diagnose/tree.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { fromBase64url, uint16, uint32 } from '../../harness/encoding/bytes.ts';
import { type CborMap, type CborValue, encodeCbor } from '../../harness/encoding/cbor.ts';
import { decodeCoseKey } from '../../harness/encoding/cose.ts';
import type { RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { device, register } from './devices.ts';

const MADE: Record<string, { algorithm?: number; settings: Partial<AuthenticatorSettings> }> = {
  none: { settings: {} },
  'packed-self': { settings: { attestation: 'packed-self' } },
  packed: { settings: { attestation: 'packed' } },
  tpm: { settings: { attestation: 'tpm' } },
  'fido-u2f': { settings: { attestation: 'fido-u2f' } },
  apple: { settings: { attestation: 'apple' } },
  'android-key': { settings: { attestation: 'android-key' } },
  compound: { settings: { attestation: 'compound' } },
  'an RSA key': { algorithm: -257, settings: { algorithms: [-257] } },
  'an Ed25519 key': { algorithm: -8, settings: { algorithms: [-8] } },
  'an ML-DSA key': { algorithm: -48, settings: { algorithms: [-48] } },
};

/** The node at a path of labels. */
function nodeAt(nodes: readonly TreeNode[], [label, ...rest]: readonly string[]): TreeNode {
  const node = nodes.find(one => one.label === label);
  if (!node) throw new Error(`no ${label} among ${nodes.map(one => one.label).join(', ')}`);
  return rest.length === 0 ? node : nodeAt(node.children ?? [], rest);
}

/** What each structure's bytes are, by the readers that the verifier uses too. */
function expected(object: Uint8Array): [path: string[], bytes: Uint8Array][] {
  const { fmt, attStmt, authData } = decodeAttestationObject(object);
  const data = decodeAuthenticatorData(authData);
  const key = decodeCoseKey(data.credentialPublicKey!);
  const coordinates = (['x', 'y', 'n', 'e', 'pub'] as const).flatMap(name =>
    key[name] ? [[name, key[name]] as const] : [],
  );
  const within: [string[], Uint8Array][] = [
    [['rpIdHash'], data.rpIdHash],
    [['flags'], authData.subarray(32, 33)],
    [['signCount'], uint32(data.signCount)],
    [['aaguid'], data.aaguid!],
    [['credentialIdLength'], uint16(data.credentialId!.length)],
    [['credentialId'], data.credentialId!],
    [['credentialPublicKey'], data.credentialPublicKey!],
    [['credentialPublicKey', 'alg'], encodeCbor(key.alg)],
    ...coordinates.map(([name, bytes]): [string[], Uint8Array] => [['credentialPublicKey', name], bytes]),
  ];
  return [
    [['fmt'], Buffer.from(fmt)],
    [['attStmt'], encodeCbor(attStmt)],
    ...statement(attStmt).map(([path, bytes]): [string[], Uint8Array] => [['attStmt', ...path], bytes]),
    [['authData'], authData],
    ...within.map(([path, bytes]): [string[], Uint8Array] => [['authData', ...path], bytes]),
  ];
}

function statement(value: CborValue): [string[], Uint8Array][] {
  const entries = Array.isArray(value)
    ? value.map((one, index) => [`[${index}]`, one] as const)
    : [...(value as CborMap)].map(([key, one]) => [String(key), one] as const);
  return entries.flatMap(([label, one]): [string[], Uint8Array][] => {
    if (one instanceof Uint8Array) return [[[label], one]];
    const isBranch = one instanceof Map || Array.isArray(one);
    return isBranch ? statement(one).map(([path, bytes]) => [[label, ...path], bytes]) : [];
  });
}

async function registration({ algorithm = -7, settings }: (typeof MADE)[string]): Promise<RegistrationResponseJSON> {
  const change = { attestation: 'direct', pubKeyCredParams: [{ type: 'public-key', alg: algorithm }] } as const;
  return register({ ...change, pubKeyCredParams: [...change.pubKeyCredParams] }, {}, device(settings));
}

for (const [name, made] of Object.entries(MADE)) {
  test(`${name}: every structure is where its bytes are`, async () => {
    const response = await registration(made);
    const tree = decodeResponse(response);
    const object = nodeAt(tree, ['response', 'attestationObject']);
    const found = expected(fromBase64url(response.response.attestationObject));
    for (const [path, bytes] of found) {
      const { at } = nodeAt(object.children!, path);
      expect(Buffer.from(object.bytes!.subarray(...at!)).toString('hex'), path.join('.')).toBe(
        Buffer.from(bytes).toString('hex'),
      );
    }
    const client = nodeAt(tree, ['response', 'clientDataJSON']);
    const { at } = nodeAt(client.children!, ['challenge']);
    expect(Buffer.from(client.bytes!.subarray(...at!)).toString()).toBe(
      `"${nodeAt(client.children!, ['challenge']).value}"`,
    );
  });
}

test('certificates are in words', async () => {
  const response = await registration(MADE.packed!);
  const chain = nodeAt(decodeResponse(response), ['response', 'attestationObject', 'attStmt', 'x5c', '[0]']);
  const words = Object.fromEntries(chain.children!.map(({ label, value }) => [label, value]));
  expect(words.subject).toContain('OU=Authenticator Attestation');
  expect(words.issuer).toMatch(/CN=/);
  expect(words.valid).toMatch(/^\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d$/);
});

test('client data is told member by member, one name twice or not', () => {
  const text = '{ "type" : "a\\"}", "n":[1,{"x":"]"}],"type":"b" , "last":true}';
  const [client] = nodeAt(decodeResponse({ response: { clientDataJSON: Buffer.from(text).toString('base64url') } }), [
    'response',
  ]).children!;
  const members = client!.children!.filter(({ at }) => at).map(({ label, at }) => [label, text.slice(...at!)]);
  expect(members).toEqual([
    ['type', '"a\\"}"'],
    ['n', '[1,{"x":"]"}]'],
    ['type', '"b"'],
    ['last', 'true'],
  ]);
});

test('annotated hex has every byte once, in order, and says what it is', async () => {
  const response = await registration(MADE.packed!);
  const { bytes, children } = nodeAt(decodeResponse(response), ['response', 'attestationObject']);
  const lines = annotatedHex(bytes!, children!).split('\n');
  const pairs = lines.map(line => line.slice(6, 6 + 16 * 3).replaceAll(' ', ''));
  expect(pairs.join('')).toBe(Buffer.from(bytes!).toString('hex'));
  expect(lines.find(line => line.includes('authData.flags'))).toMatch(
    /^[0-9a-f]{4} {2}45 +authData\.flags: 0x45 = UP UV AT$/,
  );
});
