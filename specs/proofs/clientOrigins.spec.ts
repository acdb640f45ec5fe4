/** Which origins may use which RP IDs, and by what name the client refuses the others (§5.1.3 steps 6 to 8, §5.11). */
import { expect, test } from '@playwright/test';
import { Client } from '../../harness/authenticator/client.ts';
import type { RelatedOriginsDocument } from '../../harness/authenticator/relatedOrigins.ts';
import { hex, sha256, utf8 } from '../../harness/encoding/bytes.ts';
import {
  authenticatorData,
  type Creation,
  clientDataText,
  device,
  RP_ID,
  refusedWith,
  register,
  requestOptions,
} from './devices.ts';

test.describe('RP ID and origin', () => {
  const rp = (id: string | undefined): Creation => ({
    rp: id === undefined ? { name: 'Example' } : { id, name: 'Example' },
  });

  test('without an RP ID it is the effective domain', async () => {
    expect(
      hex(authenticatorData(await register(rp(undefined), { origin: 'https://a.example.org:8443' })).rpIdHash),
    ).toBe(hex(sha256(utf8('a.example.org'))));
  });

  for (const [origin, id] of [
    ['https://login.example.org', 'login.example.org'],
    ['https://login.example.org', 'example.org'],
    ['https://a.b.example.co.uk', 'example.co.uk'],
    ['https://me.github.io', 'me.github.io'],
    ['http://localhost:3000', 'localhost'],
    ['http://app.localhost', 'app.localhost'],
  ] as const) {
    test(`${origin} may use ${id}`, async () => {
      expect(hex(authenticatorData(await register(rp(id), { origin })).rpIdHash)).toBe(hex(sha256(utf8(id))));
    });
  }

  for (const [origin, id, name, why] of [
    ['https://login.example.org', 'org', 'SecurityError', 'a public suffix'],
    ['https://a.example.co.uk', 'co.uk', 'SecurityError', 'a public suffix of two labels'],
    ['https://me.github.io', 'github.io', 'SecurityError', 'a private suffix'],
    ['https://login.example.org', 'ogin.example.org', 'SecurityError', 'no whole label'],
    ['https://example.org', 'login.example.org', 'SecurityError', 'longer than the origin'],
    ['https://login.example.org', 'example.com', 'SecurityError', 'another site'],
    ['https://login.example.org', '', 'SecurityError', 'empty'],
    ['https://login.example.org', 'https://login.example.org', 'SecurityError', 'an origin'],
    ['http://login.example.org', RP_ID, 'SecurityError', 'not a secure context'],
    ['https://127.0.0.1', '127.0.0.1', 'SecurityError', 'an IPv4 address'],
    ['https://[::1]', '::1', 'SecurityError', 'an IPv6 address'],
    ['null', RP_ID, 'NotAllowedError', 'an opaque origin'],
    ['file:///page.html', RP_ID, 'NotAllowedError', 'a file'],
    ['no origin', RP_ID, 'NotAllowedError', 'no URL'],
  ] as const) {
    test(`${origin} with "${id}": ${name}, ${why}`, async () => {
      expect(await refusedWith(register(rp(id), { origin }))).toBe(name);
      const authentication = new Client(device()).authenticate(requestOptions({ rpId: id }), { origin });
      expect(await refusedWith(authentication)).toBe(name);
    });
  }
});

test('an IP address has no effective domain to fall back on: SecurityError', async () => {
  for (const origin of ['https://127.0.0.1', 'https://[::1]:8443']) {
    expect(await refusedWith(register({ rp: { name: 'Example' } }, { origin }))).toBe('SecurityError');
  }
});

test.describe('related origins', () => {
  const caller = 'https://shop.example.net';
  const json = (origins: unknown, contentType = 'application/json', status = 200) => ({
    status,
    contentType,
    body: typeof origins === 'string' ? origins : JSON.stringify({ origins }),
  });
  const answering = (document: RelatedOriginsDocument, asked: string[]) => async (id: string) => {
    asked.push(id);
    return document;
  };
  const sites = (count: number) => Array.from({ length: count }, (_, i) => `https://site${i}.com`);
  const attempt = (document: RelatedOriginsDocument, asked: string[] = []) =>
    register({}, { origin: caller, fetchRelatedOrigins: answering(document, asked) });

  test('an RP ID that lists the origin may be used, and is asked for its list', async () => {
    const asked: string[] = [];
    const response = await attempt(json(['https://other.com', caller], 'Application/JSON; charset=utf-8'), asked);
    expect(asked).toEqual([RP_ID]);
    expect(JSON.parse(clientDataText(response)).origin).toBe(caller);
  });

  test('the origin’s own RP ID is not looked up', async () => {
    const asked: string[] = [];
    await register({}, { fetchRelatedOrigins: answering(json([]), asked) });
    expect(asked).toEqual([]);
  });

  test('five labels count, a known label always', async () => {
    await attempt(json([...sites(4), caller]));
    await attempt(json(['https://a.example.net', ...sites(4), ...sites(4), caller]));
    expect(await refusedWith(attempt(json([...sites(5), caller])))).toBe('SecurityError');
  });

  for (const [what, document] of [
    ['a list without the origin', json(['https://example.net', 'https://shop.example.net:8443'])],
    ['another content type', json([caller], 'text/html')],
    ['status 404', json([caller], 'application/json', 404)],
    ['half a document', json('{"origins":["')],
    ['null', json('null')],
    ['no array', json(caller)],
    ['an array with something else in it', json([caller, 7])],
    ['no URLs', json(['', 'shop.example.net'])],
  ] as const) {
    test(`${what}: SecurityError`, async () => {
      expect(await refusedWith(attempt(document))).toBe('SecurityError');
    });
  }

  test('unsupported by the client: SecurityError', async () => {
    expect(await refusedWith(register({}, { origin: caller }))).toBe('SecurityError');
  });
});
