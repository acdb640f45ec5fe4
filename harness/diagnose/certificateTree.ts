/** A certificate in words: whose it is, who issued it, when it holds, and which model it names. */
import { X509Certificate } from 'node:crypto';
import { aaguidText } from '../encoding/authenticatorData.ts';
import { FormatError } from '../encoding/bytes.ts';
import { readStructure } from '../encoding/certificateStructure.ts';
import { childrenOf, type DerElement, oidText, readDer, strictDer } from '../encoding/derReader.ts';
import { FIDO_EXTENSION } from '../encoding/fidoExtensions.ts';
import { modelText } from './authenticatorNames.ts';
import type { TreeNode } from './tree.ts';
import { bytesInWords, cut, readOr } from './words.ts';

export function certificateTree(der: Uint8Array): TreeNode[] {
  return readOr(() => {
    // First what is bounded: the library is not asked about what is too large, too deep or not DER.
    const { notBefore, notAfter, version } = readStructure(der);
    const { subject, issuer } = names(der);
    return [
      { label: 'subject', value: name(subject) },
      { label: 'issuer', value: subject === issuer ? `${name(issuer)}, itself` : name(issuer) },
      { label: 'valid', value: `${day(notBefore)} to ${day(notAfter)}` },
      ...(version === 3 ? [] : [{ label: 'version', value: String(version) }]),
      ...aaguidNodes(der),
    ];
  });
}

function names(der: Uint8Array): { subject: string | undefined; issuer: string | undefined } {
  try {
    const { subject, issuer } = new X509Certificate(der);
    return { subject, issuer };
  } catch (error) {
    throw new FormatError('certificate', (error as Error).message);
  }
}

/** Node puts each attribute on a line of its own; a name without any is undefined, whatever the types say. */
function name(attributes: string | undefined): string {
  return attributes ? cut(attributes.replaceAll('\n', ', '), 200) : 'empty';
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const [EXTENSIONS, OCTET_STRING] = [0xa3, 0x04];

/** §8.2.1: id-fido-gen-ce-aaguid, as often as it stands there. */
function aaguidNodes(der: Uint8Array): TreeNode[] {
  const [tbs] = childrenOf(der, strictDer(der));
  const wrapper = tbs && childrenOf(der, tbs).find(({ tag }) => tag === EXTENSIONS);
  if (!wrapper) return [];
  const own = childrenOf(der, readDer(der, wrapper.start, wrapper.end)).filter(extension => isAaguid(der, extension));
  return own.map(extension => ({ label: 'AAGUID', value: aaguidIn(der, extension) }));
}

function isAaguid(der: Uint8Array, extension: DerElement): boolean {
  const [oid] = childrenOf(der, extension);
  return oid !== undefined && oidText(der, oid) === FIDO_EXTENSION.aaguid;
}

/** An OCTET STRING of 16 bytes inside the extension's own. */
function aaguidIn(der: Uint8Array, extension: DerElement): string {
  const value = childrenOf(der, extension).at(-1)!;
  const content = der.subarray(value.start, value.end);
  const isForm = content.length === 18 && content[0] === OCTET_STRING && content[1] === 16;
  return isForm ? modelText(aaguidText(content.subarray(2))) : bytesInWords(content);
}
