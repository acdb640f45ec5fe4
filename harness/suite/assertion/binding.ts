/** Which credential, and whose (WebAuthn Level 3 §7.2 steps 5 and 6). */
import { base64url, flipBit, fromBase64url, utf8 } from '../../encoding/bytes.ts';
import type { PublicKeyCredentialRequestOptionsJSON } from '../../encoding/json.ts';
import { type Reply, TargetError } from '../../target.ts';
import { data } from '../authenticatorData/structure.ts';
import { accepts, type FlowContext, rejects } from '../case.ts';
import { type Cases, changed, envelope, inside } from '../json.ts';

/** The options as somebody reads them who wants to answer with that credential, allowed or not. */
function answeredWith(options: PublicKeyCredentialRequestOptionsJSON, id: string) {
  return { ...options, allowCredentials: [{ type: 'public-key', id }] };
}

/** Alice is named, and Mallory answers with a credential of her own. */
async function mallory(flow: FlowContext, change: Record<string, unknown>): Promise<Reply> {
  const device = flow.authenticator('mallory');
  await flow.register(await flow.visit(), flow.user('alice'), flow.authenticator('alice'), { honest: true });
  const { response: own } = await flow.register(await flow.visit(), flow.user('mallory'), device, { honest: true });
  const visit = await flow.visit();
  const options = await visit.authenticationOptions(flow.user('alice'));
  const edit = inside(change);
  return visit.authenticate(await device.get(answeredWith(options, own.id), edit));
}

export const namedUserCases: Cases = {
  'credential-of-other-user': rejects('credential-allowed', {
    title: 'a user is named, another one answers with her own credential',
    needs: ['named'],
    seen: 'GHSA-f66q-9rf6-8795',
    catalogue: ['bind.named.foreign', 'bind.stepup.foreign', 'bind.mfa.foreign', 'sess.cross.discoverable-named'],
    steps: flow => mallory(flow, {}),
  }),
  'credential-of-other-user-without-handle': rejects('credential-allowed', {
    title: 'a user is named, another one answers without userHandle',
    needs: ['named'],
    catalogue: ['bind.named.foreign', 'bind.mfa.discoverable-2fa'],
    steps: flow => mallory(flow, { userHandle: undefined }),
  }),
  'credential-not-allowed': rejects('credential-allowed', {
    title: 'the credential is of the named user, but not in allowCredentials',
    needs: ['named'],
    catalogue: ['bind.named.not-in-allow'],
    async steps(flow) {
      const home = await flow.visit();
      await flow.register(home, flow.user(), flow.authenticator('first'), { honest: true });
      const visit = await flow.visit();
      const options = await visit.authenticationOptions(flow.user());
      const later = flow.authenticator('second');
      const { response } = await flow.register(home, flow.user(), later, { honest: true });
      return visit.authenticate(await later.get(answeredWith(options, response.id)));
    },
  }),
  'credential-unknown': rejects('credential-allowed', {
    title: 'the credential id is unknown, a user is named',
    catalogue: ['bind.cred.unknown'],
    edit: envelope((_, { random }) => {
      const id = base64url(random('unknown id', 32));
      return { id, rawId: id };
    }),
  }),
  'credential-id-one-bit': rejects('credential-allowed', {
    title: 'the credential id differs in one bit',
    catalogue: ['bind.cred.unknown'],
    edit: envelope(({ id }) => {
      const other = base64url(flipBit(fromBase64url(id), -1));
      return { id: other, rawId: other };
    }),
  }),
  'user-without-credentials': rejects('credential-allowed', {
    title: 'a user without credentials is named, another one answers',
    needs: ['named'],
    seen: 'CVE-2026-46419',
    catalogue: ['bind.user.no-credentials', 'opt.auth.user.no-credentials'],
    async steps(flow) {
      const device = flow.authenticator('mallory');
      const { response } = await flow.register(await flow.visit(), flow.user('mallory'), device, { honest: true });
      const visit = await flow.visit();
      await visit.registrationOptions(flow.user('victim'));
      try {
        const options = await visit.authenticationOptions(flow.user('victim'));
        return await visit.authenticate(await device.get(answeredWith(options, response.id)));
      } catch (error) {
        // To refuse the options is as good an answer.
        if (error instanceof TargetError) return error.reply;
        throw error;
      }
    },
  }),
  'credential-has-changed-hands': rejects('credential-owner', {
    title: 'the allowed credential id belongs to another user by now',
    needs: ['named', 'remove'],
    catalogue: ['bind.named.foreign-uh-alice', 'life.account-recreate'],
    async steps(flow) {
      const home = await flow.visit();
      const [alice, mallory] = [flow.authenticator('alice'), flow.authenticator('mallory')];
      const { response } = await flow.register(home, flow.user('alice'), alice, { honest: true });
      await flow.authenticate(home, flow.user('alice'), alice, { honest: true });
      const visit = await flow.visit();
      const options = await visit.authenticationOptions(flow.user('alice'));
      await home.remove!(response.id);
      const edit = data(() => ({ credentialId: fromBase64url(response.id) }));
      await flow.register(await flow.visit(), flow.user('mallory'), mallory, { honest: true, edit });
      return visit.authenticate(await mallory.get(answeredWith(options, response.id)));
    },
  }),
  'credential-removed': rejects('credential-known', {
    title: 'the credential was removed after the options were issued',
    needs: ['remove'],
    catalogue: ['bind.cred.deleted', 'state.delete.effective'],
    async steps(flow) {
      const home = await flow.visit();
      const device = flow.authenticator();
      const { response } = await flow.register(home, flow.user(), device, { honest: true });
      await flow.authenticate(home, flow.user(), device, { honest: true });
      const visit = await flow.visit();
      const options = await visit.authenticationOptions(flow.user());
      await home.remove!(response.id);
      return visit.authenticate(await device.get(options));
    },
  }),
  'user-handle-right': accepts({
    title: 'userHandle is that of the named user',
    catalogue: ['bind.named.uh-match'],
    edit: inside((_, { userHandle }) => ({ userHandle: base64url(userHandle) })),
  }),
  'user-handle-other': rejects('user-handle', {
    title: 'userHandle is that of nobody, a user is named',
    seen: 'web-auth/webauthn-framework#215',
    catalogue: ['bind.named.uh-mismatch'],
    edit: inside((_, { random }) => ({ userHandle: base64url(random('user handle', 32)) })),
  }),
  'user-handle-one-bit': rejects('user-handle', {
    title: 'userHandle differs in one bit, a user is named',
    catalogue: ['bind.named.uh-case'],
    edit: inside((_, { userHandle }) => ({ userHandle: base64url(flipBit(userHandle, -1)) })),
  }),
};

