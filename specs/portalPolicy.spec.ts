/** The access policy: which rule decides, what is asked for then, and the same through the portal. */
import assert from 'node:assert/strict';
import { test as base, expect } from '@playwright/test';
import { type RunningPortal, type ServeOptions, serve } from '../fixtures/rp/main.ts';
import {
  type Attempt,
  anotherWay,
  beginAttempt,
  fail,
  isOver,
  nextOf,
  pass,
  satisfies,
} from '../fixtures/rp/policy/attempt.ts';
import { DEFAULT_RULES } from '../fixtures/rp/policy/default.ts';
import { deviceType } from '../fixtures/rp/policy/deviceType.ts';
import {
  blockMisfit,
  covers,
  DEVICE_TYPES,
  type DeviceType,
  decide,
  METHODS,
  type Method,
  type NetworkRange,
  type Rule,
} from '../fixtures/rp/policy/engine.ts';
import { reachable } from '../fixtures/rp/policy/reach.ts';
import type { RuleDraft } from '../fixtures/rp/policy/rules.ts';
import { type Random, seeded } from './fuzz/random.ts';

const test = base.extend<{ start(options?: ServeOptions): Promise<RunningPortal & { lines: string[] }> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture depends on from this pattern
  start: async ({}, use) => {
    const running: RunningPortal[] = [];
    await use(async options => {
      const lines: string[] = [];
      const portal = await serve({ file: ':memory:', log: line => lines.push(line), ...options });
      running.push(portal);
      return { ...portal, lines };
    });
    await Promise.all(running.map(portal => portal.close()));
  },
});

