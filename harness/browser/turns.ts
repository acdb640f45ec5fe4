/** One at a time: ceremonies of several pages use one device, whose counters must not be used twice. */

/**
 * Milliseconds. A virtual ceremony takes a few, and seconds on a machine that has too much to do; what asks for a device
 * that is not there takes no turn. One that runs for so long hangs in Chromium, and must not keep the others from theirs.
 */
const LONGEST_TURN = 30_000;

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
