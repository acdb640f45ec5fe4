/** A challenge is good for one session, one kind of ceremony, and some minutes (WebAuthn Level 3 §13.4.3). */
import { base64url } from '../../encoding/bytes.ts';
import { type Declaration, type FlowContext, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { begun, UNCOUNTED } from './begun.ts';

const DAY = 24 * 60 * 60 * 1000;

const freshChallenge = (flow: FlowContext) => base64url(flow.random('own challenge', 32));

export const sessionCases: Cases = {
  'never-issued': rejects('challenge', {
    title: 'an assertion comes without any options asked for',
    seen: 'MasterKale/SimpleWebAuthn#3',
    catalogue: ['sess.nochallenge'],
    async steps(flow) {
      const { device, options } = await begun(flow);
      const response = await device.get({ ...options, challenge: freshChallenge(flow) });
      return (await flow.visit()).authenticate(response);
    },
  }),
  'never-issued-empty': rejects('challenge', {
    title: 'an assertion comes with an empty challenge, no options asked for',
    catalogue: ['sess.nochallenge.empty', 'sess.challenge.length-0'],
    async steps(flow) {
      const { device, options } = await begun(flow);
      const edit = { clientData: (data: { type: string; origin: string }) => ({ ...data, challenge: '' }) };
      return (await flow.visit()).authenticate(await device.get(options, edit));
    },
  }),
  'never-issued-registration': rejects('challenge', {
    title: 'a credential comes without any options asked for',
    catalogue: ['sess.nochallenge'],
    async steps(flow) {
      const options = await (await flow.visit()).registrationOptions(flow.user());
      const response = await flow.authenticator().create({ ...options, challenge: freshChallenge(flow) });
      return (await flow.visit()).register(response);
    },
  }),
  'other-session': rejects('challenge-session', {
    title: 'an assertion comes from a session that asked for nothing',
    seen: 'CVE-2026-28787',
    catalogue: ['sess.replay.other-session'],
    async steps(flow) {
      const { device, options } = await begun(flow);
      return (await flow.visit()).authenticate(await device.get(options));
    },
  }),
  'other-session-with-own-challenge': rejects('challenge-session', {
    title: 'an assertion comes from a session that has a challenge of its own',
    catalogue: ['sess.replay.other-session'],
    async steps(flow) {
      const { device, options } = await begun(flow);
      const other = await flow.visit();
      await other.authenticationOptions(flow.user());
      return other.authenticate(await device.get(options));
    },
  }),
  'other-session-registration': rejects('challenge-session', {
    title: 'a credential comes from another session than asked for options',
    catalogue: ['sess.replay.other-session', 'sess.user-switch'],
    async steps(flow) {
      const options = await (await flow.visit()).registrationOptions(flow.user());
      return (await flow.visit()).register(await flow.authenticator().create(options));
    },
  }),
  'other-session-other-user-registration': rejects('challenge-session', {
    title: 'a credential comes from a session that registers another user',
    catalogue: ['sess.cross.user'],
    async steps(flow) {
      const options = await (await flow.visit()).registrationOptions(flow.user());
      const other = await flow.visit();
      await other.registrationOptions(flow.user('other'));
      return other.register(await flow.authenticator().create(options));
    },
  }),
  'registration-challenge-in-authentication': rejects('challenge-ceremony', {
    title: 'an assertion answers the challenge of a registration',
    seen: 'better-auth/better-auth#9993',
    catalogue: ['sess.cross.reg-to-auth'],
    async steps(flow) {
      const visit = await flow.visit();
      const device = flow.authenticator('', UNCOUNTED);
      await flow.register(visit, flow.user(), device, { honest: true });
      const options = await visit.authenticationOptions(flow.user());
      const { challenge } = await visit.registrationOptions(flow.user());
      return visit.authenticate(await device.get({ ...options, challenge }));
    },
  }),
  'authentication-challenge-in-registration': rejects('challenge-ceremony', {
    title: 'a credential answers the challenge of an authentication',
    seen: 'better-auth/better-auth#9993',
    catalogue: ['sess.cross.auth-to-reg'],
    async steps(flow) {
      const visit = await flow.visit();
      await flow.register(visit, flow.user(), flow.authenticator('first'), { honest: true });
      const options = await visit.registrationOptions(flow.user());
      const { challenge } = await visit.authenticationOptions(flow.user());
      return visit.register(await flow.authenticator('second').create({ ...options, challenge }));
    },
  }),
};

const clocked = { needs: ['clock'], level: 'should' } as const satisfies Partial<Declaration>;

export const expiryCases: Cases = {
  'expired-authentication': rejects('challenge-expiry', {
    ...clocked,
    title: 'an assertion comes a day after its options',
    seen: 'go-webauthn/webauthn@f5adbbf',
    catalogue: ['sess.expiry'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      await visit.passTime!(DAY);
      return visit.authenticate(await device.get(options));
    },
  }),
  'expired-discoverable': rejects('challenge-expiry', {
    ...clocked,
    title: 'an assertion comes a day after its options, nobody was named',
    needs: ['clock', 'discoverable'],
    wishes: { residentKey: 'required' },
    catalogue: ['sess.expiry.discoverable'],
    async steps(flow) {
      const device = flow.authenticator();
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const visit = await flow.visit();
      const options = await visit.authenticationOptions();
      await visit.passTime!(DAY);
      return visit.authenticate(await device.get(options));
    },
  }),
  'expired-registration': rejects('challenge-expiry', {
    ...clocked,
    title: 'a credential comes a day after its options',
    catalogue: ['sess.expiry'],
    async steps(flow) {
      const visit = await flow.visit();
      const options = await visit.registrationOptions(flow.user());
      await visit.passTime!(DAY);
      return visit.register(await flow.authenticator().create(options));
    },
  }),
};
