/** Origins that an RP lists besides its own (WebAuthn Level 3 §5.11, §13.4.9): expected too, and to the letter too. */
import type { EditContext } from '../../authenticator/edits.ts';
import { sha256, utf8 } from '../../encoding/bytes.ts';
import { accepts, rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';
import { swapCase } from './challenge.ts';
import { members } from './edit.ts';
import { type MadeUpOrigins, madeUpOrigins } from './madeUpOrigins.ts';

const needs = ['listed-origins'] as const;

const from = (choose: (listed: MadeUpOrigins) => string) =>
  members((_, { rpId }) => ({ origin: choose(madeUpOrigins(rpId)) }));

const hashOfRelated = ({ rpId }: EditContext) => sha256(utf8(new URL(madeUpOrigins(rpId).related).hostname));

export function listedCases(kind: Ceremony): Cases {
  return {
    'origin-listed-subdomain': accepts({
      title: 'origin is a subdomain that the RP lists',
      needs,
      catalogue: ['cdj.origin.subdomain.allowed'],
      edit: from(({ subdomain }) => subdomain),
    }),
    'origin-listed-related': accepts({
      title: 'origin is a related one that the RP lists, the RP ID its own',
      needs,
      catalogue: ['cdj.origin.related.listed', ...(kind === 'authentication' ? ['ro.assert.related'] : [])],
      edit: from(({ related }) => related),
    }),
    'origin-listed-app': accepts({
      title: 'origin is an Android app that the RP lists',
      seen: 'lbuchs/WebAuthn#94',
      needs,
      catalogue: ['cdj.origin.android.listed'],
      edit: from(({ app }) => app),
    }),
    'origin-listed-app-other-case': rejects('origin', {
      title: 'origin is a listed Android app with the case of its hash swapped',
      seen: 'go-webauthn 37f065a',
      needs,
      catalogue: ['cdj.origin.android.case'],
      edit: from(({ app }) => app.replace(/[^:]+$/, swapCase)),
    }),
    'origin-below-listed-related': rejects('origin', {
      title: 'origin is a subdomain of a related origin that the RP lists',
      needs,
      edit: from(({ related }) => related.replace('://', '://unlisted.')),
    }),
    'related-origin-own-rp-id': rejects('rp-id-hash', {
      title: 'origin is a listed related one, rpIdHash that of its own domain',
      needs,
      catalogue: kind === 'authentication' ? ['ro.assert.related-own-rpid', 'ad.rpid.multi'] : ['ad.rpid.multi'],
      edit: {
        ...from(({ related }) => related),
        authenticatorData: (data, context) => ({ ...data, rpIdHash: hashOfRelated(context) }),
      },
    }),
    'rp-id-of-related-origin': rejects('rp-id-hash', {
      title: 'rpIdHash is that of the domain of a related origin',
      needs,
      catalogue: ['ad.rpid.multi'],
      edit: { authenticatorData: (data, context) => ({ ...data, rpIdHash: hashOfRelated(context) }) },
    }),
  };
}
