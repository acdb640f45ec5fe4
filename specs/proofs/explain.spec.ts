/** The diagnosis names the duty that is neglected, whatever the RP said of it; what is not known is said to be missing. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Edits } from '../../harness/authenticator/edits.ts';
import { testRoots } from '../../harness/authenticator/testRoots.ts';
import { explainAll } from '../../harness/diagnose/explainCeremony.ts';
import { explanationLines } from '../../harness/diagnose/explanationText.ts';
import type { ObservedCeremony } from '../../harness/diagnose/observed.ts';
import { serverWords } from '../../harness/diagnose/serverWords.ts';
import { DUTIES } from '../../harness/duties.ts';
import { utf8 } from '../../harness/encoding/bytes.ts';
import type { CborMap, CborValue } from '../../harness/encoding/cbor.ts';
import { observedFrom } from '../../harness/reproduce/read.ts';
import { Listeners } from '../../harness/runner/listener.ts';
import { perform } from '../../harness/runner/perform.ts';
import { placeFeatures } from '../../harness/runner/place.ts';
import { DEFAULT_HONEST, Scene } from '../../harness/runner/scene.ts';
import type { Case } from '../../harness/suite/case.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { put } from '../../harness/suite/maps.ts';
import type { RelyingParty, Visit } from '../../harness/target.ts';
import { glass } from '../../harness/targets/glass.ts';
import { expectOneLine, test, touchstone } from './cliProcess.ts';
import { observed, scene } from './explainScenes.ts';

const THERE = new Set([...glass().supports, ...placeFeatures(glass())]);

/** For each duty the first of its cases that is one response, wrong in one way, and that the default RP refuses. */
const CASES = Object.keys(DUTIES).flatMap(duty => {
  const isOne = (one: Case) =>
    one.duty === duty && one.expect === 'reject' && !one.steps && one.needs.every(feature => THERE.has(feature));
  const one = catalogue.find(candidate => isOne(candidate) && /^(registration|authentication)$/.test(candidate.kind));
  return one && !one.stress && !one.family ? [one] : [];
});

/** What the RP knows beyond what is said in a ceremony: its trusted roots, metadata, and its records of before. */
const BEYOND: readonly string[] = ['attestation-trust', 'certificate-strength', 'credential-known'];

/** The RP, with what is said to it written down as a page would see it; every refusal is in the same words. */
function overheard(heard: ObservedCeremony[]): RelyingParty {
  const rp = glass();
  const visit = async (): Promise<Visit> => {
    const inner = await rp.visit();
    let options: object = {};
    const sent = async (kind: ObservedCeremony['kind'], response: object) => {
      const reply = await (kind === 'registration'
        ? inner.register(response as never)
        : inner.authenticate(response as never));
      const accepted = reply.seen === 'accepted';
      const answer = { url: `${rp.origin}/result`, status: accepted ? 200 : 400, body: 'Bad Request', accepted };
      heard.push({
        kind,
        options: { ...options },
        response,
        origin: rp.origin,
        answer,
        answeredAt: Date.now(),
        exchanges: [],
      });
      return reply;
    };
    return Object.assign(Object.create(inner) as Visit, {
      registrationOptions: async (...asked: Parameters<Visit['registrationOptions']>) =>
        (options = await inner.registrationOptions(...asked)),
      authenticationOptions: async (...asked: Parameters<Visit['authenticationOptions']>) =>
        (options = await inner.authenticationOptions(...asked)),
      register: (response: object) => sent('registration', response),
      authenticate: (response: object) => sent('authentication', response),
      close: () => inner.close(),
    });
  };
  return Object.assign(Object.create(rp) as RelyingParty, { visit });
}

async function played(one: Case): Promise<ObservedCeremony[]> {
  const heard: ObservedCeremony[] = [];
  const listeners = new Listeners();
  const stage = new Scene({ rp: overheard(heard), seed: 'touchstone', honest: DEFAULT_HONEST, listeners }, one.id);
  await perform(stage, one);
  await stage.close();
  await listeners.close();
  return heard.slice(0, heard.findIndex(({ answer }) => !answer!.accepted) + 1);
}

