/** Request options (WebAuthn Level 3 §5.5, §7.2 step 1). */
import type { PublicKeyCredentialRequestOptionsJSON } from '../../encoding/json.ts';
import type { Wishes } from '../../target.ts';
import { type FlowContext, holds, type Observation, owedAt } from '../case.ts';
import type { Cases } from '../json.ts';
import {
  challengeFaults,
  complaints,
  decoded,
  descriptorFault,
  idsFault,
  idsOf,
  isDomain,
  optionsOrRefusal,
  timeoutFault,
  typeFault,
} from './look.ts';

type Options = PublicKeyCredentialRequestOptionsJSON;

/** Registers a user of the case, asks once, and looks. */
const look =
  (find: (options: Options, registered: string) => (string | false | undefined)[], wishes?: Wishes) =>
  async (flow: FlowContext): Promise<Observation> => {
    const { response } = await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
    return complaints(find(await (await flow.visit()).authenticationOptions(flow.user(), wishes), response.id));
  };

async function challenges(flow: FlowContext, count: number): Promise<string[]> {
  await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
  const visit = await flow.visit();
  const found: string[] = [];
  for (let i = 0; i < count; i++) found.push((await visit.authenticationOptions(flow.user())).challenge);
  return found;
}

const form: Cases = {
  shape: holds('options-form', {
    title: 'all members are of the right types',
    catalogue: ['opt.auth.shape', 'fido.Get-1.P-1'],
    observe: look(({ challenge, timeout, rpId, userVerification, extensions }) => [
      typeof challenge !== 'string' && 'challenge is no text',
      timeoutFault(timeout),
      typeFault('rpId', rpId, 'string'),
      typeFault('userVerification', userVerification, 'string'),
      typeFault('extensions', extensions, 'object'),
    ]),
  }),
  base64url: holds('options-form', {
    title: 'binary members are unpadded base64url',
    catalogue: ['opt.auth.parse'],
    observe: look(({ challenge, allowCredentials }) => [
      !decoded(challenge) && 'challenge is no base64url',
      descriptorFault('allowCredentials', allowCredentials),
    ]),
  }),
  'rp-id-domain': holds('options-form', {
    title: 'rpId is a domain, without scheme, port or path',
    catalogue: ['opt.auth.rpid'],
    observe: look(({ rpId }) => [rpId !== undefined && !isDomain(rpId) && `rpId is ${JSON.stringify(rpId)}`]),
  }),
};

const challenge: Cases = {
  'challenge-length': holds('challenge-entropy', {
    title: 'challenge has at least 16 bytes',
    level: 'should',
    catalogue: ['opt.auth.challenge.min'],
    observe: look(({ challenge }) => [
      (decoded(challenge)?.length ?? 0) < 16 && `challenge has ${decoded(challenge)?.length ?? 0} bytes`,
    ]),
  }),
  'challenge-random': holds('challenge-entropy', {
    title: '64 challenges have no bytes in common',
    catalogue: ['opt.reg.challenge.random'],
    observe: async flow => complaints(challengeFaults([...new Set(await challenges(flow, 64))])),
  }),
  'challenge-fresh': holds('challenge-fresh', {
    title: 'eight ceremonies have eight challenges',
    catalogue: ['opt.auth.challenge.fresh', 'fido.Get-1.P-2'],
    async observe(flow) {
      const different = new Set(await challenges(flow, 8)).size;
      return { held: different === 8, detail: `${different} of 8 challenges are different` };
    },
  }),
  'challenge-not-of-registration': holds('challenge-fresh', {
    title: 'challenge is not that of a registration that is under way',
    catalogue: ['opt.auth.challenge.vs-reg'],
    async observe(flow) {
      const visit = await flow.visit();
      await flow.register(visit, flow.user(), flow.authenticator(), { honest: true });
      const registration = await visit.registrationOptions(flow.user());
      const authentication = await visit.authenticationOptions(flow.user());
      return complaints([registration.challenge === authentication.challenge && 'both have the same challenge']);
    },
  }),
};

const wishes: Cases = {
  'user-verification-kept': holds('wishes-kept', {
    title: 'userVerification is required, as it was asked for',
    seen: 'GHSA-h4fw-6r7f-w494',
    catalogue: ['opt.auth.uv.echo', 'sess.params.enforced', 'sess.serialisation'],
    observe: look(
      ({ userVerification }) => [userVerification !== 'required' && `userVerification is ${userVerification}`],
      {
        userVerification: 'required',
      },
    ),
  }),
  'extensions-kept': holds('wishes-kept', {
    title: 'extensions are asked for as they were wished',
    level: 'policy',
    needs: ['extensions'],
    catalogue: ['opt.auth.ext.echo'],
    observe: look(
      ({ extensions }) => [extensions?.['example.extension'] !== 'input' && 'example.extension is not asked for'],
      {
        extensions: { 'example.extension': 'input' },
      },
    ),
  }),
};

