/**
 * Who signs metadata in the test PKI: a root of its own, an intermediate CA and the service's certificate. All keys are
 * RSA, so that everything they sign, certificates and BLOB, always has the same bytes.
 */
import { utf8 } from '../encoding/bytes.ts';
import { derName, sequence } from '../encoding/certificate.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  EXTENSION,
  KEY_USAGE,
  keyUsage,
} from '../encoding/certificateExtensions.ts';
import { der } from '../encoding/der.ts';
import { type ChainLink, caExtensions, issuerOf, keyIdentifier, link, writeChain } from './attestationChain.ts';
import { type CredentialKeyPair, deriveKeyPair, frozenRsaKeyPair } from './keys.ts';
import type { Issuer } from './pkiFormats.ts';

/** The host that the signer's certificate is for, as if an RP had fetched the BLOB from there. */
export const METADATA_HOST = 'mds.touchstone-test.example';

const RS256 = -257;

/** RSA key pairs of the frozen ones; labels were chosen so that the keys differ. */
const keysOf = (label: string) => deriveKeyPair(RS256, 'Touchstone TEST metadata PKI', label);
const nameOf = (commonName: string) => derName({ C: 'US', O: 'Touchstone TEST', CN: commonName });

export interface MetadataAuthority extends Issuer {
  /** DER. */
  certificate: Uint8Array;
}

let root: MetadataAuthority | undefined;

/** The root that RPs trust for metadata, and for nothing else; made once. */
export function metadataRoot(): MetadataAuthority {
  root ??= rootWith(frozenRsaKeyPair(RS256, 4096));
  return root;
}

/** A root of the same name that nobody trusts. */
export function impostorMetadataRoot(): MetadataAuthority {
  return rootWith(keysOf('impostor'));
}

function rootWith(keys: CredentialKeyPair): MetadataAuthority {
  const name = nameOf('Touchstone TEST metadata root');
  const content = { keys, subject: name, extensions: caExtensions(keys) };
  const [certificate] = writeChain([link('metadata root', content, { name, keys })]);
  return { name, keys, certificate: certificate! };
}

/** The intermediate CA. */
export function metadataIntermediate(above: Issuer = metadataRoot()): ChainLink {
  const keys = keysOf('intermediate');
  const subject = nameOf('Touchstone TEST metadata intermediate CA');
  const extensions = [...caExtensions(keys), authorityKeyIdentifier(keyIdentifier(above.keys))];
  return link('metadata intermediate', { keys, subject, extensions }, above);
}

/** The service's own certificate, for a host. */
export function metadataSigner(above: Issuer, host = METADATA_HOST): ChainLink {
  const keys = keysOf('signer');
  const extensions = [
    basicConstraints(),
    keyUsage(KEY_USAGE.digitalSignature),
    authorityKeyIdentifier(keyIdentifier(above.keys)),
    // A dNSName (RFC 5280 §4.2.1.6).
    { oid: EXTENSION.subjectAlternativeName, critical: false, value: sequence(der(0x82, utf8(host))) },
  ];
  return link('metadata signer', { keys, subject: nameOf('Touchstone TEST metadata service'), extensions }, above);
}

/** The honest chain of a BLOB, leaf first and without the root. */
export function metadataChain(root?: Issuer): ChainLink[] {
  const intermediate = metadataIntermediate(root);
  return [metadataSigner(issuerOf(intermediate)), intermediate];
}
