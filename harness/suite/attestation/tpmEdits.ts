/** The words in which the cases of format `tpm` say what is wrong. */
import type { KeyObject } from 'node:crypto';
import { type TpmOptions, tpmStatement } from '../../authenticator/attestation/tpm.ts';
import { attestationIdentityKey } from '../../authenticator/attestationIdentityKey.ts';
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { deriveKeyPair } from '../../authenticator/keys.ts';
import { type IdentityChange, identityChain } from '../../authenticator/pkiTpm.ts';
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import type { TpmEccPublic, TpmRsaPublic, TpmsAttest } from '../../encoding/tpm.ts';
import { message } from '../assertion/message.ts';
import type { Declaration } from '../case.ts';
import { put } from '../maps.ts';

const asked = {
  needs: ['direct-attestation', 'attestation-roots'],
  wishes: { attestation: 'direct' },
} as const satisfies Partial<Declaration>;

/** A TPM that makes ES256 keys. */
export const ECC = { ...asked, authenticator: { attestation: 'tpm', algorithms: [-7] } } as const;
/** A TPM that makes RS256 keys. */
export const RSA = { ...asked, authenticator: { attestation: 'tpm', algorithms: [-257] } } as const;

/** Changes members of the statement, and leaves what they are made from and signed over. */
export const members = (change: (honest: CborMap, context: EditContext) => CborValue): Edits => ({
  statement: (honest, context) => change(honest as CborMap, context),
});
export const withMembers = (...entries: [CborValue, CborValue][]) => members(honest => put(honest, ...entries));

/** The statement over a key that is not the device's own. */
export function over(publicKey: KeyObject, options: TpmOptions): Edits {
  return members((honest, context) => {
    const key = { keys: attestationIdentityKey(), x5c: honest.get('x5c') as Uint8Array[] };
    return tpmStatement(key, { publicKey, signed: message(context) }, options).attStmt;
  });
}

type Options = TpmOptions | ((context: EditContext) => TpmOptions);

/** Makes the statement anew with something changed, names, hashes and signature following. */
export function remade(options: Options, certificate?: IdentityChange): Edits {
  return members((honest, context) => {
    const x5c = certificate ? identityChain(certificate) : (honest.get('x5c') as Uint8Array[]);
    const subject = { publicKey: context.publicKey, signed: message(context) };
    const settled = typeof options === 'function' ? options(context) : options;
    return tpmStatement({ keys: attestationIdentityKey(), x5c }, subject, settled).attStmt;
  });
}

/** The statement by an identity key of another algorithm, with a certificate for that key. */
export function identified(algorithm: number): Edits {
  const keys = deriveKeyPair(algorithm, 'Touchstone TEST TPM', `identity/${algorithm}`);
  return members((_, context) => {
    const subject = { publicKey: context.publicKey, signed: message(context) };
    return tpmStatement({ keys, x5c: identityChain({ publicKey: keys.publicKey }) }, subject).attStmt;
  });
}

/** The public area of an RSA key, changed. */
export const rsaArea = (change: (honest: TpmRsaPublic, context: EditContext) => object) =>
  remade(context => ({
    publicArea: honest => ({ ...honest, ...change(honest as TpmRsaPublic, context) }) as TpmRsaPublic,
  }));

/** The public area of an ECC key, changed. */
export const eccArea = (change: (honest: TpmEccPublic, context: EditContext) => object) =>
  remade(context => ({
    publicArea: honest => ({ ...honest, ...change(honest as TpmEccPublic, context) }) as TpmEccPublic,
  }));

/** certInfo, changed and signed. */
export const info = (change: (honest: TpmsAttest, context: EditContext) => Partial<TpmsAttest>) =>
  remade(context => ({ certInfo: honest => ({ ...honest, ...change(honest, context) }) }));
