/** What a relying party's manner, origin and RP ID make possible, whatever it claims. Pure. */
import { domainToUnicode } from 'node:url';
import { getDomain } from 'tldts';
import type { Feature, RelyingParty } from '../target.ts';

type Place = Pick<RelyingParty, 'origin' | 'rpId' | 'nameless'>;

/** The features `named`, `port`, `international-domain` and `parent-domain`, as far as this place has them. */
export function placeFeatures({ origin, rpId, nameless }: Place): Feature[] {
  const found: Feature[] = nameless ? [] : ['named'];
  if (URL.canParse(origin) && new URL(origin).port !== '') found.push('port');
  if (rpId.split('.').some(label => label.startsWith('xn--')) && domainToUnicode(rpId) !== rpId)
    found.push('international-domain');
  const registrable = getDomain(rpId, { allowPrivateDomains: true });
  if (registrable !== null && registrable !== rpId) found.push('parent-domain');
  return found;
}
