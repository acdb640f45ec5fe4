/** Attestation of a registration: the object, its format, and the statements of the formats. */
import { type Case, section } from '../case.ts';
import { androidKeyCases } from './androidKey.ts';
import { keyDescriptionCases } from './androidKeyDescription.ts';
import { appleCases } from './apple.ts';
import { fidoU2fCases } from './fidoU2f.ts';
import { formatCases, noneCases } from './none.ts';
import { attestationObjectCases } from './object.ts';
import { packedSelfCases, trustCases } from './packed.ts';
import { certificatePathCases, packedCertificateCases } from './packedCertificate.ts';
import { tpmCertifyCases, tpmSignatureCases, tpmStatementCases } from './tpm.ts';
import { tpmCertificateCases, tpmTrustCases } from './tpmCertificate.ts';
import { tpmKeyCases, tpmNameCases, tpmUnusualCases } from './tpmPublicArea.ts';
import { tpmAreaStructureCases, tpmStructureCases } from './tpmStructures.ts';

export const attestationCases: Case[] = [
  ...section('registration/attestation-object', attestationObjectCases),
  ...section('registration/attestation/format', formatCases),
  ...section('registration/attestation/none', noneCases),
  ...section('registration/attestation/packed-self', packedSelfCases),
  ...section('registration/attestation/packed', packedCertificateCases),
  ...section('registration/attestation/fido-u2f', fidoU2fCases),
  ...section('registration/attestation/apple', appleCases),
  ...section('registration/attestation/android-key', androidKeyCases),
  ...section('registration/attestation/android-key/description', keyDescriptionCases),
  ...section('registration/attestation/tpm', tpmStatementCases),
  ...section('registration/attestation/tpm', tpmSignatureCases),
  ...section('registration/attestation/tpm', tpmStructureCases),
  ...section('registration/attestation/tpm', tpmAreaStructureCases),
  ...section('registration/attestation/tpm', tpmKeyCases),
  ...section('registration/attestation/tpm', tpmCertifyCases),
  ...section('registration/attestation/tpm', tpmNameCases),
  ...section('registration/attestation/tpm', tpmUnusualCases),
  ...section('registration/attestation/tpm', tpmCertificateCases),
  ...section('registration/attestation/tpm', tpmTrustCases),
  ...section('registration/attestation/trust', trustCases),
  ...section('registration/attestation/trust', certificatePathCases),
];
