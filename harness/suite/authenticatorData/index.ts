/** Authenticator data: structure, rpIdHash and flags of both ceremonies; backup and counter of an authentication. */
import { type Case, section } from '../case.ts';
import type { Ceremony } from '../json.ts';
import { attestedCases, unattestedCases } from './attested.ts';
import { backupCases, backupPolicyCases } from './backup.ts';
import { counterCases } from './counter.ts';
import { flagCases } from './flags.ts';
import { rpIdHashCases } from './rpIdHash.ts';
import { sharedStructureCases, strayDataCases } from './structure.ts';

export function authenticatorDataCases(kind: Ceremony): Case[] {
  const own = kind === 'registration' ? attestedCases() : unattestedCases();
  return [
    ...[sharedStructureCases(kind), strayDataCases(kind), own, rpIdHashCases(kind)].flatMap(cases =>
      section(`${kind}/authenticator-data`, cases),
    ),
    ...section(`${kind}/flags`, flagCases(kind)),
    ...(kind === 'registration' ? section('registration/backup', backupPolicyCases) : []),
  ];
}

export const backupAndCounterCases: Case[] = [
  ...section('authentication/backup', backupCases),
  ...section('authentication/counter', counterCases),
];
