/** A response in, a tree out: every structure in it, as far as it can be read. Pure, and never throws. */
import { diagnose } from 'cbor2';
import { decodeAttestationObject } from '../encoding/attestationObject.ts';
import { type AuthenticatorData, aaguidText, decodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { FormatError, hex } from '../encoding/bytes.ts';
import { type CborValue, encodeCbor } from '../encoding/cbor.ts';
import { clientDataText, decodeClientData } from '../encoding/clientData.ts';
import { algorithmText, decodeCoseKey, KTY } from '../encoding/cose.ts';
import type { TreeNode } from './tree.ts';

/** Reads a RegistrationResponseJSON or AuthenticationResponseJSON, or anything that was meant to be one. */
export function decodeResponse(response: unknown): TreeNode[] {
  if (typeof response !== 'object' || response === null) return [{ label: 'response', value: short(response) }];
  const { response: inner, ...outer } = response as Record<string, unknown>;
  const nodes: TreeNode[] = Object.entries(outer).map(([label, value]) => ({ label, value: short(value) }));
  if (typeof inner !== 'object' || inner === null) return [...nodes, { label: 'response', value: short(inner) }];
  return [
    ...nodes,
    { label: 'response', children: Object.entries(inner).map(([name, value]) => memberNode(name, value)) },
  ];
}

const READERS: Record<string, (bytes: Uint8Array) => TreeNode[]> = {
  clientDataJSON: decodeClientDataTree,
  attestationObject: decodeAttestationObjectTree,
  authenticatorData: decodeAuthenticatorDataTree,
};

function memberNode(label: string, value: unknown): TreeNode {
  const reader = READERS[label];
  if (typeof value !== 'string') return { label, value: short(value) };
  const bytes = Buffer.from(value, 'base64url');
  if (!reader)
    return { label, value: label === 'signature' ? `${bytes.length} bytes, ${cut(hex(bytes))}` : short(value) };
  return { label, value: `${bytes.length} bytes`, children: readOr(() => reader(bytes)) };
}

function decodeClientDataTree(bytes: Uint8Array): TreeNode[] {
  const text = { label: 'text', value: cut(clientDataText(bytes), 400) };
  const members = readOr(() =>
    Object.entries(decodeClientData(bytes)).map(([label, value]) => ({ label, value: short(value) })),
  );
  return [text, ...members];
}

function decodeAttestationObjectTree(bytes: Uint8Array): TreeNode[] {
  const { fmt, attStmt, authData, deviations } = decodeAttestationObject(bytes);
  return [
    { label: 'fmt', value: fmt },
    { label: 'attStmt', ...statementNode(attStmt) },
    {
      label: 'authData',
      value: `${authData.length} bytes`,
      children: readOr(() => decodeAuthenticatorDataTree(authData)),
    },
    ...deviations.map(value => ({ label: 'not canonical', value })),
  ];
}

function statementNode(attStmt: CborValue): Omit<TreeNode, 'label'> {
  // The statements of a compound attestation.
  if (Array.isArray(attStmt) && attStmt.length > 0)
    return { children: attStmt.map((one, at) => ({ label: `[${at}]`, ...statementNode(one) })) };
  if (!(attStmt instanceof Map)) return { value: notation(attStmt) };
  if (attStmt.size === 0) return { value: 'the empty map' };
  return { children: [...attStmt].map(([key, value]) => ({ label: String(key), ...memberOf(value) })) };
}

function memberOf(value: CborValue): Omit<TreeNode, 'label'> {
  return value instanceof Map ? statementNode(value) : { value: notation(value) };
}

export function decodeAuthenticatorDataTree(bytes: Uint8Array): TreeNode[] {
  const data = decodeAuthenticatorData(bytes);
  const nodes: TreeNode[] = [
    { label: 'rpIdHash', value: hex(data.rpIdHash) },
    { label: 'flags', value: `0x${bytes[32]!.toString(16).padStart(2, '0')} = ${flagsText(data)}` },
    { label: 'signCount', value: String(data.signCount) },
  ];
  if (data.credentialId) {
    nodes.push(
      { label: 'aaguid', value: aaguidText(data.aaguid!) },
      { label: 'credentialId', value: `${data.credentialId.length} bytes, ${cut(hex(data.credentialId))}` },
      { label: 'credentialPublicKey', children: readOr(() => coseKeyTree(data.credentialPublicKey!)) },
    );
  }
  if (data.extensions) nodes.push({ label: 'extensions', value: diagnostic(data.extensions) });
  if (data.trailing > 0) nodes.push({ label: 'after the end', value: `${data.trailing} bytes` });
  return nodes;
}

/** `UP UV AT`, the flags that are set. */
function flagsText(data: AuthenticatorData): string {
  const flags = { up: 'UP', rfu1: 'RFU1', uv: 'UV', be: 'BE', bs: 'BS', rfu2: 'RFU2', at: 'AT', ed: 'ED' } as const;
  const set = Object.entries(flags).filter(([name]) => data[name as keyof typeof flags]);
  return set.map(([, text]) => text).join(' ') || 'none';
}

function coseKeyTree(bytes: Uint8Array): TreeNode[] {
  const key = decodeCoseKey(bytes);
  const nodes: TreeNode[] = [
    { label: 'kty', value: Object.keys(KTY).find(name => KTY[name as keyof typeof KTY] === key.kty)! },
    { label: 'alg', value: algorithmText(key.alg) },
  ];
  if (key.curve) nodes.push({ label: 'crv', value: key.curve.name });
  for (const name of ['x', 'y', 'n', 'e', 'pub'] as const) {
    const value = key[name];
    if (value) nodes.push({ label: name, value: `${value.length} bytes, ${cut(hex(value))}` });
  }
  return nodes;
}

/** What cannot be read says so in its place, and the rest of the tree stands. */
function readOr(read: () => TreeNode[]): TreeNode[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return [{ label: 'cannot be read', value: error.message }];
    throw error;
  }
}

function notation(value: CborValue): string {
  if (value instanceof Uint8Array) return `${value.length} bytes, ${cut(hex(value))}`;
  return diagnostic(encodeCbor(value));
}

/** CBOR diagnostic notation (RFC 8949 §8), or hex where the printer gives up. */
function diagnostic(item: Uint8Array): string {
  try {
    return cut(diagnose(item), 200);
  } catch {
    return cut(hex(item), 200);
  }
}

function short(value: unknown): string {
  return typeof value === 'string' ? cut(value) : cut(JSON.stringify(value) ?? String(value), 200);
}

function cut(text: string, length = 96): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
