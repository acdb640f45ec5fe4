/** Requests to an RP's site, as its own page sends them. */
import type { Step, User, Visit, WebAnswer } from '../../target.ts';

export type Json = Record<string, unknown>;

/** What a page posts to get creation options. */
export const creationBody = (user: User): Json => ({
  username: user.name,
  displayName: user.displayName,
  attestation: 'none',
});

/** Posts JSON to a step. */
export function postJson(visit: Visit, step: Step, body: unknown, headers: Record<string, string> = {}) {
  return visit.web!({ method: 'POST', to: step, body: JSON.stringify(body), headers });
}

/** The JSON object in an answer; undefined where it is none. */
export function jsonIn({ body }: WebAnswer): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** In the words of the binding: a 2xx status whose JSON does not say `failed`. */
export const isOk = (answer: WebAnswer): boolean =>
  answer.status >= 200 && answer.status < 300 && jsonIn(answer)?.status !== 'failed';

/** Options as the site sends them in the body of an answer, without what the binding adds. Void of use when it refused. */
export function optionsIn<Options>(answer: WebAnswer): Options {
  const { status, errorMessage, ...options } = jsonIn(answer) ?? {};
  return options as Options;
}
