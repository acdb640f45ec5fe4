/** The layers of a ceremony, from client data to the attestation object, each passing through the hook of a case's edit. */
import { attestationObjectMap } from '../encoding/attestationObject.ts';
import { type AuthenticatorData, encodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { sha256 } from '../encoding/bytes.ts';
import { encodeCbor } from '../encoding/cbor.ts';
import { type ClientData, encodeClientData } from '../encoding/clientData.ts';
import { coseKeyMap } from '../encoding/cose.ts';
import type { AttestationStatement } from './attestation/statement.ts';
import type { Editing } from './editing.ts';
import type { CredentialKeyPair } from './keys.ts';
import { signEvenly } from './signing.ts';

export interface ClientDataLayer {
  clientDataJSON: Uint8Array;
  clientDataHash: Uint8Array;
}

export function clientDataLayer(data: ClientData, editing?: Editing): ClientDataLayer {
  const edited = editing?.hooks.clientData ? editing.hooks.clientData(data, editing.context) : data;
  const clientDataJSON = edited instanceof Uint8Array ? edited : encodeClientData(edited);
  const layer = { clientDataJSON, clientDataHash: sha256(clientDataJSON) };
  if (editing) Object.assign(editing.context, layer);
  return layer;
}

/** The COSE_Key, encoded. */
export function publicKeyLayer({ publicKey, algorithm }: CredentialKeyPair, editing?: Editing): Uint8Array {
  const key = coseKeyMap(publicKey, algorithm);
  const edited = editing?.hooks.publicKey ? editing.hooks.publicKey(key, editing.context) : key;
  return edited instanceof Uint8Array ? edited : encodeCbor(edited);
}

export interface AuthenticatorDataLayer {
  bytes: Uint8Array;
  /** What the bytes were written from: the untouched data where an edit gave bytes. */
  data: AuthenticatorData;
}

export function authenticatorDataLayer(data: AuthenticatorData, editing?: Editing): AuthenticatorDataLayer {
  const edited = editing?.hooks.authenticatorData ? editing.hooks.authenticatorData(data, editing.context) : data;
  const layer =
    edited instanceof Uint8Array ? { bytes: edited, data } : { bytes: encodeAuthenticatorData(edited), data: edited };
  if (editing) editing.context.authenticatorData = layer.bytes;
  return layer;
}

export interface AttestationObjectLayer {
  bytes: Uint8Array;
  /** Authenticator data as the object holds it: what `getAuthenticatorData()` returns. */
  authData: Uint8Array;
}

export function attestationObjectLayer(
  { fmt, attStmt }: AttestationStatement,
  authData: Uint8Array,
  editing?: Editing,
): AttestationObjectLayer {
  const statement = editing?.hooks.statement ? editing.hooks.statement(attStmt, editing.context) : attStmt;
  const object = attestationObjectMap({ fmt, attStmt: statement, authData });
  const edited = editing?.hooks.attestationObject ? editing.hooks.attestationObject(object, editing.context) : object;
  const bytes = edited instanceof Uint8Array ? edited : encodeCbor(edited);
  if (editing) editing.context.attestationObject = bytes;
  const held = edited instanceof Uint8Array ? undefined : edited.get('authData');
  return { bytes, authData: held instanceof Uint8Array ? held : authData };
}

export function signatureLayer(keys: CredentialKeyPair, data: Uint8Array, editing?: Editing): Uint8Array {
  const signature = signEvenly(keys, data);
  return editing?.hooks.signature ? editing.hooks.signature(signature, editing.context) : signature;
}
