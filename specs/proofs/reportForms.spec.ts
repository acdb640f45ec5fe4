/** Other forms of a report: valid by their schemas, small when all is well, and safe whatever a message holds. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { marked } from 'marked';
import { validateXML } from 'xmllint-wasm';
import { changesBetween, changesInWords, changesMarkdown, pairs } from '../../harness/report/against.ts';
import { junitXml } from '../../harness/report/junit.ts';
import { sarifLog } from '../../harness/report/sarif.ts';
import { summaryMarkdown } from '../../harness/report/summary.ts';
import type { Report, Result } from '../../harness/result.ts';
import { tally } from '../../harness/runner/tally.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { FAILURE } from './failure.ts';

/** The schema that Jenkins' xUnit plugin had from the start: the strictest of those that are about, with its own licence. */
const JUNIT = new URL('junit.xsd', import.meta.url);
const SARIF = fileURLToPath(import.meta.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

const HOSTILE = [
  '</failure>]]>&<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '| a | b |\n|---|---|\n# heading\r\n```\nfence',
  '`tick` ``two`` [link](https://evil.example) ![x](https://evil.example/x.png)',
  '@everyone #1 https://evil.example www.evil.example mail@evil.example <https://evil.example>',
  '\u0000\u0001\u001b[31m\u202e\ufffe\ud800 <!-- --> $x$ :tada: ~~no~~ **bold** _it_ \\',
].join(' ');

const { standing: _, ...FOUND } = FAILURE;
const PASSED: Result = { ...FOUND, seen: 'rejected', verdict: 'pass', status: 400, catalogue: [] };

const caseOf = (name: string, changes: Partial<Result>): Result => ({
  ...PASSED,
  id: `authentication/client-data/${name}`,
  ...changes,
});

/** One of each kind, said by somebody who means no good. */
const EACH: Result[] = [
  caseOf('control', {
    id: 'control/registration/attestation=direct',
    section: 'control',
    expect: 'accept',
    verdict: 'fail',
    standing: 'known',
    message: HOSTILE,
  }),
  PASSED,
  caseOf('new', { verdict: 'fail', standing: 'new', seen: 'accepted', status: 200, message: HOSTILE, title: HOSTILE }),
  caseOf('known', { verdict: 'fail', standing: 'known', seen: 'accepted', message: HOSTILE }),
  caseOf('stale', { standing: 'stale' }),
  caseOf('unclean', { verdict: 'unclean', seen: 'errored', status: 500, message: HOSTILE }),
  caseOf('down', { verdict: 'down', standing: 'new', seen: 'hung' }),
  caseOf('noted', { verdict: 'noted', expect: 'either', level: 'report' }),
  caseOf('skip', { verdict: 'skip', message: HOSTILE }),
  caseOf('void', { verdict: 'void', message: HOSTILE }),
  caseOf('under-control', { verdict: 'void', control: 'control/registration/attestation=direct' }),
  caseOf('accepts', { verdict: 'fail', standing: 'new', expect: 'accept', message: HOSTILE }),
  caseOf('flow', {
    id: 'browser/sign-in/face',
    section: 'browser/sign-in',
    lane: 'browser',
    verdict: 'fail',
    standing: 'new',
    seen: 'broken',
    title: HOSTILE,
    authenticator: HOSTILE,
  }),
].map(one => {
  const { duty: _, ...without } = one;
  return one.expect === 'accept' || one.lane === 'browser' ? without : one;
});

function reportOf(results: Result[], name = 'fido:http://localhost:3000', complete = true): Report {
  return {
    header: {
      schema: 1,
      version: '0.1.0',
      target: { name, origin: 'http://localhost:3000', supports: [] },
      profile: 'w3c-l3',
      seed: 'abc',
      started: '2026-01-01T00:00:00.000Z',
    },
    results,
    footer: { ...tally(results), complete, ended: '2026-01-01T00:00:03.100Z' },
  };
}

/** All of the catalogue, as expected. */
const WELL = reportOf(
  catalogue.map(({ id, section, title }, index) => ({
    ...PASSED,
    id,
    section,
    title,
    ...(index % 6 === 0 && { verdict: 'skip' as const, message: 'the RP does not claim: attestation-roots' }),
  })),
);
const MIXED = reportOf(EACH);
const ALL: readonly [string, Report[]][] = [
  ['one of each kind', [MIXED]],
  ['several targets', [MIXED, reportOf(EACH, HOSTILE), WELL]],
  ['cut off', [reportOf(EACH.slice(0, 3), 'x', false)]],
  ['nothing in it', [reportOf([])]],
  ['all well', [WELL]],
];

async function junitErrors(xml: string): Promise<string[]> {
  const schema = { fileName: 'junit.xsd', contents: await readFile(JUNIT, 'utf8') };
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema });
  return errors.map(({ rawMessage }) => rawMessage);
}

