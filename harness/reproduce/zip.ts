/** A zip file from anywhere: its entries by name, each read within bounds. */
import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { NotUnderstood } from '../diagnose/observed.ts';

/** Entries of a file. */
const ENTRIES = 50_000;
/** Bytes that all entries together unpack to, of those that are read. */
const UNPACKED = 2 * 1024 * 1024 * 1024;

export class Zip {
  readonly #file: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #unpacked = 0;

  private constructor(file: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#file = file;
    this.#entries = entries;
  }

  /**
   * Opens a file by its path, or in memory, uses it, and closes it.
   *
   * @throws {NotUnderstood} when it is no zip file, or one that only somebody who means harm would make.
   */
  static async use<T>(from: string | Uint8Array, act: (zip: Zip) => Promise<T>): Promise<T> {
    const file = await understood(() => opened(from));
    try {
      return await act(new Zip(file, await understood(() => entriesOf(file))));
    } finally {
      file.close();
    }
  }

  names(): string[] {
    return [...this.#entries.keys()];
  }

  /** Streams an entry as it unpacks. */
  async *chunks(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (!entry) return;
    this.#unpacked += entry.uncompressedSize;
    if (this.#unpacked > UNPACKED)
      throw new NotUnderstood(
        `this is a zip file that unpacks to more than ${UNPACKED / 1024 ** 3} GiB: ${name} is not read`,
      );
    // It ends with an error when more comes out of it than it says.
    const stream: Readable = await understood(() => this.#file.openReadStreamPromise(entry));
    const unpacked = stream[Symbol.asyncIterator]();
    for (let next = await understood(() => unpacked.next()); !next.done; next = await understood(() => unpacked.next()))
      yield next.value;
  }

  /** An entry's bytes; `undefined` when it is not there or larger than `most` bytes. */
  async bytes(name: string, most: number): Promise<Uint8Array | undefined> {
    const entry = this.#entries.get(name);
    if (!entry || entry.uncompressedSize > most) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.chunks(name)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
}

function opened(from: string | Uint8Array): Promise<ZipFile> {
  const options = { autoClose: false, lazyEntries: true };
  return typeof from === 'string'
    ? openPromise(from, options)
    : fromBufferPromise(Buffer.from(from.buffer, from.byteOffset, from.byteLength), options);
}

async function entriesOf(file: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of file.eachEntry()) {
    if (entries.size === ENTRIES) throw new Error(`it has more than ${ENTRIES} entries`);
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** What the library cannot read, nobody can. */
async function understood<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new NotUnderstood(`this is a zip file that cannot be read: ${(error as Error).message}`);
  }
}
