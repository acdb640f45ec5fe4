/** The recorder, in every browser and before any device: what pages ask, get and send, and that they cannot tell. */
import type { BrowserContext, Page } from '@playwright/test';
import { askToSignIn, expectSignedIn, goToMakePasskey, registered } from '../fixtures/portalPages.ts';
import { expect, test } from '../fixtures/test.ts';
import { installHello } from '../harness/browser/hello.ts';
import type { Observed } from '../harness/diagnose/observed.ts';
import { readCeremonyFile } from '../harness/reproduce/ceremonyFile.ts';
import { installRecorder } from '../harness/reproduce/recorder.ts';

test.use({ recordCeremonies: 'off' });

const URL = 'https://login.example.test/';

/** A site of one page, at an address that is not there. */
async function site(context: BrowserContext, html = '<h1>Portal</h1>'): Promise<Page> {
  await context.route(`${URL}**`, route => route.fulfill({ contentType: 'text/html', body: html }));
  const page = await context.newPage();
  await page.goto(URL);
  return page;
}

const CREATE = `({
  rp: { name: 'Portal' },
  user: { id: new Uint8Array([1, 2, 3]), name: 'alice', displayName: 'Alice' },
  challenge: new Uint8Array(32).fill(7),
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
})`;
const GET = '({ challenge: new Uint8Array(32).fill(9) })';

/** What a page can look at. */
const LOOK = `(async () => {
  const { credentials } = navigator;
  const made = await credentials.create({ publicKey: ${CREATE} });
  const { get: alone } = credentials;
  const illegal = await alone({ publicKey: ${GET} }).catch(error => error.name);
  const wrong = await credentials.create({ publicKey: {} }).catch(error => error.name);
  const mine = new Error('changed my mind');
  const controller = new AbortController();
  const asked = credentials.get({ publicKey: ${GET}, signal: controller.signal });
  controller.abort(mine);
  const aborted = await asked.catch(error => error);
  return {
    instance: made instanceof PublicKeyCredential,
    sameReason: aborted === mine,
    names: [credentials.create.name, credentials.get.name, credentials.create.length],
    members: Object.keys(credentials),
    native: /\\[native code\\]/.test(Function.prototype.toString.call(credentials.create)),
    illegal,
    wrong,
  };
})()`;

/** Without the questions that the portal's pages ask for their forms. */
const asked = ({ ceremonies }: Observed) => ceremonies.filter(({ mediation }) => mediation !== 'conditional');

test('a registration, a cancelled sign-in and a sign-in are recorded with the RP’s answers', async ({
  context,
  page,
  helloOptions,
  relyingParty,
}) => {
  const recorder = await installRecorder(context);
  const hello = await installHello(context, helloOptions);
  hello.on('refused', event => recorder.refused(event));
  const person = await registered(page, relyingParty);
  hello.will('cancelled');
  await askToSignIn(page, person.name);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await expectSignedIn(page, person);
  const ceremonies = asked(await recorder.observed());
  const origin = relyingParty.url;
  const response = { type: 'public-key', response: { clientDataJSON: expect.any(String) } };
  expect(ceremonies).toMatchObject([
    {
      kind: 'registration',
      origin,
      options: { rp: { id: 'localhost' } },
      response,
      answer: { status: 200, accepted: true },
    },
    { kind: 'authentication', origin, error: { name: 'NotAllowedError' }, reason: 'cancelled' },
    { kind: 'authentication', origin, response, answer: { status: 200, accepted: true } },
  ]);
  expect(ceremonies.map(({ exchanges }) => exchanges.length)).toEqual([2, 1, 2]);
  expect(ceremonies[1]).not.toHaveProperty('answer');
  const times = ceremonies.flatMap(({ askedAt, answeredAt, sentAt }) => [askedAt, answeredAt, sentAt ?? answeredAt]);
  expect(times).toEqual([...times].sort((one, other) => one! - other!));
});

test('nothing of the person and her session is in the recording', async ({
  context,
  page,
  helloOptions,
  relyingParty,
}) => {
  const recorder = await installRecorder(context);
  await installHello(context, helloOptions);
  const person = await registered(page, relyingParty);
  await askToSignIn(page, person.name);
  await expectSignedIn(page, person);
  const recording = await recorder.recording();
  const text = JSON.stringify(recording);
  const cookies = await context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const { value } of cookies) expect(text).not.toContain(decodeURIComponent(value).slice(0, 20));
  for (const secret of [person.password, person.name]) expect(text).not.toContain(secret);
  expect(recording.redacted).toContain('ceremonies[1].options.user.name: the name of a user');
  expect(recording.redacted.join()).not.toContain(person.name);
});

