/** A login that was seen somewhere is played again: it is wrong in the same way, whoever the RP is, and so is what is left of it. */
import { expect, test } from '@playwright/test';
import { WINDOWS_HELLO } from '../../harness/authenticator/models/windowsHello.ts';
import { NotUnderstood, type Observed } from '../../harness/diagnose/observed.ts';
import type { DutyName } from '../../harness/duties.ts';
import { editInWords } from '../../harness/fuzz/code.ts';
import { replayedCase } from '../../harness/reproduce/caseCode.ts';
import { minimise } from '../../harness/reproduce/minimise.ts';
import { type Plan, planOf } from '../../harness/reproduce/plan.ts';
import { Replayer, replay } from '../../harness/reproduce/replay.ts';
import { type Case, section } from '../../harness/suite/case.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { glass } from '../../harness/targets/glass.ts';
import { aboutCase, deviceSeen, observedCase, watched } from './observedCases.ts';

const without = (duty: DutyName) => glass({ without: new Set([duty]) });

function caseNamed(id: string): Case {
  const one = catalogue.find(candidate => candidate.id === id);
  if (!one) throw new Error(`there is no case ${id}`);
  return one;
}

/** Of different sections, layers and ceremonies. */
const REFUSED = [
  'registration/envelope/type-missing',
  'registration/client-data/type-of-other-ceremony',
  'registration/attestation/format/unknown',
  'registration/attestation/none/one-member',
  'registration/attestation/packed-self/sig-bit',
  'registration/attestation/packed/sig-bit',
  'registration/attestation/tpm/magic-zero',
  'registration/authenticator-data/byte-after-end',
  'registration/flags/absent-verified-required',
  'registration/flags/unverified-required',
  'registration/credential-id/1024-bytes',
  'registration/public-key/rsa-1024',
  'registration/algorithm/not-offered',
  'authentication/client-data/other-origin',
  'authentication/client-data/challenge-other',
  'authentication/flags/unverified-required',
  'authentication/backup/loses-eligibility',
  'authentication/counter/lower',
  'authentication/signature/early-bit',
  'authentication/binding/user-handle-other',
];

/** As the RP recorded it that neglects the duty: accepted. */
async function recorded(one: Case): Promise<Plan> {
  const observed = await observedCase(one.duty ? without(one.duty) : glass(), one);
  return planOf(observed, one.steps ? undefined : aboutCase(observed, one));
}

for (const id of REFUSED)
  test(`${id}: refused for its duty, accepted where that is neglected`, async () => {
    const one = caseNamed(id);
    const plan = await recorded(one);
    expect(plan.recorded.accepted).toBe(true);
    const mended = await replay(plan, { rp: glass() });
    expect(mended, mended.words).toMatchObject({
      now: { seen: 'rejected' },
      wrong: false,
      lost: false,
      result: 'mended',
    });
    expect(mended.now.message).toContain(`${one.duty}:`);
    const still = await replay(plan, { rp: without(one.duty!) });
    expect(still, still.words).toMatchObject({ now: { seen: 'accepted' }, wrong: true, result: 'same' });
    expect(still.words).toContain(`It neglects the duty ${one.duty} (`);
  });

const ACCEPTED = [
  'registration/algorithm/esp256',
  'registration/attestation/android-key/android-key',
  'registration/attestation/compound/self-and-certified',
  'registration/credential-id/sixteen-bytes',
  'registration/conditional/user-absent',
  'authentication/counter/always-zero',
  'authentication/backup/stays-eligible',
  'authentication/binding/discoverable',
  'authentication/flags/verified-preferred',
];

for (const id of ACCEPTED)
  test(`${id}: accepted again, as it ought to be`, async () => {
    const plan = await recorded(caseNamed(id));
    const replayed = await replay(plan, { rp: glass() });
    expect(replayed, replayed.words).toMatchObject({ now: { seen: 'accepted' }, wrong: false, result: 'same' });
  });

/** What is wrong with them lies in other ceremonies. */
const SITUATED = {
  'flow/challenge/replayed-authentication': 'replay',
  'flow/challenge/answered-again-after-failure': 'replay',
  'flow/challenge/registration-challenge-in-authentication': 'registration-challenge',
  'registration/credential-id/registered-to-other-user': 'taken-id',
  'authentication/binding/credential-of-other-user': 'other-user',
} as const;

for (const [id, situation] of Object.entries(SITUATED))
  test(`${id} is the situation ${situation}`, async () => {
    const one = caseNamed(id);
    const plan = await planOf(await observedCase(glass(), one));
    expect(plan.fuzzed).toMatchObject({ situation, edits: [] });
    const replayed = await replay(plan, { rp: glass() });
    expect(replayed, replayed.words).toMatchObject({ now: { seen: 'rejected' }, wrong: false, result: 'same' });
    if (situation === 'other-user') return;
    const neglected = await replay(plan, { rp: without(one.duty!) });
    expect(neglected, neglected.words).toMatchObject({ wrong: true, duty: one.duty, result: 'otherwise' });
  });

