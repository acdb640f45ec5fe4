/** Users with a credential that was registered honestly, for the authentications that stand on it. */
import { Authenticator, type RandomSource } from '../authenticator/authenticator.ts';
import { Client } from '../authenticator/client.ts';
import { fromBase64url } from '../encoding/bytes.ts';
import { askClient } from '../runner/ceremony.ts';
import { HonestRefused, replyInWords } from '../runner/interruptions.ts';
import { Scene, type Stage } from '../runner/scene.ts';
import type { User, Visit } from '../target.ts';
import type { CredentialRecord } from '../verifier/record.ts';
import { type Facts, settingsOf, wishesOf } from './edit.ts';
import { keyPool } from './keyPool.ts';
import type { Oracle } from './oracle.ts';

export interface Resident {
  scene: Scene;
  user: User;
  device: Device;
  home: Visit;
  facts: Facts;
  userHandle: Uint8Array;
  record: CredentialRecord;
  logins: number;
  /** What the RP now keeps of the credential is not known for sure. */
  doubted: boolean;
}

export interface Device {
  client: Client;
  authenticator: Authenticator;
}

/** Logins on one registration. */
const LOGINS = 200;
/** Of signCount, after which it starts again at 0. */
const LAST_COUNT = 2 ** 32 - 1;

export class Residents {
  readonly #stage: Stage;
  readonly #oracle: Oracle;
  readonly #keyPair: RandomSource['keyPair'];
  /** By facts: those that nobody logs in as just now. */
  readonly #idle = new Map<string, Resident[]>();
  #scenes = 0;

  /** @param sharedKeys the key pairs of credentials recur. */
  constructor(stage: Stage, oracle: Oracle, sharedKeys: boolean) {
    this.#stage = stage;
    this.#oracle = oracle;
    this.#keyPair = sharedKeys ? keyPool(stage.seed) : undefined;
  }

  scene(): Scene {
    this.#scenes += 1;
    return new Scene(this.#stage, `fuzz/${this.#scenes}`);
  }

  device(scene: Scene, label: string, facts: Facts): Device {
    const { seed, honest } = this.#stage;
    const settings = { ...honest.authenticator, ...settingsOf(facts) };
    const source = { seed, label: `${scene.label}#${label}`, ...(this.#keyPair && { keyPair: this.#keyPair }) };
    const authenticator = new Authenticator(settings, source);
    return { authenticator, client: new Client(authenticator) };
  }

  /** One that is there, for its next login. */
  take(facts: Facts): Resident | undefined {
    return this.#idle.get(JSON.stringify(facts))?.pop();
  }

  /** After a login: for the next one, or for none. */
  async giveBack(resident: Resident): Promise<void> {
    resident.logins += 1;
    if (resident.doubted || resident.logins >= LOGINS || keptBy(resident)?.signCount === LAST_COUNT)
      return resident.scene.close();
    const key = JSON.stringify(resident.facts);
    const others = this.#idle.get(key) ?? [];
    this.#idle.set(key, [...others, resident]);
  }

  async close(): Promise<void> {
    for (const resident of [...this.#idle.values()].flat()) await resident.scene.close();
  }

  /**
   * The control of every authentication. @throws {HonestRefused} when it is refused.
   *
   * @param former who has a credential already, and gets a second one.
   */
  async register(facts: Facts, former?: Resident): Promise<Resident> {
    const scene = former?.scene ?? this.scene();
    const home = former?.home ?? (await scene.visit());
    const user = scene.user();
    const device = this.device(scene, former ? 'second' : 'device', facts);
    const options = await home.registrationOptions(user, scene.wishes(wishesOf(facts)));
    const response = await askClient(() => device.client.register(options, { origin: this.#stage.rp.origin }));
    const reply = await home.register(response);
    if (reply.seen !== 'accepted')
      throw new HonestRefused('register', reply, `an honest registration was ${replyInWords(reply)}`);
    const { record } = await this.#oracle.registration(options, response, 'least');
    if (!record) throw new Error('the reference verifier cannot read an honest registration');
    this.#oracle.registered(record.id);
    const userHandle = fromBase64url(options.user.id);
    return {
      scene,
      user,
      device,
      home,
      facts,
      userHandle,
      record: { ...record, userHandle },
      logins: 0,
      doubted: false,
    };
  }
}

function keptBy({ scene, device, record }: Resident) {
  return device.authenticator.credentials.find(scene.stage.rp.rpId, record.id);
}

/** After an edited counter that was accepted, the device counts on from there; false where it does not count. */
export function countsOn(resident: Resident): boolean {
  const kept = keptBy(resident);
  if (!kept) return false;
  if (resident.facts.counter === 'none') return resident.record.signCount === 0;
  kept.signCount = Math.max(kept.signCount, resident.record.signCount);
  return true;
}
