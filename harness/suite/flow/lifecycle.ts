/** The life of a credential at an RP: what of its record moves, what never does, and how it ends. */
import { signedByStranger } from '../assertion/message.ts';
import { data } from '../authenticatorData/structure.ts';
import { either, holds } from '../case.ts';
import { type Cases, envelope, inside } from '../json.ts';
import { complaints } from '../options/look.ts';
import { begun } from './begun.ts';
import { counted, recordFault, settled, stored } from './settled.ts';

const unverified = data(() => ({ uv: false }));

export const lifecycleCases: Cases = {
  'assertion-moves-nothing-else': holds('credential-record', {
    title: 'an assertion that names transports and a user changes neither',
    needs: ['credentials'],
    catalogue: ['state.auth.transports-immutable'],
    async observe(flow) {
      const { device, home, id } = await settled(flow);
      const before = await stored(flow, home, id);
      const named = { transports: ['usb'], user: { id: 'bWFsbG9yeQ', name: flow.user('mallory').name } };
      const visit = await flow.visit();
      await flow.authenticate(visit, flow.user(), device, { edit: inside(named) });
      await flow.authenticate(visit, flow.user(), device, { edit: envelope(named) });
      const after = await stored(flow, home, id);
      return complaints([
        !after && 'its user has lost it',
        before?.transports !== undefined && before.transports.length === 0 && 'the transports were not kept',
        after?.transports?.join() !== before?.transports?.join() && `transports are ${after?.transports?.join()} now`,
      ]);
    },
  }),
  'backup-flags-shown': holds('credential-record', {
    title: 'each record shows the backup flags of its own credential',
    level: 'should',
    needs: ['credentials'],
    catalogue: ['bk.exposed'],
    async observe(flow) {
      const home = await flow.visit();
      const faults: (string | false)[] = [];
      // The counter tells an RP that keeps records from one that neglects them.
      for (const [backupEligible, backupState] of [
        [false, false],
        [true, false],
        [true, true],
      ] as const) {
        const settings = { backupEligible, backupState, counterStart: 3 };
        const device = flow.authenticator(`${backupEligible} ${backupState}`, settings);
        const { response } = await flow.register(home, flow.user(), device, { honest: true });
        const wanted = { backupEligible, backupState, signCount: 3 };
        faults.push(...recordFault(await stored(flow, home, response.id), wanted));
      }
      return complaints(faults);
    },
  }),
  'renaming-keeps-record': holds('credential-record', {
    title: 'a credential that is renamed keeps its counter and backup flags',
    level: 'should',
    needs: ['rename', 'credentials'],
    catalogue: ['life.counter.reset-admin'],
    async observe(flow) {
      const settings = { counterStart: 7, backupEligible: true, backupState: true };
      const { device, home, id } = await settled(flow, settings);
      await flow.authenticate(home, flow.user(), device, { honest: true, edit: counted(20) });
      await home.rename!(id, 'Another name');
      const wanted = { signCount: 20, backupEligible: true, backupState: true };
      return complaints(recordFault(await stored(flow, home, id), wanted));
    },
  }),
  'verification-initialised-by-login': holds('uv-initialized', {
    title: 'a login alone does not turn uvInitialized from false to true',
    level: 'policy',
    needs: ['credentials'],
    wishes: { userVerification: 'discouraged' },
    catalogue: ['state.auth.uvinit'],
    async observe(flow) {
      const home = await flow.visit();
      const device = flow.authenticator();
      const { response } = await flow.register(home, flow.user(), device, { honest: true, edit: unverified });
      const verified = { honest: true, edit: data(() => ({ uv: true })) };
      await flow.authenticate(await flow.visit(), flow.user(), device, verified);
      return complaints(recordFault(await stored(flow, home, response.id), { uvInitialized: false }));
    },
  }),
  'verification-first-at-login': either({
    title: 'a credential that was registered unverified verifies its user',
    level: 'report',
    reason: 'an RP that takes UV for a second factor may want uvInitialized first (Level 3 §4), or ask anew each time',
    catalogue: ['state.auth.uvinit.used'],
    async steps(flow) {
      const device = flow.authenticator();
      const wishes = { userVerification: 'discouraged' } as const;
      await flow.register(await flow.visit(), flow.user(), device, { honest: true, wishes, edit: unverified });
      const verified = { wishes: { userVerification: 'required' } as const, edit: data(() => ({ uv: true })) };
      return (await flow.authenticate(await flow.visit(), flow.user(), device, verified)).reply;
    },
  }),
  'aaguid-shown': either({
    title: 'the record has the AAGUID that was attested',
    level: 'report',
    reason: 'the credential record of Level 3 (§4) has no AAGUID; an RP may keep it',
    needs: ['credentials'],
    catalogue: ['state.aaguid'],
    async observe(flow) {
      const home = await flow.visit();
      const aaguid = flow.random('aaguid', 16);
      const edit = data(() => ({ aaguid }));
      const { response } = await flow.register(home, flow.user(), flow.authenticator(), { honest: true, edit });
      const wanted = Buffer.from(aaguid).toString('base64url');
      return complaints(recordFault(await stored(flow, home, response.id), { aaguid: wanted }));
    },
  }),
  'counter-fallen': either({
    title: 'the record after a login with a lower counter',
    level: 'report',
    reason: 'Level 3 §7.2 step 22 leaves it to the RP whether a lower counter is refused, or kept as a sign of a clone',
    needs: ['credentials'],
    catalogue: ['cnt.signal-only'],
    async observe(flow) {
      const { device, home, id } = await settled(flow, { counterStart: 10 });
      const { reply } = await flow.authenticate(await flow.visit(), flow.user(), device, { edit: counted(5) });
      const count = (await stored(flow, home, id))?.signCount;
      return { held: reply.seen === 'rejected', detail: `the login was ${reply.seen}, and the record says ${count}` };
    },
  }),
  'last-credential-removed': either({
    title: 'a user removes the only credential of an account',
    level: 'report',
    reason: 'an RP may keep people from locking themselves out, or have other ways in',
    needs: ['remove'],
    catalogue: ['state.last-credential'],
    async observe(flow) {
      const { device, home, id } = await settled(flow);
      await flow.authenticate(home, flow.user(), device, { honest: true });
      return home.remove!(id).then(
        () => ({ held: false, detail: 'the RP lets the last credential be removed' }),
        () => ({ held: true, detail: 'the RP keeps the last credential' }),
      );
    },
  }),
  'signed-in-by-registration': either({
    title: 'who is signed in after a registration',
    level: 'report',
    reason: 'an RP whose registration stands behind a sign-in of its own may leave it open; one without may not',
    needs: ['session'],
    seen: 'AthenaNetworks/mymate#42',
    catalogue: ['sess.enrol.no-verify'],
    async observe(flow) {
      const { home } = await settled(flow);
      const name = await home.signedInAs!();
      return { held: name === undefined, detail: `${name === undefined ? 'nobody' : 'the new user'} is signed in` };
    },
  }),
  'refusals-told-apart': either({
    title: 'an unknown credential and a bad signature are refused alike',
    level: 'report',
    reason: 'alike they tell nothing (Level 3 §14.6.2); apart a page can signal the unknown one (§5.1.10.2)',
    seen: 'lingyuins/octopus#226',
    catalogue: ['life.enum.error-oracle'],
    async observe(flow) {
      const { device, visit, options } = await begun(flow);
      const forged = await visit.authenticate(await device.get(options, signedByStranger));
      const again = await visit.authenticationOptions(flow.user());
      const unknown = Buffer.from(flow.random('unknown credential', 32)).toString('base64url');
      const edit = envelope({ id: unknown, rawId: unknown });
      const stranger = await visit.authenticate(await device.get(again, edit));
      return complaints([
        forged.status !== stranger.status && `status ${forged.status} and ${stranger.status}`,
        forged.message !== stranger.message && 'the messages differ',
      ]);
    },
  }),
};
