/** Edits of the layers that both ceremonies have: client data, authenticator data, the response. */
import fc from 'fast-check';
import { hex, sha256, utf8 } from '../encoding/bytes.ts';
import type { Change } from './change.ts';
import {
  at,
  byteChange,
  type ChangeArbitrary,
  type EditGroup,
  oneOf,
  REMOVE,
  retypedJson,
  set,
  setTo,
  textChange,
  together,
} from './changes.ts';
import type { Fuzzed } from './edit.ts';

type Ceremony = Fuzzed['ceremony'];

const otherOrigin: ChangeArbitrary = oneOf(
  set('https://evil.example'),
  set('null'),
  { op: 'replace', from: '//', to: '//evil.' },
  { op: 'replace', from: '//', to: '//evil' },
  { op: 'replace', from: '//', to: '//user@' },
  { op: 'append', text: '.evil.example' },
  { op: 'append', text: ':8443' },
  { op: 'append', text: ':443' },
  { op: 'append', text: '/' },
  { op: 'append', text: '.' },
  { op: 'append', text: '/path' },
  { op: 'append', text: '#.evil.example' },
  { op: 'append', text: '@evil.example' },
  { op: 'replace', from: 'https:', to: 'http:' },
  { op: 'replace', from: 'http:', to: 'https:' },
  { op: 'replace', from: 'https://', to: '' },
  { op: 'upper' },
  set('android:apk-key-hash:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
);

/** As text in base64url: what lenient decoders take for the same bytes, and what they do not. */
const base64Change: ChangeArbitrary = fc.oneof(
  textChange,
  oneOf(
    { op: 'replace', from: '_', to: '/' },
    { op: 'replace', from: '-', to: '+' },
    { op: 'append', text: '==' },
    { op: 'append', text: '\n' },
    { op: 'append', text: '!' },
    { op: 'replace', from: 'A', to: 'B' },
  ),
);

const MEMBERS = [
  '"type":"webauthn.get"',
  '"type":"webauthn.create"',
  '"challenge":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"',
  '"origin":"https://evil.example"',
  '"crossOrigin":true',
  '"crossOrigin":false',
  '"__proto__":{"type":"webauthn.get"}',
  '"extra":[{"deep":null}]',
];

export const clientDataEdits: EditGroup = fc.oneof(
  at('clientData', ['origin'], fc.oneof(otherOrigin, textChange, retypedJson)),
  at(
    'clientData',
    ['type'],
    fc.oneof(setTo('webauthn.get', 'webauthn.create', 'public-key', 'payment.get'), textChange, retypedJson),
  ),
  at(
    'clientData',
    ['challenge'],
    fc.oneof(setTo('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', ''), base64Change, retypedJson),
  ),
  at('clientData', ['crossOrigin'], fc.oneof(setTo(true, 'true', 'false', 1), retypedJson)),
  at('clientData', ['topOrigin'], fc.oneof(setTo('https://evil.example', ''), retypedJson)),
  at('clientData', ['tokenBinding'], setTo({ status: 'present', id: 'AAAA' }, { status: 'none' }, 'x')),
  at('clientData', ['extra'], setTo('x', 0, { deep: [1] })),
  at(
    'clientData',
    [],
    fc.oneof(
      fc.record({ op: fc.constant('member' as const), json: fc.constantFrom(...MEMBERS), last: fc.boolean() }),
      byteChange,
    ),
  ),
);

const FLAGS = ['up', 'uv', 'be', 'bs', 'at', 'ed', 'rfu1', 'rfu2'] as const;

/** Encoded extension outputs: one, no map, one that ends too soon. Other forms of a map an RP may take or refuse. */
const OUTPUTS = ['a16b68656c6c6f20776f726c64f5', '80', 'f6', 'a1'];

/** Attested credential data of a credential that nobody has, without a key. */
const ATTESTED: [string[], Change][] = [
  [['at'], set(true)],
  [['aaguid'], set({ hex: '00'.repeat(16) })],
  [['credentialId'], set({ hex: '01'.repeat(16) })],
  [['credentialPublicKey'], set({ hex: 'a0' })],
];

/** A counter that does not grow, after the 5 of the registration. */
export const counterEdits: EditGroup = at('authenticatorData', ['signCount'], setTo(5, 4, 0));

export const userVerifiedEdits: EditGroup = at('authenticatorData', ['uv'], setTo(false));

/** To 1,023 bytes, and to 1,024. */
const lengthened: ChangeArbitrary = fc
  .constantFrom(1023, 1024)
  .map(length => ({ op: 'end', hex: '07'.repeat(length - 32) }));

export function authenticatorDataEdits(ceremony: Ceremony): EditGroup {
  const layer = 'authenticatorData';
  const both = [
    ...FLAGS.map(flag => at(layer, [flag], setTo(false, true))),
    together(layer, [['be'], set(true)], [['bs'], set(true)]),
    at(
      layer,
      ['rpIdHash'],
      fc.oneof(setTo({ hex: hex(sha256(utf8('evil.example'))) }, { hex: '00'.repeat(32) }), byteChange),
    ),
    at(layer, ['signCount'], setTo(0, 1, 2, 2 ** 31, 2 ** 32 - 1)),
    fc.constantFrom(...OUTPUTS).chain(map => together(layer, [['ed'], set(true)], [['extensions'], set({ hex: map })])),
    at(layer, [], byteChange),
  ];
  if (ceremony === 'authentication') return fc.oneof(...both, together(layer, ...ATTESTED));
  return fc.oneof(
    ...both,
    at(layer, ['aaguid'], fc.oneof(setTo({ hex: '00'.repeat(16) }, { hex: 'ff'.repeat(16) }), byteChange)),
    at(layer, ['credentialId'], fc.oneof(setTo({ hex: '' }), lengthened, byteChange)),
  );
}

const OWN_MEMBERS = {
  registration: ['attestationObject', 'authenticatorData', 'publicKey'],
  authentication: ['authenticatorData', 'signature', 'userHandle'],
} as const;

export function responseEdits(ceremony: Ceremony): EditGroup {
  const inner = (member: string, change: ChangeArbitrary) => at('response', ['response', member], change);
  const binary = fc.oneof(base64Change, retypedJson);
  return fc.oneof(
    at('credentialId', [], byteChange),
    at('response', ['id'], binary),
    at('response', ['rawId'], binary),
    at('response', ['type'], fc.oneof(setTo('webauthn.get', 'Public-Key', 'password'), textChange, retypedJson)),
    at('response', ['authenticatorAttachment'], fc.oneof(setTo('unknown'), retypedJson)),
    at(
      'response',
      ['clientExtensionResults'],
      fc.oneof(setTo({ credProps: { rk: true } }, { appid: true }), retypedJson),
    ),
    at('response', ['response'], retypedJson),
    at('response', ['extra'], setTo('x', { __proto__: null, deep: [1] })),
    at('response', [], setTo(null, [], {}, 'text', 0)),
    inner('clientDataJSON', binary),
    ...OWN_MEMBERS[ceremony].map(member => inner(member, binary)),
    ...(ceremony === 'registration'
      ? [
          inner('transports', fc.oneof(setTo(['future'], [1], ['usb', 'usb']), retypedJson)),
          inner('publicKeyAlgorithm', fc.oneof(setTo(-257, 1), retypedJson)),
        ]
      : [inner('userHandle', fc.oneof(oneOf(REMOVE), setTo('', 'AAAA')))]),
  );
}
