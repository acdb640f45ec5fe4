/** Members that only a registration response has (WebAuthn Level 3 §5.1, §5.2.1). */
import { base64url, fromBase64url } from '../../encoding/bytes.ts';
import { accepts, either, holds, rejects } from '../case.ts';
import { type Cases, envelope, inside } from '../json.ts';

export function registrationMemberCases(): Cases {
  return {
    'attestation-object-missing': rejects('response-json', {
      title: 'attestationObject is missing',
      seen: 'SandeepVashishtha/Eventra#15366',
      catalogue: ['env.ao.missing', 'sess.enrol.no-attobj', 'fido.Att-1.F-12'],
      edit: inside({ attestationObject: undefined }),
    }),
    'attestation-object-number': rejects('response-json', {
      title: 'attestationObject is a number',
      catalogue: ['env.ao.nonstring', 'fido.Att-1.F-13'],
      edit: inside({ attestationObject: 1 }),
    }),
    'attestation-object-empty': rejects('attestation-object', {
      title: 'attestationObject is empty',
      catalogue: ['env.ao.empty', 'ao.empty', 'fido.Att-1.F-14'],
      edit: inside({ attestationObject: '' }),
    }),
    'attestation-object-not-base64url': rejects('base64url', {
      title: 'attestationObject has a character that base64url has not',
      level: 'should',
      catalogue: ['env.ao.not-b64url'],
      edit: inside(({ response }) => ({ attestationObject: `!${response.attestationObject}` })),
    }),
    // §7.1 step 27 takes id or rawId for the record, and no step compares them with the attested id.
    'id-not-attested': rejects('credential-id-attested', {
      title: 'id and rawId are another id than the attested one',
      level: 'should',
      seen: 'go-webauthn/webauthn@de0ae6c',
      catalogue: ['env.rawid.ne-attested'],
      edit: envelope((_, { random }) => {
        const id = base64url(random('other id', 32));
        return { id, rawId: id };
      }),
    }),
    'id-alone-not-attested': either({
      title: 'id is another id than rawId, which is the attested one',
      level: 'report',
      reason: 'whoever keeps rawId or the attested id has the right one; no step of §7.1 compares id with either',
      catalogue: ['env.id.ne-rawid'],
      edit: envelope((_, { random }) => ({ id: base64url(random('other id', 32)) })),
    }),
    // What was asked for and what is reported are both the client's word; only attestation could tell.
    'attachment-not-as-wished': either({
      title: 'a platform authenticator is asked for, cross-platform reported',
      level: 'report',
      reason: 'no step has the RP compare them; an RP that wants platform authenticators only may',
      seen: 'CVE-2026-8830',
      wishes: { authenticatorAttachment: 'platform' },
      catalogue: ['env.attachment.mismatch'],
      edit: envelope({ authenticatorAttachment: 'cross-platform' }),
    }),
    'transports-missing': accepts({
      title: 'transports is missing, as from older browsers',
      catalogue: ['env.transports.missing'],
      edit: inside({ transports: undefined }),
    }),
    'transports-empty': accepts({
      title: 'transports is empty',
      catalogue: ['env.transports.empty'],
      edit: inside({ transports: [] }),
    }),
    'transports-all': accepts({
      title: 'transports has all that are registered',
      catalogue: ['env.transports.all'],
      edit: inside({ transports: ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] }),
    }),
    'transports-unknown': accepts({
      title: 'transports has one that nobody knows yet',
      catalogue: ['env.transports.unknown'],
      edit: inside({ transports: ['future-transport'] }),
    }),
    'transports-unsorted': accepts({
      title: 'transports has duplicates and is not sorted',
      level: 'should',
      catalogue: ['env.transports.dup'],
      edit: inside({ transports: ['usb', 'nfc', 'usb'] }),
    }),
    'transports-of-numbers': rejects('response-json', {
      title: 'transports has what is no text',
      level: 'should',
      catalogue: ['env.transports.nonstring'],
      edit: inside({ transports: [1, null] }),
    }),
    'transports-text': rejects('response-json', {
      title: 'transports is a text',
      level: 'should',
      catalogue: ['env.transports.nonstring'],
      edit: inside({ transports: 'internal' }),
    }),
    'public-key-copy-missing': accepts({
      title: 'publicKey is absent, as where the client knows no such algorithm',
      level: 'should',
      catalogue: ['env.pk.null'],
      edit: inside({ publicKey: undefined }),
    }),
    'public-key-copy-garbage': either({
      title: 'publicKey is no base64url',
      level: 'report',
      reason: 'a convenience copy that no step reads; strict readers of the JSON form refuse it',
      catalogue: ['env.fields.string-garbage'],
      edit: inside({ publicKey: 'not base64url!' }),
    }),
    'public-key-algorithm-lie': either({
      title: 'publicKeyAlgorithm is not the algorithm of the attested key',
      level: 'report',
      reason: 'a convenience copy that may be ignored or refused; the key that counts is the attested one',
      catalogue: ['env.pkalg.inconsistent'],
      edit: inside(({ response }) => ({ publicKeyAlgorithm: response.publicKeyAlgorithm === -257 ? -7 : -257 })),
    }),
    // The copy is not signed by anything: an RP that keeps it lets whoever stands in between put in a key of his own.
    'public-key-copy-of-another-key': holds('credential-record', {
      title: 'publicKey is another key: the attested one is kept, or none',
      catalogue: ['env.pk.inconsistent'],
      async observe(flow) {
        const device = flow.authenticator();
        const visit = await flow.visit();
        const stranger = await device.create(await visit.registrationOptions(flow.user('stranger')));
        const edit = inside({ publicKey: stranger.response.publicKey });
        const { reply } = await flow.register(visit, flow.user(), device, { edit });
        if (reply.seen === 'rejected') return { held: true, detail: 'the registration was refused' };
        const login = await flow.authenticate(await flow.visit(), flow.user(), device);
        return { held: login.reply.seen === 'accepted', detail: `a login by the attested key was ${login.reply.seen}` };
      },
    }),
    'authenticator-data-copy-lie': rejects('user-verified', {
      title: 'UV is set only in the copy of authenticatorData',
      wishes: { userVerification: 'required' },
      catalogue: ['env.authdata.inconsistent'],
      edit: {
        authenticatorData: data => ({ ...data, uv: false }),
        ...inside(({ response }) => ({ authenticatorData: withUserVerified(response.authenticatorData) })),
      },
    }),
    'assertion-response': rejects('response-json', {
      title: 'the response is that of an authentication',
      catalogue: ['env.swap.assert-to-reg'],
      edit: {
        response: (response, { sign, userHandle }) => ({
          ...response,
          response: {
            clientDataJSON: response.response.clientDataJSON,
            authenticatorData: response.response.authenticatorData,
            signature: base64url(sign(fromBase64url(response.response.authenticatorData))),
            userHandle: base64url(userHandle),
          },
        }),
      },
    }),
  };
}

function withUserVerified(authenticatorData: string): string {
  const bytes = Uint8Array.from(fromBase64url(authenticatorData));
  bytes[32]! |= 0x04;
  return base64url(bytes);
}
