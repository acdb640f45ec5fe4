/** The path of an attestation certificate to a trusted root (§7.1 step 24; RFC 5280 §6.1): who issues whom. */

import {
  type ChainLink,
  caExtensions,
  intermediateLink,
  issuerOf,
  leafLink,
  link,
  packedChain,
  testRoot,
  withFields,
  writeChain,
} from '../../authenticator/attestationChain.ts';
import { impostorIssuer } from '../../authenticator/pkiFormats.ts';
import { anchoredIntermediate, curveRoot, expiredRoot, unlistedRoot } from '../../authenticator/testAnchors.ts';
import { testRoots } from '../../authenticator/testRoots.ts';
import { flipBit } from '../../encoding/bytes.ts';
import type { CertificateFields } from '../../encoding/certificate.ts';
import {
  basicConstraints,
  EXTENSION,
  extendedKeyUsage,
  KEY_USAGE,
  keyUsage,
  SERVER_AUTH,
} from '../../encoding/certificateExtensions.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import { statement } from './certified.ts';
import { attested, batch, modelOf, refused, withChain, withX5c } from './packedEdits.ts';

/** The chain with one intermediate CA, and fields of that one changed. */
export const withIntermediate = (change: (fields: CertificateFields) => Partial<CertificateFields>) =>
  withChain(honest => withFields(honest, 1, change), 1);

const untrusted = (title: string, catalogue: string[], edit: Parameters<typeof refused>[3]) =>
  refused('attestation-trust', title, catalogue, edit);

const withoutExtension = ({ extensions }: CertificateFields, oid: string) => ({
  extensions: extensions.filter(extension => extension.oid !== oid),
});

/** With another path length constraint, or none, in the Basic Constraints of a CA. */
const limited = (link: ChainLink, pathLength: number): ChainLink => ({
  ...link,
  fields: { ...link.fields, extensions: caExtensions(link.keys, pathLength) },
});

const [OTHER_NAME, ATTACKER, GENUINE] = [
  'Touchstone TEST attestation root under another name',
  'Touchstone TEST attacker root',
  'Touchstone TEST genuine batch',
];

/** A root of which nobody knows, and a chain below it. */
function unknownRoot(): ChainLink {
  const self = issuerOf(intermediateLink(ATTACKER, testRoot()));
  return intermediateLink(ATTACKER, self);
}

/** A certificate of the trusted root's key under another name, issued by that root. */
function crossSigned(): ChainLink {
  const { keys } = testRoot();
  const { subject } = intermediateLink(OTHER_NAME, testRoot()).fields;
  return link(OTHER_NAME, { keys, subject, extensions: caExtensions(keys) }, testRoot());
}

export const chainAnchorCases: Cases = {
  'four-intermediates': accepts({
    ...batch,
    title: 'four intermediate CAs stand between the certificate and the root',
    catalogue: ['x509.rkp-noroot', 'packed.ok.intermediate'],
    edit: withChain(honest => honest, 4),
  }),
  'root-on-curve': accepts({
    ...batch,
    title: 'the certificate is issued by a trusted root with a key on P-256',
    catalogue: ['packed.ok.root', 'packed.ok.critical-bc-root', 'fido.Att-5.P-4'],
    edit: withChain((_, context) => [leafLink(modelOf(context), curveRoot())]),
  }),
  'intermediate-anchored-in-x5c': accepts({
    ...batch,
    title: 'a trusted intermediate CA stands in x5c',
    catalogue: ['packed.ok.intermediate-anchor'],
    edit: statement((_, context) => {
      const leaf = leafLink(modelOf(context), anchoredIntermediate());
      return put(attested([leaf], context), ['x5c', [...writeChain([leaf]), testRoots()[3]!]]);
    }),
  }),
  'root-expired': either({
    ...batch,
    title: 'the trusted root has expired',
    level: 'report',
    reason: 'RFC 5280 §6.1.1 leaves it to the owner of an anchor whether its validity counts',
    catalogue: ['x509.root.expired'],
    edit: withChain((_, context) => [leafLink(modelOf(context), expiredRoot())]),
  }),
  'root-cross-signed': either({
    ...batch,
    title: 'the issuer has the key of the trusted root, which has certified it',
    level: 'report',
    reason: 'a path to the root that not every reader builds',
    catalogue: ['x509.same-key-diff-name'],
    edit: withChain((_, context) => {
      const issuer = crossSigned();
      return [leafLink(modelOf(context), issuerOf(issuer)), issuer];
    }),
  }),
  'root-of-same-key': either({
    ...batch,
    title: 'the issuer has the key of the trusted root, and another name',
    level: 'report',
    reason: 'RFC 5280 §6.1.3 has names chain; the key is the trusted one all the same',
    catalogue: ['x509.same-key-diff-name'],
    edit: withChain((_, context) => [leafLink(modelOf(context), issuerOf(crossSigned()))]),
  }),
  'root-unknown': untrusted(
    'the chain is complete, to a root that nobody trusts',
    ['x509.untrusted-root'],
    withChain((_, context) => {
      const root = unknownRoot();
      const below = intermediateLink('Touchstone TEST attacker CA', issuerOf(root));
      return [leafLink(modelOf(context), issuerOf(below)), below, root];
    }),
  ),
  'root-of-same-name-in-x5c': untrusted(
    'x5c brings a root with name and key identifier of the trusted one',
    ['x509.same-name-root'],
    withChain((_, context) => {
      const impostor = impostorIssuer();
      const content = { keys: impostor.keys, subject: impostor.name, extensions: caExtensions(testRoot().keys) };
      const issuer = { keys: impostor.keys, algorithm: impostor.keys.algorithm };
      return [{ ...leafLink(modelOf(context), testRoot()), issuer }, link('root', content, impostor)];
    }),
  ),
  'web-server-certificate': untrusted(
    'the chain is that of a web server',
    ['x509.webpki'],
    withChain((_, context) => {
      const issuer = intermediateLink('Touchstone TEST web server CA', unlistedRoot());
      const chain = [leafLink(modelOf(context), issuerOf(issuer)), issuer];
      return withFields(chain, 0, ({ extensions }) => ({ extensions: [...extensions, extendedKeyUsage(SERVER_AUTH)] }));
    }),
  ),
};

