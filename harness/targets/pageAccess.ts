/** The access of `page:`, in a browser's terms: what it is started with, and what each user agent gets. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, rootCertificates } from 'node:tls';
import type { BrowserContext, BrowserContextOptions } from '@playwright/test';
import type { Access } from './access.ts';
import { AskedWrongly } from './askedWrongly.ts';

export interface PageAccess {
  /** Of the browser's command line. */
  arguments: string[];
  context: BrowserContextOptions;
  /** Sees to the headers of a new user agent. */
  prepare(context: BrowserContext): Promise<void>;
}

/**
 * @param url of the site: headers go to its origin alone, and the CA is trusted for its host alone.
 * @throws {AskedWrongly} when the site has no certificate under the CA.
 */
export async function pageAccess(url: URL, { headers, cookies, ca, proxy }: Access): Promise<PageAccess> {
  if (ca !== undefined && proxy)
    throw new AskedWrongly('--ca is of no use with page: behind --proxy: let the machine trust the CA instead');
  return {
    arguments: ca === undefined ? [] : await trusting(url, ca),
    context: {
      ...(cookies.length > 0 && { storageState: { cookies: cookies.map(stored), origins: [] } }),
      ...(proxy && { proxy: proxyOf(proxy) }),
    },
    async prepare(context) {
      if (Object.keys(headers).length === 0) return;
      // Playwright's own extra headers would go to every host that a page loads something from.
      await context.route(
        ({ origin }) => origin === url.origin,
        route => route.fallback({ headers: { ...route.request().headers(), ...headers } }),
      );
    },
  };
}

/** Chromium takes no further CA: the site's key, once it is known to be under the CA, is named to it instead. */
async function trusting(url: URL, ca: string): Promise<string[]> {
  const host = url.hostname;
  const socket = connect({ host, port: Number(url.port || 443), servername: host, ca: [...rootCertificates, ca] });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(10_000) });
    const key = socket.getPeerX509Certificate()!.publicKey.export({ type: 'spki', format: 'der' });
    return [`--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`];
  } catch (error) {
    throw new AskedWrongly(`--ca: ${url.origin} shows no certificate under it: ${(error as Error).message}`);
  } finally {
    socket.destroy();
  }
}

function stored({ name, value, domain, below, path, secure, httpOnly, expires = -1 }: Access['cookies'][number]) {
  const sameSite = 'Lax' as const;
  return { name, value, domain: below ? `.${domain}` : domain, path, secure, httpOnly, expires, sameSite };
}

function proxyOf({ protocol, host, username, password }: URL) {
  return {
    server: `${protocol}//${host}`,
    ...(username !== '' && { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
  };
}
