/** What would bring an RP down, or let it take what was changed: families of small changes first, stress last. */
import { type Case, section } from '../case.ts';
import { authenticationCborCases, registrationCborCases } from './cbor.ts';
import { costlyChainCases, costlyKeyCases } from './certificates.ts';
import { authenticationFamilies, registrationFamilies } from './families.ts';
import { floodCases } from './floods.ts';
import { jsonStressCases } from './json.ts';

export const robustnessCases: Case[] = [
  ...section('registration/robustness', registrationFamilies),
  ...section('authentication/robustness', authenticationFamilies),
  ...[registrationCborCases, jsonStressCases('registration'), costlyKeyCases, costlyChainCases].flatMap(cases =>
    section('registration/robustness', cases),
  ),
  ...[authenticationCborCases, jsonStressCases('authentication')].flatMap(cases =>
    section('authentication/robustness', cases),
  ),
  ...section('flow/robustness', floodCases),
];
