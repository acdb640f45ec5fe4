/** The cookies of one visit: names and values by path, which is all that one origin needs. */

interface Cookie {
  value: string;
  path: string;
}

export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Takes `Set-Cookie` lines of an answer from `path`. Expired ones are removed. */
  store(lines: readonly string[], path: string): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map(part => part.trim());
      const at = pair.indexOf('=');
      if (at < 1) continue;
      const scope = attribute(attributes, 'path') ?? directory(path);
      const key = `${pair.slice(0, at)} ${scope}`;
      if (isExpired(attributes)) this.#cookies.delete(key);
      else this.#cookies.set(key, { value: pair.slice(at + 1), path: scope });
    }
  }

  /** Gives the user agent a cookie that no answer has set. */
  add({ name, value, path }: Cookie & { name: string }): void {
    this.#cookies.set(`${name} ${path}`, { value, path });
  }

  /** The `Cookie` header for `path`, or undefined when there is nothing to send. */
  header(path: string): string | undefined {
    const sent = [...this.#cookies].filter(([, cookie]) => covers(cookie.path, path));
    return sent.length === 0 ? undefined : sent.map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ');
  }
}

function attribute(attributes: readonly string[], name: string): string | undefined {
  const found = attributes.find(one => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  return name === 'path' && !found?.startsWith('/') ? undefined : found;
}

function isExpired(attributes: readonly string[]): boolean {
  const maxAge = attribute(attributes, 'max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = attribute(attributes, 'expires');
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

/** RFC 6265 §5.1.4, default path. */
function directory(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** RFC 6265 §5.1.4, path match. */
function covers(scope: string, path: string): boolean {
  return path === scope || path.startsWith(scope.endsWith('/') ? scope : `${scope}/`);
}
