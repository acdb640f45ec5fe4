/** Known patterns: what people see, why it is, what to do. One table; `docs/explain.md` is made from it. */
import type { DutyName } from '../duties.ts';
import type { Expectation } from './expectation.ts';
import type { IssuedChallenge } from './expectationHistory.ts';
import type { ExplainedDuty } from './explainCeremony.ts';
import type { Facts } from './explainFacts.ts';
import type { ObservedCeremony } from './observed.ts';
import { ORIGIN_PATTERNS } from './patternsOrigin.ts';
import { PAGE_PATTERNS } from './patternsPage.ts';
import { RESPONSE_PATTERNS } from './patternsResponse.ts';
import { RP_PATTERNS } from './patternsRp.ts';

/** A ceremony and all that is known of it. */
export interface Explained {
  ceremony: ObservedCeremony;
  /** Its place in the list, from 0. */
  index: number;
  facts: Facts;
  expectation: Expectation;
  duties: readonly ExplainedDuty[];
  /** Duties that refuse. */
  refused: ReadonlySet<DutyName>;
  /** The challenge that it answers, where that was seen being issued. */
  issued?: IssuedChallenge;
  /** The earlier ceremony in which this very response was sent. */
  sentBefore?: number;
  /** Whether the RP was seen to keep a credential before. */
  hasRegistered: boolean;
}

export interface Pattern {
  /** Stable. */
  id: string;
  symptom: string;
  cause: string;
  remedy: string;
  /** An issue, an advisory, a place of the specification. */
  source: string;
  /** The duty whose refusal it explains; without one it is about the page, or about the RP's side. */
  duty?: DutyName;
  /** It fits, and other things might: what is said of it says so. */
  unsure?: true;
  fits(explained: Explained): boolean;
}

/** More particular ones before those that they are a part of. */
export const PATTERNS: readonly Pattern[] = [
  ...PAGE_PATTERNS,
  ...ORIGIN_PATTERNS,
  ...RESPONSE_PATTERNS,
  ...RP_PATTERNS,
];

export function patternsOf(explained: Explained): Pattern[] {
  return PATTERNS.filter(pattern => pattern.fits(explained));
}

/** The table as Markdown. */
export function patternTable(): string {
  const rows = PATTERNS.map(({ id, symptom, cause, remedy, source }) =>
    [`\`${id}\``, symptom, cause, remedy, source].map(text => text.replaceAll('|', '\\|')).join(' | '),
  );
  return [
    '| pattern | symptom | cause | remedy | source |',
    '|---|---|---|---|---|',
    ...rows.map(row => `| ${row} |`),
  ].join('\n');
}
