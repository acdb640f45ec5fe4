/** A HAR file of 200 MB is read as it streams by, in a small heap. */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { answering, asking, entryOf, exchange, type Kind } from './exchanges.ts';
import { test } from './smallSite.ts';

const MiB = 1024 * 1024;
/** Megabytes that Node may hold in its heap, and of memory that the process may take. */
const [HEAP, MEMORY] = [64, 256];

const READER = `
const { readObserved } = await import(${JSON.stringify(new URL('../../harness/reproduce/read.ts', import.meta.url))});
const { ceremonies, notes, source } = await readObserved(process.argv[1]);
const kinds = ceremonies.map(({ kind, answer }) => kind + ' ' + answer?.accepted);
console.log(JSON.stringify({ kinds, notes, source, memory: process.resourceUsage().maxRSS / 1024 }));
`;

/** A picture of 20 kB, as pages have thousands. */
const image = JSON.stringify(
  entryOf(exchange({ method: 'GET', status: 200, answerType: 'image/png', answer: 'iVBORw0KGgo'.repeat(1900) })),
);

function* pieces(): Generator<string> {
  yield '{"log":{"version":"1.2","creator":{"name":"Tool","version":"1"},"entries":[';
  const ceremony = (kind: Kind) =>
    [asking(kind, 'a'), answering(kind, 'a')].map(one => `${JSON.stringify(entryOf(one))},`);
  yield* ceremony('registration');
  for (let at = 0; at < 3500; at++) yield `${image},`;
  yield '{"request":{"method":"GET","url":"https://rp.example/film"},"response":{"status":200,"content":{"text":"';
  for (let at = 0; at < 60; at++) yield '\\"challenge'.repeat(MiB / 11);
  yield '"}}},';
  for (let at = 0; at < 3500; at++) yield `${image},`;
  yield* ceremony('authentication');
  yield `${image}]}}`;
}

test('a HAR file of 200 MB is read in 256 MiB', async ({ folder }) => {
  test.setTimeout(120_000);
  const path = join(folder, 'large.har');
  const file = createWriteStream(path);
  await pipeline(Readable.from(pieces(), { objectMode: true }), file);
  expect(file.bytesWritten).toBeGreaterThan(200e6);
  for (const given of [path, '-']) await expectRead(given, path);
});

async function expectRead(given: string, path: string): Promise<void> {
  const flags = [`--max-old-space-size=${HEAP}`, '--import', import.meta.resolve('tsx'), '--input-type=module'];
  const reading = promisify(execFile)(process.execPath, [...flags, '--eval', READER, given]);
  if (given === '-') createReadStream(path).pipe(reading.child.stdin!);
  const { stdout } = await reading;
  const { memory, ...read } = JSON.parse(stdout);
  expect(read).toEqual({
    kinds: ['registration true', 'authentication true'],
    notes: ['Left out, as they are longer than 1 MiB: texts (1).'],
    source: 'HAR file of Tool 1, 7006 requests',
  });
  test.info().annotations.push({ type: 'memory', description: `${given}: ${Math.round(memory)} MiB` });
  expect(memory).toBeLessThan(MEMORY);
}
