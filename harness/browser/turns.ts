/** One at a time: ceremonies of several pages use one device, whose counters must not be used twice. */

/**
 * A virtual ceremony takes milliseconds. One that runs for a second waits for an authenticator that is not there (it
 * asked for a security key), and must not keep the others from theirs.
 */
const LONGEST_TURN = 1000;

export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits for the turn; the answer gives it back. */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = withResolvers();
    this.#last = promise;
    await before;
    const timer = setTimeout(resolve, LONGEST_TURN);
    return () => {
      clearTimeout(timer);
      resolve();
    };
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}
