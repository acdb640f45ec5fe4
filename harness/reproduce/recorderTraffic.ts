/** The HTTP exchanges of a browser context that carry WebAuthn: the options an RP sends, the responses that it gets. */
import type { BrowserContext, Request, Response } from '@playwright/test';
import type { ObservedExchange } from '../diagnose/observed.ts';
import { ceremoniesIn } from '../diagnose/traffic.ts';
import { isBodyUnseen } from './recorded.ts';

/** Characters; no ceremony needs as many, and what is longer is let go. */
const LONGEST_BODY = 256 * 1024;
/** Exchanges that are kept: the last ones. */
const KEPT = 1000;

const JSON_TYPE = /[/+]json\b/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;

/** Hears every request and keeps only those that have to do with passkeys. Headers are not kept, but for the types. */
export class RecorderTraffic {
  readonly #kept: ObservedExchange[] = [];
  readonly #begun = new Map<Request, ObservedExchange>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #context: BrowserContext;

  constructor(context: BrowserContext) {
    this.#context = context;
    context.on('request', this.#request);
    context.on('response', this.#response);
    context.on('requestfailed', this.#failed);
  }

  /** In the order in which they were begun. What is under way is waited for, `timeout` milliseconds at most. */
  async exchanges(timeout: number): Promise<ObservedExchange[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, timeout);
    });
    await Promise.race([Promise.all(this.#underWay), late]);
    clearTimeout(timer);
    const unanswered = [...this.#begun.values()].filter(mayMatter);
    return [...this.#kept, ...unanswered].sort((one, other) => one.at - other.at);
  }

  stop(): void {
    this.#context.off('request', this.#request);
    this.#context.off('response', this.#response);
    this.#context.off('requestfailed', this.#failed);
  }

  readonly #request = (request: Request): void => {
    const url = request.url();
    if (!/^https?:/.test(url)) return;
    const type = request.headers()['content-type'];
    const origin = request.headers().origin;
    const body = type !== undefined && (JSON_TYPE.test(type) || FORM_TYPE.test(type)) ? bodyOf(request) : undefined;
    // What neither sends such a body nor is asked for by a script can carry no options and no response.
    if (body === undefined && !['fetch', 'xhr'].includes(request.resourceType())) return;
    this.#begun.set(request, {
      method: request.method(),
      url,
      at: Date.now(),
      ...pageOf(request),
      ...(origin !== undefined && { origin }),
      ...(type !== undefined && { requestType: type }),
      ...(body !== undefined && { request: body }),
    });
  };

  readonly #response = (response: Response): void => {
    const request = response.request();
    const exchange = this.#begun.get(request);
    if (!exchange) return;
    const ended = this.#answer(exchange, response).then(() => {
      this.#underWay.delete(ended);
      this.#begun.delete(request);
      if (!mayMatter(exchange)) return;
      this.#kept.push(exchange);
      if (this.#kept.length > KEPT) this.#kept.shift();
    });
    this.#underWay.add(ended);
  };

  readonly #failed = (request: Request): void => {
    const exchange = this.#begun.get(request);
    // One that had its answer's head is ended there.
    if (!exchange || exchange.status !== undefined) return;
    this.#begun.delete(request);
    if (mayMatter(exchange)) this.#kept.push(exchange);
  };

  async #answer(exchange: ObservedExchange, response: Response): Promise<void> {
    const type = response.headers()['content-type'];
    exchange.status = response.status();
    exchange.ms = Date.now() - exchange.at;
    if (type === undefined) return;
    exchange.answerType = type;
    if (!JSON_TYPE.test(type)) return;
    // A page that was closed or went on may have thrown the body away.
    const body = await response.text().catch(() => undefined);
    if (body !== undefined && body.length <= LONGEST_BODY) exchange.answer = body;
  }
}

function mayMatter(exchange: ObservedExchange): boolean {
  return isBodyUnseen(exchange) || ceremoniesIn([exchange]).ceremonies.length > 0;
}

function bodyOf(request: Request): string | undefined {
  const body = request.postData();
  return body !== null && body.length <= LONGEST_BODY ? body : undefined;
}

/** Service workers have no frame, and that of a navigation's request may not be there yet. */
function pageOf(request: Request): { page?: string } {
  try {
    return { page: request.frame().page().url() };
  } catch {
    return {};
  }
}
