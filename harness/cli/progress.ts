/** The line that says how far a run is: rewritten in place on a terminal, now and then a new one in a log. */

/** At most this often on a terminal, in milliseconds. */
const EVERY = 80;
/** In a log: not before, and then when a tenth more is done or a minute has passed. */
const LOG = { least: 10_000, most: 60_000, share: 0.1 };

export interface Pace {
  done: number;
  total: number;
  /** Milliseconds since the start. */
  ms: number;
  /** The case that was done last. */
  id: string;
}

/** `412/1886 · 96/s · 15 s left · authentication/signature/…`, in at most `columns` characters. */
export function progressLine({ done, total, ms, id }: Pace, columns = Number.POSITIVE_INFINITY): string {
  const rate = ms > 0 ? (done * 1000) / ms : 0;
  const parts = [
    `${done}/${total}`,
    ...(rate > 0 ? [`${rateInWords(rate)}`, leftInWords((total - done) / rate)] : []),
    id,
  ];
  return cut(parts.join(' · '), columns);
}

function rateInWords(rate: number): string {
  return rate >= 10 ? `${Math.round(rate)}/s` : `${rate.toFixed(1)}/s`;
}

function leftInWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 90 ? `${whole} s left` : `${Math.ceil(whole / 60)} min left`;
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}

interface ProgressPlace {
  stream?: NodeJS.WriteStream;
  environment?: NodeJS.ProcessEnv;
  /** Milliseconds. */
  now?: () => number;
}

export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #live: boolean;
  readonly #now: () => number;
  #total = 0;
  #done = 0;
  #began = 0;
  #last = Number.NEGATIVE_INFINITY;
  #logged = { at: 0, done: 0 };

  constructor({
    stream = process.stderr,
    environment = process.env,
    now = () => performance.now(),
  }: ProgressPlace = {}) {
    this.#stream = stream;
    this.#now = now;
    this.#live = Boolean(stream.isTTY) && environment.TERM !== 'dumb' && !isSet(environment.CI);
  }

  start(total: number): void {
    this.#total = total;
    this.#began = this.#now();
    this.#logged = { at: this.#began, done: 0 };
  }

  /** One more case is done. */
  step(id: string): void {
    this.#done += 1;
    const pace = () => ({ done: this.#done, total: this.#total, ms: this.#now() - this.#began, id });
    if (this.#live) this.#draw(() => progressLine(pace(), this.#columns()));
    else if (this.#isTimeToLog()) this.#stream.write(`${progressLine(pace())}\n`);
  }

  /** How far it is, in other words than those of a run of cases; on a terminal only. */
  show(text: string): void {
    if (this.#live) this.#draw(() => cut(text, this.#columns()));
  }

  /** Makes room for a line of text. */
  clear(): void {
    if (this.#live) this.#stream.write('\r\u001b[K');
  }

  /** The last column stays free: some terminals begin a new line when it is written. */
  #columns(): number {
    return (this.#stream.columns || 80) - 1;
  }

  #draw(text: () => string): void {
    const now = this.#now();
    if (now - this.#last < EVERY) return;
    this.#last = now;
    this.#stream.write(`\r\u001b[K${text()}`);
  }

  #isTimeToLog(): boolean {
    const now = this.#now();
    const waited = now - this.#logged.at;
    const more = this.#done - this.#logged.done >= this.#total * LOG.share;
    if (waited < LOG.least || (!more && waited < LOG.most)) return false;
    this.#logged = { at: now, done: this.#done };
    return true;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}
