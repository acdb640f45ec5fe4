/** Nothing tells whether somebody has a user name. */
import { PortalAgent } from '../fixtures/portalClient.ts';
import { signingIn, stepOf, withPasskey } from '../fixtures/portalSteps.ts';
import { expect, test } from '../fixtures/portals.ts';
import type { PublicKeyCredentialRequestOptionsJSON } from '../harness/encoding/json.ts';

type Options = PublicKeyCredentialRequestOptionsJSON;

const MINUTE = 60_000;

for (const method of ['password', 'code', 'push'] as const) {
  test(`unknown names walk the same way: ${method}`, async ({ start }) => {
    const portal = await start({ rules: signingIn([method]) });
    portal.setSettings({ attempts: 2 });
    const known = await portal.addPerson();
    const walk = async (name: string) => {
      const agent = new PortalAgent(portal.url);
      const seen: string[] = [];
      const look = async () => {
        const { status, headers, text } = await agent.get('/sign-in/step');
        seen.push(
          `${status} ${headers.location} ${text.replaceAll(name, 'NAME').replace(/(big-number">)\d\d/, '$1NN')}`,
        );
      };
      seen.push(await agent.begin(name, 'sign-in'));
      await look();
      for (const _ of [1, 2]) {
        if (method === 'push') portal.passTime(2 * MINUTE);
        seen.push(await agent.submit(`/sign-in/${method}`, { password: 'wrong', code: '000000' }));
        await look();
        if (method === 'push') seen.push(await agent.submit('/sign-in/push/again'));
      }
      return seen;
    };
    expect(await walk('nobody-of-that-name')).toEqual(await walk(known.name));
  });
}

test('half of all unknown names seem to have a passkey, and each always or never', async ({ start }) => {
  const portal = await start({ rules: signingIn(['passkey'], ['password']) });
  const first = async (name: string) => {
    const agent = new PortalAgent(portal.url);
    await agent.begin(name, 'sign-in');
    return stepOf(agent);
  };
  const names = Array.from({ length: 24 }, (_, index) => `nobody-${index}`);
  const steps = await Promise.all(names.map(first));
  expect(new Set(steps)).toEqual(new Set(['200 Use your passkey', '200 Enter your password']));
  expect(await Promise.all(names.map(first))).toEqual(steps);
});

test('the options of unknown names for a passkey look like anybody’s', async ({ start }) => {
  const portal = await start({ rules: signingIn(['passkey']) });
  const shape = async (name: string) => {
    const agent = new PortalAgent(portal.url);
    await agent.begin(name, 'sign-in');
    if ((await stepOf(agent)) !== '200 Use your passkey') return undefined;
    const { challenge, allowCredentials, ...rest } = await agent.ask<Options>('/sign-in/passkey/options', {});
    const allowed = allowCredentials!.map(({ id, ...credential }) => ({ ...credential, length: id.length }));
    return { ...rest, challenge: challenge.length, allowed };
  };
  const { name } = await withPasskey(portal);
  const unknown = await Promise.all(Array.from({ length: 8 }, (_, index) => shape(`nobody-${index}`)));
  const seeming = unknown.filter(one => one !== undefined);
  expect(seeming.length).toBeGreaterThan(0);
  const known = await shape(name);
  for (const one of seeming) expect(Object.keys(one)).toEqual(Object.keys(known!));
  for (const one of seeming) expect(one.allowed).toHaveLength(1);
});
