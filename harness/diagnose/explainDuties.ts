/** The duties of one observed ceremony: put to the reference verifier, with what was known before it. */
import { DUTIES, type DutyName } from '../duties.ts';
import { verifyAuthentication } from '../verifier/authentication.ts';
import type { TraceLine } from '../verifier/outcome.ts';
import { type RegistrationResult, verifyRegistration } from '../verifier/registration.ts';
import { type Expectation, timeOf } from './expectation.ts';
import type { History } from './expectationHistory.ts';
import type { ExplainedDuty } from './explainCeremony.ts';
import { descriptorIds, type Facts, lenientBytes, textMember } from './explainFacts.ts';
import type { ObservedCeremony } from './observed.ts';
import { isObject } from './shapesWalk.ts';

/** What stands here is refused by few RPs: it is about form, or about how an attestation was made. */
const HYGIENE: ReadonlySet<DutyName> = new Set<DutyName>([
  'credential-type',
  'client-data-members',
  'credential-id-length',
  'public-key-form',
  'packed-enterprise',
  'android-key-issuers',
  'android-safetynet-version',
  'android-safetynet-basic-integrity',
  'android-safetynet-timestamp',
  'tpm-manufacturer',
  'certificate-strength',
]);

/** Of the options: the RP's own slips, and no reason to refuse a response. */
const OF_OPTIONS: ReadonlySet<DutyName> = new Set<DutyName>(['challenge-entropy', 'challenge-fresh', 'user-id']);

const ORDER = new Map(Object.keys(DUTIES).map((duty, index) => [duty, index]));

/** §13.4.3. */
const LEAST_ENTROPY = 16;

export interface Verified {
  duties: ExplainedDuty[];
  record?: NonNullable<RegistrationResult['record']>;
  update?: { signCount: number; backupState: boolean };
}

interface Question {
  ceremony: ObservedCeremony;
  facts: Facts;
  expectation: Expectation;
  history: History;
  index: number;
}

/** Whether an RP that keeps to the specification, and is no stricter than most, refuses the response for it. */
export function refusesResponse({ duty, outcome, hygiene }: ExplainedDuty): boolean {
  return outcome === 'refused' && !hygiene && !OF_OPTIONS.has(duty);
}

/** Every duty once, in the order of `DUTIES`. */
export async function dutiesOf(question: Question): Promise<Verified> {
  const { ceremony, expectation } = question;
  const asked = optionsDuties(question);
  if (ceremony.response === undefined) return { duties: asked };
  const { trace, ...others } = await verified(ceremony, expectation, 'tolerant');
  const strict = await verified(ceremony, expectation, 'strict');
  const minded = new Map(strict.trace.filter(({ outcome }) => outcome === 'refused').map(line => [line.duty, line]));
  const judged = trace.map(line => explained(line, minded.get(line.duty), question));
  const duties = [...asked, ...challengeLife(question), ...registeredBefore(question), ...judged, ...unseen(question)];
  return { duties: inOrder(duties), ...others };
}

/** With a response whose base64 is of another kind, the rest is read all the same. */
async function verified(
  { kind, response }: ObservedCeremony,
  { expected, unknown }: Expectation,
  form: 'strict' | 'tolerant',
) {
  const settled = { ...expected, rp: { ...expected.rp, form } };
  const verify = async (more: readonly DutyName[]) => {
    const options = { collect: true, trace: true, without: new Set<DutyName>([...unknown.keys(), ...more]) };
    if (kind === 'authentication') return verifyAuthentication(response, settled, options);
    return await verifyRegistration(response, settled, options);
  };
  const result = await verify([]);
  const written = result.refusals.find(({ duty }) => duty === 'base64url');
  if (!written || !isOtherBase64(response)) return result;
  const again = await verify(['base64url']);
  const trace = again.trace.map(line =>
    line.duty === 'base64url' ? { ...line, ...REFUSED, reason: written.reason } : line,
  );
  return { ...again, trace };
}

/** All of it can be read: it is base64 with padding, or of the other alphabet. */
function isOtherBase64(response: unknown): boolean {
  const members =
    isObject(response) && isObject(response.response) ? [response.id, response.rawId, response.response] : [];
  const texts = members.flatMap(member => (isObject(member) ? Object.values(member) : [member]));
  return texts.every(text => typeof text !== 'string' || /^[\w+/-]*={0,2}$/.test(text));
}

const REFUSED = { outcome: 'refused' } as const;

