/** Credential ids (WebAuthn Level 3 §4, §7.1 steps 25 and 26). */
import type { Edits } from '../../authenticator/edits.ts';
import { decodeAttestationObject } from '../../encoding/attestationObject.ts';
import { decodeAuthenticatorData } from '../../encoding/authenticatorData.ts';
import { base64url, concat, fromBase64url } from '../../encoding/bytes.ts';
import { data } from '../authenticatorData/structure.ts';
import { accepts, either, type FlowContext, holds, rejects } from '../case.ts';
import type { Cases } from '../json.ts';

const ofLength = (length: number): Edits => ({
  authenticatorData: (honest, { random }) => ({ ...honest, credentialId: random('credential id', length) }),
});

const withId = (credentialId: Uint8Array): Edits => data(() => ({ credentialId }));

/** Registers `victim` honestly and tells the id. */
async function registeredId(flow: FlowContext, settings = {}): Promise<Uint8Array> {
  const device = flow.authenticator('victim', settings);
  const visit = await flow.visit();
  const { response } = await flow.register(visit, flow.user('victim'), device, { honest: true });
  return fromBase64url(response.id);
}

/** Registers an id beside a registered one that is hard to tell apart, and uses it: both must be known for themselves. */
async function distinct(flow: FlowContext, id: Uint8Array) {
  const device = flow.authenticator('newcomer');
  const { reply } = await flow.register(await flow.visit(), flow.user('newcomer'), device, { edit: withId(id) });
  if (reply.seen !== 'accepted') return reply;
  await flow.authenticate(await flow.visit(), flow.user('victim'), flow.authenticator('victim'), { honest: true });
  return (await flow.authenticate(await flow.visit(), flow.user('newcomer'), device)).reply;
}

