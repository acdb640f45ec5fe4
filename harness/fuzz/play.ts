/** Plays ceremonies of the fuzzer at an RP. A registration is made once, and many authentications stand on it. */
import type { Edits } from '../authenticator/edits.ts';
import { base64url } from '../encoding/bytes.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import { askClient } from '../runner/ceremony.ts';
import { HonestRefused, replyInWords } from '../runner/interruptions.ts';
import type { Stage } from '../runner/scene.ts';
import type { Reply, Visit } from '../target.ts';
import { peekCredentialId } from '../verifier/peek.ts';
import { editsOf, type Fuzzed, namedUser, SITUATIONS, type Situation, wishesOf } from './edit.ts';
import type { Judgement, Measure, Oracle } from './oracle.ts';
import { countsOn, type Resident, Residents } from './residents.ts';

/** What the RP made of a response, and what the oracle would. */
export interface Played {
  reply: Reply;
  judge(measure: Measure): Promise<Judgement>;
}

export class Player {
  readonly #stage: Stage;
  readonly #oracle: Oracle;
  readonly #residents: Residents;

  /** @param sharedKeys the key pairs of credentials recur. */
  constructor(stage: Stage, oracle: Oracle, sharedKeys: boolean) {
    this.#stage = stage;
    this.#oracle = oracle;
    this.#residents = new Residents(stage, oracle, sharedKeys);
  }

  /**
   * @param fresh on a registration of its own.
   * @throws {HonestRefused} when the registration that it stands on is refused, and what {@link askClient} throws.
   */
  async play(fuzzed: Fuzzed, fresh = false): Promise<Played> {
    const { facts, situation } = fuzzed;
    if (fuzzed.ceremony === 'registration' && !situation) return this.#registration(fuzzed);
    const resident = (fresh ? undefined : this.#residents.take(facts)) ?? (await this.#residents.register(facts));
    try {
      return await (situation ? this.#situated(situation, resident) : this.#authentication(resident, fuzzed));
    } finally {
      if (fresh) await resident.scene.close();
      else await this.#residents.giveBack(resident);
    }
  }

  /** The next login with these facts stands on a registration of its own. */
  async forget({ facts }: Fuzzed): Promise<void> {
    await this.#residents.take(facts)?.scene.close();
  }

  async close(): Promise<void> {
    await this.#residents.close();
  }

  async #registration({ facts, edits }: Fuzzed): Promise<Played> {
    const scene = this.#residents.scene();
    try {
      const home = await scene.visit();
      const options = await home.registrationOptions(scene.user(), scene.wishes(wishesOf(facts)));
      const edit = editsOf(edits);
      const { client } = this.#residents.device(scene, 'device', facts);
      const response = await askClient(() => client.register(options, { origin: this.#stage.rp.origin, edit }));
      const judge = (measure: Measure) =>
        this.#oracle.registration(options, response, measure, facts.wishes?.conditional);
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
    const remade = edits.some(({ layer }) => layer === 'authenticatorData');
    if (reply.seen !== 'accepted') {
      resident.doubted ||= remade && reply.seen !== 'rejected';
      return { reply, judge };
    }
    const judgement = await judge('least');
    resident.record = { ...record, ...judgement.update };
    resident.doubted ||= remade && (judgement.refusals.length > 0 || !countsOn(resident));
    return { reply, judge: async () => judgement };
  }

  #requestOptions({ scene, user, facts }: Resident, agent: Visit) {
    return agent.authenticationOptions(namedUser(facts, user), scene.wishes(wishesOf(facts)));
  }

  #answer(
    { device }: Resident,
    options: PublicKeyCredentialRequestOptionsJSON,
    edit: Edits = {},
  ): Promise<AuthenticationResponseJSON> {
    return askClient(() => device.client.authenticate(options, { origin: this.#stage.rp.origin, edit }));
  }

  /** An account may be its owner's alone to add to. */
  async #signIn(resident: Resident, agent: Visit): Promise<AuthenticationResponseJSON> {
    const response = await this.#answer(resident, await this.#requestOptions(resident, agent));
    const reply = await agent.authenticate(response);
    if (reply.seen !== 'accepted')
      throw new HonestRefused('authenticate', reply, `an honest login was ${replyInWords(reply)}`);
    return response;
  }

  async #situated(situation: Situation, resident: Resident): Promise<Played> {
    const reply = await this.#situations[situation](resident);
    resident.doubted ||= reply.seen !== 'rejected';
    const { duty, words } = SITUATIONS[situation];
    return { reply, judge: async () => ({ refusals: [{ duty, reason: words }] }) };
  }

  readonly #situations: Record<Situation, (resident: Resident) => Promise<Reply>> = {
    'taken-id': async ({ record }) => {
      const scene = this.#residents.scene();
      const home = await scene.visit();
      const options = await home.registrationOptions(scene.user(), scene.wishes({}));
      const edit = { authenticatorData: (data: object) => ({ ...data, credentialId: record.id }) as never };
      const { origin } = this.#stage.rp;
      const response: RegistrationResponseJSON = await askClient(() =>
        this.#residents.device(scene, 'device', {}).client.register(options, { origin, edit }),
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
      const stranger = this.#residents.take(resident.facts) ?? (await this.#residents.register(resident.facts));
      const agent = await resident.scene.visit();
      const options = await this.#requestOptions(resident, agent);
      const reply = await agent.authenticate(await this.#answer(stranger, answeredBy(options, stranger)));
      stranger.doubted ||= reply.seen !== 'rejected';
      await this.#residents.giveBack(stranger);
      return reply;
    },
    'later-credential': async resident => {
      const agent = await resident.scene.visit();
      const options = await this.#requestOptions(resident, agent);
      await this.#signIn(resident, resident.home);
      // From now on its user has another credential as well, which options list.
      resident.doubted = true;
      const later = await this.#residents.register(resident.facts, resident);
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
