/** `touchstone make`: what it makes is what a browser would have made, and its files are read and written in every form. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import simplewebauthn from '../../fixtures/libraries/simplewebauthn.ts';
import { MODELS } from '../../harness/authenticator/models/index.ts';
import { readPasskeys } from '../../harness/browser/passkeyForms.ts';
import { decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { fromBase64url } from '../../harness/encoding/bytes.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { type MakeSettings, makeResponse } from '../../harness/reproduce/make.ts';
import { partOfCase } from '../../harness/reproduce/makeCase.ts';
import { editsFrom } from '../../harness/reproduce/makeEdits.ts';
import { FORMS, type Form } from '../../harness/reproduce/makeForms.ts';
import { MakeSession, type SessionSettings } from '../../harness/reproduce/makeSession.ts';
import { readSettings } from '../../harness/reproduce/makeSettings.ts';
import type { RelyingParty, Reply, Wishes } from '../../harness/target.ts';
import { glass } from '../../harness/targets/glass.ts';
import type { CeremonyOutcome } from '../../harness/verifier/ceremonies.ts';
import { expectOneLine, start, test, touchstone } from './cliProcess.ts';
import { creationOptions, descriptors, requestOptions } from './devices.ts';

const ALICE = { name: 'alice', displayName: 'Alice' };
const PASSKEY: Wishes = { residentKey: 'required', userVerification: 'required' };

/** An edit may have made it anything. */
type Response = RegistrationResponseJSON & AuthenticationResponseJSON;
type Make = (options: unknown) => Promise<Response>;

/** Registers, and signs in twice, as the RP's options ask for it. */
async function live(rp: RelyingParty, make: Make, wishes: Wishes = PASSKEY): Promise<Reply['seen'][]> {
  const visit = await rp.visit();
  const created = await make({ publicKey: await visit.registrationOptions(ALICE, wishes) });
  const seen = [(await visit.register(created)).seen];
  for (let time = 0; time < 2; time++) {
    const asserted = await make({ publicKey: await visit.authenticationOptions(ALICE, wishes) });
    seen.push((await visit.authenticate(asserted)).seen);
  }
  return seen;
}

const WELL = ['accepted', 'accepted', 'accepted'];

/** One process after another with the same file. */
function perProcess(settings: Partial<SessionSettings> & { file: string }): Make {
  return async options => {
    const session = await MakeSession.open({ make: {}, form: undefined, facts: {}, keep: false, ...settings });
    const answer = await session.answer(JSON.stringify(options));
    await session.close();
    if ('error' in answer) throw new Error(answer.error.message);
    return answer.response as Response;
  };
}

/** All in one process. */
function inMemory(settings: MakeSettings): Make {
  let { credentials = [] } = settings;
  return async options => {
    const made = await makeResponse(options, { ...settings, credentials });
    credentials = made.credentials;
    return made.response as Response;
  };
}

const dataOf = ({ response }: RegistrationResponseJSON | AuthenticationResponseJSON) =>
  decodeAuthenticatorData(fromBase64url(response.authenticatorData));

