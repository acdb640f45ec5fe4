/** What people and machines read of a run: failures with their bytes, progress, colours, annotations, JSON alone. */
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { serve } from '../../fixtures/rp/main.ts';
import { annotations } from '../../harness/cli/annotations.ts';
import { colours } from '../../harness/cli/console.ts';
import { Progress, progressLine } from '../../harness/cli/progress.ts';
import { fromHex, utf8 } from '../../harness/encoding/bytes.ts';
import { changedBytes } from '../../harness/report/changedBytes.ts';
import { readReport } from '../../harness/report/read.ts';
import { printedResult, printedVerdict } from '../../harness/report/terminal.ts';
import type { LayerChange, Report, ReportHeader, Result } from '../../harness/result.ts';
import { packEvidence } from '../../harness/runner/evidence.ts';
import { DEFAULT_GATE, parseGate } from '../../harness/runner/gate.ts';
import { start, test, touchstone } from './cliProcess.ts';
import { FAILURE } from './failure.ts';

test.describe.configure({ timeout: 120_000 });

const header: ReportHeader = {
  schema: 1,
  version: '1.0.0',
  target: { name: 'it', origin: 'http://localhost:3000', supports: [], address: 'fido:http://localhost:3000' },
  profile: 'w3c-l3',
  seed: 'abc',
  started: '2026-01-01T00:00:00.000Z',
};

function change(layer: string, before: Uint8Array, after: Uint8Array): LayerChange {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  return { layer, before: text(before), after: text(after) };
}

const clientData = (origin: string) => utf8(`{"type":"webauthn.get","challenge":"AAAA","origin":"${origin}"}`);
const origins = change('clientData', clientData('https://rp.example'), clientData('https://evil.example.org'));
const flags = change('authenticatorData', fromHex('aabbccdd1d00000001'), fromHex('aabbccdd1c00000001'));

const result: Result = {
  ...FAILURE,
  message: 'signed in as alice, who has two more passkeys',
  evidence: packEvidence({ changes: [origins, flags, change('signature', fromHex('00'), fromHex('01'))] }),
  ms: 1,
  catalogue: [],
};

test('a failure: what was owed, expected and seen, the bytes that were changed, and the line that repeats it', () => {
  expect(printedResult(header, result, { colour: false })).toBe(`✗ authentication/client-data/other-origin (fail)
    origin is another site
    must · WebAuthn 3 §7.2 step 12 · origin
    Expected: rejected
    Seen:     accepted (200) · signed in as alice, who has two more passkeys
    Changed:  clientData, character 60 (72 bytes became 78)
              - …rigin":"https://rp.example"}
              + …rigin":"https://evil.example.org"}
              authenticatorData, byte 4 of 9
              - aa bb cc dd 1d 00 00 00 01
              + aa bb cc dd 1c 00 00 00 01
    and 1 more: touchstone show authentication/client-data/other-origin
    Repeat:   touchstone run authentication/client-data/other-origin --rp fido:http://localhost:3000 --seed abc`);
});

test('on a narrow terminal words are broken and bytes cut, and the line to copy stays whole', () => {
  const evidence = packEvidence({ changes: [origins] });
  expect(
    printedResult(header, { ...result, evidence }, { colour: false, columns: 44 }),
  ).toBe(`✗ authentication/client-data/other-origin (fail)
    origin is another site
    must · WebAuthn 3 §7.2 step 12 · origin
    Expected: rejected
    Seen:     accepted (200) · signed in as
              alice, who has two more
              passkeys
    Changed:  clientData, character 60 (72
              bytes became 78)
              - …rigin":"https://rp.example…
              + …rigin":"https://evil.examp…
    Repeat:   touchstone run authentication/client-data/other-origin --rp fido:http://localhost:3000 --seed abc`);
});

