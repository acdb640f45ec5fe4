/** Whether an RP's answer lets the person in, as far as an answer tells. Pure. */
import type { ObservedAnswer, ObservedExchange } from './observed.ts';
import { isObject } from './shapesWalk.ts';
import { valuesIn } from './trafficBodies.ts';

/** Characters of an answer that are kept. */
const KEPT = 4000;
/** Levels at which a refusal is looked for: `{data: {login: {success: false}}}`. */
const LEVELS = 4;
/** Members looked at on one level. */
const MEMBERS = 50;

/** Members that say no with `false`. */
const GRANTS = /^(?:verified|success|successful|ok|valid|authenticated|isValid|loggedIn)$/i;
/** Members that say no by being there. */
const FAULTS = /^(?:error|errors|errorCode|error_code|errorMessage)$/i;
const WORDS = /^(?:status|result|state)$/i;
const REFUSED = /^(?:failed|failure|fail|error|denied|rejected|invalid)$/i;
/** Of an address that a page is sent to, or of a page, when it did not go well. */
const COMPLAINT = /\b(?:error|errors|failed|failure|invalid|denied|rejected)\b/i;
/** Of the address of a page on which one signs in. */
const SIGN_IN = /log-?in|sign-?in|auth|session/i;

/** The answer to the exchange that carried a response; `unsure` says in words why it may be otherwise. */
export function judgedAnswer(exchange: ObservedExchange): { answer: ObservedAnswer; unsure?: string } {
  const { url, status, answer: body } = exchange;
  const { accepted, unsure } = judged(exchange);
  const answer = {
    url,
    ...(status !== undefined && { status }),
    ...(body !== undefined && { body: body.length > KEPT ? `${body.slice(0, KEPT)}…` : body }),
    accepted,
  };
  return { answer, ...(unsure && { unsure }) };
}

function judged(exchange: ObservedExchange): { accepted: boolean; unsure?: string } {
  const { status = 0, answer = '', answerType } = exchange;
  if (status >= 300 && status < 400) return judgedRedirect(exchange);
  if (status < 200 || status >= 300) return { accepted: false };
  if (!answer.trimStart().startsWith('<'))
    return { accepted: !valuesIn(answer, answerType).some(value => saysNo(value, LEVELS)) };
  const accepted = !COMPLAINT.test(withoutTags(answer));
  return taken(
    accepted,
    `it was answered with a page, which ${accepted ? 'complains of nothing' : 'seems to complain'}`,
  );
}

function judgedRedirect({ url, page, redirect }: ObservedExchange): { accepted: boolean; unsure: string } {
  const target = redirect === undefined || !URL.canParse(redirect, url) ? undefined : new URL(redirect, url);
  if (!target) return taken(true, 'it was answered with a redirect');
  const { pathname, search } = target;
  const isBack = page !== undefined && URL.canParse(page) && new URL(page).pathname === pathname;
  const accepted = !COMPLAINT.test(`${pathname} ${search}`.replaceAll('_', ' ')) && !(isBack && SIGN_IN.test(pathname));
  return taken(accepted, `it was answered with a redirect to ${pathname}`);
}

function taken(accepted: boolean, why: string): { accepted: boolean; unsure: string } {
  return { accepted, unsure: `${why}: taken as ${accepted ? 'accepted' : 'refused'}, which is not sure.` };
}

/** What a page shows, roughly: its scripts know of errors too. */
function withoutTags(html: string): string {
  return html.replace(/<(script|style)\b[\s\S]*?(?:<\/\1|$)/gi, ' ').replace(/<[^<>]*>/g, ' ');
}

function saysNo(value: unknown, levels: number): boolean {
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.slice(0, MEMBERS).some(one => saysNo(one, levels - 1));
  if (!isObject(value)) return false;
  return Object.entries(value)
    .slice(0, MEMBERS)
    .some(([name, member]) => isRefusal(name, member) || saysNo(member, levels - 1));
}

function isRefusal(name: string, member: unknown): boolean {
  if (GRANTS.test(name)) return member === false;
  if (WORDS.test(name)) return typeof member === 'string' && REFUSED.test(member);
  return FAULTS.test(name) && Boolean(member) && !(Array.isArray(member) && member.length === 0);
}