let validate: ReturnType<InstanceType<typeof Ajv.default>['compile']> | undefined;

async function sarifErrors(log: unknown): Promise<unknown[]> {
  validate ??= await sarifValidator();
  validate(JSON.parse(JSON.stringify(log)));
  return validate.errors ?? [];
}

async function sarifValidator() {
  // One of the schema's patterns is none by the rules for Unicode.
  const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(await readFile(SARIF, 'utf8')));
}

for (const [what, reports] of ALL) {
  test(`JUnit XML is valid: ${what}`, async () => {
    expect(await junitErrors(junitXml(reports))).toEqual([]);
  });

  test(`SARIF is valid: ${what}`, async () => {
    expect(await sarifErrors(sarifLog(reports))).toEqual([]);
  });
}

test('the validators do notice what is wrong', async () => {
  expect(await junitErrors(junitXml([MIXED]).replace('<testsuite ', '<testsuite ours="1" '))).not.toEqual([]);
  expect(await junitErrors(junitXml([MIXED]).replace('&lt;script', '<script'))).not.toEqual([]);
  const [run] = sarifLog([MIXED]).runs;
  expect(await sarifErrors({ version: '2.1.0', runs: [{ ...run, tool: {} }] })).not.toEqual([]);
  const undated = { ...run, invocations: [{ executionSuccessful: true, startTimeUtc: 'yesterday' }] };
  expect(await sarifErrors({ version: '2.1.0', runs: [undated] })).not.toEqual([]);
});

test('JUnit: red is what fails the run, and nothing else', () => {
  const xml = junitXml([MIXED]);
  expect(xml).toMatch(/^<testsuites name="touchstone" tests="13" failures="5" errors="1" time="0\.0\d\d">$/m);
  const outcome = (name: string) =>
    new RegExp(`<testcase name="(?:registration/)?${name}[" ][^>]*?(?:/>|><(\\w+))`).exec(xml)?.[1];
  expect(Object.fromEntries(EACH.map(({ id }) => id.split('/').at(-1)!).map(name => [name, outcome(name)]))).toEqual({
    'attestation=direct': 'skipped',
    'other-origin': undefined,
    new: 'failure',
    known: 'skipped',
    stale: 'failure',
    unclean: undefined,
    down: 'failure',
    noted: undefined,
    skip: 'skipped',
    void: 'error',
    'under-control': 'skipped',
    accepts: 'failure',
    face: 'failure',
  });
  expect(xml).toContain(
    'Repeat: touchstone run authentication/client-data/new --rp fido:http://localhost:3000 --seed abc',
  );
});

test('JUnit: a run that was cut off is not green', () => {
  expect(junitXml([reportOf([PASSED], 'x', false)])).toContain('failures="0" errors="1"');
});

