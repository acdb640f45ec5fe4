/** Ceremonies in a frame of a page that the RP expects (WebAuthn Level 3 §7.1 steps 10 and 11, §7.2 steps 13 and 14). */
import { accepts, either, rejects } from '../case.ts';
import type { Cases } from '../json.ts';
import { members, text } from './edit.ts';
import { FRAMING_ORIGIN } from './madeUpOrigins.ts';

const needs = ['framed'] as const;

const framedBy = (topOrigin: string | undefined) => members({ crossOrigin: true, topOrigin });

const WITHOUT_TOP = 'Level 2 clients send no topOrigin; an RP may ask for it';

export function framedCases(): Cases {
  return {
    framed: accepts({
      title: 'the ceremony is framed by the page that the RP expects',
      needs,
      catalogue: ['cdj.xo.true.expected', 'cdj.to.expected', 'cdj.limited.ok'],
      edit: framedBy(FRAMING_ORIGIN),
    }),
    'framed-by-another-page': rejects('top-origin', {
      title: 'topOrigin is another page than those that may frame the RP',
      seen: 'web-auth/webauthn-framework#900',
      needs,
      catalogue: ['cdj.to.wrong-listed'],
      edit: framedBy('https://evil.example'),
    }),
    'framed-top-origin-with-slash': rejects('top-origin', {
      title: 'topOrigin is the expected page and a slash',
      level: 'should',
      needs,
      catalogue: ['cdj.to.case-slash'],
      edit: framedBy(`${FRAMING_ORIGIN}/`),
    }),
    'framed-top-origin-in-capitals': rejects('top-origin', {
      title: 'topOrigin is the expected page in capitals',
      level: 'should',
      needs,
      catalogue: ['cdj.to.case-slash'],
      edit: framedBy(FRAMING_ORIGIN.toUpperCase()),
    }),
    'framed-top-origin-default-port': rejects('top-origin', {
      title: 'topOrigin is the expected page with its default port',
      level: 'should',
      needs,
      catalogue: ['cdj.to.case-slash'],
      edit: framedBy(`${FRAMING_ORIGIN}:443`),
    }),
    'framed-below-expected-page': rejects('top-origin', {
      title: 'topOrigin is a subdomain of the expected page',
      needs,
      catalogue: ['cdj.to.wrong-listed'],
      edit: framedBy(FRAMING_ORIGIN.replace('://', '://unlisted.')),
    }),
    'framed-without-top-origin': either({
      title: 'crossOrigin is true and topOrigin absent',
      level: 'report',
      reason: WITHOUT_TOP,
      needs,
      catalogue: ['cdj.to.missing-l2'],
      edit: framedBy(undefined),
    }),
    'framed-level-2-serialisation': either({
      title: 'crossOrigin is true, serialised by the letter of Level 2',
      level: 'report',
      reason: WITHOUT_TOP,
      needs,
      catalogue: ['cdj.limited.l2'],
      edit: text((_, { type, challenge, origin }) => JSON.stringify({ type, challenge, origin, crossOrigin: true })),
    }),
  };
}
