/**
 * A ceremony that was seen somewhere, as data that it can be played from anywhere: what the authenticator is, what is
 * asked for, and what the response has that an honest one would not have. Nothing in it is a key or a challenge that
 * was used; origin and RP ID are those of the RP that it is played at.
 */
import { NotUnderstood, type Observed, type ObservedCeremony } from '../diagnose/observed.ts';
import type { Facts, Fuzzed } from '../fuzz/edit.ts';
import type { Refusal } from '../verifier/outcome.ts';
import { capabilityIn, deviceOf, registrationIn } from './planDevice.ts';
import { envelopePlan } from './planEnvelope.ts';
import { algorithmPlan, publicKeyPlan } from './planKey.ts';
import { type SeenCeremony, type Subject, subjectAt } from './planSeen.ts';
import { authenticatorDataPlan, clientDataPlan, signaturePlan } from './planSigned.ts';
import { situationOf } from './planSituation.ts';
import { statementPlan } from './planStatement.ts';

export interface Plan {
  touchstone: 'plan';
  version: 1;
  /** The ceremony, in the fuzzer's words: device and wishes, a situation or edits. A login follows a registration. */
  fuzzed: Fuzzed;
  recorded: Recorded;
  /** What could not be carried over, in words. */
  left: string[];
}

/** What came of it where it was seen. */
export interface Recorded {
  /** Absent where the RP's answer was not seen. */
  accepted?: boolean;
  /** The page got an error: what is played is an honest ceremony. */
  noCredential?: true;
  status?: number;
  /** What the RP answered, cut, or the error that the page got. */
  words?: string;
  /** What the reference verifier says against it. */
  refusals: Refusal[];
}

/** Ceremonies from the end among which the one that failed is looked for. */
const LOOKED_AT = 200;
/** Characters of an answer. */
const WORDS = 300;
const CERTIFICATES = 'the certificates of the attestation: others, by test roots, take their place';
/** COSE algorithm of keys where that of the seen one cannot be made. */
const ES256 = -7;

/**
 * @param which counts from 1; by default the last ceremony that the RP refused or the page got no credential in, else
 * the last with which something is wrong, else the last.
 * @throws {NotUnderstood} when there is no such ceremony.
 */
export async function planOf({ source, ceremonies }: Observed, which?: number): Promise<Plan> {
  if (ceremonies.length === 0)
    throw new NotUnderstood(`${source}: no registration or login is in it, so there is nothing to replay`);
  if (which !== undefined && !ceremonies[which - 1])
    throw new NotUnderstood(`${source}: there is no ceremony ${which}: it has ${ceremonies.length}`);
  const subject = which === undefined ? await failed(ceremonies) : await subjectAt(ceremonies, which - 1);
  return planFor(subject);
}

async function failed(ceremonies: readonly ObservedCeremony[]): Promise<Subject> {
  const refused = ceremonies.findLastIndex(({ answer, error }) => error !== undefined || answer?.accepted === false);
  if (refused >= 0) return subjectAt(ceremonies, refused);
  const answered = ceremonies.flatMap(({ response }, at) => (response === undefined ? [] : [at]));
  const last = await subjectAt(ceremonies, answered.at(-1) ?? ceremonies.length - 1);
  if (last.refusals.length > 0) return last;
  for (const at of answered.slice(-LOOKED_AT, -1).reverse()) {
    const subject = await subjectAt(ceremonies, at);
    if (subject.refusals.length > 0) return subject;
  }
  return last;
}

function planFor(subject: Subject): Plan {
  const { ceremony } = subject;
  const device = deviceOf(subject);
  const settled = { ceremony: ceremony.kind, facts: device };
  const recorded = recordedOf(subject);
  const head = { touchstone: 'plan', version: 1 } as const;
  const missing = leftOut(subject);
  if (ceremony.response === undefined)
    return {
      ...head,
      fuzzed: { ...settled, edits: [] },
      recorded,
      left: ['the credential: none was made', ...missing],
    };
  const situation = situationOf(subject);
  if (situation) return { ...head, fuzzed: { ...settled, situation, edits: [] }, recorded, left: missing };
  const { facts, edits, left } = deviations(subject);
  return { ...head, fuzzed: { ...settled, facts, edits }, recorded, left: [...missing, ...left] };
}

function deviations(subject: Subject) {
  const facts = deviceOf(subject);
  const algorithm = facts.algorithm ?? ES256;
  const isRegistration = subject.ceremony.kind === 'registration';
  const other = isRegistration ? algorithmPlan(subject, algorithm) : [];
  const key = isRegistration ? publicKeyPlan(subject, algorithm) : [];
  const layers = [clientDataPlan(subject), authenticatorDataPlan(subject, facts)];
  return {
    facts: other.length > 0 ? withoutAlgorithm(facts) : key.length > 0 ? { ...facts, algorithm } : facts,
    edits: [
      ...other,
      ...key,
      ...layers.flatMap(({ edits }) => edits),
      ...(isRegistration ? statementPlan(subject, capabilityIn(subject), facts) : []),
      ...signaturePlan(subject),
      ...envelopePlan(subject, isRegistration || !facts.discoverable),
    ],
    left: layers.flatMap(({ left }) => left),
  };
}

/** The edit has it: an honest ceremony by the same device is one with an algorithm that was offered. */
function withoutAlgorithm({ algorithm: _, ...facts }: Facts): Facts {
  return facts;
}

function recordedOf({ ceremony: { answer, error, reason, response }, refusals }: Subject): Recorded {
  const words = answer?.body ?? (error && `${error.name}: ${reason ?? error.message}`);
  return {
    ...(answer && { accepted: answer.accepted }),
    ...(error && { accepted: false }),
    ...(response === undefined && { noCredential: true as const }),
    ...(answer?.status !== undefined && { status: answer.status }),
    ...(words && { words: words.slice(0, WORDS) }),
    refusals,
  };
}

function isCertified(source: SeenCeremony | undefined): boolean {
  const capability = source && capabilityIn(source);
  return capability !== undefined && capability !== 'none' && capability !== 'packed-self';
}

function isLate({ options = {}, askedAt, sentAt }: ObservedCeremony): boolean {
  const { timeout } = options;
  return typeof timeout === 'number' && askedAt !== undefined && sentAt !== undefined && sentAt - askedAt > timeout;
}

function leftOut(subject: Subject): string[] {
  const { ceremony } = subject;
  const { mediation } = ceremony;
  const source = registrationIn(subject);
  return [
    ...(source ? [] : ['the authenticator: its registration was not seen, so that a default one takes its place']),
    ...(ceremony.options ? [] : ['what was asked for: the options were not seen']),
    ...(ceremony.kind === 'registration' && isCertified(source) ? [CERTIFICATES] : []),
    ...(isLate(ceremony) ? ['the time that passed: longer than the options allow'] : []),
    ...(ceremony.kind === 'authentication' && (mediation === 'conditional' || mediation === 'silent')
      ? [`mediation "${mediation}": the RP does not hear of it`]
      : []),
  ];
}
