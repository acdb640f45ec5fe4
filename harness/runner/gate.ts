/** What fails a run. One word a result; the gate is the set of words that it does not let pass. Pure. */
import type { Result } from '../result.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

/** `void`: also where nothing was learned of a case because of a control that is not listed. */
export const GATE_WORDS = ['new', 'stale', 'void', 'unclean', 'known', 'noted', 'skip'] as const;
export type GateWord = (typeof GATE_WORDS)[number];

export type Gate = ReadonlySet<GateWord>;

export const DEFAULT_GATE: Gate = new Set(['new', 'stale', 'void']);

/** What is kept out only by falling over fails as well. */
export function strictly(gate: Gate): Gate {
  return new Set([...gate, 'unclean']);
}

/** Reads `new,void`; `none` lets everything pass. @throws {AskedWrongly} */
export function parseGate(text: string): Gate {
  if (text === 'none') return new Set();
  const words = text.split(',').map(word => word.trim());
  const unknown = words.find(word => !isGateWord(word));
  if (unknown === undefined) return new Set(words.filter(isGateWord));
  throw new AskedWrongly(
    `--fail-on: ${JSON.stringify(unknown)} is not one of ${GATE_WORDS.join(', ')}; none lets everything pass`,
  );
}

function isGateWord(word: string): word is GateWord {
  return (GATE_WORDS as readonly string[]).includes(word);
}

/** Those results that the gate does not let pass, each with its word, in the order of the report. */
export function stoppedBy(gate: Gate, results: readonly Result[]): { word: GateWord; result: Result }[] {
  const listed = new Set(results.filter(one => one.standing === 'known').map(one => one.id));
  return results.flatMap(result => {
    const word = gateWordOf(result, listed);
    return word !== undefined && gate.has(word) ? [{ word, result }] : [];
  });
}

/** @param listed ids of failures that the known file has: what is void because of them is accounted for. */
function gateWordOf({ verdict, standing, control }: Result, listed: ReadonlySet<string>): GateWord | undefined {
  if (standing !== undefined) return standing;
  switch (verdict) {
    case 'fail':
    case 'down':
      return 'new';
    case 'void':
      return control !== undefined && listed.has(control) ? undefined : 'void';
    case 'pass':
      return undefined;
    default:
      return verdict;
  }
}
