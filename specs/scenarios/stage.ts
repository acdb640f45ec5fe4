/** Where a scenario plays: a page that does nothing by itself, at addresses that no server has. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Frame, Page } from '@playwright/test';
import type { Hello } from '../../fixtures/test.ts';
import { base64url, utf8 } from '../../harness/encoding/bytes.ts';
import { type Answer, failed, type Look, look, type PageFailure } from './look.ts';

export const LOGIN = 'https://login.example.test';
export const CHALLENGE = base64url(Uint8Array.from({ length: 32 }, (_, index) => index));
export const ES256 = { type: 'public-key', alg: -7 };
export const RS256 = { type: 'public-key', alg: -257 };

/** As text; {@link html} has them, and what is no document of the stage can be given them. */
export const TOOLS = readFileSync(new URL('page.js', import.meta.url), 'utf8');

type Kind = 'create' | 'get';
type Options = Record<string, unknown>;

/** How the page asks, beside the options. */
export interface Way {
  /** The main page where it is absent. */
  from?: Page | Frame;
  mediation?: string;
  /** Its signal is aborted already. */
  aborted?: boolean;
}

/** What {@link TOOLS} gives the page. */
declare const ask: (kind: Kind, options: Options, way: Options) => Promise<Answer>;
declare const begin: (kind: Kind, options: Options, way: Options) => void;
declare const settled: Promise<Answer>;
declare const abort: (reason?: unknown) => void;
declare const call: (name: string, ...args: unknown[]) => Promise<{ value?: unknown; error?: PageFailure }>;

export function person(name: string): Options {
  return { id: base64url(utf8(name)), name, displayName: name };
}

/** Passkeys by id, as in `allowCredentials` and `excludeCredentials`. */
export function listed(...ids: string[]): Options[] {
  return ids.map(id => ({ type: 'public-key', id }));
}

export function creation(changes: Options = {}): Options {
  return {
    rp: { name: 'Scenarios' },
    user: person('alice'),
    challenge: CHALLENGE,
    pubKeyCredParams: [ES256, RS256],
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    ...changes,
  };
}

export function request(changes: Options = {}): Options {
  return { challenge: CHALLENGE, userVerification: 'required', ...changes };
}

/** A document with the tools; `body` runs after them. */
export function html(body = ''): string {
  return `<!doctype html><meta charset="utf-8"><title>Scenario</title><script>${TOOLS}</script><body>${body}`;
}

interface Served {
  body: string;
  headers?: Record<string, string>;
  contentType?: string;
}

export class Stage {
  readonly context: BrowserContext;
  readonly hello: Hello;
  readonly page: Page;
  readonly #served = new Map<string, Served>();

  private constructor(context: BrowserContext, hello: Hello, page: Page) {
    this.context = context;
    this.hello = hello;
    this.page = page;
  }

  /** Opens the stage with its page at {@link LOGIN}. */
  static async open(context: BrowserContext, hello: Hello): Promise<Stage> {
    const stage = new Stage(context, hello, await context.newPage());
    await stage.route(context);
    await stage.page.goto(LOGIN);
    return stage;
  }

  /** Serves what there is to every page of a context; elsewhere is an empty document with the tools. */
  async route(context: BrowserContext): Promise<void> {
    await context.route(/^https?:/, route => {
      const { origin, pathname } = new URL(route.request().url());
      const { body, headers = {}, contentType = 'text/html' } = this.#served.get(origin + pathname) ?? { body: html() };
      return route.fulfill({ contentType, headers, body });
    });
  }

  /** Puts a document at an address of the stage, or anything else with its content type. */
  serve(address: string, body: string, other: Omit<Served, 'body'> = {}): void {
    const { origin, pathname } = new URL(address, LOGIN);
    this.#served.set(origin + pathname, { body, ...other });
  }

  /** The page goes to a document of its own making. */
  async show(address: string, body: string, headers: Record<string, string> = {}): Promise<void> {
    this.serve(address, html(body), { headers });
    await this.page.goto(new URL(address, LOGIN).href);
  }

  /** The page shows another one in a frame, which is handed back loaded. */
  async frame(address: string, allow = ''): Promise<Frame> {
    await this.show('/framing', `<iframe src="${address}" allow="${allow}"></iframe>`);
    return this.page.frames()[1]!;
  }

  async answer(kind: Kind, options: Options, { from = this.page, ...way }: Way = {}): Promise<Answer> {
    return from.evaluate(([kind, options, way]) => ask(kind, options, way), [kind, options, { ...way }] as const);
  }

  async create(changes: Options = {}, way: Way = {}): Promise<Look | string> {
    return look(await this.answer('create', creation(changes), way));
  }

  async get(changes: Options = {}, way: Way = {}): Promise<Look | string> {
    return look(await this.answer('get', request(changes), way));
  }

  /** A passkey that is there before the scenario begins; its id. */
  async passkey(name = 'alice', changes: Options = {}): Promise<string> {
    const { json, error } = await this.answer('create', creation({ user: person(name), ...changes }));
    if (error) throw new Error(`no passkey for ${name}: ${error.name}, ${error.message}`);
    return json.id;
  }

  /** Begins a ceremony that is to stay open. */
  async begin(kind: Kind, changes: Options = {}, { from = this.page, ...way }: Way = {}): Promise<void> {
    const options = kind === 'create' ? creation(changes) : request(changes);
    await from.evaluate(([kind, options, way]) => begin(kind, options, way), [kind, options, { ...way }] as const);
  }

  /** What came of the ceremony that was begun. */
  async settled(from: Page | Frame = this.page): Promise<Look | string> {
    return look(await from.evaluate(() => settled));
  }

  async abort(reason?: string): Promise<void> {
    await this.page.evaluate(reason => abort(reason), reason);
  }

  /** A method of `PublicKeyCredential` called by the page: its value, or the error's words. */
  async call(name: string, ...args: unknown[]): Promise<unknown> {
    const { value, error } = await this.page.evaluate(([name, args]) => call(name, ...args), [name, args] as const);
    return error ? failed(error) : value;
  }
}
