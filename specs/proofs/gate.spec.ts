/** The gate: its truth table, word by word, and what `--update-known` makes of the known file. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { EXIT, exitCodeOf } from '../../harness/cli/exitCode.ts';
import { readReport } from '../../harness/report/read.ts';
import type { Result, Standing, Verdict } from '../../harness/result.ts';
import { draftBaseline, parseBaseline, standingOf, UNEXPLAINED } from '../../harness/runner/baseline.ts';
import { NEW_LINES, updateBaseline } from '../../harness/runner/baselineUpdate.ts';
import { DEFAULT_GATE, type Gate, parseGate, stoppedBy, strictly } from '../../harness/runner/gate.ts';
import { HarnessError } from '../../harness/runner/interruptions.ts';
import { type RunOutcome, run } from '../../harness/runner/run.ts';
import { tally } from '../../harness/runner/tally.ts';
import { rejects, section } from '../../harness/suite/case.ts';
import type { RelyingParty, Visit } from '../../harness/target.ts';
import { glass } from '../../harness/targets/glass.ts';
import { expectOneLine, test, touchstone } from './cliProcess.ts';

test.describe.configure({ timeout: 400_000 });

function result(id: string, verdict: Verdict, more: Partial<Result> = {}): Result {
  return {
    id,
    section: id.split('/').slice(0, -1).join('/'),
    title: 'a case',
    level: 'must',
    expect: 'reject',
    verdict,
    lane: 'protocol',
    authenticator: 'default',
    ms: 1,
    catalogue: [],
    ...more,
  };
}

const failed = (id: string, standing: Standing) => result(id, 'fail', { seen: 'accepted', standing });

function outcomeOf(results: Result[], complete = true): RunOutcome {
  const header = {
    schema: 1 as const,
    version: '1.0.0',
    target: { name: 'it', origin: 'https://rp.example', supports: [] },
    profile: 'w3c-l3',
    seed: 'abc',
    started: '2026-01-01T00:00:00.000Z',
  };
  const footer = { ...tally(results), complete, ended: '2026-01-01T00:00:01.000Z' };
  return { report: { header, results, footer }, problems: [] };
}

const { agrees, differs, nothingLearned } = EXIT;

const WORDS = ['new', 'stale', 'void', 'unclean', 'known', 'noted', 'skip'] as const;

/** What is in the report, by which word alone it is stopped, and what the default and `--strict` make of it. */
const TABLE: readonly [string, Result[], (typeof WORDS)[number] | undefined, number, number][] = [
  ['a pass', [result('a/b', 'pass')], undefined, agrees, agrees],
  ['a failure that is not listed', [failed('a/b', 'new')], 'new', differs, differs],
  ['an RP that stays down, not listed', [result('a/b', 'down', { standing: 'new' })], 'new', differs, differs],
  ['a failure without a standing', [result('a/b', 'fail', { seen: 'accepted' })], 'new', differs, differs],
  ['a failure that is listed', [failed('a/b', 'known')], 'known', agrees, agrees],
  ['a line that passes', [result('a/b', 'pass', { standing: 'stale' })], 'stale', differs, differs],
  ['void by itself', [result('a/b', 'void')], 'void', differs, differs],
  ['void by itself, listed', [result('a/b', 'void', { standing: 'known' })], 'known', agrees, agrees],
  ['void under a control of nobody', [result('a/b', 'void', { control: 'control/x' })], 'void', differs, differs],
  ['kept out by falling over', [result('a/b', 'unclean', { seen: 'errored' })], 'unclean', agrees, differs],
  ['the same, listed', [result('a/b', 'unclean', { seen: 'errored', standing: 'known' })], 'known', agrees, agrees],
  ['recorded only', [result('a/b', 'noted', { seen: 'accepted' })], 'noted', agrees, agrees],
  ['skipped', [result('a/b', 'skip')], 'skip', agrees, agrees],
];

