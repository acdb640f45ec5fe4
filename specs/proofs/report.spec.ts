/** The report: written whole, read with suspicion, and said on a terminal. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { headline } from '../../harness/report/headline.ts';
import { parseReport, readReport } from '../../harness/report/read.ts';
import { printedResult, printedSummary } from '../../harness/report/terminal.ts';
import { repeatLine } from '../../harness/report/words.ts';
import { writeReport } from '../../harness/report/write.ts';
import type { Report, Result } from '../../harness/result.ts';
import { run } from '../../harness/runner/run.ts';
import { tally } from '../../harness/runner/tally.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { glass } from '../../harness/targets/glass.ts';
import { FAILURE } from './failure.ts';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'report-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

const HOSTILE =
  '</pre></script><script>document.title = "taken"</script><img src=x onerror="document.title = \'taken\'">';

const result = FAILURE;

function reportOf(results: Result[], complete = true): Report {
  const header: Report['header'] = {
    schema: 1,
    version: '0.1.0',
    target: { name: 'fido:http://localhost:3000', origin: 'http://localhost:3000', supports: ['post'] },
    profile: 'w3c-l3',
    seed: 'abc',
    started: '2026-01-01T00:00:00.000Z',
  };
  return { header, results, footer: { ...tally(results), complete, ended: '2026-01-01T00:00:03.100Z' } };
}

const { standing: _new, ...unlisted } = result;

const mixed = reportOf([
  { ...result, id: 'control/registration', section: 'control', expect: 'accept', seen: 'rejected', message: HOSTILE },
  { ...result, verdict: 'pass', standing: 'stale', seen: 'rejected' },
  {
    ...result,
    id: 'authentication/client-data/second',
    message: HOSTILE,
    exchange: [{ step: HOSTILE, request: HOSTILE, answer: HOSTILE, status: 200 }],
  },
  {
    ...unlisted,
    id: 'registration/flags/up',
    section: 'registration/flags',
    verdict: 'unclean',
    seen: 'errored',
    status: 500,
  },
  {
    ...unlisted,
    id: 'registration/flags/void',
    section: 'registration/flags',
    verdict: 'void',
    control: 'control/registration',
  },
  { ...unlisted, id: 'registration/flags/noted', section: 'registration/flags', verdict: 'noted', level: 'should' },
  { ...unlisted, id: 'registration/flags/skip', section: 'registration/flags', verdict: 'skip', title: HOSTILE },
]);

test('what is written is read back the same, with nothing left beside it', async ({ folder }) => {
  const { report } = await run({
    rp: glass({ without: new Set(['origin'] as const) }),
    cases: catalogue.filter(({ stress }, index) => !stress && index % 8 === 0),
    seed: 'x',
    version: '0.1.0',
    address: 'glass:without=origin',
  });
  const { json } = await writeReport(report, join(folder, 'deep', 'er'));
  expect(await readReport(json)).toEqual(JSON.parse(JSON.stringify(report)));
  expect((await readdir(join(folder, 'deep', 'er'))).sort()).toEqual(['index.html', 'report.json']);
});

test('a file that is no report is refused by one line that names what is wrong', async ({ folder }) => {
  const file = join(folder, 'report.json');
  await writeFile(file, JSON.stringify({ ...mixed, results: [{ ...result, verdict: 'perhaps' }] }));
  await expect(readReport(file)).rejects.toThrow(/report\.json is no report: results\.0\.verdict: /);
  expect(() => parseReport('{"header":', 'r')).toThrow(/^r is no JSON: /);
  expect(() => parseReport('[]', 'r')).toThrow(/^r is no report: /);
  expect(() => parseReport(JSON.stringify({ ...mixed, header: { ...mixed.header, schema: 2 } }), 'r')).toThrow(
    /header\.schema/,
  );
  await expect(readReport(join(folder, 'absent.json'))).rejects.toThrow(/absent\.json cannot be read: ENOENT/);
});

test('a report that was cut off has no footer, and is still read', () => {
  const { footer, ...cut } = mixed;
  expect(parseReport(JSON.stringify(cut), 'r').footer).toBeUndefined();
  expect(headline(cut)).toContain('cut off');
});

test('a failure prints with what was owed, and with the command that repeats it', () => {
  const printed = printedResult(mixed.header, result, { colour: false });
  expect(printed).toBe(`✗ authentication/client-data/other-origin (fail)
    origin is another site
    must · WebAuthn 3 §7.2 step 12 · origin
    Expected: rejected
    Seen:     accepted (200)
    Repeat:   touchstone run authentication/client-data/other-origin --rp fido:http://localhost:3000 --seed abc`);
  expect(printedResult(mixed.header, { ...result, verdict: 'pass' }, { colour: false })).toBeUndefined();
  expect(
    printedResult(mixed.header, { ...result, verdict: 'void', control: 'control/x' }, { colour: false }),
  ).toBeUndefined();
});

test('a terminal is given nothing of the RP that it would obey', () => {
  const message = 'a\u001b[2Jb\u001b]0;title\u0007c\r\nd\u202ee\u009b1m';
  const printed = printedResult(mixed.header, { ...result, message }, { colour: false });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(printed?.split('\n')).toHaveLength(6);
});

test('the last lines count, and colour only where it is wanted', () => {
  expect(printedSummary(mixed, { colour: false })).toBe(
    '1 passed, 2 failed, 1 noted, 1 skipped\nknown 0 · stale 1 · unclean 1 · void 1 · seed abc · 3.1 s',
  );
  expect(printedSummary(mixed, { colour: true })).toContain('\u001b[');
  expect(printedSummary(reportOf([], false), { colour: false })).toContain('incomplete');
});

test('the repeat line is quoted for a shell', () => {
  const header = {
    ...mixed.header,
    target: { ...mixed.header.target, address: "module:./my rp's.ts" },
    profile: 'strict',
  };
  expect(repeatLine(header, result)).toBe(
    `touchstone run ${result.id} --rp 'module:./my rp'\\''s.ts' --seed abc --profile strict`,
  );
});
