/** So many a second at most, whoever asks: each turn comes a fixed time after the one before. */
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export class Pace {
  readonly #gap: number;
  readonly #end = new AbortController();
  #next = 0;

  /** @param rate turns a second. */
  constructor(rate: number) {
    this.#gap = 1000 / rate;
    // As many wait as there are requests under way.
    setMaxListeners(0, this.#end.signal);
  }

  /** Resolves when it is the caller's turn; rejects once the pace has ended. */
  async turn(): Promise<void> {
    this.#end.signal.throwIfAborted();
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#gap;
    if (at > now) await pause(at - now, undefined, { signal: this.#end.signal });
  }

  /** Whoever waits still, waits no longer. */
  end(): void {
    this.#end.abort();
  }
}
