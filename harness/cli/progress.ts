/** The line that says how far a run is; on a terminal only. */

/** At most this often, in milliseconds. */
const EVERY = 80;

export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #live: boolean;
  #total = 0;
  #done = 0;
  #last = 0;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
    this.#live = Boolean(stream.isTTY) && process.env.TERM !== 'dumb';
  }

  start(total: number): void {
    this.#total = total;
  }

  /** One more case is done. */
  step(id: string): void {
    this.#done += 1;
    this.show(`${this.#done}/${this.#total} ${id}`);
  }

  /** How far it is, in other words than those of a run of cases. */
  show(text: string): void {
    const now = performance.now();
    if (!this.#live || now - this.#last < EVERY) return;
    this.#last = now;
    this.#stream.write(`\r\u001b[K${text.slice(0, (this.#stream.columns ?? 80) - 1)}`);
  }

  /** Makes room for a line of text. */
  clear(): void {
    if (this.#live) this.#stream.write('\r\u001b[K');
  }
}
