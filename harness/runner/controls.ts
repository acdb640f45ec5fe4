/** The controls of a run: each twin is played once, when the first case that stands on it comes. */
import { NotCarried, type Reply } from '../target.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { playAuthentication, playRegistration } from './ceremony.ts';
import type { Told } from './evidence.ts';
import { ClientRefused, HarnessError, HonestRefused, isTargetError, NotOffered } from './interruptions.ts';
import type { Outcome } from './judge.ts';
import { Scene, type Stage } from './scene.ts';
import { registrationOf, type Twin } from './twin.ts';

export interface FailedControl {
  held: false;
  /** The twin that was not accepted: of an authentication it may be the registration before it. */
  twin: Twin;
  outcome: Outcome;
  message: string;
  reply?: Reply;
  told: Told;
  ms: number;
}

/** `skipped`: the RP offers no algorithm that the twin's authenticator has, or its pages cannot carry the twin. */
export type Control = { held: true } | FailedControl | { held: false; skipped: string };

/**
 * Plays a twin.
 *
 * @param label sets its names and ids apart from those of other plays of the same twin.
 * @throws {HarnessError} when Touchstone itself goes wrong.
 */
export async function playTwin(stage: Stage, twin: Twin, label: string = twin.id): Promise<Control> {
  const began = performance.now();
  const scene = new Scene(stage, label);
  const failed = (which: Twin, outcome: Outcome, message: string, reply?: Reply): FailedControl => ({
    held: false,
    twin: which,
    outcome,
    message,
    ...(reply && { reply }),
    told: scene.told(reply),
    ms: performance.now() - began,
  });
  try {
    const play = twin.kind === 'registration' ? playRegistration : playAuthentication;
    const { outcome, message, reply } = await play(scene, twin, 'nothing');
    return outcome === 'accepted' ? { held: true } : failed(twin, outcome, message ?? 'the RP gave no message', reply);
  } catch (error) {
    if (error instanceof AskedWrongly) throw error;
    if (error instanceof NotOffered || error instanceof NotCarried) return { held: false, skipped: error.message };
    if (error instanceof HonestRefused)
      return failed(registrationOf(twin), error.reply.seen, error.message, error.reply);
    if (isTargetError(error)) return failed(twin, error.reply.seen, error.message, error.reply);
    if (error instanceof ClientRefused || error instanceof TypeError) return failed(twin, 'errored', error.message);
    throw new HarnessError(label, error);
  } finally {
    await scene.close();
  }
}

export class Controls {
  readonly #stage: Stage;
  readonly #played = new Map<string, Promise<Control>>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** What is known of a twin already. */
  settle(twin: Twin, control: Control): void {
    this.#played.set(key(twin), Promise.resolve(control));
  }

  hold(twin: Twin): Promise<Control> {
    const known = this.#played.get(key(twin));
    if (known) return known;
    const control = playTwin(this.#stage, twin);
    this.#played.set(key(twin), control);
    return control;
  }
}

function key({ kind, wishes, authenticator, discoverable }: Twin): string {
  return JSON.stringify([kind, wishes, authenticator, discoverable]);
}
