/** The credential record (WebAuthn Level 3 §4, §7.1 step 27, §7.2 step 24), and what a refusal must leave as it was. */
import { fromBase64url } from '../../encoding/bytes.ts';
import { signedByStranger } from '../assertion/message.ts';
import { data } from '../authenticatorData/structure.ts';
import { accepts, holds, rejects } from '../case.ts';
import { type Cases, inside } from '../json.ts';
import { complaints, idsOf } from '../options/look.ts';
import { counted, recordFault, settled, stored } from './settled.ts';

export const recordCases: Cases = {
  'registration-kept': holds('credential-record', {
    title: 'the record has the id, counter and backup flags that were attested',
    needs: ['credentials'],
    catalogue: ['state.reg.id', 'state.reg.count', 'state.reg.backup', 'state.reg.uv'],
    async observe(flow) {
      const settings = { counterStart: 7, backupEligible: true, backupState: true };
      const { home, id } = await settled(flow, settings);
      const wanted = { signCount: 7, backupEligible: true, backupState: true, uvInitialized: true };
      return complaints(recordFault(await stored(flow, home, id), wanted));
    },
  }),
  'transports-kept': holds('credential-record', {
    title: 'the record has the transports as they were reported',
    level: 'should',
    needs: ['credentials'],
    catalogue: ['state.reg.transports', 'env.transports.unknown'],
    async observe(flow) {
      const home = await flow.visit();
      const edit = inside({ transports: ['future-transport', 'internal'] });
      const { response } = await flow.register(home, flow.user(), flow.authenticator(), { honest: true, edit });
      const found = (await stored(flow, home, response.id))?.transports;
      return complaints([
        found?.join() !== 'future-transport,internal' && `transports are ${found?.join() ?? 'not kept'}`,
      ]);
    },
  }),
  'attested-key-kept': accepts({
    title: 'the stored key is the attested one: it verifies the next login',
    catalogue: ['state.reg.key', 'cose.store.roundtrip'],
    async steps(flow) {
      const { device } = await settled(flow);
      return (await flow.authenticate(await flow.visit(), flow.user(), device)).reply;
    },
  }),
  'counter-kept': holds('credential-record', {
    title: 'the record has the counter of the last login',
    needs: ['credentials'],
    catalogue: ['state.auth.count', 'cnt.store.asserted'],
    async observe(flow) {
      const { device, home, id } = await settled(flow);
      await flow.authenticate(await flow.visit(), flow.user(), device, { honest: true, edit: counted(10) });
      return complaints(recordFault(await stored(flow, home, id), { signCount: 10 }));
    },
  }),
  'backup-state-kept': holds('credential-record', {
    title: 'the record has the backup state of the last login',
    needs: ['credentials'],
    catalogue: ['bk.state.updated', 'state.auth.backup'],
    async observe(flow) {
      const { device, home, id } = await settled(flow, { backupEligible: true });
      const edit = data(() => ({ bs: true }));
      await flow.authenticate(await flow.visit(), flow.user(), device, { honest: true, edit });
      return complaints(recordFault(await stored(flow, home, id), { backupState: true, backupEligible: true }));
    },
  }),
  'counter-falls-after-rise': rejects('sign-count', {
    title: 'the counter goes from 1 to 10, and then to 5',
    level: 'should',
    seen: 'keycloak/keycloak#49920',
    catalogue: ['cnt.store.asserted'],
    async steps(flow) {
      const { device } = await settled(flow, { counterStart: 1 });
      await flow.authenticate(await flow.visit(), flow.user(), device, { honest: true, edit: counted(10) });
      return (await flow.authenticate(await flow.visit(), flow.user(), device, { edit: counted(5) })).reply;
    },
  }),
  'counter-stays-after-rise': rejects('sign-count', {
    title: 'the counter goes from 0 to 10, and stays there',
    level: 'should',
    catalogue: ['cnt.store.first'],
    async steps(flow) {
      const { device } = await settled(flow);
      await flow.authenticate(await flow.visit(), flow.user(), device, { honest: true, edit: counted(10) });
      return (await flow.authenticate(await flow.visit(), flow.user(), device, { edit: counted(10) })).reply;
    },
  }),
  'counters-apart': accepts({
    title: 'two credentials of a user have counters of their own',
    catalogue: ['cnt.per-credential'],
    async steps(flow) {
      const { device, home } = await settled(flow, { counterStart: 100 });
      const second = flow.authenticator('second');
      await flow.register(home, flow.user(), second, { honest: true });
      await flow.authenticate(await flow.visit(), flow.user(), device, { honest: true });
      return (await flow.authenticate(await flow.visit(), flow.user(), second)).reply;
    },
  }),
  'counter-recovers': accepts({
    title: 'a login with a higher counter follows one that was refused',
    catalogue: ['cnt.store.rejected-low'],
    async steps(flow) {
      const { device } = await settled(flow, { counterStart: 5 });
      await flow.authenticate(await flow.visit(), flow.user(), device, { edit: counted(3) });
      return (await flow.authenticate(await flow.visit(), flow.user(), device, { edit: counted(8) })).reply;
    },
  }),
};

