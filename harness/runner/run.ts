/** Puts cases to an RP under test: control, ceremony, verdict, standing. */
import type { Report, ReportHeader, Result } from '../result.ts';
import type { Case } from '../suite/case.ts';
import type { RelyingParty } from '../target.ts';
import { type Baseline, standingOf } from './baseline.ts';
import { type Control, Controls, type FailedControl, playTwin } from './controls.ts';
import { HarnessError, NothingLearned } from './interruptions.ts';
import { Listeners } from './listener.ts';
import { perform } from './perform.ts';
import { placeFeatures } from './place.ts';
import { DEFAULT_TWIN, probe } from './probe.ts';
import { DEFAULT_PROFILE, type Profile, settle } from './profile.ts';
import { controlResult, downed, interrupted, judged, resultOf } from './results.ts';
import { DEFAULT_HONEST, Scene, type Stage } from './scene.ts';
import { inShard, type Shard } from './shard.ts';
import { mayBeStressed, Recovery } from './stress.ts';
import { tally } from './tally.ts';
import { registrationOf, twinOf } from './twin.ts';

export interface RunOptions {
  rp: RelyingParty;
  cases: readonly Case[];
  /** Keys, ids, names and random bytes derive from it and the case's id. */
  seed: string;
  profile?: Profile;
  /** Cases under way at a time; 1 by default. */
  jobs?: number;
  /** Milliseconds for an answer; only for targets that keep no time of their own, as those in process do not. */
  timeout?: number;
  /** Cases of stress are put to an RP on another machine, too. */
  stress?: boolean;
  /** Milliseconds in which an RP that fell over under stress may come back; 10,000 by default. */
  recovery?: number;
  shard?: Shard;
  known?: Baseline;
  /** Ends the run; what is under way is left out of the report. */
  signal?: AbortSignal;
  /** Before the first case. `cases` is how many will be put. */
  onStart?(header: ReportHeader, cases: number): void;
  /** Each result as it comes; failing controls too. */
  onResult?(result: Result): void;
  /** For the report's header. */
  version?: string;
  address?: string;
  profileFile?: string;
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
  readonly #cases: readonly Case[];
  readonly #profile: Profile;
  readonly #header: ReportHeader;
  readonly #results = new Map<Case, Result>();
  readonly #failedControls = new Map<string, Result>();
  readonly #problems: HarnessError[] = [];
  #stage: Stage;
  #controls: Controls;
  #recovery: Recovery;
  #held = 0;
  /** Nothing that comes later counts. */
  #over = false;
  #checks = 0;
  /** The case of stress after which no honest login was accepted any more. */
  #downSince: Case | undefined;

