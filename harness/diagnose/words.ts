/** Values in short words, for the nodes of a tree. */
import { diagnose } from 'cbor2';
import { FormatError, hex } from '../encoding/bytes.ts';
import { type CborValue, encodeCbor } from '../encoding/cbor.ts';
import type { Span, TreeNode } from './tree.ts';

export function cut(text: string, length = 96): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A JSON value: text as it is, anything else as JSON. */
export function short(value: unknown): string {
  return typeof value === 'string' ? cut(value) : cut(jsonText(value), 200);
}

/** What is nested too deeply for `JSON.stringify` says so. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deeply to be shown';
    throw error;
  }
}

export function bytesInWords(bytes: Uint8Array): string {
  return `${bytes.length} bytes, ${cut(hex(bytes))}`;
}

export function notation(value: CborValue): string {
  return value instanceof Uint8Array ? bytesInWords(value) : diagnostic(encodeCbor(value));
}

/** CBOR diagnostic notation (RFC 8949 §8), or hex where the printer gives up. */
export function diagnostic(item: Uint8Array): string {
  try {
    return cut(diagnose(item), 200);
  } catch {
    return cut(hex(item), 200);
  }
}

/** What cannot be read says so in its place, and the rest of the tree stands. */
export function readOr(read: () => TreeNode[], at?: Span): TreeNode[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return [{ label: 'cannot be read', value: error.message, ...(at && { at }) }];
    throw error;
  }
}
