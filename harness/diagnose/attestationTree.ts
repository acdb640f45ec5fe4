/** An attestation object as a tree: format, statement and authenticator data, in the order in which they stand. */
import { decodeAttestationObject } from '../encoding/attestationObject.ts';
import { authenticatorDataTree } from './authenticatorDataTree.ts';
import { type CborOutline, outlineCbor } from './cborOutline.ts';
import { certificateTree } from './certificateTree.ts';
import { shifted, type TreeNode } from './tree.ts';
import { cut, notation, readOr } from './words.ts';

/** Of what is not canonical in more ways than that, the first ones. */
const DEVIATIONS = 20;

export function attestationObjectTree(bytes: Uint8Array): TreeNode[] {
  return readOr(() => {
    const outline = outlineCbor(bytes);
    const end = outline.at[1];
    return [
      ...(outline.entries?.map(entry => memberNode(bytes, entry)) ?? [valueNode(bytes, 'not a map', outline)]),
      ...(end < bytes.length ? [afterTheEnd(bytes, end)] : []),
      ...readOr(() =>
        decodeAttestationObject(bytes)
          .deviations.slice(0, DEVIATIONS)
          .map(value => ({ label: 'not canonical', value })),
      ),
    ];
  }, [0, bytes.length]);
}

function afterTheEnd({ length }: Uint8Array, end: number): TreeNode {
  return { label: 'after the end', value: `${length - end} bytes`, at: [end, length] };
}

function memberNode(bytes: Uint8Array, { key, item }: { key: CborOutline; item: CborOutline }): TreeNode {
  if (key.value === 'attStmt') return { label: 'attStmt', ...statementNode(bytes, item), at: item.at };
  if (key.value === 'fmt' && typeof item.value === 'string')
    return { label: 'fmt', value: cut(item.value), at: item.content };
  if (key.value !== 'authData' || !(item.value instanceof Uint8Array)) return valueNode(bytes, keyText(key), item);
  const children = shifted(authenticatorDataTree(item.value), item.content[0]);
  return { label: 'authData', value: `${item.value.length} bytes`, at: item.content, children };
}

function keyText({ value }: CborOutline): string {
  return typeof value === 'string' ? cut(value) : notation(value);
}

type Unlabelled = Omit<TreeNode, 'label'>;

/** A statement, or the statements of a compound attestation. */
function statementNode(bytes: Uint8Array, { value, at, entries, items }: CborOutline): Unlabelled {
  if (items && items.length > 0)
    return { at, children: items.map((one, index) => ({ label: `[${index}]`, ...statementNode(bytes, one) })) };
  if (!entries) return { value: notation(value), at };
  if (entries.length === 0) return { value: 'the empty map', at };
  return { at, children: entries.map(({ key, item }) => valueNode(bytes, keyText(key), item)) };
}

function valueNode(bytes: Uint8Array, label: string, item: CborOutline): TreeNode {
  if (item.entries) return { label, ...statementNode(bytes, item) };
  if (label === 'x5c' && item.items?.length)
    return { label, at: item.at, children: item.items.map((one, index) => certificateNode(bytes, index, one)) };
  return { label, value: notation(item.value), at: item.content };
}

function certificateNode(bytes: Uint8Array, index: number, { value, content }: CborOutline): TreeNode {
  const label = `[${index}]`;
  if (!(value instanceof Uint8Array)) return { label, value: notation(value), at: content };
  return { label, value: `${value.length} bytes`, at: content, children: certificateTree(bytes.subarray(...content)) };
}
