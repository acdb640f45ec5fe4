/** Edits of a SafetyNet response: of the JWS, its header and its payload, and of the certificate that vouches for it. */
import {
  honestPayload,
  type SafetyNetPayload,
  safetyNetResponse,
} from '../../authenticator/attestation/androidSafetyNet.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import type { CertificateContent } from '../../authenticator/pkiFormats.ts';
import { changedSafetyNetKey, safetyNetKey } from '../../authenticator/pkiSafetyNet.ts';
import { signData } from '../../encoding/cose.ts';
import { x5cHeader } from '../../encoding/jws.ts';
import { put } from '../maps.ts';
import { certifiedBy, refusing, statement } from './certified.ts';

/** A phone before Android 12. */
export const phone = certifiedBy('android-safetynet');

export const refused = refusing(phone);

export const withResponse = (write: (honest: Uint8Array, context: EditContext) => Uint8Array) =>
  statement((honest, context) => put(honest, ['response', write(honest.get('response') as Uint8Array, context)]));

/** What an honest JWS is made from. */
interface Parts {
  header: object;
  payload: SafetyNetPayload;
  /** With the key of the service. */
  sign(signed: Uint8Array): Uint8Array;
  context: EditContext;
}

const payloadOf = ({ authenticatorData, clientDataHash }: EditContext) =>
  honestPayload({ authenticatorData: authenticatorData!, clientDataHash: clientDataHash! });

/** Another JWS, made from the parts of the honest one. */
export const answered = (write: (parts: Parts) => Uint8Array) =>
  withResponse((_, context) => {
    const { keys, x5c } = safetyNetKey();
    const header = { alg: 'RS256', x5c: x5cHeader(x5c) };
    const sign = (signed: Uint8Array) => signData(keys.algorithm, keys.privateKey, signed);
    return write({ header, payload: payloadOf(context), sign, context });
  });

/** Members of the header replaced; one that is `undefined` is left out. */
export const withHeader = (change: () => Record<string, unknown>) =>
  withResponse((_, context) => safetyNetResponse(safetyNetKey(), payloadOf(context), change()));

/** Members of the payload replaced; one that is `undefined` is left out. */
export const withPayload = (change: (honest: SafetyNetPayload, context: EditContext) => Record<string, unknown>) =>
  withResponse((_, context) => {
    const honest = payloadOf(context);
    return safetyNetResponse(safetyNetKey(), { ...honest, ...change(honest, context) });
  });

/** Under a certificate in which some fields are changed. */
export const certifiedFor = (
  change: () => Partial<CertificateContent>,
  chain: (honest: Uint8Array[]) => Uint8Array[] = honest => honest,
) =>
  withResponse((_, context) => {
    const { keys, x5c } = changedSafetyNetKey(change());
    return safetyNetResponse({ keys, x5c: chain(x5c) }, payloadOf(context));
  });
