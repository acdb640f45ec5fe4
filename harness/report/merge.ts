/** Puts the shards of one run together again, or says by name why they are not that. Pure. */

import { MODELS } from '../authenticator/models/index.ts';
import type { Report, ReportHeader, Result } from '../result.ts';
import { NothingLearned } from '../runner/interruptions.ts';
import { tally } from '../runner/tally.ts';
import { compatibilityCases } from '../suite/compatibility.ts';
import { catalogue } from '../suite/index.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

/** A report, and where it was read from. */
export interface NamedReport {
  file: string;
  report: Report;
}

/** What shards of one run have in common. */
const SHARED: readonly { name: string; of(header: ReportHeader): unknown; hint?: string }[] = [
  { name: 'target', of: ({ target }) => [target.name, target.origin, target.address ?? ''] },
  { name: 'version of Touchstone', of: ({ version }) => version },
  { name: 'profile', of: ({ profile, profileFile = '' }) => [profile, profileFile] },
  { name: 'patterns and number of cases', of: ({ asked }) => [asked?.patterns ?? [], asked?.cases ?? 0] },
  { name: 'seed', of: ({ seed }) => seed, hint: 'give all shards the same --seed: without it each has a fresh one' },
  { name: 'honest ceremony', of: ({ honest = 'the default one' }) => honest },
];

/**
 * One report of all shards, its results in the order of a whole run, whatever the order of the arguments. A run that was
 * not sharded is its own only shard.
 *
 * @throws {AskedWrongly} when a shard is there twice, or belongs to another run.
 * @throws {NothingLearned} when a shard is missing, or was cut off.
 */
export function mergeReports(named: readonly NamedReport[]): Report {
  const shards = [...named].sort((a, b) => shardOf(a).index - shardOf(b).index);
  const [first, ...others] = shards;
  if (!first) throw new AskedWrongly('there is no report to merge');
  for (const other of others) checkSameRun(first, other);
  checkDoubled(shards);
  checkWhole(shards);
  const results = mergedResults(shards);
  const { shard: _, ...header } = first.report.header;
  const own = results.filter(one => one.lane === 'protocol' && one.section !== 'control').length;
  if (header.asked && own !== header.asked.cases)
    throw new NothingLearned(`the shards hold ${own} of ${header.asked.cases} cases: ${files(shards)}`);
  return {
    header: { ...header, started: shards.map(({ report }) => report.header.started).sort()[0]! },
    results,
    footer: {
      ...tally(results),
      complete: true,
      ended: shards
        .map(({ report }) => report.footer!.ended)
        .sort()
        .at(-1)!,
    },
  };
}

function shardOf({ report }: NamedReport): { index: number; of: number } {
  return report.header.shard ?? { index: 1, of: 1 };
}

/** `shard 2/3 (dir/report.json)` */
function nameOf(named: NamedReport): string {
  const { index, of } = shardOf(named);
  return `${named.report.header.shard ? `shard ${index}/${of}` : 'an unsharded run'} (${named.file})`;
}

function files(shards: readonly NamedReport[]): string {
  return shards.map(({ file }) => file).join(', ');
}

function checkSameRun(one: NamedReport, other: NamedReport): void {
  if (shardOf(one).of !== shardOf(other).of)
    throw new AskedWrongly(`${nameOf(other)} and ${nameOf(one)} are not of one run`);
  for (const { name, of, hint } of SHARED) {
    const [own, its] = [of(one.report.header), of(other.report.header)].map(value => JSON.stringify(value));
    if (own !== its)
      throw new AskedWrongly(
        `${nameOf(other)} is of another run: its ${name} is ${its}, that of ${nameOf(one)} is ${own}${hint ? `; ${hint}` : ''}`,
      );
  }
}

function checkDoubled(shards: readonly NamedReport[]): void {
  shards.slice(1).forEach((shard, index) => {
    const before = shards[index]!;
    if (shardOf(before).index === shardOf(shard).index)
      throw new AskedWrongly(`${nameOf(before)} is there twice: also as ${shard.file}`);
  });
}

function checkWhole(shards: readonly NamedReport[]): void {
  const cut = shards.find(({ report }) => report.footer?.complete !== true);
  if (cut) throw new NothingLearned(`${nameOf(cut)} was cut off: run it again`);
  const { of } = shardOf(shards[0]!);
  const there = new Set(shards.map(shard => shardOf(shard).index));
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(index => !there.has(index));
  if (missing.length > 0)
    throw new NothingLearned(
      `${missing.map(index => `shard ${index}/${of}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: there are only ${files(shards)}`,
    );
}

/** A control can fail in several shards, and browser flows can be handed to several: each is there once, as the first has it. */
function mergedResults(shards: readonly NamedReport[]): Result[] {
  const all = shards.flatMap(({ report }) => report.results);
  const controls = once(all.filter(one => one.section === 'control'));
  const flows = once(all.filter(one => one.lane === 'browser'));
  const cases = all.filter(one => one.section !== 'control' && one.lane !== 'browser');
  return [...controls.sort(byId), ...inOrder(cases), ...flows];
}

function once(results: readonly Result[]): Result[] {
  return [...new Map(results.toReversed().map(one => [`${one.id} ${one.authenticator}`, one])).values()].toReversed();
}

/** As the catalogue has them; what it no longer has comes last. */
function inOrder(results: readonly Result[]): Result[] {
  const places = new Map([...catalogue, ...compatibilityCases(MODELS)].map(({ id }, index) => [id, index]));
  const place = ({ id }: Result) => places.get(id) ?? places.size;
  return [...results].sort((a, b) => place(a) - place(b) || byId(a, b));
}

function byId(a: Result, b: Result): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
