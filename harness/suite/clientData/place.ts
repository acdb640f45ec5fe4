/** Origins near the RP's own that only some RPs have: beside its port, its international name, the domain above it. */
import { domainToUnicode } from 'node:url';
import { getDomainWithoutSuffix } from 'tldts';
import { accepts, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { members } from './edit.ts';

/** A suffix under which the RP is not: `test` is never given away. */
const elsewhere = (host: string) =>
  `${getDomainWithoutSuffix(host, { allowPrivateDomains: true }) || host.split('.')[0]}.test`;

export function placeCases(): Cases {
  return {
    'origin-without-port': rejects('origin', {
      title: 'origin lacks the port',
      needs: ['port'],
      catalogue: ['cdj.origin.port.needed'],
      edit: members(({ origin }) => ({ origin: origin.replace(/:\d+$/, '') })),
    }),
    'origin-parent-domain': rejects('origin', {
      title: 'origin is the domain above the RP ID',
      needs: ['parent-domain'],
      catalogue: ['cdj.origin.parent'],
      edit: members((_, { rpId }) => ({ origin: `https://${rpId.slice(rpId.indexOf('.') + 1)}` })),
    }),
    'origin-punycode': accepts({
      title: 'origin has its international name in ASCII, as browsers write it',
      needs: ['international-domain'],
      catalogue: ['cdj.origin.punycode'],
    }),
    'origin-unicode': rejects('origin', {
      title: 'origin has its international name in Unicode',
      level: 'should',
      needs: ['international-domain'],
      catalogue: ['cdj.origin.unicode'],
      edit: members(({ origin }) => {
        const { hostname } = new URL(origin);
        return { origin: origin.replace(hostname, domainToUnicode(hostname)) };
      }),
    }),
    'origin-same-label': rejects('origin', {
      title: 'origin has the same label under another suffix, and is not listed',
      catalogue: ['cdj.origin.related.unlisted'],
      edit: members(({ origin }) => ({ origin: `https://${elsewhere(new URL(origin).hostname)}` })),
    }),
  };
}
