/** What changed from one report to another, of the same target. Pure. */
import type { Report, Result, Verdict } from '../result.ts';
import { NothingLearned } from '../runner/interruptions.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { markdownCode, markdownText } from './markdown.ts';
import type { NamedReport } from './merge.ts';
import { printable } from './terminal.ts';
import { seenInWords } from './words.ts';

export interface Change {
  id: string;
  title: string;
  /** Absent for a case that the older report has not. */
  before?: Result;
  /** Absent for a case that the newer report has not. */
  after?: Result;
}

export interface Changes {
  /** Of the newer report's target. */
  target: string;
  worse: Change[];
  better: Change[];
  /** Another answer, no better and no worse. */
  otherwise: Change[];
  newCases: Change[];
  goneCases: Change[];
  /** What makes the two hard to compare: another profile, say. */
  notes: string[];
}

const BADNESS: Readonly<Record<Verdict, number>> = {
  pass: 0,
  noted: 0,
  skip: 0,
  void: 1,
  unclean: 2,
  fail: 3,
  down: 4,
};

/**
 * Which older report each newer one is to be held against: that of the same target, or where there is one of each, that one.
 *
 * @throws {AskedWrongly} when there is none, or it is a part of a run.
 * @throws {NothingLearned} when one was cut off: what it does not have may be there all the same.
 */
export function pairs(older: readonly NamedReport[], newer: readonly NamedReport[]): [Report, Report][] {
  for (const named of [...older, ...newer]) checkWhole(named);
  if (older.length === 1 && newer.length === 1) return [[older[0]!.report, newer[0]!.report]];
  return newer.map(({ file, report }) => {
    const { name } = report.header.target;
    const before = older.find(one => one.report.header.target.name === name);
    if (!before) throw new AskedWrongly(`--against: no older report is of ${name}, as ${file} is`);
    return [before.report, report];
  });
}

function checkWhole({ file, report: { header, footer } }: NamedReport): void {
  if (header.shard)
    throw new AskedWrongly(`${file} is shard ${header.shard.index}/${header.shard.of}: merge the shards first`);
  if (!footer?.complete) throw new NothingLearned(`${file} was cut off: nothing can be held against it`);
}

type Sort = Exclude<keyof Changes, 'target' | 'notes'>;

/** Case by case, in the order of the newer report. A control that one report alone has was accepted in the other. */
export function changesBetween(before: Report, after: Report): Changes {
  const changes: Changes = {
    target: after.header.target.name,
    worse: [],
    better: [],
    otherwise: [],
    newCases: [],
    goneCases: [],
    notes: notesOn(before, after),
  };
  const [older, newer] = [byKey(before.results), byKey(after.results)];
  for (const key of new Set([...newer.keys(), ...older.keys()])) {
    const [was, is] = [older.get(key), newer.get(key)];
    const sort = sortOf(was, is);
    const { id, title } = (is ?? was)!;
    if (sort) changes[sort].push({ id, title, ...(was && { before: was }), ...(is && { after: is }) });
  }
  return changes;
}

/** A browser flow is played in several projects. */
function byKey(results: readonly Result[]): Map<string, Result> {
  return new Map(results.map(one => [one.lane === 'browser' ? `${one.id} ${one.authenticator}` : one.id, one]));
}

function sortOf(was: Result | undefined, is: Result | undefined): Sort | undefined {
  const isControl = (is ?? was)?.section === 'control';
  if (!was && !isControl) return 'newCases';
  if (!is && !isControl) return 'goneCases';
  const difference = badness(is) - badness(was);
  if (difference !== 0) return difference > 0 ? 'worse' : 'better';
  return was?.verdict === is?.verdict && was?.seen === is?.seen ? undefined : 'otherwise';
}

function badness(result: Result | undefined): number {
  return result ? BADNESS[result.verdict] : 0;
}

function notesOn({ header: before }: Report, { header: after }: Report): string[] {
  const members: [string, string | undefined, string | undefined][] = [
    ['target', before.target.name, after.target.name],
    ['profile', before.profile, after.profile],
    ['version of Touchstone', before.version, after.version],
    ['cases asked for', before.asked?.patterns.join(' '), after.asked?.patterns.join(' ')],
  ];
  return members
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => `${name}: it was ${was || 'not given'}, and is ${is || 'not given'}`);
}

const HEADINGS: readonly [Sort, string][] = [
  ['worse', 'Worse'],
  ['better', 'Better'],
  ['otherwise', 'Different, no better and no worse'],
  ['newCases', 'New cases'],
  ['goneCases', 'Cases that are gone'],
];

/** For a terminal. */
export function changesInWords(changes: Changes): string {
  const { target, notes } = changes;
  const parts = sorted(changes).map(({ heading, own }) =>
    [`${heading} (${own.length})`, ...own.map(one => `  ${printable(one.id)}  ${printable(fromTo(one))}`)].join('\n'),
  );
  const said = parts.length > 0 ? parts : ['Nothing changed.'];
  return [[printable(target), ...notes.map(note => `  ${printable(note)}`)].join('\n'), ...said].join('\n\n');
}

/** @param shown at most so many changes of each sort. */
export function changesMarkdown(changes: Changes, shown = 30): string {
  const { target, notes } = changes;
  const parts = sorted(changes).map(({ heading, own }) =>
    [
      `**${heading}: ${own.length}**\n`,
      ...own.slice(0, shown).map(one => `- ${markdownCode(one.id)}: ${markdownText(fromTo(one))}`),
      ...(own.length > shown ? [`- … and ${own.length - shown} more`] : []),
    ].join('\n'),
  );
  const said = parts.length > 0 ? parts : ['Nothing changed.'];
  return [`### What changed at ${markdownCode(target)}`, ...notes.map(markdownText), ...said, ''].join('\n\n');
}

function sorted(changes: Changes): { heading: string; own: Change[] }[] {
  return HEADINGS.map(([sort, heading]) => ({ heading, own: changes[sort] })).filter(({ own }) => own.length > 0);
}

/** `pass: rejected (400) → fail: accepted (200)` */
function fromTo({ before, after }: Change): string {
  const word = (result: Result | undefined) => (result ? `${result.verdict}: ${seenInWords(result)}` : 'held');
  const isControl = (before ?? after)?.section === 'control';
  return isControl || (before && after) ? `${word(before)} → ${word(after)}` : word(before ?? after);
}