for (const [name, results, word, usual, strict] of TABLE)
  test(`the table: ${name}`, () => {
    const outcome = outcomeOf(results);
    expect(exitCodeOf(outcome)).toBe(usual);
    expect(exitCodeOf(outcome, strictly(DEFAULT_GATE))).toBe(strict);
    for (const one of WORDS) expect(exitCodeOf(outcome, parseGate(one)), one).toBe(one === word ? differs : agrees);
    expect(exitCodeOf(outcome, parseGate('none'))).toBe(agrees);
  });

test('what is void under a control goes with the control: listed it agrees, not listed it does not', () => {
  const control = (standing: Standing) =>
    result('control/x', 'fail', { section: 'control', expect: 'accept', seen: 'rejected', standing });
  const onIt = result('a/b', 'void', { control: 'control/x' });
  const words = (results: Result[], gate: Gate) => stoppedBy(gate, results).map(({ word }) => word);
  expect(words([control('known'), onIt], DEFAULT_GATE)).toEqual([]);
  expect(words([control('new'), onIt], DEFAULT_GATE)).toEqual(['new', 'void']);
  expect(words([control('known'), onIt], parseGate('void,known'))).toEqual(['known']);
});

test('a run that was cut off, was stopped, or on which Touchstone went wrong is never agreed with', () => {
  for (const gate of [DEFAULT_GATE, parseGate('none'), parseGate('new')])
    for (const results of [[result('a/b', 'pass')], [failed('a/b', 'new')]]) {
      expect(exitCodeOf(outcomeOf(results, false), gate)).toBe(nothingLearned);
      expect(exitCodeOf({ ...outcomeOf(results), stopped: 'the connection is refused' }, gate)).toBe(nothingLearned);
      const problems = [new HarnessError('a/b', new Error('a bug'))];
      expect(exitCodeOf({ ...outcomeOf(results), problems }, gate)).toBe(nothingLearned);
      const { footer: _, ...headless } = outcomeOf(results).report;
      expect(exitCodeOf({ report: headless, problems: [] }, gate)).toBe(nothingLearned);
    }
});

test('a list is words with commas between, spaces allowed; any other word is asked wrongly', () => {
  expect([...parseGate('new, void')]).toEqual(['new', 'void']);
  expect([...strictly(parseGate('new'))]).toEqual(['new', 'unclean']);
  for (const wrong of ['', 'news', 'new;void', 'new,,void', 'none,new', 'NEW'])
    expect(() => parseGate(wrong), wrong).toThrow(/--fail-on: .* is not one of new, stale, void/);
});

const cases = section('registration/sample', {
  'other-origin': rejects('origin', {
    title: 'origin is another site, attestation direct',
    wishes: { attestation: 'direct' },
    edit: { clientData: data => ({ ...data, origin: 'https://evil.example' }) },
  }),
});

/** Refuses every statement but `none`: the control of the case above fails, the default honest ceremony does not. */
function withoutStatements(): RelyingParty {
  const rp = glass();
  return {
    name: 'without statements',
    origin: rp.origin,
    rpId: rp.rpId,
    supports: rp.supports,
    async visit(): Promise<Visit> {
      const visit = await rp.visit();
      let direct = false;
      return {
        registrationOptions: (user, want) => {
          direct = want?.attestation === 'direct';
          return visit.registrationOptions(user, want);
        },
        register: async response => (direct ? { seen: 'rejected', ms: 0 } : visit.register(response)),
        authenticationOptions: (user, want) => visit.authenticationOptions(user, want),
        authenticate: response => visit.authenticate(response),
        close: () => visit.close(),
      };
    },
  };
}