test.describe('what is made', () => {
  for (const { name } of MODELS)
    test(`registers and signs in at the reference RP and at SimpleWebAuthn: ${name}`, async () => {
      const own = { residentKey: 'preferred', userVerification: 'preferred' } as const;
      for (const rp of [glass(), simplewebauthn()])
        expect(await live(rp, inMemory({ model: name, origin: rp.origin, seed: 'proof' }), own)).toEqual(WELL);
    });

  test('is the same for the same seed, options and credentials; other options, other passkey', async () => {
    const make = async (settings: MakeSettings, user = 'ada') => {
      const { response, credentials } = await makeResponse(creationOptions({}, user), settings);
      const login = requestOptions({ allowCredentials: descriptors(response) });
      return [response, (await makeResponse(login, { ...settings, credentials })).response];
    };
    for (const algorithms of [[-7], [-35], [-36], [-47], [-8], [-257]]) {
      const pubKeyCredParams = algorithms.map(alg => ({ type: 'public-key', alg }));
      const options = creationOptions({ pubKeyCredParams });
      const [first, again] = await Promise.all([1, 2].map(() => makeResponse(options, { seed: 'a' })));
      expect(again).toEqual(first);
      const login = requestOptions({ allowCredentials: descriptors(first!.response) });
      const logins = await Promise.all(
        [1, 2].map(() => makeResponse(login, { seed: 'a', credentials: first!.credentials })),
      );
      expect(logins[1]).toEqual(logins[0]);
    }
    const [ada] = await make({ seed: 'a' });
    for (const other of [make({ seed: 'b' }), make({ seed: 'a' }, 'bob'), make({})])
      expect((await other)[0]!.id).not.toBe(ada!.id);
  });

  test('origin, flags, settings and the user are as asked for', async () => {
    const ada = await makeResponse(creationOptions(), { authenticator: { algorithms: [-7], counterStart: 41 } });
    expect(dataOf(ada.response)).toMatchObject({ up: true, uv: true, signCount: 41 });
    const { credentials } = await makeResponse(creationOptions({}, 'bob'), { credentials: ada.credentials });
    expect(credentials.map(({ userName }) => userName)).toEqual(['ada', 'bob']);
    const request = requestOptions({ allowCredentials: descriptors(...credentials), userVerification: 'required' });
    const login = async (settings: MakeSettings) => {
      const { response, ...rest } = await makeResponse(request, { credentials, ...settings });
      const clientData = JSON.parse(Buffer.from(response.response.clientDataJSON, 'base64url').toString());
      return { id: response.id, data: dataOf(response), clientData, ...rest };
    };
    const plain = await login({ userName: 'bob' });
    expect(plain.id).toBe(credentials[1]!.id);
    expect(plain.credentials.map(({ signCount }) => signCount)).toEqual([41, 1]);
    expect(plain.clientData).toMatchObject({ origin: 'https://login.example.org', crossOrigin: false });
    const framed = await login({ origin: 'https://login.example.org:8443', topOrigin: 'https://top.example' });
    expect(framed.clientData).toMatchObject({
      origin: 'https://login.example.org:8443',
      topOrigin: 'https://top.example',
      crossOrigin: true,
    });
    expect((await login({ userVerified: false })).data).toMatchObject({ up: true, uv: false });
    expect((await login({ userPresent: false })).data).toMatchObject({ up: false, uv: true });
    await expect(login({ userName: 'carol' })).rejects.toThrow(
      'no passkey is "carol"\'s: there are those of "ada", "bob"',
    );
  });

  test('a counter for all credentials of a device goes on from the last of them', async () => {
    const model = 'security-key';
    const ada = await makeResponse(creationOptions(), { model });
    const both = await makeResponse(creationOptions({}, 'bob'), { model, credentials: ada.credentials });
    const request = requestOptions({ allowCredentials: descriptors(ada.response) });
    const first = await makeResponse(request, { credentials: both.credentials });
    const second = await makeResponse(request, { credentials: first.credentials });
    expect(second.credentials[0]!.signCount).toBe(first.credentials[0]!.signCount + 1);
    // What made it is remembered: the login is that of a security key, too.
    expect(second.response.authenticatorAttachment).toBe('cross-platform');
  });

  test('options in any wrapping; a second passkey of the account is refused where the first is excluded', async () => {
    const ada = await makeResponse({ data: { options: JSON.stringify(creationOptions()) } });
    expect(ada.kind).toBe('registration');
    const bare = { challenge: requestOptions().challenge };
    const login = await makeResponse(bare, { origin: 'https://login.example.org', ...ada }).catch(
      (error: Error) => error,
    );
    expect(login).toMatchObject({ name: 'NotAllowedError' });
    await expect(makeResponse(bare, ada)).rejects.toThrow('the options name no RP ID');
    const excluding = creationOptions({ excludeCredentials: descriptors(ada.response) });
    await expect(makeResponse(excluding, ada)).rejects.toMatchObject({ name: 'InvalidStateError' });
    const foreign = { origin: 'https://evil.example' };
    await expect(makeResponse(creationOptions(), foreign)).rejects.toMatchObject({ name: 'SecurityError' });
    await expect(makeResponse({ hello: 1 })).rejects.toThrow('these are no options of WebAuthn');
    await expect(makeResponse([creationOptions(), requestOptions()])).rejects.toThrow('options for 2 ceremonies');
  });
});

