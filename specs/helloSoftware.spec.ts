/** The software engine, held against Chromium's own WebAuthn: what a page sees of the one, it sees of the other. */
import type { Browser, Frame } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { type HelloOptions, installHello } from '../harness/browser/hello.ts';

const SITE = 'https://login.example.test';
const FRAMES =
  '<iframe src="https://other.example/bare"></iframe>' +
  '<iframe src="https://other.example/let" allow="publickey-credentials-get; publickey-credentials-create"></iframe>';

/** Options as JSON; `call` turns challenge and ids into bytes, unless they are given as they are. */
interface Call {
  kind: 'create' | 'get';
  options?: Record<string, unknown>;
  mediation?: string;
}

interface Seen {
  error?: string;
  clientData?: string;
  /** Of the authenticator data. */
  flags?: number;
  userHandle?: string;
  attachment?: string;
  transports?: string[];
  extensions?: string;
  members?: string[];
}

/** Runs in the page. */
async function call({ kind, options = {}, mediation }: Call): Promise<Seen> {
  const page = globalThis as unknown as {
    navigator: { credentials: Record<string, (options: object) => Promise<{ toJSON(): unknown }>> };
  };
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const plain =
    kind === 'create'
      ? {
          challenge: bytes,
          rp: { name: 'Site' },
          user: { id: bytes, name: 'ada', displayName: 'Ada' },
          pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
          authenticatorSelection: { residentKey: 'required' },
        }
      : { challenge: bytes };
  const longHandle = options.longHandle ? { user: { ...('user' in plain && plain.user), id: new Uint8Array(65) } } : {};
  const publicKey = { ...plain, timeout: 2000, ...options, ...longHandle };
  try {
    const credential = await page.navigator.credentials[kind]!({ publicKey, ...(mediation && { mediation }) });
    const json = credential.toJSON() as {
      response: { clientDataJSON: string; authenticatorData: string; userHandle?: string; transports?: string[] };
      authenticatorAttachment: string;
      clientExtensionResults: object;
    };
    const { response } = json;
    const text = (part: string) => atob(part.replace(/-/g, '+').replace(/_/g, '/'));
    const { other_keys_can_be_added_here: _, ...clientData } = JSON.parse(text(response.clientDataJSON));
    return {
      clientData: JSON.stringify(clientData),
      flags: text(response.authenticatorData).charCodeAt(32),
      ...(response.userHandle !== undefined && { userHandle: response.userHandle }),
      ...(response.transports && { transports: response.transports }),
      attachment: json.authenticatorAttachment,
      extensions: JSON.stringify(json.clientExtensionResults),
      members: [...Object.keys(json), ...Object.keys(response)].sort(),
    };
  } catch (error) {
    return { error: `${error}` };
  }
}

async function open(browser: Browser, options: HelloOptions) {
  const context = await browser.newContext();
  await context.route('**/*', route =>
    route.fulfill({ contentType: 'text/html', body: route.request().url() === `${SITE}/` ? FRAMES : '' }),
  );
  const hello = await installHello(context, options);
  const page = await context.newPage();
  await page.goto(SITE);
  return { context, hello, page };
}

const frameOf = (frames: Frame[], path: string) => frames.find(frame => frame.url().endsWith(path))!;

interface Situation {
  name: string;
  /** One after another; what the last gives is compared. */
  calls: Call[];
  /** Path of a frame that calls. */
  frame?: string;
  /** What the page must see; where it is absent, an answer and no error. */
  error?: RegExp;
}

const create: Call = { kind: 'create' };
const get: Call = { kind: 'get' };
const wrongRp = { rp: { id: 'other.example', name: 'Other' } };

const SITUATIONS: Situation[] = [
  { name: 'a registration', calls: [create] },
  { name: 'a login', calls: [create, get] },
  {
    name: 'a login by the registrable domain',
    calls: [create, { kind: 'get', options: { rpId: 'example.test' } }],
    error: /^NotAllowedError/,
  },
  { name: 'no passkey', calls: [get], error: /^NotAllowedError: The operation either timed out/ },
  {
    name: 'an RP ID of another site',
    calls: [{ kind: 'create', options: wrongRp }],
    error: /^SecurityError: The relying/,
  },
  { name: 'an empty RP ID', calls: [{ kind: 'get', options: { rpId: '' } }], error: /^SecurityError: The relying/ },
  {
    name: 'a user handle of 65 bytes',
    calls: [{ kind: 'create', options: { longHandle: true } }],
    error: /^TypeError: User handle/,
  },
  {
    name: 'a challenge that is a string',
    calls: [{ kind: 'get', options: { challenge: 'AAAA' } }],
    error: /^TypeError: Failed to execute/,
  },
  {
    name: 'options without a user',
    calls: [{ kind: 'create', options: { user: undefined } }],
    error: /^TypeError: Failed/,
  },
  { name: 'an unknown mediation', calls: [{ kind: 'get', mediation: 'loud' }], error: /^TypeError: Failed/ },
  {
    name: 'no algorithm in common',
    calls: [{ kind: 'create', options: { pubKeyCredParams: [{ type: 'public-key', alg: -999 }] } }],
    error: /^NotAllowedError/,
  },
  {
    name: 'no public key among the parameters',
    calls: [{ kind: 'create', options: { pubKeyCredParams: [{ type: 'x', alg: -7 }] } }],
    error: /^NotSupportedError/,
  },
  { name: 'the extension credProps', calls: [{ kind: 'create', options: { extensions: { credProps: true } } }] },
  {
    name: 'an AppID of another site',
    calls: [create, { kind: 'get', options: { extensions: { appid: 'https://other.example' } } }],
    error: /^SecurityError: This is an invalid domain/,
  },
  {
    name: 'a frame of another site',
    calls: [create],
    frame: '/bare',
    error: /^NotAllowedError: The 'publickey-credentials-create' feature/,
  },
  {
    name: 'a login in a frame of another site',
    calls: [get],
    frame: '/bare',
    error: /^NotAllowedError: The 'publickey-credentials-get' feature/,
  },
  { name: 'a registration in a frame that may', calls: [create], frame: '/let' },
  { name: 'a login in a frame that may', calls: [create, get], frame: '/let' },
];

