/** A challenge is good for one use (WebAuthn Level 3 §13.4.3). */
import { signedByStranger } from '../assertion/message.ts';
import { either, holds, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { begun } from './begun.ts';

export const replayCases: Cases = {
  'replayed-authentication': rejects('challenge-single-use', {
    title: 'an accepted assertion is sent again',
    seen: 'CVE-2025-53102',
    catalogue: ['sess.replay.success.auth'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      const response = await device.get(options);
      await visit.authenticate(response);
      return visit.authenticate(response);
    },
  }),
  'second-assertion-of-one-challenge': rejects('challenge-single-use', {
    title: 'a second assertion answers a challenge that was answered',
    catalogue: ['sess.replay.success.auth'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      await visit.authenticate(await device.get(options));
      return visit.authenticate(await device.get(options));
    },
  }),
  // Another credential, since the same one would be refused for its id as well.
  'second-registration-of-one-challenge': rejects('challenge-single-use', {
    title: 'a second credential answers a challenge that was answered',
    catalogue: ['sess.replay.success.reg'],
    async steps(flow) {
      const visit = await flow.visit();
      const options = await visit.registrationOptions(flow.user());
      await visit.register(await flow.authenticator('first').create(options));
      return visit.register(await flow.authenticator('second').create(options));
    },
  }),
  'answered-again-after-failure': rejects('challenge-single-use', {
    title: 'a good assertion answers a challenge after a bad one did',
    level: 'should',
    seen: 'keycloak/keycloak#49921',
    catalogue: ['sess.replay.after-failure'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      await visit.authenticate(await device.get(options, signedByStranger));
      return visit.authenticate(await device.get(options));
    },
  }),
  'twenty-at-once': holds('challenge-single-use', {
    title: 'of twenty copies of an assertion sent at once, one is accepted',
    seen: 'better-auth/better-auth#9622',
    catalogue: ['sess.race.double-submit', 'cnt.race'],
    async observe(flow) {
      const { device, visit, options } = await begun(flow);
      const response = await device.get(options);
      const replies = await Promise.all(Array.from({ length: 20 }, () => visit.authenticate(response)));
      const accepted = replies.filter(({ seen }) => seen === 'accepted').length;
      return { held: accepted === 1, detail: `${accepted} of 20 were accepted` };
    },
  }),
  'registrations-at-once': holds('challenge-single-use', {
    title: 'of five credentials that answer one challenge at once, one is kept',
    catalogue: ['sess.race.reg'],
    async observe(flow) {
      const visit = await flow.visit();
      const options = await visit.registrationOptions(flow.user());
      const devices = ['a', 'b', 'c', 'd', 'e'].map(label => flow.authenticator(label));
      const responses = await Promise.all(devices.map(device => device.create(options)));
      const replies = await Promise.all(responses.map(response => visit.register(response)));
      const accepted = replies.filter(({ seen }) => seen === 'accepted').length;
      return { held: accepted === 1, detail: `${accepted} of 5 were accepted` };
    },
  }),
};

export const tabCases: Cases = {
  'older-of-two-tabs': either({
    title: 'two tabs ask for options, the older one answers',
    level: 'report',
    reason: 'an RP may keep the last challenge of a session, or all of them',
    catalogue: ['sess.superseded'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      await visit.authenticationOptions(flow.user());
      return visit.authenticate(await device.get(options));
    },
  }),
  'both-of-two-tabs': either({
    title: 'two tabs ask for options, and both answer',
    level: 'report',
    reason: 'an RP may keep the last challenge of a session, or all of them',
    catalogue: ['sess.parallel-tabs'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      const later = await visit.authenticationOptions(flow.user());
      await visit.authenticate(await device.get(later));
      return visit.authenticate(await device.get(options));
    },
  }),
  'older-challenge-under-newer': either({
    title: 'of two pending ceremonies the older answers with a counter ahead',
    level: 'report',
    reason: 'responses may overtake each other; what an RP makes of the counters is its own affair',
    catalogue: ['cnt.reorder'],
    async steps(flow) {
      const device = flow.authenticator('', { counterStart: 1 });
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const [one, other] = [await flow.visit(), await flow.visit()];
      const first = await device.get(await one.authenticationOptions(flow.user()));
      const second = await device.get(await other.authenticationOptions(flow.user()));
      await other.authenticate(second);
      return one.authenticate(first);
    },
  }),
};