test.describe('made wrong', () => {
  test('as a case of the suite: only what the case is about, and the duty that it names refuses it', async ({
    folder,
  }) => {
    const refused: string[] = [];
    const watch = (_: string, __: unknown, { refusals }: CeremonyOutcome) => {
      refused.push(...refusals.map(({ duty }) => duty));
    };
    const rp = glass({ collect: true, watch });
    const { editOf } = partOfCase('authentication/client-data/other-origin');
    expect(await live(rp, perProcess({ file: join(folder, 'login.json'), editOf }))).toEqual([
      'accepted',
      'rejected',
      'rejected',
    ]);
    const registration = partOfCase('registration/client-data/other-origin');
    const visit = await glass({ collect: true, watch }).visit();
    const make = perProcess({ file: join(folder, 'registration.json'), editOf: registration.editOf });
    expect((await visit.register(await make(await visit.registrationOptions(ALICE)))).seen).toBe('rejected');
    expect(() => registration.editOf('authentication')).toThrow('options to sign in');
    expect(refused).toEqual(['origin', 'origin', 'origin']);
    expect(() => partOfCase('nothing/here')).toThrow('there is no case');
    expect(() => partOfCase('flow/challenge/replayed-authentication')).toThrow('touchstone run plays it');
  });

  test('by an edit as the fuzzer prints it; one that cannot be made, or has no layer here, is said', async () => {
    const flip = await editsFrom('{"layer":"signature","path":[],"change":{"op":"flip","byte":9,"bit":0}}');
    const { credentials } = await makeResponse(creationOptions());
    const request = requestOptions({ allowCredentials: descriptors(...credentials) });
    const settings = { credentials, seed: 'same' };
    const [honest, edited] = [
      await makeResponse(request, settings),
      await makeResponse(request, { ...settings, edit: flip('authentication') }),
    ].map(({ response }) => fromBase64url((response as AuthenticationResponseJSON).response.signature));
    expect(edited!.map((byte, at) => byte ^ honest![at]!)).toEqual(honest!.map((_, at) => (at === 9 ? 1 : 0)));
    expect(() => flip('registration')).toThrow('--edit: no registration has the layer signature');
    await expect(editsFrom('[{"layer":"nose"}]')).rejects.toThrow('--edit: ');
    const text = '[{"layer":"authenticatorData","path":["rpIdHash"],"change":{"op":"set","value":{"hex":"xx"}}}]';
    const session = await MakeSession.open({
      make: {},
      editOf: await editsFrom(text),
      file: undefined,
      form: undefined,
      facts: {},
      keep: false,
    });
    await expect(session.answer(JSON.stringify(creationOptions()))).rejects.toThrow('the edit cannot be made');
  });

  test('settings that somebody wrote by hand are checked', () => {
    expect(readSettings('{"algorithms":[-257],"counter":"none"}')).toEqual({ algorithms: [-257], counter: 'none' });
    for (const [text, complaint] of [
      ['nope', 'no JSON'],
      ['{"algorithm":-7}', 'Unrecognized key: "algorithm"'],
      ['{"counter":"many"}', 'counter: '],
    ] as const)
      expect(() => readSettings(text)).toThrow(complaint);
  });
});

