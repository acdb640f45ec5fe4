/** The runner: controls, what it looks at afterwards, interruptions, order, and that the same seed gives the same bytes. */
import { expect, test } from '@playwright/test';
import type { RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { type RunOptions, run } from '../../harness/runner/run.ts';
import { accepts, type Case, either, holds, rejects, section } from '../../harness/suite/case.ts';
import { catalogue } from '../../harness/suite/index.ts';
import { type Feature, type RelyingParty, type Reply, TargetError, type Visit } from '../../harness/target.ts';
import { glass } from '../../harness/targets/glass.ts';

const otherOrigin = { clientData: (data: object) => ({ ...data, origin: 'https://evil.example' }) as never };

const registrations = section('registration/sample', {
  'other-origin': rejects('origin', { title: 'origin is another site', edit: otherOrigin }),
  honest: accepts({ title: 'nothing is unusual' }),
});
const authentications = section('authentication/sample', {
  'other-origin': rejects('origin', { title: 'origin is another site', edit: otherOrigin }),
  'with-direct': rejects('origin', {
    title: 'origin is another site, attestation direct',
    wishes: { attestation: 'direct' },
    edit: otherOrigin,
  }),
  honest: accepts({ title: 'nothing is unusual' }),
});
const sample = [...registrations, ...authentications];

/** An RP like another one, whose visits differ in some members. */
function altered(rp: RelyingParty, change: (visit: Visit) => Partial<Visit>, supports = rp.supports): RelyingParty {
  return {
    name: 'altered',
    origin: rp.origin,
    rpId: rp.rpId,
    supports,
    async visit() {
      const visit = await rp.visit();
      const bound: Visit = {
        registrationOptions: (user, want) => visit.registrationOptions(user, want),
        register: response => visit.register(response),
        authenticationOptions: (user, want) => visit.authenticationOptions(user, want),
        authenticate: response => visit.authenticate(response),
        signedInAs: () => visit.signedInAs!(),
        credentials: user => visit.credentials!(user),
        close: () => visit.close(),
      };
      return { ...bound, ...change(bound) };
    },
  };
}

const REFUSED: Reply = { seen: 'rejected', message: 'no', ms: 0 };

async function verdictsOf(rp: RelyingParty, cases: readonly Case[] = sample, options: Partial<RunOptions> = {}) {
  const outcome = await run({ rp, cases, seed: 'runner', ...options });
  return { ...outcome, verdicts: Object.fromEntries(outcome.report.results.map(one => [one.id, one.verdict])) };
}

test('the reference RP passes what it is put to, and the report is complete', async () => {
  test.setTimeout(120_000);
  // All of it is put to the reference RP in checks.spec.
  const cases = catalogue.filter((_, index) => index % 5 === 0);
  const { report, stopped, problems } = await run({ rp: glass(), cases, seed: 'touchstone' });
  const wrong = report.results.filter(one => !['pass', 'noted', 'skip'].includes(one.verdict));
  expect(wrong.map(one => `${one.id}: ${one.verdict}, ${one.seen}, ${one.message}`)).toEqual([]);
  expect(problems).toEqual([]);
  expect(stopped).toBeUndefined();
  expect(report.results.map(one => one.id)).toEqual(cases.map(one => one.id));
  expect(report.footer).toMatchObject({ complete: true, fail: 0, void: 0 });
});

test('the same seed gives the same names, keys and credential ids; another seed others', async () => {
  const seen = async (seed: string) => {
    const registered: string[] = [];
    const rp = altered(glass(), visit => ({
      registrationOptions: (user, want) => {
        registered.push(user.name);
        return visit.registrationOptions(user, want);
      },
      register: (response: RegistrationResponseJSON) => {
        registered.push(response.id, response.response.publicKey!);
        return visit.register(response);
      },
    }));
    await run({ rp, cases: sample, seed });
    return registered;
  };
  const [first, again, other] = [await seen('a'), await seen('a'), await seen('b')];
  expect(again).toEqual(first);
  expect(other.filter(one => first.includes(one))).toEqual([]);
  expect(new Set(first.filter(one => one.startsWith('ts-'))).size).toBe(first.length / 3);
});

test('a twin is played once for all cases of its make', async () => {
  let registrationsSeen = 0;
  const rp = altered(glass(), visit => ({
    register: response => {
      registrationsSeen += 1;
      return visit.register(response);
    },
  }));
  const many = section(
    'registration/many',
    Object.fromEntries([...'abcdefgh'].map(key => [key, rejects('origin', { title: key, edit: otherOrigin })])),
  );
  await run({ rp, cases: many, seed: 'twin', jobs: 4 });
  expect(registrationsSeen).toBe(1 + many.length);
});

test('cases are void under a control that fails, which is a finding of its own', async () => {
  const rp = altered(glass(), visit => ({
    registrationOptions: async (user, want) => {
      if (want?.attestation === 'direct') throw new TargetError('registrationOptions', REFUSED, 'direct is not for us');
      return visit.registrationOptions(user, want);
    },
  }));
  const { verdicts, report } = await verdictsOf(rp);
  const control = 'control/registration/attestation=direct';
  expect(verdicts).toMatchObject({ 'authentication/sample/other-origin': 'pass', [control]: 'fail' });
  const voided = report.results.find(one => one.id === 'authentication/sample/with-direct');
  expect(voided).toMatchObject({ verdict: 'void', control });
  expect(report.results[0]).toMatchObject({ id: control, standing: 'new', message: 'direct is not for us' });
});

test('a refusal that opens a session, stores a credential or moves a record fails', async () => {
  const session = altered(glass(), visit => {
    let user: string | undefined;
    return {
      authenticate: async response => {
        const reply = await visit.authenticate(response);
        user = 'mallory';
        return reply;
      },
      signedInAs: async () => user,
    };
  });
  const opened = await verdictsOf(session, authentications);
  expect(opened.verdicts['authentication/sample/other-origin']).toBe('fail');
  expect(opened.report.results[0]!.message).toContain('a session was opened for mallory');

  const storing = altered(glass(), visit => {
    let kept = 0;
    return {
      register: async response => {
        kept += 1;
        return visit.register(response);
      },
      credentials: async () => Array.from({ length: kept }, (_, index) => ({ id: `kept${index}` })),
    };
  });
  const stored = await verdictsOf(storing, registrations);
  expect(stored.verdicts['registration/sample/other-origin']).toBe('fail');
  expect(stored.report.results[0]!.message).toContain('a credential was stored');

  let signCount = 0;
  const counting = altered(glass(), visit => ({
    authenticate: response => {
      signCount += 1;
      return visit.authenticate(response);
    },
    credentials: async () => [{ id: 'one', signCount }],
  }));
  const moved = await verdictsOf(counting, authentications);
  expect(moved.verdicts['authentication/sample/other-origin']).toBe('fail');
  expect(moved.report.results[0]!.message).toContain('the stored record was changed');
});

test('an acceptance after which no honest login works fails', async () => {
  const rp = altered(glass(), visit => ({ authenticate: async () => REFUSED, register: visit.register }));
  const { verdicts, report } = await verdictsOf(rp, registrations);
  expect(verdicts['registration/sample/honest']).toBe('fail');
  const honest = report.results.find(one => one.id === 'registration/sample/honest');
  expect(honest?.message).toContain('accepted, yet the next honest login was rejected: no');
});

test('what the RP does not claim or offer is skipped, with the reason', async () => {
  const offered = altered(
    glass(),
    visit => ({
      registrationOptions: async (user, want) => ({
        ...(await visit.registrationOptions(user, want)),
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      }),
    }),
    new Set<Feature>(['session']),
  );
  const cases = section('registration/skipped', {
    clock: rejects('origin', { title: 'needs a clock', needs: ['clock', 'session'], edit: otherOrigin }),
    discoverable: accepts({ title: 'needs discoverable credentials', discoverable: true }),
    rs256: accepts({ title: 'RS256 is not offered', authenticator: { algorithms: [-257] } }),
    'rs256-edited': rejects('origin', { title: 'nor here', authenticator: { algorithms: [-257] }, edit: otherOrigin }),
  });
  const { report } = await verdictsOf(offered, cases);
  expect(report.results.map(one => one.verdict)).toEqual(['skip', 'skip', 'skip', 'skip']);
  expect(report.results[0]!.message).toBe('the RP does not claim: clock');
  expect(report.results[1]!.message).toContain('discoverable');
  expect(report.results.every(one => one.seen === undefined)).toBe(true);
});

test('an edit that throws is a fault of ours, never a verdict on the RP', async () => {
  const broken = section('registration/broken', {
    throws: rejects('origin', {
      title: 'the edit throws',
      edit: {
        clientData: () => {
          throw new RangeError('out of range');
        },
      },
    }),
  });
  const { report, problems } = await verdictsOf(glass(), [...broken, ...registrations]);
  expect(problems.map(one => one.message)).toEqual(['registration/broken/throws: RangeError: out of range']);
  expect(report.results.map(one => one.id)).toEqual(registrations.map(one => one.id));
  expect(report.footer?.complete).toBe(false);
});

test('flows and observations are judged; an honest ceremony that is refused in one voids it', async () => {
  const cases = section('flow/sample', {
    replay: rejects('challenge-single-use', {
      title: 'a response is handed in twice',
      async steps(flow) {
        const [visit, user, device] = [await flow.visit(), flow.user(), flow.authenticator('', { counter: 'none' })];
        await flow.register(visit, user, device, { honest: true });
        const { response } = await flow.authenticate(visit, user, device, { honest: true });
        return visit.authenticate(response);
      },
    }),
    holding: holds('challenge-fresh', {
      title: 'challenges differ',
      async observe(flow) {
        const visit = await flow.visit();
        const first = await visit.registrationOptions(flow.user());
        const second = await visit.registrationOptions(flow.user());
        return { held: first.challenge !== second.challenge, detail: 'two challenges' };
      },
    }),
    refused: rejects('challenge', {
      title: 'an honest step is refused',
      async steps(flow) {
        const made = await flow.register(await flow.visit(), flow.user(), flow.authenticator(), {
          honest: true,
          edit: otherOrigin,
        });
        return made.reply;
      },
    }),
    either: either({
      title: 'may go either way',
      reason: 'the specification leaves it open',
      steps: async () => ({ seen: 'rejected', ms: 0 }),
    }),
  });
  const { verdicts } = await verdictsOf(glass(), cases);
  expect(verdicts).toEqual({
    'flow/sample/replay': 'pass',
    'flow/sample/holding': 'pass',
    'flow/sample/refused': 'void',
    'flow/sample/either': 'noted',
  });
  const careless = await verdictsOf(glass({ without: new Set(['challenge-single-use'] as const) }), cases);
  expect(careless.verdicts['flow/sample/replay']).toBe('fail');
});

test('options that are refused are an answer where either will do, and no refusal of what was never put', async () => {
  const options = async (flow: Parameters<NonNullable<Case['steps']>>[0]): Promise<Reply> => {
    const visit = await flow.visit();
    await visit.registrationOptions({ name: 'taken', displayName: 'Taken' });
    return { seen: 'accepted', ms: 0 };
  };
  const cases = section('flow/refused', {
    either: either({ title: 'may go either way', reason: 'the specification leaves it open', steps: options }),
    reject: rejects('challenge', { title: 'is to be refused later', steps: options }),
    accept: accepts({ title: 'is to be accepted', steps: options }),
  });
  const rp = altered(glass(), visit => ({
    registrationOptions: async (user, want) => {
      if (user.name === 'taken') throw new TargetError('registrationOptions', REFUSED, 'this name is taken');
      return visit.registrationOptions(user, want);
    },
  }));
  const { verdicts } = await verdictsOf(rp, cases);
  expect(verdicts).toEqual({
    'flow/refused/either': 'noted',
    'flow/refused/reject': 'void',
    'flow/refused/accept': 'fail',
  });
});

test('an RP that refuses the default honest ceremony is probed for one that it takes', async () => {
  const demanding = altered(glass(), visit => ({
    registrationOptions: async (user, want) => {
      if (want?.attestation !== 'direct')
        throw new TargetError('registrationOptions', REFUSED, 'attestation is demanded');
      return visit.registrationOptions(user, want);
    },
  }));
  const { verdicts, report } = await verdictsOf(demanding);
  expect(report.header.honest).toBe('attestation direct, packed self');
  expect(Object.values(verdicts)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
});

test('a seed that was used at an RP before still repeats: names and ids are fresh then', async () => {
  const taken = new Set<string>();
  const rp = altered(glass(), visit => ({
    registrationOptions: async (user, want) => {
      if (taken.has(user.name)) throw new TargetError('registrationOptions', REFUSED, 'this name is taken');
      taken.add(user.name);
      return visit.registrationOptions(user, want);
    },
  }));
  const first = await verdictsOf(rp);
  const second = await verdictsOf(rp);
  expect(first.report.header.honest).toBeUndefined();
  expect(second.report.header.honest).toContain('fresh names');
  expect(second.verdicts).toEqual(first.verdicts);
});

test('jobs change nothing but the order of arrival', async () => {
  // Stress cases are put one at a time, whatever the jobs.
  const cases = catalogue.filter(({ stress }, index) => !stress && index % 4 === 0);
  const one = await verdictsOf(glass(), cases);
  const many = await verdictsOf(glass(), cases, { jobs: 8 });
  expect(many.verdicts).toEqual(one.verdicts);
  expect(many.report.results.map(result => result.id)).toEqual(one.report.results.map(result => result.id));
});

test('an RP in process that throws errored, and one that never answers hung', async () => {
  const throwing = altered(glass(), visit => ({
    register: async response => {
      const reply = await visit.register(response);
      if (reply.seen === 'rejected') throw new TypeError('x is not a function');
      return reply;
    },
  }));
  const fell = await verdictsOf(throwing, registrations);
  expect(fell.report.results[0]).toMatchObject({ verdict: 'unclean', seen: 'errored' });
  expect(fell.report.results[0]!.message).toBe('TypeError: x is not a function');

  const silent = altered(glass(), visit => ({
    register: async response => {
      const reply = await visit.register(response);
      return reply.seen === 'rejected' ? new Promise<Reply>(() => {}) : reply;
    },
  }));
  const hung = await verdictsOf(silent, registrations, { timeout: 50 });
  expect(hung.report.results[0]).toMatchObject({ verdict: 'fail', seen: 'hung', message: 'no answer within 50 ms' });
});

test('an RP that goes away stops the run, and the report says that it is incomplete', async () => {
  let alive = 3;
  const gone: Reply = { seen: 'unreachable', message: 'the connection is refused', ms: 0 };
  const rp = altered(glass(), visit => ({
    registrationOptions: async (user, want) => {
      alive -= 1;
      if (alive < 0) throw new TargetError('registrationOptions', gone, 'POST /options: the connection is refused');
      return visit.registrationOptions(user, want);
    },
  }));
  const { report, stopped } = await verdictsOf(rp, catalogue);
  expect(stopped).toBe('POST /options: the connection is refused');
  expect(report.footer?.complete).toBe(false);
  expect(report.results.length).toBeLessThan(10);
  expect(report.results.filter(one => one.verdict === 'fail')).toEqual([]);
});

test('an aborted run keeps what was done', async () => {
  const controller = new AbortController();
  const results: string[] = [];
  const { report, stopped } = await verdictsOf(glass(), catalogue, {
    signal: controller.signal,
    onResult: ({ id }) => {
      results.push(id);
      if (results.length === 20) controller.abort();
    },
  });
  expect(stopped).toBe('interrupted');
  expect(report.footer?.complete).toBe(false);
  expect(report.results.length).toBeGreaterThanOrEqual(20);
  expect(report.results.length).toBeLessThan(catalogue.length);
});

test('shards of one run have each case once', async () => {
  const ids = await Promise.all(
    [1, 2].map(async index => {
      const { report } = await run({ rp: glass(), cases: sample, seed: 's', shard: { index, count: 2 } });
      expect(report.footer?.complete).toBe(true);
      return report.results.map(one => one.id);
    }),
  );
  expect(ids.flat().sort()).toEqual(sample.map(one => one.id).sort());
});

test('the token that a sign-in is answered with is not in the report', async () => {
  const body = '{"session":{"id":"s-1","accessToken":"eyJhbGciOi.secret.part"},"user":"a"}';
  const careless = altered(glass({ without: new Set(['origin']) }), visit => ({
    register: async response => ({ ...(await visit.register(response)), body }),
  }));
  const { report } = await verdictsOf(careless, registrations);
  const [, failed] = report.results.filter(one => one.id.endsWith('other-origin')).at(0)!.exchange!;
  expect(failed!.answer).toBe('{"session":{"id":"s-1","accessToken":"…"},"user":"a"}');
  expect(JSON.stringify(report)).not.toContain('secret.part');
});

test('who was signed in before a refused registration may stay so', async () => {
  const [one] = catalogue.filter(({ id }) => id === 'flow/state/no-session-after-registration');
  const signedIn = altered(glass(), () => ({ signedInAs: async () => 'alice' }));
  expect((await verdictsOf(signedIn, [one!])).verdicts).toMatchObject({ [one!.id]: 'pass' });
  let calls = 0;
  const careless = altered(glass(), () => ({ signedInAs: async () => (calls++ === 0 ? undefined : 'alice') }));
  expect((await verdictsOf(careless, [one!])).verdicts).toMatchObject({ [one!.id]: 'fail' });
});
