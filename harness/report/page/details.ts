/** What a case shows when it is opened, compressed one by one: most are never opened. */
import { deflateRawSync } from 'node:zlib';
import type { Exchange, Result } from '../../result.ts';
import { EvidenceError, unpackEvidence } from '../evidence.ts';
import { type EvidenceNode, evidenceTree } from '../evidenceTree.ts';

export interface Detail {
  exchange?: Exchange[];
  /** The response that was handed in, decoded. */
  tree?: EvidenceNode[];
  attachments?: { name: string; path: string }[];
}

/** By the index of the case; results that have nothing more to show are left out. */
export function packedDetails(results: ReadonlyMap<number, Result>): Record<number, string> {
  const packed: Record<number, string> = {};
  for (const [index, result] of results) {
    const detail = detailOf(result);
    if (Object.keys(detail).length > 0) packed[index] = deflateRawSync(JSON.stringify(detail)).toString('base64');
  }
  return packed;
}

function detailOf(result: Result): Detail {
  const { exchange, evidence, attachments } = result;
  return {
    ...(exchange?.length && { exchange }),
    ...(evidence !== undefined && { tree: treeOf(result.id, evidence) }),
    ...(attachments?.length && { attachments }),
  };
}

/** What cannot be read says so, and the report stands. */
function treeOf(id: string, evidence: string): EvidenceNode[] {
  try {
    return evidenceTree(id.startsWith('registration/') ? 'registration' : 'authentication', unpackEvidence(evidence));
  } catch (error) {
    if (error instanceof EvidenceError) return [{ label: 'cannot be read', value: error.message }];
    throw error;
  }
}
