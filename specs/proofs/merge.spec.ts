/** Shards of a run, put together again: the same as a whole run, or refused by name. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { mergeReports, type NamedReport } from '../../harness/report/merge.ts';
import { readReport } from '../../harness/report/read.ts';
import { writeReport } from '../../harness/report/write.ts';
import type { Report, Result } from '../../harness/result.ts';
import { parseBaseline } from '../../harness/runner/baseline.ts';
import { run } from '../../harness/runner/run.ts';
import { parseShard } from '../../harness/runner/shard.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { glass } from '../../harness/targets/glass.ts';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'merge-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

// The runs are made once, by one worker.
test.describe.configure({ mode: 'default' });

/** All of a few sections, some of which fail: known, new and stale. */
const CASES = catalogue.filter(({ id }) =>
  /^(registration\/attestation\/packed|authentication\/(flags|client-data))\//.test(id),
);
const KNOWN = parseBaseline(
  [
    'authentication/client-data/other-origin  accepted  # the duty was taken out',
    'authentication/flags/verified-required  rejected  # it is accepted',
  ].join('\n'),
);

async function report(shard?: string): Promise<Report> {
  const outcome = await run({
    // No certificate is valid at this time: the cases of certified attestation are void, and their controls fail in each shard.
    rp: glass({ without: new Set(['origin']), config: { certificateTime: 0 } }),
    cases: CASES,
    patterns: ['registration', 'authentication'],
    known: KNOWN,
    seed: 'merge',
    version: '0.1.0',
    ...(shard !== undefined && { shard: parseShard(shard) }),
  });
  return outcome.report;
}

/** What does not depend on the clock. */
function timeless({ id, verdict, seen, standing, message, control }: Result) {
  return { id, verdict, seen, standing, message, control };
}

let whole: Report;
let shards: NamedReport[];
test.beforeAll(async () => {
  test.setTimeout(120_000);
  whole = await report();
  const reports = await Promise.all(['1/3', '2/3', '3/3'].map(report));
  shards = reports.map((one, index) => ({ file: `shard-${index + 1}/report.json`, report: one }));
});

/** A shard with another header or footer. */
function changed(index: number, header: Partial<Report['header']>, complete = true): NamedReport {
  const { file, report: own } = shards[index]!;
  const footer = { ...own.footer!, complete };
  return { file, report: { ...own, header: { ...own.header, ...header }, footer } };
}

test('three shards merged are one whole run, case by case and in its order, in any order of arguments', () => {
  const [one, two, three] = shards as [NamedReport, NamedReport, NamedReport];
  const merged = mergeReports([three, one, two]);
  expect(merged.results.map(timeless)).toEqual(whole.results.map(timeless));
  const { started: _, ...header } = whole.header;
  expect(merged.header).toEqual({ ...header, started: one.report.header.started });
  const { ended: __, ...counts } = whole.footer!;
  expect(merged.footer).toMatchObject(counts);
  expect(mergeReports([one, two, three])).toEqual(merged);
  expect(mergeReports([merged].map(own => ({ file: 'merged.json', report: own })))).toEqual(merged);

  // It shows something: all standings, void cases, and controls that failed in more than one shard.
  expect(new Set(merged.results.map(result => result.standing))).toEqual(new Set([undefined, 'new', 'known', 'stale']));
  expect(counts.void).toBeGreaterThan(20);
  const controls = shards.flatMap(({ report: own }) => own.results.filter(({ section }) => section === 'control'));
  expect(new Set(controls.map(({ id }) => id)).size).toBeLessThan(controls.length);
});

test('a merged report is read as it was written', async ({ folder }) => {
  const merged = mergeReports(shards);
  expect(await readReport((await writeReport(merged, folder)).json)).toEqual(merged);
});

