/** HAR files are read as browsers and tools write them; what is cut, hostile or of another kind ends in words. */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { NotUnderstood } from '../../harness/diagnose/observed.ts';
import { JsonObjects } from '../../harness/reproduce/jsonBounds.ts';
import { observedFrom, readObserved } from '../../harness/reproduce/read.ts';
import { answering, asking, entryOf, optionsFor, responseTo } from './exchanges.ts';
import { test, visit, visited } from './smallSite.ts';

const LOGIN = [entryOf(asking('authentication', 'a')), entryOf(answering('authentication', 'a'))];

function har(entries: unknown, others: Record<string, unknown> = {}): string {
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'Tool', version: '1' }, ...others, entries } });
}

const read = (text: string) => observedFrom(Buffer.from(text));

for (const [form, name, recordHar] of [
  ['with bodies in it', 'visit.har', { content: 'embed' }],
  ['with bodies beside it', 'visit.har', { content: 'attach' }],
  ['in a zip file', 'visit.har.zip', {}],
] as const)
  test(`Playwright's HAR file ${form} is read`, async ({ browser, site, folder }) => {
    const path = join(folder, name);
    const context = await browser.newContext({ recordHar: { path, ...recordHar } });
    await visit(await context.newPage(), site);
    await context.close();
    const observed = await readObserved(path);
    expect(observed.ceremonies).toMatchObject(visited(site));
    expect(observed.source).toMatch(/^HAR file of Playwright 1\.\d+\.\d+, \d+ requests$/);
    expect(observed.ceremonies[1]!.browser).toMatch(/^chromium [\d.]+ \(Mozilla\//);
    expect(observed.notes).toEqual([]);
  });

test('bodies beside a HAR file are read by their bare names only', async ({ folder }) => {
  const inner = join(folder, 'inner');
  await mkdir(inner);
  const body = JSON.stringify(optionsFor('authentication', 'a'));
  for (const name of ['outer.json', join('inner', 'own.json'), join('inner', 'deep')])
    await (name.endsWith('deep') ? mkdir(join(folder, name)) : writeFile(join(folder, name), body));
  await cp(join(inner, 'own.json'), join(inner, 'deep', 'own.json'));
  await symlink(join(folder, 'outer.json'), join(inner, 'link.json'));
  const path = join(inner, 'a.har');
  const ceremonies = async (_file: string) => {
    const content = { mimeType: 'application/json', _file };
    await writeFile(path, har([{ request: LOGIN[0]!.request, response: { status: 200, content } }]));
    return (await readObserved(path)).ceremonies.length;
  };
  expect(await ceremonies('own.json')).toBe(1);
  for (const name of ['../outer.json', 'deep/own.json', 'link.json', join(folder, 'outer.json'), 'deep', '..', ''])
    expect(await ceremonies(name)).toBe(0);
});

test('what the tools write differently is read alike', async () => {
  const text = JSON.stringify(optionsFor('authentication', 'a'));
  const form = { credential: JSON.stringify(responseTo('authentication', 'a')) };
  const params = Object.entries(form).map(([name, value]) => ({ name, value }));
  const content = { mimeType: 'application/json', encoding: 'base64', text: Buffer.from(text).toString('base64') };
  const [asked, answered] = LOGIN as [Record<string, unknown>, Record<string, unknown>];
  // Charles and mitmproxy write bodies in base64, Firefox a form's fields, Chrome the address of a page as its title.
  const entries = [
    { ...asked, response: { status: 200, content } },
    {
      ...answered,
      pageref: 'page_1',
      request: {
        method: 'POST',
        url: 'https://rp.example/in',
        headers: [{ name: 'User-Agent', value: 'Mozilla/5.0 (Windows NT 10.0)' }],
        postData: { mimeType: 'application/x-www-form-urlencoded', params },
      },
    },
  ];
  const observed = await read(
    `\ufeff\n${har(entries, { pages: [{ id: 'page_1', title: 'https://rp.example/account' }] })}`,
  );
  expect(observed.ceremonies).toMatchObject([
    {
      options: optionsFor('authentication', 'a'),
      page: 'https://rp.example/account',
      origin: 'https://rp.example',
      browser: 'Mozilla/5.0 (Windows NT 10.0)',
      answer: { url: 'https://rp.example/in', accepted: true },
    },
  ]);
});

test('a file that is cut is read as far as it goes, when there is a ceremony in it', async () => {
  const whole = har([...LOGIN, LOGIN[0]]);
  const observed = await read(whole.slice(0, -200));
  expect(observed.ceremonies).toHaveLength(1);
  expect(observed.notes).toEqual([
    `It was read as far as it makes sense: it is cut off after ${whole.length - 200} bytes.`,
  ]);
  const nothing = read(har([{ request: { method: 'GET', url: 'http://a/' } }]).slice(0, -3));
  await expect(nothing).rejects.toThrow(
    /^this is a HAR file, 1 request of it without a ceremony: it is cut off after \d+ bytes/,
  );
  await expect(nothing).rejects.toThrow(NotUnderstood);
});

test('answers without bodies are told of where something is missing', async () => {
  const bodiless = { ...LOGIN[0], response: { status: 200, content: { mimeType: 'application/json' } } };
  const notes = (await read(har([bodiless, LOGIN[1]]))).notes;
  expect(notes).toEqual([
    'Ceremony 1: no options for it were seen before its response.',
    expect.stringMatching(/^Answers without their bodies: 1\./),
  ]);
  expect((await read(har([bodiless, ...LOGIN]))).notes).toEqual([]);
});

test('members of the wrong type are passed over, and the ceremony beside them is found', async () => {
  const junk = [null, 7, 'text', [], {}, { request: null }, { request: { method: 7, url: 'x' } }, [[LOGIN]]];
  const odd = [undefined, null, -1, 'x', [], {}, [{}], [null]].flatMap(value => [
    { ...LOGIN[0], request: { method: 'GET', url: 'x', headers: value, postData: value }, response: value },
    { startedDateTime: value, time: value, pageref: value, request: { method: 'GET', url: 'x' }, response: value },
    { request: { method: 'POST', url: '', postData: { text: value, params: value, _file: value } } },
    { request: { method: 'GET', url: 'x' }, response: { status: value, content: value, redirectURL: value } },
    { request: { method: 'GET', url: 'x' }, response: { headers: value, content: { text: value, mimeType: value } } },
  ]);
  for (const others of [
    { pages: junk, browser: junk },
    { pages: 'x', browser: 7, creator: null },
  ]) {
    const { ceremonies } = await read(har([...junk, ...odd, ...LOGIN], others));
    expect(ceremonies.map(({ response }) => response)).toEqual([responseTo('authentication', 'a')]);
  }
  for (const log of [null, [], 'x', { entries: null }, { entries: {} }])
    expect((await read(JSON.stringify({ log }))).notes).toEqual([expect.stringContaining('no ceremony')]);
});

test('no more is kept than is needed, and what is left out is told', async () => {
  const large = entryOf(asking('authentication', 'b', { answer: `"challenge${'x'.repeat(1_200_000)}` }));
  const many = { ...LOGIN[0], cookies: Array.from({ length: 4 }, () => 'y'.repeat(1_000_000)) };
  const parts = { ...LOGIN[0], cookies: Array.from({ length: 60_000 }, () => []) };
  const broken = har([...LOGIN, large, many, parts, { broken: 1 }]).replace('"broken":1', '"broken":1e');
  const observed = await read(broken);
  expect(observed.ceremonies).toHaveLength(1);
  expect(observed.notes).toEqual([
    'Left out, as they are longer than 1 MiB: texts (1).',
    'Left out, as they are too large: entries (2).',
    'Left out, as they are no JSON: entries (1).',
  ]);
  const flood = await read(har(Array.from({ length: 2100 }, () => LOGIN[0])));
  expect(flood.notes).toEqual(['Left out, as there are so many: requests that may be of WebAuthn (100).']);
});

test('nesting without end and brackets that do not match end in words', async () => {
  const start = har([]).slice(0, -3);
  await expect(read(`${start}${'['.repeat(1_000_000)}`)).rejects.toThrow(
    /more than 100 brackets in each other \(byte \d+\)/,
  );
  await expect(read(`${start}{"a":]}`)).rejects.toThrow(/a bracket is closed that is not open \(byte \d+\)/);
  await expect(read(`${start}"${'\\'.repeat(2_000_001)}`)).rejects.toThrow(/cut off/);
  const { notes, ceremonies } = await read(`${start}${LOGIN.map(one => JSON.stringify(one)).join()},{]`);
  expect(ceremonies).toHaveLength(1);
  expect(notes.join()).toContain('read as far as it makes sense: JSON in which a bracket is closed');
});

test('objects are the same however the text is divided', () => {
  const values = [
    { 'a"]}\\': '\\"{[é\u2028' },
    { log: { entries: [{ x: '\\' }] } },
    { deep: [[{ y: ['\\\\"'] }]] },
    {},
  ];
  const text = Buffer.from(
    JSON.stringify({ x: [{}], 'log"': {}, log: { a: [1, 'b"'], entries: values, c: { d: 1 } } }),
  );
  for (let size = 1; size <= 9; size++) {
    const objects = new JsonObjects(['log.entries[]', 'log.c']);
    const taken = [];
    for (let at = 0; at < text.length; at += size) taken.push(...objects.take(text.subarray(at, at + size)));
    expect(taken).toEqual([
      ...values.map(value => ({ path: 'log.entries[]', value })),
      { path: 'log.c', value: { d: 1 } },
    ]);
    expect(objects.cutAt()).toBeUndefined();
  }
});

test('a file that is not there, or no file, is said to be so', async ({ folder }) => {
  await expect(readObserved(join(folder, 'none.har'))).rejects.toThrow(
    /none\.har cannot be read: there is no such file/,
  );
  await expect(readObserved(folder)).rejects.toThrow(/cannot be read: it is a folder/);
  const other = join(folder, 'other.bin');
  await writeFile(other, 'x'.repeat(9 * 1024 * 1024));
  await expect(readObserved(other)).rejects.toThrow(/neither a HAR file nor a zip file, and has more than 8 MiB/);
});
