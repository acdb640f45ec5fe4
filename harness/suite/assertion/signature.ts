/** The assertion signature (WebAuthn Level 3 §7.2 steps 20 and 21), whatever its algorithm. */
import { createHmac } from 'node:crypto';
import type { Edits } from '../../authenticator/edits.ts';
import { base64url, concat, digest, flipBit, fromBase64url, fromHex, hex, sha256, utf8 } from '../../encoding/bytes.ts';
import { type CborMap, encodeCbor } from '../../encoding/cbor.ts';
import { clientDataText } from '../../encoding/clientData.ts';
import { encodeCoseKey, LABEL } from '../../encoding/cose.ts';
import { accepts, rejects } from '../case.ts';
import { text } from '../clientData/edit.ts';
import { type Cases, inside } from '../json.ts';
import { put } from '../maps.ts';
import { FIELD } from './ecdsa.ts';
import { message, resigned, signedByStranger, signedOver, stranger } from './message.ts';

const refused = (title: string, rows: string[], edit: Edits) => rejects('signature', { title, catalogue: rows, edit });

/** Changes authenticatorData after it was signed. */
const tampered = (change: (bytes: Uint8Array) => Uint8Array): Edits =>
  inside(({ response }) => ({ authenticatorData: base64url(change(fromBase64url(response.authenticatorData))) }));

const edited = (bytes: Uint8Array, change: (copy: Uint8Array) => void) => {
  const copy = Uint8Array.from(bytes);
  change(copy);
  return copy;
};

/** −P, which has the same x. */
function negated(key: CborMap): CborMap {
  const y = FIELD - BigInt(`0x${hex(key.get(LABEL.y) as Uint8Array)}`);
  return put(key, [LABEL.y, fromHex(y.toString(16).padStart(64, '0'))]);
}

