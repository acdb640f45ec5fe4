/** What the RP's site says and sets, beside the ceremonies. */
import { type Case, section } from '../case.ts';
import { answerCases } from './answers.ts';
import { relatedOriginsCases } from './relatedOrigins.ts';
import { siteSessionCases } from './session.ts';
import { surroundingCases } from './surroundings.ts';

export const siteCases: Case[] = [
  ...[answerCases, siteSessionCases, surroundingCases].flatMap(cases => section('flow/site', cases)),
  ...section('flow/related-origins', relatedOriginsCases),
];
