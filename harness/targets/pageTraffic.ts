/** What goes over the wire on one tab while a site answers: it tells a refusal from a crash, and silence from a slow page. */
import type { Page, Request, Response } from '@playwright/test';
import type { Reply } from '../target.ts';
import { cut } from './http.ts';

/** Requests that stay open for as long as the page does. */
const LASTING = ['websocket', 'eventsource'];

const NOT_CONNECTED = /ERR_(CONNECTION_REFUSED|NAME_NOT_RESOLVED|ADDRESS_UNREACHABLE|CONNECTION_TIMED_OUT)/;
/** A page that goes elsewhere gives up what it was loading. */
const GIVEN_UP = /ERR_ABORTED/;

export class PageTraffic {
  readonly #open = new Set<Request>();
  /** Told when a request has ended. */
  #ended: () => void = () => {};
  #failed: { request: Request; why: string } | undefined;
  #broken: Response | undefined;
  #busy: Response | undefined;
  /** The answer to the last request that was to change something. */
  #last: Response | undefined;

  constructor(page: Page) {
    page.on('request', request => {
      if (!LASTING.includes(request.resourceType())) this.#open.add(request);
    });
    page.on('requestfinished', request => this.#end(request));
    page.on('requestfailed', request => {
      this.#end(request);
      const why = request.failure()?.errorText ?? 'it failed';
      if (!GIVEN_UP.test(why)) this.#failed = { request, why };
    });
    page.on('response', response => {
      if (response.request().method() !== 'GET') this.#last = response;
      const status = response.status();
      if (status === 429 || status === 503) this.#busy = response;
      else if (status >= 500) this.#broken = response;
    });
  }

  /** From here on: what the page was waiting for before is of no account. */
  begin(): void {
    this.#open.clear();
    this.#failed = this.#broken = this.#busy = this.#last = undefined;
  }

  /**
   * Until every request has ended, `timeout` milliseconds at most. A page can have read its answer, and have shown what it
   * says, before the browser tells us that the request has ended.
   */
  async settled(timeout: number): Promise<void> {
    const until = AbortSignal.timeout(Math.max(0, Math.round(timeout)));
    const expired = new Promise<void>(resolve => {
      until.onabort = () => resolve();
    });
    while (this.#open.size > 0 && !until.aborted) {
      const ended = new Promise<void>(resolve => {
        this.#ended = resolve;
      });
      await Promise.race([ended, expired]);
    }
  }

  #end(request: Request): void {
    this.#open.delete(request);
    this.#ended();
  }

  /** The first request that still has no answer. */
  get waitingFor(): string | undefined {
    const [request] = this.#open;
    return request && `${request.method()} ${request.url()}`;
  }

  /** What went wrong below the page, which may have shown anything; undefined when nothing did. */
  fault(): Pick<Reply, 'seen' | 'status' | 'message'> | undefined {
    if (this.#failed) {
      const { request, why } = this.#failed;
      const seen = NOT_CONNECTED.test(why) ? 'unreachable' : 'errored';
      return { seen, message: `${request.method()} ${request.url()}: ${why}` };
    }
    if (this.#busy) {
      const message = `${inWords(this.#busy)}; lift the site's rate limit for this machine`;
      return { seen: 'unreachable', status: this.#busy.status(), message };
    }
    if (!this.#broken) return undefined;
    return { seen: 'errored', status: this.#broken.status(), message: inWords(this.#broken) };
  }

  /** The last answer to what was to change something, for the report. */
  async answer(): Promise<Pick<Reply, 'status' | 'body'>> {
    const last = this.#last;
    if (!last) return {};
    // A page that went on has thrown the body away.
    const body = await last.text().catch(() => undefined);
    return { status: last.status(), ...(body !== undefined && { body: cut(body) }) };
  }
}

function inWords(response: Response): string {
  return `${response.request().method()} ${response.url()}: answered ${response.status()}`;
}
