/** One RP and what is known of it so far: its honest ceremony, its controls, whether it stands. Cases are put one by one. */
import type { ReportHeader, Result } from '../result.ts';
import type { Case } from '../suite/case.ts';
import type { RelyingParty } from '../target.ts';
import { type Baseline, standingOf } from './baseline.ts';
import { type Control, Controls, type FailedControl, playTwin } from './controls.ts';
import type { Told } from './evidence.ts';
import { HarnessError, NothingLearned } from './interruptions.ts';
import { Listeners } from './listener.ts';
import { perform } from './perform.ts';
import { placeFeatures } from './place.ts';
import { DEFAULT_TWIN, probe } from './probe.ts';
import { DEFAULT_PROFILE, type Profile, type SettledCase } from './profile.ts';
import { controlResult, downed, interrupted, judged, replyBefore, resultOf } from './results.ts';
import { DEFAULT_HONEST, Scene, type Stage } from './scene.ts';
import { mayBeStressed, Recovery } from './stress.ts';
import { registrationOf, twinOf } from './twin.ts';

export interface SessionOptions {
  rp: RelyingParty;
  /** Keys, ids, names and random bytes derive from it and the case's id. */
  seed: string;
  profile?: Profile;
  /** Milliseconds for an answer; only for targets that keep no time of their own, as those in process do not. */
  timeout?: number;
  /** Cases of stress are put to an RP on another machine, too. */
  stress?: boolean;
  /** Milliseconds in which an RP that fell over under stress may come back; 10,000 by default. */
  recovery?: number;
  known?: Baseline;
  /** Sets the controls apart from those of other sessions that have the same seed at the same RP. */
  mark?: string;
  /** A control that was not accepted, once. */
  onFailedControl?(result: Result): void;
  /** For the report's header. */
  version?: string;
  address?: string;
  flags?: readonly string[];
  profileFile?: string;
}

