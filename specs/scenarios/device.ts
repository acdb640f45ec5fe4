/** Passkeys on the device: changed there, signalled by the page, taken along; and the objects and extensions of them. */
import { installHello } from '../../harness/browser/hello.ts';
import { brief, of } from './look.ts';
import type { Scenario } from './scenario.ts';
import { listed, person, Stage } from './stage.ts';

const REFUSED = 'NotAllowedError, timed out or not allowed';
const RP_ID = 'login.example.test';

/** The passkeys are taken to another context, whose person signs in with them. */
async function elsewhere(stage: Stage, take: (other: Stage) => void): Promise<string> {
  const context = await stage.context.browser()!.newContext();
  try {
    const other = await Stage.open(context, await installHello(context, { engine: stage.hello.engine }));
    take(other);
    return brief(await other.get());
  } finally {
    await context.close();
  }
}

const kept: Scenario[] = [
  {
    name: 'a passkey that was removed on the device',
    run: async stage => {
      stage.hello.remove(await stage.passkey());
      return brief(await stage.get());
    },
    expected: REFUSED,
  },
  {
    name: 'a passkey that was renamed on the device',
    run: async stage => {
      stage.hello.rename(await stage.passkey(), { userName: 'alice.smith' });
      stage.hello.choose('alice.smith');
      return { page: brief(await stage.get()), device: stage.hello.credentials()[0]?.userName };
    },
    expected: { page: 'signed in as alice', device: 'alice.smith' },
  },
  {
    name: 'a counter that was set back',
    run: async stage => {
      const id = await stage.passkey();
      await stage.get();
      stage.hello.rollBack(id, 40);
      const forward = of(await stage.get(), 'signCount');
      stage.hello.rollBack(id, 5);
      return { forward, back: of(await stage.get(), 'signCount') };
    },
    expected: { forward: { signCount: 41 }, back: { signCount: 6 } },
  },
  {
    name: 'a passkey that the test put there',
    run: async stage => {
      stage.hello.add({ rpId: RP_ID, userName: 'dora', userHandle: Buffer.from('dora').toString('base64url') });
      return brief(await stage.get());
    },
    expected: 'signed in as dora',
  },
  {
    name: 'passkeys are saved and loaded elsewhere',
    run: async stage => {
      await stage.passkey();
      const file = JSON.parse(JSON.stringify(stage.hello.save()));
      return elsewhere(stage, other => other.hello.load(file));
    },
    expected: 'signed in as alice',
  },
  {
    name: 'a device that was set up anew knows nothing of another',
    run: async stage => {
      await stage.passkey();
      return elsewhere(stage, () => {});
    },
    expected: REFUSED,
  },
];

const signals: Scenario[] = [
  {
    name: 'the page signals that a passkey is unknown',
    run: async stage => {
      const credentialId = await stage.passkey();
      await stage.call('signalUnknownCredential', { rpId: RP_ID, credentialId });
      return { left: stage.hello.credentials().length };
    },
    expected: { left: 0 },
  },
  {
    name: 'the page signals which passkeys it accepts',
    run: async stage => {
      await stage.passkey('alice');
      await stage.passkey('bob');
      const userId = person('alice').id;
      await stage.call('signalAllAcceptedCredentials', { rpId: RP_ID, userId, allAcceptedCredentialIds: [] });
      return { left: stage.hello.credentials().map(({ userName }) => userName) };
    },
    expected: { left: ['bob'] },
  },
  {
    name: 'the page signals a new name',
    run: async stage => {
      await stage.passkey();
      const details = { rpId: RP_ID, userId: person('alice').id, name: 'alice.smith', displayName: 'Alice Smith' };
      await stage.call('signalCurrentUserDetails', details);
      const { userName, userDisplayName } = stage.hello.credentials()[0]!;
      return { userName, userDisplayName };
    },
    expected: { userName: 'alice.smith', userDisplayName: 'Alice Smith' },
  },
  {
    name: 'the page signals for a foreign RP ID',
    run: async stage =>
      String(await stage.call('signalUnknownCredential', { rpId: 'elsewhere.test', credentialId: 'AAAA' })),
    expected: 'SecurityError, RP ID',
  },
  {
    name: 'the page signals what is no base64url',
    run: async stage => String(await stage.call('signalUnknownCredential', { rpId: RP_ID, credentialId: '!' })),
    expected: 'TypeError',
  },
];

