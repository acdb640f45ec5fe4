/** Reads the cookies of `--cookie-file`: Netscape’s format, as curl and browser extensions write it, or Playwright’s storage state. Pure. */
import { z } from 'zod';

export interface CookieFromFile {
  name: string;
  value: string;
  /** In small letters, without a dot before it. */
  domain: string;
  /** Sent to the hosts below `domain` too. */
  below: boolean;
  path: string;
  secure: boolean;
  httpOnly: boolean;
  /** Seconds since 1970; absent: until the browser is closed. */
  expires?: number;
}

const StorageState = z.object({
  cookies: z.array(
    z.object({
      name: z.string().min(1),
      value: z.string(),
      domain: z.string().min(1),
      path: z.string().startsWith('/').default('/'),
      expires: z.number().default(-1),
      secure: z.boolean().default(false),
      httpOnly: z.boolean().default(false),
    }),
  ),
});

/** How Netscape's format marks cookies that pages cannot read. */
const HTTP_ONLY = '#HttpOnly_';

/** @throws {Error} with the place, and without any value. */
export function readCookieFile(text: string): CookieFromFile[] {
  return text.trimStart().startsWith('{') ? fromStorageState(text) : fromNetscape(text);
}

/** Whether the cookie goes to the host of `url`, as of `now` (milliseconds). */
export function goesTo({ domain, below, secure, expires }: CookieFromFile, url: URL, now: number): boolean {
  const host = url.hostname.toLowerCase();
  const there = host === domain || (below && host.endsWith(`.${domain}`));
  // Browsers take this machine for safe.
  const safe = url.protocol === 'https:' || host === 'localhost' || host.endsWith('.localhost');
  return there && (safe || !secure) && (expires === undefined || expires * 1000 > now);
}

function fromStorageState(text: string): CookieFromFile[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('it begins like a storage state of Playwright, and is no JSON');
  }
  const read = StorageState.safeParse(json);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    throw new Error(`${path.join('.') || 'the storage state'}: ${message}`);
  }
  return read.data.cookies.map(({ domain, expires, ...cookie }) => ({
    ...cookie,
    ...scope(domain),
    ...(expires > 0 && { expires }),
  }));
}

function fromNetscape(text: string): CookieFromFile[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    const httpOnly = line.startsWith(HTTP_ONLY);
    const content = httpOnly ? line.slice(HTTP_ONLY.length) : line;
    if (content.trim() === '' || content.startsWith('#')) return [];
    const fields = content.split('\t');
    const [domain = '', below, path = '', secure, expires, name = '', value = ''] = fields;
    if (fields.length < 6 || fields.length > 7 || !path.startsWith('/') || !/^\d+$/.test(expires!) || name === '')
      throw new Error(
        `line ${at + 1}: write seven fields with tabs between them: domain, TRUE or FALSE, path, TRUE or FALSE, expiry, name, value`,
      );
    const cookie = { name, value, path, secure: secure === 'TRUE', httpOnly };
    const reach = scope(domain);
    return [
      {
        ...cookie,
        domain: reach.domain,
        below: reach.below || below === 'TRUE',
        ...(expires !== '0' && { expires: Number(expires) }),
      },
    ];
  });
}

function scope(domain: string): Pick<CookieFromFile, 'domain' | 'below'> {
  return { domain: domain.replace(/^\./, '').toLowerCase(), below: domain.startsWith('.') };
}
