/** What signs a packed statement by a certificate, over what, and by which algorithm (WebAuthn Level 3 §8.2). */
import { sign } from 'node:crypto';
import { type ChainLink, packedChain, withKeys } from '../../authenticator/attestationChain.ts';
import type { EditContext } from '../../authenticator/edits.ts';
import { type CredentialKeyPair, deriveKeyPair, frozenRsaKeyPair } from '../../authenticator/keys.ts';
import { concat, flipBit } from '../../encoding/bytes.ts';
import { signData } from '../../encoding/cose.ts';
import { decodeEcdsaSignature } from '../../encoding/der.ts';
import { message, stranger } from '../assertion/message.ts';
import { accepts, either } from '../case.ts';
import type { Cases } from '../json.ts';
import { drop, put } from '../maps.ts';
import { certifiedBy, statement } from './certified.ts';
import { attested, batch, modelOf, refused, withChain } from './packedEdits.ts';

const [ES256, ES384, EDDSA, RS256] = [-7, -35, -8, -257];
const BATCH = 'Touchstone TEST batch';
/** RSAES-OAEP with SHA-512: no signature algorithm at all. */
const NO_SIGNATURE = -42;

/** Another signature beside an honest chain. */
const signed = (write: (context: EditContext, chain: ChainLink[]) => Uint8Array, intermediates = 0) =>
  statement((_, context) => {
    const chain = packedChain(modelOf(context), intermediates);
    return put(attested(chain, context), ['sig', write(context, chain)]);
  });

/** Signed by the attestation key over something else. */
const signedOver = (write: (context: EditContext) => Uint8Array) =>
  signed((context, [leaf]) => signData(ES256, leaf!.keys.privateKey, write(context)));

/** The chain with another attestation key. */
const withBatchKey = (keys: CredentialKeyPair, [leaf, ...issuers]: ChainLink[]) => [withKeys(leaf!, keys), ...issuers];
const attestedBy = (keys: (context: EditContext) => CredentialKeyPair) =>
  withChain((chain, context) => withBatchKey(keys(context), chain));

/** Another alg than that of the signature. */
const claiming = (alg: number, chain: (context: EditContext) => ChainLink[]) =>
  statement((_, context) => put(attested(chain(context), context), ['alg', alg]));

const honest = (context: EditContext) => packedChain(modelOf(context));
const rsaBatch = () => frozenRsaKeyPair(RS256, 2048);

/** r and s with 32 bytes each, one after the other, as a JWS has them. */
function rawSignature(signature: Uint8Array): Uint8Array {
  const { r, s } = decodeEcdsaSignature(signature);
  return Buffer.from([r, s].map(value => value.toString(16).padStart(64, '0')).join(''), 'hex');
}

