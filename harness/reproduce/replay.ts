/** Plays a plan at an RP, and says whether it goes as it was recorded, and whether it ought to. */
import { randomBytes } from 'node:crypto';
import type { DutyName } from '../duties.ts';
import { type Difference, type DifferenceKind, differenceIn } from '../fuzz/difference.ts';
import type { Fuzzed } from '../fuzz/edit.ts';
import { Oracle } from '../fuzz/oracle.ts';
import { type Played, Player } from '../fuzz/play.ts';
import {
  ClientRefused,
  HarnessError,
  HonestRefused,
  isTargetError,
  NothingLearned,
  NotOffered,
  replyInWords,
} from '../runner/interruptions.ts';
import { Listeners } from '../runner/listener.ts';
import { probe } from '../runner/probe.ts';
import { DEFAULT_HONEST, type Stage } from '../runner/scene.ts';
import { NotCarried, type RelyingParty, type Reply } from '../target.ts';
import type { Access } from '../targets/access.ts';
import { type OpenedTarget, openTarget } from '../targets/open.ts';
import type { Refusal } from '../verifier/outcome.ts';
import type { Plan } from './plan.ts';
import { replayedInWords } from './replayWords.ts';

/** Milliseconds for an answer, where nothing else is said. */
const TIMEOUT = 10_000;

export interface ReplayOptions {
  /** `fido:URL`, `page:PATH`, `module:PATH` or `glass[:without=DUTY,…]`; or one that is open, which stays open. */
  rp: string | RelyingParty;
  /** How an address is reached. Without it, what is not on this machine may be opened as well. */
  access?: Access;
  /** Milliseconds for an answer; 10,000 by default, none for an RP that is open. */
  timeout?: number;
  /** What keys, ids and names derive from; fresh by default. */
  seed?: string;
}

/**
 * - `same`: as it was recorded
 * - `mended`: not as it was recorded, and as it ought to
 * - `otherwise`: neither
 * - `unrecorded`: what the RP answered then is not known
 */
export type ReplayResult = 'same' | 'mended' | 'otherwise' | 'unrecorded';

export interface Replayed {
  /** What the RP did now. `no credential`: an honest client refuses what it asks for, as the page's did. */
  now: Pick<Reply, 'status' | 'message'> & { seen: Reply['seen'] | 'no credential' };
  /** What the reference verifier says against what was played: none where the RP owes it acceptance. */
  refusals: Refusal[];
  result: ReplayResult;
  /** The RP does what it ought not to. */
  wrong: boolean;
  kind?: DifferenceKind;
  /** What the RP neglects. */
  duty?: DutyName;
  /** Nothing of what was wrong with the recorded ceremony is wrong with the one that was played. */
  lost: boolean;
  /** What was not carried over, in words. */
  left: string[];
  /** All of it, in one sentence or two. What the RP said is quoted: escape it where it is shown. */
  words: string;
}

/**
 * Plays a plan once.
 *
 * @throws {NothingLearned} when the RP takes no honest ceremony, or cannot be reached: never a verdict on it.
 * @throws {AskedWrongly} when the address is none.
 */
export async function replay(plan: Plan, options: ReplayOptions): Promise<Replayed> {
  const replayer = await Replayer.open(options);
  try {
    return await replayer.play(plan);
  } finally {
    await replayer.close();
  }
}

/** For several replays at one RP: each with a user, keys and ids of its own. */
export class Replayer {
  readonly #stage: Stage;
  readonly #player: Player;
  /** Where it was opened here. */
  readonly #opened: OpenedTarget | undefined;

  private constructor(stage: Stage, opened: OpenedTarget | undefined) {
    this.#stage = stage;
    this.#player = new Player(stage, new Oracle(stage.rp, false), false);
    this.#opened = opened;
  }

  /** @throws {NothingLearned} when no honest login is accepted. */
  static async open({ rp, access, timeout, seed }: ReplayOptions): Promise<Replayer> {
    const opened =
      typeof rp === 'string'
        ? await openTarget(rp, { timeout: timeout ?? TIMEOUT, ...(access && { access }) })
        : undefined;
    const stage: Stage = {
      rp: opened?.rp ?? (rp as RelyingParty),
      seed: seed ?? randomBytes(6).toString('hex'),
      honest: DEFAULT_HONEST,
      listeners: new Listeners(),
      ...(opened?.inProcess ? { timeout: timeout ?? TIMEOUT } : !opened && timeout !== undefined && { timeout }),
    };
    try {
      const { honest, control } = await probe(stage);
      if (!control.held)
        throw new NothingLearned(
          `no honest login was accepted: ${'message' in control ? control.message : control.skipped}`,
        );
      return new Replayer({ ...stage, honest }, opened);
    } catch (error) {
      await opened?.rp.close?.();
      throw error;
    }
  }

  get rp(): RelyingParty {
    return this.#stage.rp;
  }

  /** @throws {NothingLearned} as {@link replay} does. */
  async play(plan: Plan): Promise<Replayed> {
    const { facts } = plan.fuzzed;
    try {
      return await this.#played(plan);
    } catch (error) {
      // An RP that trusts real manufacturers refuses our test roots, which is no matter of the login.
      const attested = plan.fuzzed.ceremony === 'authentication' && facts.attestation !== undefined;
      if (error instanceof HonestRefused && attested) return this.play(withoutAttestation(plan));
      throw this.#passed(error);
    }
  }

