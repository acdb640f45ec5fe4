/** Whatever people paste is recognised: responses of every library's shape, structures in every writing, and what is neither. */
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import { authenticatorName } from '../../harness/diagnose/authenticatorNames.ts';
import { NotUnderstood, type Observed } from '../../harness/diagnose/observed.ts';
import { recognise } from '../../harness/diagnose/recognise.ts';
import { optionsIn, responsesIn } from '../../harness/diagnose/shapes.ts';
import { fromBase64url, fromHex } from '../../harness/encoding/bytes.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { ceremonies } from './corpus.ts';
import { creationOptions, device, ORIGIN, register, requestOptions } from './devices.ts';
import { ABSENT } from './shared.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');
const padded = (text: string) => bytes(text).toString('base64');
const inHex = (text: string) => bytes(text).toString('hex');

let registration: RegistrationResponseJSON;
let authentication: AuthenticationResponseJSON;

test.beforeAll(async () => {
  // RSA signs without chance: the bytes are the same each time.
  const authenticator = device({ attestation: 'tpm', algorithms: [-257] });
  const options = { attestation: 'direct', pubKeyCredParams: [{ type: 'public-key', alg: -257 }] };
  registration = await register(options, {}, authenticator);
  authentication = await new Client(authenticator).authenticate(
    requestOptions({ allowCredentials: [{ type: 'public-key', id: registration.id }] }),
    { origin: ORIGIN },
  );
});

/** What a ceremony is made of, whatever it was called on its way. */
function essence(response: unknown): Record<string, unknown> {
  const { id, response: inner } = response as RegistrationResponseJSON & AuthenticationResponseJSON;
  const { clientDataJSON, attestationObject, signature } = inner;
  return { id, clientDataJSON, attestationObject, signature };
}

type Shape = (response: RegistrationResponseJSON & AuthenticationResponseJSON) => unknown;

/** The bytes of every binary member in another writing, members by their own names. */
function rewritten(write: (text: string) => unknown): Shape {
  return ({ id, rawId, response, type }) => ({
    id,
    rawId: write(rawId),
    type,
    response: Object.fromEntries(
      Object.entries(response).map(([name, value]) => [name, typeof value === 'string' ? write(value) : value]),
    ),
  });
}

const flat: Shape = ({ id, response: { clientDataJSON, attestationObject, authenticatorData, signature } }) => ({
  credentialId: id,
  clientDataJSON,
  ...(attestationObject ? { attestationObject } : { authenticatorData, signature }),
});

const SHAPES: Record<string, Shape> = {
  'Level 3': response => response,
  'a credential member': credential => ({ username: 'ada', credential }),
  'a request id beside it, as java-webauthn-server has it': credential => ({ requestId: 'r', credential }),
  'JSON in a member': response => ({ data: JSON.stringify(response) }),
  'a list': response => [response],
  'arrays of bytes': rewritten(text => [...bytes(text)]),
  'objects of bytes': rewritten(text => ({ ...[...bytes(text)] })),
  Buffers: rewritten(text => bytes(text).toJSON()),
  'MIME words, as lbuchs writes them': rewritten(text => `=?BINARY?B?${padded(text)}?=`),
  'snake case, as Python has it': ({ id, response }) => ({
    id,
    raw_id: id,
    response: {
      client_data_json: response.clientDataJSON,
      ...(response.attestationObject
        ? { attestation_object: response.attestationObject }
        : { authenticator_data: response.authenticatorData, signature: response.signature }),
    },
  }),
  'one level, as webauthn4j and Keycloak have it': flat,
  'one level, in base64': response =>
    Object.fromEntries(
      Object.entries(flat(response) as Record<string, string>)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, padded(value)]),
    ),
  'short names, in hex': ({ id, response }) => ({
    id,
    clientData: inHex(response.clientDataJSON),
    ...(response.attestationObject
      ? { attObj: inHex(response.attestationObject) }
      : { authData: inHex(response.authenticatorData), signature: inHex(response.signature) }),
  }),
};

for (const [name, shape] of Object.entries(SHAPES)) {
  test(`a response is found in ${name}`, () => {
    for (const response of [registration, authentication]) {
      const one = response as RegistrationResponseJSON & AuthenticationResponseJSON;
      const kind = one.response.attestationObject ? 'registration' : 'authentication';
      const found = responsesIn(shape(one));
      expect(found.map(each => each.kind)).toEqual([kind]);
      expect(essence(found[0]!.response)).toEqual(essence(one));
      const pasted = recognise(Buffer.from(JSON.stringify(shape(one))));
      expect(pasted.ceremonies.map(ceremony => [ceremony.kind, essence(ceremony.response)])).toEqual([
        [kind, essence(one)],
      ]);
    }
  });
}