test('SARIF: rules are duties, the known file settles the state, fingerprints are those of the case', () => {
  const [run] = sarifLog([MIXED], ['out dir/report.json']).runs;
  const results = run!.results;
  expect(run!.tool.driver.rules.map(({ id }) => id).sort()).toEqual(['accepts-what-is-right', 'origin']);
  expect(run!.tool.driver.rules.find(({ id }) => id === 'origin')!.helpUri).toMatch(/^https:\/\/www\.w3\.org\//);
  for (const { ruleId, ruleIndex } of results) expect(run!.tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
  const states = results.map(one => [
    one.partialFingerprints['touchstoneCase/v1']!.split('/').at(-1),
    one.baselineState,
    one.level,
  ]);
  expect(states).toEqual([
    ['attestation=direct', 'unchanged', 'error'],
    ['new', 'new', 'error'],
    ['known', 'unchanged', 'error'],
    ['stale', 'absent', 'none'],
    ['unclean', 'new', 'warning'],
    ['down', 'new', 'error'],
    ['void', 'new', 'warning'],
    ['accepts', 'new', 'error'],
    ['face', 'new', 'error'],
  ]);
  const prints = results.map(one => one.partialFingerprints.primaryLocationLineHash);
  expect(new Set(prints).size).toBe(results.length);
  const { header, ...rest } = MIXED;
  const again = sarifLog([{ ...rest, header: { ...header, seed: 'other' } }]).runs[0]!.results;
  expect(again.map(one => one.partialFingerprints.primaryLocationLineHash)).toEqual(prints);
  expect(JSON.stringify(results[1]!.locations)).toContain('"uri":"out%20dir/report.json"');
  // Links in messages are made of brackets.
  expect(results[1]!.message.text).toContain('\\[link\\](https://evil.example)');
});

test('all are small when all is well', () => {
  expect(junitXml([WELL]).length).toBeLessThan(catalogue.length * 160);
  expect(JSON.stringify(sarifLog([WELL])).length).toBeLessThan(1000);
  expect(summaryMarkdown([WELL]).length).toBeLessThan(500);
});

/** What a browser would make of it: elements by name, and the text. */
function rendered(markdown: string): { html: string; tags: Set<string>; cells: number[] } {
  const html = marked.parse(markdown, { async: false, gfm: true });
  const tags = new Set([...html.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name!));
  const rows = [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)];
  return { html, tags, cells: rows.map(([row]) => [...row.matchAll(/<t[hd]/g)].length) };
}

test('the summary renders: no table is broken, and nothing of what it quotes becomes more than text', () => {
  const { html, tags, cells } = rendered(summaryMarkdown([MIXED, reportOf(EACH, HOSTILE)]));
  for (const name of ['a', 'img', 'script', 'pre', 'h1', 'h2', 'em', 'del', 'blockquote'])
    expect([...tags]).not.toContain(name);
  // Two tables: counts with nine columns, sections with three.
  expect(cells).toEqual([9, 9, 9, ...cells.slice(3).map(() => 3)]);
  expect(cells.length).toBeGreaterThan(6);
  // Outside of code a name or a number never follows its sign.
  expect(html.replace(/<code>[\s\S]*?<\/code>/g, '')).not.toMatch(/@\w|#\d/);
  expect(html).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u);
});

test('the summary has the worst first, the line that repeats it, and at most so many', () => {
  const { html } = rendered(summaryMarkdown([MIXED]));
  const order = ['down', 'new', 'accepts', 'unclean', 'void', 'stale'].map(name =>
    html.indexOf(`client-data/${name}</code>`),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
  expect(html).toContain('touchstone run authentication/client-data/new --rp fido:http://localhost:3000 --seed abc');
  expect(html).not.toContain('client-data/known</code>');

  const many = reportOf(
    Array.from({ length: 500 }, (_, index) =>
      caseOf(`case-${index}`, { verdict: 'fail', standing: 'new', message: HOSTILE }),
    ),
  );
  const text = summaryMarkdown([many]);
  expect(text.match(/^- /gm)).toHaveLength(30);
  expect(text).toContain('… and 470 more');
  expect(text.length).toBeLessThan(65_536);
  expect(summaryMarkdown(Array.from({ length: 10 }, () => many)).length).toBeLessThan(65_536);
});

const named = (report: Report) => ({ file: 'report.json', report });

test('against an older report only what changed is there: worse, better, otherwise, new cases, cases that are gone', () => {
  const before = reportOf([
    caseOf('same', {}),
    caseOf('worse', {}),
    caseOf('better', { verdict: 'fail', seen: 'accepted' }),
    caseOf('otherwise', { verdict: 'noted', seen: 'rejected' }),
    caseOf('gone', {}),
  ]);
  const control = EACH[0]!;
  const after = reportOf([
    control,
    caseOf('same', { ms: 99, message: 'other words' }),
    caseOf('worse', { verdict: 'fail', seen: 'accepted', status: 200 }),
    caseOf('better', {}),
    caseOf('otherwise', { verdict: 'noted', seen: 'accepted' }),
    caseOf('fresh', { message: HOSTILE, title: HOSTILE }),
  ]);
  const changes = changesBetween(before, after);
  const ids = Object.fromEntries(
    (['worse', 'better', 'otherwise', 'newCases', 'goneCases'] as const).map(sort => [
      sort,
      changes[sort].map(({ id }) => id.split('/').at(-1)),
    ]),
  );
  expect(ids).toEqual({
    worse: ['attestation=direct', 'worse'],
    better: ['better'],
    otherwise: ['otherwise'],
    newCases: ['fresh'],
    goneCases: ['gone'],
  });
  expect(changesInWords(changes)).toContain(
    'authentication/client-data/worse  pass: rejected (400) → fail: accepted (200)',
  );
  expect(changesInWords(changesBetween(after, after))).toContain('Nothing changed.');
  // The other way round, the control is accepted again.
  expect(changesBetween(after, before).better.map(({ id }) => id)).toContain(control.id);
  const { tags } = rendered(changesMarkdown(changes));
  expect([...tags].sort()).toEqual(['code', 'h3', 'li', 'p', 'strong', 'ul']);
});

test('reports are held against those of the same target, whole ones alone', () => {
  const [one, two] = [reportOf([PASSED], 'one'), reportOf([PASSED], 'two')];
  expect(pairs([one, two].map(named), [two, one].map(named))).toEqual([
    [two, two],
    [one, one],
  ]);
  expect(pairs([named(one)], [named(two)])).toEqual([[one, two]]);
  expect(changesBetween(one, two).notes).toEqual(['target: it was one, and is two']);
  expect(() => pairs([named(one), named(one)], [named(two)])).toThrow(/no older report is of two/);
  expect(() => pairs([named(reportOf([], 'one', false))], [named(one)])).toThrow(/was cut off/);
  const shard = { ...one, header: { ...one.header, shard: { index: 1, of: 2 } } };
  expect(() => pairs([named(shard)], [named(one)])).toThrow(/is shard 1\/2: merge the shards first/);
});
