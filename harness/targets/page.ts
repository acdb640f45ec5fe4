/**
 * A web site under test through its own front end: the user's functions go through its pages, and where a page asks the
 * browser for a passkey, it gets what the case has made of one. No API of the site has to be known.
 */
import { basename } from 'node:path';
import type { Browser } from '@playwright/test';
import { installGate } from '../browser/gate.ts';
import type { Feature, RelyingParty, Visit } from '../target.ts';
import type { Access } from './access.ts';
import { AskedWrongly } from './askedWrongly.ts';
import { refuseOthers } from './loopback.ts';
import { defaultExportOf, firstLine } from './module.ts';
import { Pace } from './pace.ts';
import { type PageAccess, pageAccess } from './pageAccess.ts';
import { launchBrowser } from './pageBrowser.ts';
import { type PageModule, type StartedSite, whatPageModuleLacks } from './pageModule.ts';
import { PageVisit } from './pageVisit.ts';

export interface PageOptions {
  /** Milliseconds for an answer of the site; 10,000 by default. */
  timeout?: number;
  access?: Access;
}

/**
 * Loads the module, starts its site if it does that, and a browser.
 *
 * @param path against the working directory.
 * @throws {AskedWrongly} when the module is none, its site does not start, or there is no browser.
 */
export async function pageTarget(path: string, options: PageOptions = {}): Promise<RelyingParty> {
  const exported = await defaultExportOf(`page:${path}`, path);
  const lacking = whatPageModuleLacks(exported);
  if (lacking) throw new AskedWrongly(`page:${path}: its default export has no page functions: ${lacking}`);
  const module = exported as PageModule;
  return pageRelyingParty({ name: `page:${basename(path)}`, ...module }, options);
}

/** The same for a module that is at hand. */
export async function pageRelyingParty(
  module: PageModule,
  { timeout = 10_000, access }: PageOptions = {},
): Promise<RelyingParty> {
  const site = await startSite(module.url);
  try {
    const url = siteUrl(site.url);
    if (access) await refuseOthers(url, access);
    const reached = access && (await pageAccess(url, access));
    const browser = await launchBrowser(reached?.arguments);
    return new PageRelyingParty(module, { site, url, timeout, browser, reached, pace: paceOf(access) });
  } catch (error) {
    await site.close?.();
    throw error;
  }
}

function paceOf(access: Access | undefined): Pace | undefined {
  return access?.rate === undefined ? undefined : new Pace(access.rate);
}

async function startSite(url: PageModule['url']): Promise<StartedSite> {
  if (typeof url === 'string') return { url };
  try {
    return await url();
  } catch (error) {
    throw new AskedWrongly(`page: its site does not start: ${firstLine(error)}`);
  }
}

/** WebAuthn wants a name: an IP address is no RP ID. */
function siteUrl(text: unknown): URL {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new AskedWrongly(`page: url is ${JSON.stringify(text)}: write an address such as https://staging.example`);
  if (/^[\d.]+$|^\[/.test(url.hostname))
    throw new AskedWrongly(`page: ${url.origin} has no name, and passkeys need one: write localhost for this machine`);
  return url;
}

interface PageParts {
  site: StartedSite;
  url: URL;
  timeout: number;
  browser: Browser;
  reached: PageAccess | undefined;
  pace: Pace | undefined;
}

class PageRelyingParty implements RelyingParty {
  readonly name: string;
  readonly nameless: boolean;
  readonly supports: ReadonlySet<Feature>;
  readonly #module: PageModule;
  readonly #parts: PageParts;
  #origin: string;
  #rpId: string;

  constructor(module: PageModule, parts: PageParts) {
    this.name = module.name ?? `page:${parts.url.origin}`;
    this.supports = new Set<Feature>([
      ...(module.supports ?? []),
      ...(module.remove ? (['remove'] as const) : []),
      ...(module.credentials ? (['credentials'] as const) : []),
    ]);
    this.nameless = module.nameless ?? false;
    this.#module = module;
    this.#parts = parts;
    this.#origin = parts.url.origin;
    this.#rpId = module.rpId ?? parts.url.hostname;
  }

  /** Of the page that asked last: a site may sign people in at another address than its own. */
  get origin(): string {
    return this.#origin;
  }

  /** As the pages asked for it last. */
  get rpId(): string {
    return this.#rpId;
  }

  async visit(): Promise<Visit> {
    const { browser, url, timeout, reached, pace } = this.#parts;
    const module = this.#module;
    await pace?.turn();
    const context = await browser.newContext({ baseURL: url.href, ...reached?.context, ...module.context });
    await reached?.prepare(context);
    // What is waited for in vain is a refusal; it has to be over before the whole answer is.
    context.setDefaultTimeout(timeout / 2);
    // Modules that tsx has compiled call this helper in what they send into the page.
    await context.addInitScript({ content: 'globalThis.__name ??= named => named;' });
    const visit = new PageVisit({
      context,
      module,
      timeout,
      onRequest: ({ origin, rpId }) => {
        this.#origin = origin;
        this.#rpId = rpId;
      },
    });
    await installGate(context, visit, { objects: true });
    const { remove, credentials } = module;
    return {
      registrationOptions: (user, want) => visit.registrationOptions(user, want),
      register: response => visit.register(response),
      authenticationOptions: (user, want) => visit.authenticationOptions(user, want),
      authenticate: response => visit.authenticate(response),
      signedInAs: () => visit.signedInAs(),
      ...(remove && { remove: id => visit.look(page => remove(page, id)) }),
      ...(credentials && { credentials: user => visit.look(page => credentials(page, user)) }),
      close: () => visit.close(),
    };
  }

  async close(): Promise<void> {
    this.#parts.pace?.end();
    await this.#parts.browser.close();
    await this.#parts.site.close?.();
  }
}
