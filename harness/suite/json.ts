/** Edits of JSON: the envelope of a response and the members inside it. */
import type { EditContext, Edits } from '../authenticator/edits.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../encoding/json.ts';
import type { section } from './case.ts';

/** Cases of a section by key, before they get their ids. */
export type Cases = Parameters<typeof section>[1];

/** The two ceremonies that share most of their cases. */
export type Ceremony = 'registration' | 'authentication';

type AnyResponse = RegistrationResponseJSON & AuthenticationResponseJSON;
type Members = Record<string, unknown>;
type Change = Members | ((response: AnyResponse, context: EditContext) => Members);

/** A copy with members replaced; one that is `undefined` is taken away. */
export function changed(object: object, change: Members): Members {
  return Object.fromEntries(Object.entries({ ...object, ...change }).filter(([, value]) => value !== undefined));
}

const settle = (change: Change, response: AnyResponse, context: EditContext): Members =>
  typeof change === 'function' ? change(response, context) : change;

/** Changes members of the response's envelope: `id`, `rawId`, `type`, `clientExtensionResults`, … */
export function envelope(change: Change): Edits {
  return { response: (response, context) => changed(response, settle(change, response, context)) };
}

/** Changes members of `response` inside the envelope: `clientDataJSON`, `signature`, `userHandle`, … */
export function inside(change: Change): Edits {
  return {
    response: (response, context) => ({
      ...response,
      response: changed(response.response, settle(change, response, context)),
    }),
  };
}
