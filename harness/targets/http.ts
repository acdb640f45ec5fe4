/** One HTTP request to an RP, and what came of it in the words of the verdict table. */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import type { RawBody, Reply, Seen } from '../target.ts';
import type { CookieJar } from './cookies.ts';
import { Pace } from './pace.ts';

/** Bytes of an answer that are read; no FIDO answer comes near it. */
const MAX_BODY = 1024 * 1024;
/** Characters of an answer that the report keeps. */
const KEPT = 2000;
/** Times that 429 and 503 are tried again. */
const RETRIES = 3;
/** Milliseconds: the longest `Retry-After` that is waited for. */
const PATIENCE = 30_000;

export interface HttpRequest {
  method: Dispatcher.HttpMethod;
  url: URL;
  headers?: Record<string, string>;
  body?: RawBody;
}

/** What came back: an answer that could be read to its end, or a reply that says why not. */
export type HttpAnswer =
  | {
      status: number;
      contentType: string;
      /** By name, in small letters; several of a name are joined by commas. */
      headers: Record<string, string>;
      /** `Set-Cookie`, one each. */
      cookies: string[];
      text: string;
      ms: number;
    }
  | { failed: Reply };

/** How requests get to the RP. */
export interface Way {
  /** Where `headers` and cookies go; other origins get neither. */
  origin?: string;
  /** Of each request; names in small letters. What a request has of its own lies over them. */
  headers?: Readonly<Record<string, string>>;
  /** PEM of certificates that are trusted besides those that Node brings. */
  ca?: string;
  /** May have user and password. */
  proxy?: URL;
  /** Requests a second at most. */
  rate?: number;
}

/** A connection pool with a time limit. Redirects are never followed. */
export class Http {
  readonly #agent: Dispatcher;
  readonly #timeout: number;
  readonly #way: Way;
  readonly #pace: Pace | undefined;

  /** @param timeout milliseconds for one answer, from the first byte sent to the last byte read. */
  constructor(timeout: number, way: Way = {}) {
    this.#agent = agentOf(way);
    this.#timeout = timeout;
    this.#way = way;
    this.#pace = way.rate === undefined ? undefined : new Pace(way.rate);
  }

  /** Sends it, and again while the RP answers 429 or 503. Never throws. */
  async send(sent: HttpRequest, jar: CookieJar, timeout = this.#timeout): Promise<HttpAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      const { answer, retryAfter } = await this.#once(sent, jar, timeout);
      if ('failed' in answer || (answer.status !== 429 && answer.status !== 503)) return answer;
      const wait = retryAfter ?? 500 * 2 ** attempt;
      if (attempt === RETRIES || wait > PATIENCE)
        return { failed: tooBusy(sent, answer.status, answer.text, answer.ms) };
      await pause(wait);
    }
  }

  close(): Promise<void> {
    this.#pace?.end();
    return this.#agent.destroy();
  }

  #headers({ url, headers }: HttpRequest, jar: CookieJar): Record<string, string> {
    const own = this.#way.origin === undefined || url.origin === this.#way.origin;
    const cookie = own && jar.header(url.pathname);
    return { accept: 'application/json', ...(own && this.#way.headers), ...headers, ...(cookie && { cookie }) };
  }

  async #once(
    sent: HttpRequest,
    jar: CookieJar,
    timeout: number,
  ): Promise<{ answer: HttpAnswer; retryAfter?: number }> {
    let began = performance.now();
    try {
      await this.#pace?.turn();
      began = performance.now();
      const response = await request(sent.url, {
        method: sent.method,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(timeout),
        headers: this.#headers(sent, jar),
        ...(sent.body !== undefined && { body: atOnce(sent.body) ? sent.body : Readable.from(sent.body) }),
      });
      const { 'set-cookie': setCookie = [], ...others } = response.headers;
      const cookies = [setCookie].flat();
      jar.store(cookies, sent.url.pathname);
      const headers = Object.fromEntries(
        Object.entries(others).map(([name, value]) => [name, [value].flat().join(', ')]),
      );
      const text = await readBody(response.body);
      const ms = performance.now() - began;
      const retryAfter = retryAfterOf(response.headers['retry-after']);
      const answer: HttpAnswer =
        text === undefined
          ? { failed: failedReply(sent, 'errored', `answered more than ${MAX_BODY} bytes`, ms, response.statusCode) }
          : { status: response.statusCode, contentType: headers['content-type'] ?? '', headers, cookies, text, ms };
      return { answer, ...(retryAfter !== undefined && { retryAfter }) };
    } catch (error) {
      const { seen, why } = failureOf(error, timeout);
      return { answer: { failed: failedReply(sent, seen, why, performance.now() - began) } };
    }
  }
}

function agentOf({ ca, proxy }: Way): Dispatcher {
  const tls = { timeout: 10_000, ...(ca !== undefined && { ca: [...rootCertificates, ca] }) };
  return proxy ? new ProxyAgent({ uri: proxy.href, requestTls: tls, proxyTls: tls }) : new Agent({ connect: tls });
}

function atOnce(body: RawBody): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** What the report keeps of an answer's body. */
export function cut(text: string): string {
  return text.length > KEPT ? `${text.slice(0, KEPT)}… (${text.length} characters)` : text;
}

/** `POST http://localhost:3000/attestation/options`, as messages name a request. */
export function inWords({ method, url }: HttpRequest): string {
  return `${method} ${url.href}`;
}

function failedReply(sent: HttpRequest, seen: Seen, why: string, ms: number, status?: number): Reply {
  return { seen, message: `${inWords(sent)}: ${why}`, ms, ...(status !== undefined && { status }) };
}

function tooBusy(sent: HttpRequest, status: number, text: string, ms: number): Reply {
  const why = `still answers ${status} after ${RETRIES} more tries; give it time, or lift its rate limit for this client`;
  return { ...failedReply(sent, 'unreachable', why, ms, status), body: cut(text) };
}

/** The body as text; undefined when it is longer than is read. Throws what the stream throws. */
async function readBody(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Milliseconds. Seconds or an HTTP date (RFC 9110 §10.2.3). */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const text = [header ?? []].flat()[0];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The connection never came to be: nothing was sent. */
const NOT_CONNECTED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
};

function failureOf(error: unknown, timeout: number): { seen: Seen; why: string } {
  const { name, code = '', message } = error as Error & { code?: string };
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return { seen: 'hung', why: `no answer within ${timeout} ms` };
  const [, proxySaid] = /^Proxy response \((\d+)\)/.exec(message) ?? [];
  if (proxySaid) return { seen: 'unreachable', why: `the proxy answered ${proxySaid}` };
  if (code in NOT_CONNECTED) return { seen: 'unreachable', why: NOT_CONNECTED[code]! };
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return { seen: 'unreachable', why: `${message} (${code}); a private CA is named with --ca FILE` };
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET')
    return { seen: 'errored', why: 'the connection was reset before the answer was complete' };
  return { seen: 'errored', why: `the answer is no HTTP: ${message}` };
}