test('names are kept where that is asked for', async ({ context, page, helloOptions, relyingParty }) => {
  const recorder = await installRecorder(context, { keepNames: true });
  await installHello(context, helloOptions);
  const { name } = await registered(page, relyingParty);
  const { ceremonies, redacted } = await recorder.recording();
  expect(ceremonies.filter(({ kind }) => kind === 'registration')).toMatchObject([{ options: { user: { name } } }]);
  expect(redacted.join()).not.toContain('user.name');
});

test('an RP that refuses is recorded with its answer @sample', async ({
  context,
  page,
  helloOptions,
  relyingParty,
}) => {
  const recorder = await installRecorder(context);
  const hello = await installHello(context, helloOptions);
  const person = await relyingParty.addPerson();
  await goToMakePasskey(page, relyingParty, person);
  hello.flags({ userVerified: false });
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  const ceremonies = asked(await recorder.observed());
  expect(ceremonies).toMatchObject([{ kind: 'registration', response: {}, answer: { accepted: false } }]);
  expect(ceremonies[0]!.answer!.status).toBeGreaterThanOrEqual(400);
});

for (const first of ['recorder', 'device'])
  test(`the ${first} comes first, and pages cannot tell that they are recorded @sample`, async ({
    context,
    helloOptions,
  }) => {
    if (first === 'device') await installHello(context, helloOptions);
    const recorder = await installRecorder(context);
    if (first === 'recorder') await installHello(context, helloOptions);
    const page = await site(context);
    const seen = await page.evaluate(LOOK);
    expect(seen).toMatchObject({
      instance: true,
      sameReason: true,
      names: ['create', 'get', 0],
      members: [],
      native: true,
      illegal: 'TypeError',
      wrong: 'TypeError',
    });
    const { ceremonies } = await recorder.observed();
    expect(ceremonies).toMatchObject([
      { kind: 'registration', page: URL, response: { type: 'public-key' } },
      { kind: 'authentication', error: { name: 'TypeError' } },
      { kind: 'registration', error: { name: 'TypeError' } },
      { kind: 'authentication', error: { name: 'Error', message: 'changed my mind' } },
    ]);
  });

test('a rejection that the page leaves alone stays unhandled, once', async ({ context, helloOptions }) => {
  await installRecorder(context);
  await installHello(context, { ...helloOptions, outcome: 'cancelled' });
  const page = await site(context);
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.name));
  const unhandled = page.waitForEvent('pageerror');
  await page.evaluate(`void navigator.credentials.create({ publicKey: ${CREATE} })`);
  await unhandled;
  await page.evaluate(`navigator.credentials.create({ publicKey: ${CREATE} }).catch(() => {})`);
  expect(errors).toHaveLength(1);
});

test('popups and frames are recorded from their first script on', async ({ context, helloOptions }) => {
  const recorder = await installRecorder(context);
  await installHello(context, helloOptions);
  const page = await site(context);
  const script = `<script>navigator.credentials.create({ publicKey: ${CREATE} }).then(() => { document.title = 'made'; })</script>`;
  await context.route(`${URL}popup`, route => route.fulfill({ contentType: 'text/html', body: script }));
  const [popup] = await Promise.all([context.waitForEvent('page'), page.evaluate(`void open('${URL}popup')`)]);
  await expect(popup).toHaveTitle('made');
  await popup.close();
  await page.setContent(`<iframe src="${URL}popup" allow="publickey-credentials-create"></iframe>`);
  await expect.poll(() => page.frames()[1]?.title()).toBe('made');
  const { ceremonies } = await recorder.observed();
  expect(ceremonies).toMatchObject([
    { page: `${URL}popup`, response: { type: 'public-key' } },
    { page: URL, response: { type: 'public-key' } },
  ]);
});

test('the recording is a ceremony file', async ({ context, page, helloOptions, relyingParty }) => {
  const { ceremonyFileOf, ceremonyFileText } = await import('../harness/reproduce/ceremonyFile.ts');
  const recorder = await installRecorder(context);
  await installHello(context, helloOptions);
  await registered(page, relyingParty);
  const recording = await recorder.recording();
  const read = readCeremonyFile(Buffer.from(ceremonyFileText(ceremonyFileOf(recording, recorder.browser))));
  expect(read.ceremonies).toEqual(JSON.parse(JSON.stringify(recording.ceremonies)));
});
