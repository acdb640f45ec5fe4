/** A prompt that is open: a ceremony that waits for its person. */
import type { CeremonyRequest } from './gatePage.ts';
import type { Outcome } from './outcomes.ts';

export type Answer = Exclude<Outcome, 'pending'>;

export class Prompt {
  readonly kind: CeremonyRequest['kind'];
  readonly rpId: string;
  /** The origin of the frame that asked. */
  readonly origin: string;
  /** Settles when somebody answers; `undefined` when the page is no longer waiting. */
  readonly answered: Promise<Answer | undefined>;
  #settle: (answer: Answer | undefined) => void = () => {};
  #over: string | undefined;

  constructor({ kind, rpId, origin }: CeremonyRequest) {
    this.kind = kind;
    this.rpId = rpId;
    this.origin = origin;
    this.answered = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  /** The person is verified. Throws when the prompt was answered before, or the page no longer waits. */
  release(): void {
    this.#answer('verified');
  }

  /** The person cancels, or is not recognised. Throws when the prompt was answered before, or the page no longer waits. */
  refuse(answer: 'cancelled' | 'denied' = 'cancelled'): void {
    this.#answer(answer);
  }

  /** The page gave up, went away or was closed. */
  close(): void {
    this.#over ??= 'the page no longer waits: it aborted, timed out, went elsewhere or was closed';
    this.#settle(undefined);
  }

  #answer(answer: Answer): void {
    if (this.#over !== undefined) throw new Error(`This ${this.kind} prompt for ${this.rpId} is over: ${this.#over}.`);
    this.#over = `it was answered before with "${answer}"`;
    this.#settle(answer);
  }
}
