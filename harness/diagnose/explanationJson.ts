/** An explanation as JSON, for scripts. The shape is documented in `docs/explain.md`. */
import type { Explanation } from './explainCeremony.ts';
import type { TreeNode } from './tree.ts';

export function explanationJson({ subject, title, facts, tree, duties, diagnosis, accepted, failed }: Explanation) {
  return {
    what: 'kind' in subject ? subject.kind : subject.what,
    title,
    failed,
    ...(accepted !== undefined && { accepted }),
    diagnosis,
    duties,
    facts: Object.fromEntries(facts),
    structures: tree.map(nodeJson),
  };
}

interface NodeJson {
  label: string;
  value?: string;
  children?: NodeJson[];
}

/** Without the bytes: they stand in the file. */
function nodeJson({ label, value, children }: TreeNode): NodeJson {
  return { label, ...(value !== undefined && { value }), ...(children && { children: children.map(nodeJson) }) };
}
