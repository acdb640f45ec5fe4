/** How the certificates of a chain are written: not in DER (X.690 §10), or in more of it than a certificate needs. */
import { concat } from '../../encoding/bytes.ts';
import { der } from '../../encoding/der.ts';
import { readDer } from '../../encoding/derReader.ts';
import type { Level } from '../case.ts';
import type { Cases } from '../json.ts';
import { refused, withExtensions, withX5c } from './packedEdits.ts';

type Edit = Parameters<typeof refused>[3];

const unreadable = (title: string, row: string, edit: Edit, level: Level = 'must') =>
  refused('packed-certificate', title, [row], edit, level);

/** An extension of nobody, under the arc for examples. */
const UNKNOWN = '2.999.1';

/** The contents of the outermost SEQUENCE. */
const inside = (der: Uint8Array) => der.subarray(readDer(der, 0).start);

/** So many SEQUENCEs, each the contents of the one before it. */
function nested(depth: number): Uint8Array {
  const heads: Uint8Array[] = [];
  for (let length = 0; heads.length < depth; length += heads.at(-1)!.length)
    heads.push(der(0x30, new Uint8Array(), { claimed: length }));
  return concat(...heads.toReversed());
}

export const chainEncodingCases: Cases = {
  'length-indefinite': unreadable(
    'the certificate has an indefinite length',
    'x509.der.ber',
    withX5c(([leaf]) => [concat(Uint8Array.of(0x30, 0x80), inside(leaf!), new Uint8Array(2))]),
    'should',
  ),
  'length-overlong': unreadable(
    'the length of the certificate has a superfluous zero',
    'x509.der.ber',
    withX5c(([leaf]) => {
      const body = inside(leaf!);
      return [concat(Uint8Array.of(0x30, 0x83, 0, body.length >> 8, body.length & 0xff), body)];
    }),
    'should',
  ),
  'length-of-four-gigabytes': unreadable(
    'the certificate claims four gigabytes',
    'x509.der.huge',
    withX5c(([leaf]) => [concat(Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), inside(leaf!))]),
  ),
  'nested-deeply': unreadable(
    'the certificate is ten thousand sequences in each other',
    'x509.der.huge',
    withX5c(() => [nested(10_000)]),
  ),
  'extension-of-one-megabyte': unreadable(
    'an extension of the certificate has a megabyte',
    'x509.der.huge',
    withExtensions({ oid: UNKNOWN, critical: false, value: der(0x04, new Uint8Array(1 << 20)) }),
    'should',
  ),
  'object-identifier-long': unreadable(
    'the object identifier of an extension has five thousand arcs',
    'x509.der.oid-long',
    withExtensions({ oid: `${UNKNOWN}${'.1'.repeat(5000)}`, critical: false, value: der(0x05, new Uint8Array()) }),
    'should',
  ),
};
