/** How a report speaks of results; the terminal and the page say the same. Pure. */
import { DUTIES, isDuty, specificationLink, specificationPlace } from '../duties.ts';
import type { Report, ReportHeader, Result, Verdict } from '../result.ts';

const EXPECTED: Readonly<Record<Result['expect'], string>> = {
  accept: 'accepted',
  reject: 'rejected',
  either: 'accepted or rejected',
  holds: 'held',
};

/** What was expected, and why a profile has it so. Its words are the user's: to be escaped. */
export function expectedInWords({ expect, settled }: Pick<Result, 'expect' | 'settled'>): string {
  return settled === undefined ? EXPECTED[expect] : `${EXPECTED[expect]} · ${settled}`;
}

/** What each verdict means, for people who see it for the first time. */
export const VERDICT_MEANS: Readonly<Record<Verdict, string>> = {
  pass: 'did what was expected',
  fail: 'did not do what was expected',
  down: 'fell over under stress, and stayed down',
  unclean: 'kept out, but by falling over',
  noted: 'recorded, no judgement',
  skip: 'needs a feature that the RP does not claim',
  void: 'says nothing about the RP',
};

/** `accepted (200)`, with what was found afterwards in the message. */
export function seenInWords({ seen, status }: Result): string {
  return `${seen ?? 'nothing was sent'}${status === undefined ? '' : ` (${status})`}`;
}

export interface DutyInWords {
  name: string;
  title: string;
  place: string;
  link: string;
}

/** What is owed, and where the specification says so; undefined where nothing is owed. */
export function dutyInWords({ duty, id }: Pick<Result, 'id' | 'duty'>): DutyInWords | undefined {
  if (duty === undefined || !isDuty(duty)) return undefined;
  const ceremony = (['registration', 'authentication'] as const).find(one => id.startsWith(`${one}/`));
  return {
    name: duty,
    title: DUTIES[duty].title,
    place: specificationPlace(duty, ceremony),
    link: specificationLink(duty, 3, ceremony),
  };
}

/** The command that repeats one case. A control comes with any case, so the first honest ceremony repeats it. */
export function repeatLine(
  { target, seed, profile, profileFile }: ReportHeader,
  { id, section }: Pick<Result, 'id' | 'section'>,
): string {
  // A browser flow is a Playwright test of the user's own.
  if (section.startsWith('browser/')) return `npx playwright test ${quoted(section.slice('browser/'.length))}`;
  const rp = ['--rp', quoted(target.address ?? target.name), ...(target.flags ?? []).map(quoted)];
  const command =
    section === 'control'
      ? ['touchstone', 'smoke', ...rp, '--seed', quoted(seed)]
      : ['touchstone', 'run', id, ...rp, '--seed', quoted(seed)];
  if (section !== 'control' && profile !== 'w3c-l3') command.push('--profile', quoted(profileFile ?? profile));
  return command.join(' ');
}

/** For a shell, where it needs it. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `212 passed, 1 failed, 4 noted`: passed and failed always, the others where there are any. */
export function countsInWords({ results }: Report): string {
  const count = (verdict: Verdict) => results.filter(one => one.verdict === verdict).length;
  const others = (['down', 'noted', 'skip'] as const).filter(verdict => count(verdict) > 0);
  const words = { down: 'down', noted: 'noted', skip: 'skipped' };
  return [
    `${count('pass')} passed`,
    `${count('fail')} failed`,
    ...others.map(verdict => `${count(verdict)} ${words[verdict]}`),
  ].join(', ');
}
