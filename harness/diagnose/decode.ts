/** A response in, a tree out: every structure in it, as far as it can be read. Pure, and never throws. */
import { hex } from '../encoding/bytes.ts';
import { attestationObjectTree } from './attestationTree.ts';
import { authenticatorDataTree } from './authenticatorDataTree.ts';
import { clientDataTree } from './clientDataTree.ts';
import type { TreeNode } from './tree.ts';
import { cut, short } from './words.ts';

/** Characters of a member that is still read. */
const READ = 512 * 1024;

/** Reads a RegistrationResponseJSON or AuthenticationResponseJSON, or anything that was meant to be one. */
export function decodeResponse(response: unknown): TreeNode[] {
  if (typeof response !== 'object' || response === null) return [{ label: 'response', value: short(response) }];
  const { response: inner, ...outer } = response as Record<string, unknown>;
  const nodes = Object.entries(outer).map(([name, value]) => memberNode(name, value));
  if (typeof inner !== 'object' || inner === null) return [...nodes, { label: 'response', value: short(inner) }];
  const children = Object.entries(inner).map(([name, value]) => memberNode(name, value));
  return [...nodes, { label: 'response', children }];
}

const READERS: Readonly<Record<string, (bytes: Uint8Array) => TreeNode[]>> = {
  clientDataJSON: clientDataTree,
  attestationObject: attestationObjectTree,
  authenticatorData: authenticatorDataTree,
};

/** Members that are bytes, and need no reading. */
const PLAIN: readonly string[] = ['rawId', 'signature', 'userHandle', 'publicKey'];

/** A member by its name; base64url is read as leniently as Node does. */
function memberNode(label: string, value: unknown): TreeNode {
  const read = Object.hasOwn(READERS, label) ? READERS[label] : undefined;
  if (typeof value !== 'string' || value.length > READ || !(read || PLAIN.includes(label)))
    return { label, value: short(value) };
  const bytes = Buffer.from(value, 'base64url');
  const placed = { label, bytes, at: [0, bytes.length] as const };
  if (read) return { ...placed, value: `${bytes.length} bytes`, children: read(bytes) };
  return { ...placed, value: label === 'signature' ? `${bytes.length} bytes, ${cut(hex(bytes))}` : short(value) };
}
