/** Cases of the suite as somebody else would have seen them: played on the glass RP, options, responses and answers kept. */
import type { Observed, ObservedCeremony } from '../../harness/diagnose/observed.ts';
import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { aaguidText, decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { fromBase64url } from '../../harness/encoding/bytes.ts';
import { decodeCoseKey } from '../../harness/encoding/cose.ts';
import type { RegistrationResponseJSON } from '../../harness/encoding/json.ts';
import { Listeners } from '../../harness/runner/listener.ts';
import { perform } from '../../harness/runner/perform.ts';
import { DEFAULT_HONEST, Scene } from '../../harness/runner/scene.ts';
import type { Case } from '../../harness/suite/case.ts';
import type { RelyingParty, Reply, User, Visit, Wishes } from '../../harness/target.ts';
import { withVisits } from '../../harness/targets/wrapped.ts';

/** @param rp to which the case is put; its settings and wishes are those of the case. */
export async function observedCase(rp: RelyingParty, one: Case): Promise<Observed> {
  const ceremonies: ObservedCeremony[] = [];
  const listeners = new Listeners();
  const scene = new Scene({ rp: watched(rp, ceremonies), seed: 'recorded', honest: DEFAULT_HONEST, listeners }, one.id);
  try {
    await perform(scene, one);
  } finally {
    await scene.close();
    await listeners.close();
  }
  return { source: one.id, ceremonies: asJson(ceremonies), pieces: [], notes: [] };
}

/** The same RP; what is said to it is added to `ceremonies`. */
export function watched(rp: RelyingParty, ceremonies: ObservedCeremony[]): RelyingParty {
  return withVisits(rp, visit => watch(visit, rp.origin, ceremonies));
}

/** What a registration tells of the device. */
export function deviceSeen({ response }: ObservedCeremony) {
  const { attestationObject } = (response as RegistrationResponseJSON).response;
  const { fmt, authData } = decodeAttestationObject(fromBase64url(attestationObject));
  const { aaguid, credentialPublicKey } = decodeAuthenticatorData(authData);
  return { format: fmt, aaguid: aaguidText(aaguid!), algorithm: decodeCoseKey(credentialPublicKey!).alg };
}

/** 1-based, of the ceremony that the case is about: an acceptance is followed by one more login. */
export function aboutCase(observed: Observed, { kind }: Case): number {
  return observed.ceremonies.findIndex(ceremony => ceremony.kind === kind) + 1;
}

function watch(visit: Visit, origin: string, ceremonies: ObservedCeremony[]): Visit {
  const ask = async <T>(kind: ObservedCeremony['kind'], asked: Promise<T>, mediation?: string): Promise<T> => {
    const options = await asked;
    const more = mediation === undefined ? {} : { mediation };
    ceremonies.push({ kind, options: options as Record<string, unknown>, origin, exchanges: [], ...more });
    return options;
  };
  const hand = async (kind: ObservedCeremony['kind'], response: unknown, handed: Promise<Reply>): Promise<Reply> => {
    const reply = await handed;
    const { seen, message } = reply;
    const answer = { url: origin, accepted: seen === 'accepted', ...(message !== undefined && { body: message }) };
    const begun = ceremonies.findLast(one => one.kind === kind);
    // A response that is handed in a second time is a ceremony again.
    if (begun && begun.response === undefined) Object.assign(begun, { response, answer });
    else ceremonies.push({ ...begun, kind, response, answer, exchanges: [] });
    return reply;
  };
  return Object.assign(Object.create(visit) as Visit, {
    registrationOptions: (user: User, want?: Wishes) =>
      ask('registration', visit.registrationOptions(user, want), want?.conditional ? 'conditional' : undefined),
    authenticationOptions: (user?: User, want?: Wishes) =>
      ask('authentication', visit.authenticationOptions(user, want)),
    register: (response: never) => hand('registration', response, visit.register(response)),
    authenticate: (response: never) => hand('authentication', response, visit.authenticate(response)),
  });
}

/** As it would have come over a wire. */
function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
