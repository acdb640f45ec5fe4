/** The statements that an authenticator can give, by what its settings say. */
import { concat } from '../../encoding/bytes.ts';
import { tpmAttestationKey } from '../pkiTpm.ts';
import type { AttestationCapability } from '../settings.ts';
import { androidCertificate, androidChain, androidKeyStatement, honestDescription } from './androidKey.ts';
import { appleCertificate, appleIntermediate, appleNonce, appleStatement } from './apple.ts';
import { fidoU2fStatement, publicKeyU2F, u2fAttestationKey } from './fidoU2f.ts';
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

const packed: Attest = async ({ credential, authenticatorData, clientDataHash }) => {
  // Certificates are made by a library that takes a tenth of a second to load: only for who asks for them.
  const { packedAttestationKey } = await import('../pki.ts');
  return packedStatement(await packedAttestationKey(credential.aaguid), concat(authenticatorData, clientDataHash));
};

const fidoU2f: Attest = ({ credential, authData, clientDataHash }) => {
  const { rpIdHash, credentialId = credential.id } = authData;
  const signed = { rpIdHash, clientDataHash, credentialId, publicKeyU2F: publicKeyU2F(credential.keys.publicKey) };
  return fidoU2fStatement(u2fAttestationKey(), signed);
};

const apple: Attest = ({ credential, authenticatorData, clientDataHash }) => {
  const leaf = appleCertificate(appleNonce(authenticatorData, clientDataHash), credential.keys.publicKey);
  return appleStatement([leaf, appleIntermediate().certificate]);
};

const tpm: Attest = ({ credential, authenticatorData, clientDataHash }) => {
  const signed = concat(authenticatorData, clientDataHash);
  return tpmStatement(tpmAttestationKey(), { publicKey: credential.keys.publicKey, signed });
};

const androidKey: Attest = ({ credential: { keys }, authenticatorData, clientDataHash }) => {
  const leaf = androidCertificate(honestDescription(clientDataHash, keys.publicKey), keys.publicKey);
  return androidKeyStatement(keys, androidChain(leaf), { authenticatorData, clientDataHash });
};

export const ATTESTERS: Readonly<Record<AttestationCapability, Attester>> = {
  none: { format: 'none', attest: noneStatement },
  'packed-self': { format: 'packed', attest: packedSelf },
  packed: { format: 'packed', attest: packed },
  tpm: { format: 'tpm', attest: tpm },
  'fido-u2f': { format: 'fido-u2f', attest: fidoU2f },
  apple: { format: 'apple', attest: apple },
  'android-key': { format: 'android-key', attest: androidKey },
};