test('a change is shown where it is: at an end, of no length, in what is no text, and never as an escape', () => {
  const lines = (before: Uint8Array, after: Uint8Array, width = 40) => changedBytes(change('x', before, after), width);
  expect(lines(utf8(''), utf8('abc'))).toEqual(['x, character 0 (0 bytes became 3)', '- ', '+ abc']);
  expect(lines(utf8('abc'), utf8('ab'))).toEqual(['x, character 2 (3 bytes became 2)', '- abc', '+ ab']);
  expect(lines(utf8('aa'), utf8('aaa'))).toEqual(['x, character 2 (2 bytes became 3)', '- aa', '+ aaa']);
  expect(lines(utf8('a'), utf8('\u001b[2J'))[2]).toBe('+ 1b 5b 32 4a');
  expect(lines(utf8('a'), utf8('a\u202eb'))[2]).toBe('+ 61 e2 80 ae 62');
  for (const line of lines(new Uint8Array(3000), new Uint8Array(5000).fill(7), 40))
    expect(line.length).toBeLessThan(41);
});

test('the last line can be quoted: which RP, what came of it, under which profile', () => {
  const report: Report = { header, results: [result, { ...result, standing: 'stale', verdict: 'pass' }] };
  const quoted = (gate = DEFAULT_GATE, learned = true) => printedVerdict(report, { gate, learned }, { colour: false });
  const how = '2 results, profile w3c-l3, Touchstone 1.0.0';
  expect(quoted()).toBe(`fido:http://localhost:3000 · differs: 1 new, 1 stale · ${how}`);
  expect(quoted(parseGate('void'))).toBe(`fido:http://localhost:3000 · agrees · ${how}`);
  expect(quoted(DEFAULT_GATE, false)).toBe(`fido:http://localhost:3000 · nothing learned · ${how}`);
});

const pace = { done: 412, total: 1886, ms: 4292, id: 'authentication/signature/ed25519-not-canonical' };

test('progress: how far, how fast, how long still, and the case, in as many columns as there are', () => {
  const full = '412/1886 · 96/s · 16 s left · authentication/signature/ed25519-not-canonical';
  expect(progressLine(pace, 120)).toBe(full);
  expect(progressLine(pace, 40)).toBe('412/1886 · 96/s · 16 s left · authentic…');
  expect(progressLine(pace, 10)).toBe('412/1886 …');
  expect(progressLine({ done: 1, total: 1886, ms: 2000, id: 'a/b' })).toBe('1/1886 · 0.5/s · 63 min left · a/b');
  expect(progressLine({ done: 1, total: 2, ms: 0, id: 'a/b' })).toBe('1/2 · a/b');
});

/** What is written to a terminal or a log while a hundred cases take a second each. */
function written(place: { isTTY: boolean; columns?: number }, environment: NodeJS.ProcessEnv = {}): string[] {
  const parts: string[] = [];
  const stream = { ...place, write: (text: string) => parts.push(text) } as unknown as NodeJS.WriteStream;
  let now = 0;
  const progress = new Progress({ stream, environment, now: () => now });
  progress.start(100);
  for (let index = 1; index <= 100; index += 1) {
    now += 1000;
    progress.step(`registration/sample/case-${index}`);
  }
  progress.clear();
  return parts;
}

test('on a terminal one line is written over and over, never a wider one; it is gone at the end', () => {
  const parts = written({ isTTY: true, columns: 40 });
  expect(parts).toHaveLength(101);
  for (const part of parts) {
    expect(part.startsWith('\r\u001b[K')).toBe(true);
    expect(part.length).toBeLessThanOrEqual(39 + '\r\u001b[K'.length);
  }
  expect(parts.at(-1)).toBe('\r\u001b[K');
});

for (const [name, place, environment] of [
  ['a pipe', { isTTY: false }, {}],
  ['a terminal that CI pretends to be', { isTTY: true }, { CI: 'true' }],
  ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
] as const)
  test(`in ${name} a line is written now and then, whole and without escapes`, () => {
    const parts = written(place, environment);
    expect(parts).toHaveLength(10);
    expect(parts[0]).toBe('10/100 · 1.0/s · 2 min left · registration/sample/case-10\n');
  });

