/** What a run says while it goes on: findings on standard output as they come, how far it is on standard error. */
import { printable, printedResult } from '../report/terminal.ts';
import type { ReportHeader, Result } from '../result.ts';
import { colours, columnsOf, say } from './console.ts';
import { Progress } from './progress.ts';

export class RunReporter {
  readonly #progress = new Progress();
  readonly #quiet: boolean;
  /** A control can fail before the run has begun. */
  readonly #early: Result[] = [];
  #header: ReportHeader | undefined;

  /** @param quiet nothing is written to standard output. */
  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  start(header: ReportHeader, total: number): void {
    this.#header = header;
    this.#progress.start(total);
    const { target, profile, seed, honest } = header;
    this.say(`${printable(target.name)} · ${target.origin} · ${total} cases · profile ${profile} · seed ${seed}`);
    if (honest) this.say(`Honest ceremonies here: ${honest}`);
    this.say('');
    for (const result of this.#early.splice(0)) this.#print(result);
  }

  result(result: Result): void {
    if (result.section !== 'control') this.#progress.step(result.id);
    if (this.#header) this.#print(result);
    else this.#early.push(result);
  }

  /** For people alone. */
  say(text: string): void {
    if (!this.#quiet) say(text);
  }

  /** Takes the progress away. */
  clear(): void {
    this.#progress.clear();
  }

  #print(result: Result): void {
    if (this.#quiet) return;
    const columns = columnsOf();
    const text = printedResult(this.#header!, result, { colour: colours(), ...(columns !== undefined && { columns }) });
    if (text === undefined) return;
    this.#progress.clear();
    say(`${text}\n`);
  }
}
