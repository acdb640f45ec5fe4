/** Where an RP and the oracle differ, and what it is worth: pure, but for asking the oracle. */
import { DUTIES, type Duty, type DutyName } from '../duties.ts';
import { catalogue } from '../suite/index.ts';
import type { Reply } from '../target.ts';
import type { Refusal } from '../verifier/outcome.ts';
import type { Facts, FuzzEdit, Fuzzed } from './edit.ts';
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
  { ceremony, facts, edits }: Fuzzed,
): Promise<Difference | undefined> {
  if (reply.seen === 'errored' || reply.seen === 'hung')
    return { kind: reply.seen === 'hung' ? 'hang' : 'crash', refusals: [], reply };
  if (reply.seen === 'rejected') {
    if (edits.some(edit => isEither(edit, facts))) return undefined;
    const { refusals } = await judge('most');
    return refusals.length > 0 ? undefined : { kind: 'strict', refusals, reply };
  }
  const { refusals } = await judge('least');
  if (refusals.length === 0) return undefined;
  const must = refusals.find(refusal => isMust(refusal.duty, ceremony) && !HYGIENE[refusal.duty]?.test(refusal.reason));
  const { duty } = must ?? refusals[0]!;
  return { kind: must ? 'hole' : 'hygiene', duty, refusals, reply };
}

/**
 * What an RP is free to refuse: members of the JSON form that no step reads, or that only some of its readers demand,
 * tokenBinding, which Level 2 knew and Level 3 reserves, and of algorithms that sign alike the one that was not used.
 */
const EITHER = [
  /^clientData\.tokenBinding$/,
  /^response\.(rawId|authenticatorAttachment|clientExtensionResults|extra)$/,
  /^response\.response\.(publicKey|publicKeyAlgorithm|authenticatorData|transports)$/,
  /^statement\.alg$/,
];

function isEither({ layer, path }: FuzzEdit, { attestation }: Facts): boolean {
  const place = [layer, ...path].join('.');
  // FIDO demands zeros under U2F, of which §8.6 says nothing.
  if (attestation === 'fido-u2f' && place === 'authenticatorData.aaguid') return true;
  return EITHER.some(pattern => pattern.test(place));
}

/** A reader that stops where the certificate ends reads the right one. */
const AFTER_CERTIFICATE = /has bytes after its end/;

/** Reasons of duties at `must` that the catalogue has at `should`: what is meant is plain all the same, or not used. */
const HYGIENE: Partial<Record<DutyName, RegExp>> = {
  'response-json': /^(id|rawId|authenticatorAttachment|clientExtensionResults|response\.(transports|userHandle)) is/,
  'cross-origin': /^crossOrigin is (?!true)/,
  'top-origin': /^topOrigin is (?!")/,
  'authenticator-data': /bytes after the end$|^the extension data/,
  'attestation-object': /after the item|duplicate|shortest form|floating-point|indefinite|in chunks|tag/,
  challenge: /written otherwise$/,
  // The attested one is kept.
  'credential-id-attested': /./,
  // Keys that can never sign in. Under others anybody can, and of some it is unclear what they are.
  'public-key':
    /^COSE_Key: (((kty|crv|x|y|n|e|pub) is missing)|(kty \S+ is no)|(crv \S+ is unknown)|(\S+ does not belong)|(\S+ has \d+ bytes))|is no point/,
  'rsa-key': /^(?!the RSA exponent is 1,)/,
  'packed-statement': /^ecdaaKeyId/,
  'tpm-statement': /^ecdaaKeyId/,
  'packed-certificate': AFTER_CERTIFICATE,
  'tpm-certificate': AFTER_CERTIFICATE,
  'fido-u2f-certificate': AFTER_CERTIFICATE,
  'apple-statement': AFTER_CERTIFICATE,
  'android-key-statement': AFTER_CERTIFICATE,
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
