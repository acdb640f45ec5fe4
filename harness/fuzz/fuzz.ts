/** The fuzzer: ceremonies drawn by fast-check, held against the reference verifier, each difference made as small as can be. */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { sha256, utf8 } from '../encoding/bytes.ts';
import {
  ClientRefused,
  HarnessError,
  HonestRefused,
  isTargetError,
  NothingLearned,
  NotOffered,
} from '../runner/interruptions.ts';
import { Listeners } from '../runner/listener.ts';
import { probe } from '../runner/probe.ts';
import { DEFAULT_HONEST, type Stage } from '../runner/scene.ts';
import type { RelyingParty } from '../target.ts';
import { type Draw, fuzzedArbitrary } from './arbitraries.ts';
import { type Difference, differenceIn, groupOf } from './difference.ts';
import type { Fuzzed } from './edit.ts';
import { Oracle } from './oracle.ts';
import { Player } from './play.ts';
import { smaller } from './smaller.ts';

export interface FuzzOptions {
  rp: RelyingParty;
  seed: string;
  /** Milliseconds that it goes on for. */
  time: number;
  /** Ceremonies after which it ends, if the time is not up before. */
  ceremonies?: number;
  /** No two credentials have the same key: for RPs that keep each public key once. Takes longer. */
  ownKeys?: boolean;
  /** Under way at a time; 1 by default. */
  jobs?: number;
  /** One kind of ceremony; both by default. */
  only?: Fuzzed['ceremony'];
  /** The form of CBOR and certificates is due as well. */
  strict?: boolean;
  /** Milliseconds for an answer; only for targets that keep no time of their own. */
  timeout?: number;
  signal?: AbortSignal;
  onFinding?(finding: Finding): void;
  onCeremony?(done: number): void;
}

export interface Finding extends Difference {
  /** What findings of one sort have in common. */
  group: string;
  fuzzed: Fuzzed;
  /** Milliseconds from the start. */
  after: number;
}

export interface FuzzOutcome {
  findings: Finding[];
  ceremonies: number;
  /** Ceremonies that an honest client or authenticator cannot make here. */
  unplayable: number;
  ms: number;
  /** Why it ended early: the RP takes no honest ceremony any more. */
  stopped?: string;
}

/** Ceremonies of one kind before it is the next one's turn. */
const BATCH: Readonly<Record<Draw, number>> = { registration: 100, authentication: 300, certified: 20 };
/** Milliseconds. */
const BETWEEN_PAUSES = 50;
const DRAWS: Readonly<Record<Fuzzed['ceremony'], readonly Draw[]>> = {
  registration: ['registration', 'certified'],
  authentication: ['authentication'],
};

/**
 * Looks for differences until the time is up.
 *
 * @throws {NothingLearned} when the RP takes no honest login.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const run = await FuzzRun.open(options);
  try {
    return await run.go();
  } finally {
    await run.close();
  }
}

/** Plays one ceremony, as a finding has it. Undefined where RP and oracle agree. */
export async function repeat(options: FuzzOptions, fuzzed: Fuzzed): Promise<Finding | undefined> {
  const run = await FuzzRun.open(options);
  try {
    return await run.finding(fuzzed);
  } finally {
    await run.close();
  }
}

class FuzzRun {
  readonly #options: FuzzOptions;
  readonly #stage: Stage;
  readonly #player: Player;
  readonly #began = performance.now();
  readonly #found = new Map<string, Finding>();
  readonly #twins = new Map<string, Promise<boolean>>();
  #ceremonies = 0;
  #unplayable = 0;
  #refusedHonest = 0;
  #pausedAt = performance.now();
  #stopped: string | undefined;

  private constructor(options: FuzzOptions, stage: Stage) {
    this.#options = options;
    this.#stage = stage;
    this.#player = new Player(stage, new Oracle(options.rp, options.strict ?? false), !options.ownKeys);
  }

  static async open(options: FuzzOptions): Promise<FuzzRun> {
    const { rp, seed, timeout } = options;
    const listeners = new Listeners();
    const stage: Stage = { rp, seed, honest: DEFAULT_HONEST, listeners, ...(timeout !== undefined && { timeout }) };
    const { honest, control } = await probe(stage);
    if (!control.held)
      throw new NothingLearned(
        `no honest login was accepted: ${'message' in control ? control.message : control.skipped}`,
      );
    return new FuzzRun(options, { ...stage, honest });
  }

  async close(): Promise<void> {
    await this.#player.close();
    await this.#stage.listeners.close();
  }

