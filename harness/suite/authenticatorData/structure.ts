/** The structure of authenticator data (WebAuthn Level 3 §6.1): lengths, AT and ED against what is there. */
import type { Edits } from '../../authenticator/edits.ts';
import { type AuthenticatorData, encodeAuthenticatorData } from '../../encoding/authenticatorData.ts';
import { concat } from '../../encoding/bytes.ts';
import { type CborMap, type CborValue, encodeCbor, raw } from '../../encoding/cbor.ts';
import { accepts, either, owedAt, rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';

/** Rewrites the encoded bytes. */
export function bytes(rewrite: (encoded: Uint8Array) => Uint8Array): Edits {
  return { authenticatorData: data => rewrite(encodeAuthenticatorData(data)) };
}

/** Changes the data before it is encoded. */
export function data(change: (honest: AuthenticatorData) => Partial<AuthenticatorData>): Edits {
  return { authenticatorData: honest => ({ ...honest, ...change(honest) }) };
}

/** ED set, with these encoded extension outputs. */
const withExtensions = (encoded: Uint8Array): Edits => data(() => ({ ed: true, extensions: encoded }));

/** ED set, with a map of these extension outputs. */
export const withOutputs = (outputs: Record<string, CborValue>): Edits =>
  withExtensions(encodeCbor(new Map(Object.entries(outputs)) as CborMap));

const example = encodeCbor(new Map<CborValue, CborValue>([['example.extension', 'output']]));

/** Offset after rpIdHash, flags and signCount. */
export const HEADER = 37;

export function sharedStructureCases(kind: Ceremony): Cases {
  const fido = (registration: string, authentication: string) =>
    kind === 'registration' ? `fido.Att-3.${registration}` : `fido.Ass-3.${authentication}`;
  const cut = (length: number) => bytes(encoded => encoded.subarray(0, length));
  return {
    'one-byte': rejects('authenticator-data', {
      title: 'authenticatorData has one byte',
      catalogue: ['ad.len.0-36'],
      edit: cut(1),
    }),
    'ends-after-hash': rejects('authenticator-data', {
      title: 'authenticatorData ends after rpIdHash',
      catalogue: ['ad.len.0-36'],
      edit: cut(32),
    }),
    'ends-after-flags': rejects('authenticator-data', {
      title: 'authenticatorData ends after the flags',
      catalogue: ['ad.len.0-36'],
      edit: cut(33),
    }),
    'ends-inside-counter': rejects('authenticator-data', {
      title: 'authenticatorData ends inside signCount',
      catalogue: ['ad.len.0-36'],
      edit: cut(36),
    }),
    'extensions-missing': rejects('authenticator-data', {
      title: 'ED is set and nothing follows',
      catalogue: ['ad.ed.set-nodata'],
      edit: data(() => ({ ed: true })),
    }),
    'extensions-truncated': rejects('authenticator-data', {
      title: 'extension data has lost its last byte',
      catalogue: ['ad.ed.truncated'],
      edit: withExtensions(example.subarray(0, -1)),
    }),
    'extensions-overclaim': rejects('authenticator-data', {
      title: 'extension data claims four billion entries',
      catalogue: ['ad.ed.truncated', 'ao.map.overclaim'],
      edit: withExtensions(raw.map([], 2 ** 32)),
    }),
    'extensions-valid': accepts({
      title: 'ED is set and an extension output follows',
      catalogue: ['ad.ed.set-valid', fido('P-1', 'P-7')],
      edit: withExtensions(example),
    }),
    'extensions-any-type': accepts({
      title: 'unknown extensions have outputs of every CBOR type',
      catalogue: ['ad.ed.unknown'],
      edit: withOutputs({ a: 1, b: -1, c: 'text', d: Uint8Array.of(1), e: [1, 2], f: new Map([['g', true]]), h: null }),
    }),
    'extensions-empty': either({
      title: 'ED is set and the map of extension data is empty',
      level: 'report',
      reason: 'an authenticator without outputs leaves ED clear; RPs are not told to refuse it',
      catalogue: ['ad.ed.set-empty-map'],
      edit: withOutputs({}),
    }),
    'extensions-integer-keys': either({
      title: 'extension data has integers for keys',
      level: 'report',
      reason: 'extension identifiers are texts; RPs are not told to look',
      catalogue: ['ad.ed.int-keys'],
      edit: withExtensions(encodeCbor(new Map([[1, true]]))),
    }),
    'extensions-duplicate': either({
      title: 'extension data has one extension twice',
      level: 'report',
      reason: 'not valid CBOR in the strict sense; RPs are not told to look',
      catalogue: ['ad.ed.dup-keys'],
      edit: withExtensions(raw.map([pair('a', 1), pair('a', 2)])),
    }),
    'extensions-not-canonical': either({
      title: 'extension data is an indefinite-length map',
      level: 'report',
      reason: 'a canonical form is the duty of the authenticator',
      catalogue: ['ad.ed.noncanonical'],
      edit: withExtensions(raw.indefinite(5, pair('a', 1))),
    }),
    'reserved-bit-1': either({
      title: 'reserved bit 1 of the flags is set',
      level: 'report',
      reason: 'reserved for future use; RPs are not told to refuse it',
      catalogue: ['ad.rfu1'],
      edit: data(() => ({ rfu1: true })),
    }),
    'reserved-bit-5': either({
      title: 'reserved bit 5 of the flags is set',
      level: 'report',
      reason: 'reserved for future use; RPs are not told to refuse it',
      catalogue: ['ad.rfu2'],
      edit: data(() => ({ rfu2: true })),
    }),
  };
}

/** More, or something else, than §6.1 has after the signCount. It is signed, and no step has the RP refuse it. */
export function strayDataCases(kind: Ceremony): Cases {
  const fido = (registration: string, authentication: string) =>
    kind === 'registration' ? `fido.Att-3.${registration}` : `fido.Ass-3.${authentication}`;
  return owedAt('should', {
    'byte-after-end': rejects('authenticator-data', {
      title: 'a byte follows the end, ED is clear',
      catalogue: ['ad.tail.noflags', fido('F-12', 'F-1')],
      edit: bytes(encoded => concat(encoded, Uint8Array.of(0))),
    }),
    'byte-after-extensions': rejects('authenticator-data', {
      title: 'a byte follows the extension data',
      seen: 'go-webauthn/webauthn@3017aaa',
      catalogue: ['ad.tail.after-ext'],
      edit: withExtensions(concat(example, Uint8Array.of(0))),
    }),
    'extensions-unannounced': rejects('authenticator-data', {
      title: 'ED is clear and extension data follows',
      catalogue: ['ad.ed.clear-with-map'],
      edit: data(() => ({ extensions: example })),
    }),
    'extensions-array': rejects('authenticator-data', {
      title: 'extension data is an array',
      catalogue: ['ad.ed.nonmap'],
      edit: withExtensions(encodeCbor(['example.extension'])),
    }),
    'extensions-number': rejects('authenticator-data', {
      title: 'extension data is a number',
      catalogue: ['ad.ed.nonmap'],
      edit: withExtensions(encodeCbor(1)),
    }),
    'extensions-text': rejects('authenticator-data', {
      title: 'extension data is a text',
      catalogue: ['ad.ed.nonmap'],
      edit: withExtensions(encodeCbor('example.extension')),
    }),
    'extensions-deep': rejects('authenticator-data', {
      title: 'an extension output is nested 20,000 deep',
      seen: 'passwordless-lib/fido2-net-lib#671',
      catalogue: ['ad.ed.deep'],
      edit: withExtensions(raw.map([[raw.text('deep'), raw.nested(20_000)]])),
    }),
  });
}

const pair = (key: string, value: number): [Uint8Array, Uint8Array] => [raw.text(key), raw.int(value)];
