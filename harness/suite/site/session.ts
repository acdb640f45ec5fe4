/** Cookies, caches and requests of other sites. */
import type { PublicKeyCredentialRequestOptionsJSON } from '../../encoding/json.ts';
import type { Visit, WebAnswer } from '../../target.ts';
import { type FlowContext, holds, type Observation, owedAt, rejects } from '../case.ts';
import { begun } from '../flow/begun.ts';
import type { Cases } from '../json.ts';
import { complaints } from '../options/look.ts';
import { creationBody, isOk, jsonIn, optionsIn, postJson } from './ask.ts';

const needs = ['web'] as const;

interface Cookie {
  name: string;
  value: string;
  /** In small letters, with their values. */
  attributes: string[];
}

function readCookie(line: string): Cookie {
  const [pair = '', ...attributes] = line.split(';').map(part => part.trim());
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes: attributes.map(one => one.toLowerCase()) };
}

/** Whether a cookie has the challenge in it: as text, percent-encoded, or in base64 of JSON or of a signed token's parts. */
function carries({ value }: Cookie, challenge: string): boolean {
  const plain = decodeURIComponent(value.replace(/%(?![\da-f]{2})/gi, '%25'));
  const inside = plain.split('.').map(part => Buffer.from(part, 'base64').toString('latin1'));
  return [plain, ...inside].some(text => text.includes(challenge));
}

function cookieFaults(cookie: Cookie, challenge: string, secure: boolean): (string | false)[] {
  const has = (attribute: string) => cookie.attributes.includes(attribute);
  return [
    !has('httponly') && `${cookie.name} is not HttpOnly`,
    secure && !has('secure') && `${cookie.name} is not Secure`,
    !has('samesite=lax') && !has('samesite=strict') && `${cookie.name} is neither SameSite=Lax nor Strict`,
    carries(cookie, challenge) && `${cookie.name} carries the challenge`,
  ];
}

async function cookiesOfACeremony(flow: FlowContext): Promise<Observation> {
  const answer = await postJson(await flow.visit(), 'registrationOptions', creationBody(flow.user()));
  const challenge = String(jsonIn(answer)?.challenge);
  const cookies = answer.cookies.map(readCookie);
  if (cookies.length === 0) return { held: true, detail: 'the answer sets no cookie' };
  const secure = flow.rp.origin.startsWith('https:');
  return complaints(cookies.flatMap(cookie => cookieFaults(cookie, challenge, secure)));
}

async function cookiesOfASignIn(flow: FlowContext): Promise<Observation> {
  const device = flow.authenticator();
  await flow.register(await flow.visit(), flow.user(), device, { honest: true });
  const visit = await flow.visit();
  const before = await postJson(visit, 'authenticationOptions', { username: flow.user().name });
  const response = await device.get(optionsIn<PublicKeyCredentialRequestOptionsJSON>(before));
  const after = await postJson(visit, 'authenticate', { ...response, getClientExtensionResults: {} });
  if (!isOk(after)) return { held: false, detail: `an honest login was answered ${after.status}` };
  if (before.cookies.length === 0) return { held: true, detail: 'no cookie stood before the sign-in' };
  const known = new Map(before.cookies.map(readCookie).map(({ name, value }) => [name, value]));
  const renewed = after.cookies.map(readCookie).some(({ name, value }) => value !== '' && known.get(name) !== value);
  return { held: renewed, detail: renewed ? 'the sign-in sets a new cookie' : 'the cookie is that of before' };
}

/** What may be kept: an answer to GET unless it forbids it (RFC 9111 §4.2.2), one to POST only if it says for how long. */
function cacheFault(what: string, { headers }: WebAnswer, method: 'GET' | 'POST'): string | false {
  const control = headers['cache-control'] ?? '';
  const kept = method === 'GET' ? !/\bno-store\b/i.test(control) : /\b(public|s-maxage|max-age=[1-9])/i.test(control);
  return kept && !/\bno-store\b/i.test(control) && `${what} may be kept: Cache-Control is ${JSON.stringify(control)}`;
}

async function caches(flow: FlowContext): Promise<Observation> {
  const visit = await flow.visit();
  const posted = {
    'creation options': await postJson(visit, 'registrationOptions', creationBody(flow.user())),
    'request options': await postJson(visit, 'authenticationOptions', { username: flow.user('nobody').name }),
  };
  const got = {
    'creation options by GET': await ask(visit, 'registrationOptions'),
    'request options by GET': await ask(visit, 'authenticationOptions'),
  };
  return complaints([
    ...Object.entries(posted).map(([what, answer]) => cacheFault(what, answer, 'POST')),
    ...Object.entries(got)
      .filter(([, answer]) => typeof jsonIn(answer)?.challenge === 'string')
      .map(([what, answer]) => cacheFault(what, answer, 'GET')),
  ]);
}

const ask = (visit: Visit, to: 'registrationOptions' | 'authenticationOptions') => visit.web!({ method: 'GET', to });

/** An honest response with the headers of a page of another site, and the cookies that the browser adds. */
const fromElsewhere = (headers: Record<string, string>) => async (flow: FlowContext) => {
  const { device, visit, options } = await begun(flow);
  return visit.post!('authenticate', JSON.stringify(await device.get(options)), headers);
};

export const siteSessionCases: Cases = owedAt('should', {
  'session-cookie': holds('session-cookie', {
    title: 'cookies are HttpOnly, Secure and SameSite, and carry no challenge',
    seen: 'duo-labs/webauthn.io#28',
    needs,
    catalogue: ['opt.session.cookie-flags'],
    observe: cookiesOfACeremony,
  }),
  'session-renewed': holds('session-renewed', {
    title: 'a sign-in gives the session another id',
    needs,
    catalogue: ['sess.fixation'],
    observe: cookiesOfASignIn,
  }),
  'options-not-kept': holds('answer-not-cached', {
    title: 'options are nothing that a cache may keep',
    needs,
    catalogue: ['sess.options-get'],
    observe: caches,
  }),
  'cross-site-origin': rejects('cross-site-request', {
    title: 'a page of another site posts a login',
    needs: ['post', 'web'],
    catalogue: ['sess.login-csrf'],
    steps: fromElsewhere({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
  }),
  'cross-site-form': rejects('cross-site-request', {
    title: 'a form of another site posts a login as text/plain',
    needs: ['post', 'web'],
    catalogue: ['sess.login-csrf'],
    steps: fromElsewhere({
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      'content-type': 'text/plain',
    }),
  }),
});
