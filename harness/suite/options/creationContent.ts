/** What creation options say: challenge, user and algorithms (WebAuthn Level 3 §5.3, §5.4, §13.4.3, §14.6.1). */
import { hex, sha256, utf8 } from '../../encoding/bytes.ts';
import { holds } from '../case.ts';
import type { Cases } from '../json.ts';
import { challengeFaults, complaints, decoded } from './look.ts';
import { challenges, look } from './lookAtCreation.ts';

export const creationChallenge: Cases = {
  // §13.4.3: a challenge MUST have enough entropy, and SHOULD therefore have at least 16 bytes.
  'challenge-length': holds('challenge-entropy', {
    title: 'challenge has at least 16 bytes',
    level: 'should',
    catalogue: ['opt.reg.challenge.min'],
    observe: look(({ challenge }) => [
      (decoded(challenge)?.length ?? 0) < 16 && `challenge has ${decoded(challenge)?.length ?? 0} bytes`,
    ]),
  }),
  'challenge-not-too-long': holds('challenge-entropy', {
    title: 'challenge has at most 64 bytes, as the FIDO binding asks',
    level: 'should',
    catalogue: ['opt.reg.challenge.max'],
    observe: look(({ challenge }) => [
      (decoded(challenge)?.length ?? 0) > 64 && `challenge has ${decoded(challenge)?.length} bytes`,
    ]),
  }),
  'challenge-random': holds('challenge-entropy', {
    title: '64 challenges have no bytes in common',
    catalogue: ['opt.reg.challenge.random'],
    observe: async flow => complaints(challengeFaults([...new Set(await challenges(flow, 64))])),
  }),
  'challenge-fresh': holds('challenge-fresh', {
    title: 'eight ceremonies have eight challenges',
    catalogue: ['opt.reg.challenge.fresh', 'fido.Cre-1.P-3'],
    async observe(flow) {
      const different = new Set(await challenges(flow, 8)).size;
      return { held: different === 8, detail: `${different} of 8 challenges are different` };
    },
  }),
};

export const creationUserId: Cases = {
  'user-id-length': holds('user-id', {
    title: 'user.id has 1 to 64 bytes',
    catalogue: ['opt.reg.user.id.length'],
    observe: look(({ user }) => {
      const length = decoded(user.id)?.length ?? 0;
      return [(length < 1 || length > 64) && `user.id has ${length} bytes`];
    }),
  }),
  // §5.4.3 and §4 speak of the user handle of an account; that there is no second one is said nowhere.
  'user-id-stable': holds('user-id', {
    title: 'user.id of an account stays the same',
    level: 'should',
    seen: 'marcjazz/authkestra#333',
    catalogue: ['opt.reg.user.id.stable'],
    async observe(flow) {
      const visit = await flow.visit();
      const first = await flow.register(visit, flow.user(), flow.authenticator(), { honest: true });
      const second = await visit.registrationOptions(flow.user());
      return complaints([first.options.user.id !== second.user.id && 'user.id changed after a registration']);
    },
  }),
  'user-id-distinct': holds('user-id', {
    title: 'user.id of two accounts are different',
    catalogue: ['opt.reg.user.id.unique'],
    async observe(flow) {
      const one = await (await flow.visit()).registrationOptions(flow.user('one'));
      const other = await (await flow.visit()).registrationOptions(flow.user('other'));
      return complaints([one.user.id === other.user.id && 'two accounts have the same user.id']);
    },
  }),
  'user-id-says-nothing': holds('user-id', {
    title: 'user.id is neither the name of the user nor its hash',
    level: 'should',
    catalogue: ['opt.reg.user.id.not-pii'],
    observe: look(({ user }, flow) => {
      const id = Buffer.from(decoded(user.id) ?? []).toString('hex');
      const name = utf8(flow.user().name);
      return [
        id === hex(name) && 'user.id is the name of the user',
        id === hex(sha256(name)) && 'user.id is the SHA-256 of the name',
      ];
    }),
  }),
};

export const creationAlgorithms: Cases = {
  'algorithms-form': holds('algorithms-offered', {
    title: 'each entry of pubKeyCredParams has type and an integer alg',
    catalogue: ['opt.reg.params.type'],
    observe: look(({ pubKeyCredParams }) =>
      pubKeyCredParams.map(
        one => (one?.type !== 'public-key' || !Number.isInteger(one.alg)) && `${JSON.stringify(one)} is no entry`,
      ),
    ),
  }),
  'algorithms-some': holds('algorithms-offered', {
    title: 'pubKeyCredParams has entries',
    level: 'should',
    catalogue: ['opt.reg.params.nonempty'],
    observe: look(({ pubKeyCredParams }) => [pubKeyCredParams.length === 0 && 'pubKeyCredParams is empty']),
  }),
  'algorithms-once': holds('algorithms-offered', {
    title: 'pubKeyCredParams has no algorithm twice',
    level: 'should',
    catalogue: ['opt.reg.params.nodup'],
    observe: look(({ pubKeyCredParams }) => {
      const ids = pubKeyCredParams.map(({ alg }) => alg);
      return [new Set(ids).size < ids.length && `pubKeyCredParams is ${ids.join(', ')}`];
    }),
  }),
  'algorithms-common': holds('algorithms-offered', {
    title: 'pubKeyCredParams has ES256 and RS256',
    level: 'should',
    catalogue: ['opt.reg.params.baseline'],
    observe: look(({ pubKeyCredParams }) =>
      [-7, -257].map(id => !pubKeyCredParams.some(({ alg }) => alg === id) && `${id} is not offered`),
    ),
  }),
  'algorithms-without-sha1': holds('algorithms-offered', {
    title: 'pubKeyCredParams does not have RS1',
    level: 'should',
    catalogue: ['opt.reg.params.no-rs1'],
    observe: look(({ pubKeyCredParams }) => [pubKeyCredParams.some(({ alg }) => alg === -65535) && 'RS1 is offered']),
  }),
  // §5.8.5: the fully specified identifiers are known to few authenticators, so that they may stand beside, not instead.
  'algorithms-not-only-fully-specified': holds('algorithms-offered', {
    title: 'fully specified algorithms do not replace the common ones',
    level: 'should',
    catalogue: ['opt.reg.params.no-esp'],
    observe: look(({ pubKeyCredParams }) => {
      const offers = (id: number) => pubKeyCredParams.some(({ alg }) => alg === id);
      const pairs = [
        [-9, -7],
        [-51, -35],
        [-52, -36],
        [-19, -8],
      ] as const;
      return pairs.map(([full, common]) => offers(full) && !offers(common) && `${full} is offered without ${common}`);
    }),
  }),
};
