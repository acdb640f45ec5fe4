/** Metadata of authenticators: the BLOB that an RP loads. */
import { type Case, section } from '../case.ts';
import { blobChainCases } from './chain.ts';
import { blobFormCases } from './form.ts';
import { modelLookupCases, payloadCases } from './payload.ts';
import { blobSignatureCases } from './signature.ts';

export const metadataCases: Case[] = [
  ...section('metadata/form', blobFormCases),
  ...section('metadata/signature', blobSignatureCases),
  ...section('metadata/chain', blobChainCases),
  ...section('metadata/payload', payloadCases),
  ...section('metadata/model', modelLookupCases),
];