test.describe('the file', () => {
  for (const form of FORMS)
    test(`as ${form}: written at registration, read at login, for its owner only`, async ({ folder }) => {
      const file = join(folder, 'passkeys');
      const rp = glass();
      const visit = await rp.visit();
      const register = perProcess({ file, form });
      const created = await register(await visit.registrationOptions(ALICE, PASSKEY));
      expect((await visit.register(created)).seen).toBe('accepted');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const facts = form === 'pkcs8' ? { id: created.id, rpId: rp.rpId, userHandle: 'AAAA', signCount: 0 } : {};
      const before = await readFile(file, 'utf8');
      for (const keep of [true, false]) {
        const asked = await visit.authenticationOptions(ALICE, PASSKEY);
        const asserted = await perProcess({ file, facts, keep })(asked);
        expect(dataOf(asserted).signCount).toBe(1);
        if (!keep && form !== 'pkcs8') expect((await visit.authenticate(asserted)).seen).toBe('accepted');
        if (keep || form === 'pkcs8') expect(await readFile(file, 'utf8')).toBe(before);
      }
      if (form !== 'pkcs8')
        expect(readPasskeys(JSON.parse(await readFile(file, 'utf8')))).toMatchObject([
          { id: created.id, signCount: 1 },
        ]);
    });

  test('a storage state keeps its cookies and origins, and takes its first passkey', async ({ folder }) => {
    const file = join(folder, 'state.json');
    const cookies = [{ name: 'session', value: 'x', domain: 'rp.example', path: '/' }];
    const origins = [{ origin: 'https://rp.example', localStorage: [{ name: 'a', value: 'b' }] }];
    await writeFile(file, JSON.stringify({ cookies, origins, later: 1 }));
    await symlink(file, join(folder, 'link'));
    expect(await live(glass(), perProcess({ file: join(folder, 'link') }))).toEqual(WELL);
    const state = JSON.parse(await readFile(file, 'utf8'));
    expect(state).toMatchObject({ cookies, origins, later: 1, credentials: [{ signCount: 2 }] });
  });

  test('from one form into another: the same passkey', async ({ folder }) => {
    const file = join(folder, 'passkeys');
    const rp = glass();
    const visit = await rp.visit();
    const created = await perProcess({ file })(await visit.registrationOptions(ALICE, PASSKEY));
    expect((await visit.register(created)).seen).toBe('accepted');
    for (const form of ['cdp', 'storage-state', 'touchstone'] satisfies Form[]) {
      const asserted = await perProcess({ file, form })(await visit.authenticationOptions(ALICE, PASSKEY));
      expect((await visit.authenticate(asserted)).seen).toBe('accepted');
    }
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ touchstone: 1, passkeys: [{ signCount: 3 }] });
  });

  test('what CDP and other programs have is read; a key is what Node and OpenSSL take it for', async ({ folder }) => {
    const file = join(folder, 'key.pem');
    const created = await perProcess({ file, form: 'pkcs8' })(creationOptions());
    const spki = createPublicKey(createPrivateKey(await readFile(file, 'utf8'))).export({
      format: 'der',
      type: 'spki',
    });
    expect(spki.toString('base64url')).toBe(created.response.publicKey);
    expect(openssl(['pkey', '-in', file, '-pubout', '-outform', 'DER']) ?? spki).toEqual(spki);
    const der = createPrivateKey(await readFile(file, 'utf8')).export({ format: 'der', type: 'pkcs8' });
    const credential = {
      credentialId: Buffer.from(created.id, 'base64url').toString('base64'),
      isResidentCredential: true,
      rpId: 'login.example.org',
      privateKey: der.toString('base64'),
      userHandle: Buffer.from('ada').toString('base64'),
      signCount: 8,
    };
    for (const value of [credential, { credential }, [credential], { credentials: [credential] }]) {
      await writeFile(file, JSON.stringify(value));
      const response = await perProcess({ file })(requestOptions());
      expect([response.id, dataOf(response).signCount]).toEqual([created.id, 9]);
    }
  });

  test('what is no file of passkeys is refused in one line without anything of its content', async ({ folder }) => {
    const file = join(folder, 'file');
    const secret = 'c2VjcmV0';
    const key = '-----BEGIN PRIVATE KEY-----';
    for (const [content, complaint] of [
      [secret, 'neither JSON nor a key in PEM'],
      [`"${secret}"`, 'no passkeys are in it'],
      [`{"x":"${secret}"}`, 'neither what hello.save() gives'],
      [`{"touchstone":1,"passkeys":"${secret}"}`, 'neither what hello.save() gives'],
      [`{"touchstone":9,"passkeys":[]}`, 'this reads version 1'],
      [`[{"credentialId":"AAAA","rpId":"a","privateKey":"${secret}","signCount":0}]`, 'privateKey is no PKCS#8'],
      [`[["${secret}"]]`, 'neither what hello.save() gives'],
      [`${key}\n${secret}\n`, 'add --credential-id and --rp-id'],
      ['['.repeat(100_000), 'nested too deep'],
    ] as const) {
      await writeFile(file, content);
      const error = await perProcess({ file })(requestOptions()).catch((error: Error) => error);
      expect(error).toMatchObject({ name: 'AskedWrongly', message: expect.stringContaining(complaint) });
      expect((error as Error).message).not.toContain(secret);
    }
    const facts = { id: 'AAAA', rpId: 'a' };
    await writeFile(file, `${key}\n${secret}\n`);
    await expect(perProcess({ file, facts })(requestOptions())).rejects.toThrow('cannot be read');
    await expect(perProcess({ file: folder })(creationOptions())).rejects.toThrow('private keys are kept in a file');
  });
});

