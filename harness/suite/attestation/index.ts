/** Attestation of a registration: the object, its format, and the statements of formats none and packed. */
import { type Case, section } from '../case.ts';
import { formatCases, noneCases } from './none.ts';
import { attestationObjectCases } from './object.ts';
import { packedSelfCases, trustCases } from './packed.ts';
import { certificatePathCases, packedCertificateCases } from './packedCertificate.ts';

export const attestationCases: Case[] = [
  ...section('registration/attestation-object', attestationObjectCases),
  ...section('registration/attestation/format', formatCases),
  ...section('registration/attestation/none', noneCases),
  ...section('registration/attestation/packed-self', packedSelfCases),
  ...section('registration/attestation/packed', packedCertificateCases),
  ...section('registration/attestation/trust', trustCases),
  ...section('registration/attestation/trust', certificatePathCases),
];
