/** What went over HTTP is paired into ceremonies, in whatever form it was carried, and nothing that happened is lost. */
import { expect, test } from '@playwright/test';
import type { ObservedExchange } from '../../harness/diagnose/observed.ts';
import { ceremoniesIn } from '../../harness/diagnose/traffic.ts';
import { answering, asking, challengeNamed, exchange, optionsFor, responseTo } from './exchanges.ts';

const JSON_TYPE = 'application/json';

/** Kind, challenge of the options, whether there is a response, whether it was accepted. */
function outline(exchanges: readonly ObservedExchange[]) {
  return ceremoniesIn(exchanges).ceremonies.map(({ kind, options, response, answer }) => [
    kind,
    options?.challenge,
    response !== undefined,
    answer?.accepted,
  ]);
}

test('options and response are paired by the challenge, whatever was asked for between them', () => {
  const [first, second] = [asking('authentication', 'a'), asking('authentication', 'b')];
  const sent = answering('authentication', 'a', { origin: 'https://rp.example' });
  const { ceremonies, notes } = ceremoniesIn([sent, second, first]);
  expect(ceremonies).toEqual([
    {
      kind: 'authentication',
      options: optionsFor('authentication', 'a'),
      page: 'https://rp.example/login',
      origin: 'https://rp.example',
      askedAt: first.at + 5,
      response: responseTo('authentication', 'a'),
      sentAt: sent.at,
      answer: { url: sent.url, status: 200, body: '{"verified":true}', accepted: true },
      exchanges: [first, sent],
    },
    {
      kind: 'authentication',
      options: optionsFor('authentication', 'b'),
      page: 'https://rp.example/login',
      origin: 'https://rp.example',
      askedAt: second.at + 5,
      exchanges: [second],
    },
  ]);
  expect(notes).toEqual(['Ceremony 1: newer options of its kind had been fetched before its response was sent.']);
});

test('a response that was sent before answers the options that wait, or its own once more', () => {
  const replayed = [asking('authentication', 'a'), answering('authentication', 'a'), answering('authentication', 'a')];
  expect(outline(replayed)).toEqual([
    ['authentication', challengeNamed('a'), true, true],
    ['authentication', challengeNamed('a'), true, true],
  ]);
  expect(ceremoniesIn(replayed).notes).toEqual(['Ceremony 2: its options had been answered before.']);
  const late = [
    asking('authentication', 'a'),
    answering('authentication', 'a'),
    asking('authentication', 'b'),
    answering('authentication', 'a', { status: 400 }),
  ];
  expect(outline(late)[1]).toEqual(['authentication', challengeNamed('b'), true, false]);
  expect(ceremoniesIn(late).notes).toEqual([
    'Ceremony 2: it is paired by order: the challenge in its client data is that of ceremony 1, the authentication before.',
  ]);
});

test('a challenge of the other ceremony, of none, and a response to no options are told of', () => {
  const crossed = [
    asking('registration', 'r'),
    answering('registration', 'r'),
    asking('authentication', 'a'),
    answering('authentication', 'r'),
  ];
  expect(outline(crossed)[1]).toEqual(['authentication', challengeNamed('a'), true, true]);
  expect(ceremoniesIn(crossed).notes.join()).toContain('that of ceremony 1, the registration before');
  const foreign = ceremoniesIn([asking('authentication', 'a'), answering('authentication', 'elsewhere')]);
  expect(foreign.notes.join()).toContain('of no options that were seen before');
  const alone = ceremoniesIn([answering('registration', 'r')]);
  expect(alone.ceremonies).toHaveLength(1);
  expect(alone.ceremonies[0]).not.toHaveProperty('options');
  expect(alone.notes).toEqual(['Ceremony 1: no options for it were seen before its response.']);
});

const OPTIONS = JSON.stringify({ publicKey: optionsFor('authentication', 'a') });
const QUOTED = OPTIONS.replaceAll('"', '&quot;');

for (const [form, answerType, answer] of [
  ['JSON behind a guard', JSON_TYPE, `)]}',\n${OPTIONS}`],
  ['JSON as text in JSON', JSON_TYPE, JSON.stringify({ options: OPTIONS })],
  ['JSON that is called a page', 'text/html', OPTIONS],
  ['lines of a streamed answer', 'text/x-component', `0:["$","p"]\n1:${OPTIONS}\n`],
  ['a script of JSON', 'text/html', `<p>x</p><script type="application/json">${OPTIONS}</script>`],
  ['an attribute', 'text/html; charset=utf-8', `<form class='a' data-options="${QUOTED}"><input value="b">`],
  ['an attribute in single quotes', 'text/html', `<div data-options='${OPTIONS}'></div>`],
  ['the midst of a script', 'text/html', `<SCRIPT>if (a < b) { start({"user":{"x":"}"},"o":${OPTIONS}}); }</SCRIPT>`],
  ['an attribute with numbered entities', 'text/html', `<p x="${OPTIONS.replaceAll('"', '&#x22;')}">`],
  ['base64', 'text/plain', Buffer.from(OPTIONS).toString('base64')],
] as const)
  test(`options are found in ${form}`, () => {
    expect(outline([asking('authentication', 'a', { answerType, answer })])).toEqual([
      ['authentication', challengeNamed('a'), false, undefined],
    ]);
  });

