/** FIDO U2F attestation (WebAuthn Level 3 §8.6). */
import {
  fidoU2fStatement,
  publicKeyU2F,
  u2fAttestationKey,
  verificationData,
} from '../../authenticator/attestation/fidoU2f.ts';
import { deriveKeyPair } from '../../authenticator/keys.ts';
import { impostorIssuer } from '../../authenticator/pkiFormats.ts';
import { testRoots } from '../../authenticator/testRoots.ts';
import { base64url, concat, flipBit, hex } from '../../encoding/bytes.ts';
import type { CborValue } from '../../encoding/cbor.ts';
import { LABEL, signData } from '../../encoding/cose.ts';
import { message } from '../assertion/message.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';
import { certifiedBy, statement } from './certified.ts';
import { attestedBy, honestly, refused, signed, token } from './fidoU2fEdits.ts';

const withParts = (...entries: [CborValue, CborValue][]) => statement(honest => put(honest, ...entries));
const without = (name: string) => statement(honest => drop(honest, name));

export const fidoU2fCases: Cases = {
  u2f: accepts({ ...token, title: 'attestation of a U2F security key', catalogue: ['u2f.ok', 'fido.Att-8.P-1'] }),
  'counter-not-zero': accepts({
    ...certifiedBy('fido-u2f', { userVerification: false, counterStart: 7 }),
    title: 'signCount is not 0 at registration',
    catalogue: ['u2f.counter0'],
  }),
  aaguid: either({
    ...certifiedBy('fido-u2f', { userVerification: false, aaguid: '7b1f2a60-5f1c-4d0e-9c0b-51d1a7e8c3f4' }),
    title: 'the AAGUID is not zero',
    level: 'report',
    reason: 'FIDO demands zeros, §8.6 says nothing, and the vector of the W3C has an AAGUID',
    catalogue: ['u2f.aaguid', 'fido.Att-8.F-1', 'u2f.vec'],
  }),
  'user-verified': either({
    ...certifiedBy('fido-u2f'),
    title: 'the user is verified, which U2F cannot do',
    level: 'report',
    reason: '§8.6 does not look at the flags',
    catalogue: ['u2f.flags.uv'],
  }),
  'certificate-unused-bits': either({
    ...token,
    title: 'the certificate claims unused bits at the end of its signature',
    level: 'report',
    reason: 'security keys with such certificates were sold; some readers mend them',
    catalogue: ['u2f.cert.yubico-unusedbits'],
    edit: statement(honest => {
      const leaf = Uint8Array.from((honest.get('x5c') as Uint8Array[])[0]!);
      // The count stands before the last 384 bytes, which are the signature of the root.
      leaf[leaf.length - 385] = 1;
      return put(honest, ['x5c', [leaf]]);
    }),
  }),
  'extra-member': either({
    ...token,
    title: 'the statement has an unknown member',
    level: 'report',
    reason: 'the syntax of §8.6 is closed; readers differ in whether they mind',
    edit: withParts(['alg', -7]),
  }),
  array: refused(
    'fido-u2f-statement',
    'the statement is an array',
    ['ao.attstmt.nonmap'],
    statement(honest => [...honest.values()]),
  ),
  empty: refused(
    'fido-u2f-statement',
    'the statement is empty',
    ['u2f.sig.missing', 'u2f.x5c.missing'],
    statement(() => new Map()),
  ),
  'sig-missing': refused('fido-u2f-statement', 'sig is missing', ['u2f.sig.missing'], without('sig')),
  'sig-text': refused(
    'fido-u2f-statement',
    'sig is a text',
    ['u2f.sig.missing'],
    statement(honest => put(honest, ['sig', base64url(honest.get('sig') as Uint8Array)])),
  ),
  'sig-null': refused('fido-u2f-statement', 'sig is null', ['u2f.sig.missing'], withParts(['sig', null])),
  'x5c-missing': refused('fido-u2f-statement', 'x5c is missing', ['u2f.x5c.missing'], without('x5c')),
  'x5c-empty': refused('fido-u2f-statement', 'x5c has no certificates', ['u2f.x5c.empty'], withParts(['x5c', []])),
  'x5c-of-numbers': refused('fido-u2f-statement', 'x5c has a number', ['u2f.x5c.nonbytes'], withParts(['x5c', [1]])),
  'x5c-bytes': refused(
    'fido-u2f-statement',
    'x5c is the certificate itself, not an array',
    ['u2f.x5c.nonbytes'],
    statement(honest => put(honest, ['x5c', (honest.get('x5c') as Uint8Array[])[0]!])),
  ),
  'sig-bit': refused(
    'fido-u2f-signature',
    'a bit of sig is flipped',
    ['u2f.sig.bad', 'fido.Att-8.F-2'],
    statement(honest => put(honest, ['sig', flipBit(honest.get('sig') as Uint8Array, -1)])),
  ),
  'sig-empty': refused(
    'fido-u2f-signature',
    'sig has no bytes',
    ['u2f.sig.missing'],
    withParts(['sig', new Uint8Array()]),
  ),
  'sig-by-credential-key': refused(
    'fido-u2f-signature',
    'sig is by the credential key',
    ['u2f.sig.credential-key'],
    statement((honest, context) => put(honest, ['sig', context.sign(verificationData(honestly(context)))])),
  ),
  'sig-as-packed': refused(
    'fido-u2f-signature',
    'sig is over what a packed statement signs',
    ['u2f.sig.authdata'],
    statement((honest, context) => {
      const { privateKey } = u2fAttestationKey().keys;
      return put(honest, ['sig', signData(-7, privateKey, message(context))]);
    }),
  ),
  'sig-without-reserved-byte': refused(
    'fido-u2f-signature',
    'what is signed lacks the reserved byte in front',
    ['u2f.sig.no-00'],
    signed(() => ({ reserved: new Uint8Array() })),
  ),
  'sig-reserved-byte-other': refused(
    'fido-u2f-signature',
    'the reserved byte in front is 5, as U2F authentication has it',
    ['u2f.sig.no-00'],
    signed(() => ({ reserved: Uint8Array.of(5) })),
  ),
  'sig-of-other-rp': refused(
    'fido-u2f-signature',
    'sig is over the RP ID hash of another RP',
    ['u2f.sig.other-rp'],
    signed(({ random }) => ({ rpIdHash: random('other RP', 32) })),
  ),
  'sig-of-other-client-data': refused(
    'fido-u2f-signature',
    'sig is over another hash of client data',
    ['u2f.sig.bad'],
    signed(({ random }) => ({ clientDataHash: random('other ceremony', 32) })),
  ),
  'sig-of-other-credential': refused(
    'fido-u2f-signature',
    'sig is over another credential id',
    ['u2f.sig.other-cid'],
    signed(({ random }) => ({ credentialId: random('other credential', 32) })),
  ),
  'sig-of-other-key': refused(
    'fido-u2f-signature',
    'sig is over the public key of another credential',
    ['u2f.sig.bad'],
    signed(({ random }) => ({
      publicKeyU2F: publicKeyU2F(deriveKeyPair(-7, hex(random('other key', 16)), 'key').publicKey),
    })),
  ),
  'sig-over-compressed-key': refused(
    'fido-u2f-signature',
    'sig is over the compressed public key',
    ['u2f.sig.compressed'],
    signed(({ publicKey }) => {
      const point = publicKeyU2F(publicKey);
      return { publicKeyU2F: concat(Uint8Array.of(2 + (point.at(-1)! & 1)), point.subarray(1, 33)) };
    }),
  ),
  'x5c-of-two': refused(
    'fido-u2f-certificate',
    'x5c has the certificate twice',
    ['u2f.x5c.two'],
    statement(honest => {
      const [leaf] = honest.get('x5c') as Uint8Array[];
      return put(honest, ['x5c', [leaf!, leaf!]]);
    }),
  ),
  'x5c-with-root': refused(
    'fido-u2f-certificate',
    'x5c has the root too',
    ['u2f.x5c.two'],
    statement(honest => put(honest, ['x5c', [...(honest.get('x5c') as Uint8Array[]), testRoots()[0]!]])),
  ),
  'x5c-garbage': refused(
    'fido-u2f-certificate',
    'x5c has bytes that are no certificate',
    ['u2f.x5c.nonbytes'],
    statement((honest, { random }) => put(honest, ['x5c', [random('certificate', 300)]])),
  ),
  'certificate-p384': refused(
    'fido-u2f-certificate',
    'the attestation key is on P-384',
    ['u2f.cert.p384'],
    attestedBy(-35),
  ),
  'certificate-p521': refused(
    'fido-u2f-certificate',
    'the attestation key is on P-521',
    ['u2f.cert.p384'],
    attestedBy(-36),
  ),
  'certificate-secp256k1': refused(
    'fido-u2f-certificate',
    'the attestation key is on secp256k1',
    ['u2f.cert.p384'],
    attestedBy(-47),
  ),
  'certificate-rsa': refused(
    'fido-u2f-certificate',
    'the attestation key is an RSA key',
    ['u2f.cert.rsa'],
    attestedBy(-257, -257),
  ),
  'certificate-ed25519': refused(
    'fido-u2f-certificate',
    'the attestation key is on Ed25519',
    ['u2f.cert.ed25519'],
    attestedBy(-8, -8),
  ),
  'credential-rsa': refused('fido-u2f-key', 'the credential key is an RSA key', ['u2f.key.rsa'], {
    algorithm: () => -257,
  }),
  'credential-p384': refused('fido-u2f-key', 'the credential key is on P-384', ['u2f.key.p384'], {
    algorithm: () => -35,
  }),
  'credential-ed25519': refused('fido-u2f-key', 'the credential key is on Ed25519', ['u2f.key.missing-y'], {
    algorithm: () => -8,
  }),
  'credential-x-short': refused('public-key', 'x of the credential key has 31 bytes', ['u2f.key.x31'], {
    publicKey: key => put(key, [LABEL.x, (key.get(LABEL.x) as Uint8Array).subarray(1)]),
  }),
  'credential-without-y': refused('public-key', 'the credential key has no y', ['u2f.key.missing-y'], {
    publicKey: key => drop(key, LABEL.y),
  }),
  'issuer-unknown': refused(
    'attestation-trust',
    'the certificate is issued under the name of a root by another key',
    ['u2f.untrusted'],
    statement(
      (_, context) => fidoU2fStatement(u2fAttestationKey(undefined, impostorIssuer()), honestly(context)).attStmt,
    ),
  ),
};
