/** Other people's libraries accept what our authenticator makes: the proof that it and the specification agree. */
import { expect, test } from '@playwright/test';
import fido2lib from '../../fixtures/libraries/fido2-lib.ts';
import oslo from '../../fixtures/libraries/oslo.ts';
import passwordlessId from '../../fixtures/libraries/passwordless-id.ts';
import simplewebauthn from '../../fixtures/libraries/simplewebauthn.ts';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import type { AuthenticatorSettings } from '../../harness/authenticator/settings.ts';
import { algorithmText } from '../../harness/encoding/cose.ts';
import type { RelyingParty, Reply, Wishes } from '../../harness/target.ts';

const CEREMONIES = 1000;
/** One registration, then logins. */
const PER_USER = 5;

interface Device {
  seed: string;
  settings?: Partial<AuthenticatorSettings>;
  want?: Wishes;
  ceremonies?: number;
}

/** A user who registers and then signs in; the replies, in order. */
async function enrol(
  rp: RelyingParty,
  { seed, settings = {}, want = {}, ceremonies = PER_USER }: Device,
): Promise<Reply[]> {
  const client = new Client(new Authenticator(settings, { seed: 'libraries', label: seed }));
  const visit = await rp.visit();
  const { origin } = rp;
  const user = { name: seed, displayName: seed };
  const replies = [
    await visit.register(await client.register(await visit.registrationOptions(user, want), { origin })),
  ];
  while (replies.length < ceremonies) {
    replies.push(
      await visit.authenticate(await client.authenticate(await visit.authenticationOptions(user, want), { origin })),
    );
  }
  expect(await visit.signedInAs?.()).toBe(user.name);
  return replies;
}

async function offered(rp: RelyingParty): Promise<number[]> {
  const options = await (await rp.visit()).registrationOptions({ name: 'reader', displayName: 'Reader' });
  return options.pubKeyCredParams.map(({ alg }) => alg);
}

for (const make of [simplewebauthn, fido2lib, passwordlessId, oslo]) {
  test.describe(make().name, () => {
    test(`accepts ${CEREMONIES} honest ceremonies in a row, of every algorithm it offers`, async () => {
      const rp = make();
      const algorithms = await offered(rp);
      const accepted = new Map<number, number>();
      for (let user = 0; user * PER_USER < CEREMONIES; user++) {
        const alg = algorithms[user % algorithms.length]!;
        const replies = await enrol(rp, { seed: `user-${user}`, settings: { algorithms: [alg] } });
        const refused = replies.filter(({ seen }) => seen !== 'accepted');
        expect(refused, algorithmText(alg)).toEqual([]);
        accepted.set(alg, (accepted.get(alg) ?? 0) + replies.length);
      }
      expect([...accepted.keys()].sort()).toEqual([...algorithms].sort());
      expect([...accepted.values()].reduce((sum, count) => sum + count)).toBe(CEREMONIES);
    });

    // The others verify no statements, and their documentation says so.
    if (make().supports.has('direct-attestation'))
      test('accepts self and certified packed attestation', async () => {
        const rp = make();
        const aaguid = '01020304-0506-4708-890a-0b0c0d0e0f10';
        for (const attestation of ['packed-self', 'packed'] as const) {
          const settings = { attestation, aaguid, algorithms: [-7] };
          const replies = await enrol(rp, {
            seed: attestation,
            settings,
            want: { attestation: 'direct' },
            ceremonies: 2,
          });
          expect(replies.map(({ seen, message }) => `${attestation} ${seen} ${message ?? ''}`.trim())).toEqual([
            `${attestation} accepted`,
            `${attestation} accepted`,
          ]);
        }
      });

    test('refuses a login whose signature is by another key', async () => {
      const rp = make();
      const client = new Client(new Authenticator({ algorithms: [-7] }));
      const visit = await rp.visit();
      const user = { name: 'forged', displayName: 'Forged' };
      await visit.register(await client.register(await visit.registrationOptions(user), { origin: rp.origin }));
      const forged = await client.authenticate(await visit.authenticationOptions(user), {
        origin: rp.origin,
        edit: { signature: (_, context) => context.sign(new Uint8Array(69)) },
      });
      expect((await visit.authenticate(forged)).seen).toBe('rejected');
    });
  });
}