export const packedSignatureCases: Cases = {
  'sig-bit': refused(
    'packed-signature',
    'a bit of sig is flipped',
    ['packed.sig.bad', 'fido.Att-5.F-2'],
    statement(own => put(own, ['sig', flipBit(own.get('sig') as Uint8Array, -1)])),
  ),
  'sig-by-unrelated-key': refused(
    'packed-signature',
    'sig is by a key that is neither attested nor in a certificate',
    ['packed.sig.unrelated-key', 'fido.Att-5.F-13'],
    signed(context => signData(ES256, stranger(context).privateKey, message(context))),
  ),
  'sig-by-credential-key': refused(
    'packed-signature',
    'sig is by the credential key, though x5c is there',
    ['packed.sig.credential-key', 'fido.Att-5.F-14'],
    signed(context => context.sign(message(context))),
  ),
  'sig-by-second-certificate': refused(
    'packed-signature',
    'sig is by the key of the second certificate',
    ['packed.sig.second-cert'],
    signed((context, [, issuer]) => signData(ES256, issuer!.keys.privateKey, message(context)), 1),
  ),
  'sig-raw': refused(
    'packed-signature',
    'sig is r and s, not DER',
    ['packed.sig.raw'],
    statement(own => put(own, ['sig', rawSignature(own.get('sig') as Uint8Array)])),
    // As with assertions: to read it lets nobody in.
    'should',
  ),
  'sig-over-sha1': refused(
    'packed-signature',
    'sig is over SHA-1, alg says ES256',
    ['packed.sig.wrong-hash'],
    signed((context, [leaf]) => sign('sha1', message(context), leaf!.keys.privateKey)),
  ),
  'sig-over-sha384': refused(
    'packed-signature',
    'sig is over SHA-384, alg says ES256',
    ['packed.sig.wrong-hash'],
    signed((context, [leaf]) => signData(ES384, leaf!.keys.privateKey, message(context))),
  ),
  'sig-over-client-data-itself': refused(
    'packed-signature',
    'sig is over clientDataJSON in place of its hash',
    ['packed.sig.cdj-raw'],
    signedOver(({ authenticatorData, clientDataJSON }) => concat(authenticatorData!, clientDataJSON!)),
  ),
  'sig-over-other-authenticator-data': refused(
    'packed-signature',
    'sig is over another signCount',
    ['packed.sig.bad'],
    // The counter stands after the hash of the RP ID and the flags; what was signed had another last byte of it.
    signedOver(({ authenticatorData, clientDataHash }) => concat(flipBit(authenticatorData!, 36), clientDataHash!)),
  ),
  'x5c-missing': refused(
    'packed-signature',
    'x5c is missing, sig is by the attestation key',
    ['packed.x5c.missing', 'fido.Att-5.F-3'],
    statement(own => drop(own, 'x5c')),
  ),
  'alg-of-other-key-type': refused(
    'packed-signature',
    'alg is ES256, sig and the certificate are RS256',
    ['packed.alg.vs-cert', 'fido.Att-3.F-16', 'fido.Att-5.F-8'],
    claiming(ES256, context => withBatchKey(rsaBatch(), honest(context))),
  ),
  'alg-rsa-of-curve': refused(
    'packed-signature',
    'alg is RS256, sig and the certificate are ES256',
    ['packed.alg.vs-cert', 'fido.Att-3.F-16'],
    claiming(RS256, honest),
  ),
  'alg-of-other-hash': refused(
    'packed-signature',
    'alg is ES384, sig is over SHA-256',
    ['packed.alg.ignored'],
    claiming(ES384, honest),
  ),
  'alg-unknown': refused(
    'packed-signature',
    'alg is of no signature',
    ['packed.alg.unknown', 'fido.Att-3.F-16'],
    claiming(NO_SIGNATURE, honest),
  ),
  'alg-missing': refused(
    'packed-statement',
    'alg is missing, x5c is there',
    ['packed.alg.missing', 'fido.Att-3.F-14'],
    statement(own => drop(own, 'alg')),
  ),
  'rsa-credential': accepts({
    ...certifiedBy('packed', { algorithms: [RS256] }),
    title: 'an ES256 attestation key attests an RS256 credential',
    seen: 'Firehed/webauthn-php#114',
    catalogue: ['packed.ok.attcert-alg-differs'],
  }),
  'rsa-attestation-key': accepts({
    ...batch,
    title: 'an RS256 attestation key attests an ES256 credential',
    catalogue: ['packed.ok.attcert-alg-differs'],
    edit: attestedBy(rsaBatch),
  }),
  'p384-attestation-key': accepts({
    ...batch,
    title: 'an ES384 attestation key attests an ES256 credential',
    level: 'should',
    catalogue: ['packed.ok.attcert-alg-differs'],
    edit: attestedBy(() => deriveKeyPair(ES384, BATCH, 'P-384')),
  }),
  'ed25519-attestation-key': accepts({
    ...batch,
    title: 'an Ed25519 attestation key attests an ES256 credential',
    level: 'policy',
    catalogue: ['packed.ok.ed25519-leaf'],
    edit: attestedBy(() => deriveKeyPair(EDDSA, BATCH, 'Ed25519')),
  }),
  'credential-key-certified': either({
    ...batch,
    title: 'the certificate is for the credential key itself',
    level: 'report',
    reason: '§8.2 asks for a key of its own, which it gives the RP no step to look for',
    catalogue: ['packed.cert.key-credential'],
    edit: attestedBy(({ algorithm, privateKey, publicKey }) => ({ algorithm, privateKey, publicKey })),
  }),
};
