/** What happens to the person in front of the prompt, and what the page and the test see of it. */
import type { Outcome } from '../../fixtures/test.ts';
import { brief, of } from './look.ts';
import type { Scenario } from './scenario.ts';
import { listed, type Stage } from './stage.ts';

const REFUSED = 'NotAllowedError, timed out or not allowed';

const refused: Scenario[] = (['cancelled', 'denied', 'timedOut', 'lockedOut', 'notEnrolled'] as const).flatMap(word => [
  {
    name: `the person is ${word} at registration`,
    run: async stage => {
      stage.hello.will(word);
      return { page: brief(await stage.create({ timeout: 60_000 })), passkeys: stage.hello.credentials().length };
    },
    expected: { page: REFUSED, passkeys: 0 },
  },
  {
    name: `the person is ${word} at sign-in`,
    run: async stage => {
      await stage.passkey();
      stage.hello.will(word);
      return brief(await stage.get({ timeout: 60_000 }));
    },
    expected: REFUSED,
  },
]);

const gestures: Scenario[] = (['face', 'fingerprint', 'pin'] as const).map(by => ({
  name: `the person is recognised by ${by}`,
  hello: { outcome: by },
  run: async stage => {
    const page = of(await stage.create(), 'flags') as object;
    return { ...page, by: stage.hello.events.at(-1)?.by };
  },
  expected: { flags: 'UP UV AT', by },
}));

async function capabilities(stage: Stage): Promise<Record<string, unknown>> {
  const client = (await stage.call('getClientCapabilities')) as Record<string, boolean>;
  return {
    isUserVerifyingPlatformAuthenticatorAvailable: await stage.call('isUserVerifyingPlatformAuthenticatorAvailable'),
    userVerifyingPlatformAuthenticator: client.userVerifyingPlatformAuthenticator,
    passkeyPlatformAuthenticator: client.passkeyPlatformAuthenticator,
    conditionalGet: client.conditionalGet,
    relatedOrigins: client.relatedOrigins,
    signalUnknownCredential: client.signalUnknownCredential,
  };
}

const platform: Scenario[] = [
  {
    name: 'what the page is told of the device',
    run: capabilities,
    expected: {
      isUserVerifyingPlatformAuthenticatorAvailable: true,
      userVerifyingPlatformAuthenticator: true,
      passkeyPlatformAuthenticator: true,
      conditionalGet: true,
      relatedOrigins: true,
      signalUnknownCredential: true,
    },
  },
  {
    name: 'what the page is told where Windows Hello is not set up',
    hello: { outcome: 'notEnrolled' },
    run: async stage => {
      const { isUserVerifyingPlatformAuthenticatorAvailable, userVerifyingPlatformAuthenticator } =
        await capabilities(stage);
      return { isUserVerifyingPlatformAuthenticatorAvailable, userVerifyingPlatformAuthenticator };
    },
    expected: { isUserVerifyingPlatformAuthenticatorAvailable: false, userVerifyingPlatformAuthenticator: false },
  },
  {
    name: 'locked out until it is unlocked',
    run: async stage => {
      await stage.passkey();
      stage.hello.will('lockedOut');
      const first = brief(await stage.get());
      const second = brief(await stage.get());
      stage.hello.unlock();
      return { first, second, third: brief(await stage.get()) };
    },
    expected: { first: REFUSED, second: REFUSED, third: 'signed in as alice' },
  },
];

