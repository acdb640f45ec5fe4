/** The duties that somebody wants to see neglected, by their names and commas between them. */
import { type DutyName, isDuty } from '../duties.ts';
import { AskedWrongly } from './askedWrongly.ts';

/** @throws {AskedWrongly} that begins with `what` and names the first that is no duty. */
export function readDutyNames(text: string, what: string): ReadonlySet<DutyName> {
  const names = text.split(',');
  const unknown = names.find(name => !isDuty(name));
  if (unknown !== undefined)
    throw new AskedWrongly(
      `${what}: there is no duty ${JSON.stringify(unknown)}: touchstone list --json names those of each case`,
    );
  return new Set(names.filter(isDuty));
}
