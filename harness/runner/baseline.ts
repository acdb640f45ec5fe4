/**
 * The baseline: a file of known failures, one a line, each with its reason.
 *
 *     authentication/counter/went-back   accepted   # fido2-lib leaves counters to the caller
 *     registration/flags/*               rejected   # staging demands attestation
 *
 * A pattern speaks for every case that it covers: each must fail in just that way.
 */
import type { Result, Standing } from '../result.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { matchesId, type Pattern, parsePattern } from './patterns.ts';

/** What a listed case does instead of what is expected of it. */
export const KNOWN_WAYS = ['accepted', 'rejected', 'errored', 'hung', 'broken', 'down', 'void'] as const;
export type KnownWay = (typeof KNOWN_WAYS)[number];

export interface KnownLine {
  /** From 1. */
  line: number;
  text: string;
  pattern: Pattern;
  way: KnownWay;
  reason: string;
}

export type Baseline = readonly KnownLine[];

/** What `--update-known` writes where a reason belongs: no reason, until somebody has replaced it. */
export const UNEXPLAINED = 'new: say why this may stay';

export function isExplained({ reason }: Pick<KnownLine, 'reason'>): boolean {
  return !reason.startsWith(UNEXPLAINED);
}

/**
 * Reads a known file; blank lines and lines that start with `#` say nothing.
 *
 * @throws {AskedWrongly} with the number of the line that cannot be read, or has no reason.
 */
export function parseBaseline(text: string): Baseline {
  const baseline = draftBaseline(text);
  const unexplained = baseline.find(entry => !isExplained(entry));
  if (unexplained === undefined) return baseline;
  throw new AskedWrongly(
    `known file, line ${unexplained.line}: say why ${unexplained.pattern.join('/')} may stay, in place of "${UNEXPLAINED}"`,
  );
}

/** The same, where lines that nobody has explained yet may stand: they excuse nothing. @throws {AskedWrongly} */
export function draftBaseline(text: string): Baseline {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const line = raw.trim();
    return line === '' || line.startsWith('#') ? [] : [parseLine(line, index + 1)];
  });
}

function parseLine(text: string, line: number): KnownLine {
  const complain = (why: string) => new AskedWrongly(`known file, line ${line}: ${why}`);
  const match = /^(\S+)\s+(\S+)(?:\s+#\s*(.*))?$/.exec(text);
  if (!match) throw complain('write a pattern, what happens instead, and # with the reason');
  const [, pattern, way, reason] = match;
  if (!isWay(way!)) throw complain(`${JSON.stringify(way)} is not one of ${KNOWN_WAYS.join(', ')}`);
  if (!reason) throw complain('give the reason, after #');
  try {
    return { line, text, pattern: parsePattern(pattern!), way, reason };
  } catch (error) {
    throw complain((error as Error).message);
  }
}

function isWay(word: string): word is KnownWay {
  return (KNOWN_WAYS as readonly string[]).includes(word);
}

/** @throws {AskedWrongly} for a line that covers none of the ids: its case was renamed or removed. */
export function checkBaseline(baseline: Baseline, ids: readonly string[]): void {
  for (const { line, pattern } of baseline)
    if (!ids.some(id => matchesId(pattern, id)))
      throw new AskedWrongly(`known file, line ${line}: ${pattern.join('/')} matches no case, take it out or mend it`);
}

/** What a result would be listed as. */
export function wayOf({ verdict, seen }: Pick<Result, 'verdict' | 'seen'>): KnownWay | undefined {
  if (verdict === 'void' || verdict === 'down') return verdict;
  return seen !== undefined && isWay(seen) ? seen : undefined;
}

/**
 * How a result stands to the baseline: a failure is `known` when it is listed with what happened, else `new`; what is
 * listed and does better is `stale`. Undefined where the baseline has nothing to say.
 */
export function standingOf(result: Pick<Result, 'id' | 'verdict' | 'seen'>, baseline: Baseline): Standing | undefined {
  const listed = baseline.filter(entry => matchesId(entry.pattern, result.id));
  const foreseen = listed.filter(entry => entry.way === wayOf(result));
  const asListed = foreseen.some(isExplained);
  switch (result.verdict) {
    case 'fail':
    case 'down':
      return asListed ? 'known' : 'new';
    case 'unclean':
      return asListed ? 'known' : listed.length > foreseen.length ? 'stale' : undefined;
    case 'void':
      return asListed ? 'known' : undefined;
    case 'pass':
      return listed.length > 0 ? 'stale' : undefined;
    default:
      return undefined;
  }
}
