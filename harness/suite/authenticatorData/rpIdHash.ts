/** `rpIdHash` (WebAuthn Level 3 §7.1 step 14, §7.2 step 15). */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { flipBit, sha256, utf8 } from '../../encoding/bytes.ts';
import { rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';

const hashOf = (write: (context: EditContext) => string): Edits => ({
  authenticatorData: (data, context) => ({ ...data, rpIdHash: sha256(utf8(write(context))) }),
});

export function rpIdHashCases(kind: Ceremony): Cases {
  return {
    'other-rp-id': rejects('rp-id-hash', {
      title: 'rpIdHash is that of another domain',
      catalogue: ['ad.rpid.wrong', ...(kind === 'authentication' ? ['fido.Ass-3.F-2'] : [])],
      edit: hashOf(() => 'evil.example'),
    }),
    'rp-id-of-origin': rejects('rp-id-hash', {
      title: 'rpIdHash is the hash of the origin',
      catalogue: [
        'ad.rpid.origin',
        ...(kind === 'registration' ? ['ext.appid.reg'] : ['ad.rpid.appid-uninvited', 'ext.appid.uninvited']),
      ],
      edit: hashOf(({ origin }) => origin),
    }),
    'rp-id-in-capitals': rejects('rp-id-hash', {
      title: 'rpIdHash is the hash of the RP ID in capitals',
      catalogue: ['ad.rpid.upper'],
      edit: hashOf(({ rpId }) => rpId.toUpperCase()),
    }),
    'rp-id-trailing-dot': rejects('rp-id-hash', {
      title: 'rpIdHash is the hash of the RP ID and a dot',
      catalogue: ['ad.rpid.trailing-dot'],
      edit: hashOf(({ rpId }) => `${rpId}.`),
    }),
    'rp-id-subdomain': rejects('rp-id-hash', {
      title: 'rpIdHash is the hash of a subdomain',
      catalogue: ['ad.rpid.subdomain', ...(kind === 'authentication' ? ['bind.rp.cross'] : [])],
      edit: hashOf(({ rpId }) => `login.${rpId}`),
    }),
    'rp-id-parent': rejects('rp-id-hash', {
      title: 'rpIdHash is the hash of the domain above',
      needs: ['parent-domain'],
      catalogue: ['ad.rpid.parent'],
      edit: hashOf(({ rpId }) => rpId.slice(rpId.indexOf('.') + 1)),
    }),
    'rp-id-zero': rejects('rp-id-hash', {
      title: 'rpIdHash is zero',
      catalogue: ['ad.rpid.zero'],
      edit: { authenticatorData: data => ({ ...data, rpIdHash: new Uint8Array(32) }) },
    }),
    'rp-id-unhashed': rejects('rp-id-hash', {
      title: 'rpIdHash is the RP ID itself, filled with zeros',
      catalogue: ['ad.rpid.raw'],
      edit: {
        authenticatorData(data, { rpId }) {
          const unhashed = new Uint8Array(32);
          unhashed.set(utf8(rpId).subarray(0, 32));
          return { ...data, rpIdHash: unhashed };
        },
      },
    }),
    'rp-id-first-bit': rejects('rp-id-hash', {
      title: 'rpIdHash has a bit of its first byte flipped',
      catalogue: ['ad.rpid.one-bit'],
      edit: { authenticatorData: data => ({ ...data, rpIdHash: flipBit(data.rpIdHash, 0) }) },
    }),
    'rp-id-last-bit': rejects('rp-id-hash', {
      title: 'rpIdHash has a bit of its last byte flipped',
      catalogue: ['ad.rpid.one-bit'],
      edit: { authenticatorData: data => ({ ...data, rpIdHash: flipBit(data.rpIdHash, -1) }) },
    }),
  };
}