function openssl(args: string[]): Buffer | undefined {
  try {
    return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

test.describe('the command line', () => {
  test.describe.configure({ timeout: 60_000 });

  test('a registration, a refusal, and a login that is asked wrongly', async ({ folder }) => {
    const [creation, request, file] = ['creation', 'request', 'passkeys'].map(name => join(folder, `${name}.json`));
    await writeFile(creation!, JSON.stringify(creationOptions()));
    await writeFile(request!, JSON.stringify(requestOptions()));
    const login = await touchstone(['make', request!, '--credential', file!]);
    expect(login.err).toContain('there is no such file');
    expectOneLine(login);
    expect([login.code, login.out]).toEqual([2, '']);
    const made = await touchstone(['make', creation!, '--credential', file!, '--model', 'windows-hello']);
    expect([made.code, made.err]).toEqual([0, '']);
    expect(JSON.parse(made.out).id).toBe(JSON.parse(await readFile(file!, 'utf8')).passkeys[0].id);
    const refused = await touchstone(['make', creation!, '--origin', 'https://evil.example']);
    expect([refused.code, refused.err]).toEqual([1, '']);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { name: 'SecurityError' } });
  });

  test('--lines: each is answered on a line of its own, those that cannot be as well', async ({ folder }) => {
    const [lines, file, out] = ['lines', 'passkeys', 'out'].map(name => join(folder, name));
    const input = [
      creationOptions(),
      { no: 'options' },
      creationOptions({}, 'bob'),
      requestOptions({ rpId: 'x.test' }),
    ];
    await writeFile(lines!, input.map(one => JSON.stringify(one)).join('\n'));
    const ended = await start(['make', lines!, '--lines', '--credential', file!, '--out', out!]).ended;
    expect([ended.code, ended.out, ended.err]).toEqual([1, '', '']);
    const answers = (await readFile(out!, 'utf8'))
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(answers.map(({ error, type }) => error?.name ?? type)).toEqual([
      'public-key',
      'AskedWrongly',
      'public-key',
      'NotAllowedError',
    ]);
    expect(JSON.parse(await readFile(file!, 'utf8')).passkeys).toHaveLength(2);
  });
});