test('text under the names of Level 3 stays as it is, and the way of writing is told', () => {
  const response = {
    ...registration.response,
    clientDataJSON: `${registration.response.clientDataJSON.slice(0, -2)}==`,
  };
  const [found] = responsesIn({ ...registration, response });
  expect((found!.response.response as typeof response).clientDataJSON).toBe(response.clientDataJSON);
  expect(found!.written).toEqual(['clientDataJSON is base64 with padding']);
  expect(responsesIn(registration)[0]!.written).toEqual([]);
  expect(responsesIn(SHAPES['snake case, as Python has it']!(registration as never))[0]!.written).toEqual([
    'its members are called raw_id, client_data_json, attestation_object',
  ]);
});

test('a response that lacks its id is not given one', () => {
  const { id: _, ...without } = registration;
  expect('id' in responsesIn(without)[0]!.response).toBe(false);
});

test('options are found in every wrapping, and their bytes brought into base64url', () => {
  const creation = creationOptions({ excludeCredentials: [{ type: 'public-key', id: registration.id }] });
  const binary = {
    ...creation,
    challenge: [...bytes(creation.challenge)],
    user: { ...creation.user, id: bytes(creation.user.id).toJSON() },
    excludeCredentials: [{ type: 'public-key', id: padded(registration.id) }],
  };
  const wrapped = [
    creation,
    { publicKey: binary },
    { status: 'ok', options: { publicKey: creation } },
    JSON.stringify(binary),
  ];
  for (const value of wrapped)
    expect(optionsIn(value).map(({ kind, options }) => ({ kind, options }))).toEqual([
      { kind: 'registration', options: creation },
    ]);
  const request = requestOptions();
  expect(optionsIn({ publicKeyCredentialRequestOptions: { challenge: request.challenge } })).toEqual([
    { kind: 'authentication', options: { challenge: request.challenge }, path: 'publicKeyCredentialRequestOptions' },
  ]);
  expect(optionsIn({ rp_id: 'a.example', challenge: 'AAAA', allow_credentials: [] })[0]!.options).toEqual({
    rpId: 'a.example',
    challenge: 'AAAA',
    allowCredentials: [],
  });
});

test('what only looks like options or a response is none', () => {
  const others = [
    { challenge: 'AAAA', origin: ORIGIN, type: 'webauthn.get' },
    { client_id: 'x', code_challenge: 'AAAA', challenge: 'AAAA', timeout: 1 },
    { type: 'public-key', id: 'AAAA' },
    { fmt: 'packed', attStmt: { alg: -7, sig: 'AAAA' }, authData: 'AAAA' },
  ];
  for (const value of others) expect([...optionsIn(value), ...responsesIn(value)]).toEqual([]);
});

test('options go with the response that has their challenge, and with that of their kind where none has', () => {
  const creation = creationOptions();
  const request = requestOptions();
  const both = {
    registration: { options: creation, response: registration },
    login: { options: request, response: authentication },
  };
  const found = recognise(Buffer.from(JSON.stringify(both))).ceremonies;
  expect(found.map(({ kind, options }) => [kind, options?.challenge])).toEqual([
    ['registration', creation.challenge],
    ['authentication', request.challenge],
  ]);
  const other = recognise(
    Buffer.from(JSON.stringify({ options: { ...request, challenge: 'AAAA' }, response: authentication })),
  );
  expect(other.ceremonies.map(({ options }) => options?.challenge)).toEqual(['AAAA']);
});

/** Ways in which a structure is written. */
const WRITINGS: Record<string, (one: Uint8Array) => Uint8Array | string> = {
  bytes: one => one,
  hex: one => Buffer.from(one).toString('hex'),
  'hex, with 0x': one => `0x${Buffer.from(one).toString('hex')}`,
  'hex, with colons': one => Buffer.from(one).toString('hex').toUpperCase().match(/../g)!.join(':'),
  'hex, by xxd': one => dump(one, pairs => `: ${pairs.replace(/(..) (..) ?/g, '$1$2 ').padEnd(41)}`, ''),
  'hex, by hexdump': one => dump(one, pairs => `  ${pairs}  |`, '|'),
  base64: one => Buffer.from(one).toString('base64'),
  'base64, wrapped': one => Buffer.from(one).toString('base64').replace(/.{64}/g, '$&\n'),
  base64url: one => Buffer.from(one).toString('base64url'),
};

