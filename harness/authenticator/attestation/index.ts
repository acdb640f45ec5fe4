/** The statements that an authenticator can give, by what its settings say. */
import { concat } from '../../encoding/bytes.ts';
import { packedAttestationKey } from '../pki.ts';
import { safetyNetKey } from '../pkiSafetyNet.ts';
import { tpmAttestationKey } from '../pkiTpm.ts';
import type { AttestationCapability } from '../settings.ts';
import { androidCertificate, androidChain, androidKeyStatement, honestDescription } from './androidKey.ts';
import { honestPayload, safetyNetResponse, safetyNetStatement } from './androidSafetyNet.ts';
import { appleCertificate, appleIntermediate, appleNonce, appleStatement } from './apple.ts';
import { compoundStatement } from './compound.ts';
import { fidoU2fStatement, publicKeyU2F, u2fBatchKey } from './fidoU2f.ts';
import { noneStatement } from './none.ts';
import { packedSelfStatement, packedStatement } from './packed.ts';
import type { Attest } from './statement.ts';
import { tpmStatement } from './tpm.ts';

export interface Attester {
  /** Attestation statement format identifier. */
  format: string;
  attest: Attest;
}

const packedSelf: Attest = ({ credential, authenticatorData, clientDataHash }) =>
  packedSelfStatement(credential.keys, concat(authenticatorData, clientDataHash));

const packed: Attest = ({ credential, authenticatorData, clientDataHash }) =>
  packedStatement(packedAttestationKey(credential.aaguid), concat(authenticatorData, clientDataHash));

const fidoU2f: Attest = ({ credential, authData, clientDataHash }) => {
  const { rpIdHash, credentialId = credential.id } = authData;
  const signed = { rpIdHash, clientDataHash, credentialId, publicKeyU2F: publicKeyU2F(credential.keys.publicKey) };
  return fidoU2fStatement(u2fBatchKey(), signed);
};

const apple: Attest = ({ credential, authenticatorData, clientDataHash }) => {
  const leaf = appleCertificate(appleNonce(authenticatorData, clientDataHash), credential.keys.publicKey);
  return appleStatement([leaf, appleIntermediate().certificate]);
};

const tpm: Attest = ({ credential, authenticatorData, clientDataHash }) => {
  const signed = concat(authenticatorData, clientDataHash);
  const subject = { publicKey: credential.keys.publicKey, signed, aaguid: credential.aaguid };
  return tpmStatement(tpmAttestationKey(), subject);
};

const androidKey: Attest = ({ credential: { keys }, authenticatorData, clientDataHash }) => {
  const leaf = androidCertificate(honestDescription(clientDataHash, keys.publicKey), keys.publicKey);
  return androidKeyStatement(keys, androidChain(leaf), { authenticatorData, clientDataHash });
};

const androidSafetyNet: Attest = signed => safetyNetStatement(safetyNetResponse(safetyNetKey(), honestPayload(signed)));

const compound: Attest = async request => {
  const parts = request.compoundOf.map(part => ATTESTERS[part].attest(request));
  return compoundStatement(await Promise.all(parts));
};

export const ATTESTERS: Readonly<Record<AttestationCapability, Attester>> = {
  none: { format: 'none', attest: noneStatement },
  'packed-self': { format: 'packed', attest: packedSelf },
  packed: { format: 'packed', attest: packed },
  tpm: { format: 'tpm', attest: tpm },
  'fido-u2f': { format: 'fido-u2f', attest: fidoU2f },
  apple: { format: 'apple', attest: apple },
  'android-key': { format: 'android-key', attest: androidKey },
  'android-safetynet': { format: 'android-safetynet', attest: androidSafetyNet },
  compound: { format: 'compound', attest: compound },
};
