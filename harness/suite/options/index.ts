/** What an RP sends before a ceremony. */
import { type Case, section } from '../case.ts';
import { creationAlgorithms, creationChallenge, creationUserId } from './creationContent.ts';
import { creationForm } from './creationForm.ts';
import { creationExclusion, creationWishes } from './creationWishes.ts';
import { creationExtensions, requestExtensions } from './extensions.ts';
import { madeUpIds } from './madeUpIds.ts';
import { requestCases } from './request.ts';

const creationCases = [
  creationForm,
  creationChallenge,
  creationUserId,
  creationAlgorithms,
  creationWishes,
  creationExclusion,
  creationExtensions,
];

export const optionsCases: Case[] = [
  ...creationCases.flatMap(cases => section('options/registration', cases)),
  ...[...requestCases, requestExtensions, madeUpIds].flatMap(cases => section('options/authentication', cases)),
];
