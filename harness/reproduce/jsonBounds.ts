/**
 * Objects at chosen places of a JSON text of any length, taken out of it one at a time while it streams by. What is held
 * is one object, and that within bounds: long texts in it are left out, and what is too large altogether is passed over.
 */
import { NotUnderstood } from '../diagnose/observed.ts';

/** Levels of brackets. */
const DEPTH = 100;
/** Bytes of a text literal; a longer one is taken for empty. */
const TEXT = 1024 * 1024;
/** Bytes of an object without its long texts, and objects and lists in it, which cost more memory than they have bytes. */
const [OBJECT, PARTS] = [3 * 1024 * 1024, 50_000];
/** Levels on which names are read, and bytes of a name. */
const [NAMED, NAME] = [3, 64];

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
const SIGNS = new Uint8Array(256);
for (const sign of [QUOTE, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST]) SIGNS[sign] = 1;

export interface TakenObject {
  /** `log.creator`, `log.entries[]`. */
  path: string;
  value: unknown;
}

interface Level {
  isList: boolean;
  /** Absent where it is too deep for anything wanted to be in it. */
  path: string | undefined;
}

export class JsonObjects {
  /** What was not taken: texts that were too long, objects that were too large, objects that are no JSON. */
  readonly left = { texts: 0, large: 0, broken: 0 };
  readonly #wanted: ReadonlySet<string>;
  readonly #levels: Level[] = [];
  /** Bytes that went by. */
  #passed = 0;
  #quoted = false;
  /** Whether the text read so far ends in an odd number of backslashes. */
  #escaped = false;
  /** The last literal on a level where names are read. */
  #name = '';
  #kept = Buffer.alloc(0);
  #used = 0;
  /** The level of the object that is being taken. */
  #taking: { depth: number; path: string } | undefined;
  #parts = 0;
  #isLarge = false;
  /** Where the literal that is being read begins in what is kept; `undefined` once it was too long. */
  #textFrom: number | undefined;
  #seen = false;

  /** @param wanted paths of the objects: names joined by dots, `[]` for the items of a list; three levels at most. */
  constructor(wanted: Iterable<string>) {
    this.#wanted = new Set(wanted);
  }

  /**
   * Reads on.
   *
   * @throws {NotUnderstood} at brackets that do not match, or are nested deeper than anybody writes by hand or machine.
   */
  *take(bytes: Uint8Array): Generator<TakenObject> {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (at < chunk.length) {
      if (this.#quoted) {
        at = this.#text(chunk, at);
        continue;
      }
      const from = at;
      while (at < chunk.length && SIGNS[chunk[at]!] === 0) at++;
      this.#keep(chunk, from, at);
      if (at === chunk.length) break;
      const taken = this.#sign(chunk, at);
      if (taken) yield taken;
      at++;
    }
    this.#passed += chunk.length;
  }

  /** The byte at which the text ends before its outermost bracket is closed; `undefined` where it is whole. */
  cutAt(): number | undefined {
    return this.#levels.length > 0 || this.#quoted || !this.#seen ? this.#passed : undefined;
  }

  #sign(chunk: Buffer, at: number): TakenObject | undefined {
    const sign = chunk[at]!;
    if (sign === OPEN || sign === OPEN_LIST) this.#open(sign === OPEN_LIST, this.#passed + at);
    this.#keep(chunk, at, at + 1);
    if (sign === CLOSE || sign === CLOSE_LIST) return this.#close(sign === CLOSE_LIST, this.#passed + at);
    if (sign === QUOTE) {
      this.#quoted = true;
      this.#textFrom = this.#used;
      this.#name = '';
    }
    return undefined;
  }

  #open(isList: boolean, at: number): void {
    if (this.#levels.length === DEPTH)
      throw new NotUnderstood(`JSON with more than ${DEPTH} brackets in each other (byte ${at}): nobody writes that`);
    const path = this.#pathHere();
    this.#seen = true;
    this.#levels.push({ isList, path });
    this.#parts += 1;
    if (this.#parts > PARTS) this.#isLarge = true;
    if (this.#taking || isList || path === undefined || !this.#wanted.has(path)) return;
    this.#taking = { depth: this.#levels.length, path };
    this.#used = 0;
    this.#parts = 0;
    this.#isLarge = false;
  }

  /** The path of a value that begins here. */
  #pathHere(): string | undefined {
    const around = this.#levels.at(-1);
    if (!around) return '';
    if (around.path === undefined || this.#levels.length > NAMED) return undefined;
    if (around.isList) return `${around.path}[]`;
    return around.path === '' ? this.#name : `${around.path}.${this.#name}`;
  }

  #close(isList: boolean, at: number): TakenObject | undefined {
    const level = this.#levels.pop();
    if (level?.isList !== isList)
      throw new NotUnderstood(`JSON in which a bracket is closed that is not open (byte ${at}): it was cut or edited`);
    const taking = this.#taking;
    if (!taking || this.#levels.length >= taking.depth) return undefined;
    this.#taking = undefined;
    if (this.#isLarge) {
      this.left.large += 1;
      return undefined;
    }
    try {
      return { path: taking.path, value: JSON.parse(this.#kept.toString('utf8', 0, this.#used)) };
    } catch {
      this.left.broken += 1;
      return undefined;
    }
  }

  /** Reads a text literal to its end, or to that of the chunk; gives where to go on. */
  #text(chunk: Buffer, from: number): number {
    let end = chunk.indexOf(QUOTE, from);
    while (end >= 0 && this.#isEscaped(chunk, from, end)) end = chunk.indexOf(QUOTE, end + 1);
    const to = end < 0 ? chunk.length : end;
    if (this.#taking) this.#keepText(chunk, from, to);
    else if (this.#levels.length <= NAMED && this.#name.length < NAME)
      this.#name += chunk.toString('latin1', from, Math.min(to, from + NAME));
    this.#escaped = end < 0 && this.#isEscaped(chunk, from, to);
    this.#quoted = end < 0;
    if (end < 0) return to;
    this.#keep(chunk, end, end + 1);
    return end + 1;
  }

  /** Whether an odd number of backslashes stands before a byte of a literal that goes on in this chunk at `from`. */
  #isEscaped(chunk: Buffer, from: number, at: number): boolean {
    let run = at;
    while (run > from && chunk[run - 1] === BACKSLASH) run--;
    const isOdd = (at - run) % 2 === 1;
    return run === from && this.#escaped ? !isOdd : isOdd;
  }

  #keepText(chunk: Buffer, from: number, to: number): void {
    if (this.#textFrom === undefined) return;
    if (this.#used - this.#textFrom + to - from <= TEXT) {
      this.#keep(chunk, from, to);
      return;
    }
    this.left.texts += 1;
    this.#used = this.#textFrom;
    this.#textFrom = undefined;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    if (!this.#taking || this.#isLarge) return;
    if (this.#kept.length === 0) this.#kept = Buffer.allocUnsafe(OBJECT);
    if (this.#used + to - from > OBJECT) this.#isLarge = true;
    else this.#used += chunk.copy(this.#kept, this.#used, from, to);
  }
}
