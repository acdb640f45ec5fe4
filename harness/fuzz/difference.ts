/** Where an RP and the oracle differ, and what it is worth: pure, but for asking the oracle. */
import { DUTIES, type Duty, type DutyName } from '../duties.ts';
import { catalogue } from '../suite/index.ts';
import type { Reply } from '../target.ts';
import type { Refusal } from '../verifier/outcome.ts';
import type { FuzzEdit, Fuzzed } from './edit.ts';
import type { Played } from './play.ts';

/**
 * - `hole`: accepts what it must refuse
 * - `hygiene`: accepts what it should refuse
 * - `strict`: refuses what is right
 * - `crash`: falls over
 * - `hang`: does not answer
 */
export type DifferenceKind = 'hole' | 'hygiene' | 'strict' | 'crash' | 'hang';

export interface Difference {
  kind: DifferenceKind;
  /** What the RP neglects, for what it accepts. */
  duty?: DutyName;
  /** All that the oracle says against the response. */
  refusals: Refusal[];
  reply: Reply;
}

/** What differs in this ceremony, if anything does. */
export async function differenceIn(
  { reply, judge }: Played,
  { ceremony, edits }: Fuzzed,
): Promise<Difference | undefined> {
  if (reply.seen === 'errored' || reply.seen === 'hung')
    return { kind: reply.seen === 'hung' ? 'hang' : 'crash', refusals: [], reply };
  const { refusals } = await judge(reply.seen === 'accepted' ? 'least' : 'most');
  if (reply.seen === 'rejected')
    return refusals.length > 0 || edits.some(isEither) ? undefined : { kind: 'strict', refusals, reply };
  if (refusals.length === 0) return undefined;
  const must = refusals.find(refusal => isMust(refusal.duty, ceremony) && !HYGIENE[refusal.duty]?.test(refusal.reason));
  const { duty } = must ?? refusals[0]!;
  return { kind: must ? 'hole' : 'hygiene', duty, refusals, reply };
}

/**
 * What an RP is free to refuse: members of the JSON form that no step reads, or that only some of its readers demand, and
 * tokenBinding, which Level 2 knew and Level 3 reserves.
 */
const EITHER = [
  /^clientData\.tokenBinding$/,
  /^response\.(rawId|authenticatorAttachment|clientExtensionResults|extra)$/,
  /^response\.response\.(publicKey|publicKeyAlgorithm|authenticatorData|transports)$/,
];

function isEither({ layer, path }: FuzzEdit): boolean {
  const place = [layer, ...path].join('.');
  return EITHER.some(pattern => pattern.test(place));
}

/** Reasons of duties at `must` that the catalogue has at `should`: what is meant is plain all the same, or not used. */
const HYGIENE: Partial<Record<DutyName, RegExp>> = {
  'response-json': /^(id|rawId|authenticatorAttachment|clientExtensionResults|response\.(transports|userHandle)) is/,
  'cross-origin': /^crossOrigin is (?!true)/,
  'top-origin': /^topOrigin is (?!")/,
  'authenticator-data': /bytes after the end$|^the extension data/,
  'attestation-object': /after the item|duplicate|shortest form|floating-point|indefinite|in chunks|tag/,
};

/** From what share of the cases on it a duty is one at `must`: single musts stand among the shoulds of hygiene. */
const SHARE = 1 / 5;
const known = new Map<string, boolean>();

/** Whether the catalogue has a duty in a ceremony at `must`. */
function isMust(duty: DutyName, ceremony: Fuzzed['ceremony']): boolean {
  const key = `${ceremony} ${duty}`;
  const settled = known.get(key) ?? mustOf(duty, ceremony);
  known.set(key, settled);
  return settled;
}

function mustOf(name: DutyName, ceremony: Fuzzed['ceremony']): boolean {
  const { ceremonies }: Duty = DUTIES[name];
  const kinds: readonly string[] = ceremonies.includes(ceremony) ? [ceremony] : ['flow', 'authentication'];
  const cases = catalogue.filter(
    ({ duty, kind, expect }) => duty === name && expect === 'reject' && kinds.includes(kind),
  );
  return cases.filter(({ level }) => level === 'must').length >= cases.length * SHARE;
}

/** Findings are told apart by what differs, the duty, and the value that is wrong; where it is too strict also by how. */
export function groupOf({ kind, duty }: Difference, { ceremony, situation, edits }: Fuzzed): string {
  const [first] = edits;
  const place = situation ?? (first ? [first.layer, ...first.path].join('.') : 'nothing');
  return [kind, duty ?? first?.change.op ?? '', ceremony, place].join(' ');
}
