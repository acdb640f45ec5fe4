/**
 * `signCount` (WebAuthn Level 3 §7.2 step 22, §6.1.1). What a counter that did not grow means is left to the RP, so the
 * refusals are of level `should`.
 */
import { accepts, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { data } from './structure.ts';

const counted = (signCount: number) => data(() => ({ signCount }));

export const counterCases: Cases = {
  'always-zero': accepts({
    title: 'signCount is zero, as it always was',
    seen: 'privacyidea/privacyidea#4391',
    catalogue: ['cnt.0-0', 'fido.Ass-3.P-1'],
    authenticator: { counter: 'none' },
  }),
  'always-zero-again': accepts({
    title: 'signCount is zero at five authentications',
    catalogue: ['cnt.0-0-repeat'],
    authenticator: { counter: 'none' },
    async steps(flow) {
      const device = flow.authenticator();
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      for (let i = 0; i < 4; i++) await flow.authenticate(await flow.visit(), flow.user(), device, { honest: true });
      return (await flow.authenticate(await flow.visit(), flow.user(), device)).reply;
    },
  }),
  'zero-to-one': accepts({
    title: 'signCount is one, and was zero',
    catalogue: ['cnt.0-1'],
    authenticator: { counterStart: 0 },
  }),
  'one-more': accepts({
    title: 'signCount is one more than before',
    catalogue: ['cnt.up1', 'cnt.reg-nonzero.up'],
    authenticator: { counterStart: 5 },
  }),
  'many-more': accepts({
    title: 'signCount has leapt, as one counter for all credentials does',
    catalogue: ['cnt.up-big'],
    authenticator: { counterStart: 5, counterStep: 100_000 },
  }),
  largest: accepts({
    title: 'signCount is the largest of 32 bits',
    catalogue: ['cnt.max', 'ad.count.max'],
    // A flow, since the counter is exhausted then, and no further login follows.
    async steps(flow) {
      const device = flow.authenticator('', { counterStart: 0xfffffffe });
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      return (await flow.authenticate(await flow.visit(), flow.user(), device)).reply;
    },
  }),
  'across-the-sign-bit': accepts({
    title: 'signCount crosses from 2^31 - 1 to 2^31',
    catalogue: ['cnt.signed', 'ad.count.msb'],
    authenticator: { counterStart: 0x7fffffff },
  }),
  equal: rejects('sign-count', {
    title: 'signCount is the same as before',
    level: 'should',
    catalogue: ['cnt.equal', 'cnt.reg-nonzero', 'fido.Ass-3.F-4'],
    authenticator: { counterStart: 5 },
    edit: counted(5),
  }),
  lower: rejects('sign-count', {
    title: 'signCount is one less than before',
    level: 'should',
    catalogue: ['cnt.lower', 'cnt.reg-nonzero', 'fido.Ass-3.F-4'],
    authenticator: { counterStart: 5 },
    edit: counted(4),
  }),
  'back-to-zero': rejects('sign-count', {
    title: 'signCount is zero, and was not',
    level: 'should',
    catalogue: ['cnt.to-zero'],
    authenticator: { counterStart: 5 },
    edit: counted(0),
  }),
  'wrapped-around': rejects('sign-count', {
    title: 'signCount is zero, and was the largest of 32 bits',
    level: 'should',
    catalogue: ['cnt.wrap'],
    // A flow, since the untouched twin of an exhausted counter would go wrong as well.
    async steps(flow) {
      const device = flow.authenticator('', { counterStart: 0xffffffff });
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      return (await flow.authenticate(await flow.visit(), flow.user(), device, { edit: counted(0) })).reply;
    },
  }),
  'back-across-the-sign-bit': rejects('sign-count', {
    title: 'signCount is 2^31 - 1, and was 2^31',
    level: 'should',
    catalogue: ['cnt.signed-rev'],
    authenticator: { counterStart: 0x80000000 },
    edit: counted(0x7fffffff),
  }),
  'larger-in-little-endian': rejects('sign-count', {
    title: 'signCount is lower, and higher when read little-endian',
    level: 'should',
    catalogue: ['ad.count.le'],
    authenticator: { counterStart: 0x00000100 },
    edit: counted(0x00000001),
  }),
};
