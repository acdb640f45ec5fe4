/** Edits of a packed statement by a certificate: its chain, the certificate itself, and what its key signs. */

import { packedStatement } from '../../authenticator/attestation/packed.ts';
import {
  type ChainLink,
  LEAF_SUBJECT,
  packedChain,
  withFields,
  writeChain,
} from '../../authenticator/attestationChain.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import { decodeAuthenticatorData } from '../../encoding/authenticatorData.ts';
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import {
  type CertificateExtension,
  type CertificateFields,
  derName,
  type NameAttribute,
} from '../../encoding/certificate.ts';
import { message } from '../assertion/message.ts';
import { put } from '../maps.ts';
import { certifiedBy, refusing, statement } from './certified.ts';

/** A device of a batch, whose key has a certificate of the test PKI. */
export const batch = certifiedBy('packed');

export const refused = refusing(batch);

/** The AAGUID that the registration says, 16 bytes. */
export const modelOf = ({ authenticatorData }: EditContext) => decodeAuthenticatorData(authenticatorData!).aaguid!;

/** What the key of the first certificate signs, with the whole chain. */
export function attested(chain: readonly ChainLink[], context: EditContext): CborMap {
  const key = { keys: chain[0]!.keys, x5c: writeChain(chain) };
  return packedStatement(key, message(context)).attStmt as CborMap;
}

/** Attested with another chain, made of an honest one with so many intermediates. */
export const withChain = (change: (honest: ChainLink[], context: EditContext) => ChainLink[], intermediates = 0) =>
  statement((_, context) => attested(change(packedChain(modelOf(context), intermediates), context), context));

/** An honest chain with so many intermediates, whose certificates are handed over otherwise. */
export const withX5c = (write: (honest: Uint8Array[], context: EditContext) => CborValue, intermediates = 0) =>
  statement((_, context) => {
    const honest = attested(packedChain(modelOf(context), intermediates), context);
    return put(honest, ['x5c', write(honest.get('x5c') as Uint8Array[], context)]);
  });

/** Another attestation certificate, honest but for these fields. */
export const withLeaf = (change: (honest: CertificateFields, context: EditContext) => Partial<CertificateFields>) =>
  withChain((chain, context) => withFields(chain, 0, fields => change(fields, context)));

/** With these extensions besides. */
export const withExtensions = (...more: CertificateExtension[]) =>
  withLeaf(({ extensions }) => ({ extensions: [...extensions, ...more] }));

/** With these in the place of the extension of that OID; none takes it away. */
export const withoutExtension = (oid: string, ...instead: CertificateExtension[]) =>
  withLeaf(({ extensions }) => ({
    extensions: extensions.flatMap(extension => (extension.oid === oid ? instead : extension)),
  }));

/** With another subject. */
export const withSubject = (subject: Record<string, string> | readonly NameAttribute[]) =>
  withLeaf(() => ({ subject: derName(subject) }));

/** The honest subject, with these attributes changed. */
export const withAttributes = (change: Partial<typeof LEAF_SUBJECT>) => withSubject({ ...LEAF_SUBJECT, ...change });