function dump(one: Uint8Array, line: (pairs: string) => string, end: string): string {
  return Array.from({ length: Math.ceil(one.length / 16) }, (_, index) => {
    const part = Buffer.from(one.subarray(index * 16, index * 16 + 16));
    const text = part.toString('latin1').replace(/[^ -~]/g, '.');
    const pairs = part.toString('hex').match(/../g)!.join(' ');
    return `${(index * 16).toString(16).padStart(8, '0')}${line(pairs)} ${text}${end}`;
  }).join('\n');
}

function structures(): [what: string, bytes: Uint8Array][] {
  const { attestationObject, clientDataJSON, authenticatorData } = registration.response;
  // 7c is the bar that hexdump sets around text.
  const key = fromHex(`a5010203262001215820${'7c'.repeat(32)}225820${'22'.repeat(32)}`);
  return [
    ['attestationObject', fromBase64url(attestationObject)],
    ['clientDataJSON', fromBase64url(clientDataJSON)],
    ['authenticatorData', fromBase64url(authenticatorData)],
    ['authenticatorData', fromBase64url(authentication.response.authenticatorData)],
    ['coseKey', key],
  ];
}

for (const [name, write] of Object.entries(WRITINGS)) {
  test(`bare structures are recognised in ${name}`, () => {
    for (const [what, one] of structures()) {
      const { pieces } = recognise(Buffer.from(write(one)));
      expect(pieces.map(piece => [piece.what, Buffer.from(piece.bytes).toString('hex')])).toEqual([
        [what, Buffer.from(one).toString('hex')],
      ]);
    }
  });
}

test('lines of a log have their ceremony or their structures found, and keep their words', () => {
  const json = JSON.stringify(authentication);
  const { clientDataJSON, attestationObject } = registration.response;
  const lines: [string, unknown][] = [
    [`10:00 INFO [web] body=${json} 400`, ['authentication']],
    [`10:00 INFO body="${json.replaceAll('"', '\\"')}"`, ['authentication']],
    [`{"level":"info"}\n{"level":"error","body":${JSON.stringify(json)}}`, ['authentication']],
    [`INFO Attestation(clientDataJSON=${clientDataJSON}, attestationObject=${attestationObject})`, ['registration']],
    [
      `INFO {'raw_id': None, 'response': {'client_data_json': '${clientDataJSON}', 'attestation_object': '${attestationObject}'}}`,
      ['registration'],
    ],
    [
      `clientDataJSON=${clientDataJSON}&attestationObject=${attestationObject}&publicKeyCredentialId=${registration.id}`,
      ['registration'],
    ],
  ];
  for (const [line, kinds] of lines)
    expect(
      recognise(Buffer.from(line)).ceremonies.map(({ kind }) => kind),
      line,
    ).toEqual(kinds);
  const words = recognise(Buffer.from(`verification failed for ${attestationObject}: wrong origin`));
  expect(words.pieces.map(({ what }) => what)).toEqual(['attestationObject']);
  expect(words.text).toContain('wrong origin');
});

test('what a log or an answer says of a refusal is kept, with the ceremony or without', () => {
  const origin = 'Unexpected authentication response origin "https://www.example.org", expected "https://example.org"';
  const [beside] = recognise(Buffer.from(`ERROR ${origin} ${JSON.stringify(authentication)}`)).ceremonies;
  expect(beside).toMatchObject({ kind: 'authentication', answer: { accepted: false } });
  expect(beside!.answer!.body).toContain('https://www.example.org');
  const alone = recognise(Buffer.from(JSON.stringify({ status: 'failed', errorMessage: origin }))).ceremonies;
  expect(alone).toMatchObject([{ kind: 'authentication', answer: { accepted: false } }]);
  const [page] = recognise(Buffer.from('Uncaught NotAllowedError: The operation either timed out')).ceremonies;
  expect(page!.error).toEqual({ name: 'NotAllowedError', message: 'The operation either timed out' });
});

test('PowerShell’s UTF-16 is text too', () => {
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify(registration), 'utf16le')]);
  expect(recognise(wide).ceremonies).toHaveLength(1);
});

const SECRET = 'bm90aGluZyBvZiB0aGlzIGlzIHNob3du';

