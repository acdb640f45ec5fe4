/** A prompt that is open: a ceremony that waits for its person. */
import type { Account } from './accounts.ts';
import type { CeremonyRequest } from './gatePage.ts';
import type { Outcome } from './outcomes.ts';

/** What a person comes to in the end. */
export type Final = Exclude<Outcome, 'pending'>;

export interface Answer {
  outcome: Final;
  /** base64url id of the passkey that was picked; absent: not picked by anybody. */
  picked?: string;
}

export class Prompt {
  readonly kind: CeremonyRequest['kind'];
  readonly rpId: string;
  /** The origin of the frame that asked. */
  readonly origin: string;
  /** Settles when somebody answers; `undefined` when the page is no longer waiting. */
  readonly answered: Promise<Answer | undefined>;
  #settle: (answer: Answer | undefined) => void = () => {};
  #over: string | undefined;
  readonly #accounts: () => readonly Account[];

  constructor({ kind, rpId, origin }: CeremonyRequest, accounts: () => readonly Account[]) {
    this.kind = kind;
    this.rpId = rpId;
    this.origin = origin;
    this.#accounts = accounts;
    this.answered = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  /** Of a login: the passkeys that can answer now. */
  get accounts(): readonly Account[] {
    return this.#accounts();
  }

  /**
   * The person is verified, and picks an account by its user name or id where one is given. Throws when there is no such
   * account, when the prompt was answered before, or when the page no longer waits.
   */
  release(account?: string): void {
    this.#checkOpen();
    const picked = account === undefined ? {} : { picked: pick(this.accounts, account).id };
    this.#answer({ outcome: 'verified', ...picked });
  }

  /** The person cancels, or else. Throws when the prompt was answered before, or the page no longer waits. */
  refuse(outcome: 'cancelled' | 'denied' | 'lockedOut' | 'timedOut' = 'cancelled'): void {
    this.#checkOpen();
    this.#answer({ outcome });
  }

  /** The page gave up, went away or was closed. */
  close(): void {
    this.#over ??= 'the page no longer waits: it aborted, timed out, went elsewhere or was closed';
    this.#settle(undefined);
  }

  #checkOpen(): void {
    if (this.#over !== undefined) throw new Error(`This ${this.kind} prompt for ${this.rpId} is over: ${this.#over}.`);
  }

  #answer(answer: Answer): void {
    this.#over = `it was answered before with "${answer.outcome}"`;
    this.#settle(answer);
  }
}

/** The account of that user name or passkey id; throws with those that there are. */
export function pick(accounts: readonly Account[], wanted: string): Account {
  const found = accounts.find(({ id, userName }) => id === wanted || userName === wanted);
  if (found) return found;
  const names = accounts.map(({ id, userName }) => userName ?? id).join(', ');
  throw new Error(`"${wanted}" is not among the accounts of this prompt: ${names === '' ? 'it has none' : names}.`);
}
