/** Playwright traces are read: what went over HTTP, and the errors of the page; hostile zip files end in words. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { NotUnderstood } from '../../harness/diagnose/observed.ts';
import { observedFrom, readObserved } from '../../harness/reproduce/read.ts';
import { answering, asking, entryOf, optionsFor } from './exchanges.ts';
import { test, visit, visited } from './smallSite.ts';

// These tests make traces of their own.
test.use({ trace: 'off' });

/** A login for another site, of which the page tells the console, and another failure that it does not catch. */
const FAILING = `(async () => {
  const { rpId } = await (await fetch('/options/authentication/b', { method: 'POST' })).json();
  const publicKey = { challenge: new Uint8Array(16), rpId };
  console.log('Passkey: ' + (await navigator.credentials.get({ publicKey }).catch(error => error)));
  setTimeout(() => {
    throw new DOMException('Nobody was there.\\nReally.', 'NotAllowedError');
  });
})()`;

test('a trace tells of ceremonies, and of the error that ended one', async ({ browser, site, folder }) => {
  const path = join(folder, 'trace.zip');
  const context = await browser.newContext();
  await context.tracing.start({ snapshots: true, screenshots: true });
  const page = await context.newPage();
  await visit(page, site);
  const told = page.waitForEvent('console', message => message.text().startsWith('Passkey'));
  const thrown = page.waitForEvent('pageerror');
  await page.evaluate(FAILING);
  await Promise.all([told, thrown]);
  await context.tracing.stop({ path });
  await context.close();
  for (const observed of [await readObserved(path), await observedFrom(await readFile(path))]) {
    expect(observed.ceremonies).toMatchObject([
      ...visited(site),
      { options: optionsFor('authentication', 'b'), error: { name: 'SecurityError' } },
    ]);
    const [, , failed] = observed.ceremonies;
    expect(failed!.error!.message).toMatch(/^The relying party ID is not /);
    expect(failed!.answeredAt! - failed!.askedAt!).toBeLessThan(60_000);
    expect(observed.notes).toEqual(['The page says NotAllowedError: Nobody was there.\nReally.']);
    expect(observed.source).toMatch(/^Playwright trace, \d+ requests$/);
    expect(failed!.browser).toMatch(/^chromium \(Mozilla\//);
  }
});

const LOGIN = [asking('authentication', 'a'), answering('authentication', 'a')].map(entryOf);
const NETWORK = LOGIN.map(snapshot => JSON.stringify({ type: 'resource-snapshot', snapshot })).join('\n');

test('lines of a trace that are broken, huge or of the wrong type are passed over', async () => {
  const odd = [
    '',
    '{',
    '[]',
    '{"type":"resource-snapshot"}',
    '{"type":"resource-snapshot","snapshot":7}',
    'x'.repeat(5e6),
  ];
  odd.push(`{"type":"resource-snapshot","snapshot":${'['.repeat(1e6)}`);
  const strange = [
    '{"type":"console","text":7,"x":"AbortError"}',
    '{"type":"event","method":"pageError","AbortError":1}',
  ];
  const trace = zip({
    'trace.network': [...odd, NETWORK, ...odd].join('\n'),
    'trace.trace': [...odd, ...strange].join('\n'),
  });
  const { ceremonies, notes } = await observedFrom(trace);
  expect(ceremonies).toHaveLength(1);
  expect(notes).toEqual([]);
});

test('a zip file with paths that lead elsewhere, of another kind, or cut, ends in words', async ({ folder }) => {
  for (const name of ['../trace.network', '/etc/trace.network', 'a\\..\\trace.network'])
    await expect(observedFrom(zip({ [name]: NETWORK }))).rejects.toThrow(/^this is a zip file that cannot be read: /);
  await expect(observedFrom(zip({ 'a.txt': 'x' }))).rejects.toThrow(
    /without a HAR file or a Playwright trace in it \(a\.txt\)/,
  );
  await expect(observedFrom(zip({}))).rejects.toThrow(/it is empty/);
  const path = join(folder, 'cut.zip');
  await writeFile(path, zip({ 'trace.network': NETWORK }).subarray(0, -30));
  await expect(readObserved(path)).rejects.toThrow(NotUnderstood);
  await expect(readObserved(path)).rejects.toThrow(/^this is a zip file that cannot be read: /);
});

test('an entry that unpacks to more than it says, or than anybody needs, is not held', async () => {
  const network = zip({ 'trace.network': NETWORK }, { 'trace.network': 100 });
  await expect(observedFrom(network)).rejects.toThrow(/cannot be read: too many bytes/);
  const body = { mimeType: 'application/json', _file: 'body.json' };
  const entry = { ...LOGIN[0], response: { status: 200, content: body } };
  const text = JSON.stringify(optionsFor('authentication', 'a'));
  const har = JSON.stringify({ log: { entries: [entry] } });
  expect((await observedFrom(zip({ 'a.har': har, 'body.json': text }))).ceremonies).toHaveLength(1);
  const large = zip({ 'a.har': har, 'body.json': text + ' '.repeat(50_000_000) });
  expect((await observedFrom(large)).ceremonies).toEqual([]);
  const vast = zip({ 'a.har': har }, { 'a.har': 3 * 1024 ** 3 });
  await expect(observedFrom(vast)).rejects.toThrow(/unpacks to more than 2 GiB/);
});

/** A zip file of these texts (APPNOTE.TXT 4.3), some with another size than they have. */
function zip(texts: Record<string, string>, sizes: Record<string, number> = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(texts)) {
    const packed = deflateRawSync(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(text), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(sizes[name] ?? Buffer.byteLength(text), 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, end, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const last = Buffer.alloc(18);
  last.writeUInt16LE(centrals.length, 4);
  last.writeUInt16LE(centrals.length, 6);
  last.writeUInt32LE(directory.length, 8);
  last.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), last]);
}
