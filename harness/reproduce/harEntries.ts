/** The exchanges of a HAR file or a trace as they are read, kept within bounds, and made what was observed. */
import type { Observed, ObservedExchange } from '../diagnose/observed.ts';
import { ceremoniesIn } from '../diagnose/traffic.ts';
import { type Attached, exchangeOf } from './harEntry.ts';

/** Exchanges that are kept, and characters of their bodies. */
const [EXCHANGES, CHARACTERS] = [2000, 16 * 1024 * 1024];

export class HarEntries {
  /** Entries that were read. */
  count = 0;
  /** The browser, where the file names it. */
  browser: string | undefined;
  /** Titles of pages by their id. */
  readonly titles = new Map<string, string>();
  readonly notes: string[] = [];
  readonly #kept: ObservedExchange[] = [];
  readonly #attached: Attached;
  #characters = 0;
  /** When the last of them was sent. */
  #last = 0;
  #tooMany = 0;
  #bodiless = 0;
  #userAgent: string | undefined;

  constructor(attached: Attached) {
    this.#attached = attached;
  }

  async add(entry: unknown): Promise<void> {
    this.count += 1;
    const read = await exchangeOf(entry, this.titles, this.#attached);
    if (!read) return;
    const { exchange } = read;
    // Without a time it stays where it stands.
    exchange.at = this.#last = Number.isFinite(exchange.at) ? exchange.at : this.#last;
    this.#userAgent ??= read.userAgent;
    if (read.isBodiless) this.#bodiless += 1;
    if (exchange.request === undefined && exchange.answer === undefined) return;
    const characters = (exchange.request?.length ?? 0) + (exchange.answer?.length ?? 0);
    if (this.#kept.length === EXCHANGES || this.#characters + characters > CHARACTERS) this.#tooMany += 1;
    else {
      this.#characters += characters;
      this.#kept.push(exchange);
    }
  }

  /** @param source what it was read from, in words. */
  observed(source: string): Observed {
    const { ceremonies, notes } = ceremoniesIn(this.#kept);
    const browser = [this.browser, this.#userAgent && (this.browser ? `(${this.#userAgent})` : this.#userAgent)];
    const name = browser.filter(Boolean).join(' ');
    for (const ceremony of ceremonies) if (name !== '') ceremony.browser = name;
    notes.push(...this.notes);
    if (this.#tooMany > 0)
      notes.push(`Left out, as there are so many: requests that may be of WebAuthn (${this.#tooMany}).`);
    if (ceremonies.length === 0)
      notes.push('There is no ceremony in it: no options in an answer, no response in a request.');
    if (this.#bodiless > 0 && ceremonies.every(({ response, options }) => !response || !options))
      notes.push(
        `Answers without their bodies: ${this.#bodiless}. Save with content, the developer tools open before the page loads.`,
      );
    return { source, ceremonies, pieces: [], notes };
  }
}
