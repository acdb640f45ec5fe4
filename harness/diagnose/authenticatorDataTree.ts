/** Authenticator data as a tree, field by field (WebAuthn Level 3 §6.1), as far as it goes. */
import { aaguidText } from '../encoding/authenticatorData.ts';
import { FormatError, hex } from '../encoding/bytes.ts';
import { readCbor } from '../encoding/cborReader.ts';
import { modelText } from './authenticatorNames.ts';
import { coseKeyTree } from './coseKeyTree.ts';
import { type Span, shifted, type TreeNode } from './tree.ts';
import { bytesInWords, diagnostic } from './words.ts';

const HEADER = 37;
const AT = 0x40;
const ED = 0x80;
/** From the lowest bit on. */
const FLAGS = ['UP', 'RFU1', 'UV', 'BE', 'BS', 'RFU2', 'AT', 'ED'] as const;
const MEANINGS: Readonly<Record<(typeof FLAGS)[number], string>> = {
  UP: 'user present',
  RFU1: 'reserved bit 1',
  UV: 'user verified',
  BE: 'may be backed up',
  BS: 'is backed up',
  RFU2: 'reserved bit 5',
  AT: 'attested credential data',
  ED: 'extensions',
};

/** Places count from the first byte of the authenticator data. What cannot be read is the last node. */
export function authenticatorDataTree(bytes: Uint8Array): TreeNode[] {
  const nodes: TreeNode[] = [];
  let offset = 0;
  const field = (label: string, length: number, value: (part: Uint8Array) => string): Uint8Array => {
    if (offset + length > bytes.length)
      throw new FormatError(
        'authenticatorData',
        `${label} has ${length} bytes, ${bytes.length - offset} are left`,
        offset,
      );
    const at: Span = [offset, offset + length];
    const part = bytes.subarray(...at);
    nodes.push({ label, value: value(part), at });
    offset += length;
    return part;
  };
  const item = (label: string): Uint8Array => {
    if (offset >= bytes.length) throw new FormatError('authenticatorData', `ends before ${label}`, offset);
    return bytes.subarray(offset, readCbor(bytes, offset).end);
  };
  try {
    field('rpIdHash', 32, hex);
    const flags = field('flags', 1, ([byte]) => flagsText(byte!))[0]!;
    nodes.at(-1)!.children = [{ label: 'in words', value: flagsInWords(flags) }];
    field('signCount', HEADER - 33, part => String(Buffer.from(part).readUInt32BE()));
    if (flags & AT) {
      field('aaguid', 16, part => modelText(aaguidText(part)));
      const length = Buffer.from(field('credentialIdLength', 2, part => String(Buffer.from(part).readUInt16BE())));
      field('credentialId', length.readUInt16BE(), bytesInWords);
      const key = item('credentialPublicKey');
      const at: Span = [offset, offset + key.length];
      nodes.push({ label: 'credentialPublicKey', at, children: shifted(coseKeyTree(key), offset) });
      offset = at[1];
    }
    if (flags & ED) {
      const { length } = item('extensions');
      field('extensions', length, diagnostic);
    }
    if (offset < bytes.length) field('after the end', bytes.length - offset, ({ length }) => `${length} bytes`);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    nodes.push({ label: 'cannot be read', value: error.message, at: [offset, bytes.length] });
  }
  return nodes;
}

/** `0x45 = UP UV AT`, the flags that are set. */
function flagsText(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')} = ${flagsSet(byte).join(' ') || 'none'}`;
}

/** `user present, user verified, attested credential data`. */
function flagsInWords(byte: number): string {
  return (
    flagsSet(byte)
      .map(flag => MEANINGS[flag])
      .join(', ') || 'none is set'
  );
}

function flagsSet(byte: number) {
  return FLAGS.filter((_, bit) => byte & (1 << bit));
}
