/** Puts cases to an RP under test, several at a time, and reports on all of them. */
import type { Report, ReportHeader, Result } from '../result.ts';
import type { Case } from '../suite/case.ts';
import { HarnessError, NothingLearned } from './interruptions.ts';
import { DEFAULT_PROFILE, type SettledCase, settle } from './profile.ts';
import { Session, type SessionOptions } from './session.ts';
import { inShard, type Shard } from './shard.ts';
import { tally } from './tally.ts';

export interface RunOptions extends Omit<SessionOptions, 'mark' | 'onFailedControl'> {
  cases: readonly Case[];
  /** How the cases were asked for, as it was given; for the report's header. */
  patterns?: readonly string[];
  /** Cases under way at a time; 1 by default. */
  jobs?: number;
  shard?: Shard;
  /** Ends the run; what is under way is left out of the report. */
  signal?: AbortSignal;
  /** Before the first case. `cases` is how many will be put. */
  onStart?(header: ReportHeader, cases: number): void;
  /** Each result as it comes; failing controls too. */
  onResult?(result: Result): void;
}

export interface RunOutcome {
  /** Results in the catalogue's order, failed controls first. */
  report: Report;
  /** Why nothing, or nothing more, could be learned: the request and what came back. */
  stopped?: string;
  /** Cases on which Touchstone itself went wrong; they are not in the report, which is incomplete. */
  problems: HarnessError[];
}

/** Runs cases. Never throws for what the RP does. */
export async function run(options: RunOptions): Promise<RunOutcome> {
  const settled = settle(options.cases, options.profile ?? DEFAULT_PROFILE);
  const cases = options.shard ? settled.filter(one => inShard(one.id, options.shard!)) : settled;
  const running = new Run(options, cases);
  const stopped = await running.play();
  return running.outcome(stopped);
}

class Run {
  readonly #options: RunOptions;
  readonly #cases: readonly SettledCase[];
  readonly #session: Session;
  readonly #results = new Map<Case, Result>();
  readonly #problems: HarnessError[] = [];
  /** Nothing that comes later counts. */
  #over = false;

  constructor(options: RunOptions, cases: readonly SettledCase[]) {
    this.#options = options;
    this.#cases = cases;
    const onFailedControl = (result: Result) => options.onResult?.(result);
    const { shard, patterns = [] } = options;
    // Parts of one run share its seed, and may share the RP: the controls of one must not find the names of another taken.
    const mark = shard && `shard-${shard.index}`;
    this.#session = new Session({ ...options, onFailedControl, ...(mark !== undefined && { mark }) });
    const { header } = this.#session;
    if (shard) header.shard = { index: shard.index, of: shard.count };
    header.asked = { patterns: [...patterns], cases: options.cases.length };
  }

  /** Why it was stopped, if it was. */
  async play(): Promise<string | undefined> {
    const { signal } = this.#options;
    const cut = new Promise<string>(resolve => {
      if (signal?.aborted) resolve('interrupted');
      signal?.addEventListener('abort', () => resolve('interrupted'), { once: true });
    });
    try {
      return await Promise.race([this.#playAll(), cut]);
    } finally {
      this.#over = true;
      await this.#session.close();
    }
  }

  outcome(stopped: string | undefined): RunOutcome {
    const ordered = this.#cases.flatMap(one => this.#results.get(one) ?? []);
    const { header, failedControls, nothingHeld } = this.#session;
    const results = [...failedControls, ...ordered];
    const complete = stopped === undefined && ordered.length === this.#cases.length;
    const why = stopped ?? nothingHeld;
    return {
      report: { header, results, footer: { ...tally(results), complete, ended: new Date().toISOString() } },
      ...(why !== undefined && { stopped: why }),
      problems: this.#problems,
    };
  }

  async #playAll(): Promise<string | undefined> {
    try {
      await this.#session.open();
      this.#options.onStart?.(this.#session.header, this.#cases.length);
      // Time passes for the whole RP: what lets it pass has the RP to itself.
      const alone = this.#cases.filter(one => !one.stress && one.needs.includes('clock'));
      await this.#putAll(
        this.#cases.filter(one => !one.stress && !alone.includes(one)),
        this.#options.jobs ?? 1,
      );
      await this.#putAll(alone, 1);
      await this.#putAll(
        this.#cases.filter(one => one.stress),
        1,
      );
      return undefined;
    } catch (error) {
      this.#over = true;
      if (error instanceof NothingLearned) return error.message;
      throw error;
    }
  }

  async #putAll(cases: readonly SettledCase[], jobs: number): Promise<void> {
    const queue = cases.values();
    const worker = async () => {
      for (const one of queue) {
        if (this.#over) return;
        await this.#put(one);
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  }

  async #put(one: SettledCase): Promise<void> {
    try {
      const result = await this.#session.put(one);
      if (this.#over) return;
      this.#results.set(one, result);
      this.#options.onResult?.(result);
      if (result.seen === 'unreachable' && !one.stress) await this.#session.checkThatItIsThere();
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      this.#problems.push(error);
    }
  }
}
