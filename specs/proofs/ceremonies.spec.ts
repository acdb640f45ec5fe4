/** Ceremonies of the reference verifier: the trace, stopping and collecting, and what concurrency may not break. */
import { expect, test } from '@playwright/test';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import { DUTIES } from '../../harness/duties.ts';
import type { RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { type CeremoniesOptions, createCeremonies } from '../../harness/verifier/ceremonies.ts';
import type { RelyingPartyConfig } from '../../harness/verifier/config.ts';
import { MemoryStore } from '../../harness/verifier/memoryStore.ts';

const origin = 'https://rp.example';
const config: RelyingPartyConfig = { rpId: 'rp.example', rpName: 'RP', origins: [origin], algorithms: [-7, -257] };
const alice = { id: Uint8Array.of(1, 2, 3), name: 'alice', displayName: 'Alice' };

function setUp(options: CeremoniesOptions = {}, more: Partial<RelyingPartyConfig> = {}) {
  const store = new MemoryStore();
  return {
    store,
    ceremonies: createCeremonies({ ...config, ...more }, store, options),
    client: new Client(new Authenticator()),
  };
}

const elsewhere = {
  clientData: (data: Record<string, unknown>) => ({ ...data, origin: 'https://evil.example', type: 'x' }),
};

test('a trace has a line for each duty of the ceremony, in the order of the list, and after a refusal the rest is unchecked', async () => {
  const { ceremonies, client } = setUp({ trace: true });
  const options = await ceremonies.startRegistration('s', alice);
  const honest = await ceremonies.finishRegistration('s', await client.register(options, { origin }));
  expect(honest.trace.every(({ outcome }) => outcome === 'passed')).toBe(true);
  expect(honest.trace.length).toBeGreaterThan(25);
  for (const { duty } of honest.trace) expect(Object.keys(DUTIES)).toContain(duty);

  const next = await ceremonies.startAuthentication('s', alice);
  const response = await client.authenticate(next, { origin, edit: elsewhere as never });
  const refused = await ceremonies.finishAuthentication('s', response);
  expect(refused.refusals.map(({ duty }) => duty)).toEqual(['type']);
  const after = refused.trace.slice(refused.trace.findIndex(({ outcome }) => outcome === 'refused') + 1);
  expect(after.length).toBeGreaterThan(8);
  expect(after.every(({ outcome }) => outcome === 'unchecked')).toBe(true);
});

test('collecting goes on after a refusal, and a duty that is taken out is waived', async () => {
  const { ceremonies, client } = setUp({ collect: true, trace: true, without: new Set(['type'] as const) });
  const options = await ceremonies.startRegistration('s', alice);
  const outcome = await ceremonies.finishRegistration(
    's',
    await client.register(options, { origin, edit: elsewhere as never }),
  );
  expect(outcome.refusals.map(({ duty }) => duty)).toEqual(['origin']);
  expect(outcome.trace.find(({ duty }) => duty === 'type')?.outcome).toBe('waived');
});

test('of twenty submissions of one response at once, one is accepted', async () => {
  const { ceremonies, client } = setUp();
  const options = await ceremonies.startRegistration('s', alice);
  const response = await client.register(options, { origin });
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => ceremonies.finishRegistration('s', response)));
  expect(outcomes.filter(({ verified }) => verified).length).toBe(1);
  expect(outcomes.flatMap(({ refusals }) => refusals.map(({ duty }) => duty))).toEqual(
    Array(19).fill('challenge-single-use'),
  );
});

test('of two registrations of one credential id at once, one is accepted', async () => {
  const { ceremonies, client, store } = setUp();
  const id = new Uint8Array(32).fill(7);
  const sameId = { authenticatorData: (data: object) => ({ ...data, credentialId: id }) };
  const responses: RegistrationResponseJSON[] = [];
  for (const name of ['alice', 'mallory']) {
    const options = await ceremonies.startRegistration(name, { id: Buffer.from(name), name, displayName: name });
    responses.push(await client.register(options, { origin, edit: sameId as never }));
  }
  const outcomes = await Promise.all(
    responses.map((response, i) => ceremonies.finishRegistration(['alice', 'mallory'][i]!, response)),
  );
  expect(outcomes.map(({ verified }) => verified).sort()).toEqual([false, true]);
  expect(store.findCredential(id)).toBeDefined();
});

test('a response without any ceremony is refused for its challenge, in both ceremonies', async () => {
  const { ceremonies, client } = setUp();
  const options = await ceremonies.startRegistration('s', alice);
  const registration = await client.register({ ...options, challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, { origin });
  const outcome = await ceremonies.finishRegistration('nobody', registration);
  expect(outcome.refusals.map(({ duty }) => duty)).toEqual(['challenge']);
});

for (const [demanded, is] of [
  [false, true],
  [true, false],
] as const) {
  test(`a ${is ? 'synced' : 'device-bound'} credential is refused where the other kind is demanded`, async () => {
    const { ceremonies } = setUp({}, { backupEligible: demanded });
    const register = async (backupEligible: boolean) => {
      const client = new Client(new Authenticator({ backupEligible }));
      const options = await ceremonies.startRegistration('s', alice);
      return ceremonies.finishRegistration('s', await client.register(options, { origin }));
    };
    expect((await register(demanded)).refusals).toEqual([]);
    expect((await register(is)).refusals.map(({ duty }) => duty)).toEqual(['backup-policy']);
  });
}

test('options for a name without an account look like any other, and the same each time', async () => {
  const { ceremonies } = setUp({}, { secret: new Uint8Array(32) });
  const first = await ceremonies.startAuthentication('s', { unknownName: 'nobody' });
  const again = await ceremonies.startAuthentication('other', { unknownName: 'nobody' });
  const another = await ceremonies.startAuthentication('s', { unknownName: 'somebody' });
  expect(first.allowCredentials).toEqual(again.allowCredentials);
  expect(first.allowCredentials).not.toEqual(another.allowCredentials);
  expect(first.allowCredentials?.[0]?.id).toMatch(/^[\w-]{43}$/);
  expect(first.challenge).not.toBe(again.challenge);
});

for (const member of ['id', 'response', 'rawId', 'clientExtensionResults']) {
  test(`a ${member} nested a hundred thousand deep is refused, not run into`, async () => {
    const { ceremonies, client } = setUp();
    const options = await ceremonies.startRegistration('s', alice);
    const honest = await client.register(options, { origin });
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    const outcome = await ceremonies.finishRegistration('s', { ...honest, [member]: deep });
    expect(outcome.refusals.map(({ duty }) => duty)).toEqual(['response-json']);
  });
}
