/** Each known pattern fits a ceremony that has it and no healthy one, and the documented table is the one in the code. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { explainAll } from '../../harness/diagnose/explainCeremony.ts';
import { PATTERNS, patternTable } from '../../harness/diagnose/patterns.ts';
import { encodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { flipBit } from '../../harness/encoding/bytes.ts';
import { creationOptions, ORIGIN } from './devices.ts';
import { failed, lastly, observed, padded, type Scene, scene } from './explainScenes.ts';

const NOT_ALLOWED = ['NotAllowedError', 'The operation either timed out or was not allowed.'] as const;
const NO = { accepted: false };
const LOCAL = { origin: 'http://localhost:3000', rpId: 'localhost' };
/** One zero byte in the place of sixteen. */
const withShortAaguid = (bytes: Uint8Array) =>
  Buffer.concat([bytes.subarray(0, 37), Buffer.from([0]), bytes.subarray(53)]);

async function withOther(change: (scene: Scene) => Scene['ceremonies'][number]): Promise<Scene> {
  const made = await scene({ answer: NO });
  return { ...made, ceremonies: [...made.ceremonies, change(made)] };
}

/** What is wrong in each; the last ceremony has it. */
const SCENES: Record<string, () => Scene | Promise<Scene>> = {
  'ip-address': () =>
    failed('registration', ['SecurityError', 'This is an invalid domain.'], { origin: 'http://127.0.0.1:3000' }),
  'insecure-context': () =>
    failed('registration', ['TypeError', 'navigator.credentials is undefined'], { origin: 'http://rp.example' }),
  'rp-id-not-suffix': () =>
    failed('registration', ['SecurityError', 'The operation is insecure.'], { origin: 'https://other.example' }),
  'user-id-length': () =>
    failed('registration', ['TypeError', 'User handle exceeds 64 bytes.'], {
      options: { ...creationOptions({ user: { id: 'A'.repeat(120), name: 'ada', displayName: 'ada' } }) },
    }),
  'missing-member': () => failed('registration', ['TypeError', 'required member challenge is undefined']),
  excluded: () =>
    failed('registration', [
      'InvalidStateError',
      'The user attempted to register an authenticator that contains one of the credentials already registered with the relying party.',
    ]),
  'permissions-policy': () =>
    failed('authentication', [
      'NotAllowedError',
      "The 'publickey-credentials-get' feature is not enabled in this document.",
    ]),
  'not-focused': () => failed('authentication', ['NotAllowedError', 'The document is not focused.']),
  'user-activation': () =>
    failed('authentication', ['NotAllowedError', 'This request requires transient user activation.']),
  'autofill-pending': () => failed('authentication', ['OperationError', 'A request is already pending.']),
  'no-algorithm': () =>
    failed(
      'registration',
      ['NotSupportedError', 'None of the algorithms specified in pubKeyCredParams are supported.'],
      { options: { ...creationOptions(), pubKeyCredParams: [{ alg: -7 }, { type: 'public-key', alg: -65535 }] } },
    ),
  'no-authenticator': () => failed('registration', ['NotSupportedError', 'Not supported.']),
  'rs256-not-offered': () => failed('registration', NOT_ALLOWED, { options: { ...creationOptions() } }),
  'timed-out': () => {
    const at = Date.UTC(2026, 0, 5);
    return failed('authentication', NOT_ALLOWED, { askedAt: at, answeredAt: at + 60_020 });
  },
  'removed-on-device': () => failed('authentication', NOT_ALLOWED),
  cancelled: () => failed('registration', NOT_ALLOWED),
  'origin-loopback-name': () => scene({ ...LOCAL, answer: NO, given: { origins: ['http://127.0.0.1:3000'] } }),
  'origin-port': () => scene({ answer: NO, given: { origins: [`${ORIGIN}:8443`] } }),
  'origin-scheme': () => scene({ answer: NO, given: { origins: [ORIGIN.replace('https', 'http')] } }),
  'origin-www': () => scene({ answer: NO, given: { origins: [ORIGIN.replace('login', 'www.login')] } }),
  'origin-subdomain': () =>
    scene({ answer: NO, origin: ORIGIN.replace('login', 'app.login'), given: { origins: [ORIGIN] } }),
  'origin-app': () =>
    scene({ answer: NO, edit: { clientData: data => ({ ...data, origin: 'android:apk-key-hash:c2hhMjU2' }) } }),
  'origin-other': () =>
    scene({ answer: NO, edit: { clientData: data => ({ ...data, origin: 'https://evil.example' }) } }),
  'cross-origin-frame': () => scene({ answer: NO, edit: { clientData: data => ({ ...data, crossOrigin: true }) } }),
  'challenge-encoded-twice': () =>
    scene({
      answer: NO,
      edit: { clientData: data => ({ ...data, challenge: Buffer.from(data.challenge).toString('base64url') }) },
    }),
  'challenge-other': () =>
    scene({ answer: NO, edit: { clientData: data => ({ ...data, challenge: 'AQIDBAUGBwgJCgsMDQ4PEA' }) } }),
  'double-submit': () => withOther(({ ceremonies }) => ceremonies.at(-1)!),
  'challenge-reused': async () => {
    const [first, second] = await Promise.all([
      scene(),
      scene({ settings: {}, answer: NO, edit: { signature: bytes => Buffer.from(bytes) } }),
    ]);
    return { ceremonies: [...first.ceremonies, second.ceremonies.at(-1)!] };
  },
  'challenge-other-ceremony': async () => {
    const { challenge } = creationOptions();
    return await scene({ answer: NO, edit: { clientData: data => ({ ...data, challenge }) } });
  },
  'challenge-expired': async () => {
    const made = await scene({ answer: NO });
    const { askedAt } = made.ceremonies.at(-1)!;
    return lastly(made, { sentAt: askedAt! + 301_000 });
  },
  'base64-padding': async () => {
    const made = await scene({ answer: NO });
    return lastly(made, padded(made.ceremonies.at(-1)!));
  },
  'user-handle': () =>
    scene({
      answer: NO,
      edit: { response: one => ({ ...one, response: { ...one.response, userHandle: 'Ym9i' } }) },
    }),
  'backup-eligibility-changed': () =>
    scene({ answer: NO, edit: { authenticatorData: data => ({ ...data, be: !data.be }) } }),
  'backup-state-without-eligibility': () =>
    scene({ answer: NO, edit: { authenticatorData: data => ({ ...data, be: false, bs: true }) } }),
  'counter-back': () =>
    scene({
      answer: NO,
      registrationEdit: { authenticatorData: data => ({ ...data, signCount: 9 }) },
      edit: { authenticatorData: data => ({ ...data, signCount: 3 }) },
    }),
  'uv-dropped': () =>
    scene({
      answer: NO,
      request: { userVerification: 'required' },
      edit: { authenticatorData: data => ({ ...data, uv: false }) },
    }),
  'rp-id-hash': () => scene({ answer: NO, given: { rpId: 'example.org' } }),
  'one-byte-aaguid': () =>
    scene({
      answer: NO,
      registrationOnly: true,
      settings: { attestation: 'none' },
      registrationEdit: { authenticatorData: data => withShortAaguid(encodeAuthenticatorData(data)) },
    }),
  'algorithm-not-offered': async () => {
    const made = await scene({ answer: NO, registrationOnly: true });
    return lastly(made, {
      options: { ...made.ceremonies[0]!.options, pubKeyCredParams: [{ type: 'public-key', alg: -257 }] },
    });
  },
  'credential-removed': async () => {
    const { ceremonies } = await scene({ answer: NO });
    const { id } = ceremonies[0]!.response as { id: string };
    const removal = { method: 'DELETE', url: `${ORIGIN}/passkeys/${id}`, at: 0, status: 204 };
    return { ceremonies: [{ ...ceremonies[0]!, exchanges: [removal] }, ceremonies[1]!] };
  },
  'credential-of-another': async () => {
    const made = await scene({ answer: NO });
    const { options } = made.ceremonies.at(-1)!;
    return lastly(made, { options: { ...options, allowCredentials: [{ type: 'public-key', id: 'AQID' }] } });
  },
  'signature-other-bytes': () => scene({ answer: NO, edit: { signature: bytes => flipBit(bytes, bytes.length - 1) } }),
  'credential-unknown': async () => {
    const creation = { authenticatorSelection: { residentKey: 'required' } };
    const { ceremonies } = await scene({ answer: NO, creation, request: { allowCredentials: [] } });
    return { ceremonies: [ceremonies.at(-1)!] };
  },
  'credential-unregistered': async () => {
    const [{ ceremonies: one }, { ceremonies: other }] = await Promise.all([
      scene(),
      scene({
        answer: NO,
        settings: { credentialIdLength: 48 },
        creation: { authenticatorSelection: { residentKey: 'required' } },
        request: { allowCredentials: [] },
      }),
    ]);
    return { ceremonies: [one[0]!, other[1]!] };
  },
  'challenge-another-tab': async () => {
    const { ceremonies } = await scene({ answer: NO });
    const [registration, login] = [ceremonies[0]!, ceremonies[1]!];
    const { response: _, answer: __, ...opened } = login;
    const later = { ...login, options: { ...login.options, challenge: 'AQIDBAUGBwgJCgsMDQ4PEA' } };
    return { ceremonies: [registration, opened, later] };
  },
  'counter-zero': () => scene({ answer: NO, edit: { authenticatorData: data => ({ ...data, signCount: 0 }) } }),
  'preferred-as-required': () => scene({ answer: NO, edit: { authenticatorData: data => ({ ...data, uv: false }) } }),
  'backup-state-changed': () =>
    scene({
      answer: NO,
      registrationEdit: { authenticatorData: data => ({ ...data, be: true, bs: false }) },
      edit: { authenticatorData: data => ({ ...data, be: true, bs: true }) },
    }),
  'tpm-sha1': () =>
    scene({
      answer: NO,
      registrationOnly: true,
      creation: { attestation: 'direct' },
      settings: { attestation: 'tpm' },
    }),
  'root-not-trusted': () =>
    scene({
      answer: NO,
      registrationOnly: true,
      creation: { attestation: 'direct' },
      settings: { attestation: 'packed' },
    }),
  'attestation-dropped': () =>
    scene({
      answer: NO,
      registrationOnly: true,
      creation: { attestation: 'direct' },
      settings: { attestation: 'none' },
    }),
  'zero-aaguid': () =>
    scene({
      answer: NO,
      registrationOnly: true,
      registrationEdit: { authenticatorData: data => ({ ...data, aaguid: new Uint8Array(16) }) },
    }),
  'origins-of-rp': () => scene({ ...LOCAL, answer: NO }),
  'extensions-intolerant': () =>
    scene({ answer: NO, edit: { response: one => ({ ...one, clientExtensionResults: { credProps: { rk: true } } }) } }),
  'session-lost': () => scene({ answer: NO }),
};

for (const { id } of PATTERNS)
  test(`${id} fits what has it`, async () => {
    const made = await SCENES[id]!();
    const { diagnosis } = (await explainAll(observed(made), made.given)).at(-1)!;
    expect(diagnosis.map(({ pattern }) => pattern)).toContain(id);
  });

test('no pattern fits a registration and a login that go well', async () => {
  const healthy = [
    scene(),
    scene(LOCAL),
    scene({ settings: { attestation: 'tpm' }, creation: { attestation: 'direct' } }),
  ];
  for (const made of await Promise.all(healthy)) {
    const explained = await explainAll(observed(made));
    expect(explained.flatMap(({ diagnosis }) => diagnosis)).toEqual([]);
    expect(explained.map(({ failed: isFailed }) => isFailed)).toEqual([false, false]);
  }
});

test('ids are unique, and every scene is of a pattern', () => {
  const ids = PATTERNS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(SCENES).sort()).toEqual([...ids].sort());
});

test('docs/explain.md has the table of the code', () => {
  const page = readFileSync(new URL('../../docs/explain.md', import.meta.url), 'utf8');
  expect(page).toContain(patternTable());
});