  constructor(options: RunOptions, cases: readonly Case[]) {
    this.#options = options;
    this.#cases = cases;
    this.#profile = options.profile ?? DEFAULT_PROFILE;
    const { rp, seed, timeout } = options;
    this.#stage = {
      rp,
      seed,
      honest: DEFAULT_HONEST,
      listeners: new Listeners(),
      ...(timeout !== undefined && { timeout }),
    };
    this.#controls = new Controls(this.#stage);
    this.#recovery = new Recovery(this.#stage, options.recovery);
    this.#header = {
      schema: 1,
      version: options.version ?? '',
      target: {
        name: rp.name,
        origin: rp.origin,
        supports: [...rp.supports],
        ...(options.address !== undefined && { address: options.address }),
      },
      profile: this.#profile.name,
      ...(options.profileFile !== undefined && { profileFile: options.profileFile }),
      seed,
      started: new Date().toISOString(),
    };
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
      await this.#stage.listeners.close();
    }
  }

  outcome(stopped: string | undefined): RunOutcome {
    const ordered = this.#cases.flatMap(one => this.#results.get(one) ?? []);
    const results = [...this.#failedControls.values(), ...ordered];
    const complete = stopped === undefined && ordered.length === this.#cases.length;
    const why = stopped ?? this.#nothingHeld();
    return {
      report: {
        header: this.#header,
        results,
        footer: { ...tally(results), complete, ended: new Date().toISOString() },
      },
      ...(why !== undefined && { stopped: why }),
      problems: this.#problems,
    };
  }

  #nothingHeld(): string | undefined {
    const first = this.#failedControls.values().next().value;
    return this.#held === 0 && first ? `no honest ceremony was accepted; ${first.id}: ${first.message}` : undefined;
  }

  async #playAll(): Promise<string | undefined> {
    try {
      await this.#findHonest();
      this.#options.onStart?.(this.#header, this.#cases.length);
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

  async #putAll(cases: readonly Case[], jobs: number): Promise<void> {
    const queue = cases.values();
    const worker = async () => {
      for (const one of queue) {
        if (this.#over) return;
        await this.#put(one);
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  }

  async #findHonest(): Promise<void> {
    try {
      const { honest, control } = await probe(this.#stage);
      if (honest.name) this.#header.honest = honest.name;
      this.#stage = { ...this.#stage, honest };
      this.#controls = new Controls(this.#stage);
      this.#recovery = new Recovery(this.#stage, this.#options.recovery);
      this.#controls.settle(DEFAULT_TWIN, control);
      if (control.held) this.#controls.settle(registrationOf(DEFAULT_TWIN), control);
      await this.#note(control);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      throw new NothingLearned(`Touchstone went wrong on the first honest ceremony: ${error.message}`);
    }
  }

  async #put(one: Case): Promise<void> {
    try {
      const result = await this.#afterStress(one, await this.#resultOf(one));
      if (this.#over) return;
      const standing = standingOf(result, this.#options.known ?? []);
      const standingResult = standing ? { ...result, standing } : result;
      this.#results.set(one, standingResult);
      this.#options.onResult?.(standingResult);
      if (result.seen === 'unreachable' && !one.stress) await this.#checkThatItIsThere();
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      this.#problems.push(error);
    }
  }

  async #resultOf(one: Case): Promise<Result> {
    const began = performance.now();
    const missing = this.#missing(one);
    if (missing.length > 0)
      return resultOf(one, { verdict: 'skip', message: `the RP does not claim: ${missing.join(', ')}` }, 0, () => []);
    const left = one.stress && this.#leftOut();
    if (left) return resultOf(one, left, 0, () => []);
    const twin = twinOf(one);
    const control = twin && (await this.#controls.hold(twin));
    if (control) await this.#note(control);
    if (control && !control.held) return this.#withoutControl(one, control);
    const scene = new Scene(this.#stage, one.id);
    try {
      const finding = await this.#play(scene, one);
      return resultOf(one, finding, performance.now() - began, () => scene.conversation.exchanges());
    } finally {
      await scene.close();
    }
  }

  async #play(scene: Scene, one: Case) {
    try {
      const finding = judged(one, await perform(scene, one), this.#profile);
      if (finding.seen === 'accepted' && one.expect === 'accept') this.#held += 1;
      return finding;
    } catch (error) {
      return interrupted(one, error, this.#profile);
    }
  }

  /** Why a case of stress is not put. */
  #leftOut(): Pick<Result, 'verdict' | 'message' | 'control'> | undefined {
    const { rp, stress } = this.#options;
    if (this.#downSince)
      return { verdict: 'void', control: this.#downSince.id, message: `the RP is down since ${this.#downSince.id}` };
    if (stress || mayBeStressed(rp)) return undefined;
    return { verdict: 'skip', message: 'the RP is not on this machine: only --stress puts strain on it' };
  }

  /** The control after a case of stress: `down` when the RP has not come back in time. */
  async #afterStress(one: Case, result: Result): Promise<Result> {
    const unplayed = result.verdict === 'skip' || result.control !== undefined;
    if (!one.stress || unplayed || this.#over) return result;
    const failed = await this.#recovery.failed();
    if (!failed) return result;
    this.#downSince = one;
    return downed(result, failed, this.#profile);
  }

  #missing(one: Case): string[] {
    const needs = new Set(one.discoverable ? [...one.needs, 'discoverable' as const] : one.needs);
    const { rp } = this.#options;
    const place = placeFeatures(rp);
    return [...needs].filter(feature => !rp.supports.has(feature) && !place.includes(feature));
  }

  #withoutControl(one: Case, control: Exclude<Control, { held: true }>): Result {
    if ('skipped' in control) return resultOf(one, { verdict: 'skip', message: control.skipped }, 0, () => []);
    const { twin, message } = control;
    const finding = {
      verdict: 'void' as const,
      control: twin.id,
      message: `its control ${twin.id} failed: ${message}`,
    };
    return resultOf(one, finding, 0, () => []);
  }

  /** Counts what held, and reports a control that did not, once. */
  async #note(control: Control): Promise<void> {
    if (control.held) this.#held += 1;
    if (control.held || 'skipped' in control || this.#failedControls.has(control.twin.id)) return;
    this.#reportControl(control);
    if (control.outcome === 'unreachable') await this.#checkThatItIsThere();
  }

  #reportControl(control: FailedControl): void {
    const result = controlResult(control);
    const standing = standingOf(result, this.#options.known ?? []);
    const standingResult = standing ? { ...result, standing } : result;
    this.#failedControls.set(result.id, standingResult);
    this.#options.onResult?.(standingResult);
  }

  /** @throws {NothingLearned} when a new honest login cannot reach the RP either. */
  async #checkThatItIsThere(): Promise<void> {
    this.#checks += 1;
    const control = await playTwin(this.#stage, DEFAULT_TWIN, `control/reachable-${this.#checks}`);
    if (!control.held && !('skipped' in control) && control.outcome === 'unreachable')
      throw new NothingLearned(control.message);
  }
}