const objects: Scenario[] = [
  {
    name: 'the objects are what they claim to be',
    run: async stage => {
      await stage.passkey();
      return stage.page.evaluate<Record<string, unknown>>(`({
        instances: [credential instanceof PublicKeyCredential, credential instanceof Credential,
          credential.response instanceof AuthenticatorAttestationResponse],
        tag: String(credential),
        own: Object.keys(credential),
        binary: [credential.rawId, credential.response.clientDataJSON].map(String),
        json: JSON.stringify(credential) === JSON.stringify(credential.toJSON()),
        methods: [credential.response.getPublicKeyAlgorithm(), credential.response.getPublicKey() instanceof ArrayBuffer,
          credential.response.getAuthenticatorData().byteLength > 37, credential.response.getTransports().join()],
      })`);
    },
    expected: {
      instances: [true, true, true],
      tag: '[object PublicKeyCredential]',
      own: [],
      binary: ['[object ArrayBuffer]', '[object ArrayBuffer]'],
      json: true,
      methods: [-7, true, true, 'internal'],
    },
  },
  {
    name: 'options are read from JSON by the browser',
    run: async stage => {
      const id = await stage.passkey();
      return stage.page.evaluate<string>(`navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON({
          challenge: 'AAAA', allowCredentials: [{ type: 'public-key', id: '${id}' }], userVerification: 'required',
        }),
      }).then(({ id }) => id === '${id}' ? 'signed in' : id, String)`);
    },
    expected: 'signed in',
  },
  {
    name: 'credentials of other kinds are left to the browser',
    run: async stage => stage.page.evaluate<string>(`navigator.credentials.get({}).then(String, error => error.name)`),
    expected: 'NotSupportedError',
  },
];

const SALT = 'c2FsdA';

const extensions: Scenario[] = [
  {
    name: 'prf gives the same secret twice',
    run: async stage => {
      await stage.passkey('alice', { extensions: { prf: {} } });
      const secrets: string[] = [];
      for (let turn = 0; turn < 2; turn++) {
        const seen = await stage.get({ extensions: { prf: { eval: { first: SALT } } } });
        const { prf } = (typeof seen === 'string' ? {} : seen.extensions) as { prf?: { results?: { first: string } } };
        secrets.push(prf?.results?.first ?? 'none');
      }
      return { bytes: Buffer.from(secrets[0]!, 'base64url').length, same: secrets[0] === secrets[1] };
    },
    expected: { bytes: 32, same: true },
  },
  {
    name: 'a large blob is preferred, which Windows Hello has not',
    run: async stage => of(await stage.create({ extensions: { largeBlob: { support: 'preferred' } } }), 'extensions'),
    expected: { extensions: { largeBlob: { supported: false } } },
  },
  {
    name: 'a large blob is required, which Windows Hello has not',
    run: async stage => brief(await stage.create({ timeout: 300, extensions: { largeBlob: { support: 'required' } } })),
    expected: REFUSED,
  },
  {
    name: 'an extension that nobody knows',
    run: async stage => of(await stage.create({ extensions: { unheardOf: true } }), 'extensions'),
    expected: { extensions: {} },
  },
];

const attached: Scenario[] = [
  {
    name: 'a passkey is made on the security key that is attached besides',
    hello: { devices: ['security-key'] },
    run: async stage => {
      const authenticatorSelection = { authenticatorAttachment: 'cross-platform', residentKey: 'required' };
      return of(await stage.create({ authenticatorSelection, timeout: 300 }), 'attachment', 'transports');
    },
    expected: { attachment: 'cross-platform', transports: 'nfc usb' },
  },
  {
    name: 'the security key signs in where it has the passkey',
    hello: { devices: ['security-key'] },
    run: async stage => {
      const onKey = { authenticatorSelection: { authenticatorAttachment: 'cross-platform', residentKey: 'required' } };
      await stage.passkey('alice');
      const id = await stage.passkey('bob', onKey);
      return of(await stage.get({ allowCredentials: listed(id) }), 'attachment', 'user');
    },
    expected: { attachment: 'cross-platform', user: 'bob' },
  },
  {
    name: 'a security key is asked for, and there is none',
    run: async stage => {
      const authenticatorSelection = { authenticatorAttachment: 'cross-platform' };
      return brief(await stage.create({ authenticatorSelection, timeout: 300 }));
    },
    expected: REFUSED,
  },
];

const misspelt: Scenario[] = [
  ['an outcome that is misspelt', (stage: Stage) => stage.hello.will('canceled' as 'cancelled'), 'cancelled, denied'],
  ['a flag that is misspelt', (stage: Stage) => stage.hello.flags({ userVerifed: false } as object), 'userVerified'],
  ['an event that is misspelt', (stage: Stage) => stage.hello.on('signedin' as 'signedIn', () => {}), 'signedIn'],
  ['an engine that is misspelt', (stage: Stage) => installHello(stage.context, { engine: 'CDP' as 'cdp' }), 'cdp'],
].map(([name, mistake, right]) => ({
  name: name as string,
  run: async stage => {
    try {
      await (mistake as (stage: Stage) => unknown)(stage);
      return 'nothing is said';
    } catch (error) {
      return { type: (error as Error).name, lists: String(error).includes(right as string) };
    }
  },
  expected: { type: 'TypeError', lists: true },
}));

export const DEVICE: readonly Scenario[] = [...kept, ...signals, ...objects, ...extensions, ...attached, ...misspelt];
