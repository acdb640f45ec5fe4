/** What a user writes to have somebody signed in before a passkey is registered: the default export of `--sign-in`'s module. */
import type { User } from '../target.ts';
import { AskedWrongly } from './askedWrongly.ts';
import type { CookieJar } from './cookies.ts';
import type { Http } from './http.ts';
import { defaultExportOf, firstLine } from './module.ts';
import type { Secrets } from './secrets.ts';

export interface SignInContext {
  /** Who is about to register a passkey. */
  user: User;
  /** Of the RP; relative addresses are meant there. */
  url: URL;
  /** A request to the RP's own origin with the cookies of this user agent. Redirects are not followed. */
  fetch(address: string | URL, init?: SignInRequest): Promise<Response>;
  /** Gives the user agent a cookie from elsewhere, as a `Set-Cookie` line. */
  setCookie(line: string): void;
  /** From here on this text is left out of reports, logs and errors. */
  secret(text: string): void;
}

export interface SignInRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
}

/** Called for each user agent and user before the first registration. What it throws ends the case: nothing is learned. */
export type SignIn = (context: SignInContext) => Promise<void> | void;

/** @throws {AskedWrongly} when the module cannot be loaded, or exports no function. */
export async function signInFrom(path: string): Promise<SignIn> {
  const exported = await defaultExportOf(`--sign-in ${path}`, path);
  if (typeof exported === 'function') return exported as SignIn;
  throw new AskedWrongly(
    `--sign-in ${path}: its default export is no function: write export default async ({ fetch, user }) => …`,
  );
}

export interface SignInParts {
  user: User;
  url: URL;
  http: Http;
  jar: CookieJar;
  secrets: Secrets;
}

/** Why it did not sign in, in one line; undefined when it did. */
export async function signedIn(
  signIn: SignIn,
  { user, url, http, jar, secrets }: SignInParts,
): Promise<string | undefined> {
  const keepSecret = (cookies: readonly string[]) => {
    for (const line of cookies) secrets.add(/^[^=]*=([^;]*)/.exec(line)?.[1] ?? '');
  };
  try {
    await signIn({
      user,
      url,
      fetch: async (address, { method = 'GET', headers, body } = {}) => {
        const to = new URL(address, url);
        if (to.origin !== url.origin)
          throw new Error(`${to.origin} is not the RP: use the global fetch, and setCookie`);
        for (const value of Object.values(headers ?? {})) secrets.add(value);
        const sent = { method, url: to, ...(headers && { headers }), ...(body !== undefined && { body }) };
        const answer = await http.send(sent, jar);
        if ('failed' in answer) throw new Error(answer.failed.message);
        keepSecret(answer.cookies);
        return responseOf(answer);
      },
      setCookie: line => {
        keepSecret([line]);
        jar.store([line], '/');
      },
      secret: text => secrets.add(text),
    });
    return undefined;
  } catch (error) {
    return `the sign-in module failed: ${firstLine(error)}`;
  }
}

function responseOf({
  status,
  headers,
  text,
}: {
  status: number;
  headers: Record<string, string>;
  text: string;
}): Response {
  // These have no body, and the constructor insists.
  return new Response([204, 205, 304].includes(status) ? null : text, { status, headers });
}