  async close(): Promise<void> {
    await this.#player.close();
    await this.#stage.listeners.close();
    await this.#opened?.rp.close?.();
  }

  async #played(plan: Plan): Promise<Replayed> {
    const { fuzzed, recorded } = plan;
    try {
      const played = await this.#player.play(fuzzed, true);
      if (played.reply.seen === 'unreachable') throw new NothingLearned(replyInWords(played.reply));
      const difference = (await differenceIn(played, fuzzed)) ?? (await this.#inTwin(played, fuzzed));
      return this.#judged(plan, played, difference);
    } catch (error) {
      if (recorded.noCredential && (error instanceof ClientRefused || error instanceof NotOffered))
        return this.#refusedHere(plan, error);
      throw error;
    }
  }

  /**
   * A refusal counts beside an acceptance: the ceremony without what is wrong in it.
   *
   * @throws {NothingLearned} when that is refused, and the RP is free to.
   */
  async #inTwin({ reply }: Played, fuzzed: Fuzzed): Promise<Difference | undefined> {
    const { situation, edits, ceremony, facts } = fuzzed;
    if (reply.seen !== 'rejected' || situation || edits.length === 0) return undefined;
    const twin: Fuzzed = { ceremony, facts, edits: [] };
    const played = await this.#player.play(twin, true);
    if (played.reply.seen === 'accepted') return undefined;
    const difference = await differenceIn(played, twin);
    if (difference) return difference;
    throw new NothingLearned(
      `the RP refuses this ${inWords(ceremony)} also without what is wrong with it: ${replyInWords(played.reply)}`,
    );
  }

  async #judged(plan: Plan, played: Played, difference: Difference | undefined): Promise<Replayed> {
    const { reply } = played;
    const { refusals } = await played.judge('least');
    const { recorded } = plan;
    const now = {
      seen: reply.seen,
      ...(reply.status !== undefined && { status: reply.status }),
      ...(reply.message !== undefined && { message: reply.message }),
    };
    const duties = refusals.map(({ duty }) => duty);
    const missing = recorded.refusals.filter(({ duty }) => !duties.includes(duty));
    const lost = missing.length > 0 ? missing.length === recorded.refusals.length : mayLie(plan, reply);
    const judgement = {
      now,
      refusals,
      wrong: difference !== undefined,
      ...(difference && { kind: difference.kind, ...(difference.duty && { duty: difference.duty }) }),
      lost,
      left: [...plan.left, ...missing.map(({ duty, reason }) => `what was wrong for ${duty}: ${reason}`)],
    };
    const result = resultOf(recorded.accepted, reply.seen === 'accepted', judgement.wrong);
    return this.#inWords(plan, { ...judgement, result });
  }

  #refusedHere(plan: Plan, { message }: Error): Replayed {
    return this.#inWords(plan, {
      now: { seen: 'no credential', message },
      refusals: [],
      result: 'same',
      wrong: true,
      lost: false,
      left: plan.left,
    });
  }

  #inWords(plan: Plan, replayed: Omit<Replayed, 'words'>): Replayed {
    return { ...replayed, words: replayedInWords(this.#stage.rp.name, plan, replayed) };
  }

  #passed(error: unknown): unknown {
    if (error instanceof NothingLearned) return error;
    if (error instanceof HonestRefused || isTargetError(error) || error instanceof NotCarried)
      return new NothingLearned(`it cannot be played at ${this.#stage.rp.name}: ${error.message}`);
    if (error instanceof ClientRefused || error instanceof NotOffered)
      return new NothingLearned(`the same authenticator makes nothing at ${this.#stage.rp.name}: ${error.message}`);
    return new HarnessError('replay', error);
  }
}

function resultOf(then: boolean | undefined, now: boolean, wrong: boolean): ReplayResult {
  if (then === undefined) return 'unrecorded';
  if (then === now) return 'same';
  return wrong ? 'otherwise' : 'mended';
}

/** Nothing is known to be wrong with it, it failed all the same, and now it does not: was it what is not carried over? */
function mayLie(plan: Plan, { seen }: Reply): boolean {
  const { accepted, refusals, noCredential } = plan.recorded;
  return accepted === false && refusals.length === 0 && seen === 'accepted' && (noCredential ?? isCertified(plan));
}

/** Whether certificates of ours stand for those that were seen. */
function isCertified({ fuzzed: { ceremony, facts } }: Plan): boolean {
  const { attestation = 'none' } = facts;
  return ceremony === 'registration' && attestation !== 'none' && attestation !== 'packed-self';
}

function withoutAttestation(plan: Plan): Plan {
  const { attestation: _, wishes: { attestation: __, ...wishes } = {}, ...facts } = plan.fuzzed.facts;
  return {
    ...plan,
    fuzzed: { ...plan.fuzzed, facts: { ...facts, wishes } },
    left: [...plan.left, 'the attestation: the RP refuses one by a test root'],
  };
}

function inWords(ceremony: Fuzzed['ceremony']): string {
  return ceremony === 'registration' ? 'registration' : 'login';
}
