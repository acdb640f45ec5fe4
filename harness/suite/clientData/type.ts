/** `type` of client data (WebAuthn Level 3 §7.1 step 7, §7.2 step 10). */
import { accepts, rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';
import { members, text } from './edit.ts';

export function typeCases(kind: Ceremony): Cases {
  const fido = (test: string) => `fido.${kind === 'registration' ? 'Att' : 'Ass'}-2.${test}`;
  const right = kind === 'registration' ? 'webauthn.create' : 'webauthn.get';
  const other = kind === 'registration' ? 'webauthn.get' : 'webauthn.create';
  return {
    'type-missing': rejects('type', {
      title: 'type is missing',
      catalogue: ['cdj.type.missing', fido('F-1')],
      edit: members({ type: undefined }),
    }),
    'type-null': rejects('type', {
      title: 'type is null',
      catalogue: ['cdj.type.null'],
      edit: members({ type: null }),
    }),
    'type-number': rejects('type', {
      title: 'type is a number',
      catalogue: ['cdj.type.number', fido('F-2')],
      edit: members({ type: 1 }),
    }),
    'type-array': rejects('type', {
      title: 'type is an array that holds the right type',
      catalogue: ['cdj.type.number'],
      edit: members({ type: [right] }),
    }),
    'type-empty': rejects('type', {
      title: 'type is empty',
      catalogue: ['cdj.type.empty', fido('F-3')],
      edit: members({ type: '' }),
    }),
    'type-unknown': rejects('type', {
      title: 'type is none that WebAuthn knows',
      catalogue: ['cdj.type.other', fido('F-4')],
      edit: members({ type: 'webauthn.foo' }),
    }),
    'type-of-other-ceremony': rejects('type', {
      title: 'type is that of the other ceremony',
      catalogue: ['cdj.type.swapped', fido('F-5')],
      edit: members({ type: other }),
    }),
    'type-other-case': rejects('type', {
      title: 'type is written in capitals',
      catalogue: ['cdj.type.case'],
      edit: members({ type: right.toUpperCase() }),
    }),
    'type-with-space': rejects('type', {
      title: 'type ends in a space',
      catalogue: ['cdj.type.space'],
      edit: members({ type: `${right} ` }),
    }),
    'type-with-nul': rejects('type', {
      title: 'type ends in a NUL',
      catalogue: ['cdj.type.space'],
      edit: members({ type: `${right}\0` }),
    }),
    'type-of-u2f': rejects('type', {
      title: 'type is that of U2F, under the name typ',
      catalogue: ['cdj.type.u2f'],
      edit: members({
        type: undefined,
        typ: kind === 'registration' ? 'navigator.id.finishEnrollment' : 'navigator.id.getAssertion',
      }),
    }),
    // The row stands for authentication only, where a payment could be taken for a login; a registration has no such type.
    ...(kind === 'authentication' && {
      'type-of-payment': rejects('type', {
        title: 'type is that of Secure Payment Confirmation',
        catalogue: ['cdj.type.payment'],
        edit: members({ type: 'payment.get' }),
      }),
    }),
    'type-escaped': accepts({
      title: 'type is written with a JSON escape',
      level: 'should',
      catalogue: ['cdj.type.escaped'],
      edit: text(json => json.replace('"webauthn.', '"\\u0077ebauthn.')),
    }),
  };
}
