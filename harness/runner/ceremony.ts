/** One ceremony of a case: played, and looked at afterwards. */
import type { Client } from '../authenticator/client.ts';
import type { Edits } from '../authenticator/edits.ts';
import type { AuthenticationResponseJSON } from '../encoding/json.ts';
import type { Case } from '../suite/case.ts';
import type { Reply, User, Visit, Wishes } from '../target.ts';
import { type Glimpse, glimpse, goingOn, kept } from './aftermath.ts';
import { ClientRefused, HonestRefused, isTargetError, NotOffered, replyInWords } from './interruptions.ts';
import type { Aftermath, Outcome } from './judge.ts';
import type { Scene } from './scene.ts';

/** What a ceremony is played with. A twin has no edit. */
export type Part = Pick<Case, 'wishes' | 'authenticator' | 'discoverable' | 'edit'>;

/** What was handed over: an edit may have made it anything. */
type Posted = { response?: { authenticatorData?: unknown } | null } | null;

/** What was seen. `message` is for the report: the RP's own, or what was found afterwards. */
export interface Performance {
  outcome: Outcome;
  aftermath?: Aftermath;
  reply?: Reply;
  message?: string;
}

/** What is looked at after the answer: whether a refusal left something, or whether what was accepted can be used. */
export type Look = 'nothing' | 'kept' | 'usable';

/** A user with a credential, made by an honest registration. */
interface Resident {
  user: User;
  device: Client;
  /** The user agent that registered it, and may read the user's records. */
  home: Visit;
  wishes: Wishes;
  discoverable: boolean;
}

/**
 * Calls the client. @throws {NotOffered} when the RP offers no algorithm that the device has; {@link ClientRefused} when
 * the options are refused as a browser would.
 */
export async function askClient<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === 'NotSupportedError') throw new NotOffered(error.message);
    throw new ClientRefused(`an honest client refuses the options: ${error.name}: ${error.message}`);
  }
}

function partWishes(scene: Scene, part: Part): Wishes {
  const wishes = scene.wishes(part.wishes);
  return part.discoverable ? { ...wishes, residentKey: 'required' } : wishes;
}

function context(scene: Scene, edit: Edits | undefined) {
  return { origin: scene.stage.rp.origin, ...(edit && { edit }) };
}

/** A registration, with the part's edit. */
export async function playRegistration(scene: Scene, part: Part, look: Look): Promise<Performance> {
  const home = await scene.visit();
  const resident: Resident = {
    user: scene.user(),
    device: scene.device('device', part.authenticator),
    home,
    wishes: partWishes(scene, part),
    discoverable: part.discoverable ?? false,
  };
  const options = await home.registrationOptions(resident.user, resident.wishes);
  const response = await askClient(() => resident.device.register(options, context(scene, part.edit)));
  const before = look === 'kept' ? await glimpse(home, home, resident.user) : {};
  const reply = await home.register(response);
  if (look === 'kept') return withKept(seen(reply), before, () => glimpse(home, home, resident.user));
  return look === 'usable' ? withUse(seen(reply), () => unusable(scene, resident, response)) : seen(reply);
}

/** An honest registration, then an authentication of another user agent with the part's edit. */
export async function playAuthentication(scene: Scene, part: Part, look: Look): Promise<Performance> {
  const resident = await register(scene, part);
  const agent = await scene.visit();
  const response = await assertion(scene, resident, agent, part.edit);
  const before = look === 'kept' ? await glimpse(agent, resident.home, resident.user) : {};
  const reply = await agent.authenticate(response);
  if (look === 'kept') return withKept(seen(reply), before, () => glimpse(agent, resident.home, resident.user));
  return look === 'usable' ? withUse(seen(reply), () => unusable(scene, resident, response)) : seen(reply);
}

async function register(scene: Scene, part: Part): Promise<Resident> {
  const home = await scene.visit();
  const user = scene.user();
  const device = scene.device('device', part.authenticator);
  const wishes = partWishes(scene, part);
  try {
    const options = await home.registrationOptions(user, wishes);
    const response = await askClient(() => device.register(options, context(scene, undefined)));
    const reply = await home.register(response);
    if (reply.seen !== 'accepted')
      throw new HonestRefused('register', reply, `an honest registration was ${replyInWords(reply)}`);
  } catch (error) {
    throw isTargetError(error) ? new HonestRefused(error.step, error.reply, error.message) : error;
  }
  return { user, device, home, wishes, discoverable: part.discoverable ?? false };
}

async function assertion(
  scene: Scene,
  { user, device, wishes, discoverable }: Resident,
  agent: Visit,
  edit: Edits | undefined,
): Promise<AuthenticationResponseJSON> {
  const options = await agent.authenticationOptions(discoverable ? undefined : user, wishes);
  return askClient(() => device.authenticate(options, context(scene, edit)));
}

function seen(reply: Reply): Performance {
  return { outcome: reply.seen, reply, ...(reply.message === undefined ? {} : { message: reply.message }) };
}

async function withKept(performance: Performance, before: Glimpse, look: () => Promise<Glimpse>): Promise<Performance> {
  if (performance.outcome !== 'rejected') return performance;
  const message = kept(before, await look());
  return message === undefined ? performance : { ...performance, aftermath: 'kept', message };
}

async function withUse(performance: Performance, find: () => Promise<string | undefined>): Promise<Performance> {
  if (performance.outcome !== 'accepted') return performance;
  const message = await find();
  return message === undefined ? performance : { ...performance, aftermath: 'unusable', message };
}

/** Why an honest login with the credential does not work, in words; undefined when it does. */
async function unusable(scene: Scene, resident: Resident, response: Posted): Promise<string | undefined> {
  const edit = goingOn(response?.response?.authenticatorData);
  if (edit === 'exhausted') return undefined;
  try {
    const agent = await scene.visit();
    const reply = await agent.authenticate(await assertion(scene, resident, agent, edit));
    return reply.seen === 'accepted' ? undefined : `accepted, yet the next honest login was ${replyInWords(reply)}`;
  } catch (error) {
    if (isTargetError(error) || error instanceof ClientRefused)
      return `accepted, yet the next honest login cannot begin: ${error.message}`;
    throw error;
  }
}
