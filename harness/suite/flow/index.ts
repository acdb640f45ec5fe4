/** Flows of several ceremonies: the life of a challenge, and what is kept. */
import { type Case, section } from '../case.ts';
import { accountCases } from './account.ts';
import { replayCases, tabCases } from './replay.ts';
import { expiryCases, sessionCases } from './session.ts';
import { recordCases, refusalCases, removalCases } from './state.ts';

export const flowCases: Case[] = [
  ...[replayCases, sessionCases, expiryCases, tabCases].flatMap(cases => section('flow/challenge', cases)),
  ...section('flow/account', accountCases),
  ...[recordCases, refusalCases, removalCases].flatMap(cases => section('flow/state', cases)),
];