const swapCase = (words: string) =>
  words.replace(/[a-z]/gi, letter => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

export const credentialIdCases: Cases = {
  // The envelope names the same id, and is refused for that first.
  'no-bytes': rejects('response-json', {
    title: 'the credential id has no bytes',
    level: 'should',
    catalogue: ['cid.len.0'],
    edit: ofLength(0),
  }),
  'one-byte': either({
    title: 'the credential id has one byte',
    level: 'report',
    reason: 'at least 16 bytes are the duty of the authenticator; RPs are not told to look',
    catalogue: ['cid.len.1'],
    edit: ofLength(1),
  }),
  'fifteen-bytes': either({
    title: 'the credential id has 15 bytes',
    level: 'report',
    reason: 'at least 16 bytes are the duty of the authenticator; RPs are not told to look',
    catalogue: ['cid.len.15'],
    edit: ofLength(15),
  }),
  'sixteen-bytes': accepts({
    title: 'the credential id has 16 bytes',
    catalogue: ['cid.len.16'],
    authenticator: { credentialIdLength: 16 },
  }),
  '255-bytes': accepts({
    title: 'the credential id has 255 bytes',
    catalogue: ['cid.len.255'],
    authenticator: { credentialIdLength: 255 },
  }),
  '256-bytes': accepts({
    title: 'the credential id has 256 bytes, so that its length takes two',
    catalogue: ['cid.len.256', 'cid.len.be'],
    authenticator: { credentialIdLength: 256 },
  }),
  '1023-bytes': accepts({
    title: 'the credential id has 1023 bytes, the most allowed',
    seen: 'kanidm/webauthn-rs#580',
    catalogue: ['cid.len.1023'],
    authenticator: { credentialIdLength: 1023 },
  }),
  '1024-bytes': rejects('credential-id-length', {
    title: 'the credential id has 1024 bytes',
    level: 'should',
    seen: 'lbuchs/WebAuthn#132',
    catalogue: ['cid.len.1024'],
    edit: ofLength(1024),
  }),
  '8192-bytes': rejects('credential-id-length', {
    title: 'the credential id has 8192 bytes',
    level: 'should',
    catalogue: ['cid.len.8192'],
    edit: ofLength(8192),
  }),
  '65535-bytes': rejects('credential-id-length', {
    title: 'the credential id has 65535 bytes',
    level: 'should',
    catalogue: ['cid.len.65535'],
    edit: ofLength(65_535),
  }),
  'binary-bytes': accepts({
    title: 'the credential id has NUL and bytes that are not UTF-8',
    catalogue: ['cid.nul', 'bind.id-lookup.sqli'],
    edit: {
      authenticatorData: (honest, { random }) => ({
        ...honest,
        credentialId: concat(Uint8Array.of(0, 0xff, 0xfe, 0, 0x27, 0x25, 0x5c, 0x80), random('credential id', 24)),
      }),
    },
  }),
  'registered-to-same-user': rejects('credential-id-unique', {
    title: 'the credential id is registered to the same user',
    level: 'should',
    catalogue: ['cid.dup.same-user', 'cid.excluded'],
    async steps(flow) {
      const visit = await flow.visit();
      const first = await flow.register(visit, flow.user(), flow.authenticator('first'), { honest: true });
      const edit = withId(fromBase64url(first.response.id));
      return (await flow.register(visit, flow.user(), flow.authenticator('second'), { edit })).reply;
    },
  }),
  // Step 26 has the RP look, and says that it SHOULD fail the ceremony. Two accounts with one credential id stay `must`:
  // whoever looks the id up gets one of the two, and the note to the step tells how that signs people in to other accounts.
  'registered-to-other-user': rejects('credential-id-unique', {
    title: 'the credential id is registered to another user',
    seen: 'SandeepVashishtha/Eventra#17866',
    catalogue: ['cid.dup.other-user'],
    async steps(flow) {
      const edit = withId(await registeredId(flow));
      return (await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { edit })).reply;
    },
  }),
  'registered-to-other-user-with-key': rejects('credential-id-unique', {
    title: 'credential id and key are registered to another user',
    catalogue: ['cid.dup.other-user.same-key'],
    async steps(flow) {
      const device = flow.authenticator('victim');
      const { response } = await flow.register(await flow.visit(), flow.user('victim'), device, { honest: true });
      const { authData } = decodeAttestationObject(fromBase64url(response.response.attestationObject));
      const { credentialId, credentialPublicKey } = decodeAuthenticatorData(authData);
      const edit = data(() => ({ credentialId: credentialId!, credentialPublicKey: credentialPublicKey! }));
      return (await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { edit })).reply;
    },
  }),
  'registered-twice-at-once': holds('credential-id-unique', {
    title: 'of two users who register one id at once, at most one succeeds',
    catalogue: ['cid.dup.race'],
    async observe(flow) {
      const id = flow.random('shared id', 32);
      const register = async (label: string) => {
        const visit = await flow.visit();
        const options = await visit.registrationOptions(flow.user(label));
        const response = await flow.authenticator(label).create(options, withId(id));
        return () => visit.register(response);
      };
      const posts = [await register('one'), await register('other')];
      const seen = (await Promise.all(posts.map(post => post()))).map(reply => reply.seen);
      const accepted = seen.filter(one => one === 'accepted').length;
      return { held: accepted <= 1, detail: `the two were ${seen.join(' and ')}` };
    },
  }),
  'other-case': accepts({
    title: 'the id differs from a registered one in the case of its base64url',
    catalogue: ['cid.dup.case-fold', 'bind.id-lookup.case'],
    async steps(flow) {
      // 48 bytes are 64 characters without unused bits: any of them can change case.
      const id = await registeredId(flow, { credentialIdLength: 48 });
      return distinct(flow, fromBase64url(swapCase(base64url(id))));
    },
  }),
  'prefix-of-registered': accepts({
    title: 'the id is the beginning of a registered one',
    catalogue: ['cid.dup.prefix'],
    async steps(flow) {
      const id = await registeredId(flow, { credentialIdLength: 64 });
      return distinct(flow, id.subarray(0, 32));
    },
  }),
  'extends-registered': accepts({
    title: 'the id is a registered one and more',
    catalogue: ['cid.dup.prefix'],
    async steps(flow) {
      const id = await registeredId(flow, { credentialIdLength: 512 });
      return distinct(flow, concat(id, flow.random('tail', 256)));
    },
  }),
};
