/** x5c of a packed statement: its form (WebAuthn Level 3 §8.2), and the path that its certificates make (§7.1 step 24). */
import {
  type ChainLink,
  intermediateLink,
  issuerOf,
  leafLink,
  packedChain,
  testRoot,
  writeChain,
} from '../../authenticator/attestationChain.ts';
import { ANCHORED_MODEL, anchoredIntermediate, unlistedRoot } from '../../authenticator/testAnchors.ts';
import { base64url, concat } from '../../encoding/bytes.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { put } from '../maps.ts';
import { certifiedBy, statement } from './certified.ts';
import { attested, batch, modelOf, refused, withChain, withX5c } from './packedEdits.ts';

const [ATTACKER, FIRST, SECOND] = ['Touchstone TEST attacker', 'Touchstone TEST cycle A', 'Touchstone TEST cycle B'];

/** A CA that has signed its own certificate. */
function selfSigned(commonName: string): ChainLink {
  const issuer = issuerOf(intermediateLink(commonName, testRoot()));
  return intermediateLink(commonName, issuer);
}

/** Two CAs, each issued by the other. */
function cycle(): [ChainLink, ChainLink] {
  const second = issuerOf(intermediateLink(SECOND, testRoot()));
  const first = intermediateLink(FIRST, second);
  return [first, intermediateLink(SECOND, issuerOf(first))];
}

