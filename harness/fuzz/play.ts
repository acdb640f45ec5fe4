/** Plays ceremonies of the fuzzer at an RP. A registration is made once, and many authentications stand on it. */
import type { Client } from '../authenticator/client.ts';
import { base64url, fromBase64url } from '../encoding/bytes.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import { askClient } from '../runner/ceremony.ts';
import { HonestRefused, replyInWords } from '../runner/interruptions.ts';
import { Scene, type Stage } from '../runner/scene.ts';
import type { Reply, User, Visit } from '../target.ts';
import { peekCredentialId } from '../verifier/peek.ts';
import type { CredentialRecord } from '../verifier/record.ts';
import {
  editsOf,
  type Facts,
  type Fuzzed,
  namedUser,
  SITUATIONS,
  type Situation,
  settingsOf,
  wishesOf,
} from './edit.ts';
import type { Judgement, Measure, Oracle } from './oracle.ts';

/** What the RP made of a response, and what the oracle would. */
export interface Played {
  reply: Reply;
  judge(measure: Measure): Promise<Judgement>;
}

/** A user with a credential that was registered honestly. */
interface Resident {
  scene: Scene;
  user: User;
  device: Client;
  home: Visit;
  facts: Facts;
  userHandle: Uint8Array;
  record: CredentialRecord;
  logins: number;
}

/** Logins on one registration. */
const LOGINS = 200;

export class Player {
  readonly #stage: Stage;
  readonly #oracle: Oracle;
  readonly #residents = new Map<string, Resident>();
  #scenes = 0;

  constructor(stage: Stage, oracle: Oracle) {
    this.#stage = stage;
    this.#oracle = oracle;
  }

  /**
   * @param fresh on a registration of its own.
   * @throws {HonestRefused} when the registration that it stands on is refused, and what {@link askClient} throws.
   */
  async play(fuzzed: Fuzzed, fresh = false): Promise<Played> {
    if (fuzzed.situation) return this.#situated(fuzzed.situation, fuzzed.facts);
    if (fuzzed.ceremony === 'registration') return this.#registration(fuzzed);
    const resident = fresh ? await this.#register(fuzzed.facts) : await this.#resident(fuzzed.facts);
    const played = await this.#authentication(resident, fuzzed);
    // Whatever it now keeps of the credential is no longer known for sure.
    if (played.reply.seen !== 'rejected' && fuzzed.edits.some(({ layer }) => layer === 'authenticatorData'))
      await this.#leave(resident);
    return played;
  }

