/** Whose account it is: credentials are added, listed, renamed and removed by nobody but their own user. */
import type { Visit } from '../../target.ts';
import { type FlowContext, holds, type Observation, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { complaints, optionsOrRefusal } from '../options/look.ts';
import { settled, stored } from './settled.ts';

/** Another user, signed in, who tries what is not hers to do. */
async function mallory(flow: FlowContext) {
  const visit = await flow.visit();
  const user = flow.user('mallory');
  const device = flow.authenticator('mallory');
  await flow.register(visit, user, device, { honest: true });
  await flow.authenticate(visit, user, device, { honest: true });
  return visit;
}

/** True when the RP let it be done; an RP refuses by throwing. */
const succeeds = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  );

const tried = (done: boolean) => (done ? 'the RP said that it was done' : 'the RP refused');

async function removedBy(flow: FlowContext, other: (flow: FlowContext) => Promise<Visit>): Promise<Observation> {
  const { device, id } = await settled(flow);
  const done = await succeeds((await other(flow)).remove!(id));
  const visit = await flow.visit();
  const login = await optionsOrRefusal(async () => (await flow.authenticate(visit, flow.user(), device)).reply.seen);
  const outcome = 'options' in login ? login.options : 'refused its options';
  return { held: outcome === 'accepted', detail: `${tried(done)}; its user's login was ${outcome}` };
}

export const managementCases: Cases = {
  'listed-for-other-user': holds('credential-management', {
    title: 'somebody who is signed in asks for the credentials of another user',
    needs: ['credentials'],
    seen: 'sh1nj1/plan42#606',
    catalogue: ['life.list.idor'],
    async observe(flow) {
      const { home, id } = await settled(flow);
      const other = await mallory(flow);
      const seen = await other.credentials!(flow.user()).catch(() => []);
      return complaints([
        seen.length > 0 && `another user is shown ${seen.length} credentials`,
        !(await stored(flow, home, id)) && 'their own user is not shown them',
      ]);
    },
  }),
  'listed-for-nobody': holds('credential-management', {
    title: 'somebody who is not signed in asks for the credentials of a user',
    needs: ['credentials'],
    catalogue: ['life.list.idor'],
    async observe(flow) {
      await settled(flow);
      const seen = await (await flow.visit()).credentials!(flow.user()).catch(() => []);
      return complaints([seen.length > 0 && `a stranger is shown ${seen.length} credentials`]);
    },
  }),
  'removed-by-other-user': holds('credential-management', {
    title: 'a credential still signs its user in after another removed it',
    needs: ['remove'],
    seen: 'CVE-2025-71400',
    catalogue: ['life.delete.idor'],
    observe: flow => removedBy(flow, mallory),
  }),
  'removed-by-nobody': holds('credential-management', {
    title: 'a credential still signs its user in after a stranger removed it',
    needs: ['remove'],
    seen: 'CVE-2025-71400',
    catalogue: ['life.delete.idor'],
    observe: flow => removedBy(flow, () => flow.visit()),
  }),
  'renamed-by-other-user': holds('credential-management', {
    title: 'a credential keeps its name when another user renames it',
    needs: ['rename', 'credentials'],
    seen: 'GHSA-4vcf-q4xf-f48m',
    catalogue: ['life.rename.idor'],
    async observe(flow) {
      const { device, home, id } = await settled(flow);
      await flow.authenticate(home, flow.user(), device, { honest: true });
      const own = await succeeds(home.rename!(id, 'Own key'));
      const done = await succeeds((await mallory(flow)).rename!(id, 'Stolen key'));
      const name = (await stored(flow, home, id))?.name;
      return complaints([
        !own && 'its own user may not rename it',
        own && name !== undefined && name !== 'Own key' && `its name is ${JSON.stringify(name)} now`,
        name === undefined && done && tried(done),
      ]);
    },
  }),
};

export const enrolmentCases: Cases = {
  'enrolled-for-other-user': rejects('account-enrolment', {
    title: 'somebody who is signed in adds a credential to another account',
    needs: ['session'],
    seen: 'CVE-2026-37982',
    catalogue: ['life.enrol.idor'],
    async steps(flow) {
      await settled(flow);
      const visit = await mallory(flow);
      const asked = await optionsOrRefusal(() => visit.registrationOptions(flow.user()));
      if ('refusal' in asked) return asked.refusal;
      return visit.register(await flow.authenticator('stolen').create(asked.options));
    },
  }),
  // Both names were free when the options were asked for.
  'enrolled-after-other-visit': rejects('account-enrolment', {
    title: 'two visits register one name, and the second comes late',
    needs: ['session'],
    catalogue: ['life.enrol.idor'],
    async steps(flow) {
      const [first, second] = [await flow.visit(), await flow.visit()];
      const options = await second.registrationOptions(flow.user());
      await flow.register(first, flow.user(), flow.authenticator('first'), { honest: true });
      return second.register(await flow.authenticator('second').create(options));
    },
  }),
  'enrolled-after-switch': rejects('account-enrolment', {
    title: 'another user signs in between the options and the credential',
    level: 'should',
    needs: ['session'],
    catalogue: ['sess.user-switch'],
    async steps(flow) {
      const { home } = await settled(flow);
      const options = await home.registrationOptions(flow.user());
      const device = flow.authenticator('other');
      await flow.register(await flow.visit(), flow.user('other'), device, { honest: true });
      await flow.authenticate(home, flow.user('other'), device, { honest: true });
      return home.register(await flow.authenticator('second').create(options));
    },
  }),
};
