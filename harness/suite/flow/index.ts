/** Flows of several ceremonies: the life of a challenge, and what is kept. */
import { type Case, section } from '../case.ts';
import { accountCases } from './account.ts';
import { lifecycleCases } from './lifecycle.ts';
import { enrolmentCases, managementCases } from './management.ts';
import { replayCases, tabCases } from './replay.ts';
import { expiryCases, sessionCases } from './session.ts';
import { recordCases, refusalCases, removalCases } from './state.ts';
import { conditionalCases, verificationCases } from './verification.ts';

export const flowCases: Case[] = [
  ...[replayCases, sessionCases, expiryCases, tabCases].flatMap(cases => section('flow/challenge', cases)),
  ...[accountCases, enrolmentCases].flatMap(cases => section('flow/account', cases)),
  ...section('flow/management', managementCases),
  ...section('flow/verification', verificationCases),
  ...section('registration/conditional', conditionalCases),
  ...[recordCases, refusalCases, removalCases, lifecycleCases].flatMap(cases => section('flow/state', cases)),
];
