/**
 * The device by way of Chromium's own WebAuthn: its client asks, and its virtual platform authenticators sign, one for
 * each page. Here they are copies of one store.
 *
 * What CDP cannot carry from page to page: the secret behind the `prf` extension.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { allowed, candidates } from './accounts.ts';
import { CdpPage } from './cdpPage.ts';
import type { Engine, Finished, Performance, Performed } from './engine.ts';
import type { GateSource } from './gate.ts';
import type { CeremonyRequest } from './gatePage.ts';
import { NOT_ALLOWED } from './outcomes.ts';
import { Passkeys } from './passkeys.ts';
import { Turns } from './turns.ts';

/** A ceremony that the browser's own method has been let go on with. */
interface Running {
  request: CeremonyRequest;
  performance: Performance;
  release: () => void;
}

/** A page's authenticator; its work is done one piece after another. */
interface Desk {
  opened: Promise<CdpPage>;
  last: Promise<unknown>;
  running?: Running | undefined;
}

const SECRET_ELSEWHERE =
  'no result of prf: its secret stays in the page that made the passkey, as CDP cannot carry it to another';

export class CdpEngine implements Engine {
  readonly name = 'cdp';
  readonly objects = false;
  readonly passkeys = new Passkeys();
  enrolled = true;
  readonly #context: BrowserContext;
  readonly #desks = new Map<Page, Desk>();
  readonly #turns = new Turns();

  constructor(context: BrowserContext) {
    this.#context = context;
  }

  /** Nothing: pages get their authenticator when they first ask. */
  async install(): Promise<void> {}

  async prepare(page: Page): Promise<void> {
    await this.#at(page, async copy => {
      await copy.enrol(this.enrolled);
      await copy.update(this.passkeys);
    });
  }

  async collect(page: Page): Promise<void> {
    if (this.#desks.has(page)) await this.#at(page, copy => copy.takeOver(this.passkeys));
  }

  forget(page: Page): void {
    this.#desks.get(page)?.running?.release();
    this.#desks.delete(page);
  }

  /** The browser's own answers are right, once the page has an authenticator or has none. */
  capabilities(): undefined {
    return undefined;
  }

  async perform({ page }: GateSource, request: CeremonyRequest, performance: Performance): Promise<Performed> {
    const reason = this.enrolled ? unanswerable(request) : 'no Windows Hello';
    if (reason !== undefined) return { error: NOT_ALLOWED, reason };
    const release = await this.#turns.take();
    try {
      await this.#at(page, async (copy, desk) => {
        await copy.enrol(true);
        await copy.update(this.passkeys, this.#hidden(request, performance.choice));
        await copy.clear({ userVerified: !performance.userVerified, userPresent: !performance.userPresent });
        copy.used();
        desk.running = { request, performance, release };
      });
    } catch (error) {
      release();
      throw error;
    }
    return {};
  }

  async finish(page: Page): Promise<Finished> {
    const desk = this.#desks.get(page);
    const running = desk?.running;
    if (!desk || !running) return {};
    desk.running = undefined;
    try {
      return await this.#at(page, async copy => {
        await copy.takeOver(this.passkeys);
        return finished(copy, running);
      });
    } finally {
      running.release();
    }
  }

  /** Chromium signs with the smallest id: those before the chosen one are put out of its sight for this ceremony. */
  #hidden(request: CeremonyRequest, choice: string | undefined): Set<string> {
    if (choice === undefined) return new Set();
    const chosen = Buffer.from(choice, 'base64url');
    const before = (id: string) => Buffer.compare(Buffer.from(id, 'base64url'), chosen) < 0;
    return new Set(
      candidates(this.passkeys, request)
        .map(({ id }) => id)
        .filter(before),
    );
  }

  #at<T>(page: Page, task: (copy: CdpPage, desk: Desk) => Promise<T>): Promise<T> {
    let desk = this.#desks.get(page);
    if (!desk) {
      const opened = CdpPage.open(this.#context, page);
      desk = { opened, last: opened.catch(() => {}) };
      this.#desks.set(page, desk);
    }
    const here = desk;
    const done = here.last.then(async () => task(await here.opened, here));
    here.last = done.catch(() => {});
    return done;
  }
}

function finished(copy: CdpPage, { request, performance }: Running): Finished {
  const id = copy.used();
  if (id === undefined) return {};
  const used = { id, userVerified: performance.userVerified && isVerifying(request) };
  const lost = request.kind === 'get' && asksPrf(request) && !copy.hasSecret(id);
  return { used, ...(lost && { note: SECRET_ELSEWHERE }) };
}

/** Chromium's platform authenticator verifies at every registration, at a login unless it is told not to. */
function isVerifying(request: CeremonyRequest): boolean {
  return request.kind === 'create' || request.options.userVerification !== 'discouraged' || asksPrf(request);
}

function asksPrf({ options }: CeremonyRequest): boolean {
  return typeof options.extensions === 'object' && options.extensions !== null && 'prf' in options.extensions;
}

/** Why Chromium would wait for a device that is not there, until its page gives up. Refused at once instead. */
function unanswerable(request: CeremonyRequest): string | undefined {
  if (request.kind === 'create') {
    if (request.conditional) return "Chromium's virtual authenticator makes no passkey without a prompt";
    const selection = request.options.authenticatorSelection as { authenticatorAttachment?: unknown } | undefined;
    return selection?.authenticatorAttachment === 'cross-platform' ? 'no security key is attached' : undefined;
  }
  const list = allowed(request);
  const elsewhere = ({ transports }: { transports: string[] }) =>
    transports.length > 0 && !transports.includes('internal');
  return list.length > 0 && list.every(elsewhere) ? 'no security key is attached' : undefined;
}