/** `open`, then `put` as often as wanted, several at a time if need be, then `close`. */
export class Session {
  readonly header: ReportHeader;
  readonly #options: SessionOptions;
  readonly #profile: Profile;
  readonly #failedControls = new Map<string, Result>();
  #stage: Stage;
  #controlStage: Stage;
  #controls: Controls;
  #recovery: Recovery;
  #held = 0;
  #closed = false;
  #checks = 0;
  /** The case of stress after which no honest login was accepted any more. */
  #downSince: Case | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#profile = options.profile ?? DEFAULT_PROFILE;
    const { rp, seed, timeout, mark } = options;
    this.#stage = {
      rp,
      seed,
      honest: DEFAULT_HONEST,
      listeners: new Listeners(),
      ...(timeout !== undefined && { timeout }),
    };
    this.#controlStage = { ...this.#stage, seed: marked(seed, mark) };
    this.#controls = new Controls(this.#controlStage);
    this.#recovery = new Recovery(this.#controlStage, options.recovery);
    this.header = headerOf(options, this.#profile);
  }

  /** Of controls that were not accepted, by id: in which order they are played depends on jobs and shards. */
  get failedControls(): Result[] {
    return [...this.#failedControls.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Why nothing that was put so far tells anything: no honest ceremony was accepted. */
  get nothingHeld(): string | undefined {
    const first = this.#failedControls.values().next().value;
    return this.#held === 0 && first ? `no honest ceremony was accepted; ${first.id}: ${first.message}` : undefined;
  }

  /**
   * Looks for an honest ceremony that the RP takes.
   *
   * @throws {NothingLearned} when nobody is there.
   */
  async open(): Promise<void> {
    try {
      const { honest, control } = await probe(this.#controlStage);
      if (honest.name) this.header.honest = honest.name;
      this.#stage = { ...this.#stage, honest };
      this.#controlStage = { ...this.#controlStage, honest };
      this.#controls = new Controls(this.#controlStage);
      this.#recovery = new Recovery(this.#controlStage, this.#options.recovery);
      this.#controls.settle(DEFAULT_TWIN, control);
      if (control.held) this.#controls.settle(registrationOf(DEFAULT_TWIN), control);
      await this.#note(control);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      throw new NothingLearned(`Touchstone went wrong on the first honest ceremony: ${error.message}`);
    }
  }

  /**
   * Puts a case. Never throws for what the RP does, unless a control finds it gone.
   *
   * @param mark sets its names and ids apart from those of another time that it was put with the same seed.
   * @throws {NothingLearned} when the RP cannot be reached for its control, nor for a new honest login.
   * @throws {HarnessError} when Touchstone itself goes wrong.
   */
  async put(one: SettledCase, mark?: string): Promise<Result> {
    return this.#standing(await this.#resultOf(one, mark));
  }

  /** @throws {NothingLearned} when a new honest login cannot reach the RP either. */
  async checkThatItIsThere(): Promise<void> {
    this.#checks += 1;
    const control = await playTwin(this.#controlStage, DEFAULT_TWIN, `control/reachable-${this.#checks}`);
    if (!control.held && !('skipped' in control) && control.outcome === 'unreachable')
      throw new NothingLearned(control.message);
  }

  /** What is under way ends in its own time. The RP itself stays open. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#stage.listeners.close();
  }

  async #resultOf(one: SettledCase, mark: string | undefined): Promise<Result> {
    const began = performance.now();
    const missing = this.#missing(one);
    if (missing.length > 0)
      return resultOf(one, { verdict: 'skip', message: `the RP does not claim: ${missing.join(', ')}` }, 0);
    const left = one.stress && this.#leftOut();
    if (left) return resultOf(one, left, 0);
    const twin = twinOf(one);
    const control = twin && (await this.#controls.hold(twin));
    if (control) await this.#note(control);
    if (control && !control.held) return withoutControl(one, control);
    const scene = new Scene({ ...this.#stage, seed: marked(this.#stage.seed, mark) }, one.id);
    const { result, told } = await this.#onStage(scene, one, began);
    return one.stress ? this.#afterStress(one, result, told) : result;
  }

  async #onStage(scene: Scene, one: SettledCase, began: number): Promise<{ result: Result; told: () => Told }> {
    try {
      const { finding, reply } = await this.#play(scene, one);
      const told = () => scene.told(reply);
      return { result: resultOf(one, finding, performance.now() - began, told), told };
    } finally {
      await scene.close();
    }
  }

  /** What was found, and the reply in which. */
  async #play(scene: Scene, one: Case) {
    try {
      const performance = await perform(scene, one);
      const finding = judged(one, performance, this.#profile);
      if (finding.seen === 'accepted' && one.expect === 'accept') this.#held += 1;
      return { finding, reply: performance.reply };
    } catch (error) {
      return { finding: interrupted(one, error, this.#profile), reply: replyBefore(error) };
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
  async #afterStress(one: Case, result: Result, told: () => Told): Promise<Result> {
    if (result.verdict === 'skip' || this.#closed) return result;
    const failed = await this.#recovery.failed();
    if (!failed) return result;
    this.#downSince = one;
    return downed(result, failed, this.#profile, told());
  }

  #missing(one: Case): string[] {
    const needs = new Set(one.discoverable ? [...one.needs, 'discoverable' as const] : one.needs);
    const { rp } = this.#options;
    const place = placeFeatures(rp);
    return [...needs].filter(feature => !rp.supports.has(feature) && !place.includes(feature));
  }

  /** Counts what held, and reports a control that did not, once. */
  async #note(control: Control): Promise<void> {
    if (control.held) this.#held += 1;
    if (control.held || 'skipped' in control || this.#failedControls.has(control.twin.id)) return;
    this.#reportControl(control);
    if (control.outcome === 'unreachable') await this.checkThatItIsThere();
  }

  #reportControl(control: FailedControl): void {
    const result = this.#standing(controlResult(control));
    this.#failedControls.set(result.id, result);
    this.#options.onFailedControl?.(result);
  }

  #standing(result: Result): Result {
    const standing = standingOf(result, this.#options.known ?? []);
    return standing ? { ...result, standing } : result;
  }
}

function marked(seed: string, mark: string | undefined): string {
  return mark === undefined ? seed : `${seed}.${mark}`;
}

function headerOf(
  { rp, seed, version, address, flags = [], profileFile }: SessionOptions,
  profile: Profile,
): ReportHeader {
  return {
    schema: 1,
    version: version ?? '',
    target: {
      name: rp.name,
      origin: rp.origin,
      supports: [...rp.supports],
      ...(address !== undefined && { address }),
      ...(flags.length > 0 && { flags: [...flags] }),
    },
    profile: profile.name,
    ...(profileFile !== undefined && { profileFile }),
    seed,
    started: new Date().toISOString(),
  };
}

function withoutControl(one: SettledCase, control: Exclude<Control, { held: true }>): Result {
  if ('skipped' in control) return resultOf(one, { verdict: 'skip', message: control.skipped }, 0);
  const { twin, message } = control;
  const finding = {
    verdict: 'void' as const,
    control: twin.id,
    message: `its control ${twin.id} failed: ${message}`,
  };
  return resultOf(one, finding, 0);
}
