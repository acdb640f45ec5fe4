/** Edits of a U2F attestation: what its token signs, and with what. */
import {
  fidoU2fStatement,
  publicKeyU2F,
  type U2fRegistration,
  u2fAttestationKey,
} from '../../authenticator/attestation/fidoU2f.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import { deriveKeyPair } from '../../authenticator/keys.ts';
import { decodeAuthenticatorData } from '../../encoding/authenticatorData.ts';
import { hex } from '../../encoding/bytes.ts';
import { certifiedBy, refusing, statement } from './certified.ts';

/** A security key of the time: no user verification, which U2F has not. */
export const token = certifiedBy('fido-u2f', { userVerification: false });

export const refused = refusing(token);

export function honestly({ authenticatorData, clientDataHash, publicKey }: EditContext): U2fRegistration {
  const { rpIdHash, credentialId } = decodeAuthenticatorData(authenticatorData!);
  return {
    rpIdHash,
    clientDataHash: clientDataHash!,
    credentialId: credentialId!,
    publicKeyU2F: publicKeyU2F(publicKey),
  };
}

/** Signs a registration that differs from the honest one. */
export const signed = (change: (context: EditContext) => Partial<U2fRegistration>) =>
  statement(
    (_, context) => fidoU2fStatement(u2fAttestationKey(), { ...honestly(context), ...change(context) }).attStmt,
  );

/** Attested by a key for another algorithm, which signs with SHA-256 all the same; with a certificate of the same batch. */
export const attestedBy = (keyFor: number, algorithm = -7) =>
  statement((_, context) => {
    const keys = { ...deriveKeyPair(keyFor, hex(context.random('batch', 16)), 'key'), algorithm };
    return fidoU2fStatement(u2fAttestationKey(keys), honestly(context)).attStmt;
  });