test('colours: on a terminal, not with NO_COLOR, and FORCE_COLOR has the last word', () => {
  const on = (isTTY: boolean, environment: NodeJS.ProcessEnv) =>
    colours({ isTTY } as unknown as NodeJS.WriteStream, environment);
  expect(on(true, {})).toBe(true);
  expect(on(false, {})).toBe(false);
  expect(on(true, { NO_COLOR: '1' })).toBe(false);
  expect(on(true, { NO_COLOR: '' })).toBe(true);
  expect(on(true, { TERM: 'dumb' })).toBe(false);
  for (const yes of ['', '1', '2', '3', 'true']) expect(on(false, { FORCE_COLOR: yes, NO_COLOR: '1' })).toBe(true);
  for (const no of ['0', 'false']) expect(on(true, { FORCE_COLOR: no })).toBe(false);
});

test('annotations: errors for what fails the run, escaped; ten of a kind, then how many more', () => {
  const message = 'refused: 100% of\r\n::error::it, twice';
  const unclean: Result = { ...result, id: 'a/b,c', verdict: 'unclean', seen: 'errored', message };
  delete unclean.standing;
  const report = (results: Result[]): Report => ({ header, results });
  expect(annotations(report([unclean]), DEFAULT_GATE)).toEqual([
    '::warning title=unclean%3A a/b%2Cc::origin is another site%0AExpected: rejected%0A' +
      'Seen: errored (200) · refused: 100%25 of%0D%0A::error::it, twice%0A' +
      'Repeat: touchstone run a/b,c --rp fido:http://localhost:3000 --seed abc',
  ]);
  expect(annotations(report([unclean]), parseGate('unclean'))[0]).toMatch(/^::error title=unclean%3A /);
  const many = annotations(report(Array.from({ length: 23 }, () => result)), DEFAULT_GATE);
  expect(many).toHaveLength(11);
  expect(many.slice(0, 10).every(line => line.startsWith('::error title=new%3A '))).toBe(true);
  expect(many[10]).toMatch(/^::notice title=Touchstone::13 more /);
  expect(annotations(report([{ ...result, standing: 'known' }]), DEFAULT_GATE)).toEqual([]);
});

test('--json: the report stands alone on standard output; GitHub gets annotations and a summary beside it', async ({
  folder,
}) => {
  const summary = join(folder, 'summary.md');
  const args = ['run', 'authentication/client-data', '--rp', 'glass:without=origin', '--out', folder, '--json'];
  const ended = await touchstone(args, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, FORCE_COLOR: '1' });
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.out)).toEqual(await readReport(join(folder, 'report.json')));
  const commands = ended.err.split('\n').filter(line => line.startsWith('::'));
  expect(commands).toHaveLength(11);
  expect(commands[0]).toMatch(/^::error title=new%3A authentication\/client-data\//);
  expect(await readFile(summary, 'utf8')).toContain('authentication/client-data/other-origin');
});

test('a reader who leaves early is no error: the run ends, writes its report, and says by its code what came of it', async ({
  folder,
}) => {
  const run = start(['run', 'authentication/**', '--rp', 'glass:without=origin', '--out', folder], {
    FORCE_COLOR: '1',
  });
  await run.says('\u001b[36mtouchstone run');
  run.hangUp();
  const { code, err } = await run.ended;
  expect(err).not.toContain('touchstone:');
  expect(code).toBe(1);
  expect((await readReport(join(folder, 'report.json'))).footer?.complete).toBe(true);
});

test('--wait: an RP that resets connections, then is not there, then is, is taken as it is in the end', async ({
  folder,
}) => {
  const early = createServer();
  await new Promise<void>(resolve => early.listen({ port: 0, host: 'localhost' }, resolve));
  const { port } = early.address() as AddressInfo;
  const reset = new Promise<void>(resolve => {
    let connections = 0;
    early.on('connection', socket => {
      socket.destroy();
      connections += 1;
      if (connections === 2) resolve();
    });
  });
  const smoke = touchstone(['smoke', '--rp', `fido:http://localhost:${port}`, '--wait', '60']);
  await reset;
  await new Promise(resolve => early.close(resolve));
  const rp = await serve({ port, file: join(folder, 'rp.db'), fido: true, log: () => undefined });
  const ended = await smoke;
  await rp.close();
  expect(ended.code).toBe(0);
  expect(ended.out.match(/✓/g)).toHaveLength(6);
  expect(ended.out, 'what it announces').toMatch(/It claims: .*session, credentials/);
});
