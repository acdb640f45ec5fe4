/** Attestation of a registration: the object, its format, and the statements of the formats. */
import { type Case, section } from '../case.ts';
import { mlDsaAttestationCases } from '../credential/mlDsa.ts';
import { androidKeyCases } from './androidKey.ts';
import { androidKeyChainCases } from './androidKeyChain.ts';
import { keyDescriptionCases } from './androidKeyDescription.ts';
import { safetyNetJwsCases, safetyNetStatementCases } from './androidSafetyNet.ts';
import { safetyNetCertificateCases, safetyNetPayloadCases } from './androidSafetyNetClaims.ts';
import { appleCases } from './apple.ts';
import { chainAnchorCases, chainPathCases } from './chain.ts';
import { chainExtensionCases, chainFieldCases } from './chainCertificates.ts';
import { chainEncodingCases } from './chainEncoding.ts';
import { chainKeyCases } from './chainKeys.ts';
import { compoundCases } from './compound.ts';
import { fetchingCases } from './fetching.ts';
import { fidoU2fCases } from './fidoU2f.ts';
import { modelAnchorCases, modelStatementCases, modelStatusCases } from './metadata.ts';
import { formatCases, noneCases } from './none.ts';
import { attestationObjectCases } from './object.ts';
import { packedSelfCases, trustCases } from './packed.ts';
import { certificatePathCases, packedCertificateCases } from './packedCertificate.ts';
import { packedPathCases, packedX5cCases } from './packedChain.ts';
import { packedExtensionCases } from './packedExtensions.ts';
import { packedSignatureCases } from './packedSignature.ts';
import { revocationCases } from './revocation.ts';
import {
  androidKeyFormCases,
  appleFormCases,
  chainFormCases,
  fidoU2fFormCases,
  packedFormCases,
  packedSelfFormCases,
  tpmFormCases,
} from './statementForm.ts';
import { tpmCertifyCases, tpmSignatureCases, tpmStatementCases } from './tpm.ts';
import { tpmCertificateCases, tpmTrustCases } from './tpmCertificate.ts';
import { tpmKeyCases, tpmNameCases, tpmUnusualCases } from './tpmPublicArea.ts';
import { tpmAreaStructureCases, tpmStructureCases } from './tpmStructures.ts';
import { allowedModelCases, attestationTypeCases } from './type.ts';

export const attestationCases: Case[] = [
  ...section('registration/attestation-object', attestationObjectCases),
  ...section('registration/attestation/format', formatCases),
  ...section('registration/attestation/none', noneCases),
  ...section('registration/attestation/packed-self', packedSelfCases),
  ...section('registration/attestation/packed-self', mlDsaAttestationCases),
  ...section('registration/attestation/packed-self', packedSelfFormCases),
  ...section('registration/attestation/packed', packedSignatureCases),
  ...section('registration/attestation/packed', packedX5cCases),
  ...section('registration/attestation/packed', packedCertificateCases),
  ...section('registration/attestation/packed', packedExtensionCases),
  ...section('registration/attestation/packed', packedFormCases),
  ...section('registration/attestation/fido-u2f', fidoU2fCases),
  ...section('registration/attestation/fido-u2f', fidoU2fFormCases),
  ...section('registration/attestation/apple', appleCases),
  ...section('registration/attestation/apple', appleFormCases),
  ...section('registration/attestation/android-key', androidKeyCases),
  ...section('registration/attestation/android-key', androidKeyChainCases),
  ...section('registration/attestation/android-key', androidKeyFormCases),
  ...section('registration/attestation/android-key/description', keyDescriptionCases),
  ...section('registration/attestation/android-safetynet', safetyNetStatementCases),
  ...section('registration/attestation/android-safetynet', safetyNetJwsCases),
  ...section('registration/attestation/android-safetynet', safetyNetCertificateCases),
  ...section('registration/attestation/android-safetynet', safetyNetPayloadCases),
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
  ...section('registration/attestation/tpm', tpmFormCases),
  ...section('registration/attestation/compound', compoundCases),
  ...section('registration/attestation/chain', chainAnchorCases),
  ...section('registration/attestation/chain', chainPathCases),
  ...section('registration/attestation/chain', chainExtensionCases),
  ...section('registration/attestation/chain', chainFieldCases),
  ...section('registration/attestation/chain', chainEncodingCases),
  ...section('registration/attestation/chain', chainKeyCases),
  ...section('registration/attestation/chain', chainFormCases),
  ...section('registration/attestation/trust', trustCases),
  ...section('registration/attestation/trust', certificatePathCases),
  ...section('registration/attestation/trust', packedPathCases),
  ...section('registration/attestation/revocation', revocationCases),
  ...section('registration/attestation/fetching', fetchingCases),
  ...section('registration/attestation/metadata', modelStatusCases),
  ...section('registration/attestation/metadata', modelStatementCases),
  ...section('registration/attestation/metadata', modelAnchorCases),
  ...section('registration/attestation/type', attestationTypeCases),
  ...section('registration/attestation/allowed-models', allowedModelCases),
];
