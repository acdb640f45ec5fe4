/** The credential of a registration: its id, its public key and its algorithm. */
import { type Case, section } from '../case.ts';
import { keyAlgorithmCases, offeredCases, orderCases, refusedAlgorithmCases } from './algorithm.ts';
import { credentialIdCases } from './id.ts';
import { keyFormCases } from './keyForm.ts';
import { malformedKeyCases, unreadableKeyCases } from './malformedKey.ts';
import { mlDsaAlgorithmCases, mlDsaKeyCases } from './mlDsa.ts';
import { pointCases, rsaCases } from './points.ts';
import { rareKeyCases } from './rareKeys.ts';

export const credentialCases: Case[] = [
  ...section('registration/credential-id', credentialIdCases),
  ...[unreadableKeyCases, malformedKeyCases, pointCases, rsaCases, rareKeyCases, mlDsaKeyCases, keyFormCases].flatMap(
    cases => section('registration/public-key', cases),
  ),
  ...[offeredCases('registration'), orderCases, refusedAlgorithmCases, keyAlgorithmCases, mlDsaAlgorithmCases].flatMap(
    cases => section('registration/algorithm', cases),
  ),
];

export const assertedAlgorithmCases: Case[] = section('authentication/algorithm', offeredCases('authentication'));
