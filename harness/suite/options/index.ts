/** What an RP sends before a ceremony. */
import { type Case, section } from '../case.ts';
import { creationAlgorithms, creationChallenge, creationUserId } from './creationContent.ts';
import { creationForm } from './creationForm.ts';
import { creationExclusion, creationWishes } from './creationWishes.ts';
import { requestCases } from './request.ts';

const creationCases = [
  creationForm,
  creationChallenge,
  creationUserId,
  creationAlgorithms,
  creationWishes,
  creationExclusion,
];

export const optionsCases: Case[] = [
  ...creationCases.flatMap(cases => section('options/registration', cases)),
  ...requestCases.flatMap(cases => section('options/authentication', cases)),
];
