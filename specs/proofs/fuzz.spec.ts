/** The fuzzer finds what is taken out of the glass RP and nothing in the whole one; what it prints can be pasted and repeated. */
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { serveBroken } from '../../fixtures/broken.ts';
import { Authenticator } from '../../harness/authenticator/authenticator.ts';
import { Client } from '../../harness/authenticator/client.ts';
import type { Edits } from '../../harness/authenticator/edits.ts';
import type { DutyName } from '../../harness/duties.ts';
import { encodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import * as byteHelpers from '../../harness/encoding/bytes.ts';
import * as cbor from '../../harness/encoding/cbor.ts';
import { encodeClientData } from '../../harness/encoding/clientData.ts';
import * as der from '../../harness/encoding/der.ts';
import { fuzzedArbitrary } from '../../harness/fuzz/arbitraries.ts';
import { caseCode } from '../../harness/fuzz/code.ts';
import { editsOf, type Fuzzed, SITUATIONS, type Situation, settingsOf, wishesOf } from '../../harness/fuzz/edit.ts';
import { fuzz, repeat } from '../../harness/fuzz/fuzz.ts';
import { readFuzzed } from '../../harness/fuzz/read.ts';
import { findingInWords } from '../../harness/fuzz/words.ts';
import { ORDER } from '../../harness/suite/assertion/ecdsa.ts';
import { info } from '../../harness/suite/attestation/tpmEdits.ts';
import { members } from '../../harness/suite/clientData/edit.ts';
import { envelope, inside } from '../../harness/suite/json.ts';
import * as maps from '../../harness/suite/maps.ts';
import { fido } from '../../harness/targets/fido.ts';
import { glass } from '../../harness/targets/glass.ts';

test.describe.configure({ timeout: 120_000 });

/** Long enough for any machine: the number of ceremonies ends it. */
const TIME = 60_000;
const without = (duty: DutyName) => glass({ without: new Set([duty]) });

const FINDABLE: DutyName[] = ['origin', 'rp-id-hash', 'user-present', 'signature', 'algorithm', 'packed-signature'];

for (const duty of FINDABLE) {
  test(`without ${duty}, the hole is found and is small`, async () => {
    const enough = new AbortController();
    const { findings, stopped } = await fuzz({
      rp: without(duty),
      seed: 'spec',
      time: TIME,
      ceremonies: 6_000,
      signal: enough.signal,
      onFinding: () => enough.abort(),
    });
    expect(stopped).toBeUndefined();
    expect(findings.map(finding => [finding.kind, finding.duty])).toEqual([['hole', duty]]);
    expect(findings[0]!.fuzzed.edits).toHaveLength(1);
  });
}

test('in the whole glass RP nothing is found', async () => {
  const { findings, ceremonies } = await fuzz({ rp: glass(), seed: 'spec', time: TIME, ceremonies: 1_500 });
  expect(findings.map(({ group, fuzzed }) => `${group} ${JSON.stringify(fuzzed)}`)).toEqual([]);
  expect(ceremonies).toBeGreaterThanOrEqual(1_500);
});

test('the same seed finds the same', async () => {
  const found = async () => {
    const { findings } = await fuzz({ rp: without('rp-id-hash'), seed: 'twice', time: TIME, ceremonies: 600 });
    return findings.map(({ group, fuzzed }) => [group, fuzzed]);
  };
  expect(await found()).toEqual(await found());
});

for (const [name, { ceremony, duty }] of Object.entries(SITUATIONS)) {
  // Another user's credential is refused by a second duty, that it is not of the named user.
  if (name === 'other-user') continue;
  test(`an RP without ${duty} accepts the situation ${name}, the whole one does not`, async () => {
    const fuzzed: Fuzzed = { ceremony, facts: { counter: 'none' }, situation: name as Situation, edits: [] };
    const options = { seed: 'spec', time: TIME };
    expect((await repeat({ ...options, rp: without(duty) }, fuzzed))?.duty).toBe(duty);
    expect(await repeat({ ...options, rp: glass() }, fuzzed)).toBeUndefined();
  });
}

test('a signal ends it soon, in process too, and what was found is given', async () => {
  const { findings, ms } = await fuzz({
    rp: without('origin'),
    seed: 'spec',
    time: TIME,
    signal: AbortSignal.timeout(1_000),
  });
  expect(ms).toBeLessThan(TIME / 2);
  expect(new Set(findings.map(({ duty }) => duty))).toEqual(new Set(['origin']));
});

test('several at a time find the same sort of difference and nothing else', async () => {
  const { findings, ceremonies } = await fuzz({
    rp: without('rp-id-hash'),
    seed: 'spec',
    time: TIME,
    ceremonies: 600,
    jobs: 4,
  });
  expect(ceremonies).toBeGreaterThanOrEqual(600);
  expect(new Set(findings.map(({ kind, duty }) => `${kind} ${duty}`))).toEqual(new Set(['hole rp-id-hash']));
});

for (const ownKeys of [false, true]) {
  test(`credentials ${ownKeys ? 'have keys of their own' : 'share keys'} where they are ${ownKeys ? '' : 'not '}asked to`, async () => {
    const keys: string[] = [];
    const rp = glass({
      watch: (step, _, outcome) => {
        if (step === 'register' && outcome.verified) keys.push(byteHelpers.hex(outcome.record.publicKey));
      },
    });
    await fuzz({ rp, seed: 'spec', time: TIME, ceremonies: 100, only: 'registration', ownKeys });
    expect(keys.length).toBeGreaterThan(20);
    expect(new Set(keys).size === keys.length).toBe(ownKeys);
  });
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** @param interruptAt text on standard output after which Ctrl-C is pressed. */
function verb(args: string[], interruptAt?: string): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'harness/cli/main.ts', 'fuzz', ...args]);
  const said = { out: '', err: '' };
  let interrupted = false;
  child.stdout.on('data', part => {
    said.out += part;
    if (interrupted || interruptAt === undefined || !said.out.includes(interruptAt)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  child.stderr.on('data', part => {
    said.err += part;
  });
  return new Promise(resolve => child.on('close', code => resolve({ code, ...said })));
}

test('Ctrl-C prints what was found, and the exit code tells of it', async () => {
  const ended = await verb(['--rp', 'glass:without=origin', '--seconds', '100'], 'Repeat:');
  expect(ended.code).toBe(1);
  expect(ended.out).toMatch(/\d+ ceremonies, \d+ a second · \d+ hole\n$/);
});

test('--json writes JSON and nothing else; --replay repeats what stands in it', async () => {
  const ended = await verb(['--rp', 'glass:without=origin', '--replay', JSON.stringify(otherOrigin), '--json']);
  expect(ended.code).toBe(1);
  const { findings, ceremonies } = JSON.parse(ended.out);
  expect([ceremonies, findings[0].duty, findings[0].fuzzed]).toEqual([1, 'origin', otherOrigin]);
});

test('the verb refuses the sites of others with 2, and learns nothing from one that is not there: 3', async () => {
  const foreign = await verb(['--rp', 'fido:https://rp.example', '--seconds', '1']);
  expect([foreign.code, foreign.out]).toEqual([2, '']);
  expect(foreign.err).toContain('rp.example is not on this machine');
  // The port of the discard service, which nobody runs any more.
  const absent = await verb(['--rp', 'fido:http://localhost:9', '--seconds', '1']);
  expect(absent.code, absent.err).toBe(3);
});

const otherOrigin: Fuzzed = {
  ceremony: 'authentication',
  facts: {},
  edits: [{ layer: 'clientData', path: ['origin'], change: { op: 'append', text: '.evil.example' } }],
};

test('a finding is printed with its duty, a case and the command that repeats it', async () => {
  const finding = await repeat({ rp: without('origin'), seed: 'spec', time: TIME }, otherOrigin);
  const printed = findingInWords(finding!, 'touchstone fuzz --rp glass', text => text);
  expect(printed).toContain('accepts what it must refuse: clientData.origin ends in ".evil.example" besides');
  expect(printed).toContain('WebAuthn 3 §7.2 step 12, https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion');
  expect(printed).toContain(`edit: members(data => ({ origin: data.origin + '.evil.example' })),`);
  const replayed = /--replay '(.*)'$/m.exec(printed)![1]!;
  expect(readFuzzed(replayed)).toEqual(otherOrigin);
  expect(await repeat({ rp: glass(), seed: 'spec', time: TIME }, otherOrigin)).toBeUndefined();
});

test('what is no ceremony of the fuzzer is refused with a reason', () => {
  const wrong = { ...otherOrigin, edits: [{ layer: 'clientData', path: [], change: { op: 'shuffle' } }] };
  expect(() => readFuzzed(JSON.stringify(wrong))).toThrow('is no change of the fuzzer');
  expect(() => readFuzzed('{"ceremony":"payment","facts":{},"edits":[]}')).toThrow('ceremony');
});

test('an RP that falls over is found out, one that refuses everything teaches nothing', async () => {
  const options = { seed: 'spec', time: TIME, ceremonies: 30 };
  const crasher = await serveBroken('crasher', 'refusing');
  const { findings } = await fuzz({ ...options, rp: await fido(crasher.url, { timeout: 10_000 }) });
  await crasher.close();
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['crash']));
  const deaf = await serveBroken('deaf');
  const nothing = fuzz({ ...options, rp: await fido(deaf.url, { timeout: 10_000 }) });
  await expect(nothing).rejects.toThrow('no honest login was accepted');
  await deaf.close();
});

