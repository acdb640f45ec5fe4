/** Profiles: which levels fail a run, and how a profile settles what the specification leaves open. */
import type { Case, Level } from '../suite/case.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { FIDO_SERVER } from './fidoServer.ts';
import { matchesId, parsePattern } from './patterns.ts';

/**
 * What a profile makes of some cases:
 *
 * - `accept`, `reject`: it demands that, as strongly as a `must`; a property that is looked at is demanded by `accept`
 * - `either`: it records what the RP does, and judges nothing
 */
export interface Settlement {
  /** A pattern over whole case ids. */
  readonly cases: string;
  readonly expect: 'accept' | 'reject' | 'either';
  readonly why: string;
}

export interface Profile {
  readonly name: string;
  /** What goes wrong at another level is `noted`. */
  readonly fails: ReadonlySet<Level>;
  /** Of several that speak of a case, the last counts. */
  readonly settles: readonly Settlement[];
}

/** A case as a profile has settled it. */
export interface SettledCase extends Case {
  /** Why the profile has it so; absent where it says nothing about the case. */
  settled?: string;
}

const MUST: readonly Level[] = ['must'];

const ATTESTATION_IGNORED = 'who signs in with passkeys asks for no attestation, and does not go by it';

/**
 * - `w3c-l3`: only what Level 3 says an RP must do
 * - `strict`: its SHOULDs, and what it leaves to the RP's policy, too
 * - `fido-server`: besides, what FIDO's published list of server tests demands
 * - `passkey`: attestation statements, their trust and metadata are only recorded
 */
export const PROFILES: Readonly<Record<string, Profile>> = {
  'w3c-l3': profile('w3c-l3', MUST),
  strict: profile('strict', ['must', 'should', 'policy']),
  'fido-server': profile('fido-server', MUST, FIDO_SERVER),
  passkey: profile('passkey', MUST, [
    { cases: 'registration/attestation/**', expect: 'either', why: ATTESTATION_IGNORED },
    { cases: 'metadata/**', expect: 'either', why: ATTESTATION_IGNORED },
  ]),
};

function profile(name: string, fails: readonly Level[], settles: readonly Settlement[] = []): Profile {
  return { name, fails: new Set(fails), settles };
}

export const DEFAULT_PROFILE: Profile = PROFILES['w3c-l3']!;

/** @throws {AskedWrongly} when there is no such profile. */
export function profileNamed(name: string): Profile {
  if (Object.hasOwn(PROFILES, name)) return PROFILES[name]!;
  const names = Object.keys(PROFILES).join(', ');
  throw new AskedWrongly(
    `there is no profile ${JSON.stringify(name)}: use one of ${names}, or a file that ends in .json`,
  );
}

/** The cases as the profile has them. */
export function settle(cases: readonly Case[], { settles }: Profile): SettledCase[] {
  const patterns = settles.map(one => ({ ...one, pattern: parsePattern(one.cases) }));
  return cases.map(one => {
    const settlement = patterns.findLast(({ pattern }) => matchesId(pattern, one.id));
    return settlement ? settledAs(one, settlement) : one;
  });
}

function settledAs(one: Case, { expect, why }: Settlement): SettledCase {
  if (expect === 'either') return { ...one, expect, level: 'report', settled: why };
  return { ...one, expect: one.observe ? 'holds' : expect, level: 'must', settled: why };
}
