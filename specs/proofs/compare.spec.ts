/** Several RPs beside each other, and what is made of reports afterwards: through the command line. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { readReport } from '../../harness/report/read.ts';
import { expectOneLine, test, touchstone } from './cliProcess.ts';

// Each test starts a few processes that compile the sources as they load them.
test.describe.configure({ timeout: 240_000 });

const CASES = ['--cases', 'authentication/client-data'];
const DEAF_TO_ORIGIN = 'glass:without=origin';

test('two RPs are put the same cases: one table, one page, a report each, and the worse of the two codes', async ({
  folder,
}) => {
  const ended = await touchstone(['compare', 'glass', `lax=${DEAF_TO_ORIGIN}`, ...CASES, '--out', folder]);
  // On a slow machine it says how far it is.
  expect(ended.err).not.toContain('touchstone:');
  expect(ended.code).toBe(1);
  const [first, second] = [
    await readReport(join(folder, '1-glass/report.json')),
    await readReport(join(folder, '2-lax/report.json')),
  ];
  expect(second.results.map(({ id }) => id)).toEqual(first.results.map(({ id }) => id));
  expect([first.header.target.name, second.header.target.name]).toEqual(['glass', 'lax']);
  expect(second.header.target.address).toBe(DEAF_TO_ORIGIN);
  expect(first.footer!.new).toBe(0);
  expect(second.footer!.new).toBeGreaterThan(10);
  const judged = ({ pass, fail }: { pass: number; fail: number }) => `${pass}/${pass + fail}`;
  const row = new RegExp(`^authentication/client-data +${judged(first.footer!)} +${judged(second.footer!)}$`, 'm');
  expect(ended.out).toMatch(row);
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  expect(page).toContain('lax');

  // Other forms, from what is there.
  const reports = [join(folder, '1-glass'), join(folder, '2-lax')];
  const forms = await touchstone([
    'report',
    ...reports,
    '--html',
    '--junit',
    '--sarif',
    '--summary',
    join(folder, 'deep/summary.md'),
    '--out',
    join(folder, 'forms'),
  ]);
  expect(forms.code).toBe(0);
  for (const file of ['forms/index.html', 'forms/junit.xml', 'forms/touchstone.sarif', 'deep/summary.md']) {
    expect(forms.out).toContain(join(folder, file));
    expect(existsSync(join(folder, file)), file).toBe(true);
  }

  // The summary alone on standard output, with what changed.
  const summary = await touchstone(['report', reports[1]!, '--summary', '--against', reports[0]!]);
  expect(summary.code).toBe(0);
  expect(summary.out).toMatch(/^### Touchstone: \d+ cases went wrong\n/);
  expect(summary.out).toContain('### What changed at `lax`');
  expect(summary.out).toContain(`**Worse: ${second.footer!.new}**`);
  expect(summary.out).not.toContain('Written');
  const against = await touchstone(['report', reports[0]!, '--against', reports[1]!]);
  expect(against.out).toContain(`Better (${second.footer!.new})`);
  expect(against.out).not.toContain('Worse');
  expect(against.code).toBe(0);
});

test('known failures are those of one RP', async ({ folder }) => {
  const known = join(folder, 'lax.txt');
  const compare = [
    'compare',
    'glass',
    `lax=${DEAF_TO_ORIGIN}`,
    '--cases',
    'authentication/client-data/other-origin',
    '--out',
    folder,
  ];
  await writeFile(known, 'authentication/client-data/other-origin  accepted  # the duty was taken out\n');
  const ended = await touchstone([...compare, '--known', `lax=${known}`, '--summary']);
  expect(ended.code).toBe(0);
  expect(ended.out).toMatch(/^### Touchstone: 2 runs side by side/);
  expect(ended.out).toMatch(/^\| `lax` \| 0 \| 0 \| 1 \|/m);
  expect((await touchstone([...compare, '--known', `glass=${known}`])).code).toBe(1);
});

test('an RP that is not there is said, and the others are compared all the same', async ({ folder }) => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen({ port: 0, host: 'localhost' }, resolve));
  const gone = `gone=fido:http://localhost:${(server.address() as AddressInfo).port}`;
  await new Promise(resolve => server.close(resolve));
  const ended = await touchstone(['compare', 'glass', gone, '--cases', 'options', '--out', folder]);
  expect(ended.code).toBe(3);
  expect(ended.err).toMatch(/^touchstone: gone: /m);
  expect((await readReport(join(folder, '1-glass/report.json'))).footer!.complete).toBe(true);
  expect((await readReport(join(folder, '2-gone/report.json'))).footer!.complete).toBe(false);
});

test('shards are merged, and judged as the whole run would be', async ({ folder }) => {
  const shard = (index: number) =>
    touchstone([
      'run',
      'authentication/client-data',
      '--rp',
      DEAF_TO_ORIGIN,
      '--shard',
      `${index}/2`,
      '--out',
      join(folder, `${index}`),
    ]);
  expect((await Promise.all([shard(1), shard(2)])).map(({ code }) => code)).toEqual([1, 1]);
  const merge = ['merge', '--out', join(folder, 'merged'), join(folder, '2')];
  const alone = await touchstone(merge);
  expect(alone.code).toBe(3);
  expect(alone.err).toContain('shard 1/2 is missing');
  expectOneLine(alone);
  const ended = await touchstone([...merge, join(folder, '1')]);
  expect(ended.code).toBe(1);
  expect(ended.out).toMatch(/^\d+ passed, \d+ failed/m);
  const { results, footer } = await readReport(join(folder, 'merged/report.json'));
  expect(footer!.complete).toBe(true);
  expect(results.length).toBe(footer!.pass + footer!.fail + footer!.noted + footer!.skip);
  expect((await touchstone([...merge, join(folder, '1'), '--fail-on', 'none'])).code).toBe(0);
});

for (const [args, complaint] of [
  [['compare', 'glass', 'glass'], /two RPs are called "glass"/],
  [['compare', 'glass', 'glasz'], /is no target/],
  [['compare', 'glass', '--known', 'other=known.txt'], /--known "other=known.txt": write NAME=FILE, with one of glass/],
  [['compare', 'glass', '--cases', 'nothing/here'], /no case matches/],
  [['report', 'absent'], /what of the report\? --html/],
  [['report', 'absent', '--junit'], /absent.report\.json cannot be read/],
  [['merge', 'absent'], /absent.report\.json cannot be read/],
] as const)
  test(`asked wrongly: ${args.join(' ')}`, async ({ folder }) => {
    const ended = await touchstone([...args], {}, folder);
    expect(ended.err).toMatch(complaint);
    expectOneLine(ended);
    expect(ended.code).toBe(2);
  });
