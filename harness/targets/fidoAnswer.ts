/** Reads an answer of the FIDO server binding, `{ status: "ok" | "failed", errorMessage }`, or of one that differs. Pure. */
import type { Reply, Seen } from '../target.ts';
import { type Binding, memberAt } from './fidoBinding.ts';
import { cut, type HttpAnswer } from './http.ts';

/** Characters of the RP's own message that are kept. */
const MESSAGE = 300;

/** The reply, and the JSON object that came with it where there was one. */
export interface FidoAnswer {
  reply: Reply;
  json?: Record<string, unknown>;
}

/** How an answer shows what it means. */
export type Signs = Pick<Binding, 'accepted' | 'message'>;

/**
 * 2xx with `ok`, or with what the binding names, is accepted; 2xx with `failed`, and 4xx, rejected; 3xx, 5xx and what
 * cannot be read errored. An answer to a request for options may leave `status` out: a challenge stands for it.
 */
export function readFidoAnswer(answer: HttpAnswer, { accepted, message = 'errorMessage' }: Signs = {}): FidoAnswer {
  if ('failed' in answer) return { reply: answer.failed };
  const json = jsonObject(answer.text);
  const classified = classifyStatus(answer.status) ?? classify(answer, json, accepted);
  return { reply: replyOf(answer, classified, memberAt(json, message)), ...(json && { json }) };
}

/** The same for an answer whose options are in a member: `json` is what that holds. */
export function readOptionsIn(answer: HttpAnswer, member: string | undefined, { message }: Signs): FidoAnswer {
  if ('failed' in answer) return { reply: answer.failed };
  const json = jsonObject(answer.text);
  const options = member === undefined ? json : memberAt(json, member);
  const there = typeof memberAt(options, 'challenge') === 'string';
  const place = member === undefined ? '' : ` in ${member}`;
  const read: Classified = there ? { seen: 'accepted' } : { seen: 'errored', why: `answered no challenge${place}` };
  const reply = replyOf(answer, classifyStatus(answer.status) ?? read, memberAt(json, message ?? 'errorMessage'));
  return { reply, ...(there && { json: options as Record<string, unknown> }) };
}

interface Classified {
  seen: Seen;
  why?: string;
}

function replyOf(
  { status, text, ms }: Exclude<HttpAnswer, { failed: Reply }>,
  { seen, why }: Classified,
  own: unknown,
): Reply {
  const said = typeof own === 'string' && own !== '' ? own : why;
  return { seen, status, body: cut(text), ms, ...(said && { message: said.slice(0, MESSAGE) }) };
}

/** What the status alone says. */
function classifyStatus(status: number): Classified | undefined {
  if (status >= 500) return { seen: 'errored', why: `answered ${status}` };
  if (status >= 400) return { seen: 'rejected', why: `answered ${status}` };
  if (status >= 300) return { seen: 'errored', why: `answered ${status}, a redirect, which is not followed` };
  return undefined;
}

function classify(
  { status, contentType }: Exclude<HttpAnswer, { failed: Reply }>,
  json: Record<string, unknown> | undefined,
  accepted: Signs['accepted'],
): Classified {
  if (accepted === '2xx') return { seen: 'accepted' };
  if (!json)
    return {
      seen: 'errored',
      why: `answered ${status} with what is no JSON object (${contentType || 'no content type'})`,
    };
  if (accepted) return classifyMember(json, accepted);
  if (json.status === 'failed') return { seen: 'rejected', why: 'answered status "failed"' };
  if (json.status === 'ok' || (json.status === undefined && typeof json.challenge === 'string'))
    return { seen: 'accepted' };
  return { seen: 'errored', why: 'answered JSON whose status is neither "ok" nor "failed"' };
}

/** A sign that is not there tells nothing. */
function classifyMember(json: object, { member, is }: Exclude<Signs['accepted'], string | undefined>): Classified {
  const found = memberAt(json, member);
  if (found === is) return { seen: 'accepted' };
  if (found === undefined) return { seen: 'errored', why: `answered JSON without ${member}` };
  return { seen: 'rejected', why: `answered ${member} ${JSON.stringify(found)}` };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
