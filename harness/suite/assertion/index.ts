/** What only an authentication has: its signature, and whose credential it is. */
import { type Case, section } from '../case.ts';
import { discoverableCases, namedUserCases, publicValuesCases } from './binding.ts';
import { derCases, rangeCases, validEcdsaCases } from './ecdsaCases.ts';
import { edwardsCases } from './edwardsCases.ts';
import { mlDsaCases } from './mlDsaCases.ts';
import { rsaCases } from './rsaCases.ts';
import { signatureCases } from './signature.ts';

export const bindingCases: Case[] = [namedUserCases, discoverableCases, publicValuesCases].flatMap(cases =>
  section('authentication/binding', cases),
);

export const assertionSignatureCases: Case[] = [
  signatureCases,
  validEcdsaCases,
  derCases,
  rangeCases,
  edwardsCases,
  rsaCases,
  mlDsaCases,
].flatMap(cases => section('authentication/signature', cases));
