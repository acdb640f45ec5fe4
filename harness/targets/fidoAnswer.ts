/** Reads an answer of the FIDO server binding: `{ status: "ok" | "failed", errorMessage }`. Pure. */
import type { Reply, Seen } from '../target.ts';
import { cut, type HttpAnswer } from './http.ts';

/** Characters of the RP's own message that are kept. */
const MESSAGE = 300;

/** The reply, and the JSON object that came with it where there was one. */
export interface FidoAnswer {
  reply: Reply;
  json?: Record<string, unknown>;
}

/**
 * 2xx with `ok` is accepted; 2xx with `failed`, and 4xx, rejected; 3xx, 5xx and what cannot be read errored. An answer to
 * a request for options may leave `status` out: a challenge stands for it.
 */
export function readFidoAnswer(answer: HttpAnswer): FidoAnswer {
  if ('failed' in answer) return { reply: answer.failed };
  const { status, text, ms } = answer;
  const json = jsonObject(text);
  const { seen, why } = classify(status, json, answer.contentType);
  const said = typeof json?.errorMessage === 'string' && json.errorMessage !== '' ? json.errorMessage : why;
  const reply: Reply = { seen, status, body: cut(text), ms, ...(said && { message: said.slice(0, MESSAGE) }) };
  return { reply, ...(json && { json }) };
}

function classify(
  status: number,
  json: Record<string, unknown> | undefined,
  contentType: string,
): { seen: Seen; why?: string } {
  if (status >= 500) return { seen: 'errored', why: `answered ${status}` };
  if (status >= 400) return { seen: 'rejected', why: `answered ${status}` };
  if (status >= 300) return { seen: 'errored', why: `answered ${status}, a redirect, which is not followed` };
  if (!json)
    return {
      seen: 'errored',
      why: `answered ${status} with what is no JSON object (${contentType || 'no content type'})`,
    };
  if (json.status === 'failed') return { seen: 'rejected', why: 'answered status "failed"' };
  if (json.status === 'ok' || (json.status === undefined && typeof json.challenge === 'string'))
    return { seen: 'accepted' };
  return { seen: 'errored', why: 'answered JSON whose status is neither "ok" nor "failed"' };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
