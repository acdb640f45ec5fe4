/** How a site answers: in the form of the FIDO server binding, and without falling over. */
import type { Step, Visit, WebAnswer } from '../../target.ts';
import { type FlowContext, holds, type Observation, owedAt } from '../case.ts';
import type { Cases } from '../json.ts';
import { complaints } from '../options/look.ts';
import { creationBody, jsonIn, postJson } from './ask.ts';

const needs = ['web'] as const;

/** What is wrong with an answer that goes well. */
function okFaults(answer: WebAnswer): (string | false)[] {
  const { status, errorMessage } = jsonIn(answer) ?? {};
  return [
    answer.status !== 200 && `the status is ${answer.status}`,
    status !== 'ok' && `status is ${JSON.stringify(status)}`,
    errorMessage !== '' && `errorMessage is ${JSON.stringify(errorMessage)}`,
  ];
}

/** A line of a stack trace, as JavaScript, Java, C#, Python, Go, PHP and Ruby write them. */
const STACK_TRACE =
  /^[ \t]{1,20}at \S[^\n:]{0,300}:|Traceback \(most recent call last\)|^goroutine \d+ \[|^#\d+ [^\n(]{1,300}\(\d+\)|^[ \t]{1,20}from [^\s:]{1,300}\.rb:\d/m;

/** Also as it stands in JSON. */
const hasStackTrace = (body: string) => STACK_TRACE.test(body.replaceAll('\\n', '\n').replaceAll('\\t', '\t'));

/** What is wrong with a refusal. */
function refusalFaults(what: string, answer: WebAnswer): (string | false)[] {
  const { status } = answer;
  const refused = (status >= 400 && status < 500) || (status < 300 && jsonIn(answer)?.status === 'failed');
  return [
    !refused && `${what} is answered ${status}`,
    hasStackTrace(answer.body) && `the answer to ${what} has a stack trace`,
  ];
}

/** What is wrong with the JSON of a refusal. */
function failedFaults(what: string, answer: WebAnswer): (string | false)[] {
  const { status, errorMessage } = jsonIn(answer) ?? {};
  return [
    status !== 'failed' && `${what}: status is ${JSON.stringify(status)}`,
    (typeof errorMessage !== 'string' || errorMessage === '') && `${what}: errorMessage says nothing`,
  ];
}

const MEGABYTE = 1_000_000;

/** Names that are no names. */
const NO_NAMES: Record<string, unknown> = {
  'a number': 42,
  null: null,
  'an array': ['name'],
  'an object': { name: 'name' },
  'a text of 1 MB': 'n'.repeat(MEGABYTE),
};

async function withoutNames(visit: Visit, step: Step, body: object): Promise<Observation> {
  const found: (string | false)[] = [];
  for (const [what, username] of Object.entries(NO_NAMES))
    found.push(...refusalFaults(`a username that is ${what}`, await postJson(visit, step, { ...body, username })));
  return complaints(found);
}

/** Responses that nobody takes, to a step that waits for one, and twice: what is refused is refused alike. */
async function refusals(flow: FlowContext): Promise<Observation> {
  const visit = await flow.visit();
  await flow.register(visit, flow.user(), flow.authenticator(), { honest: true });
  const bodies: Record<string, string> = {
    'no JSON': '{"id":',
    'an empty body': '',
    'a list': '[]',
    'an empty object': '{}',
    'a response of nothing': '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}',
    'a response of other types': '{"id":7,"rawId":{},"type":[],"response":"x"}',
    'client data of nothing':
      '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"","attestationObject":"","authenticatorData":"","signature":""}}',
  };
  const found: (string | false)[] = [];
  for (const to of ['register', 'authenticate'] as const)
    for (const [what, body] of Object.entries(bodies)) {
      const [first, again] = [
        await visit.web!({ method: 'POST', to, body }),
        await visit.web!({ method: 'POST', to, body }),
      ];
      found.push(...refusalFaults(`${what} to ${to}`, first));
      found.push(first.status !== again.status && `${what} to ${to}: ${first.status}, then ${again.status}`);
    }
  return complaints(found);
}

export const answerCases: Cases = owedAt('should', {
  'creation-options-say-ok': holds('answer-form', {
    title: 'creation options come with status "ok" and an empty errorMessage',
    needs,
    catalogue: ['opt.reg.rest.status'],
    observe: async flow =>
      complaints(okFaults(await postJson(await flow.visit(), 'registrationOptions', creationBody(flow.user())))),
  }),
  'request-options-say-ok': holds('answer-form', {
    title: 'request options come with status "ok" and an empty errorMessage',
    needs,
    catalogue: ['opt.auth.rest.status'],
    async observe(flow) {
      await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
      const body = { username: flow.user().name };
      return complaints(okFaults(await postJson(await flow.visit(), 'authenticationOptions', body)));
    },
  }),
  'bad-request-says-failed': holds('answer-form', {
    title: 'a request without a user name is answered "failed", with a reason',
    needs,
    catalogue: ['opt.reg.rest.error-shape'],
    async observe(flow) {
      const visit = await flow.visit();
      const { username, ...nameless } = creationBody(flow.user());
      const missing = await postJson(visit, 'registrationOptions', nameless);
      const number = await postJson(visit, 'registrationOptions', { ...nameless, username: 42 });
      const tooLow = ({ status }: WebAnswer) => status < 400 && `answered ${status}`;
      return complaints([
        tooLow(missing),
        tooLow(number),
        ...failedFaults('no username', missing),
        ...failedFaults('a number', number),
      ]);
    },
  }),
  'user-names-of-other-types-to-register': holds('answer-form', {
    title: 'creation options for what is no user name are refused cleanly',
    needs,
    catalogue: ['opt.auth.username.types'],
    observe: async flow =>
      withoutNames(await flow.visit(), 'registrationOptions', { displayName: 'Nobody', attestation: 'none' }),
  }),
  'user-names-of-other-types-to-authenticate': holds('answer-form', {
    title: 'request options for what is no user name are refused cleanly',
    needs,
    catalogue: ['opt.auth.username.types'],
    observe: async flow => withoutNames(await flow.visit(), 'authenticationOptions', {}),
  }),
  'refusals-are-clean': holds('answer-form', {
    title: 'refusals have a 4xx status, the same each time, and no stack trace',
    needs,
    catalogue: ['env.http.status'],
    observe: refusals,
  }),
});
