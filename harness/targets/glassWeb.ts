/**
 * The glass RP as a web site: the steps of the FIDO server binding and `/.well-known/webauthn`, answered as a careful site
 * answers them, in process. One of these for each visit.
 */
import { randomUUID } from 'node:crypto';
import type { DutyName } from '../duties.ts';
import {
  type Reply,
  type Step,
  TargetError,
  type User,
  type WebAnswer,
  type WebRequest,
  type Wishes,
} from '../target.ts';
import { inSmallLetters } from './headers.ts';

/** What the site stands on. */
export interface GlassSite {
  /** Origins that ceremonies are expected from; the first is the site's own. */
  origins: readonly string[];
  neglects(duty: DutyName): boolean;
  registrationOptions(user: User, want: Wishes): Promise<{ challenge: string }>;
  authenticationOptions(user: User | undefined, want: Wishes): Promise<{ challenge: string }>;
  register(response: unknown): Promise<Reply>;
  authenticate(response: unknown): Promise<Reply>;
}

type Headers = Record<string, string>;
type Json = Record<string, unknown>;

/** A request that is turned down; the message is for the client. */
class TurnedDown extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Characters. */
const LONGEST_NAME = 256;

/** Why a request may come from a page of another site, if it may. Names of headers are in small letters. */
export function foreignRequest(headers: Headers, origins: readonly string[]): string | undefined {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined && !origins.includes(origin)) return `the request comes from ${origin}`;
  return site === 'cross-site' || site === 'same-site' ? `the request is ${site}` : undefined;
}

export class GlassWeb {
  readonly #site: GlassSite;
  #session: string | undefined;

  constructor(site: GlassSite) {
    this.#site = site;
  }

  async answer({ method, to, headers, body }: WebRequest): Promise<WebAnswer> {
    if (to === '/.well-known/webauthn') return this.#relatedOrigins();
    if (to.startsWith('/')) return to === '/' ? this.#page() : this.#failed(404, 'there is nothing at this address');
    try {
      if (method !== 'POST') throw new TurnedDown(405, 'this address takes POST');
      const sent = { origin: this.#site.origins[0]!, 'content-type': 'application/json', ...inSmallLetters(headers) };
      const foreign = this.#site.neglects('cross-site-request') ? undefined : foreignRequest(sent, this.#site.origins);
      if (foreign) throw new TurnedDown(403, foreign);
      return await this.#step(to as Step, readBody(sent['content-type'], body));
    } catch (error) {
      if (error instanceof TurnedDown) return this.#failed(error.status, error.message);
      if (error instanceof TargetError) return this.#failed(400, error.message);
      throw error;
    }
  }

  #step(step: Step, body: unknown): Promise<WebAnswer> {
    switch (step) {
      case 'registrationOptions':
        return this.#registrationOptions(readObject(body));
      case 'authenticationOptions':
        return this.#authenticationOptions(readObject(body));
      case 'register':
        return this.#result(() => this.#site.register(body));
      case 'authenticate':
        return this.#result(
          () => this.#site.authenticate(body),
          () => this.#signedIn(),
        );
    }
  }

  async #registrationOptions({ username, displayName, authenticatorSelection, attestation }: Json): Promise<WebAnswer> {
    const user = { name: readName('username', username), displayName: readName('displayName', displayName) };
    const want = { ...(authenticatorSelection as object | undefined), ...(attestation ? { attestation } : {}) };
    return this.#begun(await this.#site.registrationOptions(user, want as Wishes));
  }

  async #authenticationOptions({ username, userVerification }: Json): Promise<WebAnswer> {
    const name = username === undefined ? undefined : readName('username', username);
    const user = name === undefined ? undefined : { name, displayName: name };
    return this.#begun(
      await this.#site.authenticationOptions(user, (userVerification ? { userVerification } : {}) as Wishes),
    );
  }

  /** The options, and the session that they belong to. */
  #begun(options: { challenge: string }): WebAnswer {
    const known = this.#session;
    this.#session ??= randomUUID();
    const cookies = known === undefined ? [this.#cookie(options.challenge)] : [];
    return { ...this.#ok(options), cookies };
  }

  async #result(finish: () => Promise<Reply>, then: () => string[] = () => []): Promise<WebAnswer> {
    const { seen, message = 'refused' } = await finish();
    return seen === 'accepted' ? { ...this.#ok({}), cookies: then() } : this.#failed(400, message);
  }

  /** Whoever is signed in has a session id that nobody knew before. */
  #signedIn(): string[] {
    if (this.#site.neglects('session-renewed')) return [];
    this.#session = randomUUID();
    return [this.#cookie()];
  }

  #cookie(challenge?: string): string {
    if (this.#site.neglects('session-cookie')) return `session=${this.#session}.${challenge}; Path=/`;
    return `session=${this.#session}; Path=/; HttpOnly; Secure; SameSite=Lax`;
  }

  #ok(members: object): WebAnswer {
    const status = this.#site.neglects('answer-form') ? {} : { status: 'ok', errorMessage: '' };
    return this.#json(200, { ...status, ...members });
  }

  #failed(status: number, errorMessage: string): WebAnswer {
    if (!this.#site.neglects('answer-form')) return this.#json(status, { status: 'failed', errorMessage });
    const body = `Error: ${errorMessage}\n    at answer (/srv/site/answer.js:20:11)`;
    return { status: 500, headers: { 'content-type': 'text/plain' }, cookies: [], body };
  }

  #json(status: number, body: object): WebAnswer {
    const keep = this.#site.neglects('answer-not-cached') ? 'public, max-age=600' : 'no-store';
    const headers = { 'content-type': 'application/json', 'cache-control': keep };
    return { status, headers, cookies: [], body: JSON.stringify(body) };
  }

  #page(): WebAnswer {
    const policy = 'publickey-credentials-create=(self), publickey-credentials-get=(self)';
    const headers = { 'content-type': 'text/html', 'permissions-policy': policy };
    return { status: 200, headers, cookies: [], body: '<!doctype html><title>Glass</title>' };
  }

  /** §5.11.1. One that neglects it has more sites than clients look at, written as addresses, under another type. */
  #relatedOrigins(): WebAnswer {
    const neglected = this.#site.neglects('related-origins-document');
    const origins = neglected
      ? Array.from({ length: 6 }, (_, at) => `https://site-${at}.test/login`)
      : this.#site.origins.filter(origin => origin.startsWith('https://'));
    const headers = { 'content-type': neglected ? 'text/html' : 'application/json' };
    return { status: 200, headers, cookies: [], body: JSON.stringify({ origins }) };
  }
}

/** @throws {TurnedDown} */
function readBody(contentType: string, body: WebRequest['body'] = ''): unknown {
  if (contentType.split(';')[0]!.trim().toLowerCase() !== 'application/json')
    throw new TurnedDown(400, 'the body is no application/json');
  try {
    return JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  } catch {
    throw new TurnedDown(400, 'the body is no JSON');
  }
}

/** @throws {TurnedDown} */
function readObject(body: unknown): Json {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json;
  throw new TurnedDown(400, 'the body is no object');
}

/** @throws {TurnedDown} */
function readName(member: string, value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME) return value;
  throw new TurnedDown(400, `${member} is no text of 1 to ${LONGEST_NAME} characters`);
}