  async close(): Promise<void> {
    for (const resident of this.#residents.values()) await resident.scene.close();
  }

  #scene(): Scene {
    this.#scenes += 1;
    return new Scene(this.#stage, `fuzz/${this.#scenes}`);
  }

  async #registration({ facts, edits }: Fuzzed): Promise<Played> {
    const scene = this.#scene();
    try {
      const home = await scene.visit();
      const options = await home.registrationOptions(scene.user(), scene.wishes(wishesOf(facts)));
      const edit = editsOf(edits);
      const device = scene.device('device', settingsOf(facts));
      const response = await askClient(() => device.register(options, { origin: this.#stage.rp.origin, edit }));
      const judge = (measure: Measure) => this.#oracle.registration(options, response, measure);
      return await this.#registered({ reply: await home.register(response), judge });
    } finally {
      await scene.close();
    }
  }

  /** Judged as things stood before, and remembered. */
  async #registered({ reply, judge }: Played): Promise<Played> {
    if (reply.seen !== 'accepted') return { reply, judge };
    const judgement = await judge('least');
    if (judgement.record) this.#oracle.registered(judgement.record.id);
    return { reply, judge: async () => judgement };
  }

  async #authentication(resident: Resident, { facts, edits }: Fuzzed): Promise<Played> {
    const agent = await resident.scene.visit();
    const options = await this.#requestOptions(resident, agent);
    const edit = editsOf(edits);
    const response = await this.#answer(resident, options, edit);
    const userHandle = facts.discoverable ? undefined : resident.userHandle;
    const { record } = resident;
    const named = credentialNamedIn(response);
    const judge = async (measure: Measure) =>
      this.#oracle.authentication(options, response, {
        ...(named === base64url(record.id) && { record }),
        ...(userHandle && { userHandle }),
        measure,
      });
    const reply = await agent.authenticate(response);
    await agent.close();
    if (reply.seen !== 'accepted') return { reply, judge };
    const judgement = await judge('least');
    resident.record = { ...record, ...judgement.update };
    return { reply, judge: async () => judgement };
  }

  #requestOptions({ scene, user, facts }: Resident, agent: Visit) {
    return agent.authenticationOptions(namedUser(facts, user), scene.wishes(wishesOf(facts)));
  }

  #answer(
    { device }: Resident,
    options: PublicKeyCredentialRequestOptionsJSON,
    edit = {},
  ): Promise<AuthenticationResponseJSON> {
    return askClient(() => device.authenticate(options, { origin: this.#stage.rp.origin, edit }));
  }

  /** An account may be its owner's alone to add to. */
  async #signIn(resident: Resident, agent: Visit): Promise<AuthenticationResponseJSON> {
    const response = await this.#answer(resident, await this.#requestOptions(resident, agent));
    const reply = await agent.authenticate(response);
    if (reply.seen !== 'accepted')
      throw new HonestRefused('authenticate', reply, `an honest login was ${replyInWords(reply)}`);
    return response;
  }

  async #resident(facts: Facts): Promise<Resident> {
    const key = JSON.stringify(facts);
    const known = this.#residents.get(key);
    if (known && known.logins < LOGINS) {
      known.logins += 1;
      return known;
    }
    if (known) await this.#leave(known);
    const made = await this.#register(facts);
    this.#residents.set(key, made);
    return made;
  }

  async #leave(resident: Resident): Promise<void> {
    const key = JSON.stringify(resident.facts);
    if (this.#residents.get(key) === resident) this.#residents.delete(key);
    await resident.scene.close();
  }

  /** The control of every authentication. */
  async #register(facts: Facts, former?: Resident): Promise<Resident> {
    const scene = former?.scene ?? this.#scene();
    const home = former?.home ?? (await scene.visit());
    const user = scene.user();
    const device = scene.device(former ? 'second' : 'device', settingsOf(facts));
    const options = await home.registrationOptions(user, scene.wishes(wishesOf(facts)));
    const response = await askClient(() => device.register(options, { origin: this.#stage.rp.origin }));
    const reply = await home.register(response);
    if (reply.seen !== 'accepted')
      throw new HonestRefused('register', reply, `an honest registration was ${replyInWords(reply)}`);
    const { record } = await this.#oracle.registration(options, response, 'least');
    if (!record) throw new Error('the reference verifier cannot read an honest registration');
    this.#oracle.registered(record.id);
    const userHandle = fromBase64url(options.user.id);
    return { scene, user, device, home, facts, userHandle, record: { ...record, userHandle }, logins: 1 };
  }

  async #situated(situation: Situation, facts: Facts): Promise<Played> {
    const resident = await this.#register(facts);
    try {
      const reply = await this.#situations[situation](resident);
      const { duty, words } = SITUATIONS[situation];
      return { reply, judge: async () => ({ refusals: [{ duty, reason: words }] }) };
    } finally {
      await resident.scene.close();
    }
  }

  readonly #situations: Record<Situation, (resident: Resident) => Promise<Reply>> = {
    'taken-id': async ({ record }) => {
      const scene = this.#scene();
      const home = await scene.visit();
      const options = await home.registrationOptions(scene.user(), scene.wishes({}));
      const edit = { authenticatorData: (data: object) => ({ ...data, credentialId: record.id }) as never };
      const { origin } = this.#stage.rp;
      const response: RegistrationResponseJSON = await askClient(() =>
        scene.device('device').register(options, { origin, edit }),
      );
      const reply = await home.register(response);
      await scene.close();
      return reply;
    },
    replay: async resident => {
      const agent = await resident.scene.visit();
      const response = await this.#signIn(resident, agent);
      return agent.authenticate(response);
    },
    'other-session': async resident => {
      const [agent, other] = [await resident.scene.visit(), await resident.scene.visit()];
      const response = await this.#answer(resident, await this.#requestOptions(resident, agent));
      await this.#requestOptions(resident, other);
      return other.authenticate(response);
    },
    'registration-challenge': async resident => {
      const agent = await resident.scene.visit();
      await this.#signIn(resident, agent);
      const { challenge } = await agent.registrationOptions(resident.user, resident.scene.wishes({}));
      const options = await this.#requestOptions(resident, agent);
      return agent.authenticate(await this.#answer(resident, { ...options, challenge }));
    },
    'other-user': async resident => {
      const stranger = await this.#register(resident.facts);
      const agent = await resident.scene.visit();
      const options = await this.#requestOptions(resident, agent);
      const reply = await agent.authenticate(await this.#answer(stranger, answeredBy(options, stranger)));
      await stranger.scene.close();
      return reply;
    },
    'later-credential': async resident => {
      const agent = await resident.scene.visit();
      const options = await this.#requestOptions(resident, agent);
      await this.#signIn(resident, resident.home);
      const later = await this.#register(resident.facts, resident);
      return agent.authenticate(await this.#answer(later, answeredBy(options, later)));
    },
  };
}

/** The options as somebody reads them who answers with another credential. */
function answeredBy(options: PublicKeyCredentialRequestOptionsJSON, { record }: Resident) {
  return { ...options, allowCredentials: [{ type: 'public-key', id: base64url(record.id) }] };
}

/** The credential id of a response, however it is spelt. */
function credentialNamedIn(response: unknown): string | undefined {
  const id = peekCredentialId(response);
  return id && base64url(id);
}
