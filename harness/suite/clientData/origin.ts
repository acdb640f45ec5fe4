/** `origin` of client data (WebAuthn Level 3 §7.1 step 9, §7.2 step 12, §13.4.9): one of the expected, to the letter. */
import { concat, utf8 } from '../../encoding/bytes.ts';
import { accepts, rejects } from '../case.ts';
import type { Cases, Ceremony } from '../json.ts';
import { honestText, members, text } from './edit.ts';

/** Origin rewritten from its parts; `port` comes with its colon, or is empty. */
const rebuilt = (write: (parts: { scheme: string; host: string; port: string }) => string) =>
  members(({ origin }) => {
    const { protocol, hostname, port } = new URL(origin);
    return { origin: write({ scheme: protocol.slice(0, -1), host: hostname, port: port && `:${port}` }) };
  });

const appended = (tail: string) => members(({ origin }) => ({ origin: origin + tail }));

/** Cyrillic letters that look like Latin ones. */
const LOOKALIKE: Record<string, string> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с' };

/** The first letter that has a lookalike is replaced; a host without one gets a Cyrillic letter more. */
function homograph(host: string): string {
  const replaced = host.replace(/[aeopc]/, letter => LOOKALIKE[letter]!);
  return replaced === host ? `${host}${LOOKALIKE.a}` : replaced;
}

const misspelt = (host: string) => host.replace(/[a-z0-9]/, first => (first === 'a' ? 'b' : 'a'));

