/** A COSE_Key as a tree, label by label, what is strange about it last. */

import type { CborValue } from '../encoding/cbor.ts';
import { algorithmText, CURVES, decodeCoseKey, KTY, LABEL } from '../encoding/cose.ts';
import { type CborOutline, outlineCbor } from './cborOutline.ts';
import type { TreeNode } from './tree.ts';
import { notation, readOr } from './words.ts';

/** What the labels below zero mean depends on the key type. */
const NAMES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [KTY.EC2]: { [LABEL.crv]: 'crv', [LABEL.x]: 'x', [LABEL.y]: 'y' },
  [KTY.OKP]: { [LABEL.crv]: 'crv', [LABEL.x]: 'x' },
  [KTY.RSA]: { [LABEL.n]: 'n', [LABEL.e]: 'e' },
  [KTY.AKP]: { [LABEL.pub]: 'pub' },
};

/** Of bytes that are one CBOR item. */
export function coseKeyTree(bytes: Uint8Array): TreeNode[] {
  const { entries, value, at } = outlineCbor(bytes);
  const problem = readOr(() => {
    decodeCoseKey(bytes);
    return [];
  });
  if (!entries) return [{ label: 'not a map', value: notation(value), at }, ...problem];
  const kty = entries.find(({ key }) => key.value === LABEL.kty)?.item.value;
  const names = (typeof kty === 'number' && NAMES[kty]) || {};
  return [...entries.map(entry => parameter(entry, names)), ...problem];
}

function parameter({ key, item }: { key: CborOutline; item: CborOutline }, names: Record<number, string>): TreeNode {
  const label = labelOf(key.value, names);
  return { label, value: named(label, item.value) ?? notation(item.value), at: item.content };
}

function labelOf(key: CborValue, names: Record<number, string>): string {
  if (key === LABEL.kty) return 'kty';
  if (key === LABEL.alg) return 'alg';
  return (typeof key === 'number' && names[key]) || notation(key);
}

function named(label: string, value: CborValue): string | undefined {
  if (typeof value !== 'number') return undefined;
  if (label === 'kty') return Object.keys(KTY).find(name => KTY[name as keyof typeof KTY] === value);
  if (label === 'crv') return CURVES.find(({ id }) => id === value)?.name;
  return label === 'alg' ? algorithmText(value) : undefined;
}