export const signatureCases: Cases = {
  valid: accepts({ title: 'the signature is right', catalogue: ['sig.ok', 'fido.Ass-1.P-1', 'bind.named.ok'] }),
  // The ninth byte: in DER the first ones are tags and lengths, which is another matter.
  'early-bit': refused(
    'a bit of the ninth byte is flipped',
    ['sig.flip', 'fido.Ass-1.F-20'],
    resigned(s => flipBit(s, 8)),
  ),
  'middle-bit': refused(
    'a bit in the middle is flipped',
    ['sig.flip'],
    resigned(s => flipBit(s, s.length >> 1)),
  ),
  'last-bit': refused(
    'a bit of the last byte is flipped',
    ['sig.flip', 'sig.result-false'],
    resigned(s => flipBit(s, -1)),
  ),
  random: refused(
    'the signature is random bytes of its length',
    ['sig.random'],
    resigned((s, { random }) => random('signature', s.length)),
  ),
  huge: refused(
    'the signature has 100 KB',
    ['sig.huge'],
    resigned((_, { random }) => random('signature', 100_000)),
  ),
  'other-key': refused(
    'the signature is by another key',
    ['sig.other-user-key', 'sig.attestation-key', 'sig.async', 'sess.verify-error-continue'],
    signedByStranger,
  ),
  'over-authenticator-data-only': refused(
    'the signature is over authenticatorData only',
    ['sig.authdata-only'],
    signedOver(({ authenticatorData }) => authenticatorData!),
  ),
  'over-hash-only': refused(
    'the signature is over the hash of clientDataJSON only',
    ['sig.cdh-only'],
    signedOver(({ clientDataHash }) => clientDataHash!),
  ),
  'other-order': refused(
    'the signature is over the hash first, then authenticatorData',
    ['sig.order'],
    signedOver(({ authenticatorData, clientDataHash }) => concat(clientDataHash!, authenticatorData!)),
  ),
  'over-client-data-itself': refused(
    'the signature is over clientDataJSON in place of its hash',
    ['sig.cdj-not-hash'],
    signedOver(({ authenticatorData, clientDataJSON }) => concat(authenticatorData!, clientDataJSON!)),
  ),
  'over-hash-of-message': refused(
    'the signature is over the hash of what it has to be over',
    ['sig.prehash'],
    signedOver(context => sha256(message(context))),
  ),
  'over-sha1-of-client-data': refused(
    'the signature is over the SHA-1 of clientDataJSON',
    ['cdj.hash.sha1'],
    signedOver(({ authenticatorData, clientDataJSON }) => concat(authenticatorData!, digest('sha1', clientDataJSON!))),
  ),
  'over-other-client-data': refused(
    'the signature is over other client data',
    ['cdj.hash.mismatch', 'fido.Ass-3.F-3'],
    signedOver(({ authenticatorData }) => concat(authenticatorData!, sha256(utf8('{"type":"webauthn.get"}')))),
  ),
  'over-reserialised-client-data': refused(
    'clientDataJSON is indented, the signature over it without white space',
    ['cdj.hash.reserialised'],
    {
      ...text(json => JSON.stringify(JSON.parse(json), null, 2)),
      ...signedOver(({ authenticatorData, clientDataJSON }) =>
        concat(authenticatorData!, sha256(utf8(JSON.stringify(JSON.parse(clientDataText(clientDataJSON!)))))),
      ),
    },
  ),
  'flags-tampered': rejects('signature', {
    title: 'UV is set after signing, verification is required',
    wishes: { userVerification: 'required' },
    catalogue: ['sig.authdata-tamper.flags'],
    edit: {
      authenticatorData: honest => ({ ...honest, uv: false }),
      ...tampered(bytes => edited(bytes, copy => (copy[32]! |= 0x04))),
    },
  }),
  'counter-tampered': refused(
    'signCount is raised after signing',
    ['sig.authdata-tamper.count'],
    tampered(bytes => edited(bytes, copy => (copy[35]! += 1))),
  ),
  'rp-id-hash-tampered': refused('rpIdHash is put right after signing for another RP', ['sig.authdata-tamper.rpid'], {
    authenticatorData: honest => ({ ...honest, rpIdHash: sha256(utf8('evil.example')) }),
    response: (response, { rpId }) => ({
      ...response,
      response: {
        ...response.response,
        authenticatorData: base64url(
          edited(fromBase64url(response.response.authenticatorData), copy => copy.set(sha256(utf8(rpId)))),
        ),
      },
    }),
  }),
  'extensions-tampered': refused(
    'extension data is appended after signing',
    ['sig.authdata-tamper.ext'],
    tampered(bytes =>
      concat(
        edited(bytes, copy => (copy[32]! |= 0x80)),
        encodeCbor(new Map([['example.extension', true]])),
      ),
    ),
  ),
  'origin-tampered': refused('origin is put right after signing at another site', ['sig.cdj-tamper'], {
    clientData: honest => ({ ...honest, origin: 'https://evil.example' }),
    ...inside(({ response }, { origin }) => ({
      clientDataJSON: base64url(
        utf8(clientDataText(fromBase64url(response.clientDataJSON)).replace('https://evil.example', origin)),
      ),
    })),
  }),
  'key-in-response': refused(
    'the signature is by the key that the response brings along',
    ['ad.at.in-assertion-key-swap', 'state.auth.key-immutable'],
    {
      ...signedByStranger,
      ...inside((_, context) => ({
        publicKey: base64url(stranger(context).publicKey.export({ format: 'der', type: 'spki' })),
        publicKeyAlgorithm: context.algorithm,
      })),
    },
  ),
  'keyed-hash': refused(
    'the signature is an HMAC with the public key for its secret',
    ['sig.alg.hmac'],
    resigned((_, context) =>
      createHmac('sha256', encodeCoseKey(context.publicKey, context.algorithm)).update(message(context)).digest(),
    ),
  ),
  'of-registration': rejects('signature', {
    title: 'the signature is the one that a self attestation has',
    catalogue: ['sig.reuse-reg'],
    async steps(flow) {
      const device = flow.authenticator();
      const { response } = await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const attested = concat(
        fromBase64url(response.response.authenticatorData!),
        sha256(fromBase64url(response.response.clientDataJSON)),
      );
      const edit = signedOver(() => attested);
      return (await flow.authenticate(await flow.visit(), flow.user(), device, { edit })).reply;
    },
  }),
  'as-u2f-response': refused(
    'the signature stands behind presence and counter, as U2F answers',
    ['sig.u2f-format'],
    resigned((signature, { authenticatorData }) =>
      concat(Uint8Array.of(1), authenticatorData!.subarray(33, 37), signature),
    ),
  ),
  'of-other-credential': rejects('signature', {
    title: 'the signature is by another credential of the same user',
    catalogue: ['sig.other-cred'],
    async steps(flow) {
      const home = await flow.visit();
      const [first, second] = [flow.authenticator('first'), flow.authenticator('second')];
      const { response: claimed } = await flow.register(home, flow.user(), first, { honest: true });
      await flow.register(home, flow.user(), second, { honest: true });
      const visit = await flow.visit();
      const response = await second.get(await visit.authenticationOptions(flow.user()));
      return visit.authenticate({ ...response, id: claimed.id, rawId: claimed.id });
    },
  }),
  'of-negated-key': rejects('signature', {
    title: 'the registered key is the negative of the one that signs',
    authenticator: { algorithms: [-7] },
    catalogue: ['cose.xy.negated'],
    async steps(flow) {
      const device = flow.authenticator();
      await flow.register(await flow.visit(), flow.user(), device, { honest: true, edit: { publicKey: negated } });
      return (await flow.authenticate(await flow.visit(), flow.user(), device)).reply;
    },
  }),
};
