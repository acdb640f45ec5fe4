/** Apple anonymous attestation (WebAuthn Level 3 §8.8). */
import {
  appleCertificate,
  appleIntermediate,
  appleNonce,
  appleNonceExtension,
  appleStatement,
} from '../../authenticator/attestation/apple.ts';
import { testRoot } from '../../authenticator/attestationChain.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import { type CertificateContent, impostorIssuer, NO_CA, rootIssuer, SIGNS } from '../../authenticator/pkiFormats.ts';
import { base64url, concat, flipBit, sha256 } from '../../encoding/bytes.ts';
import type { CborValue } from '../../encoding/cbor.ts';
import type { CertificateExtension } from '../../encoding/certificate.ts';
import { der } from '../../encoding/der.ts';
import { stranger } from '../assertion/message.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';
import { certifiedBy, refusing, statement } from './certified.ts';
import { mirrored } from './mirroredKey.ts';

const phone = certifiedBy('apple');

const refused = refusing(phone);

const withChain = (write: (honest: Uint8Array[], context: EditContext) => CborValue) =>
  statement((honest, context) => put(honest, ['x5c', write(honest.get('x5c') as Uint8Array[], context)]));

const honestNonce = ({ authenticatorData, clientDataHash }: EditContext) =>
  appleNonce(authenticatorData!, clientDataHash!);

/** Another credential certificate, honest but for what is changed. */
const certified = (change: (context: EditContext) => Partial<CertificateContent>) =>
  statement((_, context) => {
    const leaf = appleCertificate(honestNonce(context), context.publicKey, change(context));
    return appleStatement([leaf, appleIntermediate().certificate]).attStmt;
  });

/** With another nonce extension, or none. */
const withExtension = (write: (context: EditContext) => CertificateExtension[]) =>
  certified(context => ({ extensions: [NO_CA, SIGNS, ...write(context)] }));
const withNonce = (write: (context: EditContext) => Uint8Array) =>
  withExtension(context => [appleNonceExtension(write(context))]);
const withValue = (write: (honest: Uint8Array, context: EditContext) => Uint8Array) =>
  withExtension(context => {
    const honest = appleNonceExtension(honestNonce(context));
    return [{ ...honest, value: write(honest.value, context) }];
  });