export const chainPathCases: Cases = {
  'intermediate-signature-bit': untrusted(
    'a bit is flipped in the signature of the intermediate certificate',
    ['x509.unverifiable', 'fido.Att-5.F-9'],
    withX5c(([leaf, intermediate]) => [leaf!, flipBit(intermediate!, -1)], 1),
  ),
  'intermediate-expired': untrusted(
    'the intermediate certificate has expired',
    ['x509.int.expired', 'fido.Att-5.F-12'],
    withIntermediate(() => ({ notAfter: new Date('2024-06-01T00:00:00Z') })),
  ),
  'intermediate-not-yet-valid': untrusted(
    'the intermediate certificate is not valid yet',
    ['x509.int.notyet'],
    withIntermediate(() => ({ notBefore: new Date('2047-01-01T00:00:00Z') })),
  ),
  'intermediate-no-ca': untrusted(
    'the Basic Constraints of the issuer say that it is no CA',
    ['x509.int.no-ca'],
    withIntermediate(({ extensions }) => ({
      extensions: extensions.map(one => (one.oid === EXTENSION.basicConstraints ? basicConstraints() : one)),
    })),
  ),
  'intermediate-without-basic-constraints': untrusted(
    'the issuer has no Basic Constraints',
    ['x509.int.no-bc'],
    withIntermediate(fields => withoutExtension(fields, EXTENSION.basicConstraints)),
  ),
  'intermediate-without-key-cert-sign': untrusted(
    'the Key Usage of the issuer lacks keyCertSign',
    ['x509.int.no-keycertsign'],
    withIntermediate(({ extensions }) => ({
      extensions: extensions.map(one =>
        one.oid === EXTENSION.keyUsage ? keyUsage(KEY_USAGE.digitalSignature, KEY_USAGE.cRLSign) : one,
      ),
    })),
  ),
  'issued-by-attestation-key': untrusted(
    'the certificate is issued by a genuine attestation certificate',
    ['x509.leaf-as-ca'],
    withChain((_, context) => {
      const [genuine] = packedChain(context.random(GENUINE, 16));
      return [leafLink(modelOf(context), issuerOf(genuine!)), genuine!];
    }),
  ),
  'path-length-kept': accepts({
    ...batch,
    title: 'path length constraints allow just what stands below them',
    catalogue: ['x509.pathlen'],
    edit: withChain(([leaf, lower, upper]) => [leaf!, limited(lower!, 0), limited(upper!, 1)], 2),
  }),
  'path-length-exceeded': untrusted(
    'a CA stands below another whose path length constraint is 0',
    ['x509.pathlen'],
    withChain(([leaf, lower, upper]) => [leaf!, lower!, limited(upper!, 0)], 2),
  ),
  'path-length-of-root-exceeded': untrusted(
    'more CAs stand below the root than its path length constraint allows',
    ['x509.pathlen'],
    withChain(honest => honest, 6),
  ),
};
