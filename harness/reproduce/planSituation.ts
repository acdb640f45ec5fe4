/** Which of the fuzzer's situations a ceremony is: what is wrong with it lies in other ceremonies. Pure. */
import { descriptorIds } from '../diagnose/explainFacts.ts';
import type { Situation } from '../fuzz/edit.ts';
import { type SeenCeremony, type Subject, userIdIn } from './planSeen.ts';

/** Undefined where none is known that it is. */
export function situationOf(subject: Subject): Situation | undefined {
  return subject.ceremony.kind === 'registration'
    ? ofRegistration(subject)
    : (ofChallenge(subject) ?? ofCredential(subject));
}

function ofRegistration({ read, before }: Subject): Situation | undefined {
  const id = read.credentialId;
  const taken = id !== undefined && id !== '' && registrations(before).some(one => one.read.credentialId === id);
  return taken ? 'taken-id' : undefined;
}

function ofChallenge({ read, options, answered, registering }: Subject): Situation | undefined {
  const challenge = read.clientData?.challenge;
  if (typeof challenge !== 'string' || challenge === '') return undefined;
  if (answered.includes(challenge)) return 'replay';
  if (challenge === options.challenge) return undefined;
  return registering.includes(challenge) ? 'registration-challenge' : undefined;
}

/** The credential of somebody else, or another one of the same user. */
function ofCredential({ read, options, before }: Subject): Situation | undefined {
  const listed = descriptorIds(options.allowCredentials);
  if (listed.length === 0 || listed.includes(read.credentialId ?? '')) return undefined;
  const own = registrations(before).find(one => one.read.credentialId === read.credentialId);
  const named = registrations(before).find(one => listed.includes(one.read.credentialId ?? ''));
  if (!own) return undefined;
  return named && userIdIn(own.options) === userIdIn(named.options) ? 'later-credential' : 'other-user';
}

function registrations(before: readonly SeenCeremony[]): SeenCeremony[] {
  return before.filter(({ ceremony }) => ceremony.kind === 'registration');
}