export const refusalCases: Cases = {
  'counter-unmoved': holds('refusal-leaves-nothing', {
    title: 'a bad signature with a high counter does not move the counter',
    seen: 'CVE-2026-31835',
    catalogue: ['cnt.store.failed-sig', 'state.auth.count', 'state.auth.deferred'],
    async observe(flow) {
      const { device } = await settled(flow);
      const edit = { ...counted(1000), ...signedByStranger };
      await flow.authenticate(await flow.visit(), flow.user(), device, { edit });
      const next = await flow.authenticate(await flow.visit(), flow.user(), device, { edit: counted(2) });
      return { held: next.reply.seen === 'accepted', detail: `the next honest login was ${next.reply.seen}` };
    },
  }),
  'record-unmoved': holds('refusal-leaves-nothing', {
    title: 'a bad signature changes neither counter nor backup state',
    needs: ['credentials'],
    seen: 'CVE-2026-31835',
    catalogue: ['bk.state.not-on-failure', 'state.auth.backup'],
    async observe(flow) {
      const { device, home, id } = await settled(flow, { backupEligible: true, counterStart: 7 });
      const edit = { ...data(() => ({ bs: true, signCount: 1000 })), ...signedByStranger };
      await flow.authenticate(await flow.visit(), flow.user(), device, { edit });
      return complaints(recordFault(await stored(flow, home, id), { signCount: 7, backupState: false }));
    },
  }),
  'eligibility-unmoved': holds('refusal-leaves-nothing', {
    title: 'a login that claims another backup eligibility does not change it',
    needs: ['credentials'],
    catalogue: ['bk.state.be-immutable'],
    async observe(flow) {
      const { device, home, id } = await settled(flow);
      await flow.authenticate(await flow.visit(), flow.user(), device, { edit: data(() => ({ be: true })) });
      return complaints(recordFault(await stored(flow, home, id), { backupEligible: false }));
    },
  }),
  'no-session': holds('refusal-leaves-nothing', {
    title: 'a refused login leaves nobody signed in',
    needs: ['session'],
    seen: 'cedarjs/cedar#2545',
    catalogue: ['state.auth.failed-no-session', 'sig.result-false'],
    async observe(flow) {
      const { device } = await settled(flow);
      const visit = await flow.visit();
      const { reply } = await flow.authenticate(visit, flow.user(), device, { edit: signedByStranger });
      const name = await visit.signedInAs!();
      return { held: name === undefined, detail: `a login that was ${reply.seen} left ${name ?? 'nobody'} signed in` };
    },
  }),
  'no-session-after-registration': holds('refusal-leaves-nothing', {
    title: 'a refused registration leaves nobody signed in',
    needs: ['session'],
    catalogue: ['state.reg.none-on-failure'],
    async observe(flow) {
      const visit = await flow.visit();
      const edit = {
        clientData: (honest: { type: string; challenge: string }) => ({ ...honest, origin: 'https://evil.example' }),
      };
      const options = await visit.registrationOptions(flow.user());
      // Where people sign in to add a passkey, somebody is signed in already.
      const before = await visit.signedInAs!();
      await visit.register(await flow.authenticator().create(options, edit));
      const name = await visit.signedInAs!();
      return {
        held: name === before,
        detail: `${name ?? 'nobody'} is signed in, and ${before ?? 'nobody'} was before`,
      };
    },
  }),
  'no-credential': holds('refusal-leaves-nothing', {
    title: 'a refused registration leaves no credential',
    catalogue: ['state.reg.none-on-failure', 'state.reg.atomic'],
    async observe(flow) {
      const visit = await flow.visit();
      const edit = data(() => ({ rpIdHash: new Uint8Array(32) }));
      const { response } = await flow.register(visit, flow.user(), flow.authenticator('refused'), { edit });
      const again = await flow.register(visit, flow.user(), flow.authenticator('honest'));
      const { allowCredentials } = await (await flow.visit()).authenticationOptions(flow.user());
      return complaints([
        idsOf(again.options.excludeCredentials).includes(response.id) &&
          'excludeCredentials has the refused credential',
        idsOf(allowCredentials).includes(response.id) && 'allowCredentials has the refused credential',
        again.reply.seen !== 'accepted' && `an honest registration after it was ${again.reply.seen}`,
      ]);
    },
  }),
  'victim-unmoved': holds('refusal-leaves-nothing', {
    title: 'a credential id that somebody else claims still signs its owner in',
    seen: 'w3c/webauthn#1680',
    catalogue: ['state.reg.existing-intact', 'cid.dup.other-user'],
    async observe(flow) {
      const { device, id } = await settled(flow);
      const edit = data(() => ({ credentialId: fromBase64url(id) }));
      await flow.register(await flow.visit(), flow.user('thief'), flow.authenticator('thief'), { edit });
      const { reply } = await flow.authenticate(await flow.visit(), flow.user(), device);
      return { held: reply.seen === 'accepted', detail: `the owner's login was ${reply.seen}` };
    },
  }),
};

export const removalCases: Cases = {
  'removed-from-options': holds('allow-credentials', {
    title: 'a removed credential is gone from allowCredentials',
    level: 'should',
    needs: ['named', 'remove'],
    catalogue: ['state.delete.effective'],
    async observe(flow) {
      const { device, home, id } = await settled(flow);
      const second = flow.authenticator('second');
      await flow.register(home, flow.user(), second, { honest: true });
      await flow.authenticate(home, flow.user(), device, { honest: true });
      await home.remove!(id);
      const { allowCredentials } = await (await flow.visit()).authenticationOptions(flow.user());
      return complaints([idsOf(allowCredentials).includes(id) && 'allowCredentials has the removed credential']);
    },
  }),
  'removed-and-registered-again': accepts({
    title: 'a removed credential id is registered again',
    level: 'should',
    needs: ['remove'],
    catalogue: ['state.delete.readd'],
    async steps(flow) {
      const { device, home, id } = await settled(flow);
      await flow.authenticate(home, flow.user(), device, { honest: true });
      await home.remove!(id);
      const edit = data(() => ({ credentialId: fromBase64url(id) }));
      return (await flow.register(home, flow.user(), flow.authenticator('again'), { edit })).reply;
    },
  }),
};
