/** Where the site is and what else answers there: recorded, for the eye of a reviewer. */
import type { Reply, Visit, WebAnswer } from '../../target.ts';
import { accepts, either, type FlowContext } from '../case.ts';
import type { Cases } from '../json.ts';
import { optionsOrRefusal } from '../options/look.ts';

const needs = ['web'] as const;

/** Where frameworks put their ceremonies unless told otherwise. */
const DEFAULT_ENDPOINTS = [
  // Quarkus
  '/q/webauthn/register-options-challenge',
  '/q/webauthn/login-options-challenge',
  '/q/webauthn/register',
  '/q/webauthn/login',
  '/q/webauthn/callback',
  // Spring Security
  '/webauthn/register/options',
  '/webauthn/authenticate/options',
  '/login/webauthn',
  // Laragear/WebAuthn for Laravel
  '/webauthn/register',
  '/webauthn/login/options',
  '/webauthn/login',
] as const;

/** Not there, not to be had by that method, or not by strangers. */
const CLOSED: readonly number[] = [401, 403, 404, 405, 410];

async function leftovers(flow: FlowContext): Promise<Reply> {
  const visit = await flow.visit();
  const began = performance.now();
  const found: string[] = [];
  for (const to of DEFAULT_ENDPOINTS)
    for (const method of ['GET', 'POST'] as const) {
      const { status } = await visit.web!({ method, to, ...(method === 'POST' && { body: '{}' }) });
      if (!CLOSED.includes(status)) found.push(`${method} ${to} ${status}`);
    }
  const message = found.length === 0 ? 'none of the default endpoints answers' : `answered: ${found.join(', ')}`;
  return { seen: found.length === 0 ? 'rejected' : 'accepted', message, ms: performance.now() - began };
}

async function framePolicy(flow: FlowContext): Promise<Reply> {
  const began = performance.now();
  const { status, headers }: WebAnswer = await (await flow.visit()).web!({ method: 'GET', to: '/' });
  const policy = headers['permissions-policy'] ?? '';
  const named = policy
    .split(',')
    .map(part => part.trim())
    .filter(part => part.startsWith('publickey-credentials-'));
  const said = named.length > 0 ? named.join(', ') : 'does not name publickey-credentials-create or -get';
  return { seen: 'accepted', status, message: `Permissions-Policy ${said}`, ms: performance.now() - began };
}

/** Times that each is asked. */
const ROUNDS = 15;

const middle = (times: number[]) => [...times].sort((one, other) => one - other)[times.length >> 1]!;

async function timed(visit: Visit, flow: FlowContext, label?: string): Promise<number> {
  const began = performance.now();
  await optionsOrRefusal(() => visit.authenticationOptions(flow.user(label)));
  return performance.now() - began;
}

/** Asked in turns, so that what else goes on falls on both alike. */
async function timing(flow: FlowContext): Promise<Reply> {
  await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
  const visit = await flow.visit();
  const known: number[] = [];
  const unknown: number[] = [];
  const began = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    known.push(await timed(visit, flow));
    unknown.push(await timed(visit, flow, 'nobody'));
  }
  const inWords = (times: number[]) => `${middle(times).toFixed(2)} ms`;
  const message = `medians of ${ROUNDS}: known ${inWords(known)}, unknown ${inWords(unknown)}`;
  return { seen: 'accepted', message, ms: performance.now() - began };
}

export const surroundingCases: Cases = {
  'secure-context': accepts({
    title: 'the RP is at an origin where clients offer WebAuthn',
    catalogue: ['ro.secure-context'],
    // At any other place an honest client refuses, the control fails and says so.
    steps: async flow => (await flow.register(await flow.visit(), flow.user(), flow.authenticator())).reply,
  }),
  'frame-policy': either({
    title: 'the start page says who may use WebAuthn in a frame',
    level: 'report',
    reason: 'Permissions-Policy is for RPs that are framed, or that frame others',
    needs,
    catalogue: ['ro.pp.create'],
    steps: framePolicy,
  }),
  'default-endpoints': either({
    title: 'ceremonies answer where frameworks put them by default',
    level: 'report',
    reason: 'they may be the RP itself, or left over beside it and unguarded',
    seen: 'CVE-2024-12225',
    needs,
    catalogue: ['opt.leftover.endpoints'],
    steps: leftovers,
  }),
  'unknown-user-timing': either({
    title: 'options for known and unknown users take their time',
    level: 'report',
    reason: 'WebAuthn sets no time; a gross difference tells who has an account',
    catalogue: ['opt.auth.user.unknown.timing'],
    steps: timing,
  }),
};
