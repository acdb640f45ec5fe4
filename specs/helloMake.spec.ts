/** Passkeys of `touchstone make` in pages, and back: what one of them saves, the other takes. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '../fixtures/test.ts';
import { installHello } from '../harness/browser/hello.ts';
import { decodeAuthenticatorData } from '../harness/encoding/authenticatorData.ts';
import { fromBase64url } from '../harness/encoding/bytes.ts';
import type { Form } from '../harness/reproduce/makeForms.ts';
import { MakeSession } from '../harness/reproduce/makeSession.ts';
import { creation, LOGIN, request, Stage } from './scenarios/stage.ts';

const RP_ID = new URL(LOGIN).hostname;

type Answered = { response: { id: string; response: { authenticatorData: string } } };

/** `touchstone make --credential FILE`, one process after another. */
function maker(file: string, form?: Form) {
  return async (options: object): Promise<Answered> => {
    const session = await MakeSession.open({ make: {}, file, form, facts: {}, keep: false });
    const answer = await session.answer(JSON.stringify(options));
    await session.close();
    return answer as Answered;
  };
}

const signCountOf = ({ response }: Answered) =>
  decodeAuthenticatorData(fromBase64url(response.response.authenticatorData)).signCount;

test('a page signs in with a passkey that was made, and it is signed with what the page has used since', async ({
  context,
  helloOptions,
}, testInfo) => {
  const file = testInfo.outputPath('passkeys.json');
  const make = maker(file);
  const { response } = await make(creation({ rp: { id: RP_ID, name: 'Scenarios' } }));
  const hello = await installHello(context, helloOptions);
  hello.load(JSON.parse(await readFile(file, 'utf8')));
  const stage = await Stage.open(context, hello);
  expect(await stage.answer('get', request())).toMatchObject({ json: { id: response.id } });
  expect(hello.credentials()[0]).toMatchObject({ id: response.id, signCount: 1, userName: 'alice' });
  await writeFile(file, JSON.stringify(hello.save()));
  const signedIn = await make(request({ rpId: RP_ID }));
  expect([signedIn.response.id, signCountOf(signedIn)]).toEqual([response.id, 2]);
});

test("Playwright's own authenticator takes a storage state that was made, and gives one that is gone on with", async ({
  browser,
}, testInfo) => {
  const file = testInfo.outputPath('state.json');
  const make = maker(file, 'storage-state');
  const { response } = await make(creation({ rp: { id: RP_ID, name: 'Scenarios' } }));
  const context = await browser.newContext({ storageState: file });
  await context.addCookies([{ name: 'session', value: 'kept', url: LOGIN }]);
  await context.storageState({ path: file, credentials: true });
  await context.close();
  expect((await make(request({ rpId: RP_ID }))).response.id).toBe(response.id);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    cookies: [{ name: 'session', value: 'kept' }],
    credentials: [{ id: response.id, signCount: 1 }],
  });
});
