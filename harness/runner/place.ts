/** What a relying party's origin and RP ID make possible, whatever it claims. Pure. */
import { domainToUnicode } from 'node:url';
import { getDomain } from 'tldts';
import type { Feature } from '../target.ts';

/** The features `port`, `international-domain` and `parent-domain`, as far as this place has them. */
export function placeFeatures({ origin, rpId }: { origin: string; rpId: string }): Feature[] {
  const found: Feature[] = [];
  if (URL.canParse(origin) && new URL(origin).port !== '') found.push('port');
  if (rpId.split('.').some(label => label.startsWith('xn--')) && domainToUnicode(rpId) !== rpId)
    found.push('international-domain');
  const registrable = getDomain(rpId, { allowPrivateDomains: true });
  if (registrable !== null && registrable !== rpId) found.push('parent-domain');
  return found;
}
