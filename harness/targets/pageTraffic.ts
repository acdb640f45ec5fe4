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
  #failed: { request: Request; why: string } | undefined;
  #broken: Response | undefined;
  #busy: Response | undefined;
  /** The answer to the last request that was to change something. */
  #last: Response | undefined;

  constructor(page: Page) {
    page.on('request', request => {
      if (!LASTING.includes(request.resourceType())) this.#open.add(request);
    });
    page.on('requestfinished', request => this.#open.delete(request));
    page.on('requestfailed', request => {
      this.#open.delete(request);
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

  /** From here on. */
  begin(): void {
    this.#failed = this.#broken = this.#busy = this.#last = undefined;
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
