/** What a user writes to have a web site tested through its own pages: the default export of `page:./my-page.ts`. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import type { Feature, StoredCredential, User, Wishes } from '../target.ts';

/** A site that was started for the run. */
export interface StartedSite {
  /** Such as `http://localhost:3000`. */
  url: string;
  close?(): Promise<void>;
}

/** `true` or nothing: the page says that it worked. */
export type Said = Promise<boolean | undefined> | Promise<void>;

/**
 * Page functions do on a page what a person does, in a browser context of their own without cookies. Relative addresses
 * are the site's: `page.goto('/sign-in')`, `page.request.get('/api/session')`. They need not know about passkeys: when the
 * page asks the browser for one, Touchstone answers.
 *
 * A function ends when the site has answered, and tells what the page says: `true` or nothing, it worked; `false`, or
 * whatever is thrown, it did not. What is thrown is the reason in the report. Waiting for either answer is faster than
 * waiting in vain for the good one:
 *
 * ```ts
 * const answer = page.getByRole('status').or(page.getByRole('alert'));
 * await answer.waitFor();
 * return (await answer.textContent()) === 'Welcome';
 * ```
 */
export interface PageModule {
  /** As the report shows it; `page:` and the file by default. */
  name?: string;
  /** Where the site is, or what starts it. */
  url: string | (() => StartedSite | Promise<StartedSite>);
  /** The host name of `url` by default; what the pages ask for counts, once they have asked. */
  rpId?: string;
  /** People sign in without saying who they are: `login` goes without the user's name, even where it is given one. */
  nameless?: boolean;
  /** What the site does beyond the default (`FEATURES` in target.ts), so that more cases can be put. */
  supports?: readonly Feature[];
  /** Of the browser contexts: `ignoreHTTPSErrors`, `httpCredentials`, `locale`, … */
  context?: BrowserContextOptions;
  /**
   * Registers a passkey: signs the user up, or in, as far as the site wants that, and asks for the passkey. Also called
   * for somebody who has one already. `want` is for sites that let people choose; others may forget about it.
   */
  register(page: Page, user: User, want: Wishes): Said;
  /** Signs in with a passkey, by a click and not from autofill. Without a user: whoever the passkey says. */
  login(page: Page, user: User | undefined, want: Wishes): Said;
  /** The name of the user who is signed in, as `register` got it, or whether anybody is. It may be on another tab. */
  signedIn(page: Page): Promise<string | boolean | undefined>;
  /** Removes a passkey of the user who is signed in; base64url id. Throws where the site does not let it. */
  remove?(page: Page, credentialId: string): Promise<void>;
  /** What the site shows of a user's passkeys to this browser. */
  credentials?(page: Page, user: User): Promise<StoredCredential[]>;
}

/** What keeps a value from being a page module, in words. */
export function whatPageModuleLacks(value: unknown): string | undefined {
  if (value === undefined) return 'there is no default export';
  if (typeof value !== 'object' || value === null) return `it is ${value === null ? 'null' : `a ${typeof value}`}`;
  const module = value as Partial<Record<keyof PageModule, unknown>>;
  if (typeof module.url !== 'string' && typeof module.url !== 'function')
    return 'url is neither an address nor a function that starts the site';
  for (const member of ['register', 'login', 'signedIn'] as const)
    if (typeof module[member] !== 'function') return `${member} is not a function`;
  for (const member of ['remove', 'credentials'] as const)
    if (module[member] !== undefined && typeof module[member] !== 'function') return `${member} is not a function`;
  return undefined;
}
