/**
 * The one door for whatever people have: a HAR file, a Playwright trace, a recording, a paste. What is large is read as it
 * streams by; nothing in it is run, and nothing fetched.
 */
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NotUnderstood, type Observed } from '../diagnose/observed.ts';
import { recognise } from '../diagnose/recognise.ts';
import { readCeremonyFile } from './ceremonyFile.ts';
import { readHar } from './har.ts';
import type { Attached } from './harEntry.ts';
import { isTrace, readTrace } from './trace.ts';
import { Zip } from './zip.ts';

/** Bytes that tell what it is. */
const HEAD = 4096;
/** Bytes of what is held as a whole: a zip file that comes without a path, a ceremony file, anything else. */
const [ZIP, CEREMONIES, WHOLE] = [32 * 1024 * 1024, 16 * 1024 * 1024, 8 * 1024 * 1024];
/** Bytes of a body beside a HAR file. */
const BODY = 1024 * 1024;

const WHY_NOT: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

const nothing: Attached = async () => undefined;

/**
 * Reads a file by its path, or standard input where that is `-`.
 *
 * @throws {NotUnderstood} with what it was recognised as, and where it stopped making sense.
 */
export async function readObserved(path: string | '-'): Promise<Observed> {
  if (path === '-') return await observedOf(process.stdin);
  try {
    return await observedOf(createReadStream(path), path);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new NotUnderstood(`${path} cannot be read: ${WHY_NOT[code] ?? code}`);
  }
}

/**
 * Reads what is in memory.
 *
 * @throws {NotUnderstood} as {@link readObserved} does.
 */
export async function observedFrom(bytes: Uint8Array): Promise<Observed> {
  return observedOf(only(bytes));
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function observedOf(stream: AsyncIterable<Uint8Array>, path?: string): Promise<Observed> {
  const { head, chunks, close } = await peeked(stream);
  const start = Buffer.from(head).toString('latin1');
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) {
    if (path === undefined)
      return await Zip.use(await whole(chunks, ZIP, 'a zip file', 'name the file, in place of its content'), fromZip);
    await close();
    return await Zip.use(path, fromZip);
  }
  // A mark of its encoding may stand before JSON, in Latin-1 three characters.
  if (/^(?:\xef\xbb\xbf)?\s*\{\s*"log"/.test(start)) return await readHar(chunks, path ? beside(path) : nothing);
  if (/^\s*\{\s*"touchstone"/.test(start))
    return readCeremonyFile(await whole(chunks, CEREMONIES, 'a ceremony file', 'record fewer ceremonies'));
  return recognise(await whole(chunks, WHOLE, 'neither a HAR file nor a zip file', 'cut out what is to be read'));
}

/** The first bytes, and the stream with them. */
async function peeked(stream: AsyncIterable<Uint8Array>) {
  const iterator = stream[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  const close = async () => void (await iterator.return?.());
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* first;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await close();
    }
  }
  return { head: Buffer.concat(first).subarray(0, HEAD), chunks: chunks(), close };
}

async function whole(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  what: string,
  instead: string,
): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    held.push(chunk);
    if (length > most)
      throw new NotUnderstood(`this is ${what}, and has more than ${most / 1024 ** 2} MiB: ${instead}`);
  }
  return Buffer.concat(held);
}

async function fromZip(zip: Zip): Promise<Observed> {
  const names = zip.names();
  const har = names.find(name => /^[^/]*\.har$/.test(name));
  if (har !== undefined) return await readHar(zip.chunks(har), name => zip.bytes(name, BODY));
  if (isTrace(names)) return await readTrace(zip);
  const some = names.slice(0, 5).map(name => name.slice(0, 100));
  throw new NotUnderstood(
    `this is a zip file without a HAR file or a Playwright trace in it (${some.join(', ') || 'it is empty'}): name a HAR file, a trace or what lies in it`,
  );
}

/** Bodies that Playwright puts beside a HAR file, by their bare names: an entry cannot name what lies elsewhere. */
function beside(path: string): Attached {
  return async name => {
    if (!/^\w[\w.-]{0,200}$/.test(name)) return undefined;
    const file = join(dirname(path), name);
    try {
      const found = await lstat(file);
      return found.isFile() && found.size <= BODY ? await readFile(file) : undefined;
    } catch {
      return undefined;
    }
  };
}