for (const { name, settings } of WINDOWS_HELLO)
  test(`${name} stays what it is: format, algorithm, AAGUID`, async () => {
    const honest = Object.values(
      section('authentication/models', {
        [name]: { title: name, expect: 'accept', authenticator: settings, wishes: { attestation: 'direct' } },
      }),
    );
    const plan = await recorded(honest[0]!);
    const again: Observed['ceremonies'] = [];
    const replayed = await replay(plan, { rp: watched(glass(), again) });
    expect(replayed, replayed.words).toMatchObject({ wrong: false, result: 'same', left: [] });
    const registered = again.findLast(({ kind }) => kind === 'registration')!;
    const { algorithms = [], aaguid } = settings;
    expect(deviceSeen(registered)).toEqual({
      format: settings.attestation!.replace('-self', ''),
      aaguid,
      algorithm: algorithms[0],
    });
  });

test('what does not matter is dropped: one change is left, and the algorithm of the key is not', async () => {
  const one = {
    ...caseNamed('authentication/client-data/other-origin'),
    authenticator: {
      algorithms: [-257],
      attachment: 'cross-platform',
      transports: ['usb', 'nfc'],
      backupEligible: true,
      counterStart: 7,
    },
  } as const;
  const noisy = await recorded(one);
  expect(Object.keys(noisy.fuzzed.facts).length).toBeGreaterThan(3);
  const replayer = await Replayer.open({ rp: without('origin') });
  const first = await replayer.play(noisy);
  const { plan, replays, replayed, settled } = await minimise(noisy, first, tried => replayer.play(tried));
  await replayer.close();
  expect(plan.fuzzed.facts).toEqual({});
  expect(plan.fuzzed.edits.map(editInWords)).toEqual(['clientData.origin is "https://evil.example"']);
  expect(replays).toBeLessThan(20);
  expect({ settled, duty: replayed.duty }).toEqual({ settled: true, duty: 'origin' });
  expect(replayedCase(plan, replayed)).toContain("rejects('origin', {");
});

test('a certificate that is not carried over is no verdict', async () => {
  const plan = await planOf(
    await observedCase(glass(), caseNamed('registration/attestation/trust/certificate-expired')),
  );
  const replayed = await replay(plan, { rp: glass() });
  expect(replayed).toMatchObject({ now: { seen: 'accepted' }, lost: true, wrong: false });
  expect(replayed.left.join()).toContain('certificates');
  expect(replayed.words).toContain('could not be carried over');
});

test('an RP that refuses everything, and one that is not there, give no verdict', async () => {
  const plan = await recorded(caseNamed('authentication/client-data/other-origin'));
  const deaf = { ...glass(), origin: 'https://elsewhere.example' };
  await expect(replay(plan, { rp: { ...deaf, visit: () => glass().visit() } })).rejects.toThrow(
    /no honest login was accepted/,
  );
  await expect(replay(plan, { rp: 'fido:http://localhost:1' })).rejects.toMatchObject({ name: 'NothingLearned' });
});

test('an error in the page that does not come again is no verdict', async () => {
  const { ceremonies, ...others } = await observedCase(glass(), caseNamed('authentication/signature/valid'));
  const { response: _, answer: __, ...unanswered } = ceremonies[1]!;
  const error = { name: 'NotAllowedError', message: 'the person said no' };
  const plan = await planOf({ ...others, ceremonies: [ceremonies[0]!, { ...unanswered, error }] });
  expect(plan).toMatchObject({ recorded: { accepted: false, noCredential: true }, fuzzed: { edits: [] } });
  expect(await replay(plan, { rp: glass() })).toMatchObject({ now: { seen: 'accepted' }, wrong: false, lost: true });
});

test('of what holds no ceremony no plan is made', async () => {
  const nothing: Observed = { source: 'HAR file', ceremonies: [], pieces: [], notes: [] };
  await expect(planOf(nothing)).rejects.toThrow(NotUnderstood);
  const some = await observedCase(glass(), caseNamed('authentication/signature/valid'));
  await expect(planOf(some, 9)).rejects.toThrow(/there is no ceremony 9: it has \d/);
});

test('hostile members of a response become edits, or are left out, and nothing falls over', async () => {
  const { ceremonies, ...others } = await observedCase(glass(), caseNamed('authentication/signature/valid'));
  for (const response of [
    null,
    7,
    [],
    {},
    { id: {}, response: 7 },
    { id: 'x'.repeat(70_000), response: { clientDataJSON: { hex: 'zz' } } },
  ]) {
    const changed = [...ceremonies.slice(0, 1), { ...ceremonies[1]!, response }];
    const replayed = await replay(await planOf({ ...others, ceremonies: changed }, 2), { rp: glass() });
    expect(replayed.now.seen, JSON.stringify(response)?.slice(0, 60)).toBe('rejected');
  }
});
