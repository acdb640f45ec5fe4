/**
 * How an RP is reached that is not simply there: what requests carry, which way they go, who is signed in before, and
 * whether it may be tested at all.
 */
import type { CookieFromFile } from './cookieFile.ts';
import type { Binding } from './fidoBinding.ts';
import type { Secrets } from './secrets.ts';

export interface Access {
  /** Of each request to the RP's own origin, and to no other; names in small letters. */
  headers: Readonly<Record<string, string>>;
  /** What each user agent has from the start. */
  cookies: readonly CookieFromFile[];
  /** PEM: certificates that are trusted besides those that Node brings. */
  ca?: string;
  /** May have user and password. */
  proxy?: URL;
  binding?: Binding;
  /** Path of the module that signs in before enrolment. */
  signIn?: string;
  /** How the names of users begin. */
  userPrefix?: string;
  /** What the run makes is removed after it. */
  removeUsers: boolean;
  /** Requests a second at most, over all user agents; in pages, visits a second. */
  rate?: number;
  /** The user says that what is not on this machine may be tested. */
  permitted: boolean;
  /** Values of headers, cookies and proxy credentials. */
  secrets: Secrets;
  /** The flags as a shell gets them, without what is secret: for the line that repeats a case. */
  words: readonly string[];
}
