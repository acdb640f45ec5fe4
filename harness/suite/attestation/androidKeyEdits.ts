/** Edits of the key description in the certificate of an Android key. */
import {
  androidCertificate,
  honestDescription,
  keyDescriptionExtension,
} from '../../authenticator/attestation/androidKey.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import { SIGNS } from '../../authenticator/pkiFormats.ts';
import type { CertificateExtension } from '../../encoding/certificate.ts';
import { type AuthorizationList, encodeKeyDescription, type KeyDescription } from '../../encoding/keyDescription.ts';
import { put } from '../maps.ts';
import { certifiedBy, refusing, statement } from './certified.ts';

/** A phone whose keys are in a TEE. */
export const keystore = certifiedBy('android-key');

export const refused = refusing(keystore);

/** The leaf with other extensions than the honest description; the chain above it stays. */
export const withExtensions = (write: (honest: KeyDescription, context: EditContext) => CertificateExtension[]) =>
  statement((statementMap, context) => {
    const { clientDataHash, publicKey } = context;
    const honest = honestDescription(clientDataHash!, publicKey);
    const leaf = androidCertificate(honest, publicKey, { extensions: [SIGNS, ...write(honest, context)] });
    const [, ...above] = statementMap.get('x5c') as Uint8Array[];
    return put(statementMap, ['x5c', [leaf, ...above]]);
  });

/** The description as bytes. */
export const withValue = (write: (honest: Uint8Array) => Uint8Array) =>
  withExtensions(honest => [keyDescriptionExtension(write(encodeKeyDescription(honest)))]);

export const described = (change: (honest: KeyDescription, context: EditContext) => Partial<KeyDescription>) =>
  withExtensions((honest, context) => [
    keyDescriptionExtension(encodeKeyDescription({ ...honest, ...change(honest, context) })),
  ]);

type Entries = Record<number, Uint8Array | undefined>;

/** A list with values replaced or added; an undefined one is taken away. */
export function changed(list: AuthorizationList, entries: Entries): AuthorizationList {
  const all = new Map<number, Uint8Array | undefined>(list);
  for (const [tag, value] of Object.entries(entries)) all.set(Number(tag), value);
  return new Map([...all].filter((entry): entry is [number, Uint8Array] => entry[1] !== undefined));
}

export const withHardware = (entries: Entries) =>
  described(({ hardwareEnforced }) => ({ hardwareEnforced: changed(hardwareEnforced, entries) }));
export const withSoftware = (entries: Entries) =>
  described(({ softwareEnforced }) => ({ softwareEnforced: changed(softwareEnforced, entries) }));
