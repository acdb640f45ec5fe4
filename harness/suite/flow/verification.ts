/** How strongly the user is verified, over several ceremonies: by whose wish, and for which of them. */
import { data } from '../authenticatorData/structure.ts';
import { accepts, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { UNCOUNTED } from './begun.ts';

const unverified = data(() => ({ uv: false }));
const DISCOURAGED = { userVerification: 'discouraged' } as const;
const REQUIRED = { userVerification: 'required' } as const;

export const verificationCases: Cases = {
  'policy-waived-by-request': rejects('user-verified', {
    title: 'a request discourages verification that the RP requires, UV is clear',
    needs: ['always-verified'],
    seen: 'GHSA-h4fw-6r7f-w494',
    catalogue: ['flag.auth.uv.client-override'],
    async steps(flow) {
      const device = flow.authenticator();
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const settings = { wishes: DISCOURAGED, edit: unverified };
      return (await flow.authenticate(await flow.visit(), flow.user(), device, settings)).reply;
    },
  }),
  'policy-waived-at-registration': rejects('user-verified', {
    title: 'a request discourages verification of who registers, UV is clear',
    needs: ['always-verified'],
    seen: 'GHSA-h4fw-6r7f-w494',
    catalogue: ['flag.auth.uv.client-override'],
    async steps(flow) {
      const settings = { wishes: DISCOURAGED, edit: unverified };
      return (await flow.register(await flow.visit(), flow.user(), flow.authenticator(), settings)).reply;
    },
  }),
  'step-up-with-earlier-login': rejects('challenge-single-use', {
    title: 'a step-up is answered with the assertion of the login before it',
    catalogue: ['flag.auth.uv.stepup', 'sess.cross.flow'],
    async steps(flow) {
      const device = flow.authenticator('', UNCOUNTED);
      const visit = await flow.visit();
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const login = { honest: true, wishes: DISCOURAGED, edit: unverified };
      const { response } = await flow.authenticate(visit, flow.user(), device, login);
      await visit.authenticationOptions(flow.user(), REQUIRED);
      return visit.authenticate(response);
    },
  }),
  'step-up-unverified': rejects('user-verified', {
    title: 'a step-up is answered without verification, as the login was',
    catalogue: ['flag.auth.uv.stepup'],
    async steps(flow) {
      const device = flow.authenticator('', UNCOUNTED);
      const visit = await flow.visit();
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const login = { honest: true, wishes: DISCOURAGED, edit: unverified };
      await flow.authenticate(visit, flow.user(), device, login);
      return (await flow.authenticate(visit, flow.user(), device, { wishes: REQUIRED, edit: unverified })).reply;
    },
  }),
  // What was asked for belongs to the challenge, and not to the session's last request.
  'required-before-discouraged': rejects('user-verified', {
    title: 'UV is clear, required for this challenge, discouraged for a later one',
    catalogue: ['sess.cross.flow'],
    async steps(flow) {
      const device = flow.authenticator('', UNCOUNTED);
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const visit = await flow.visit();
      const strict = await visit.authenticationOptions(flow.user(), REQUIRED);
      await visit.authenticationOptions(flow.user(), DISCOURAGED);
      return visit.authenticate(await device.get(strict, unverified));
    },
  }),
};

const asked = { needs: ['conditional-create'] } as const;

export const conditionalCases: Cases = {
  'user-absent': accepts({
    ...asked,
    title: 'UP is clear, the ceremony was begun as conditional',
    level: 'should',
    wishes: { conditional: true },
    catalogue: ['flag.reg.conditional.up0'],
    edit: data(() => ({ up: false })),
  }),
  'user-unverified': rejects('user-verified', {
    ...asked,
    title: 'UV is clear, verification is required of a conditional ceremony',
    wishes: { conditional: true, ...REQUIRED },
    catalogue: ['flag.reg.conditional.uv0.required'],
    edit: unverified,
  }),
};
