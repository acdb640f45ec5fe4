/** What came of a case, and of a run: the runner makes it, the report writes and shows it. Types only. */
import type { Expect, Level } from './suite/case.ts';
import type { Feature, Seen } from './target.ts';

/**
 * - `pass` as expected
 * - `unclean` kept out, but by falling over
 * - `fail` not as expected
 * - `down` fell over under stress, and stayed down
 * - `noted` recorded, no judgement
 * - `skip` needs a feature that the RP does not claim
 * - `void` says nothing about the RP
 */
export type Verdict = 'pass' | 'unclean' | 'fail' | 'down' | 'noted' | 'skip' | 'void';

/** `new` fails and is not listed · `known` fails and is listed · `stale` is listed and passes. */
export type Standing = 'new' | 'known' | 'stale';

export interface ReportHeader {
  schema: 1;
  /** Of Touchstone. */
  version: string;
  /**
   * For the line that repeats a case: `address` as it was given to `--rp`, and `flags`, the words by which it is reached,
   * with what is secret left out.
   */
  target: { name: string; origin: string; supports: Feature[]; address?: string; flags?: string[] };
  /** Its name. */
  profile: string;
  /** Where a profile of the user's own is, as it was given to `--profile`. */
  profileFile?: string;
  seed: string;
  /** ISO 8601. */
  started: string;
  /** Which part of a run this is. */
  shard?: { index: number; of: number };
  /** What the whole run was asked for: patterns as they were given, and how many cases they come to. */
  asked?: { patterns: string[]; cases: number };
  /** What the honest ceremony was probed to be, when the default one is refused. */
  honest?: string;
}

/** One HTTP (or in-process) exchange, with what is secret left out. */
export interface Exchange {
  step: string;
  request: string;
  status?: number;
  answer?: string;
}

/** What one layer of a ceremony was without the case's edit, and what it is; base64url of its encoding. */
export interface LayerChange {
  layer: string;
  before: string;
  after: string;
  /** There was more of one of them: the first 128 KiB are kept. */
  cut?: true;
}

/** What a reader needs to believe a finding. */
export interface Evidence {
  /** What was handed in, whole: a JSON value, or text where it was none. */
  response?: unknown;
  /** How many characters of JSON or text that was, where it was cut: `response` is the first 256 KiB of it, as text. */
  cut?: number;
  /** In the order in which the layers are made. */
  changes: LayerChange[];
}

export interface Result {
  id: string;
  section: string;
  title: string;
  duty?: string;
  level: Level;
  expect: Expect;
  /** Why the profile, and not the catalogue, has it so. */
  settled?: string;
  /** Absent where nothing was sent (skip). */
  seen?: Seen | 'held' | 'broken';
  verdict: Verdict;
  standing?: Standing;
  lane: 'protocol' | 'browser';
  /** The model that it was run with. */
  authenticator: string;
  status?: number;
  message?: string;
  exchange?: Exchange[];
  /** Of what did not pass: base64 of the raw deflate of the JSON of {@link Evidence}. */
  evidence?: string;
  /** CVE, advisory or issue in which the same was seen in the wild. */
  seenIn?: string;
  /** Why the case expects what it does, where it says so. */
  reason?: string;
  /** Of a browser flow: screenshot and trace, paths from the report on. */
  attachments?: { name: string; path: string }[];
  /** `void`: id of the failed control that it stands on, or of the case that brought the RP down. */
  control?: string;
  ms: number;
  /** Rows of the shared catalogue. */
  catalogue: string[];
}

export interface ReportFooter {
  pass: number;
  fail: number;
  down: number;
  unclean: number;
  noted: number;
  skip: number;
  void: number;
  new: number;
  known: number;
  stale: number;
  /** False when the run was cut off: such a report is shown, but never merged or gated on. */
  complete: boolean;
  /** ISO 8601. */
  ended: string;
}

export interface Report {
  header: ReportHeader;
  results: Result[];
  footer?: ReportFooter;
}