const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`;

const form = (title: string, catalogue: string[], write: Parameters<typeof withX5c>[0]) =>
  refused('packed-statement', title, catalogue, withX5c(write));

export const packedX5cCases: Cases = {
  'x5c-bytes': form('x5c is the certificate itself', ['packed.x5c.nonarray', 'fido.Att-5.F-4'], ([leaf]) => leaf!),
  'x5c-map': form(
    'x5c is a map of certificates',
    ['packed.x5c.nonarray', 'fido.Att-5.F-4'],
    ([leaf]) => new Map([[0, leaf!]]),
  ),
  'x5c-text': form('x5c is the certificate as text', ['packed.x5c.nonarray', 'fido.Att-5.F-4'], ([leaf]) =>
    base64url(leaf!),
  ),
  'x5c-empty': form('x5c has no certificates', ['packed.x5c.empty', 'fido.Att-5.F-5'], () => []),
  'x5c-of-others': form('x5c has a text, a number and null', ['packed.x5c.nonbytes'], () => ['text', 1, null]),
  'x5c-null-after-certificate': form('x5c has null after the certificate', ['packed.x5c.nonbytes'], ([leaf]) => [
    leaf!,
    null,
  ]),
  'x5c-of-base64': form('x5c has the certificate in base64', ['packed.x5c.base64'], honest => honest.map(base64url)),
  'x5c-of-pem': form('x5c has the certificate in PEM', ['packed.x5c.base64'], honest => honest.map(pem)),
  'certificate-pem-bytes': refused(
    'packed-certificate',
    'x5c has the bytes of PEM',
    ['packed.x5c.base64', 'packed.x5c.garbage'],
    withX5c(honest => honest.map(der => Buffer.from(pem(der)))),
    'should',
  ),
  'certificate-zero-byte': refused(
    'packed-certificate',
    'the certificate is one zero byte',
    ['packed.x5c.garbage'],
    withX5c(() => [Uint8Array.of(0)]),
  ),
  'certificate-no-bytes': refused(
    'packed-certificate',
    'the certificate has no bytes',
    ['packed.x5c.garbage'],
    withX5c(() => [new Uint8Array()]),
  ),
  'certificate-garbage': refused(
    'packed-certificate',
    'the certificate is random bytes',
    ['packed.x5c.garbage'],
    withX5c((_, { random }) => [random('certificate', 400)]),
  ),
  'certificate-cut': refused(
    'packed-certificate',
    'the certificate lacks its last byte',
    ['packed.x5c.garbage'],
    withX5c(([leaf]) => [leaf!.subarray(0, -1)]),
  ),
  'certificate-trailing': refused(
    'packed-certificate',
    'bytes follow the certificate',
    ['packed.x5c.trailing'],
    withX5c(([leaf]) => [concat(leaf!, Uint8Array.of(0x05, 0x00))]),
    'should',
  ),
};

export const packedPathCases: Cases = {
  intermediate: accepts({
    ...batch,
    title: 'an intermediate CA of a trusted root issues the certificate',
    catalogue: ['packed.ok.intermediate', 'fido.Att-5.P-2'],
    edit: withChain(honest => honest, 1),
  }),
  'intermediate-anchor': accepts({
    ...batch,
    title: 'the trust anchor is an intermediate CA',
    catalogue: ['packed.ok.intermediate-anchor'],
    edit: withChain((_, context) => [leafLink(modelOf(context), anchoredIntermediate())]),
  }),
  'leaf-anchor': accepts({
    ...certifiedBy('packed', { aaguid: ANCHORED_MODEL }),
    title: 'the trust anchor is the attestation certificate itself',
    seen: 'w3c/webauthn#1498',
    catalogue: ['packed.ok.leaf-anchor', 'fido.Att-5.P-3'],
    edit: withChain((_, context) => [leafLink(modelOf(context), unlistedRoot())]),
  }),
  'issuer-of-leaf-anchor': refused(
    'attestation-trust',
    'only the issuer is that of a certificate which is a trust anchor',
    ['packed.ok.leaf-anchor'],
    withChain((_, context) => [leafLink(modelOf(context), unlistedRoot())]),
  ),
  'issuers-swapped': refused(
    'attestation-trust',
    'the intermediate certificates stand in the other order',
    ['packed.x5c.order', 'fido.Att-5.F-11'],
    withX5c(([leaf, first, second]) => [leaf!, second!, first!], 2),
    // To sort them lets nobody in.
    'should',
  ),
  'with-root': either({
    ...batch,
    title: 'x5c ends with the trusted root',
    level: 'report',
    reason: 'Level 3 does not forbid it, FIDO wants it refused',
    catalogue: ['packed.x5c.with-root', 'fido.Att-5.F-10'],
    edit: withX5c(honest => [...honest, testRoot().certificate]),
  }),
  'self-signed-root': refused(
    'attestation-trust',
    'x5c brings a self-signed root of its own',
    ['packed.x5c.self-signed-root-inserted'],
    withChain((_, context) => {
      const root = selfSigned(ATTACKER);
      return [leafLink(modelOf(context), issuerOf(root)), root];
    }),
  ),
  'self-signed-root-before-true-one': refused(
    'attestation-trust',
    'a self-signed root stands between the certificate and the true one',
    ['packed.x5c.self-signed-root-inserted'],
    statement((_, context) => {
      const root = selfSigned(ATTACKER);
      const own = [leafLink(modelOf(context), issuerOf(root)), root];
      return put(attested(own, context), ['x5c', [...writeChain(own), testRoot().certificate]]);
    }),
  ),
  cycle: refused(
    'attestation-trust',
    'two CAs of x5c issue each other',
    ['packed.x5c.cycle'],
    withChain((_, context) => {
      const [first, second] = cycle();
      return [leafLink(modelOf(context), issuerOf(first)), first, second];
    }),
  ),
  'cycle-closed': refused(
    'attestation-trust',
    'two CAs of x5c issue each other, and the first stands there again',
    ['packed.x5c.cycle'],
    withChain((_, context) => {
      const [first, second] = cycle();
      return [leafLink(modelOf(context), issuerOf(first)), first, second, first];
    }),
  ),
  'leaf-twice': either({
    ...batch,
    title: 'the certificate stands in x5c twice',
    level: 'report',
    reason: 'readers that build a path find it, and §8.2 does not say that each certificate is there once',
    catalogue: ['packed.x5c.duplicate'],
    edit: withX5c(([leaf]) => [leaf!, leaf!]),
  }),
  'unrelated-certificate': refused(
    'attestation-trust',
    'a certificate follows that belongs to no path of this one',
    ['packed.x5c.unrelated-extra'],
    withX5c(honest => [...honest, ...writeChain([selfSigned(ATTACKER)])]),
    'should',
  ),
  'fifty-certificates': refused(
    'attestation-trust',
    'x5c has fifty certificates, each issued by the next one',
    ['packed.x5c.long'],
    withChain((_, context) => packedChain(modelOf(context), 49)),
    'should',
  ),
};
