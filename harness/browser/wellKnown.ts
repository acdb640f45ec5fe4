/** Lists of related origins, fetched as a browser does (WebAuthn Level 3 §5.11). */
import type { APIRequestContext } from '@playwright/test';
import type { RelatedOriginsDocument } from '../authenticator/relatedOrigins.ts';

/** Milliseconds; a ceremony waits for it. */
const TIMEOUT = 5000;
const MOST_REDIRECTS = 5;
/** Characters. */
const LONGEST = 256 * 1024;

const NOTHING: RelatedOriginsDocument = { status: 0, contentType: '', body: '' };

/**
 * `https://RPID/.well-known/webauthn` over https alone. Status 0 where there is nothing to fetch from: no such host, no
 * answer in five seconds, a redirect to http, or a list that is endless.
 */
export async function fetchWellKnown(request: APIRequestContext, rpId: string): Promise<RelatedOriginsDocument> {
  let url = `https://${rpId}/.well-known/webauthn`;
  if (!URL.canParse(url) || new URL(url).host !== rpId) return NOTHING;
  for (let redirects = 0; redirects <= MOST_REDIRECTS && url.startsWith('https:'); redirects++) {
    const answer = await request.get(url, { maxRedirects: 0, timeout: TIMEOUT }).catch(() => undefined);
    if (!answer) return NOTHING;
    const { location } = answer.headers();
    if (answer.status() < 300 || answer.status() > 399 || location === undefined) {
      const body = await answer.text();
      const contentType = answer.headers()['content-type'] ?? '';
      return body.length > LONGEST ? NOTHING : { status: answer.status(), contentType, body };
    }
    url = new URL(location, url).href;
  }
  return NOTHING;
}
