/** Pages that ask for a passkey with their first script, in numbers: the authenticator is there before each of them. */
import { expect, test } from '../fixtures/test.ts';
import { installHello } from '../harness/browser/hello.ts';
import { ANSWERED, AT_ONCE } from './scenarios/pages.ts';
import { html, Stage } from './scenarios/stage.ts';

const PAGES = 200;
/** Open at a time. */
const ABREAST = 10;

test('200 popups that ask while they load are all answered, and the counter never goes back', async ({
  context,
  helloOptions,
}) => {
  test.setTimeout(120_000);
  const hello = await installHello(context, helloOptions);
  const stage = await Stage.open(context, hello);
  await stage.passkey();
  const [before] = hello.credentials();
  stage.serve('/popup', html(AT_ONCE));
  const signedIn: string[] = [];
  for (let opened = 0; opened < PAGES; opened += ABREAST) {
    const popups = await Promise.all(
      Array.from({ length: ABREAST }, async () => {
        const popup = await context.newPage();
        await popup.goto(new URL('/popup', stage.page.url()).href);
        await popup.waitForFunction(ANSWERED);
        return popup;
      }),
    );
    signedIn.push(...(await Promise.all(popups.map(popup => popup.title()))));
    await Promise.all(popups.map(popup => popup.close()));
  }
  expect(signedIn).toEqual(Array.from({ length: PAGES }, () => 'alice'));
  expect(hello.credentials()[0]!.signCount).toBe(before!.signCount + PAGES);
  expect(hello.events.filter(({ type }) => type === 'refused')).toEqual([]);
});
