/** The person in front of the device: what they will do next, as the test has scripted it. */
import type { CeremonyRequest } from './gatePage.ts';
import { type Outcome, onlyMembers, outcome } from './outcomes.ts';
import type { Prompt } from './prompt.ts';

/** Flags of the next signature; absent: set. */
export interface Flags {
  userVerified?: boolean;
  userPresent?: boolean;
}

export class Person {
  readonly #next: Outcome[] = [];
  /** Prompts that are open and that no test has asked for yet. */
  readonly #prompts: Prompt[] = [];
  readonly #promptWanted: ((prompt: Prompt) => void)[] = [];
  #outcome: Outcome;
  #isLockedOut = false;
  #choice: string | undefined;
  #flags: Flags = {};

  constructor(word: string) {
    this.#outcome = outcome(word);
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  set outcome(word: Outcome) {
    this.#outcome = outcome(word);
  }

  will(outcomes: readonly Outcome[]): void {
    this.#next.push(...outcomes.map(outcome));
  }

  async during<T>(word: Outcome, action: () => Promise<T> | T): Promise<T> {
    const before = this.#outcome;
    this.outcome = word;
    try {
      return await action();
    } finally {
      this.#outcome = before;
    }
  }

  /** Whether there is a Windows Hello for who asks now. */
  get isEnrolled(): boolean {
    return (this.#next[0] ?? this.#outcome) !== 'notEnrolled';
  }

  /** What happens at the prompt that is shown now. */
  next(): Outcome {
    return this.#isLockedOut ? 'lockedOut' : (this.#next.shift() ?? this.#outcome);
  }

  lockOut(): void {
    this.#isLockedOut = true;
  }

  unlock(): void {
    this.#isLockedOut = false;
    if (this.#outcome === 'lockedOut') this.#outcome = 'verified';
  }

  choose(account: string): void {
    this.#choice = account;
  }

  /** The account that was chosen for the next login, once. */
  takeChoice({ kind }: CeremonyRequest): string | undefined {
    if (kind === 'create') return undefined;
    const choice = this.#choice;
    this.#choice = undefined;
    return choice;
  }

  setFlags(flags: Flags): void {
    onlyMembers(flags, ['userVerified', 'userPresent'], 'flag');
    this.#flags = flags;
  }

  /** The flags of this signature, once. */
  takeFlags(): Required<Flags> {
    const flags = { userVerified: true, userPresent: true, ...this.#flags };
    this.#flags = {};
    return flags;
  }

  /** A prompt is open; a test may be waiting for it. */
  show(prompt: Prompt): void {
    const wanted = this.#promptWanted.shift();
    if (wanted) wanted(prompt);
    else this.#prompts.push(prompt);
  }

  async pending(): Promise<Prompt> {
    return this.#prompts.shift() ?? new Promise(resolve => this.#promptWanted.push(resolve));
  }

  /** Nobody waits at this prompt any more: no test is given it. */
  leave(prompt: Prompt): void {
    prompt.close();
    const unseen = this.#prompts.indexOf(prompt);
    if (unseen !== -1) this.#prompts.splice(unseen, 1);
  }
}
