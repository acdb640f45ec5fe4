/** Members of the envelope that stand twice: RFC 8259 §4 leaves open which of them counts, but it has to be one for all. */
import { base64url } from '../../encoding/bytes.ts';
import type { Reply } from '../../target.ts';
import { either, type FlowContext, rejects } from '../case.ts';
import { type Cases, type Ceremony, inside } from '../json.ts';

/** The JSON of a response with `id` and `rawId` once more at its end. */
const withLast = (response: object, id: string) =>
  `${JSON.stringify(response).slice(0, -1)},"id":"${id}","rawId":"${id}"}`;

/**
 * Alice is named; Mallory signs with a credential of her own, whose id stands first, and Alice's last. Taken by the first,
 * the credential is not allowed; by the last, the signature is wrong. Only who takes one here and the other there lets her in.
 */
async function twoIds(flow: FlowContext): Promise<Reply> {
  const device = flow.authenticator('mallory');
  const home = await flow.visit();
  const { response: alices } = await flow.register(home, flow.user('alice'), flow.authenticator('alice'), {
    honest: true,
  });
  const { response: own } = await flow.register(await flow.visit(), flow.user('mallory'), device, { honest: true });
  const visit = await flow.visit();
  const options = await visit.authenticationOptions(flow.user('alice'));
  const answered = { ...options, allowCredentials: [{ type: 'public-key', id: own.id }] };
  const response = await device.get(answered, inside({ userHandle: undefined }));
  return visit.post!('authenticate', withLast(response, alices.id));
}

async function registeredTwice(flow: FlowContext): Promise<Reply> {
  const visit = await flow.visit();
  const response = await flow.authenticator().create(await visit.registrationOptions(flow.user()));
  return visit.post!('register', withLast(response, base64url(flow.random('other id', 32))));
}

export function doubledMemberCases(kind: Ceremony): Cases {
  if (kind === 'registration')
    return {
      'id-twice': either({
        title: 'id and rawId stand twice, another id last',
        level: 'report',
        reason: 'RFC 8259 leaves open which of two members counts',
        needs: ['post'],
        catalogue: ['env.dup-keys'],
        steps: registeredTwice,
      }),
    };
  return {
    'id-twice': rejects('signature', {
      title: 'id stands twice: that of the signing credential, then a victim’s',
      needs: ['post'],
      catalogue: ['env.dup-keys'],
      steps: twoIds,
    }),
  };
}