test('the first diagnosis of a case is its duty, though the RP says “Bad Request” to all', async () => {
  expect(CASES.length).toBeGreaterThan(60);
  const told = CASES.filter(({ duty }) => !BEYOND.includes(duty!) && !duty!.startsWith('metadata-'));
  for (const one of told) {
    const explained = await explainAll(observed({ ceremonies: await played(one) }));
    const [last, ...before] = explained.reverse();
    expect(last!.diagnosis[0]?.duty, one.id).toBe(one.duty);
    expect(
      before.flatMap(({ diagnosis }) => diagnosis),
      one.id,
    ).toEqual([]);
  }
});

test('an acceptance of what must be refused is a security finding', async () => {
  const made = await scene({ edit: { clientData: data => ({ ...data, origin: 'https://evil.example' }) } });
  const [, login] = await explainAll(observed(made));
  expect(login!.diagnosis[0]).toMatchObject({ duty: 'origin', what: expect.stringContaining('SECURITY'), sure: true });
  expect(login!.failed).toBe(true);
});

test('of a login alone, what its registration would tell is missing, and a public key supplies some of it', async () => {
  const { ceremonies } = await scene();
  const alone = { ceremonies: [{ ...ceremonies[1]!, options: undefined }].map(({ options: _, ...login }) => login) };
  const outcomes = async (given = {}) => {
    const [one] = await explainAll(observed(alone), given);
    return Object.fromEntries(one!.duties.map(({ duty, outcome }) => [duty, outcome]));
  };
  expect(await outcomes()).toMatchObject({
    challenge: 'missing',
    signature: 'missing',
    'sign-count': 'missing',
    origin: 'passed',
  });
  const { publicKey } = (ceremonies[0]!.response as { response: { publicKey: string } }).response;
  const spki = Buffer.from(publicKey, 'base64url');
  expect(await outcomes({ publicKey: spki })).toMatchObject({ signature: 'passed', 'sign-count': 'missing' });
  expect(await outcomes({ challenge: 'AQIDBA' })).toMatchObject({ challenge: 'refused' });
  expect(await outcomes({ rpId: 'example.net' })).toMatchObject({ 'rp-id-hash': 'refused' });
});

test('a chain of certificates that does not hold is seen without its root; one that does leaves trust open', async () => {
  const trustOf = async (edit?: Edits) => {
    const creation = { attestation: 'direct' };
    const made = await scene({
      registrationOnly: true,
      creation,
      settings: { attestation: 'tpm' },
      answer: { accepted: false },
      ...(edit && { registrationEdit: edit }),
    });
    const [explained] = await explainAll(observed(made));
    return { ...explained!.duties.find(({ duty }) => duty === 'attestation-trust'), first: explained!.diagnosis[0] };
  };
  /** The same statement with other certificates in x5c. */
  const withX5c = (change: (x5c: CborValue[]) => CborValue[]): Edits => ({
    statement: statement => {
      const map = statement as CborMap;
      return put(map, ['x5c', change(map.get('x5c') as CborValue[])]);
    },
  });
  expect(await trustOf()).toMatchObject({
    outcome: 'missing',
    first: { duty: 'attestation-trust', pattern: 'root-not-trusted', sure: false },
  });
  const stranger = withX5c(x5c => [...x5c, testRoots().at(-1)!]);
  const unlinked = { outcome: 'refused', reason: expect.stringContaining('is not issued by the next one') };
  expect(await trustOf(stranger)).toMatchObject({ ...unlinked, first: { duty: 'attestation-trust', sure: true } });
});

const SAID: Record<string, string> = {
  'Unexpected authentication response origin "https://a", expected "https://b"': 'origin',
  'Client data challenge was not expected challenge': 'challenge',
  'The actual challenge does not match the expected challenge': 'challenge',
  'Wrong RP ID hash.': 'rp-id-hash',
  'User verification required but flag not set by authenticator': 'user-verified',
  'Response sign count of 0 was not greater than current count of 5': 'sign-count',
  'Backup Eligible flag inconsistency detected during login validation': 'backup-eligibility',
  'WebAuthn::SignatureVerificationError': 'signature',
  'The credential uses insecure cryptographic routines and is denied': 'certificate-strength',
  'Unknown user authenticated by the Passkey.': 'credential-known',
};