export const appleCases: Cases = {
  apple: accepts({ ...phone, title: 'Apple anonymous attestation', catalogue: ['apple.ok'] }),
  'one-certificate': accepts({
    ...phone,
    title: 'x5c is the credential certificate alone, issued by the root',
    catalogue: ['apple.ok.one-cert'],
    edit: statement(
      (_, context) =>
        appleStatement([appleCertificate(honestNonce(context), context.publicKey, { issuer: rootIssuer() })]).attStmt,
    ),
  }),
  'alg-and-sig': either({
    ...phone,
    title: 'the statement has alg and sig besides',
    level: 'report',
    reason: 'the syntax of §8.8 is closed, but early drafts had alg; readers differ in whether they mind',
    catalogue: ['apple.extra-alg-sig'],
    edit: statement(honest => put(honest, ['alg', -7], ['sig', new Uint8Array(70)])),
  }),
  empty: refused(
    'apple-statement',
    'the statement is empty',
    ['apple.x5c.missing'],
    statement(honest => drop(honest, 'x5c')),
  ),
  array: refused(
    'apple-statement',
    'the statement is an array',
    ['ao.attstmt.nonmap'],
    statement(honest => [...honest.values()]),
  ),
  'x5c-empty': refused(
    'apple-statement',
    'x5c has no certificates',
    ['apple.x5c.missing'],
    withChain(() => []),
  ),
  'x5c-text': refused(
    'apple-statement',
    'x5c is a text',
    ['apple.x5c.missing'],
    withChain(([leaf]) => base64url(leaf!)),
  ),
  'x5c-of-texts': refused(
    'apple-statement',
    'x5c has texts for certificates',
    ['apple.x5c.missing'],
    withChain(honest => honest.map(base64url)),
  ),
  'x5c-garbage': refused(
    'apple-statement',
    'x5c has bytes that are no certificate',
    ['apple.x5c.missing'],
    withChain((_, { random }) => [random('certificate', 300)]),
  ),
  'nonce-bit': refused(
    'apple-nonce',
    'a bit of the nonce is flipped',
    ['apple.nonce.mismatch'],
    withNonce(context => flipBit(honestNonce(context), 0)),
  ),
  'nonce-of-other-ceremony': refused(
    'apple-nonce',
    'the nonce is that of another ceremony',
    ['apple.nonce.mismatch'],
    withNonce(({ authenticatorData, random }) => appleNonce(authenticatorData!, random('other ceremony', 32))),
  ),
  'nonce-missing': refused(
    'apple-nonce',
    'the certificate has no nonce',
    ['apple.nonce.missing'],
    withExtension(() => []),
  ),
  'nonce-short': refused(
    'apple-nonce',
    'the nonce lacks its last byte',
    ['apple.nonce.truncated'],
    withNonce(context => honestNonce(context).subarray(0, 31)),
  ),
  'nonce-long': refused(
    'apple-nonce',
    'a byte follows in the nonce',
    ['apple.nonce.truncated'],
    withNonce(context => concat(honestNonce(context), Uint8Array.of(0))),
  ),
  'nonce-empty': refused(
    'apple-nonce',
    'the nonce has no bytes',
    ['apple.nonce.truncated'],
    withNonce(() => new Uint8Array()),
  ),
  'nonce-of-client-data': refused(
    'apple-nonce',
    'the nonce is the hash of client data alone',
    ['apple.nonce.cdh-only'],
    withNonce(({ clientDataHash }) => clientDataHash!),
  ),
  'nonce-of-authenticator-data': refused(
    'apple-nonce',
    'the nonce is the hash of authenticatorData alone',
    ['apple.nonce.cdh-only'],
    withNonce(({ authenticatorData }) => sha256(authenticatorData!)),
  ),
  'nonce-of-other-order': refused(
    'apple-nonce',
    'the nonce is the hash of both in the other order',
    ['apple.nonce.mismatch'],
    withNonce(({ authenticatorData, clientDataHash }) => appleNonce(clientDataHash!, authenticatorData!)),
  ),
  'nonce-in-other-place': refused(
    'apple-nonce',
    'the right nonce stands second, after a wrong one',
    ['apple.nonce.asn1'],
    withValue((honest, { random }) => {
      const wrong = der(0xa1, der(0x04, random('wrong', 32)));
      return der(0x30, concat(wrong, honest.subarray(2)));
    }),
  ),
  'nonce-where-parsers-look': refused(
    'apple-nonce',
    'the nonce stands at its usual offset, in a value that is no nonce',
    ['apple.nonce.asn1'],
    // Same length, so that what cuts off six bytes finds it; but it says UTF8String in a private tag.
    withValue((_, context) => der(0x30, der(0xe1, der(0x0c, honestNonce(context))))),
    'should',
  ),
  'nonce-bare': refused(
    'apple-nonce',
    'the extension is the nonce without what stands around it',
    ['apple.nonce.asn1'],
    withValue((_, context) => honestNonce(context)),
    'should',
  ),
  'nonce-trailing': refused(
    'apple-nonce',
    'bytes follow the nonce extension',
    ['apple.ext.trailing'],
    withValue(honest => concat(honest, Uint8Array.of(0x05, 0x00))),
    'should',
  ),
  'key-of-other': refused(
    'apple-key',
    'the certificate is for another key',
    ['apple.key.mismatch'],
    certified(context => ({ publicKey: stranger(context).publicKey })),
  ),
  'key-mirrored': refused(
    'apple-key',
    'the key of the certificate has the same x and the other y',
    ['apple.key.mismatch'],
    certified(context => ({ publicKey: mirrored(context).publicKey })),
  ),
  'issuer-unknown': refused(
    'attestation-trust',
    'the certificate is issued under the name of a root by another key',
    ['apple.root.untrusted'],
    statement((_, context) => {
      const leaf = appleCertificate(honestNonce(context), context.publicKey, { issuer: impostorIssuer() });
      return appleStatement([leaf]).attStmt;
    }),
  ),
  'intermediate-missing': refused(
    'attestation-trust',
    'the certificate of the intermediate CA is missing',
    ['apple.root.untrusted'],
    withChain(([leaf]) => [leaf!]),
  ),
  'chain-out-of-order': refused(
    'attestation-trust',
    'the root stands before the intermediate CA',
    ['apple.x5c.order'],
    withChain(([leaf, intermediate]) => [leaf!, testRoot().certificate, intermediate!]),
    'should',
  ),
  'certificate-expired': refused(
    'attestation-trust',
    'the credential certificate has expired',
    ['apple.leaf.expired'],
    certified(() => ({ notAfter: new Date('2024-01-04T00:00:00Z') })),
    'policy',
  ),
};
