/**
 * Trust anchors of the test PKI beside its root, for what an anchor may be: on another curve, expired, an intermediate CA,
 * an attestation certificate itself. `testRoots` has their certificates frozen; here is who they are and how they were made.
 */
import { derName } from '../encoding/certificate.ts';
import { type ChainLink, caExtensions, chainKeys, leafLink, link, writeChain } from './attestationChain.ts';
import { type Issuer, impostorIssuer } from './pkiFormats.ts';

const anchor = (commonName: string): Issuer => ({
  name: derName({ C: 'US', O: 'Touchstone TEST', CN: commonName }),
  keys: chainKeys(commonName),
});

/** A root with a key on P-256. */
export const curveRoot = (): Issuer => anchor('Touchstone TEST attestation root on a curve');
/** A root that expired in 2024. */
export const expiredRoot = (): Issuer => anchor('Touchstone TEST expired attestation root');
/** A CA whose own root is trusted by nobody. */
export const anchoredIntermediate = (): Issuer => anchor('Touchstone TEST anchored intermediate CA');

/** The AAGUID of the model whose attestation certificate is itself an anchor. */
export const ANCHORED_MODEL = '51a1e7b0-7c4d-4f0a-9e55-0c6d5a7b2f11';

const model = (): Uint8Array => Buffer.from(ANCHORED_MODEL.replaceAll('-', ''), 'hex');

/** The root that nobody trusts. */
export function unlistedRoot(): Issuer {
  return { ...anchor('Touchstone TEST unlisted root'), keys: impostorIssuer().keys };
}

/**
 * The anchors in the order of `testRoots`, DER, made anew: bytes as frozen for what RSA has signed, and otherwise the
 * same but for the signature.
 */
export function makeTestAnchors(): Uint8Array[] {
  const ca = (subject: Issuer, above = subject, notAfter?: Date): ChainLink => {
    const content = { keys: subject.keys, subject: subject.name, extensions: caExtensions(subject.keys) };
    const one = link(Buffer.from(subject.name).toString('hex'), content, above);
    return notAfter ? { ...one, fields: { ...one.fields, notAfter } } : one;
  };
  return writeChain([
    ca(curveRoot()),
    ca(expiredRoot(), undefined, new Date('2024-06-01T00:00:00Z')),
    ca(anchoredIntermediate(), unlistedRoot()),
    leafLink(model(), unlistedRoot()),
  ]);
}
