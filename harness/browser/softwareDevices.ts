/** The devices of the software engine: one or more authenticators, kept in step with what `hello` knows of passkeys. */
import { Authenticator } from '../authenticator/authenticator.ts';
import type { Credential } from '../authenticator/credentials.ts';
import type { Model } from '../authenticator/models/index.ts';
import { fromBase64url } from '../encoding/bytes.ts';
import type { Passkey, PasskeyNews, Passkeys } from './passkeys.ts';
import { credentialOf, passkeyOf, stateOf } from './softwarePasskeys.ts';

interface Device {
  /** Absent for the first: its passkeys are those that name no device. */
  name: string | undefined;
  authenticator: Authenticator;
}

export class SoftwareDevices {
  readonly #passkeys: Passkeys;
  readonly #devices: readonly Device[];
  /** Changes that come from the devices themselves, and that they need not hear of. */
  #telling = false;

  constructor(passkeys: Passkeys, models: readonly Model[]) {
    this.#passkeys = passkeys;
    this.#devices = models.map(({ name, settings }, index) => ({
      name: index === 0 ? undefined : name,
      authenticator: new Authenticator(settings),
    }));
    passkeys.on(news => this.#heed(news));
  }

  /** Those that can be used: without Windows Hello there is no platform authenticator. */
  attached(enrolled: boolean): Authenticator[] {
    const all = this.#devices.map(({ authenticator }) => authenticator);
    return enrolled ? all : all.filter(({ settings }) => settings.attachment !== 'platform');
  }

  /** The authenticator with that passkey. */
  holder({ rpId, id }: Pick<Passkey, 'rpId' | 'id'>): Authenticator | undefined {
    return this.#find(rpId, id)?.device.authenticator;
  }

  /** A ceremony has made or used it. */
  report(rpId: string, id: string): void {
    const found = this.#find(rpId, id);
    if (!found) return;
    const { credential, device } = found;
    this.#tell(() => {
      if (this.#passkeys.find(id)) this.#passkeys.update(id, stateOf(credential), 'page');
      else this.#passkeys.add(passkeyOf(credential, device.authenticator, device.name), 'page');
      this.#passkeys.touch(id);
    });
  }

  /** Signals have renamed passkeys of an RP ID, or removed some. */
  reportAll(rpId: string): void {
    this.#tell(() => {
      for (const { id, userName, userDisplayName } of this.#passkeys.all(rpId)) {
        const credential = this.#find(rpId, id)?.credential;
        if (!credential) this.#passkeys.remove(id, 'page');
        else if (credential.userName !== userName || credential.userDisplayName !== userDisplayName)
          this.#passkeys.update(id, stateOf(credential), 'page');
      }
    });
  }

  #find(rpId: string, id: string): { device: Device; credential: Credential } | undefined {
    const bytes = fromBase64url(id);
    for (const device of this.#devices) {
      const credential = device.authenticator.credentials.find(rpId, bytes);
      if (credential) return { device, credential };
    }
    return undefined;
  }

  #tell(task: () => void): void {
    this.#telling = true;
    try {
      task();
    } finally {
      this.#telling = false;
    }
  }

  #heed({ type, passkey }: PasskeyNews): void {
    if (this.#telling) return;
    const { rpId, id } = passkey;
    const held = this.#find(rpId, id);
    held?.device.authenticator.credentials.remove(rpId, fromBase64url(id));
    if (type === 'removed') return;
    const { authenticator } = this.#devices.find(({ name }) => name === passkey.device) ?? this.#devices[0]!;
    authenticator.credentials.add(credentialOf(passkey, authenticator));
  }
}
