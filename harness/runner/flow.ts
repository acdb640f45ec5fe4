/** What a flow of several ceremonies works with. */
import type { Client } from '../authenticator/client.ts';
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import type {
  AuthenticationCeremony,
  Case,
  FlowAuthenticator,
  FlowContext,
  RegistrationCeremony,
} from '../suite/case.ts';
import type { Reply, Step } from '../target.ts';
import { askClient, type Performance } from './ceremony.ts';
import { HonestRefused, isTargetError, replyInWords } from './interruptions.ts';
import type { Scene } from './scene.ts';

/** Plays a case that has `steps` or `observe`. */
export async function playFlow(scene: Scene, one: Case): Promise<Performance> {
  const context = flowContext(scene, one);
  if (one.observe) {
    const { held, detail } = await one.observe(context);
    return { outcome: held ? 'held' : 'broken', message: detail };
  }
  const reply = await one.steps!(context);
  return { outcome: reply.seen, reply, ...(reply.message === undefined ? {} : { message: reply.message }) };
}

/** Names, keys and ids derive from the scene's label; wishes and settings of the case lie under those of each ceremony. */
function flowContext(scene: Scene, one: Case): FlowContext {
  const { rp } = scene.stage;
  const devices = new Map<string, FlowAuthenticator>();
  const wishes = (own: Parameters<typeof scene.wishes>[0]) => scene.wishes({ ...one.wishes, ...own });
  return {
    rp: {
      get origin() {
        return rp.origin;
      },
      get rpId() {
        return rp.rpId;
      },
      supports: rp.supports,
    },
    visit: () => scene.visit(),
    user: label => scene.user(label),
    authenticator: (label = '', settings: Partial<AuthenticatorSettings> = {}) => {
      const made = devices.get(label) ?? honestClient(scene.device(label, { ...one.authenticator, ...settings }), rp);
      devices.set(label, made);
      return made;
    },
    random: (label, length) => scene.random(label, length),
    listener: () => scene.listener(),
    register: (visit, user, device, settings = {}): Promise<RegistrationCeremony> =>
      honestly(settings.honest ?? false, 'register', async () => {
        const options = await visit.registrationOptions(user, wishes(settings.wishes));
        const response = await device.create(options, settings.edit);
        return { options, response, reply: await visit.register(response) };
      }),
    metadata: async (visit, blob, settings = {}) => {
      const load = async () => ({ reply: await visit.metadata!(blob) });
      return (await honestly(settings.honest ?? false, 'metadata', load)).reply;
    },
    authenticate: (visit, user, device, settings = {}): Promise<AuthenticationCeremony> =>
      honestly(settings.honest ?? false, 'authenticate', async () => {
        const options = await visit.authenticationOptions(user, wishes(settings.wishes));
        const response = await device.get(options, settings.edit);
        return { options, response, reply: await visit.authenticate(response) };
      }),
  };
}

function honestClient(client: Client, rp: { readonly origin: string }): FlowAuthenticator {
  return {
    create: (options, edit) => askClient(() => client.register(options, { origin: rp.origin, ...(edit && { edit }) })),
    get: (options, edit) => askClient(() => client.authenticate(options, { origin: rp.origin, ...(edit && { edit }) })),
  };
}

/** With `honest`, what is not accepted ends the case: it says nothing about the RP. */
async function honestly<T extends { reply: Reply }>(
  honest: boolean,
  step: Step | 'metadata',
  play: () => Promise<T>,
): Promise<T> {
  if (!honest) return play();
  try {
    const ceremony = await play();
    if (ceremony.reply.seen !== 'accepted')
      throw new HonestRefused(
        step,
        ceremony.reply,
        `an honest ceremony of this flow was ${replyInWords(ceremony.reply)}`,
      );
    return ceremony;
  } catch (error) {
    throw isTargetError(error) ? new HonestRefused(error.step, error.reply, error.message) : error;
  }
}
