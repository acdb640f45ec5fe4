/** Members that only an authentication response has (WebAuthn Level 3 §5.1, §5.2.2). */
import { base64url, utf8 } from '../../encoding/bytes.ts';
import { accepts, holds, rejects } from '../case.ts';
import { members } from '../clientData/edit.ts';
import { type Cases, changed, envelope, inside } from '../json.ts';

/** Names under which RPs have taken from the request body what only the session may tell. */
const IDENTITY = {
  userId: 'mallory',
  username: 'mallory',
  email: 'mallory@evil.example',
  verified: true,
  counter: 1000,
};

export function authenticationMemberCases(): Cases {
  return {
    'authenticator-data-missing': rejects('response-json', {
      title: 'authenticatorData is missing',
      catalogue: ['env.ad.missing', 'fido.Ass-1.F-12'],
      edit: inside({ authenticatorData: undefined }),
    }),
    'authenticator-data-number': rejects('response-json', {
      title: 'authenticatorData is a number',
      catalogue: ['env.ad.nonstring', 'fido.Ass-1.F-13'],
      edit: inside({ authenticatorData: 1 }),
    }),
    'authenticator-data-not-base64url': rejects('base64url', {
      title: 'authenticatorData has a character that base64url has not',
      level: 'should',
      catalogue: ['env.ad.not-b64url', 'fido.Ass-1.F-14'],
      edit: inside(({ response }) => ({ authenticatorData: `!${response.authenticatorData}` })),
    }),
    'authenticator-data-empty': rejects('authenticator-data', {
      title: 'authenticatorData is empty',
      catalogue: ['env.ad.empty', 'fido.Ass-1.F-15'],
      edit: inside({ authenticatorData: '' }),
    }),
    'signature-missing': rejects('response-json', {
      title: 'signature is missing',
      seen: 'open-mercato/open-mercato#5306',
      catalogue: ['env.sig.missing', 'bind.public-values-only', 'fido.Ass-1.F-16'],
      edit: inside({ signature: undefined }),
    }),
    'signature-null': rejects('response-json', {
      title: 'signature is null',
      catalogue: ['env.sig.nonstring'],
      edit: inside({ signature: null }),
    }),
    'signature-number': rejects('response-json', {
      title: 'signature is a number',
      catalogue: ['env.sig.nonstring', 'fido.Ass-1.F-17'],
      edit: inside({ signature: 1 }),
    }),
    'signature-not-base64url': rejects('base64url', {
      title: 'signature has a character that base64url has not',
      level: 'should',
      catalogue: ['env.sig.not-b64url', 'fido.Ass-1.F-18'],
      edit: inside(({ response }) => ({ signature: `!${response.signature}` })),
    }),
    'signature-empty': rejects('signature', {
      title: 'signature is empty',
      catalogue: ['env.sig.empty', 'fido.Ass-1.F-19'],
      edit: inside({ signature: '' }),
    }),
    'user-handle-absent': accepts({
      title: 'userHandle is absent, the user was named before',
      catalogue: ['env.uh.missing.named'],
      edit: inside({ userHandle: undefined }),
    }),
    'user-handle-null': accepts({
      title: 'userHandle is null, the user was named before',
      catalogue: ['env.uh.null.named'],
      edit: inside({ userHandle: null }),
    }),
    'user-handle-empty': accepts({
      title: 'userHandle is empty, the user was named before',
      level: 'should',
      seen: 'Laragear/WebAuthn#47',
      catalogue: ['env.uh.empty.named'],
      edit: inside({ userHandle: '' }),
    }),
    'user-handle-number': rejects('response-json', {
      title: 'userHandle is a number',
      catalogue: ['env.uh.nonstring', 'fido.Ass-1.F-21'],
      edit: inside({ userHandle: 1 }),
    }),
    'user-handle-object': rejects('response-json', {
      title: 'userHandle is an object',
      catalogue: ['env.uh.nonstring'],
      edit: inside({ userHandle: {} }),
    }),
    'user-handle-not-base64url': rejects('base64url', {
      title: 'userHandle has a character that base64url has not',
      level: 'should',
      catalogue: ['env.uh.not-b64url'],
      edit: inside((_, { userHandle }) => ({ userHandle: `!${base64url(userHandle)}` })),
    }),
    'user-handle-too-long': rejects('user-handle', {
      title: 'userHandle has 65 bytes, of which the first are right',
      catalogue: ['env.uh.over64'],
      edit: inside((_, { userHandle, random }) => {
        const long = Uint8Array.from(random('user handle', 65));
        long.set(userHandle);
        return { userHandle: base64url(long) };
      }),
    }),
    'registration-members-besides': accepts({
      title: 'response has the members of a registration besides',
      level: 'should',
      catalogue: ['env.both-kinds'],
      edit: inside({ attestationObject: base64url(utf8('anything')), transports: ['internal'] }),
    }),
    'registration-response': rejects('response-json', {
      title: 'the response is that of a registration',
      catalogue: ['env.swap.reg-to-assert'],
      edit: inside(({ response }) => ({
        authenticatorData: undefined,
        signature: undefined,
        userHandle: undefined,
        attestationObject: response.authenticatorData,
        transports: ['internal'],
      })),
    }),
    'challenge-in-body': rejects('challenge', {
      title: 'a challenge of the client own making stands in the body, too',
      seen: 'CVE-2026-28787',
      catalogue: ['sess.challenge.client-supplied'],
      edit: {
        ...members((_, { random }) => ({ challenge: base64url(random('own challenge', 32)) })),
        ...envelope((_, { random }) => {
          const challenge = base64url(random('own challenge', 32));
          return { challenge, expectedChallenge: challenge };
        }),
      },
    }),
    'identity-in-body': accepts({
      title: 'the body names another user, counter and outcome: ignored',
      catalogue: ['env.body.extra-identity'],
      edit: envelope(IDENTITY),
    }),
    'identity-in-body-ignored': holds('user-handle', {
      title: 'the session is for the owner of the credential, not a name sent',
      needs: ['session'],
      seen: 'tempoxyz/accounts#460',
      catalogue: ['bind.session.result-user', 'env.body.extra-identity'],
      async observe(flow) {
        const [owner, other] = [flow.user(), flow.user('other')];
        const device = flow.authenticator();
        await flow.register(await flow.visit(), owner, device, { honest: true });
        await flow.register(await flow.visit(), other, flow.authenticator('other'), { honest: true });
        const edit = { response: (response: object) => changed(response, { ...IDENTITY, username: other.name }) };
        const visit = await flow.visit();
        const { reply } = await flow.authenticate(visit, owner, device, { edit });
        const name = await visit.signedInAs!();
        const held = reply.seen === 'accepted' ? name === owner.name : name === undefined;
        return { held, detail: `the login was ${reply.seen}, the session is for ${name ?? 'nobody'}` };
      },
    }),
  };
}