for (const [what, make, complaint] of [
  [
    'missing',
    () => shards.slice(0, 2),
    {
      name: 'NothingLearned',
      message: 'shard 3/3 is missing: there are only shard-1/report.json, shard-2/report.json',
    },
  ],
  [
    'cut off',
    () => [shards[0]!, changed(1, {}, false), shards[2]!],
    { name: 'NothingLearned', message: 'shard 2/3 (shard-2/report.json) was cut off: run it again' },
  ],
  [
    'there twice',
    () => [...shards, { file: 'copy.json', report: shards[1]!.report }],
    { name: 'AskedWrongly', message: 'shard 2/3 (shard-2/report.json) is there twice: also as copy.json' },
  ],
  [
    'of another seed',
    () => [shards[0]!, changed(1, { seed: 'fresh' }), shards[2]!],
    {
      name: 'AskedWrongly',
      message: /^shard 2\/3 \(shard-2\/report.json\) is of another run: its seed is "fresh".* --seed/,
    },
  ],
  [
    'of another target',
    () => [
      shards[0]!,
      shards[1]!,
      changed(2, { target: { name: 'other', origin: 'https://o.example', supports: [] } }),
    ],
    {
      name: 'AskedWrongly',
      message: /^shard 3\/3 \(shard-3\/report.json\) is of another run: its target is \["other"/,
    },
  ],
  [
    'of another profile',
    () => [changed(0, { profile: 'strict' }), shards[1]!, shards[2]!],
    { name: 'AskedWrongly', message: /is of another run: its profile is \["w3c-l3",""\]/ },
  ],
  [
    'of another version',
    () => [shards[0]!, changed(1, { version: '0.2.0' }), shards[2]!],
    { name: 'AskedWrongly', message: /its version of Touchstone is "0.2.0", that of shard 1\/3/ },
  ],
  [
    'asked for other cases',
    () => [shards[0]!, changed(1, { asked: { patterns: [], cases: 3 } }), shards[2]!],
    { name: 'AskedWrongly', message: /its patterns and number of cases is/ },
  ],
  [
    'one of four',
    () => [shards[0]!, shards[1]!, changed(2, { shard: { index: 3, of: 4 } })],
    {
      name: 'AskedWrongly',
      message: 'shard 3/4 (shard-3/report.json) and shard 1/3 (shard-1/report.json) are not of one run',
    },
  ],
  [
    'a whole run',
    () => [{ file: 'whole.json', report: whole }, ...shards],
    { name: 'AskedWrongly', message: /an unsharded run \(whole.json\)/ },
  ],
] as const)
  test(`a shard that is ${what} is refused by name`, () => {
    const message = typeof complaint.message === 'string' ? `${complaint.message}` : complaint.message;
    expect(() => mergeReports(make())).toThrow(expect.objectContaining({ name: complaint.name }));
    expect(() => mergeReports(make())).toThrow(message);
  });

test('a shard without some of its cases is no shard', () => {
  const { file, report: own } = shards[2]!;
  const short = { file, report: { ...own, results: own.results.slice(0, -3) } };
  expect(() => mergeReports([shards[0]!, shards[1]!, short])).toThrow(
    `the shards hold ${CASES.length - 3} of ${CASES.length} cases`,
  );
});

test('browser flows that were handed to each shard are there once, after the cases', () => {
  const flow: Result = {
    id: 'browser/sign-in/face',
    section: 'browser/sign-in',
    title: 'a face',
    level: 'must',
    expect: 'holds',
    seen: 'held',
    verdict: 'pass',
    lane: 'browser',
    authenticator: 'chromium-cdp',
    ms: 12,
    catalogue: [],
  };
  const other = { ...flow, authenticator: 'chromium-software' };
  const withFlows = shards.map(({ file, report: own }) => ({
    file,
    report: { ...own, results: [...own.results, flow, other] },
  }));
  const merged = mergeReports(withFlows);
  expect(merged.results.slice(-2)).toEqual([flow, other]);
  expect(merged.results).toHaveLength(whole.results.length + 2);
  expect(merged.footer!.pass).toBe(whole.footer!.pass + 2);
});
