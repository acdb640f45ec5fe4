/** Which RP IDs an origin may use (WebAuthn Level 3 §5.1.3 steps 6 to 8, §5.1.4.1 steps 5 to 7). */
import { isIP } from 'node:net';
import { getPublicSuffix } from 'tldts';
import { sha256, utf8 } from '../encoding/bytes.ts';
import { refusal } from './refusal.ts';

/** An origin that may ask for ceremonies, and the RP ID that it asks with. */
export interface Scope {
  /** As serialised in client data: lower case, no default port. */
  origin: string;
  rpId: string;
  /** SHA-256, 32 bytes. */
  rpIdHash: Uint8Array;
  /** False: only a list of related origins (§5.11) can allow it. */
  own: boolean;
}

/**
 * The caller's origin. Throws a NotAllowedError for an opaque one (`null`, `file:`, `data:` …), and a SecurityError where
 * its host is no domain, or where http is not on localhost: no browser offers WebAuthn there.
 */
export function callerOrigin(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.origin === 'null') throw refusal('NotAllowedError', `the origin ${text} is opaque`);
  const host = url.hostname;
  if (host === '' || isIP(host) || host.startsWith('[')) {
    throw refusal('SecurityError', `the host of ${text} is no domain: WebAuthn works on names, as localhost`);
  }
  const local = host === 'localhost' || host.endsWith('.localhost');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    throw refusal('SecurityError', `${text} is no secure context: https is needed, or http on localhost`);
  }
  return url;
}

/** HTML §6.2.1 "is a registrable domain suffix of or is equal to", private suffixes included as browsers have it. */
function isRegistrableSuffix(rpId: string, domain: string): boolean {
  if (rpId === domain) return true;
  if (rpId === '' || !domain.endsWith(`.${rpId}`)) return false;
  const suffix = getPublicSuffix(domain, { allowPrivateDomains: true });
  return suffix !== null && rpId !== suffix && !suffix.endsWith(`.${rpId}`);
}

/** More than any run asks about; the list of public suffixes is slow to search. */
const REMEMBERED = 512;
const scopes = new Map<string, Scope>();

/** The scope of a caller; without an RP ID it is the origin's effective domain. Throws as {@link callerOrigin} does. */
export function scopeOf(originText: string, rpId: string | undefined): Scope {
  const key = rpId === undefined ? originText : `${originText} ${rpId}`;
  const known = scopes.get(key);
  if (known) return known;
  const { origin, hostname } = callerOrigin(originText);
  const id = rpId ?? hostname;
  const scope = { origin, rpId: id, rpIdHash: sha256(utf8(id)), own: isRegistrableSuffix(id, hostname) };
  if (scopes.size >= REMEMBERED) scopes.clear();
  scopes.set(key, scope);
  return scope;
}
