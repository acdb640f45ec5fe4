/** AppIDs of U2F, as the extensions appid and appidExclude name them (WebAuthn Level 3 §10.1.1, §10.1.2). */
import { getDomain } from 'tldts';
import { refusal } from './refusal.ts';

/**
 * The AppID that a caller may use: an empty one stands for the caller's origin. Throws a SecurityError unless it is of the
 * caller's origin or, over https, of the same registrable domain. Browsers fetch no list of facets, nor does this.
 */
export function authorizedAppId(asked: string, origin: string): string {
  if (asked === '') return origin;
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  if (url && (url.origin === origin || (url.protocol === 'https:' && isSameSite(url.hostname, origin)))) return asked;
  throw refusal('SecurityError', `the AppID ${asked} is not for ${origin}`);
}

function isSameSite(host: string, origin: string): boolean {
  const options = { allowPrivateDomains: true };
  const domain = getDomain(host, options);
  return domain !== null && domain === getDomain(new URL(origin).hostname, options);
}