/** What is no ceremony: its name, and where it stops making sense. */
const OTHERS: Record<string, [input: () => Uint8Array | string, message: RegExp]> = {
  nothing: [() => ' \n', /empty/],
  'an HTML page': [() => '<!doctype html><title>x</title>', /an HTML page.*HAR/],
  'a PDF': [() => '%PDF-1.7 …', /a PDF/],
  'a picture': [() => fromHex('89504e470d0a1a0a0000'), /PNG/],
  gzip: [() => fromHex('1f8b08000000'), /gzip.*gunzip/],
  'a JWT': [() => 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', /JWT/],
  'a private key': [
    () => `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
    /private key.*Never paste/,
  ],
  'a JWK with a private key': [() => JSON.stringify({ kty: 'EC', d: SECRET }), /private key/],
  'credentials of a virtual authenticator': [
    () => JSON.stringify({ credentials: [{ privateKey: SECRET }] }),
    /private keys/,
  ],
  'a table of passwords': [() => `name,url,username,password\na,b,c,${SECRET}`, /passwords.*Never paste/],
  'a vault': [() => JSON.stringify({ encrypted: false, items: [{ password: SECRET }] }), /password manager/],
  'a public key': [() => `-----BEGIN PUBLIC KEY-----\n${SECRET}\n-----END PUBLIC KEY-----`, /--public-key/],
  'an answer of a server': [() => '{"status":"ok","user":{"id":7}}', /JSON without options/],
  'any text': [() => 'the quick brown fox jumps over the lazy dog', /text without a ceremony/],
  'a hash': [() => 'ab'.repeat(32), /32 bytes \(hex\) of no structure/],
  'a cut response': [
    () => JSON.stringify(registration).slice(0, 300),
    /JSON that breaks off at character 300, in response\.\w+/,
  ],
  'a broken response': [
    () => '{"id":"a","response":{"signature" "x"}}',
    /stops making sense at character 34, in response/,
  ],
  'cut client data': [
    () => registration.response.clientDataJSON.slice(0, 60),
    /clientDataJSON that breaks off at character 45/,
  ],
  'a cut attestation object': [
    () => registration.response.attestationObject.slice(0, 200),
    /begins as attestationObject does \(base64url, 150 bytes\).*\(byte \d+\)/,
  ],
  'deep JSON': [() => '['.repeat(100_000), /nested too deeply/],
  'a large paste': [() => Buffer.alloc(5 * 1024 * 1024, 'a'), /5 MiB.*at most 2/],
};

for (const [name, [input, message]] of Object.entries(OTHERS)) {
  test(`${name} is named, and no more of it is told`, () => {
    const outcome = refusal(Buffer.from(input()));
    expect(outcome).toMatch(message);
    expect(outcome).not.toContain(SECRET);
  });
}

function refusal(input: Uint8Array): string {
  try {
    return JSON.stringify(recognise(input));
  } catch (error) {
    if (error instanceof NotUnderstood) return error.message;
    throw error;
  }
}

test('authenticators have the names that people know', () => {
  expect(authenticatorName('08987058-CADC-4b81-b6e1-30de50dcbe96')).toBe('Windows Hello (TPM)');
  expect(authenticatorName('2fc0579f-8113-47ea-b116-bb5a8db9202a')).toBe('YubiKey 5 with NFC');
  expect(authenticatorName('00000000-0000-0000-0000-000000000000')).toBeUndefined();
  expect(authenticatorName('constructor')).toBeUndefined();
});

/** Keys of three ceremonies are broken: their kty is a text. */
const BROKEN_KEYS = ['wrs-reg-none-08', 'waf-reg-none-01', 'wrs-reg-packed-07'];

test('every structure of the corpus is recognised in hex and base64, and every response', () => {
  test.skip(ceremonies.length === 0, ABSENT);
  const whats = {
    attestationObject: 'attestationObject',
    authenticatorData: 'authenticatorData',
    clientDataJSON: 'clientDataJSON',
    credentialPublicKey: 'coseKey',
  } as const;
  let count = 0;
  for (const one of ceremonies) {
    for (const [member, what] of Object.entries(whats)) {
      const text = one[member as keyof typeof whats];
      if (!text || (what === 'coseKey' && BROKEN_KEYS.includes(one.id))) continue;
      for (const written of [inHex(text), padded(text)])
        expect(only(recognise(Buffer.from(written))), `${one.id} ${member}`).toBe(what);
      count += 1;
    }
    const { clientDataJSON, attestationObject, authenticatorData, signature, credentialId: id = 'AQ' } = one;
    if (!clientDataJSON) continue;
    const inner =
      one.ceremony === 'registration'
        ? { clientDataJSON, attestationObject }
        : { clientDataJSON, authenticatorData, signature };
    const response = { id, rawId: id, type: 'public-key', response: inner, clientExtensionResults: {} };
    expect(only(recognise(Buffer.from(JSON.stringify(response)))), one.id).toBe(one.ceremony);
  }
  expect(count).toBeGreaterThan(500);
});

/** What there is, where there is one thing. */
function only({ pieces, ceremonies: found }: Observed): string {
  return [...pieces.map(({ what }) => what), ...found.map(({ kind }) => kind)].join();
}