const OFFICE: NetworkRange = { id: 1, name: 'Office', blocks: ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32'] };
const LAB: NetworkRange = { id: 2, name: 'Lab', blocks: ['10.9.0.0/16'] };
const RANGES = [OFFICE, LAB];

function draft(name: string, change: Partial<RuleDraft> = {}): RuleDraft {
  return {
    name,
    range: null,
    devices: [],
    registering: false,
    action: 'authenticate',
    chains: [['password']],
    ...change,
  };
}

function rulesOf(...drafts: RuleDraft[]): Rule[] {
  return drafts.map((one, at) => ({ ...one, id: at + 1 }));
}

/** The rules that the table is about, first to last. */
const RULES = rulesOf(
  draft('lab', { range: 2, action: 'deny', chains: [] }),
  draft('register in the office', {
    range: 1,
    registering: true,
    chains: [
      ['password', 'push'],
      ['password', 'code'],
    ],
  }),
  draft('windows in the office', { range: 1, devices: ['windows'], chains: [['passkey'], ['password', 'push']] }),
  draft('phones', { devices: ['ios', 'android'], chains: [['password', 'code']] }),
  draft('gone', { range: 99 }),
  draft('rest of the office', { range: 1, chains: [['password', 'code'], ['passkey']] }),
);

const signIn = (address: string, device: DeviceType) => ({ address, device, registering: false });
const register = (address: string, device: DeviceType) => ({ address, device, registering: true });

const TABLE: [what: string, request: ReturnType<typeof signIn>, rule: string | undefined, chains?: Method[][]][] = [
  ['the first rule that fits', signIn('10.9.1.1', 'windows'), 'lab', []],
  ['a block', signIn('10.1.2.3', 'windows'), 'windows in the office', [['passkey'], ['password', 'push']]],
  ['the last address of a block', signIn('10.255.255.255', 'windows'), 'windows in the office'],
  ['the address after a block', signIn('11.0.0.0', 'windows'), undefined],
  ['a single address', signIn('192.0.2.7', 'windows'), 'windows in the office'],
  ['beside a single address', signIn('192.0.2.8', 'windows'), undefined],
  ['an IPv6 block', signIn('2001:db8:ffff::1', 'windows'), 'windows in the office'],
  ['outside of an IPv6 block', signIn('2001:db9::1', 'windows'), undefined],
  ['IPv4 as mapped to IPv6', signIn('::ffff:10.1.2.3', 'windows'), 'windows in the office'],
  ['IPv4 as mapped to IPv6, in capitals', signIn('::FFFF:10.1.2.3', 'windows'), 'windows in the office'],
  ['IPv4 as mapped to IPv6, in hexadecimals', signIn('::ffff:a01:203', 'windows'), 'windows in the office'],
  ['mapped, and denied', signIn('::ffff:10.9.0.0', 'windows'), 'lab'],
  ['all ranges, one of the device types', signIn('203.0.113.9', 'android'), 'phones', [['password', 'code']]],
  ['all ranges, another of the device types', signIn('::1', 'ios'), 'phones'],
  ['order: a rule before the one that fits as well', signIn('10.1.1.1', 'ios'), 'phones'],
  [
    'a range that is gone fits nobody',
    signIn('10.1.1.1', 'linux'),
    'rest of the office',
    [['password', 'code'], ['passkey']],
  ],
  ['an unknown device', signIn('10.1.1.1', 'other'), 'rest of the office'],
  ['no rule', signIn('203.0.113.9', 'linux'), undefined],
  [
    'registering',
    register('10.1.1.1', 'linux'),
    'register in the office',
    [
      ['password', 'push'],
      ['password', 'code'],
    ],
  ],
  ['rules for signing in are not for registering', register('203.0.113.9', 'android'), undefined],
  ['a denial of signing in does not deny registering', register('10.9.1.1', 'windows'), 'register in the office'],
  ['what is no address is in no range', signIn('nonsense', 'windows'), undefined],
  ['no address is in no range', signIn('', 'windows'), undefined],
  ['an address with a zone', signIn('fe80::1%eth0', 'ios'), 'phones'],
];

for (const [what, request, expected, chains] of TABLE) {
  test(`the rule for ${what}`, () => {
    const { rule, why } = decide(RULES, RANGES, request);
    expect(rule?.name, why.join('\n')).toBe(expected);
    if (chains) expect(rule!.chains).toEqual(chains);
    // One reason for each rule that was looked at, and none for those after.
    const looked = expected === undefined ? RULES.length : RULES.findIndex(({ name }) => name === expected) + 1;
    expect(why).toHaveLength(looked);
    expect(why.filter(line => line.endsWith('matches'))).toHaveLength(expected === undefined ? 0 : 1);
  });
}

test('each reason says what kept a rule from matching', () => {
  expect(decide(RULES, RANGES, signIn('203.0.113.9', 'linux')).why).toEqual([
    '“lab” is for Lab, 203.0.113.9 is outside',
    '“register in the office” is for people who are registering',
    '“windows in the office” is not for linux',
    '“phones” is not for linux',
    '“gone” names a network range that is gone',
    '“rest of the office” is for Office, 203.0.113.9 is outside',
  ]);
  const only = rulesOf(draft('in'));
  expect(decide(only, [], register('::1', 'linux')).why).toEqual(['“in” is for people who are signing in']);
  expect(decide([], RANGES, signIn('10.0.0.1', 'linux'))).toEqual({ why: [] });
});

test('all of IPv4 is within all of IPv6, as mapped, and not the other way round', () => {
  expect(covers({ id: 1, name: '', blocks: ['::/0'] }, '10.0.0.1')).toBe(true);
  expect(covers({ id: 1, name: '', blocks: ['0.0.0.0/0'] }, '10.0.0.1')).toBe(true);
  expect(covers({ id: 1, name: '', blocks: ['0.0.0.0/0'] }, '2001:db8::1')).toBe(false);
});

const AGENTS: [device: DeviceType, agent: string | undefined][] = [
  [
    'windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ],
  [
    'windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  ],
  ['windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'],
  [
    'macos',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  ],
  ['macos', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0'],
  [
    'ios',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  ],
  [
    'ios',
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1',
  ],
  [
    'android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  ],
  ['android', 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0'],
  ['linux', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'],
  ['linux', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'],
  [
    'other',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  ],
  ['other', 'curl/8.5.0'],
  ['other', '()<>{}%'],
  ['other', ''],
  ['other', undefined],
  ['windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${'x'.repeat(100_000)}`],
];

for (const [device, agent] of AGENTS) {
  test(`the device type of ${agent?.slice(0, 120) ?? 'no user agent'} is ${device}`, () => {
    expect(deviceType(agent)).toBe(device);
  });
}

test('what is no address and no block is told', () => {
  const good = [
    '10.0.0.0/8',
    '0.0.0.0/0',
    '192.0.2.7',
    '192.0.2.7/32',
    '::/0',
    '2001:db8::/32',
    '::1/128',
    '::ffff:10.0.0.0/104',
  ];
  for (const block of good) expect(blockMisfit(block), block).toBeUndefined();
  const bad = ['', '10.0.0', '10.0.0.256', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/8a'];
  bad.push('::/129', ':::', '2001:db8::/1e1', 'fe80::1%eth0', '/8', 'office', '10.0.0.0 /8', '١٠.0.0.0');
  for (const block of bad) expect(blockMisfit(block), block).toContain(`“${block}”`);
});

test('a rule is reachable exactly where some request is decided by it', () => {
  const blocks = [
    '0.0.0.0/1',
    '128.0.0.0/1',
    '0.0.0.0/0',
    '10.0.0.0/8',
    '10.0.0.0',
    '::/0',
    '::/1',
    '8000::/1',
    '2001:db8::/32',
  ];
  const corners = [
    '0.0.0.0',
    '10.0.0.0',
    '10.0.0.1',
    '11.0.0.0',
    '128.0.0.0',
    '::',
    '1::',
    '2001:db8::',
    '2001:db9::',
    '8000::',
  ];
  const random = seeded('reachable');
  for (let run = 0; run < 500; run++) {
    const ranges = [1, 2, 3].map(id => ({ id, name: `range ${id}`, blocks: some(random, blocks, 1, 3) }));
    const drafts = Array.from({ length: random.below(7) }, (_, at) =>
      draft(`rule ${at}`, {
        range: random.pick<number | null>([null, 1, 2, 3, 9]),
        devices: some(random, DEVICE_TYPES, 0, 6),
        registering: random.below(2) === 0,
      }),
    );
    const rules = rulesOf(...drafts);
    const used = new Set<Rule | undefined>();
    for (const address of corners)
      for (const device of DEVICE_TYPES)
        for (const registering of [true, false]) used.add(decide(rules, ranges, { address, device, registering }).rule);
    const expected = rules.filter(one => used.has(one));
    expect(reachable(rules, ranges), JSON.stringify({ rules, ranges })).toEqual(expected);
  }
});

test('the places where blocks begin and end are told to the single address', () => {
  const range = (...blocks: string[]): NetworkRange[] => [{ id: 1, name: 'r', blocks }];
  const covered = (blocks: string[], range2: string) =>
    reachable(rulesOf(draft('first', { range: 1 }), draft('second', { range: 2 })), [
      ...range(...blocks),
      { id: 2, name: 's', blocks: [range2] },
    ]).length === 1;
  expect(covered(['10.0.0.0/9', '10.128.0.0/9'], '10.0.0.0/8')).toBe(true);
  expect(covered(['10.0.0.0/9', '10.128.0.0/10'], '10.0.0.0/8')).toBe(false);
  expect(covered(['::ffff:0:0/96'], '0.0.0.0/0')).toBe(true);
  expect(covered(['::ffff:10.0.0.0/104'], '10.255.255.255')).toBe(true);
  expect(covered(['2001:db8::/33', '2001:db8:8000::/33'], '2001:db8::/32')).toBe(true);
  expect(covered(['1:2:3:4:5:6:7:8'], '1:2:3:4:5:6:7:8')).toBe(true);
  expect(covered(['1:2:3:4:5:6:7:8'], '1:2:3:4:5:6:7:9')).toBe(false);
  expect(covered(['1:2:3:4:5:6:0:0/111'], '1:2:3:4:5:6::')).toBe(true);
});

const T0 = Date.UTC(2026, 0, 1);
const all = () => true;
const without =
  (...methods: Method[]) =>
  (method: Method) =>
    !methods.includes(method);

function attempt(chains: Method[][], change: Partial<Attempt> = {}): Attempt {
  return { ...beginAttempt(rulesOf(draft('rule', { chains }))[0]!, 'ada', false, T0), ...change };
}

function failOften(
  one: Attempt,
  times: number,
  limit: number,
  applicable = all as (method: Method) => boolean,
): Attempt {
  let now = one;
  for (let time = 0; time < times; time++) now = fail(now, limit, applicable);
  return now;
}

test('methods joined by “and” are asked for in order, then it is done', () => {
  let now = attempt([['password', 'push', 'passkey']]);
  for (const method of ['password', 'push', 'passkey'] as const) {
    expect(nextOf(now, all)).toEqual({ ask: method, otherWay: false });
    now = pass(now, method);
  }
  expect(nextOf(now, all)).toBe('done');
});

test('a chain with a method that the person cannot use is passed over', () => {
  const now = attempt([['passkey'], ['password', 'push'], ['password', 'code']]);
  expect(nextOf(now, all)).toEqual({ ask: 'passkey', otherWay: true });
  expect(nextOf(now, without('passkey'))).toEqual({ ask: 'password', otherWay: false });
  expect(nextOf(pass(now, 'password'), without('passkey'))).toEqual({ ask: 'push', otherWay: true });
  expect(nextOf(pass(now, 'password'), without('passkey', 'push'))).toEqual({ ask: 'code', otherWay: false });
  expect(nextOf(now, without('passkey', 'push', 'code'))).toBe('denied');
});

test('a method fails as often as it may, then the next chain is tried', () => {
  const now = attempt([['passkey'], ['password']]);
  expect(nextOf(failOften(now, 2, 3), all)).toEqual({ ask: 'passkey', otherWay: true });
  expect(nextOf(failOften(now, 3, 3), all)).toEqual({ ask: 'password', otherWay: false });
  // The count begins anew for the next method.
  expect(nextOf(failOften(now, 5, 3), all)).toEqual({ ask: 'password', otherWay: false });
  expect(nextOf(failOften(now, 6, 3), all)).toBe('denied');
  expect(nextOf(failOften(now, 1, 1), all)).toEqual({ ask: 'password', otherWay: false });
  expect(nextOf(failOften(now, 20, 3), all)).toBe('denied');
});

test('a method that failed too often is asked for by no later chain', () => {
  const now = attempt([['password', 'push'], ['password', 'code'], ['passkey']]);
  expect(nextOf(failOften(now, 3, 3), all)).toEqual({ ask: 'passkey', otherWay: false });
  expect(nextOf(failOften(now, 3, 3), without('passkey'))).toBe('denied');
});

test('methods that were passed count for the next chains', () => {
  const now = pass(
    attempt([
      ['password', 'push'],
      ['password', 'code'],
    ]),
    'password',
  );
  const failed = failOften(now, 2, 2);
  expect(nextOf(failed, all)).toEqual({ ask: 'code', otherWay: false });
  expect(nextOf(pass(failed, 'code'), all)).toBe('done');
  // All of the next chain was passed already.
  const covered = pass(attempt([['password', 'push'], ['password']]), 'password');
  expect(nextOf(failOften(covered, 1, 1), all)).toBe('done');
});

test('passing a method begins the count of failures anew', () => {
  const now = pass(failOften(attempt([['password', 'code']]), 2, 3), 'password');
  expect(nextOf(failOften(now, 2, 3), all)).toEqual({ ask: 'code', otherWay: false });
  expect(nextOf(failOften(now, 3, 3), all)).toBe('denied');
});

test('another way is one that asks for something else', () => {
  const now = attempt([['passkey'], ['password', 'push'], ['password', 'code']]);
  const password = anotherWay(now, all);
  expect(nextOf(password, all)).toEqual({ ask: 'password', otherWay: false });
  const push = pass(password, 'password');
  expect(nextOf(push, all)).toEqual({ ask: 'push', otherWay: true });
  expect(nextOf(anotherWay(push, all), all)).toEqual({ ask: 'code', otherWay: false });
  expect(nextOf(anotherWay(anotherWay(push, all), all), all)).toBe('denied');
  // Failures of the way that was left do not count against the next.
  const code = anotherWay(failOften(push, 2, 3), all);
  expect(nextOf(failOften(code, 2, 3), all)).toEqual({ ask: 'code', otherWay: false });
});

test('a rule without chains denies', () => {
  expect(nextOf(attempt([]), all)).toBe('denied');
  expect(nextOf(fail(attempt([]), 1, all), all)).toBe('denied');
});

test('an attempt is over after ten minutes', () => {
  expect(isOver(attempt([]), T0 + 10 * 60 * 1000)).toBe(false);
  expect(isOver(attempt([]), T0 + 10 * 60 * 1000 + 1)).toBe(true);
});

test('methods that were passed before satisfy a chain, all of it', () => {
  const chains: Method[][] = [
    ['password', 'push'],
    ['password', 'code'],
  ];
  expect(satisfies(chains, ['code', 'password'])).toBe(true);
  expect(satisfies(chains, ['password'])).toBe(false);
  expect(satisfies(chains, ['passkey'])).toBe(false);
  expect(satisfies([], ['password'])).toBe(false);
});

test('whatever happens, an attempt ends, and is done only with all methods of a chain', () => {
  const random = seeded('attempts');
  for (let run = 0; run < 1000; run++) {
    const chains = Array.from({ length: random.below(5) }, () => some(random, METHODS, 1, 3));
    walk(random, attempt(chains), without(...some(random, METHODS, 0, 2)));
  }
});

/**
 * Goes on by chance until nothing more is asked for; 60 steps are more than any attempt has. Node's assertions: Playwright
 * keeps a record of each of its own, and these are tens of thousands.
 */
function walk(random: Random, begun: Attempt, applicable: (method: Method) => boolean): void {
  let now = begun;
  for (let step = 0; step < 60; step++) {
    const next = nextOf(now, applicable);
    if (next === 'done') assert.ok(satisfies(now.chains, now.passed));
    if (typeof next === 'string') return;
    assert.ok(applicable(next.ask));
    assert.ok(!now.spent.includes(next.ask));
    const way = random.below(3);
    if (way === 0) now = pass(now, next.ask);
    else if (way === 1 || !next.otherWay) now = fail(now, 3, applicable);
    else {
      now = anotherWay(now, applicable);
      const other = nextOf(now, applicable);
      assert.notEqual(other, 'denied');
      if (typeof other === 'object') assert.notEqual(other.ask, next.ask);
    }
  }
  throw new Error('the attempt does not end');
}

/** Some of the items, each at most once. */
function some<T>(random: Random, items: readonly T[], least: number, most: number): T[] {
  const wanted = least + random.below(most - least + 1);
  const left = [...items];
  return Array.from({ length: Math.min(wanted, left.length) }, () => left.splice(random.below(left.length), 1)[0]!);
}

test('the default policy asks for two factors or a passkey', () => {
  const rules = rulesOf(...DEFAULT_RULES);
  expect(decide(rules, [], register('203.0.113.9', 'windows')).rule!.chains).toEqual([
    ['password', 'push'],
    ['password', 'code'],
  ]);
  expect(decide(rules, [], signIn('203.0.113.9', 'windows')).rule!.chains).toEqual([
    ['passkey'],
    ['password', 'push'],
    ['password', 'code'],
  ]);
});

const WINDOWS = AGENTS[0]![1]!;
const ANDROID = AGENTS[7]![1]!;

test('behind a proxy, the policy goes by the address of the client and its device', async ({ start, playwright }) => {
  const portal = await start({ trustProxy: true });
  portal.setRules([
    draft('windows: password', { devices: ['windows'] }),
    draft('android: code', { devices: ['android'], chains: [['code']] }),
    draft('linux: denied', { devices: ['linux'], action: 'deny', chains: [] }),
    draft('registering', { registering: true, chains: [['password']] }),
  ]);
  const { name } = await portal.addPerson();
  const ask = async (agent: string, from: string, intent = 'sign-in') => {
    const context = await playwright.request.newContext({
      baseURL: portal.url,
      extraHTTPHeaders: { 'User-Agent': agent, 'X-Forwarded-For': from },
    });
    const answer = await context.post('/sign-in', { form: { username: name, intent } });
    const seen = { status: answer.status(), page: await answer.text() };
    await context.dispose();
    return seen;
  };
  expect(await ask(WINDOWS, '203.0.113.5')).toMatchObject({ status: 200, page: expect.stringContaining('Password') });
  expect(await ask(ANDROID, '203.0.113.6')).toMatchObject({ status: 200, page: expect.stringContaining('code') });
  const denied = { status: 403, page: expect.stringContaining('You cannot sign in from here') };
  expect(await ask('curl/8.5.0', '203.0.113.7')).toMatchObject(denied);
  expect(await ask('Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0', '203.0.113.8')).toMatchObject(denied);
  expect(await ask('curl/8.5.0', '203.0.113.7', 'register')).toMatchObject({ status: 200 });

  const asked = portal.lines.filter(line => line.includes('policy asked'));
  expect(asked[0]).toContain(`${name} · from 203.0.113.5 · windows; “windows: password” matches`);
  expect(asked[1]).toContain(
    'from 203.0.113.6 · android; “windows: password” is not for android; “android: code” matches',
  );
  expect(portal.lines.join('\n')).toContain('403 denied by “linux: denied”');
  expect(portal.lines.join('\n')).toContain('403 no rule matches');
});

test('without a proxy, what a client says about its address counts nothing', async ({ start, playwright }) => {
  const portal = await start();
  const agent = await playwright.request.newContext({
    baseURL: portal.url,
    extraHTTPHeaders: { 'X-Forwarded-For': '203.0.113.5' },
  });
  await agent.post('/sign-in', { form: { username: 'somebody', intent: 'sign-in' } });
  await agent.dispose();
  expect(portal.lines.join('\n')).not.toContain('203.0.113.5');
});
