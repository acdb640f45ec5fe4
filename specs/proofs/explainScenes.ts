/** Ceremonies as a recording would have them, healthy or wrong in one way: what `explain` is proved with. */
import { Client } from '../../harness/authenticator/client.ts';
import type { Edits } from '../../harness/authenticator/edits.ts';
import type { AuthenticatorSettings } from '../../harness/authenticator/settings.ts';
import type { Given } from '../../harness/diagnose/explainCeremony.ts';
import type { Observed, ObservedCeremony } from '../../harness/diagnose/observed.ts';
import { creationOptions, descriptors, device, ORIGIN, RP_ID, requestOptions } from './devices.ts';

export interface Scene {
  ceremonies: ObservedCeremony[];
  given?: Given;
}

export interface Change {
  /** Of both sets of options. */
  rpId?: string;
  origin?: string;
  settings?: Partial<AuthenticatorSettings>;
  creation?: Record<string, unknown>;
  request?: Record<string, unknown>;
  registrationEdit?: Edits;
  edit?: Edits;
  given?: Given;
  /** Of the last ceremony; both are accepted without. */
  answer?: { accepted: boolean; body?: string };
  /** The login is left out. */
  registrationOnly?: boolean;
}

/** When all of it happened, and how long an answer took, in milliseconds. */
const NOON = Date.UTC(2026, 0, 5, 12);
const ANSWERED = 2000;

function answered(accepted: boolean, body = '') {
  return { url: `${ORIGIN}/result`, status: accepted ? 200 : 400, accepted, body };
}

/** A registration, and a login with its credential. */
export async function scene(change: Change = {}): Promise<Scene> {
  const { rpId = RP_ID, origin = ORIGIN, settings, given, answer = { accepted: true } } = change;
  const one = device(settings);
  const client = new Client(one);
  const asked = { rp: { id: rpId, name: 'Example' }, ...change.creation };
  const creation = creationOptions(asked);
  const edit = change.registrationEdit;
  const registered = await client.register(creation, { origin, ...(edit && { edit }) });
  const times = (at: number) => ({ askedAt: at, answeredAt: at + ANSWERED, sentAt: at + ANSWERED });
  const registration: ObservedCeremony = {
    kind: 'registration',
    options: { ...creation, timeout: 300_000 },
    response: registered,
    origin,
    answer: change.registrationOnly ? answered(answer.accepted, answer.body) : answered(true),
    ...times(NOON),
    exchanges: [],
  };
  if (change.registrationOnly) return { ceremonies: [registration], ...(given && { given }) };
  const request = requestOptions({ rpId, allowCredentials: descriptors(registered), ...change.request });
  const response = await client.authenticate(request, { origin, ...(change.edit && { edit: change.edit }) });
  const login: ObservedCeremony = {
    kind: 'authentication',
    options: { ...request, timeout: 300_000 },
    response,
    origin,
    answer: answered(answer.accepted, answer.body),
    ...times(NOON + 60_000),
    exchanges: [],
  };
  return { ceremonies: [registration, login], ...(given && { given }) };
}

/** What the page got in place of a credential. */
export function failed(
  kind: ObservedCeremony['kind'],
  [name, message]: readonly [name: string, message: string],
  change: Partial<ObservedCeremony> = {},
): Scene {
  const options =
    kind === 'registration' ? creationOptions() : requestOptions({ allowCredentials: descriptors('AQID') });
  const ceremony: ObservedCeremony = {
    kind,
    options: { ...options, pubKeyCredParams: [-7, -257].map(alg => ({ type: 'public-key', alg })), timeout: 60_000 },
    origin: ORIGIN,
    error: { name, message },
    askedAt: NOON,
    answeredAt: NOON + ANSWERED,
    exchanges: [],
    ...change,
  };
  return { ceremonies: [ceremony] };
}

/** The last ceremony changed. */
export function lastly({ ceremonies, ...others }: Scene, change: Partial<ObservedCeremony>): Scene {
  return { ...others, ceremonies: [...ceremonies.slice(0, -1), { ...ceremonies.at(-1)!, ...change }] };
}

export function observed({ ceremonies }: Scene): Observed {
  return { source: 'a scene', ceremonies, pieces: [], notes: [] };
}

/** The members of the response that are binary, written as base64 with padding. */
export function padded({ response, ...others }: ObservedCeremony): ObservedCeremony {
  const { response: inner, ...envelope } = response as { response: Record<string, unknown> };
  const written = Object.entries(inner).map(([name, value]) => [
    name,
    typeof value === 'string' ? Buffer.from(value, 'base64url').toString('base64') : value,
  ]);
  return { ...others, response: { ...envelope, response: Object.fromEntries(written) } };
}