test('in a run: a control that is listed accounts for what stands on it, and an update lists the control alone', async () => {
  const runWith = (known = '') => run({ rp: withoutStatements(), cases, seed: 'gate', known: parseBaseline(known) });
  const unlisted = await runWith();
  expect(unlisted.report.results.map(one => [one.id, one.verdict])).toEqual([
    [expect.stringMatching(/^control\/registration\/attestation=/), 'fail'],
    ['registration/sample/other-origin', 'void'],
  ]);
  expect(exitCodeOf(unlisted)).toBe(differs);
  const { results } = unlisted.report;
  const failing = stoppedBy(DEFAULT_GATE, results).map(one => one.result);
  const update = updateBaseline(
    '',
    results,
    failing,
    results.map(one => one.id),
  );
  expect(update.added).toEqual([results[0]!.id]);
  expect(exitCodeOf(await runWith(explained(update.text)))).toBe(agrees);
});

/** As somebody does who has looked at each of them. */
function explained(text: string): string {
  return text.replaceAll(UNEXPLAINED, 'it is accepted');
}

const IDS = ['a/one', 'a/two', 'a/three', 'b/one', 'b/two'];

/** Judged by the file, as a run does it. */
function judged(text: string, ways: Readonly<Record<string, 'pass' | 'accepted' | 'errored' | undefined>>): Result[] {
  const baseline = draftBaseline(text);
  return Object.entries(ways).flatMap(([id, way]) => {
    if (way === undefined) return [];
    const one = way === 'pass' ? result(id, 'pass', { seen: 'rejected' }) : result(id, 'fail', { seen: way });
    const standing = standingOf(one, baseline);
    return standing ? { ...one, standing } : one;
  });
}

function updated(text: string, ways: Parameters<typeof judged>[1]) {
  const results = judged(text, ways);
  return updateBaseline(
    text,
    results,
    stoppedBy(DEFAULT_GATE, results).map(one => one.result),
    IDS,
  );
}

const FILE = `# what staging does

a/one      accepted   # ticket 1
# the next two go together
a/two      accepted   # ticket 2
gone/case  accepted   # ticket 3

b/*        errored    # ticket 4
`;

test('an update keeps what still holds, takes out what does not, and puts what is new below a marker', () => {
  const { text, removed, narrowed, added } = updated(FILE, {
    'a/one': 'accepted',
    'a/two': 'pass',
    'a/three': 'errored',
    'b/one': 'errored',
    'b/two': 'accepted',
  });
  expect(text).toBe(`# what staging does

a/one      accepted   # ticket 1
# the next two go together

b/one        errored    # ticket 4

${NEW_LINES}
a/three  errored  # ${UNEXPLAINED}

b/two    accepted  # ${UNEXPLAINED}
`);
  expect(removed.map(({ line }) => line)).toEqual([5, 6]);
  expect(narrowed.map(({ line }) => line)).toEqual([8]);
  expect(added).toEqual(['a/three', 'b/two']);
});

test('a case that fails in another way than listed is listed anew; what was not run keeps its line', () => {
  const { text } = updated('a/one accepted # ticket 1\r\na/two accepted # ticket 2\r\n', { 'a/one': 'errored' });
  expect(text).toBe(`a/two accepted # ticket 2\r\n\r\n${NEW_LINES}\r\na/one  errored  # ${UNEXPLAINED}\r\n`);
});