test('a page sees of the software engine what it sees of Chromium', async ({ browser }) => {
  const engines = await Promise.all((['cdp', 'software'] as const).map(engine => open(browser, { engine })));
  for (const { name, calls, frame, error } of SITUATIONS) {
    const [cdp, software] = await Promise.all(
      engines.map(async ({ page, hello }) => {
        for (const { id } of hello.credentials()) hello.remove(id);
        const from = frame === undefined ? page.mainFrame() : frameOf(page.frames(), frame);
        let last: Seen = {};
        for (const one of calls) last = await from.evaluate(call, one);
        return last;
      }),
    );
    expect.soft(software, name).toEqual(cdp);
    if (error) expect.soft(software?.error, name).toMatch(error);
    else expect.soft(software?.clientData, name).toContain('"challenge":"AQIDBA"');
  }
  await Promise.all(engines.map(({ context }) => context.close()));
});

test('credentials are objects of the browser’s own classes', async ({ browser }) => {
  const { context, page } = await open(browser, { engine: 'software' });
  const seen = await page.evaluate(async () => {
    const window = globalThis as unknown as Record<string, new () => object> & {
      navigator: { credentials: { create(options: object): Promise<Record<string, never>> } };
    };
    const credential = await window.navigator.credentials.create({
      publicKey: {
        challenge: new Uint8Array(4),
        rp: { name: 'Site' },
        user: { id: new Uint8Array(4), name: 'ada', displayName: 'Ada' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      },
    });
    const { response } = credential as unknown as { response: Record<string, () => { byteLength: number }> };
    const instance = (value: object, name: string) => value instanceof window[name]!;
    const toJSON = Reflect.get(window.PublicKeyCredential!.prototype, 'toJSON') as () => unknown;
    return {
      classes: [
        instance(credential, 'PublicKeyCredential'),
        instance(credential, 'Credential'),
        instance(response, 'AuthenticatorAttestationResponse'),
        instance(response, 'AuthenticatorAssertionResponse'),
      ],
      tags: [`${credential}`, `${response}`],
      own: [...Object.keys(credential), ...Object.keys(response)],
      same: new Set([credential.rawId, credential.rawId]).size === 1,
      key: response.getPublicKey!().byteLength,
      json: JSON.stringify(credential) === JSON.stringify(toJSON.call(credential)),
    };
  });
  expect(seen).toEqual({
    classes: [true, true, true, false],
    tags: ['[object PublicKeyCredential]', '[object AuthenticatorAttestationResponse]'],
    own: [],
    same: true,
    key: 91,
    json: true,
  });
  await context.close();
});

test('a passkey that comes and goes in the test is there for the page at once', async ({ browser }) => {
  const first = await open(browser, { engine: 'software' });
  await first.page.evaluate(call, create);
  const second = await open(browser, { engine: 'software', model: 'windows-hello-software' });
  second.hello.load(first.hello.save());
  expect(await second.page.evaluate(call, get)).toMatchObject({ flags: 0x05, userHandle: 'AQIDBA' });
  const [passkey] = second.hello.credentials();
  expect(passkey).toMatchObject({ userName: 'ada', signCount: 1 });
  second.hello.remove(passkey!.id);
  expect((await second.page.evaluate(call, get)).error).toMatch(/^NotAllowedError/);
  await Promise.all([first.context.close(), second.context.close()]);
});

test('each device has its own passkey of an account', async ({ browser }) => {
  const { context, hello, page } = await open(browser, { engine: 'software', devices: ['security-key'] });
  await page.evaluate(call, create);
  const key = { residentKey: 'required', authenticatorAttachment: 'cross-platform' };
  const made = await page.evaluate(call, { kind: 'create', options: { authenticatorSelection: key } } as Call);
  expect(made).toMatchObject({ attachment: 'cross-platform', transports: ['nfc', 'usb'] });
  expect(hello.credentials()).toHaveLength(2);
  await context.close();
});