  async go(): Promise<FuzzOutcome> {
    let batch = 0;
    const { only } = this.#options;
    const draws = only ? DRAWS[only] : [...DRAWS.authentication, ...DRAWS.registration];
    const worker = async () => {
      while (!this.#over()) {
        const draw = draws[batch % draws.length]!;
        batch += 1;
        await this.#search(draw, batch);
      }
    };
    await Promise.all(Array.from({ length: this.#options.jobs ?? 1 }, worker));
    return {
      findings: [...this.#found.values()],
      ceremonies: this.#ceremonies,
      unplayable: this.#unplayable,
      ms: performance.now() - this.#began,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
    };
  }

  #left(): number {
    return this.#options.time - (performance.now() - this.#began);
  }

  #over(): boolean {
    const { signal, ceremonies = Number.POSITIVE_INFINITY } = this.#options;
    return (
      this.#left() <= 0 || signal?.aborted === true || this.#stopped !== undefined || this.#ceremonies >= ceremonies
    );
  }

  /** Draws ceremonies until one differs in a way that is new, and shrinks that one. */
  async #search(draw: Draw, batch: number): Promise<void> {
    const drawn = fuzzedArbitrary(draw, this.#options.rp.supports);
    if (!drawn) return;
    let pinned: Finding | undefined;
    let smallest: Finding | undefined;
    const agrees = fc.asyncProperty(drawn, async fuzzed => {
      if (this.#over()) return true;
      const finding = pinned ? await this.finding(fuzzed) : await this.#news(fuzzed);
      if (!finding || (pinned && finding.group !== pinned.group)) return true;
      pinned ??= finding;
      smallest = finding;
      return false;
    });
    const seed = Buffer.from(sha256(utf8(`${this.#options.seed} ${batch}`))).readInt32BE();
    await fc.check(agrees, { seed, numRuns: BATCH[draw], interruptAfterTimeLimit: Math.max(1, this.#left()) });
    if (smallest) this.#keep(await this.#withoutNeedless(smallest));
  }

  #keep(finding: Finding): void {
    if (this.#found.has(finding.group)) return;
    this.#found.set(finding.group, finding);
    this.#options.onFinding?.(finding);
  }

  /** A difference that was not found before, and is seen again on a registration of its own. */
  async #news(fuzzed: Fuzzed): Promise<Finding | undefined> {
    const first = await this.finding(fuzzed, false);
    if (!first || this.#found.has(first.group)) return undefined;
    const again = await this.finding(fuzzed);
    // The RP no longer keeps of that registration what the oracle does.
    if (!again) await this.#player.forget(fuzzed);
    return again && !this.#found.has(again.group) ? again : undefined;
  }

  /** fast-check shrinks what it drew; what only came with the draw, another edit or a fact, is tried without here. */
  async #withoutNeedless(finding: Finding): Promise<Finding> {
    let smallest = finding;
    for (let tries = smaller(smallest.fuzzed); tries.length > 0; ) {
      const tried = await this.finding(tries.shift()!);
      if (tried?.kind !== finding.kind || tried.duty !== finding.duty) continue;
      smallest = tried;
      tries = smaller(smallest.fuzzed);
    }
    return smallest;
  }

  /** An RP in process never waits for anything: without this no signal or timer would get its turn. */
  async #pause(): Promise<void> {
    if (performance.now() - this.#pausedAt < BETWEEN_PAUSES) return;
    await setImmediate();
    this.#pausedAt = performance.now();
  }

  async finding(fuzzed: Fuzzed, fresh = true): Promise<Finding | undefined> {
    await this.#pause();
    this.#ceremonies += 1;
    this.#options.onCeremony?.(this.#ceremonies);
    const difference = await this.#difference(fuzzed, fresh);
    if (!difference) return undefined;
    const honest = difference.kind === 'hole' || difference.kind === 'hygiene' || (await this.#takesTwin(fuzzed));
    const group = honest ? groupOf(difference, fuzzed) : `${difference.kind} honest ${JSON.stringify(fuzzed.facts)}`;
    return {
      ...difference,
      fuzzed: honest ? fuzzed : { ...fuzzed, edits: [] },
      group,
      after: performance.now() - this.#began,
    };
  }

  async #difference(fuzzed: Fuzzed, fresh: boolean): Promise<Difference | undefined> {
    try {
      const played = await this.#player.play(fuzzed, fresh);
      if (played.reply.seen === 'unreachable') this.#stopped = 'the RP cannot be reached any more';
      else this.#refusedHonest = 0;
      return this.#stopped === undefined ? await differenceIn(played, fuzzed) : undefined;
    } catch (error) {
      return this.#passed(error, fuzzed);
    }
  }

  /** What cannot be played says nothing; an RP that refuses every honest registration from some time on says a lot. */
  #passed(error: unknown, fuzzed: Fuzzed): undefined {
    this.#unplayable += 1;
    if (error instanceof HonestRefused || isTargetError(error)) {
      const plain = Object.keys(fuzzed.facts).length === 0;
      this.#refusedHonest += plain ? 1 : 0;
      if (this.#refusedHonest > 5)
        this.#stopped = `honest ceremonies are no longer accepted: ${(error as Error).message}`;
      return undefined;
    }
    if (error instanceof NotOffered || error instanceof ClientRefused || error instanceof RangeError) return undefined;
    if (error instanceof TypeError || error instanceof DOMException) return undefined;
    throw new HarnessError(JSON.stringify(fuzzed), error);
  }

  /** Whether the ceremony without its edits is accepted: if not, the edits are not what is refused. */
  #takesTwin({ ceremony, facts, situation }: Fuzzed): Promise<boolean> {
    if (situation) return Promise.resolve(true);
    const key = `${ceremony} ${JSON.stringify(facts)}`;
    const asked = this.#twins.get(key) ?? this.#playTwin({ ceremony, facts, edits: [] });
    this.#twins.set(key, asked);
    return asked;
  }

  async #playTwin(twin: Fuzzed): Promise<boolean> {
    try {
      return (await this.#player.play(twin, true)).reply.seen === 'accepted';
    } catch {
      return false;
    }
  }
}
