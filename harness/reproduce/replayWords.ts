/** What a plan is and what came of it, in words. Pure. What an RP said is quoted: escape it where it is shown. */
import { DUTIES, type DutyName, specificationPlace } from '../duties.ts';
import { fuzzedInWords } from '../fuzz/code.ts';
import type { Fuzzed } from '../fuzz/edit.ts';
import type { Plan } from './plan.ts';
import type { Replayed } from './replay.ts';

/** `a login: clientData.origin is "https://evil.example"`. */
export function ceremonyInWords({ ceremony, ...fuzzed }: Fuzzed): string {
  const honest = !fuzzed.situation && fuzzed.edits.length === 0;
  const what = ceremony === 'registration' ? 'a registration' : 'a login';
  return honest ? `an honest ${what.slice(2)}` : `${what}: ${fuzzedInWords({ ...fuzzed, ceremony, facts: {} })}`;
}

/** One line for each setting and wish that is not the default. */
export function factsInWords({ facts: { settings, wishes, ...facts } }: Fuzzed): string[] {
  const lines = (of: string, members: object | undefined) =>
    Object.entries(members ?? {}).map(([name, value]) => `${of} ${name}: ${JSON.stringify(value)}`);
  return [...lines('device', { ...facts, ...settings }), ...lines('asked for', wishes)];
}

/** What was seen, what ought to be, and how the two times compare. */
export function replayedInWords(rp: string, plan: Plan, replayed: Omit<Replayed, 'words'>): string {
  return [verdict(rp, plan, replayed), compared(plan, replayed)].join(' ');
}

function verdict(rp: string, { fuzzed }: Plan, { now, refusals, kind, duty, wrong }: Omit<Replayed, 'words'>): string {
  const what = ceremonyInWords(fuzzed);
  if (now.seen === 'no credential') return `${rp} asks for what an honest client refuses: ${now.message}.`;
  if (now.seen === 'accepted' && wrong)
    return `${rp} accepts ${what}. It neglects the duty ${owed(duty ?? refusals[0]!.duty, fuzzed)}.`;
  if (now.seen === 'accepted') return `${rp} accepts ${what}, as it ought to.`;
  const said = now.message ? ` (it says: ${now.message})` : '';
  if (now.seen !== 'rejected')
    return `${rp} ${now.seen === 'hung' ? 'does not answer' : 'falls over at'} ${what}${said}.`;
  if (kind === 'strict') return `${rp} refuses ${what}${said}, which is right and ought to be accepted.`;
  const [first] = refusals;
  return `${rp} refuses ${what}${said}, as it ${first ? `ought to: ${owed(first.duty, fuzzed)}` : 'may'}.`;
}

/** `origin (WebAuthn Level 3 §7.2 step 12: …)`. */
function owed(duty: DutyName, { ceremony }: Fuzzed): string {
  return `${duty} (${specificationPlace(duty, ceremony)}: ${DUTIES[duty].title})`;
}

function compared({ recorded }: Plan, { result, lost }: Omit<Replayed, 'words'>): string {
  if (lost) return 'What was wrong with the recorded ceremony could not be carried over: this says nothing about it.';
  const then = recorded.accepted ? 'accepted' : 'refused';
  switch (result) {
    case 'same':
      return `It goes as it was recorded: ${then}.`;
    case 'mended':
      return `When it was recorded it was ${then}: that is mended.`;
    case 'otherwise':
      return `When it was recorded it was ${then}.`;
    case 'unrecorded':
      return 'What the RP answered when it was recorded is not known.';
  }
}
