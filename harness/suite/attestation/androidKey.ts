/** Android key attestation (WebAuthn Level 3 §8.4): the statement, its signature and the certificate. */
import {
  androidCertificate,
  androidKeyStatement,
  honestDescription,
} from '../../authenticator/attestation/androidKey.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import type { CredentialKeyPair } from '../../authenticator/keys.ts';
import { type CertificateContent, impostorIssuer } from '../../authenticator/pkiFormats.ts';
import { testRoots } from '../../authenticator/testRoots.ts';
import { base64url, concat, flipBit, sha256, utf8 } from '../../encoding/bytes.ts';
import type { CborValue } from '../../encoding/cbor.ts';
import { signData } from '../../encoding/cose.ts';
import { message, stranger } from '../assertion/message.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';
import { keystore, refused } from './androidKeyEdits.ts';
import { certifiedBy, statement } from './certified.ts';
import { mirrored } from './mirroredKey.ts';

const withParts = (...entries: [CborValue, CborValue][]) => statement(honest => put(honest, ...entries));
const without = (name: string) => statement(honest => drop(honest, name));
const withSignature = (write: (honest: Uint8Array, context: EditContext) => CborValue) =>
  statement((honest, context) => put(honest, ['sig', write(honest.get('sig') as Uint8Array, context)]));
const withChain = (write: (honest: Uint8Array[], context: EditContext) => CborValue) =>
  statement((honest, context) => put(honest, ['x5c', write(honest.get('x5c') as Uint8Array[], context)]));

/** A leaf with the honest description, and something else about it changed. */
const leaf = ({ clientDataHash, publicKey }: EditContext, change: Partial<CertificateContent>) =>
  androidCertificate(honestDescription(clientDataHash!, publicKey), publicKey, change);

/** All of the statement by and for another key than the credential's. */
const attestedFor = (other: (context: EditContext) => CredentialKeyPair) =>
  statement((honest, context) => {
    const keys = other(context);
    const description = honestDescription(context.clientDataHash!, keys.publicKey);
    const [, ...above] = honest.get('x5c') as Uint8Array[];
    const x5c = [androidCertificate(description, keys.publicKey), ...above];
    const signed = { authenticatorData: context.authenticatorData!, clientDataHash: context.clientDataHash! };
    return androidKeyStatement(keys, x5c, signed).attStmt;
  });

export const androidKeyCases: Cases = {
  'android-key': accepts({
    ...keystore,
    title: 'Android key attestation of a TEE',
    catalogue: ['akey.ok.tee', 'fido.Att-A.P-1'],
  }),
  rsa: accepts({
    ...certifiedBy('android-key', { algorithms: [-257] }),
    title: 'Android key attestation of an RSA key',
    catalogue: ['akey.ok.rsa'],
  }),
  array: refused(
    'android-key-statement',
    'the statement is an array',
    ['ao.attstmt.nonmap'],
    statement(honest => [...honest.values()]),
  ),
  'alg-missing': refused('android-key-statement', 'alg is missing', ['akey.alg.missing'], without('alg')),
  'alg-text': refused('android-key-statement', 'alg is a text', ['akey.alg.missing'], withParts(['alg', 'ES256'])),
  'sig-missing': refused('android-key-statement', 'sig is missing', ['akey.sig.missing'], without('sig')),
  'sig-text': refused(
    'android-key-statement',
    'sig is a text',
    ['akey.sig.missing'],
    withSignature(honest => base64url(honest)),
  ),
  'x5c-missing': refused('android-key-statement', 'x5c is missing', ['akey.x5c.missing'], without('x5c')),
  'x5c-empty': refused(
    'android-key-statement',
    'x5c has no certificates',
    ['akey.x5c.missing'],
    withParts(['x5c', []]),
  ),
  'x5c-bytes': refused(
    'android-key-statement',
    'x5c is the certificate itself, not an array',
    ['akey.x5c.missing'],
    withChain(([first]) => first!),
  ),
  'x5c-of-texts': refused(
    'android-key-statement',
    'x5c has texts for certificates',
    ['akey.x5c.missing'],
    withChain(honest => honest.map(base64url)),
  ),
  'x5c-garbage': refused(
    'android-key-statement',
    'x5c has bytes that are no certificate',
    ['akey.x5c.missing'],
    withChain((_, { random }) => [random('certificate', 300)]),
  ),
  'alg-of-other-key-type': refused(
    'android-key-signature',
    'alg is RS256, the key and sig are ES256',
    ['akey.alg.mismatch'],
    withParts(['alg', -257]),
  ),
  'alg-of-same-family': refused(
    'android-key-signature',
    'alg is ES384, the key and sig are ES256',
    ['akey.alg.mismatch'],
    withParts(['alg', -35]),
  ),
  'sig-bit': refused(
    'android-key-signature',
    'a bit of sig is flipped',
    ['akey.sig.bad'],
    withSignature(honest => flipBit(honest, -1)),
  ),
  'sig-empty': refused(
    'android-key-signature',
    'sig has no bytes',
    ['akey.sig.missing'],
    withParts(['sig', new Uint8Array()]),
  ),
  'sig-by-other-key': refused(
    'android-key-signature',
    'sig is by another key than that of the certificate',
    ['akey.sig.other'],
    withSignature((_, context) => signData(-7, stranger(context).privateKey, message(context))),
  ),
  'sig-over-authenticator-data-only': refused(
    'android-key-signature',
    'sig is over authenticatorData only',
    ['akey.sig.bad'],
    withSignature((_, { sign, authenticatorData }) => sign(authenticatorData!)),
  ),
  'sig-over-other-client-data': refused(
    'android-key-signature',
    'sig is over the client data of another ceremony',
    ['akey.sig.bad'],
    withSignature((_, { sign, authenticatorData }) =>
      sign(concat(authenticatorData!, sha256(utf8('{"type":"webauthn.create"}')))),
    ),
  ),
  'key-of-other': refused(
    'android-key-certificate-key',
    'the certificate and sig are by another key than the credential',
    ['akey.key.mismatch', 'fido.Att-A.F-2'],
    attestedFor(stranger),
  ),
  'key-mirrored': refused(
    'android-key-certificate-key',
    'the key of the certificate and sig has the same x and the other y',
    ['akey.key.mismatch-y'],
    attestedFor(mirrored),
  ),
  'issuer-unknown': refused(
    'attestation-trust',
    'the certificate is issued under the name of a root by another key',
    ['akey.root.other'],
    withChain((_, context) => [leaf(context, { issuer: impostorIssuer() }), testRoots()[0]!]),
  ),
  'intermediate-missing': refused(
    'attestation-trust',
    'the certificate of the intermediate CA is missing',
    ['akey.root.other'],
    withChain(([first, , root]) => [first!, root!]),
  ),
  'chain-out-of-order': refused(
    'attestation-trust',
    'the root stands before the intermediate CA',
    ['akey.x5c.order', 'fido.Att-A.F-3'],
    withChain(([first, intermediate, root]) => [first!, root!, intermediate!]),
    'should',
  ),
  'certificate-expired': either({
    ...keystore,
    title: 'the certificate of the key has expired',
    level: 'report',
    reason: 'real devices issue leaves with odd validity, from 1970 on; RPs differ in whether they mind',
    catalogue: ['akey.expired-leaf'],
    edit: withChain(([, ...above], context) => [
      leaf(context, { notAfter: new Date('2024-06-01T00:00:00Z') }),
      ...above,
    ]),
  }),
};
