/** Which passkey is used: lists, choices, RP IDs. */
import { brief } from './look.ts';
import type { Scenario } from './scenario.ts';
import { listed, type Stage } from './stage.ts';

const UNKNOWN = 'A'.repeat(43);
const REFUSED = 'NotAllowedError, timed out or not allowed';

const lists: Scenario[] = [
  {
    name: 'an excluded passkey is there',
    run: async stage => brief(await stage.create({ excludeCredentials: listed(await stage.passkey()) })),
    expected: 'InvalidStateError, already registered',
  },
  {
    name: 'an excluded passkey is not there',
    run: async stage => brief(await stage.create({ excludeCredentials: listed(UNKNOWN) })),
    expected: 'created',
  },
  {
    name: 'an excluded passkey is that of another RP ID',
    run: async stage => {
      const excludeCredentials = listed(await stage.passkey('alice', { rp: { name: 'Wider', id: 'example.test' } }));
      return brief(await stage.create({ excludeCredentials }));
    },
    expected: 'created',
  },
  {
    name: 'there is no passkey',
    run: async stage => brief(await stage.get()),
    expected: REFUSED,
  },
  {
    name: 'the passkey is not in the list',
    run: async stage => {
      await stage.passkey();
      return brief(await stage.get({ allowCredentials: listed(UNKNOWN) }));
    },
    expected: REFUSED,
  },
  {
    name: 'one of the list is there',
    run: async stage => {
      await stage.passkey('alice');
      const bob = await stage.passkey('bob');
      return brief(await stage.get({ allowCredentials: listed(UNKNOWN, bob) }));
    },
    expected: 'signed in as bob',
  },
  {
    name: 'a list of 65 is too long',
    run: async stage => brief(await stage.get({ allowCredentials: listed(...Array<string>(65).fill(UNKNOWN)) })),
    expected: 'RangeError',
  },
];

async function people(stage: Stage): Promise<void> {
  for (const name of ['alice', 'bob', 'carol']) await stage.passkey(name);
}

const choices: Scenario[] = [
  {
    name: 'of several accounts the one used last is taken',
    run: async stage => {
      await people(stage);
      stage.hello.choose('alice');
      return { chosen: brief(await stage.get()), afterwards: brief(await stage.get()) };
    },
    expected: { chosen: 'signed in as alice', afterwards: 'signed in as alice' },
  },
  {
    name: 'the person chooses an account by its name',
    run: async stage => {
      await people(stage);
      stage.hello.choose('bob');
      return brief(await stage.get());
    },
    expected: 'signed in as bob',
  },
  {
    name: 'the person chooses an account by its id, from a list',
    run: async stage => {
      await people(stage);
      const ids = stage.hello.credentials().map(({ id }) => id);
      const carol = stage.hello.credentials().find(({ userName }) => userName === 'carol')!;
      stage.hello.choose(carol.id);
      return brief(await stage.get({ allowCredentials: listed(...ids) }));
    },
    expected: 'signed in as carol',
  },
  {
    name: 'an open prompt shows the accounts, and is released with one',
    run: async stage => {
      await people(stage);
      stage.hello.will('pending');
      await stage.begin('get');
      const prompt = await stage.hello.pending();
      const accounts = prompt.accounts.map(({ userName }) => userName).sort();
      prompt.release('bob');
      return { accounts, taken: brief(await stage.settled()) };
    },
    expected: { accounts: ['alice', 'bob', 'carol'], taken: 'signed in as bob' },
  },
  {
    name: 'ten people register one after another, and each signs in',
    run: async stage => {
      const names = Array.from({ length: 10 }, (_, index) => `person ${index}`);
      for (const name of names) await stage.passkey(name);
      const signedIn: string[] = [];
      for (const name of names) {
        stage.hello.choose(name);
        signedIn.push(brief(await stage.get()));
      }
      return {
        passkeys: stage.hello.credentials().length,
        wrong: names.filter((name, at) => signedIn[at] !== `signed in as ${name}`),
      };
    },
    expected: { passkeys: 10, wrong: [] },
  },
];

const rpId = (name: string, id: string, expected: string): Scenario => ({
  name,
  run: async stage => brief(await stage.create({ rp: { name: 'Scenarios', id } })),
  expected,
});

const rpIds: Scenario[] = [
  rpId('the RP ID is the domain above', 'example.test', 'created'),
  rpId('the RP ID is a foreign domain', 'elsewhere.test', 'SecurityError, RP ID'),
  rpId('the RP ID is a neighbour', 'shop.example.test', 'SecurityError, RP ID'),
  rpId('the RP ID is a domain below', 'deep.login.example.test', 'SecurityError, RP ID'),
  rpId('the RP ID is a public suffix', 'test', 'SecurityError, RP ID'),
  rpId('the RP ID is empty', '', 'SecurityError, RP ID'),
  rpId('the RP ID is a URL', 'https://login.example.test', 'SecurityError, RP ID'),
  rpId('the RP ID is in upper case', 'LOGIN.example.test', 'SecurityError, RP ID'),
  {
    name: 'a passkey for the domain above signs in next door',
    run: async stage => {
      await stage.passkey('alice', { rp: { name: 'Wider', id: 'example.test' } });
      await stage.page.goto('https://shop.example.test');
      return brief(await stage.get({ rpId: 'example.test' }));
    },
    expected: 'signed in as alice',
  },
  {
    name: 'a passkey is not there for another RP ID',
    run: async stage => {
      await stage.passkey();
      await stage.page.goto('https://shop.example.test');
      return brief(await stage.get());
    },
    expected: REFUSED,
  },
  {
    name: 'a page at an IP address',
    run: async stage => {
      await stage.page.goto('https://192.0.2.7');
      return brief(await stage.create());
    },
    expected: 'SecurityError, RP ID',
  },
  {
    name: 'a page without encryption',
    run: async stage => {
      await stage.page.goto('http://login.example.test');
      return stage.page.evaluate<Record<string, boolean>>(
        `({ credentials: 'credentials' in navigator, passkeys: 'PublicKeyCredential' in globalThis })`,
      );
    },
    expected: { credentials: false, passkeys: false },
  },
  {
    name: 'a page without encryption on localhost',
    run: async stage => {
      await stage.page.goto('http://localhost:8080');
      return brief(await stage.create());
    },
    expected: 'created',
  },
];

const related = (name: string, origins: string[], expected: string): Scenario => ({
  name,
  run: async stage => {
    stage.serve('https://brand.test/.well-known/webauthn', JSON.stringify({ origins }), {
      contentType: 'application/json',
    });
    return brief(await stage.create({ rp: { name: 'Brand', id: 'brand.test' } }));
  },
  expected,
});

const relatedOrigins: Scenario[] = [
  related('the RP ID lists the origin as related', ['https://other.test', 'https://login.example.test'], 'created'),
  related('the RP ID lists other origins as related', ['https://other.test'], 'SecurityError, RP ID'),
];

export const LISTS: readonly Scenario[] = [...lists, ...choices, ...rpIds, ...relatedOrigins];