test('a line that nobody has explained excuses nothing, and is not written twice', () => {
  const first = updated('', { 'a/one': 'accepted' }).text;
  expect(() => parseBaseline(first)).toThrow(/^known file, line 2: say why a\/one may stay, in place of "new: /);
  const [again] = judged(first, { 'a/one': 'accepted' });
  expect(again!.standing).toBe('new');
  expect(updated(first, { 'a/one': 'accepted' }).text).toBe(first);
  expect(updated(first, { 'a/one': 'accepted', 'b/one': 'errored' }).text.split(NEW_LINES)).toHaveLength(2);
  expect(updated(first, { 'a/one': 'pass' }).text).toBe(`${NEW_LINES}\n`);
});

test('after any update, once explained, the same results agree, nothing more changes, and comments are all there', () => {
  const way = fc.constantFrom('pass' as const, 'accepted' as const, 'errored' as const);
  const ways = fc.record(Object.fromEntries(IDS.map(id => [id, way])), { requiredKeys: [] });
  const pattern = fc.constantFrom(...IDS, 'a/*', 'b/*', '**', 'gone/case');
  const entry = fc.tuple(pattern, fc.constantFrom('accepted', 'errored')).map(([p, w]) => `${p}  ${w}  # because`);
  const lines = fc.array(fc.oneof(entry, fc.constantFrom('', '# a comment', '  # another')), { maxLength: 8 });
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n'), ways, (raw, end, seen) => {
      const before = raw.join(end);
      const after = explained(updated(before, seen).text);
      expect(judged(after, seen).filter(one => one.standing === 'new' || one.standing === 'stale')).toEqual([]);
      expect(updated(after, seen)).toEqual({ text: after, removed: [], narrowed: [], added: [] });
      const comments = (text: string) => text.split(/\r?\n/).filter(one => /^\s*#/.test(one) && one !== NEW_LINES);
      expect(comments(after)).toEqual(comments(before));
    }),
    { numRuns: 200 },
  );
});

test('by the command line: listed, explained, agreed with, repaired, cleared', async ({ folder }) => {
  const known = join(folder, 'known.txt');
  const faulty = 'glass:without=origin';
  const on = (rp: string, ...more: string[]) =>
    touchstone(['run', 'authentication/client-data', '--rp', rp, '--out', folder, '--known', known, ...more]);

  const listing = await on(faulty, '--update-known');
  expect(listing.code).toBe(1);
  const { results } = await readReport(join(folder, 'report.json'));
  const ids = results.filter(one => one.verdict === 'fail').map(one => one.id);
  expect(ids.length).toBeGreaterThan(2);
  expect(listing.out).toContain(`${known} is updated: ${ids.length} added, 0 taken out, 0 narrowed`);
  const listed = await readFile(known, 'utf8');
  expect(draftBaseline(listed).map(one => one.pattern.join('/'))).toEqual(ids);

  const unexplained = await on(faulty);
  expect(unexplained.code).toBe(2);
  expect(unexplained.err).toMatch(/known file, line 2: say why /);
  expectOneLine(unexplained);

  await writeFile(known, `# ours\n${explained(listed)}`);
  expect((await on(faulty)).code).toBe(0);
  expect((await on(faulty, '--fail-on', 'new,known')).code).toBe(1);

  const repaired = await on('glass');
  expect(repaired.code).toBe(1);
  expect(repaired.out).toMatch(new RegExp(`\\nglass · differs: ${ids.length} stale · `));
  const cleared = await on('glass', '--update-known');
  expect(cleared.code).toBe(0);
  expect(cleared.out).toContain(`0 added, ${ids.length} taken out`);
  expect(await readFile(known, 'utf8')).toBe(`# ours\n${NEW_LINES}\n`);
  expect((await on('glass')).code).toBe(0);
});

test('a run that learned nothing leaves the known file as it is, to the byte and the minute', async ({ folder }) => {
  const known = join(folder, 'known.txt');
  await writeFile(known, 'gone/case accepted # by its old name\n');
  const before = await stat(known);
  const deaf = join(folder, 'deaf.mjs');
  await writeFile(
    deaf,
    `const gone = async () => { throw new Error('the database is not there'); };
     export default { name: 'deaf', origin: 'https://rp.example', rpId: 'rp.example', supports: new Set(), visit: async () => ({
       registrationOptions: gone, register: gone, authenticationOptions: gone, authenticate: gone, close: async () => {} }) };`,
  );
  const args = ['run', 'registration/client-data', '--rp', `module:${deaf}`, '--out', folder, '--known', known];
  const ended = await touchstone([...args, '--update-known']);
  expect(ended.code).toBe(3);
  expect(ended.out).toContain(`${known} stays as it is`);
  expect((await stat(known)).mtimeMs).toBe(before.mtimeMs);
  expect(await readFile(known, 'utf8')).toBe('gone/case accepted # by its old name\n');
});
