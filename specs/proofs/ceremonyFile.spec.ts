/** The ceremony file: its form, and what is taken out of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { ObservedCeremony } from '../../harness/diagnose/observed.ts';
import {
  ceremonyFileOf,
  ceremonyFileSchema,
  readCeremonyFile,
  writeCeremonyFile,
} from '../../harness/reproduce/ceremonyFile.ts';
import { redact } from '../../harness/reproduce/redact.ts';
import { test } from './cliProcess.ts';

const CEREMONY: ObservedCeremony = {
  kind: 'authentication',
  options: { challenge: 'AAAA', rpId: 'example.com' },
  response: { id: 'AAAA', type: 'public-key', response: {}, clientExtensionResults: {} },
  page: 'https://example.com/login',
  origin: 'https://example.com',
  askedAt: 1,
  answeredAt: 2,
  sentAt: 3,
  answer: { url: 'https://example.com/result', status: 400, accepted: false },
  exchanges: [{ method: 'POST', url: 'https://example.com/result', at: 3, requestType: 'application/json' }],
};

const read = (value: unknown) => readCeremonyFile(Buffer.from(JSON.stringify(value)));
const file = (ceremonies: ObservedCeremony[] = [CEREMONY]) =>
  ceremonyFileOf({ ceremonies, redacted: [] }, 'chromium 1');

test('what is written is read again', async ({ folder }) => {
  const path = join(folder, 'ceremonies.json');
  await writeCeremonyFile(path, file());
  const { ceremonies, source } = readCeremonyFile(readFileSync(path));
  expect(ceremonies).toEqual([CEREMONY]);
  expect(source).toContain('chromium 1');
});

test('another version, another shape and no JSON are not understood, and it is said where', () => {
  const wrong: [unknown, RegExp][] = [
    [{ ...file(), version: 2 }, /version 2.*reads version 1/],
    [{ ...file(), touchstone: 1 }, /no ceremony file/],
    [null, /no ceremony file/],
    [{ ...file(), ceremonies: [{ ...CEREMONY, kind: 'login' }] }, /ceremonies\[0\]\.kind/],
    [{ ...file(), ceremonies: [{ ...CEREMONY, exchanges: [{ url: 1 }] }] }, /ceremonies\[0\]\.exchanges\[0\]\./],
  ];
  for (const [value, message] of wrong)
    expect(() => read(value)).toThrow(
      expect.objectContaining({ name: 'NotUnderstood', message: expect.stringMatching(message) }),
    );
  expect(() => readCeremonyFile(Buffer.from('{"touchstone": "cere'))).toThrow(/JSON/);
});

test('the documented schema is that of the code', () => {
  const documented = readFileSync(new URL('../../docs/ceremony-file.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(documented)).toEqual(JSON.parse(JSON.stringify(ceremonyFileSchema())));
});

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

/** A ceremony that has everything that must not stay. */
const TELLTALE: ObservedCeremony = {
  ...CEREMONY,
  options: {
    challenge: 'kept-challenge',
    user: { id: 'kept-handle', name: 'secret-alice', displayName: 'secret Alice' },
    extensions: { largeBlob: { write: 'secret-blob' } },
  },
  response: {
    id: 'kept-id',
    clientExtensionResults: {
      prf: { results: { first: 'secret-first', second: 'secret-second' } },
      largeBlob: { blob: 'secret-blob' },
    },
  },
  page: `https://secret-user:secret-pw@example.com/s/5f4dcc3b5aa765d61d8327deb882cf99/x?email=secret%40example.com&lang=kept#token=secret`,
  answer: {
    url: `https://example.com/cb?jwt=secret`,
    status: 200,
    accepted: true,
    body: `{"session":{"id":"secret-sid"},"verified":true}`,
  },
  exchanges: [
    {
      method: 'POST',
      url: 'https://example.com/result',
      at: 3,
      requestType: 'application/json',
      request: JSON.stringify({
        response: { id: 'kept-id' },
        password: 'secret-1',
        otp: 123456,
        csrfToken: 'secret-2',
        tokens: ['secret-3'],
        note: `Bearer ${JWT} of secret.alice@example.com`,
        nested: JSON.stringify({ api_key: 'secret-4', kept: true }),
        code: 'kept-code',
      }),
      answer: `{"token":"secret-5","code":"271828","error":"kept-error"}`,
    },
    {
      method: 'POST',
      url: 'https://example.com/form',
      at: 4,
      requestType: 'application/x-www-form-urlencoded',
      request: `username=secret-alice&credential=${encodeURIComponent('{"id":"kept-id","secret":"secret-6"}')}&password=secret-7`,
    },
  ],
};

test('what is secret or personal is taken out, and listed without its value', () => {
  const { ceremonies, redacted } = redact([TELLTALE], { keepNames: false });
  const text = JSON.stringify(ceremonies);
  expect(text.replaceAll(/"(csrfToken|secret|password|token|tokens|otp|api_key)/g, '')).not.toMatch(
    /secret(?!%22|\\")|5f4dcc|eyJh|123456|271828/,
  );
  for (const kept of ['challenge', 'handle', 'id', 'code', 'error']) expect(text).toContain(`kept-${kept}`);
  expect(ceremonies[0]!.page).toBe('https://example.com/s/…/x?email=…&lang=kept');
  expect(redacted).toEqual(
    expect.arrayContaining([
      'ceremonies[0].options.user.name: the name of a user',
      'ceremonies[0].response.clientExtensionResults.prf.results.first: what the authenticator keeps secret',
      'ceremonies[0].exchanges[0].request.password: a secret, by its name',
      'ceremonies[0].exchanges[0].request.note: a token',
      'ceremonies[0].exchanges[0].request.note: an e-mail address',
      'ceremonies[0].exchanges[0].request.nested.api_key: a secret, by its name',
      'ceremonies[0].exchanges[0].answer.code: a code',
      'ceremonies[0].exchanges[1].request.credential.secret: a secret, by its name',
    ]),
  );
  expect(redacted.join()).not.toContain('alice');
});

test('what has no secrets stays as it was written, and names stay where that is asked for', () => {
  const request = '{ "id" : "AAAA" }';
  const plain = { ...CEREMONY, exchanges: [{ ...CEREMONY.exchanges[0]!, request }] };
  expect(redact([plain], { keepNames: false })).toEqual({ ceremonies: [plain], redacted: [] });
  const named = { ...CEREMONY, options: { user: { name: 'alice@example.com', displayName: 'Alice' } } };
  expect(redact([named], { keepNames: true })).toEqual({ ceremonies: [named], redacted: [] });
});

test('a long body takes no longer than its length', () => {
  const bodies = ['eyJ-'.repeat(60_000), 'a@'.repeat(120_000), `${'a.'.repeat(120_000)}@`, '['.repeat(200_000)];
  const exchanges = bodies.map(request => ({ ...CEREMONY.exchanges[0]!, request }));
  const began = performance.now();
  redact([{ ...CEREMONY, exchanges }], { keepNames: false });
  expect(performance.now() - began).toBeLessThan(2000);
});
