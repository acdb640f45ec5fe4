/** Patterns of origins: the page and the RP's configuration name different ones. */
import { hostOf, isAddress, textMember } from './explainFacts.ts';
import type { Explained, Pattern } from './patterns.ts';

const originOf = ({ facts }: Explained) => textMember(facts.clientData, 'origin');

/** The origin is refused, and compares so with one that is expected. */
function misfits(one: Explained, compare: (said: URL, expected: URL) => boolean): boolean {
  const text = originOf(one);
  if (!one.refused.has('origin') || text === undefined || !URL.canParse(text)) return false;
  const said = new URL(text);
  return one.expectation.origins.some(origin => URL.canParse(origin) && compare(said, new URL(origin)));
}

const isLoopback = ({ hostname }: URL) => hostname === 'localhost' || isAddress(hostname);
const bare = (name: string) => name.replace(/^www\./, '');

export const ORIGIN_PATTERNS: readonly Pattern[] = [
  {
    id: 'origin-loopback-name',
    symptom: 'the RP refuses on the developer’s machine: unexpected origin',
    cause: 'localhost and 127.0.0.1 are two hosts, and two origins',
    remedy: 'open the page under the name that the RP expects: localhost',
    source: 'WebAuthn 3 §7.1 step 9; HTML §7.1.1 (origin)',
    duty: 'origin',
    fits: one => misfits(one, (a, b) => isLoopback(a) && isLoopback(b) && a.hostname !== b.hostname),
  },
  {
    id: 'origin-port',
    symptom: 'the RP refuses: unexpected origin, and the two differ in their port',
    cause: 'the port is a part of an origin: a page on :5173 is not the one on :3000',
    remedy: 'add the page’s origin, with its port, to the origins that the RP expects',
    source: 'WebAuthn 3 §13.4.9; web-auth CVE-2026-30964',
    duty: 'origin',
    fits: one => misfits(one, (a, b) => a.protocol === b.protocol && a.hostname === b.hostname && a.port !== b.port),
  },
  {
    id: 'origin-scheme',
    symptom: 'the RP refuses behind a proxy: it expects http://, the page is on https://',
    cause: 'TLS ends at the proxy, and the RP makes its origin from the request that it sees',
    remedy: 'configure the public origin, or trust the proxy’s X-Forwarded-Proto',
    source: 'WebAuthn 3 §13.4.9; web-auth CVE-2026-30964',
    duty: 'origin',
    fits: one => misfits(one, (a, b) => a.hostname === b.hostname && a.protocol !== b.protocol),
  },
  {
    id: 'origin-www',
    symptom: 'login works on example.com and fails on www.example.com',
    cause: 'www.example.com and example.com are two origins; the RP expects one of them',
    remedy: 'add it to the allowed origins (the RP ID may stay the bare domain), or redirect one host to the other',
    source: 'WebAuthn 3 §13.4.9',
    duty: 'origin',
    fits: one => misfits(one, (a, b) => a.hostname !== b.hostname && bare(a.hostname) === bare(b.hostname)),
  },
  {
    id: 'origin-subdomain',
    symptom: 'the RP refuses pages on a subdomain of its RP ID',
    cause: 'the RP ID covers the subdomain, and the list of origins does not',
    remedy: 'if that page is yours, add its origin to the allowed origins; do not compare by suffix',
    source: 'WebAuthn 3 §13.4.9; web-auth/webauthn-framework#143',
    duty: 'origin',
    fits: one => {
      const { rpId } = one.expectation;
      return misfits(
        one,
        (a, b) =>
          rpId !== undefined &&
          bare(a.hostname) !== bare(b.hostname) &&
          (a.hostname === rpId || a.hostname.endsWith(`.${rpId}`)),
      );
    },
  },
  {
    id: 'origin-app',
    symptom: 'logins from the Android app are refused: origin android:apk-key-hash:…',
    cause: 'an app signs with an origin of its own: the hash of its signing certificate',
    remedy: 'add android:apk-key-hash:… of the release and the debug certificate to the allowed origins',
    source: 'lbuchs/WebAuthn#94; FusionAuth/fusionauth-issues#3576',
    duty: 'origin',
    fits: one => one.refused.has('origin') && /^(android|ios):/.test(originOf(one) ?? ''),
  },
  {
    id: 'origin-other',
    symptom: 'the RP refuses: unexpected origin, of another site',
    cause:
      'the response was made on a site that is not the RP’s: a phishing site, or a page whose origin nobody listed',
    remedy: 'if that page is yours, add its origin to the allowed origins; else the refusal is what passkeys are for',
    source: 'WebAuthn 3 §13.4.9',
    duty: 'origin',
    fits: one => {
      const host = hostOf(originOf(one));
      const { rpId = '', origins } = one.expectation;
      const isNear = (name: string | undefined) => name !== undefined && bare(name) === bare(host ?? '');
      const isOwn = host === rpId || host?.endsWith(`.${rpId}`) === true || origins.map(hostOf).some(isNear);
      return one.refused.has('origin') && host !== undefined && host !== '' && !isOwn && !isAddress(host);
    },
  },
];
