/** What an RP fetches because a certificate or a statement says where: never more, nor for longer, than it can bear. */

/**
 * Fetches a URL, supplied by the owner of the RP, who decides by it which hosts are spoken to at all. To be given up on
 * `signal`; more than `maxBytes` need not be read. Rejects, with the reason, when there is nothing to be had.
 */
export type Fetcher = (url: string, limits: { signal: AbortSignal; maxBytes: number }) => Promise<Uint8Array>;

const WAIT = 5000;
/** The largest lists of public CAs have some ten megabytes; those for attestation a few kilobytes. */
const MAX_BYTES = 1 << 20;

/** The bytes, or why there are none. `wait` in milliseconds, five seconds by default. Never throws. */
export async function fetchBounded(url: string, fetcher: Fetcher, wait = WAIT): Promise<Uint8Array | string> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve(`no answer within ${wait} ms`), wait);
  });
  try {
    const fetching = fetcher(url, { signal: controller.signal, maxBytes: MAX_BYTES });
    // What comes after the wait, a rejection included, is nobody's any more.
    fetching.catch(() => {});
    const answer = await Promise.race([fetching, late]);
    return typeof answer !== 'string' && answer.length > MAX_BYTES ? `more than ${MAX_BYTES} bytes` : answer;
  } catch (error) {
    return `cannot be fetched (${(error as Error).message})`;
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}
