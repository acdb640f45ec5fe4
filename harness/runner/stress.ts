/** Cases of stress: whom they may be put to, and whether the RP still stands after one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RelyingParty } from '../target.ts';
import { isLoopback } from '../verifier/loopbackFetcher.ts';
import { type FailedControl, playTwin } from './controls.ts';
import { DEFAULT_TWIN } from './probe.ts';
import type { Stage } from './scene.ts';

/** Milliseconds. */
const PATIENCE = 10_000;
const BETWEEN = 250;

/** Unasked, an RP on this machine only: whoever owns another one has to say so. */
export function mayBeStressed({ local, origin }: RelyingParty): boolean {
  return local ?? (URL.canParse(origin) && isLoopback(new URL(origin)));
}

/** Watches an RP come back. */
export class Recovery {
  readonly #stage: Stage;
  readonly #patience: number;
  #logins = 0;

  /** @param patience milliseconds in which it may come back. */
  constructor(stage: Stage, patience: number = PATIENCE) {
    this.#stage = stage;
    this.#patience = patience;
  }

  /** Nothing when an honest login is accepted in time; else the last that was not: of two at least. */
  async failed(): Promise<FailedControl | undefined> {
    const deadline = performance.now() + this.#patience;
    let failed = await this.#login();
    while (failed) {
      await pause(Math.max(0, Math.min(BETWEEN, deadline - performance.now())));
      failed = await this.#login();
      if (performance.now() >= deadline) break;
    }
    return failed;
  }

  async #login(): Promise<FailedControl | undefined> {
    this.#logins += 1;
    const control = await playTwin(this.#stage, DEFAULT_TWIN, `control/standing-${this.#logins}`);
    return control.held || 'skipped' in control ? undefined : control;
  }
}