test('the words of the libraries are known', () => {
  for (const [words, duty] of Object.entries(SAID))
    expect(serverWords(`{"message":"${words}"}`)?.duty, words).toBe(duty);
  expect(serverWords('{"error":"Bad Request"}')).toBeUndefined();
});

const LOGGED: readonly (readonly [line: string, what: string, pattern: string])[] = [
  [
    '10:00 ERROR Error: Unexpected authentication response origin "https://www.example.com", expected "https://example.com"',
    'the page ran on https://www.example.com, the RP expected https://example.com',
    'origin-www',
  ],
  [
    '{"error":"Unexpected registration response origin \\"http://localhost:5173\\", expected \\"http://localhost:3000\\""}',
    'the page ran on http://localhost:5173, the RP expected http://localhost:3000',
    'origin-port',
  ],
  [
    'Error validating origin. Expected Values: [https://example.com], Received: http://example.com',
    'the page ran on http://example.com, the RP expected https://example.com',
    'origin-scheme',
  ],
  [
    'Unexpected client data origin "http://127.0.0.1:8000", expected "http://localhost:8000"',
    'the page ran on http://127.0.0.1:8000, the RP expected http://localhost:8000',
    'origin-loopback-name',
  ],
];

test('a line of a log that names both origins is as good as the response', async () => {
  for (const [line, what, pattern] of LOGGED) {
    const [explained, ...others] = await explainAll(await observedFrom(utf8(line)));
    expect(others).toEqual([]);
    expect(explained, line).toMatchObject({ accepted: false, diagnosis: [{ duty: 'origin', what, pattern }] });
  }
  const [unnamed] = await explainAll(await observedFrom(utf8('user verification required, but not set')));
  expect(unnamed!.diagnosis).toMatchObject([{ duty: 'user-verified', sure: false, remedy: expect.any(String) }]);
});

test('what the RP says is compared with what was found', async () => {
  const body = JSON.stringify({ error: 'Unexpected authentication response origin "https://x", expected "https://y"' });
  const right = await explainAll(observed(await scene({ answer: { accepted: false, body } })));
  expect(right[1]!.diagnosis[0]).toMatchObject({
    duty: 'origin',
    sure: false,
    remedy: expect.stringContaining('allowed origins'),
  });
  const edit = { clientData: (data: object) => ({ ...data, origin: 'https://evil.example' }) as never };
  const wrong = await explainAll(observed(await scene({ answer: { accepted: false, body }, edit })));
  expect(wrong[1]!.diagnosis.map(({ duty }) => duty)).toEqual(['origin', 'origin']);
  expect(wrong[1]!.diagnosis[1]!.what).toContain('says the same');
});

test('nothing from outside reaches the terminal as it is', async () => {
  const made = await scene({ answer: { accepted: false, body: '\u001b[2J origin does not match' } });
  const login = { ...made.ceremonies[1]!, page: 'https://login.example.org/\u001b[31m', browser: '\u202e' };
  const [, one] = await explainAll(observed({ ceremonies: [made.ceremonies[0]!, login] }));
  const text = explanationLines(one!, { hex: true }).join('\n');
  for (const char of ['\u001b', '\u202e']) expect(text).not.toContain(char);
});

test('the verb explains a response, takes what is missing by flags, and ends with 0 or 2', async ({ folder }) => {
  const { ceremonies } = await scene();
  const file = join(folder, 'login.json');
  await writeFile(file, JSON.stringify(ceremonies[1]!.response));
  const { code, out } = await touchstone(['explain', file, '--origin', 'https://www.login.example.org']);
  expect(out).toContain('origin-www');
  expect(code).toBe(0);
  const options = join(folder, 'options.json');
  await writeFile(options, JSON.stringify(ceremonies[1]!.options));
  const json = JSON.parse((await touchstone(['explain', file, '--options', options, '--json'])).out);
  expect(json.explanations).toMatchObject([{ what: 'authentication', failed: false, diagnosis: [] }]);
  for (const [text, complaint] of [
    ['{"a": 1}', 'WebAuthn'],
    ['{"log":{"entries":[]}}', 'HAR file, 0 requests: There is no ceremony in it'],
  ] as const) {
    await writeFile(file, text);
    const refused = await touchstone(['explain', file]);
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining(complaint) });
    expectOneLine(refused);
  }
});
