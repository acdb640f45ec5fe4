/** Whose account a ceremony is about. */
import { either, holds, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { inside } from '../json.ts';
import { begun } from './begun.ts';

export const accountCases: Cases = {
  'stranger-registers': either({
    title: 'somebody else registers a credential for an existing account',
    level: 'report',
    reason: 'a takeover on a live site; the FIDO binding has no other way to add a credential',
    seen: 'CVE-2026-37982',
    catalogue: ['opt.reg.authn-needed', 'opt.reg.username.takeover', 'sess.enrol.unauth'],
    async steps(flow) {
      await flow.register(await flow.visit(), flow.user(), flow.authenticator('owner'), { honest: true });
      return (await flow.register(await flow.visit(), flow.user(), flow.authenticator('stranger'))).reply;
    },
  }),
  'interleaved-registrations': holds('allow-credentials', {
    title: 'of two registrations under way at once, each ends at its own account',
    needs: ['named'],
    seen: 'OWASP/CheatSheetSeries#2150',
    catalogue: ['bind.misassoc'],
    async observe(flow) {
      const [alice, bob] = [await flow.visit(), await flow.visit()];
      const forAlice = await alice.registrationOptions(flow.user('alice'));
      const forBob = await bob.registrationOptions(flow.user('bob'));
      const bobs = await flow.authenticator('bob').create(forBob);
      const alices = await flow.authenticator('alice').create(forAlice);
      const replies = [await bob.register(bobs), await alice.register(alices)];
      const { allowCredentials } = await (await flow.visit()).authenticationOptions(flow.user('alice'));
      const ids = (allowCredentials ?? []).map(({ id }) => id).join();
      const held = replies.every(({ seen }) => seen === 'accepted') && ids === alices.id;
      return { held, detail: `the registrations were ${replies.map(({ seen }) => seen).join(' and ')}` };
    },
  }),
  'userhandle-of-other-account': rejects('user-handle', {
    title: 'a user is named and answers with the userHandle of another account',
    catalogue: ['bind.named.uh-mismatch'],
    async steps(flow) {
      const { device, visit, options } = await begun(flow);
      const other = await (await flow.visit()).registrationOptions(flow.user('other'));
      return visit.authenticate(await device.get(options, inside({ userHandle: other.user.id })));
    },
  }),
};
