/** Edits of the layers that one ceremony has: key, statement and attestation object; signature. */
import fc from 'fast-check';
import type { AttestationCapability } from '../authenticator/settings.ts';
import type { Change } from './change.ts';
import {
  at,
  byteChange,
  type ChangeArbitrary,
  cborChange,
  type EditGroup,
  oneOf,
  retypedCbor,
  set,
  setTo,
  textChange,
  together,
} from './changes.ts';

const bytes = (length: number, fill: string) => ({ hex: fill.repeat(length) });

/** A 1024-bit modulus, odd and no more than that. */
const SHORT_MODULUS = { hex: `${'c1'.repeat(127)}01` };

export const publicKeyEdits: EditGroup = fc.oneof(
  at('publicKey', [1], fc.oneof(setTo(1, 2, 3, 4, 7, '2'), retypedCbor)),
  at('publicKey', [3], fc.oneof(setTo(-7, -8, -257, -35, -47, -65535, -65536, 5, '-7'), retypedCbor)),
  at('publicKey', [-1], fc.oneof(setTo(1, 2, 3, 6, 8, 'P-256', SHORT_MODULUS), retypedCbor)),
  ...[-1, -2, -3].map(label =>
    at(
      'publicKey',
      [label],
      fc.oneof(setTo(bytes(32, '00'), bytes(32, 'ff'), bytes(31, '01'), bytes(33, '01')), byteChange, retypedCbor),
    ),
  ),
  at('publicKey', [-2], setTo({ hex: '02' }, { hex: '01' }, { hex: '00010001' }, { hex: '0100000001' })),
  at('publicKey', [-3], setTo(true, false)),
  at('publicKey', [-4], setTo({ hex: '01' })),
  at('publicKey', [2], setTo({ hex: '0102' })),
  at('publicKey', [4], setTo([2], [1])),
  together('publicKey', [[1], set(1)], [[-1], set(6)], [[-3], { op: 'remove' }]),
  together('publicKey', [[3], set(-257)], [[1], set(2)]),
  at(
    'publicKey',
    [],
    fc.oneof(cborChange('0326', '0102', '200a', '2001', '0000'), setTo({ hex: 'a0' }, { hex: '80' })),
  ),
);

/** Whether it was offered or not. */
export const algorithmEdits: EditGroup = at('algorithm', [], setTo(-65535, -257, -47, -53, -36));

/** What certificates and statements repeat of the authenticator data. */
export const attestedEdits: EditGroup = at(
  'authenticatorData',
  ['aaguid'],
  fc.oneof(byteChange, setTo(bytes(16, 'ab'))),
);

/** A DER signature over P-256, or any other. */
const signatureChange: ChangeArbitrary = fc.oneof(
  byteChange,
  oneOf(
    { op: 'negate-s' },
    { op: 'long-form' },
    set({ hex: '' }),
    set({ hex: '3006020100020100' }),
    set(bytes(64, '00')),
  ),
);

export const signatureEdits: EditGroup = at('signature', [], signatureChange);

const member = (name: string, change: ChangeArbitrary) => at('statement', [name], fc.oneof(change, retypedCbor));
const alg = member('alg', setTo(-7, -8, -257, -35, -65535, -9, '-7'));
const sig = member('sig', signatureChange);
const x5c = fc.oneof(
  at('statement', ['x5c'], fc.oneof(setTo([], [{ hex: '' }], [{ hex: '3000' }]), retypedCbor)),
  at('statement', ['x5c', 0], fc.oneof(byteChange, retypedCbor)),
  at('statement', ['x5c', 1], fc.oneof(byteChange, retypedCbor)),
);

const TPM: EditGroup[] = [
  alg,
  sig,
  x5c,
  member('ver', setTo('1.2', '2.1')),
  member('certInfo', byteChange),
  member('pubArea', byteChange),
  at('certInfo', ['magic'], setTo(0, 0xff544348)),
  at('certInfo', ['type'], setTo(0x8014, 0x8018)),
  at('certInfo', ['extraData'], fc.oneof(byteChange, setTo({ hex: '' }))),
  at('certInfo', ['attested', 'name'], fc.oneof(byteChange, setTo({ hex: '' }))),
  at('certInfo', ['firmwareVersion'], setTo(0)),
];

const OWN: Readonly<Record<AttestationCapability, readonly EditGroup[]>> = {
  none: [],
  'packed-self': [alg, sig],
  packed: [alg, sig, x5c],
  tpm: TPM,
  'fido-u2f': [sig, x5c],
  apple: [x5c],
  'android-key': [alg, sig, x5c],
  'android-safetynet': [member('ver', setTo('', '1')), member('response', byteChange)],
  compound: [
    at('statement', [0], retypedCbor),
    at('statement', [1], retypedCbor),
    at('statement', [0, 'attStmt', 'sig'], signatureChange),
  ],
};

/** The last bit of signCount, which is signed and otherwise free. */
const UNSIGNED: Change = { op: 'flip', byte: 36, bit: 0 };

const FORMATS = ['none', 'packed', 'tpm', 'android-key', 'fido-u2f', 'apple', 'compound', 'future', ''];

/** Of the statement of one format, and of the object around it. */
export function attestationEdits(attestation: AttestationCapability): EditGroup {
  const any = fc.oneof(
    at('statement', ['ecdaaKeyId'], setTo({ hex: '00' })),
    at('statement', ['extra'], setTo(true, { hex: '00' })),
    at('statement', [], retypedCbor),
    at('attestationObject', ['fmt'], fc.oneof(setTo(...FORMATS), textChange, retypedCbor)),
    at('attestationObject', ['attStmt'], fc.oneof(setTo({ map: [] }, { map: [['alg', -7]] }), retypedCbor)),
    at('attestationObject', ['authData'], fc.oneof(byteChange, retypedCbor)),
    at('attestationObject', ['authData'], oneOf(UNSIGNED)),
    at('attestationObject', ['extra'], setTo(true)),
    at('attestationObject', [], cborChange('63666d74646e6f6e65', '6161f5')),
  );
  const own = OWN[attestation];
  return own.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.oneof(...own) }, { weight: 1, arbitrary: any }) : any;
}