/** What a section of the suite would import. */
const IMPORTS = {
  ...byteHelpers,
  ...cbor,
  ...der,
  ...maps,
  encodeAuthenticatorData,
  encodeClientData,
  ORDER,
  info,
  members,
  envelope,
  inside,
  rejects: (_: string, declared: { edit?: Edits }) => declared,
};

/** The edit of a printed case, as the suite would have it. */
function pasted(code: string): Edits {
  const script = code.replaceAll(' as CborMap', '').replaceAll('[0]!', '[0]').replaceAll('<CborValue, CborValue>', '');
  const made = new Function(...Object.keys(IMPORTS), `return { ${script} }`)(...Object.values(IMPORTS));
  return (Object.values(made)[0] as { edit?: Edits }).edit ?? {};
}

/** One ceremony of a device that is always the same. */
async function made({ ceremony, facts }: Fuzzed, edit: Edits): Promise<string> {
  const rp = glass();
  const [visit, user] = [await rp.visit(), { name: 'somebody', displayName: 'Somebody' }];
  const client = new Client(new Authenticator(settingsOf(facts), { seed: 'spec', label: 'pasted' }));
  const challenge = byteHelpers.base64url(new Uint8Array(32));
  const creation = { ...(await visit.registrationOptions(user, wishesOf(facts))), challenge };
  const context = { origin: rp.origin, edit };
  const fixed = { ...creation, user: { ...creation.user, id: 'AAAA' } };
  if (ceremony === 'registration') return JSON.stringify(await client.register(fixed, context));
  await client.register(fixed, { origin: rp.origin });
  return JSON.stringify(await client.authenticate({ challenge, rpId: rp.rpId }, context));
}

for (const ceremony of ['registration', 'authentication'] as const) {
  test(`a case of a ${ceremony} is pasted and makes the bytes that were found`, async () => {
    // Edwards signatures are always the same, as ECDSA signatures are not.
    const drawn = fc.sample(fuzzedArbitrary(ceremony, new Set())!, { seed: 7, numRuns: 300 });
    let compared = 0;
    for (const { edits } of drawn) {
      const fuzzed: Fuzzed = { ceremony, facts: { algorithm: -8 }, edits };
      const [honest, edited] = [await made(fuzzed, {}), await made(fuzzed, editsOf(edits))];
      // Findings are made as small as can be: none has an edit that changes nothing.
      if (edits.length !== 1 || edited === honest) continue;
      const code = caseCode(fuzzed, { kind: 'hole', duty: 'origin' });
      expect(await made(fuzzed, pasted(code)), code).toBe(edited);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(120);
  });
}
