/** Which levels fail a run. */
import type { Level } from '../suite/case.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';

export interface Profile {
  readonly name: string;
  /** What goes wrong at another level is `noted`. */
  readonly fails: ReadonlySet<Level>;
}

/** `w3c-l3`: only what Level 3 says an RP must do. `strict`: its SHOULDs, and what it leaves to the RP's policy, too. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  'w3c-l3': { name: 'w3c-l3', fails: new Set<Level>(['must']) },
  strict: { name: 'strict', fails: new Set<Level>(['must', 'should', 'policy']) },
};

export const DEFAULT_PROFILE: Profile = PROFILES['w3c-l3']!;

/** @throws {AskedWrongly} when there is no such profile. */
export function profileNamed(name: string): Profile {
  if (Object.hasOwn(PROFILES, name)) return PROFILES[name]!;
  throw new AskedWrongly(`there is no profile ${JSON.stringify(name)}: use one of ${Object.keys(PROFILES).join(', ')}`);
}
