/** Families, and who is put under stress. */
import { expect, test } from '@playwright/test';
import type { Result } from '../../harness/result.ts';
import { run } from '../../harness/runner/run.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { byteVariantAt, retypedVariants, SAMPLE } from '../../harness/suite/robustness/variants.ts';
import type { RelyingParty, Reply, Visit } from '../../harness/target.ts';
import { type GlassOptions, glass } from '../../harness/targets/glass.ts';

const families = catalogue.filter(one => one.family);
const stress = catalogue.filter(one => one.stress && one.section === 'authentication/robustness');

async function resultsOf(rp: RelyingParty, cases = families, seed = 'touchstone'): Promise<Result[]> {
  const { report, problems } = await run({ rp, cases, seed, recovery: 300 });
  expect(problems).toEqual([]);
  return report.results;
}

test('families put at most 600 variants', () => {
  expect(families.length).toBeGreaterThanOrEqual(10);
  expect(families.length * SAMPLE).toBeLessThanOrEqual(600);
});

/** Places move by a byte or two with the length of an ECDSA signature, which no seed settles. */
const inPlace = (message: string | undefined) => message?.replace(/byte \d+/, 'byte …').replace(/bit \d/, 'bit …');

for (const one of families)
  test(`${one.id} fails without ${one.duty}, and names the variant, the same for the same seed`, async () => {
    const options: GlassOptions = { without: new Set([one.duty!]) };
    const [first, second] = [await resultsOf(glass(options), [one]), await resultsOf(glass(options), [one])];
    // At its own level: what is `should` is noted under this profile.
    expect(first[0]!.verdict).toBe(one.level === 'must' ? 'fail' : 'noted');
    expect(first[0]!.message).toMatch(
      /^(bit \d of byte \d+ flipped|cut off before byte|byte \d+ doubled|.+ is (an?|true|null|undef))/,
    );
    expect(inPlace(second[0]!.message)).toBe(inPlace(first[0]!.message));
  });

test('whatever the seed picks, the whole glass RP refuses it', async () => {
  for (const seed of ['a', 'b', 'c']) {
    const results = await resultsOf(glass(), families, seed);
    expect(results.filter(one => one.verdict !== 'pass').map(one => `${seed} ${one.id} ${one.message}`)).toEqual([]);
  }
});

/** Glass RP whose answers to responses are changed. */
function answering(change: (reply: Reply) => Reply): RelyingParty {
  const rp = glass();
  const visit = async (): Promise<Visit> => {
    const honest = await rp.visit();
    return {
      registrationOptions: (user, want) => honest.registrationOptions(user, want),
      authenticationOptions: (user, want) => honest.authenticationOptions(user, want),
      register: async response => change(await honest.register(response)),
      authenticate: async response => change(await honest.authenticate(response)),
      close: () => honest.close(),
    };
  };
  return { name: 'changed', origin: rp.origin, rpId: rp.rpId, supports: rp.supports, visit };
}

test('a family of which a variant makes the RP fall over is unclean, or broken where it has to stand', async () => {
  const falls = answering(reply => (reply.seen === 'rejected' ? { ...reply, seen: 'errored', status: 500 } : reply));
  const results = await resultsOf(falls);
  for (const one of results) {
    expect(one.seen, one.id).toBe('errored');
    expect(one.verdict, one.id).toBe(one.expect === 'holds' ? 'fail' : 'unclean');
    expect(one.message, one.id).toMatch(/: errored: .* of 48 variants put\)$/s);
  }
});

test('places differ by seed, and reach every part of what is changed', () => {
  const random = (seed: number) => (label: string) =>
    Uint8Array.from(
      { length: 4 },
      (_, index) => (label.length * 31 + label.charCodeAt(label.length - 1) * 7 + seed * 13 + index * 5) % 251,
    );
  const names = (seed: number) =>
    Array.from({ length: SAMPLE }, (_, index) => byteVariantAt(index, 160, random(seed)).name);
  expect(names(1)).toEqual(names(1));
  expect(names(1)).not.toEqual(names(2));
  const bytes = Uint8Array.from({ length: 160 }, (_, index) => index);
  for (let index = 0; index < SAMPLE; index++) {
    const { change, name } = byteVariantAt(index, bytes.length, random(1));
    expect(Buffer.compare(change(bytes), bytes), name).not.toBe(0);
    const part = Math.floor(index / 3);
    const place = Number(/byte (\d+)/.exec(name)![1]);
    expect(Math.floor(place / 10), name).toBe(part);
  }
});

test('an item is retyped to every type but its own', () => {
  const variants = retypedVariants(new Map([['fmt', 'none']]), String);
  expect(variants.map(({ name }) => name)).toEqual([
    'fmt is an integer',
    'fmt is a byte string',
    'fmt is an array',
    'fmt is a map',
    'fmt is true',
    'fmt is null',
    'fmt is undefined',
  ]);
});

test('an RP that is not on this machine is put under stress only when that is asked for', async () => {
  const rp = answering(reply => reply);
  const { report } = await run({ rp, cases: stress, seed: 'touchstone' });
  expect(report.results.length).toBe(stress.length);
  expect(report.results.every(one => one.verdict === 'skip' && one.message?.includes('--stress'))).toBe(true);
  const asked = await run({ rp, cases: stress.slice(0, 2), seed: 'touchstone', stress: true });
  expect(asked.report.results.map(one => one.verdict)).toEqual(['pass', 'pass']);
  const near = await run({
    rp: { ...rp, origin: 'http://localhost:1' },
    cases: stress.slice(0, 1),
    seed: 'touchstone',
  });
  expect(near.report.results[0]!.verdict).not.toBe('skip');
});

test('cases of stress come last, after all others', async () => {
  const order: string[] = [];
  const cases = [
    ...stress.slice(0, 2),
    ...catalogue.filter(one => one.id.startsWith('authentication/rp-id')).slice(0, 2),
  ];
  await run({ rp: glass(), cases, seed: 'touchstone', jobs: 4, onResult: one => order.push(one.id) });
  expect(order.slice(-2)).toEqual(stress.slice(0, 2).map(({ id }) => id));
});

test('an RP that comes back in time is not down', async () => {
  let logins = 0;
  const rp = answering(reply => {
    logins += 1;
    // The control, the case, and then two ceremonies of the first login after it.
    return logins === 5 || logins === 6 ? { ...reply, seen: 'errored' } : reply;
  });
  const { report } = await run({ rp, cases: stress.slice(0, 1), seed: 'touchstone', stress: true, recovery: 2000 });
  expect(report.results[0]!.verdict).toBe('pass');
  expect(logins).toBeGreaterThan(6);
});
