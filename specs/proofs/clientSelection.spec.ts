/** Which authenticator and credential a client uses, and by what name it refuses where none will do (§5.1.3.1, §5.1.4.3). */
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import {
  authenticatorData,
  type Creation,
  creationOptions,
  descriptors,
  device,
  ORIGIN,
  refusedWith,
  register,
  requestOptions,
} from './devices.ts';

test.describe('excludeCredentials', () => {
  test('a credential that the device holds: InvalidStateError', async () => {
    const client = new Client(device());
    const { id } = await client.register(creationOptions(), { origin: ORIGIN });
    const again = creationOptions({ excludeCredentials: descriptors('AAAA', id) });
    expect(await refusedWith(client.register(again, { origin: ORIGIN }))).toBe('InvalidStateError');
  });

  test('counts for its own RP ID only, and only as a public key', async () => {
    const client = new Client(device());
    const { id } = await client.register(creationOptions(), { origin: ORIGIN });
    const elsewhere = creationOptions({
      rp: { id: 'example.org', name: 'Parent' },
      excludeCredentials: descriptors(id),
    });
    expect((await client.register(elsewhere, { origin: ORIGIN })).id).not.toBe(id);
    const other = creationOptions({ excludeCredentials: [{ type: 'other', id }] });
    expect((await client.register(other, { origin: ORIGIN })).id).not.toBe(id);
  });

  test('another device is taken where there is one', async () => {
    const [first, second] = [device({}, 'first'), device({ attachment: 'cross-platform' }, 'second')];
    const client = new Client([first, second]);
    const { id } = await client.register(creationOptions(), { origin: ORIGIN });
    const again = await client.register(creationOptions({ excludeCredentials: descriptors(id) }), { origin: ORIGIN });
    expect([again.authenticatorAttachment, first.credentials.size, second.credentials.size]).toEqual([
      'cross-platform',
      1,
      1,
    ]);
  });
});

test.describe('resident keys', () => {
  const able = () => device();
  const unable = () => device({ residentKeys: false });
  const selection = (residentKey?: string, requireResidentKey?: boolean): Creation => ({
    authenticatorSelection: {
      ...(residentKey && { residentKey }),
      ...(requireResidentKey !== undefined && { requireResidentKey }),
    },
    extensions: { credProps: true },
  });

  for (const [residentKey, requireResidentKey, rk] of [
    ['required', undefined, true],
    ['preferred', undefined, true],
    ['discouraged', undefined, false],
    ['discouraged', true, false],
    ['required', false, true],
    [undefined, true, true],
    [undefined, false, false],
    [undefined, undefined, false],
    ['unheard-of', true, true],
  ] as const) {
    test(`residentKey ${residentKey}, requireResidentKey ${requireResidentKey}: rk ${rk}`, async () => {
      const response = await register(selection(residentKey, requireResidentKey), {}, able());
      expect(response.clientExtensionResults).toEqual({ credProps: { rk } });
    });
  }

  test('required of a device without them: ConstraintError; preferred: none is made', async () => {
    expect(await refusedWith(register(selection('required'), {}, unable()))).toBe('ConstraintError');
    expect((await register(selection('preferred'), {}, unable())).clientExtensionResults).toEqual({
      credProps: { rk: false },
    });
  });

  test('credProps has an output only where it is asked for', async () => {
    expect((await register({})).clientExtensionResults).toEqual({});
    expect((await register({ extensions: { credProps: false, other: true } })).clientExtensionResults).toEqual({});
  });

  test('the same user’s second discoverable credential takes the place of the first', async () => {
    const authenticator = able();
    const client = new Client(authenticator);
    const first = await client.register(creationOptions(selection('required')), { origin: ORIGIN });
    const second = await client.register(creationOptions(selection('required')), { origin: ORIGIN });
    expect(authenticator.credentials.size).toBe(1);
    expect((await client.authenticate(requestOptions(), { origin: ORIGIN })).id).toBe(second.id);
    const former = requestOptions({ allowCredentials: descriptors(first) });
    expect(await refusedWith(client.authenticate(former, { origin: ORIGIN }))).toBe('NotAllowedError');
  });
});

test.describe('user verification', () => {
  const wants = (userVerification: string) => ({ authenticatorSelection: { userVerification } });
  const settings = {
    able: {},
    unrecognised: { userVerified: false },
    unable: { userVerification: false },
  } as const;

  for (const [who, wish, creation, request] of [
    ['able', 'required', true, true],
    ['able', 'preferred', true, true],
    ['able', 'unheard-of', true, true],
    ['able', 'discouraged', false, false],
    ['unrecognised', 'required', 'NotAllowedError', 'NotAllowedError'],
    ['unrecognised', 'preferred', false, false],
    ['unrecognised', 'discouraged', false, false],
    ['unable', 'required', 'ConstraintError', 'NotAllowedError'],
    ['unable', 'preferred', false, false],
  ] as const) {
    test(`${wish} of ${who}: ${creation}, ${request}`, async () => {
      const client = new Client(device(settings[who]));
      const created = client.register(creationOptions(wants(wish)), { origin: ORIGIN });
      if (typeof creation === 'string') expect(await refusedWith(created)).toBe(creation);
      else expect(authenticatorData(await created).uv).toBe(creation);
      const { id } = await client.register(creationOptions(), { origin: ORIGIN });
      const options = requestOptions({ allowCredentials: descriptors(id), userVerification: wish });
      const asserted = client.authenticate(options, { origin: ORIGIN });
      if (typeof request === 'string') expect(await refusedWith(asserted)).toBe(request);
      else expect(authenticatorData(await asserted).uv).toBe(request);
    });
  }
});