const discoverable = { discoverable: true, needs: ['discoverable'] } as const;

export const discoverableCases: Cases = {
  discoverable: accepts({
    ...discoverable,
    title: 'nobody is named, credential and userHandle match',
    catalogue: ['bind.disc.ok'],
  }),
  'discoverable-handle-missing': rejects('user-handle', {
    ...discoverable,
    title: 'nobody is named, userHandle is missing',
    catalogue: ['bind.disc.uh-missing'],
    edit: inside({ userHandle: undefined }),
  }),
  'discoverable-handle-null': rejects('user-handle', {
    ...discoverable,
    title: 'nobody is named, userHandle is null',
    catalogue: ['bind.disc.uh-missing'],
    edit: inside({ userHandle: null }),
  }),
  'discoverable-handle-empty': rejects('user-handle', {
    ...discoverable,
    title: 'nobody is named, userHandle is empty',
    catalogue: ['bind.disc.uh-missing'],
    edit: inside({ userHandle: '' }),
  }),
  'discoverable-handle-unknown': rejects('user-handle', {
    ...discoverable,
    title: 'nobody is named, userHandle is unknown',
    catalogue: ['bind.disc.uh-unknown'],
    edit: inside((_, { random }) => ({ userHandle: base64url(random('user handle', 32)) })),
  }),
  'discoverable-handle-hostile': rejects('user-handle', {
    ...discoverable,
    title: 'nobody is named, userHandle is a piece of SQL',
    catalogue: ['bind.id-lookup.sqli'],
    edit: inside({ userHandle: base64url(utf8("' OR '1'='1")) }),
  }),
  'discoverable-credential-hostile': rejects('credential-known', {
    ...discoverable,
    title: 'nobody is named, the credential id is a piece of SQL',
    catalogue: ['bind.id-lookup.sqli'],
    edit: envelope(() => {
      const id = base64url(utf8("%' OR '1'='1"));
      return { id, rawId: id };
    }),
  }),
  'discoverable-credential-unknown': rejects('credential-known', {
    ...discoverable,
    title: 'nobody is named, the credential is unknown',
    catalogue: ['bind.cred.unknown'],
    edit: envelope((_, { random }) => {
      const id = base64url(random('unknown id', 32));
      return { id, rawId: id };
    }),
  }),
  'discoverable-handle-of-other-user': rejects('user-handle', {
    title: 'nobody is named, userHandle is that of another user',
    needs: ['discoverable'],
    seen: 'w3c/webauthn#753',
    wishes: { residentKey: 'required' },
    catalogue: ['bind.disc.uh-foreign'],
    async steps(flow) {
      const own = flow.authenticator('mallory');
      const alice = await flow.register(await flow.visit(), flow.user('alice'), flow.authenticator('alice'), {
        honest: true,
      });
      await flow.register(await flow.visit(), flow.user('mallory'), own, { honest: true });
      const edit = inside({ userHandle: alice.options.user.id });
      return (await flow.authenticate(await flow.visit(), undefined, own, { edit })).reply;
    },
  }),
  'discoverable-handle-is-name': rejects('user-handle', {
    title: 'nobody is named, userHandle is the name of the user',
    needs: ['discoverable'],
    wishes: { residentKey: 'required' },
    catalogue: ['bind.disc.uh-username'],
    async steps(flow) {
      const device = flow.authenticator();
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const edit = inside({ userHandle: base64url(utf8(flow.user().name)) });
      return (await flow.authenticate(await flow.visit(), undefined, device, { edit })).reply;
    },
  }),
  'discoverable-credential-removed': rejects('credential-known', {
    title: 'nobody is named, the credential was removed',
    needs: ['discoverable', 'remove'],
    wishes: { residentKey: 'required' },
    catalogue: ['bind.cred.deleted', 'state.delete.effective'],
    async steps(flow) {
      const home = await flow.visit();
      const device = flow.authenticator();
      const { response } = await flow.register(home, flow.user(), device, { honest: true });
      await flow.authenticate(home, flow.user(), device, { honest: true });
      await home.remove!(response.id);
      return (await flow.authenticate(await flow.visit(), undefined, device)).reply;
    },
  }),
};

/** Takes the proof of possession out, and leaves what anybody may know. */
export const publicValuesCases: Cases = {
  'public-values-only': rejects('response-json', {
    title: 'the response has id and challenge, and no proof of possession',
    seen: 'open-mercato/open-mercato#5306',
    catalogue: ['bind.public-values-only'],
    edit: {
      response: (response, { challenge }) =>
        changed({ id: response.id, rawId: response.id, type: response.type, challenge }, { response: { challenge } }),
    },
  }),
};