const RESPONSE = JSON.stringify(responseTo('authentication', 'a'));
const FORM = 'application/x-www-form-urlencoded';

for (const [form, requestType, request] of [
  ['a field with JSON', FORM, new URLSearchParams({ csrf: 'x', credential: RESPONSE }).toString()],
  ['a field with base64', FORM, new URLSearchParams({ c: Buffer.from(RESPONSE).toString('base64') }).toString()],
  ['fields of its members', FORM, fields(responseTo('authentication', 'a'))],
  ['GraphQL variables', JSON_TYPE, JSON.stringify({ query: 'mutation', variables: { input: { response: RESPONSE } } })],
  ['JSON that is called a form', FORM, RESPONSE],
  ['a list of arguments', 'text/plain;charset=UTF-8', `[${RESPONSE}]`],
  ['text in JSON', undefined, JSON.stringify(RESPONSE)],
] as const)
  test(`a response is found in ${form}`, () => {
    const asked = asking('authentication', 'a');
    const sent = answering('authentication', 'a', { request, ...(requestType && { requestType }) });
    const { ceremonies, notes } = ceremoniesIn([asked, sent]);
    expect(ceremonies).toHaveLength(1);
    expect(ceremonies[0]!.response).toMatchObject({ response: responseTo('authentication', 'a').response });
    expect(notes).toEqual([]);
  });

function fields({ response, id, type }: Record<string, unknown>): string {
  const members = Object.entries(response as Record<string, string>);
  const named = members.map(([name, value]): [string, string] => [`credential[response][${name}]`, value]);
  return new URLSearchParams([['credential[id]', String(id)], ['credential[type]', String(type)], ...named]).toString();
}

for (const [accepted, status, answer] of [
  [true, 200, '{"verified":true,"error":null}'],
  [true, 201, ''],
  [true, 204, undefined],
  [true, 200, '{"status":"ok","errorMessage":""}'],
  [true, 200, '{"user":{"name":"error"},"errors":[]}'],
  [false, 200, '{"verified":false}'],
  [false, 200, '{"success":false,"redirect":"/"}'],
  [false, 200, '{"status":"failed","errorMessage":"no"}'],
  [false, 200, '{"data":{"login":{"ok":false}}}'],
  [false, 200, '{"errors":[{"message":"no"}]}'],
  [false, 200, '{"result":"error"}'],
  [false, 400, '{"status":"ok"}'],
  [false, 500, ''],
  [false, undefined, undefined],
] as const)
  test(`${status} ${answer} is ${accepted ? 'accepted' : 'refused'}`, () => {
    const { status: _, answer: __, ...sent } = answering('authentication', 'a');
    const said = { ...(status && { status }), ...(answer !== undefined && { answer }) };
    const { ceremonies, notes } = ceremoniesIn([{ ...sent, ...said }]);
    expect(ceremonies[0]!.answer?.accepted).toBe(accepted);
    expect(notes).toHaveLength(1);
  });

for (const [accepted, members] of [
  [true, { status: 302, redirect: '/home' }],
  [true, { status: 303 }],
  [true, { status: 302, redirect: '/', page: 'https://rp.example/' }],
  [false, { status: 302, redirect: '/login' }],
  [false, { status: 302, redirect: '/start?error=passkey' }],
  [false, { status: 302, redirect: 'https://rp.example/auth/login_failed' }],
  [true, { answerType: 'text/html', answer: '<script>error()</script><h1>Welcome</h1>' }],
  [false, { answerType: 'text/html', answer: '<p>Invalid passkey</p>' }],
] as const)
  test(`${JSON.stringify(members)} is taken as ${accepted ? 'accepted' : 'refused'}, which is said not to be sure`, () => {
    const { ceremonies, notes } = ceremoniesIn([
      asking('authentication', 'a'),
      answering('authentication', 'a', members),
    ]);
    expect(ceremonies[0]!.answer?.accepted).toBe(accepted);
    expect(notes).toEqual([expect.stringContaining('not sure')]);
  });

test('hostile bodies are passed over', () => {
  const size = 900_000;
  const bodies = ['{"challenge":'.repeat(size / 13), '='.repeat(size), '="'.repeat(size / 2), "='".repeat(size / 2)];
  bodies.push('<'.repeat(size), '<script>'.repeat(size / 8), `<script>${'{"challenge"'.repeat(size / 12)}</script>`);
  bodies.push(`${'\n{'.repeat(size / 2)}`, 'a=&'.repeat(size / 3), '"'.repeat(size), 'eyJ'.repeat(size / 3));
  bodies.push(`<i ${'a="{&quot;challenge&quot;'.repeat(size / 30)}`, '{"a":['.repeat(size / 6), '\0'.repeat(size));
  for (const body of bodies)
    for (const type of [JSON_TYPE, 'text/html', FORM])
      expect(outline([exchange({ request: body, requestType: type, answer: body, answerType: type })])).toEqual([]);
});

test('two hundred ceremonies are kept, and the rest is told of', () => {
  const { ceremonies, notes } = ceremoniesIn(Array.from({ length: 250 }, (_, at) => asking('authentication', `${at}`)));
  expect(ceremonies).toHaveLength(200);
  expect(notes).toEqual(['There are more than 200 ceremonies: the others are left out.']);
});
