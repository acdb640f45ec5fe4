/** The JSON form of a response, member by member. */
import { type Case, section } from '../case.ts';
import type { Ceremony } from '../json.ts';
import { authenticationMemberCases } from './authentication.ts';
import { bodyCases } from './body.ts';
import { idCases, typeCases } from './credential.ts';
import { doubledMemberCases } from './doubled.ts';
import { memberCases, responseCases } from './members.ts';
import { registrationMemberCases } from './registration.ts';

export function envelopeCases(kind: Ceremony): Case[] {
  return [
    bodyCases(kind),
    doubledMemberCases(kind),
    idCases(kind),
    typeCases(kind),
    responseCases(kind),
    kind === 'registration' ? registrationMemberCases() : authenticationMemberCases(),
    memberCases(),
  ].flatMap(cases => section(`${kind}/envelope`, cases));
}
