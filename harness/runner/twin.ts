/** A case's untouched twin, the control beside which alone a refusal counts. Twins are shared by all cases of one make. */
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import type { Case } from '../suite/case.ts';
import type { Wishes } from '../target.ts';

export interface Twin {
  /** `control/registration`, or with what differs from the default, `control/registration/attestation=direct`. */
  id: string;
  kind: 'registration' | 'authentication';
  wishes: Wishes;
  authenticator: Partial<AuthenticatorSettings>;
  discoverable: boolean;
}

/**
 * The twin of a case. A case that expects acceptance and has no edit is its own twin: an authentication of that sort
 * stands on the registration alone, a registration on nothing. One without an edit that expects a refusal is made wrong by
 * its authenticator, so its twin has the default one. Flows and looks at options stand on the default login.
 */
export function twinOf(one: Case): Twin | undefined {
  const { wishes = {}, authenticator = {}, discoverable = false } = one;
  if (one.kind === 'flow' || one.kind === 'options' || one.kind === 'metadata' || one.steps || one.observe)
    return twin('authentication', wishes, authenticator, false);
  if (one.edit) return twin(one.kind, wishes, authenticator, discoverable);
  if (one.expect !== 'accept') return twin(one.kind, wishes, {}, discoverable);
  return one.kind === 'authentication' ? twin('registration', wishes, authenticator, discoverable) : undefined;
}

export function twin(
  kind: Twin['kind'],
  wishes: Wishes,
  authenticator: Partial<AuthenticatorSettings>,
  discoverable: boolean,
): Twin {
  const differences = [
    ...Object.entries(wishes),
    ...Object.entries(authenticator),
    ...(discoverable ? [['discoverable', true]] : []),
  ].map(([name, value]) => `${name}=${inId(value)}`);
  const id = [`control/${kind}`, ...(differences.length > 0 ? [differences.join('+')] : [])].join('/');
  return { id, kind, wishes, authenticator, discoverable };
}

/** The registration that an authentication stands on. */
export function registrationOf({ wishes, authenticator, discoverable }: Twin): Twin {
  return twin('registration', wishes, authenticator, discoverable);
}

/** All ids that a failing control of these cases can have: a known file may list them. */
export function controlIds(cases: readonly Case[]): string[] {
  const twins = cases.flatMap(one => twinOf(one) ?? []);
  return [...new Set(twins.flatMap(one => [one.id, registrationOf(one).id]))];
}

function inId(value: unknown): string {
  return JSON.stringify(value).replace(/[^\w.,:=-]/g, '');
}
