/** What a passkey and a sign-in are made of. */

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { verifyAuthentication } from '../../harness/verifier/authentication.ts';
import { verifyRegistration } from '../../harness/verifier/registration.ts';
import { brief, of } from './look.ts';
import type { Scenario } from './scenario.ts';
import { CHALLENGE, creation, ES256, LOGIN, listed, person, RS256, request } from './stage.ts';

const rp = { rpId: 'login.example.test', rpName: 'Scenarios', origins: [LOGIN], algorithms: [-7, -257] };

const basics: Scenario[] = [
  {
    name: 'a passkey is made',
    run: async stage =>
      of(
        await stage.create(),
        'type',
        'origin',
        'crossOrigin',
        'flags',
        'fmt',
        'algorithm',
        'attachment',
        'transports',
      ),
    expected: {
      type: 'webauthn.create',
      origin: LOGIN,
      crossOrigin: false,
      flags: 'UP UV AT',
      fmt: 'none',
      algorithm: -7,
      attachment: 'platform',
      transports: 'internal',
    },
  },
  {
    name: 'a passkey signs in without a user name',
    run: async stage => {
      await stage.passkey();
      return of(await stage.get(), 'type', 'origin', 'crossOrigin', 'flags', 'attachment', 'user');
    },
    expected: {
      type: 'webauthn.get',
      origin: LOGIN,
      crossOrigin: false,
      flags: 'UP UV',
      attachment: 'platform',
      user: 'alice',
    },
  },
  {
    name: 'a passkey that is listed signs in, and names its user',
    run: async stage => brief(await stage.get({ allowCredentials: listed(await stage.passkey()) })),
    expected: 'signed in as alice',
  },
  {
    name: 'a relying party verifies both',
    run: async stage => {
      const made = await stage.answer('create', creation());
      const expected = { rp, challenge: CHALLENGE, userVerification: 'required', algorithms: rp.algorithms };
      const registration = await verifyRegistration(made.json as RegistrationResponseJSON, expected);
      const record = { ...registration.record!, userHandle: Buffer.from('alice') };
      const used = await stage.answer('get', request());
      const userHandle = Buffer.from('alice').toString('base64url');
      const signIn = verifyAuthentication(used.json as AuthenticationResponseJSON, {
        ...expected,
        record,
        userHandle,
        allowCredentials: [made.json!.id],
      });
      return { registration: registration.verified, signIn: signIn.verified };
    },
    expected: { registration: true, signIn: true },
  },
  {
    name: 'the challenge comes back as it was sent',
    run: async stage => of(await stage.create(), 'challenge'),
    expected: { challenge: CHALLENGE },
  },
  {
    name: 'a counter begins',
    run: async stage => of(await stage.create(), 'signCount'),
    expected: { signCount: 0 },
  },
  {
    name: 'every sign-in counts one up',
    run: async stage => {
      const counts = [await stage.create(), await stage.get(), await stage.get()].map(seen =>
        typeof seen === 'string' ? Number.NaN : seen.signCount,
      );
      return { steps: counts.slice(1).map((count, index) => count - counts[index]!) };
    },
    expected: { steps: [1, 1] },
  },
  {
    name: 'ids are 32 bytes, and no two alike',
    run: async stage => {
      const ids = [await stage.passkey('alice'), await stage.passkey('bob')];
      return { bytes: ids.map(id => Buffer.from(id, 'base64url').length), alike: ids[0] === ids[1] };
    },
    expected: { bytes: [32, 32], alike: false },
  },
  {
    name: 'a second passkey for the same user takes the place of the first',
    run: async stage => {
      const [, second] = [await stage.passkey(), await stage.passkey()];
      return { second: stage.hello.credentials().map(({ id }) => id === second) };
    },
    expected: { second: [true] },
  },
];

const residentKeys: Scenario[] = ['required', 'preferred', 'discouraged', undefined].map(residentKey => ({
  name: `residentKey ${residentKey ?? 'absent'}`,
  run: async stage => {
    const seen = await stage.create({
      authenticatorSelection: { ...(residentKey && { residentKey }) },
      extensions: { credProps: true },
    });
    return { ...(of(seen, 'extensions') as object), discoverable: stage.hello.credentials()[0]?.discoverable };
  },
  expected: { extensions: { credProps: { rk: true } }, discoverable: true },
}));

const attestation: Scenario[] = [
  { conveyance: 'none', fmt: 'none', aaguid: '00000000-0000-0000-0000-000000000000' },
  { conveyance: 'indirect', fmt: 'tpm', aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96' },
  { conveyance: 'direct', fmt: 'tpm', aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96' },
  { conveyance: 'enterprise', fmt: 'tpm', aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96' },
].map(({ conveyance, ...expected }) => ({
  name: `attestation ${conveyance}`,
  run: async stage => of(await stage.create({ attestation: conveyance }), 'fmt', 'aaguid'),
  expected,
}));

const algorithm = (name: string, pubKeyCredParams: object[], expected: Scenario['expected']): Scenario => ({
  name,
  run: async stage => of(await stage.create({ pubKeyCredParams }), 'algorithm'),
  expected,
});

const algorithms: Scenario[] = [
  algorithm('ES256 is offered before RS256', [ES256, RS256], { algorithm: -7 }),
  algorithm('RS256 is offered before ES256', [RS256, ES256], { algorithm: -257 }),
  algorithm('RS256 alone is offered', [RS256], { algorithm: -257 }),
  algorithm('an algorithm that no device has is offered first', [{ type: 'public-key', alg: -36 }, RS256], {
    algorithm: -257,
  }),
  algorithm(
    'no algorithm of the device is offered',
    [{ type: 'public-key', alg: -36 }],
    'NotAllowedError, timed out or not allowed',
  ),
  algorithm('Ed25519 alone is offered', [{ type: 'public-key', alg: -8 }], 'NotAllowedError, timed out or not allowed'),
  algorithm('no algorithm is offered, which means the usual two', [], { algorithm: -7 }),
];

const verification: Scenario[] = ['required', 'preferred', 'discouraged', 'misspelt'].flatMap(userVerification => [
  {
    name: `user verification ${userVerification} at registration`,
    run: async stage =>
      of(await stage.create({ authenticatorSelection: { residentKey: 'required', userVerification } }), 'flags'),
    expected: { flags: 'UP UV AT' },
  },
  {
    name: `user verification ${userVerification} at sign-in`,
    run: async stage => {
      await stage.passkey();
      return of(await stage.get({ userVerification }), 'flags');
    },
    expected: { flags: 'UP UV' },
  },
]);

const members = (name: string, changes: Record<string, unknown>, expected: string): Scenario => ({
  name,
  run: async stage => brief(await stage.create(changes)),
  expected,
});

const missing: Scenario[] = [
  members('a user handle of no byte', { user: { ...person('alice'), id: '' } }, 'TypeError'),
  members('a user handle of 64 bytes', { user: { ...person('alice'), id: 'A'.repeat(86) } }, 'created'),
  members('a user handle of 65 bytes', { user: { ...person('alice'), id: 'A'.repeat(87) } }, 'TypeError'),
  members('no challenge', { challenge: undefined }, 'TypeError'),
  members('no name of the relying party', { rp: {} }, 'TypeError'),
  members('no name of the user', { user: { id: 'AAAA', displayName: '' } }, 'TypeError'),
];

export const CEREMONIES: readonly Scenario[] = [
  ...basics,
  ...residentKeys,
  ...attestation,
  ...algorithms,
  ...verification,
  ...missing,
];
