/** The chains in which Android key attestation comes (WebAuthn Level 3 §8.4): remotely provisioned ones, and others. */
import {
  androidCertificate,
  androidIntermediate,
  androidKeyStatement,
  honestDescription,
  keyDescriptionExtension,
} from '../../authenticator/attestation/androidKey.ts';
import {
  type ChainLink,
  intermediateLink,
  issuerOf,
  link,
  testRoot,
  writeChain,
} from '../../authenticator/attestationChain.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import { type Issuer, SIGNS } from '../../authenticator/pkiFormats.ts';
import { testRoots } from '../../authenticator/testRoots.ts';
import { concat, fromBase64url, fromHex } from '../../encoding/bytes.ts';
import { derName } from '../../encoding/certificate.ts';
import { encodeKeyDescription } from '../../encoding/keyDescription.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { keystore, refused } from './androidKeyEdits.ts';
import { statement } from './certified.ts';

const description = ({ clientDataHash, publicKey }: EditContext) => honestDescription(clientDataHash!, publicKey);

/** CAs below an issuer, the lowest first. */
function casBelow(issuer: Issuer, ...names: string[]): ChainLink[] {
  const links: ChainLink[] = [];
  for (const name of names) links.unshift(intermediateLink(name, links[0] ? issuerOf(links[0]) : issuer));
  return links;
}

/** The statement of the credential key, with the certificates given. */
const attestedBy = (write: (context: EditContext) => Uint8Array[]) =>
  statement((_, context) => {
    const { algorithm, privateKey, publicKey, authenticatorData, clientDataHash } = context;
    const signed = { authenticatorData: authenticatorData!, clientDataHash: clientDataHash! };
    return androidKeyStatement({ algorithm, privateKey, publicKey }, write(context), signed).attStmt;
  });

/** The key certified by the lowest of those CAs; `above` follows them. */
const certifiedBelow = (cas: () => ChainLink[], ...above: Uint8Array[]) =>
  attestedBy(context => {
    const links = cas();
    const leaf = androidCertificate(description(context), context.publicKey, { issuer: issuerOf(links[0]!) });
    return [leaf, ...writeChain(links), ...above];
  });

/** As devices get their keys' certificates over the air: CAs of the service, of the device's maker and of the device. */
const provisioned = (...more: string[]) =>
  casBelow(testRoot(), 'Touchstone TEST keystore service', ...more, 'Touchstone TEST keystore device');

const SOFTWARE_ROOT = 'Touchstone TEST keystore software root';

/** A root for keys in software, which anybody can use, and a CA below it. */
function softwareKeys(): ChainLink[] {
  const self = issuerOf(intermediateLink(SOFTWARE_ROOT, testRoot()));
  const root = intermediateLink(SOFTWARE_ROOT, self);
  return [...casBelow(issuerOf(root), 'Touchstone TEST keystore software CA'), root];
}

/** SubjectPublicKeyInfo of a P-256 key with its point compressed (RFC 5480 §2.2). */
function compressedKeyInfo({ publicKey }: EditContext): Uint8Array {
  const { x, y } = publicKey.export({ format: 'jwk' });
  const sign = Uint8Array.of(2 + (fromBase64url(y!).at(-1)! & 1));
  return concat(fromHex('3039301306072a8648ce3d020106082a8648ce3d030107032200'), sign, fromBase64url(x!));
}

const compressed = attestedBy(context => {
  const { algorithm, privateKey, publicKey } = context;
  const content = {
    keys: { algorithm, privateKey, publicKey },
    subject: derName({ C: 'US', O: 'Touchstone TEST', CN: 'Touchstone TEST keystore key' }),
    extensions: [SIGNS, keyDescriptionExtension(encodeKeyDescription(description(context)))],
  };
  const above = androidIntermediate();
  const leaf = link('keystore key', content, above);
  const fields = { ...leaf.fields, publicKeyInfo: compressedKeyInfo(context) };
  return [...writeChain([{ ...leaf, fields }]), above.certificate];
});

export const androidKeyChainCases: Cases = {
  provisioned: accepts({
    ...keystore,
    title: 'the chain is a remotely provisioned one of five, with the root',
    catalogue: ['akey.ok.rkp'],
    edit: certifiedBelow(() => provisioned('Touchstone TEST keystore maker'), testRoots()[0]!),
  }),
  'provisioned-without-root': accepts({
    ...keystore,
    title: 'the chain is a remotely provisioned one of five, without the root',
    seen: 'MasterKale/SimpleWebAuthn#783',
    catalogue: ['akey.ok.rkp', 'x509.rkp-noroot'],
    edit: certifiedBelow(() => provisioned('Touchstone TEST keystore maker', 'Touchstone TEST keystore batch')),
  }),
  'root-of-software-keys': refused(
    'attestation-trust',
    'the chain ends at a root for keys in software',
    ['akey.root.software'],
    certifiedBelow(softwareKeys),
  ),
  'key-compressed': either({
    ...keystore,
    title: 'the certificate has the credential key as a compressed point',
    level: 'report',
    reason: 'it is the same key; RFC 5480 lets readers do without, and some compare bytes',
    catalogue: ['akey.compressed'],
    edit: compressed,
  }),
};
