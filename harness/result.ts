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
  /** `address`: as it was given to `--rp`, for the line that repeats a case. */
  target: { name: string; origin: string; supports: Feature[]; address?: string };
  /** Its name. */
  profile: string;
  /** Where a profile of the user's own is, as it was given to `--profile`. */
  profileFile?: string;
  seed: string;
  /** ISO 8601. */
  started: string;
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
