/** The catalogue itself: ids, titles, duties, and the rows of the shared catalogue that cases say they cover. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { DUTIES, type Duty, type DutyCeremony, type DutyName } from '../../harness/duties.ts';
import { type Case, rejects, section } from '../../harness/suite/case.ts';
import { catalogue, findCase } from '../../harness/suite/index.ts';

/** What nothing here can reach alone: the duties of certificates, and one that only a policy of the RP calls for. */
const ELSEWHERE: ReadonlySet<string> = new Set(['packed-certificate', 'packed-aaguid', 'backup-policy']);

const KINDS = ['registration', 'authentication', 'options', 'flow', 'metadata'];
const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const ROWS = fileURLToPath(new URL('../../../shared/catalogue/cases.tsv', import.meta.url));

/** Ids of the cases of which something is wrong. */
const faulty = (wrong: (one: Case) => boolean) => catalogue.filter(wrong).map(({ id }) => id);

/** Session duties are kept between ceremonies, so that a flow is what shows them. */
function shows(one: Case, ceremony: DutyCeremony): boolean {
  if (ceremony === 'session') return one.kind === 'flow' || one.steps !== undefined || one.observe !== undefined;
  return one.kind === ceremony;
}

test('there are at least 330 cases', () => {
  expect(catalogue.length).toBeGreaterThanOrEqual(330);
});

test('ids are unique, and start with the kind of case and the section', () => {
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  expect(faulty(({ id, section }) => id !== `${section}/${id.split('/').at(-1)}`)).toEqual([]);
  expect(faulty(({ kind, section }) => !KINDS.includes(kind) || section.split('/')[0] !== kind)).toEqual([]);
  expect(faulty(({ id }) => !id.split('/').every(part => KEY.test(part)))).toEqual([]);
});

test('a case is found by its id', () => {
  const one = catalogue.at(-1)!;
  expect(findCase(one.id)).toBe(one);
  expect(findCase('registration/client-data/no-such-case')).toBeUndefined();
});

test('a section gives ids, kinds and defaults', () => {
  const made = section('authentication/example', { 'some-key': rejects('origin', { title: 'something is wrong' }) });
  expect(made).toEqual([
    {
      id: 'authentication/example/some-key',
      section: 'authentication/example',
      kind: 'authentication',
      title: 'something is wrong',
      expect: 'reject',
      duty: 'origin',
      level: 'must',
      needs: [],
      catalogue: [],
    },
  ]);
});

test('titles are under 70 characters, in the present tense, and say one thing once in a section', () => {
  expect(faulty(({ title }) => title.length === 0 || title.length >= 70)).toEqual([]);
  expect(faulty(({ title }) => /\b(should|shall|must|will|would)\b/i.test(title))).toEqual([]);
  expect(faulty(({ title }) => /[.!?]$/.test(title) || title !== title.trim())).toEqual([]);
  const titles = catalogue.map(one => `${one.section}: ${one.title}`);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('what is owed has a duty, what is not has none, and either has its reason', () => {
  const owed = ['reject', 'holds'];
  expect(faulty(one => owed.includes(one.expect) !== (one.duty !== undefined))).toEqual([]);
  expect(faulty(one => (one.expect === 'either') !== Boolean(one.reason))).toEqual([]);
  expect(faulty(one => (one.expect === 'either') !== (one.level === 'report'))).toEqual([]);
  expect(faulty(one => one.expect === 'holds' && !one.observe)).toEqual([]);
  expect(faulty(one => one.observe !== undefined && !['holds', 'either'].includes(one.expect))).toEqual([]);
});

test('a case is edited or a flow, and a rejecting one is one of them', () => {
  expect(faulty(one => [one.edit, one.steps, one.observe].filter(Boolean).length > 1)).toEqual([]);
  expect(faulty(one => one.expect === 'reject' && !one.edit && !one.steps)).toEqual([]);
  expect(faulty(one => one.kind === 'flow' && !one.steps && !one.observe)).toEqual([]);
  expect(faulty(one => one.kind === 'options' && !one.observe)).toEqual([]);
});

test('every duty has a case in each ceremony that owes it', () => {
  const without = Object.entries<Duty>(DUTIES)
    .filter(([name]) => !ELSEWHERE.has(name))
    .flatMap(([name, { ceremonies }]) =>
      ceremonies
        .filter(ceremony => !catalogue.some(one => one.duty === (name as DutyName) && shows(one, ceremony)))
        .map(ceremony => `${name} in ${ceremony}`),
    );
  expect(without).toEqual([]);
});

test('edits of a registration stand in registrations only, the signature in authentications only', () => {
  expect(faulty(({ kind, edit }) => kind === 'registration' && edit?.signature !== undefined)).toEqual([]);
  expect(
    faulty(
      ({ kind, edit }) =>
        kind === 'authentication' &&
        Boolean(edit?.publicKey ?? edit?.statement ?? edit?.attestationObject ?? edit?.algorithm),
    ),
  ).toEqual([]);
});

test('rows of the shared catalogue exist', () => {
  test.skip(!existsSync(ROWS), 'the shared catalogue is not beside this project');
  const rows = new Set(
    readFileSync(ROWS, 'utf8')
      .split('\n')
      .map(line => line.split('\t')[0]),
  );
  const unknown = catalogue.flatMap(one => one.catalogue.filter(row => !rows.has(row)).map(row => `${one.id}: ${row}`));
  expect(unknown).toEqual([]);
  expect(faulty(one => new Set(one.catalogue).size < one.catalogue.length)).toEqual([]);
});
