/** Where a case's changes stand in the members of the response that was handed in. Pure. */
import type { Span, TreeNode } from '../diagnose/tree.ts';
import type { LayerChange } from '../result.ts';

/**
 * What differs: all between the bytes that both begin with and those that both end with, as a span of `after`. Where
 * something was taken out, the byte after it (the last one at the end). Nothing where nothing differs or is left.
 */
export function changedSpans(before: Uint8Array, after: Uint8Array): Span[] {
  const room = Math.min(before.length, after.length);
  let start = 0;
  while (start < room && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < room - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  const end = after.length - same;
  if (start < end) return [[start, end]];
  if (before.length === after.length || after.length === 0) return [];
  return start < after.length ? [[start, start + 1]] : [[start - 1, start]];
}

/** In which members a layer stands, and as which structure of theirs. */
type Places = Readonly<Record<string, Readonly<Record<string, string>>>>;

const PLACES: Readonly<Record<'registration' | 'authentication', Places>> = {
  registration: {
    clientData: { clientDataJSON: 'clientDataJSON' },
    publicKey: { attestationObject: 'credentialPublicKey', authenticatorData: 'credentialPublicKey' },
    authenticatorData: { attestationObject: 'authData', authenticatorData: 'authenticatorData' },
    statement: { attestationObject: 'attStmt' },
    attestationObject: { attestationObject: 'attestationObject' },
  },
  authentication: {
    clientData: { clientDataJSON: 'clientDataJSON' },
    authenticatorData: { authenticatorData: 'authenticatorData' },
    signature: { signature: 'signature' },
  },
};

/** Bytes that stand in a member by chance have fewer. */
const DISTINCT = 8;

/** The spans of a member that its layers' changes cover, in order and apart from each other. */
export function marksIn(
  member: TreeNode & { bytes: Uint8Array },
  kind: 'registration' | 'authentication',
  changes: readonly LayerChange[],
): Span[] {
  const spans = changes.flatMap(({ layer, before, after, cut }) => {
    const structure = PLACES[kind][layer]?.[member.label];
    if (structure === undefined || cut) return [];
    const now = Buffer.from(after, 'base64url');
    const place = placeOf(now, structure, member);
    const marked = changedSpans(Buffer.from(before, 'base64url'), now);
    return place === undefined ? [] : marked.map(([from, to]): Span => [from + place, to + place]);
  });
  return merged(spans);
}

/**
 * Where a layer's bytes stand: as the structure that they are, or where that cannot be read, wherever they are found.
 * Undefined where a later hook has changed them.
 */
function placeOf(layer: Buffer, structure: string, member: TreeNode & { bytes: Uint8Array }): number | undefined {
  const found = structuresOf([member], structure).find(([from, to]) => layer.equals(member.bytes.subarray(from, to)));
  if (found) return found[0];
  const offset = layer.length < DISTINCT ? -1 : Buffer.from(member.bytes).indexOf(layer);
  return offset < 0 ? undefined : offset;
}

function structuresOf(nodes: readonly TreeNode[], label: string): Span[] {
  return nodes.flatMap(node => [
    ...(node.label === label && node.at ? [node.at] : []),
    ...structuresOf(node.children ?? [], label),
  ]);
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = result.at(-1);
    if (last && span[0] <= last[1]) result.splice(-1, 1, [last[0], Math.max(last[1], span[1])]);
    else result.push(span);
  }
  return result;
}
