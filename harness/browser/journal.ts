/** What happened at the device, told to the test: also what a page is not told. */

export const EVENT_TYPES = ['registered', 'signedIn', 'refused', 'removed'] as const;

export type HelloEventType = (typeof EVENT_TYPES)[number];

export interface HelloEvent {
  type: HelloEventType;
  rpId: string;
  /** Of a ceremony; absent for `removed`. */
  kind?: 'create' | 'get';
  /** The origin of the frame that asked; absent for `removed`. */
  origin?: string;
  /** The passkey that was made, used or removed, base64url. */
  credentialId?: string;
  userName?: string;
  /** What the signature says of it; absent where nothing was signed. */
  userVerified?: boolean;
  /** How the person was recognised, where the outcome says so. */
  by?: 'face' | 'fingerprint' | 'pin';
  /** Why it was refused, in words. */
  reason?: string;
  /** What else a test may wonder about. */
  note?: string;
}

type Listener = (event: HelloEvent) => void;

export class Journal {
  /** Everything so far, the oldest first. */
  readonly events: HelloEvent[] = [];
  readonly #listeners = new Map<HelloEventType, Set<Listener>>();
  /** How many of each type were given by {@link waitFor}. */
  readonly #given = new Map<HelloEventType, number>();

  tell(event: HelloEvent): void {
    this.events.push(event);
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) listener(event);
  }

  /** The answer ends it. */
  on(type: HelloEventType, listener: Listener): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The oldest event of the type that was not waited for yet, as soon as there is one. Each is given once. */
  waitFor(type: HelloEventType): Promise<HelloEvent> {
    const index = this.#given.get(type) ?? 0;
    this.#given.set(type, index + 1);
    const found = () => this.events.filter(event => event.type === type)[index];
    const already = found();
    if (already) return Promise.resolve(already);
    return new Promise(resolve => {
      const stop = this.on(type, () => {
        const event = found();
        if (!event) return;
        stop();
        resolve(event);
      });
    });
  }
}