test.describe('several authenticators', () => {
  const hello = () => device({}, 'hello');
  const key = () => device({ attachment: 'cross-platform', transports: ['usb'] }, 'key');
  const phone = () => device({ attachment: 'cross-platform', transports: ['hybrid', 'internal'] }, 'phone');
  const used = async (change: Creation) => {
    const response = await register(change, {}, [hello(), key(), phone()]);
    return response.response.transports.join();
  };
  const attachment = (authenticatorAttachment: string) => ({ authenticatorSelection: { authenticatorAttachment } });

  for (const [what, change, transports] of [
    ['no wish: the first', {}, 'internal'],
    ['platform', attachment('platform'), 'internal'],
    ['cross-platform', attachment('cross-platform'), 'usb'],
    ['an unknown attachment: as if absent', attachment('unheard-of'), 'internal'],
    ['hint security-key', { hints: ['security-key'] }, 'usb'],
    ['hint hybrid', { hints: ['hybrid', 'security-key'] }, 'hybrid,internal'],
    [
      'hint client-device over the attachment',
      { hints: ['client-device'], ...attachment('cross-platform') },
      'internal',
    ],
    ['an unknown hint: as if absent', { hints: ['unheard-of', 'toString'], ...attachment('cross-platform') }, 'usb'],
  ] as const) {
    test(what, async () => {
      expect(await used(change as Creation)).toBe(transports);
    });
  }

  test('a phone is no security key', async () => {
    const response = await register({ hints: ['security-key'] }, {}, [phone(), key()]);
    expect(response.response.transports).toEqual(['usb']);
  });

  test('none of the wanted attachment: NotAllowedError', async () => {
    expect(await refusedWith(register(attachment('cross-platform'), {}, hello()))).toBe('NotAllowedError');
    expect(await refusedWith(register({}, {}, []))).toBe('NotAllowedError');
  });

  test('one that cannot is passed over; where none can, the most telling refusal is heard', async () => {
    const blind = device({ userVerification: false }, 'blind');
    const required = { authenticatorSelection: { userVerification: 'required' } };
    expect((await register(required, {}, [blind, key()])).authenticatorAttachment).toBe('cross-platform');
    const deaf = device({ algorithms: [-8] }, 'deaf');
    expect(await refusedWith(register(required, {}, [deaf, blind]))).toBe('ConstraintError');
  });

  test('authentication goes to the one that holds the credential', async () => {
    const [first, second] = [hello(), key()];
    const { id } = await register({}, {}, second);
    const response = await new Client([first, second]).authenticate(
      requestOptions({ allowCredentials: descriptors(id) }),
      {
        origin: ORIGIN,
      },
    );
    expect([response.id, response.authenticatorAttachment]).toEqual([id, 'cross-platform']);
  });
});

test.describe('which credential', () => {
  const resident = (user: string) => creationOptions({ authenticatorSelection: { residentKey: 'required' } }, user);
  const origin = ORIGIN;

  test('only one of allowCredentials, the first in the RP’s order', async () => {
    const client = new Client(device());
    const made = [];
    for (const user of ['ada', 'grace', 'joan'])
      made.push(await client.register(creationOptions({}, user), { origin }));
    const allowCredentials = descriptors('AAAA', made[1]!, made[0]!);
    expect((await client.authenticate(requestOptions({ allowCredentials }), { origin })).id).toBe(made[1]!.id);
  });

  test('none of allowCredentials here: NotAllowedError, also where all are of another type', async () => {
    const client = new Client(device());
    const { id } = await client.register(resident('ada'), { origin });
    for (const allowCredentials of [descriptors('AAAA'), [{ type: 'other', id }]]) {
      expect(await refusedWith(client.authenticate(requestOptions({ allowCredentials }), { origin }))).toBe(
        'NotAllowedError',
      );
    }
  });

  test('without allowCredentials the newest discoverable one, with its user handle', async () => {
    const client = new Client(device());
    for (const user of ['ada', 'grace']) await client.register(resident(user), { origin });
    await client.register(creationOptions({}, 'joan'), { origin });
    for (const options of [requestOptions(), requestOptions({ allowCredentials: [] })]) {
      const { response } = await client.authenticate(options, { origin });
      expect(Buffer.from(response.userHandle!, 'base64url').toString()).toBe('grace');
    }
  });

  test('not discoverable: not found without its id, and no user handle with it', async () => {
    const client = new Client(device());
    const { id } = await client.register(creationOptions(), { origin });
    expect(await refusedWith(client.authenticate(requestOptions(), { origin }))).toBe('NotAllowedError');
    const { response } = await client.authenticate(requestOptions({ allowCredentials: descriptors(id) }), { origin });
    expect(response).not.toHaveProperty('userHandle');
  });

  test('belongs to its RP ID', async () => {
    const client = new Client(device());
    const { id } = await client.register(resident('ada'), { origin });
    for (const options of [
      requestOptions({ rpId: 'example.org' }),
      requestOptions({ rpId: 'example.org', allowCredentials: descriptors(id) }),
    ]) {
      expect(await refusedWith(client.authenticate(options, { origin }))).toBe('NotAllowedError');
    }
  });
});
