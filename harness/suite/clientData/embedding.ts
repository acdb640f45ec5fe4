/**
 * `crossOrigin` and `topOrigin` (WebAuthn Level 3 §7.1 steps 10 and 11, §7.2 steps 13 and 14), for an RP that does not
 * expect to be framed. `topOrigin` is sent without `crossOrigin: true`, so that each case is wrong in one way.
 */
import { accepts, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { members } from './edit.ts';

export function embeddingCases(): Cases {
  return {
    'cross-origin-absent': accepts({
      title: 'crossOrigin is absent, as from Level 1 clients',
      level: 'should',
      catalogue: ['cdj.xo.absent'],
      edit: members({ crossOrigin: undefined }),
    }),
    'cross-origin-false': accepts({
      title: 'crossOrigin is false',
      catalogue: ['cdj.xo.false'],
      edit: members({ crossOrigin: false }),
    }),
    'cross-origin': rejects('cross-origin', {
      title: 'crossOrigin is true though no framing is expected',
      seen: 'MasterKale/SimpleWebAuthn#613',
      catalogue: ['cdj.xo.true.unexpected'],
      edit: members({ crossOrigin: true }),
    }),
    'cross-origin-text-true': rejects('cross-origin', {
      title: 'crossOrigin is the text "true"',
      level: 'should',
      catalogue: ['cdj.xo.string'],
      edit: members({ crossOrigin: 'true' }),
    }),
    'cross-origin-text-false': rejects('cross-origin', {
      title: 'crossOrigin is the text "false"',
      level: 'should',
      catalogue: ['cdj.xo.string'],
      edit: members({ crossOrigin: 'false' }),
    }),
    'cross-origin-null': rejects('cross-origin', {
      title: 'crossOrigin is null',
      level: 'should',
      catalogue: ['cdj.xo.null'],
      edit: members({ crossOrigin: null }),
    }),
    'cross-origin-number': rejects('cross-origin', {
      title: 'crossOrigin is 1',
      level: 'should',
      catalogue: ['cdj.xo.null'],
      edit: members({ crossOrigin: 1 }),
    }),
    // Step 11 asks about topOrigin whenever it is present; that it may only come with crossOrigin is the client's duty.
    'top-origin': rejects('top-origin', {
      title: 'topOrigin is another site though no framing is expected',
      seen: 'MasterKale/SimpleWebAuthn#759',
      catalogue: ['cdj.to.unexpected', 'cdj.to.without-xo'],
      edit: members({ topOrigin: 'https://evil.example' }),
    }),
    'top-origin-same': rejects('top-origin', {
      title: 'topOrigin is the origin itself though no framing is expected',
      level: 'policy',
      catalogue: ['cdj.to.same'],
      edit: members(({ origin }) => ({ topOrigin: origin })),
    }),
    'top-origin-number': rejects('top-origin', {
      title: 'topOrigin is a number',
      catalogue: ['cdj.to.nonstring'],
      edit: members({ topOrigin: 1 }),
    }),
    'top-origin-null': rejects('top-origin', {
      title: 'topOrigin is null',
      level: 'should',
      catalogue: ['cdj.to.nonstring'],
      edit: members({ topOrigin: null }),
    }),
    'top-origin-empty': rejects('top-origin', {
      title: 'topOrigin is empty',
      catalogue: ['cdj.to.empty'],
      edit: members({ topOrigin: '' }),
    }),
  };
}