const scripted: Scenario[] = [
  {
    name: 'outcomes come in the order in which they were scripted',
    run: async stage => {
      await stage.passkey();
      stage.hello.will('cancelled', 'face', 'denied');
      const seen: string[] = [];
      for (let turn = 0; turn < 4; turn++) seen.push(brief(await stage.get()));
      return { seen };
    },
    expected: { seen: [REFUSED, 'signed in as alice', REFUSED, 'signed in as alice'] },
  },
  {
    name: 'an outcome lasts while an action does',
    run: async stage => {
      await stage.passkey();
      const during = brief(await stage.hello.during('cancelled', () => stage.get()));
      return { during, afterwards: brief(await stage.get()) };
    },
    expected: { during: REFUSED, afterwards: 'signed in as alice' },
  },
  {
    name: 'an open prompt is released',
    run: async stage => {
      stage.hello.will('pending');
      await stage.begin('create');
      const prompt = await stage.hello.pending();
      const { kind, rpId, origin } = prompt;
      prompt.release();
      return { kind, rpId, origin, page: brief(await stage.settled()) };
    },
    expected: { kind: 'create', rpId: 'login.example.test', origin: 'https://login.example.test', page: 'created' },
  },
  {
    name: 'an open prompt is refused',
    run: async stage => {
      stage.hello.will('pending');
      await stage.begin('create');
      (await stage.hello.pending()).refuse('denied');
      return brief(await stage.settled());
    },
    expected: REFUSED,
  },
  {
    name: 'a sign-in succeeds with UV clear',
    run: async stage => {
      await stage.passkey();
      stage.hello.flags({ userVerified: false });
      return { clear: of(await stage.get(), 'flags'), next: of(await stage.get(), 'flags') };
    },
    expected: { clear: { flags: 'UP' }, next: { flags: 'UP UV' } },
  },
  {
    name: 'a sign-in succeeds with UP clear',
    run: async stage => {
      await stage.passkey();
      stage.hello.flags({ userPresent: false });
      return of(await stage.get(), 'flags');
    },
    expected: { flags: 'UV' },
  },
  {
    name: 'a registration succeeds with UV clear',
    run: async stage => {
      stage.hello.flags({ userVerified: false });
      return of(await stage.create(), 'flags');
    },
    expected: { flags: 'UP AT' },
  },
];

/** The engines have words of their own for some reasons; any others are shown. */
function told(stage: Stage, words: RegExp): string {
  const reason = stage.hello.events.at(-1)?.reason ?? 'nothing';
  return words.test(reason) ? 'told' : reason;
}

const reasons: Scenario[] = [
  {
    name: 'the test is told of a registration and of a sign-in',
    run: async stage => {
      await stage.passkey();
      await stage.get();
      const told = stage.hello.events.map(({ type, kind, userName, userVerified }) =>
        [type, kind, userName, userVerified].join(' '),
      );
      return { told };
    },
    expected: { told: ['registered create alice true', 'signedIn get alice true'] },
  },
  ...(
    [
      ['cancelled', 'cancelled'],
      ['denied', 'not recognised'],
      ['lockedOut', 'locked out'],
      ['timedOut', 'timed out'],
    ] satisfies [Outcome, string][]
  ).map(
    ([word, reason]): Scenario => ({
      name: `the test is told why: ${reason}`,
      run: async stage => {
        stage.hello.will(word);
        await stage.create({ timeout: 60_000 });
        return stage.hello.events.at(-1)?.reason ?? 'nothing';
      },
      expected: reason,
    }),
  ),
  {
    name: 'the test is told why: there is no passkey',
    run: async stage => {
      await stage.get();
      return told(stage, /passkey for the RP ID|no authenticator holds/);
    },
    expected: 'told',
  },
  {
    name: 'the test is told why: a passkey is excluded',
    run: async stage => {
      await stage.create({ excludeCredentials: listed(await stage.passkey()) });
      return told(stage, /exclude/);
    },
    expected: 'told',
  },
  {
    name: 'the test is told why: the RP ID is foreign',
    run: async stage => {
      await stage.create({ rp: { name: 'Scenarios', id: 'elsewhere.test' } });
      return told(stage, /RP ID .*elsewhere.test/);
    },
    expected: 'told',
  },
  {
    name: 'the test is told why: the page gave up',
    run: async stage => {
      stage.hello.will('pending');
      await stage.begin('create');
      await stage.hello.pending();
      await stage.abort();
      return (await stage.hello.waitFor('refused')).reason ?? 'nothing';
    },
    expected: 'aborted',
  },
];

export const PEOPLE: readonly Scenario[] = [...refused, ...gestures, ...platform, ...scripted, ...reasons];