function explained(line: TraceLine, minded: TraceLine | undefined, { expectation }: Question): ExplainedDuty {
  const { duty, outcome, reason } = line;
  const { unknown, assumed, eased } = expectation;
  const missing = unknown.get(duty) ?? (outcome === 'refused' ? assumed : eased).get(duty);
  if (missing !== undefined && outcome !== 'unchecked') return { duty, outcome: 'missing', missing };
  if (outcome === 'refused') {
    return {
      duty,
      outcome,
      reason: inContext(duty, reason!, expectation),
      ...(HYGIENE.has(duty) && { hygiene: true }),
    };
  }
  if (minded && outcome === 'passed') return { duty, outcome: 'refused', reason: minded.reason!, hygiene: true };
  return { duty, outcome: outcome === 'passed' ? 'passed' : 'unchecked' };
}

/** Where what was seen before says more than the verifier can. */
function inContext(duty: DutyName, reason: string, { known }: Expectation): string {
  if (duty !== 'credential-known' || !known) return reason;
  const registration = `its registration (ceremony ${known.index + 1})`;
  return known.removed ? `it was removed after ${registration}` : `${registration} was refused by the RP`;
}

/** What is owed before the person is asked, as far as one ceremony shows it. */
function optionsDuties({ ceremony: { options }, history, index }: Question): ExplainedDuty[] {
  if (!options) return [];
  const challenge = textMember(options, 'challenge');
  const length = lenientBytes(challenge)?.length ?? 0;
  const issued = challenge === undefined ? undefined : history.challenges.get(challenge);
  const isOld = issued !== undefined && issued.index !== index;
  return [
    judged('challenge-entropy', length < LEAST_ENTROPY && `the challenge has ${length} bytes`),
    judged('challenge-fresh', isOld && `ceremony ${issued.index + 1} had the same challenge`),
    ...userIdDuty(options),
  ];
}

function userIdDuty({ user }: Record<string, unknown>): ExplainedDuty[] {
  const id = lenientBytes(textMember(user, 'id'));
  if (!id) return [];
  return [judged('user-id', (id.length === 0 || id.length > 64) && `user.id has ${id.length} bytes`)];
}

function judged(duty: DutyName, reason: string | false): ExplainedDuty {
  return reason === false ? { duty, outcome: 'passed' } : { duty, outcome: 'refused', reason };
}

/** §13.4.3, of a challenge that was seen being issued. */
function challengeLife({ ceremony, facts, history }: Question): ExplainedDuty[] {
  const challenge = textMember(facts.clientData, 'challenge');
  const issued = challenge === undefined ? undefined : history.challenges.get(challenge);
  if (!issued) return [];
  const { kind, at, timeout, usedBy } = issued;
  const sent = ceremony.sentAt ?? timeOf(ceremony);
  const waited = at === undefined || sent === undefined ? undefined : sent - at;
  const late = waited !== undefined && timeout !== undefined && waited > timeout;
  return [
    judged('challenge-ceremony', kind !== ceremony.kind && `the challenge was issued for ${kind}`),
    judged('challenge-single-use', usedBy !== undefined && `ceremony ${usedBy + 1} has used the challenge before`),
    ...(waited === undefined || timeout === undefined
      ? []
      : [
          judged('challenge-expiry', late && `answered after ${seconds(waited)}, the ceremony had ${seconds(timeout)}`),
        ]),
  ];
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

function registeredBefore({ ceremony: { kind, options }, facts, history }: Question): ExplainedDuty[] {
  if (kind !== 'registration' || facts.credentialId === undefined) return [];
  const known = history.credentials.get(facts.credentialId);
  if (known && !known.refused && !known.removed) {
    return [judged('credential-id-unique', `ceremony ${known.index + 1} registered this credential id`)];
  }
  const isExcluded = descriptorIds(options?.excludeCredentials).includes(facts.credentialId);
  return isExcluded ? [judged('credential-id-unique', 'excludeCredentials has this credential id')] : [];
}

/** What no recording tells, and what the options would. */
function unseen({ ceremony: { kind }, expectation: { options } }: Question): ExplainedDuty[] {
  const session: ExplainedDuty = {
    duty: 'challenge-session',
    outcome: 'missing',
    missing: "the RP's own log: which session has which challenge is its secret",
  };
  if (options || kind === 'registration') return [session];
  return [
    session,
    { duty: 'credential-allowed', outcome: 'missing', missing: '--options FILE with the options of this ceremony' },
  ];
}

/** Of a compound attestation, a duty has a line for each statement: the worst of them counts. */
function inOrder(duties: readonly ExplainedDuty[]): ExplainedDuty[] {
  const byDuty = new Map<DutyName, ExplainedDuty>();
  for (const line of duties) {
    const before = byDuty.get(line.duty);
    if (!before || WEIGHT[line.outcome] > WEIGHT[before.outcome]) byDuty.set(line.duty, line);
  }
  return [...byDuty.values()].sort((one, other) => ORDER.get(one.duty)! - ORDER.get(other.duty)!);
}

const WEIGHT = { refused: 3, missing: 2, passed: 1, unchecked: 0 } as const;