/** §5.5: where the account is identified, the RP SHOULD list its credentials. */
const allowed: Cases = owedAt('should', {
  'allows-registered': holds('allow-credentials', {
    title: 'allowCredentials has the credential that is registered',
    needs: ['named'],
    catalogue: ['opt.auth.allow.known'],
    observe: look(({ allowCredentials }, id) => [idsFault('allowCredentials', idsOf(allowCredentials), [id])]),
  }),
  'allows-all': holds('allow-credentials', {
    title: 'allowCredentials has all of the account and none of another',
    needs: ['named'],
    catalogue: ['opt.auth.allow.known', 'opt.auth.allow.foreign'],
    async observe(flow) {
      const home = await flow.visit();
      const own: string[] = [];
      for (const label of ['first', 'second']) {
        own.push((await flow.register(home, flow.user(), flow.authenticator(label), { honest: true })).response.id);
      }
      await flow.register(await flow.visit(), flow.user('other'), flow.authenticator('other'), { honest: true });
      const { allowCredentials } = await (await flow.visit()).authenticationOptions(flow.user());
      return complaints([idsFault('allowCredentials', idsOf(allowCredentials), own)]);
    },
  }),
  'allows-none-when-nobody-named': holds('allow-credentials', {
    title: 'allowCredentials is absent or empty when nobody is named',
    level: 'should',
    needs: ['discoverable'],
    catalogue: ['opt.auth.allow.empty-discoverable'],
    async observe(flow) {
      await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
      const { allowCredentials } = await (await flow.visit()).authenticationOptions();
      return complaints([idsFault('allowCredentials', idsOf(allowCredentials), [])]);
    },
  }),
  'allows-transports': holds('allow-credentials', {
    title: 'descriptors have the transports of the registration',
    level: 'should',
    needs: ['named'],
    catalogue: ['opt.auth.allow.transports', 'opt.reg.exclude.transports', 'state.reg.transports'],
    async observe(flow) {
      const device = flow.authenticator('', { attachment: 'cross-platform', transports: ['nfc', 'usb'] });
      await flow.register(await flow.visit(), flow.user(), device, { honest: true });
      const { allowCredentials } = await (await flow.visit()).authenticationOptions(flow.user());
      const found = allowCredentials?.[0]?.transports?.join();
      return complaints([found !== 'nfc,usb' && `transports are ${found}, and were nfc,usb`]);
    },
  }),
  // With an empty list the client offers any discoverable credential, and a careless RP signs its owner in as the one named.
  'names-user-without-credentials': holds('allow-credentials', {
    title: 'a user without credentials gets no options for anybody',
    needs: ['named'],
    seen: 'CVE-2026-46419',
    catalogue: ['opt.auth.user.no-credentials'],
    async observe(flow) {
      const visit = await flow.visit();
      await visit.registrationOptions(flow.user());
      const answer = await optionsOrRefusal(() => visit.authenticationOptions(flow.user()));
      if ('refusal' in answer) return { held: true, detail: 'the options were refused' };
      const { length } = answer.options.allowCredentials ?? [];
      return { held: length > 0, detail: `allowCredentials has ${length} entries` };
    },
  }),
});

const privacy: Cases = {
  'unknown-user-same-shape': holds('account-privacy', {
    title: 'options for an unknown user have the shape of those for a known one',
    level: 'should',
    needs: ['named'],
    seen: 'CVE-2024-39912',
    catalogue: ['opt.auth.user.unknown.shape', 'life.enum.allow-oracle'],
    async observe(flow) {
      await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
      const known = await (await flow.visit()).authenticationOptions(flow.user());
      const visit = await flow.visit();
      const unknown = await optionsOrRefusal(() => visit.authenticationOptions(flow.user('nobody')));
      if ('refusal' in unknown) return { held: false, detail: 'the options for an unknown user were refused' };
      const shape = (options: Options) =>
        JSON.stringify([Object.keys(options).sort(), (options.allowCredentials ?? []).length > 0]);
      return complaints([shape(known) !== shape(unknown.options) && 'members or allowCredentials differ']);
    },
  }),
  'unknown-user-stable': holds('account-privacy', {
    title: 'options for an unknown user name the same credentials again',
    level: 'should',
    needs: ['named'],
    seen: 'CVE-2024-39912',
    catalogue: ['opt.auth.user.unknown.fake-stable'],
    async observe(flow) {
      const ask = async () => {
        const visit = await flow.visit();
        return optionsOrRefusal(() => visit.authenticationOptions(flow.user('nobody')));
      };
      const [first, second] = [await ask(), await ask()];
      if ('refusal' in first || 'refusal' in second) return { held: false, detail: 'the options were refused' };
      const ids = [first, second].map(({ options }) => idsOf(options.allowCredentials).join());
      return complaints([
        ids[0] === '' && 'allowCredentials is empty',
        ids[0] !== ids[1] && 'allowCredentials changed',
      ]);
    },
  }),
};

export const requestCases: readonly Cases[] = [form, challenge, wishes, allowed, privacy];
