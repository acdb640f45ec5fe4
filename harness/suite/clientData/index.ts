/** Client data: one table for both ceremonies. */
import { type Case, section } from '../case.ts';
import type { Ceremony } from '../json.ts';
import { challengeCases } from './challenge.ts';
import { embeddingCases } from './embedding.ts';
import { framedCases } from './framed.ts';
import { listedCases } from './listed.ts';
import { duplicateCases, malformedCases, misplacedCases } from './malformed.ts';
import { originCases } from './origin.ts';
import { placeCases } from './place.ts';
import { openCases, tolerableCases } from './tolerable.ts';
import { typeCases } from './type.ts';

export function clientDataCases(kind: Ceremony): Case[] {
  return [
    malformedCases(),
    duplicateCases(),
    typeCases(kind),
    challengeCases(kind),
    originCases(kind),
    placeCases(),
    listedCases(kind),
    embeddingCases(),
    framedCases(),
    misplacedCases(),
    tolerableCases(),
    openCases(kind),
  ].flatMap(cases => section(`${kind}/client-data`, cases));
}
