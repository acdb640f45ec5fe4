/** Ceremonies that are cut short, that wait, and that come at the wrong time. */
import { brief } from './look.ts';
import type { Scenario } from './scenario.ts';
import { LOGIN, type Stage } from './stage.ts';

const REFUSED = 'NotAllowedError, timed out or not allowed';
const ABORTED = 'AbortError, aborted';
const PENDING = 'OperationError, already pending';
const CONDITIONAL = { mediation: 'conditional' };
const FIELD = '<input id="name" autocomplete="username webauthn"><input id="other" autocomplete="username">';

const timeouts: Scenario[] = [
  {
    name: 'the time-out runs out while the prompt is open',
    run: async stage => {
      stage.hello.will('pending');
      return brief(await stage.create({ timeout: 30 }));
    },
    expected: REFUSED,
  },
  {
    name: 'a time-out of five minutes is over, without waiting for it',
    run: async stage => {
      stage.hello.will('timedOut');
      return brief(await stage.create({ timeout: 300_000 }));
    },
    expected: REFUSED,
  },
];

const aborts: Scenario[] = [
  {
    name: 'aborted before it began',
    run: async stage => brief(await stage.create({}, { aborted: true })),
    expected: ABORTED,
  },
  {
    name: 'aborted while the prompt is open',
    run: async stage => {
      stage.hello.will('pending');
      await stage.begin('create');
      await stage.hello.pending();
      await stage.abort();
      return { aborted: brief(await stage.settled()), afterwards: brief(await stage.create()) };
    },
    expected: { aborted: ABORTED, afterwards: 'created' },
  },
  {
    name: 'aborted with a reason of the page',
    run: async stage => {
      stage.hello.will('pending');
      await stage.begin('create');
      await stage.hello.pending();
      await stage.abort('another tab signed in');
      return brief(await stage.settled());
    },
    expected: 'thrown: another tab signed in',
  },
  {
    name: 'asked a second time while the prompt is open',
    run: async stage => {
      stage.hello.will('pending');
      await stage.begin('create');
      const prompt = await stage.hello.pending();
      const second = brief(await stage.create());
      prompt.release();
      return { second, first: brief(await stage.settled()) };
    },
    expected: { second: PENDING, first: 'created' },
  },
  {
    name: 'reloaded while the prompt is open',
    run: async stage => {
      stage.hello.will('pending');
      await stage.begin('create');
      const prompt = await stage.hello.pending();
      await stage.page.reload();
      await prompt.answered;
      return { afterwards: brief(await stage.create()), passkeys: stage.hello.credentials().length };
    },
    expected: { afterwards: 'created', passkeys: 1 },
  },
  {
    name: 'left and come back to',
    run: async stage => {
      await stage.passkey();
      await stage.page.goto('https://elsewhere.test');
      await stage.page.evaluate('history.back()');
      await stage.page.waitForURL(`${LOGIN}/`, { waitUntil: 'commit', timeout: 5000 });
      const back = brief(await stage.get());
      await stage.page.evaluate('history.forward()');
      await stage.page.waitForURL('https://elsewhere.test/', { waitUntil: 'commit', timeout: 5000 });
      const forward = brief(await stage.get());
      return { back, forward };
    },
    expected: { back: 'signed in as alice', forward: REFUSED },
  },
];

async function form(stage: Stage, ...names: string[]): Promise<void> {
  for (const name of names) await stage.passkey(name);
  await stage.show('/form', FIELD);
}

const conditional: Scenario[] = [
  {
    name: 'the form offers passkeys',
    run: async stage => ({ available: await stage.call('isConditionalMediationAvailable') }),
    expected: { available: true },
  },
  {
    name: 'a passkey is picked from the form',
    run: async stage => {
      await form(stage, 'alice');
      await stage.begin('get', {}, CONDITIONAL);
      await stage.hello.autofill(stage.page.locator('#name'));
      return brief(await stage.settled());
    },
    expected: 'signed in as alice',
  },
  {
    name: 'one of three passkeys is picked from the form',
    run: async stage => {
      await form(stage, 'alice', 'bob', 'carol');
      await stage.begin('get', {}, CONDITIONAL);
      await stage.hello.autofill(stage.page.locator('#name'), 'bob');
      return brief(await stage.settled());
    },
    expected: 'signed in as bob',
  },
  {
    name: 'the form waits, whatever the time-out, until it is aborted',
    run: async stage => {
      await form(stage);
      await stage.begin('get', { timeout: 1 }, CONDITIONAL);
      const modal = brief(await stage.get());
      await stage.abort();
      return { modal };
    },
    expected: { modal: PENDING },
  },
  {
    name: 'the form is given up for a button',
    run: async stage => {
      await form(stage, 'alice');
      await stage.begin('get', {}, CONDITIONAL);
      await stage.abort();
      return { form: brief(await stage.settled()), button: brief(await stage.get()) };
    },
    expected: { form: ABORTED, button: 'signed in as alice' },
  },
  {
    name: 'a field that is not for passkeys offers none',
    run: async stage => {
      await form(stage, 'alice');
      await stage.begin('get', {}, CONDITIONAL);
      const refused = await stage.hello.autofill(stage.page.locator('#other')).then(
        () => 'answered',
        error => (/webauthn/.test(String(error)) ? 'refused for its autocomplete' : String(error)),
      );
      await stage.abort();
      return { refused, form: brief(await stage.settled()) };
    },
    expected: { refused: 'refused for its autocomplete', form: ABORTED },
  },
  {
    name: 'a passkey is made in passing',
    run: async stage => brief(await stage.create({ timeout: 200 }, CONDITIONAL)),
    expected: 'created',
  },
];

export const INTERRUPTIONS: readonly Scenario[] = [...timeouts, ...aborts, ...conditional];