export function originCases(kind: Ceremony): Cases {
  const fido = (test: string) => `fido.${kind === 'registration' ? 'Att' : 'Ass'}-2.${test}`;
  return {
    'origin-missing': rejects('origin', {
      title: 'origin is missing',
      catalogue: ['cdj.origin.missing', fido('F-11')],
      edit: members({ origin: undefined }),
    }),
    'origin-null-value': rejects('origin', {
      title: 'origin is null, not a string',
      catalogue: ['cdj.origin.nonstring'],
      edit: members({ origin: null }),
    }),
    'origin-number': rejects('origin', {
      title: 'origin is a number',
      catalogue: ['cdj.origin.nonstring', fido('F-12')],
      edit: members({ origin: 443 }),
    }),
    'origin-array': rejects('origin', {
      title: 'origin is an array that holds the right origin',
      catalogue: ['cdj.origin.nonstring'],
      edit: members(({ origin }) => ({ origin: [origin] })),
    }),
    'origin-empty': rejects('origin', {
      title: 'origin is empty',
      catalogue: ['cdj.origin.empty', fido('F-13')],
      edit: members({ origin: '' }),
    }),
    'other-origin': rejects('origin', {
      title: 'origin is another site',
      catalogue: ['cdj.origin.other', fido('F-14')],
      edit: { clientData: c => ({ ...c, origin: 'https://evil.example' }) },
    }),
    'origin-other-scheme': rejects('origin', {
      title: 'origin has the right host under the other of http and https',
      seen: 'CVE-2026-30964',
      catalogue: ['cdj.origin.http'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme === 'https' ? 'http' : 'https'}://${host}${port}`),
    }),
    'origin-websocket': rejects('origin', {
      title: 'origin has the right host under wss',
      seen: 'CVE-2026-30964',
      catalogue: ['cdj.origin.other-scheme'],
      edit: rebuilt(({ host, port }) => `wss://${host}${port}`),
    }),
    'origin-without-scheme': rejects('origin', {
      title: 'origin has no scheme',
      catalogue: ['cdj.origin.other-scheme'],
      edit: rebuilt(({ host, port }) => `//${host}${port}`),
    }),
    'origin-other-port': rejects('origin', {
      title: 'origin has another port',
      seen: 'CVE-2026-30964',
      catalogue: ['cdj.origin.port.other'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://${host}:${port === ':8443' ? 8444 : 8443}`),
    }),
    'origin-default-port': rejects('origin', {
      title: 'origin has the default port of its scheme, written out',
      level: 'should',
      catalogue: ['cdj.origin.port.default'],
      edit: rebuilt(({ scheme, host }) => `${scheme}://${host}:${scheme === 'https' ? 443 : 80}`),
    }),
    'origin-scheme-in-capitals': rejects('origin', {
      title: 'origin has its scheme in capitals',
      level: 'should',
      catalogue: ['cdj.origin.scheme-case'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme.toUpperCase()}://${host}${port}`),
    }),
    'origin-host-in-capitals': rejects('origin', {
      title: 'origin has its host in capitals',
      level: 'should',
      catalogue: ['cdj.origin.host-case'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://${host.toUpperCase()}${port}`),
    }),
    'origin-with-slash': rejects('origin', {
      title: 'origin ends in a slash',
      level: 'should',
      catalogue: ['cdj.origin.slash'],
      edit: appended('/'),
    }),
    'origin-with-path': rejects('origin', {
      title: 'origin has a path',
      catalogue: ['cdj.origin.path'],
      edit: appended('/login'),
    }),
    'origin-with-query': rejects('origin', {
      title: 'origin has a query',
      catalogue: ['cdj.origin.query'],
      edit: appended('?x'),
    }),
    'origin-with-fragment': rejects('origin', {
      title: 'origin has a fragment',
      catalogue: ['cdj.origin.query'],
      edit: appended('#x'),
    }),
    'origin-as-user-name': rejects('origin', {
      title: 'origin has the right host as user name of another site',
      catalogue: ['cdj.origin.userinfo'],
      edit: rebuilt(({ scheme, host }) => `${scheme}://${host}@evil.example`),
    }),
    'origin-behind-user-name': rejects('origin', {
      title: 'origin has another site as user name of the right host',
      catalogue: ['cdj.origin.userinfo'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://evil.example@${host}${port}`),
    }),
    'origin-in-path': rejects('origin', {
      title: 'origin is another site with the right origin as its path',
      catalogue: ['cdj.origin.path-evil'],
      edit: members(({ origin }) => ({ origin: `https://evil.example/${origin}` })),
    }),
    'origin-suffix-without-dot': rejects('origin', {
      title: 'origin has a host that ends in the right one, without a dot',
      seen: '1Password/passkey-rs#92',
      catalogue: ['cdj.origin.suffix-nodot'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://evil${host}${port}`),
    }),
    'origin-prefix': rejects('origin', {
      title: 'origin has a host that begins with the right one',
      seen: 'lbuchs/WebAuthn#122',
      catalogue: ['cdj.origin.prefix'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://${host}.evil.example${port}`),
    }),
    'origin-misspelt': rejects('origin', {
      title: 'origin has a host with one letter changed',
      catalogue: ['cdj.origin.regex-dot'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://${misspelt(host)}${port}`),
    }),
    // §13.4.9: an RP SHOULD NOT accept subdomains by default.
    'origin-subdomain': rejects('origin', {
      title: 'origin is a subdomain that nobody listed',
      level: 'should',
      seen: 'web-auth/webauthn-framework#143',
      catalogue: ['cdj.origin.subdomain'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://unlisted.${host}${port}`),
    }),
    'origin-wildcard': rejects('origin', {
      title: 'origin has an asterisk for a label',
      catalogue: ['cdj.origin.wildcard-literal'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://*.${host}${port}`),
    }),
    'origin-empty-label': rejects('origin', {
      title: 'origin has a host that begins with a dot',
      seen: 'tanguilp/wax#48',
      catalogue: ['cdj.origin.dot-only'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://.${host}${port}`),
    }),
    'origin-trailing-dot': rejects('origin', {
      title: 'origin has a host that ends in a dot',
      catalogue: ['cdj.origin.trailing-dot'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://${host}.${port}`),
    }),
    'origin-opaque': rejects('origin', {
      title: 'origin is that of a sandboxed frame, "null"',
      catalogue: ['cdj.origin.null'],
      edit: members({ origin: 'null' }),
    }),
    'origin-file': rejects('origin', {
      title: 'origin is file://',
      catalogue: ['cdj.origin.file'],
      edit: members({ origin: 'file://' }),
    }),
    'origin-ip-address': rejects('origin', {
      title: 'origin is an IP address',
      catalogue: ['cdj.origin.ip'],
      edit: rebuilt(({ scheme }) => `${scheme}://192.0.2.1`),
    }),
    'origin-localhost': rejects('origin', {
      title: 'origin is some port of localhost',
      catalogue: ['cdj.origin.localhost'],
      edit: members({ origin: 'http://localhost:9' }),
    }),
    'origin-homograph': rejects('origin', {
      title: 'origin has a Cyrillic letter that looks like a Latin one',
      catalogue: ['cdj.origin.homograph'],
      edit: rebuilt(({ scheme, host, port }) => `${scheme}://${homograph(host)}${port}`),
    }),
    'origin-with-nul': rejects('origin', {
      title: 'origin has a NUL after the right one, and more',
      catalogue: ['cdj.origin.nul'],
      edit: appended('\0.evil.example'),
    }),
    'origin-leading-space': rejects('origin', {
      title: 'origin begins with a space',
      catalogue: ['cdj.origin.whitespace'],
      edit: members(({ origin }) => ({ origin: ` ${origin}` })),
    }),
    'origin-trailing-space': rejects('origin', {
      title: 'origin ends in a space',
      catalogue: ['cdj.origin.whitespace'],
      edit: appended(' '),
    }),
    'origin-android-app': rejects('origin', {
      title: 'origin is an Android app that nobody listed',
      seen: 'lbuchs/WebAuthn#94',
      catalogue: ['cdj.origin.android.unlisted'],
      edit: members({ origin: 'android:apk-key-hash:w3VHv5zeFqGOpI9wBMCqnFvGZxQ1cYZAhHbfH8l8-2k' }),
    }),
    'origin-android-app-empty': rejects('origin', {
      title: 'origin is an Android app with an empty hash',
      catalogue: ['cdj.origin.android.prefix'],
      edit: members({ origin: 'android:apk-key-hash:' }),
    }),
    'origin-invalid-utf8': rejects('origin', {
      title: 'origin has a byte that is not UTF-8',
      catalogue: ['cdj.enc.invalid-utf8-origin'],
      edit: {
        clientData(data) {
          const [before, after] = honestText({ ...data, origin: `${data.origin}|` }).split('|');
          return concat(utf8(before!), Uint8Array.of(0xff), utf8(after!));
        },
      },
    }),
    'origin-overlong-utf8': rejects('origin', {
      title: 'origin has a slash in overlong UTF-8',
      catalogue: ['cdj.enc.overlong'],
      edit: {
        clientData(data) {
          const [before, after] = honestText({ ...data, origin: data.origin.replace('://', ':|/') }).split('|');
          return concat(utf8(before!), Uint8Array.of(0xc0, 0xaf), utf8(after!));
        },
      },
    }),
    'origin-escaped': accepts({
      title: 'origin has its slashes escaped in JSON',
      level: 'should',
      catalogue: ['cdj.origin.escaped'],
      edit: text((json, { origin }) => json.replace(origin, origin.replaceAll('/', '\\/'))),
    }),
  };
}
