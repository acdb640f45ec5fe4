/** The authenticators behind one made response: what is on them before, and afterwards. */
import { Authenticator } from '../authenticator/authenticator.ts';
import type { EditContext } from '../authenticator/edits.ts';
import { MODELS } from '../authenticator/models/index.ts';
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import type { Passkey } from '../browser/passkeys.ts';
import { credentialOf, passkeyOf, stateOf } from '../browser/softwarePasskeys.ts';
import { base64url, fromBase64url, hex, sha256, utf8 } from '../encoding/bytes.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import type { CeremonyKind } from '../verifier/record.ts';

export interface DeviceWishes {
  kind: CeremonyKind;
  /** Name of the model that answers; absent: an authenticator that nobody would refuse. */
  model: string | undefined;
  settings: Partial<AuthenticatorSettings> | undefined;
  /** Passkeys that are not at hand, and stay as they are. */
  away(passkey: Readonly<Passkey>): boolean;
  /** Everything random follows from `seed` and `about`. */
  source: { seed: string; about: string } | undefined;
}

export class MakeDevices {
  readonly #wishes: DeviceWishes;
  readonly #passkeys: readonly Readonly<Passkey>[];
  /** By the name of the model that passkeys name as theirs. */
  readonly #byName = new Map<string | undefined, Authenticator>();

  /** @throws {AskedWrongly} for settings that no authenticator can have, and passkeys that cannot sign. */
  constructor(passkeys: readonly Readonly<Passkey>[], wishes: DeviceWishes) {
    this.#passkeys = passkeys;
    this.#wishes = wishes;
    try {
      this.#device(wishes.model);
      for (const passkey of passkeys) this.#keep(passkey);
    } catch (error) {
      throw new AskedWrongly((error as Error).message);
    }
  }

  /** A new passkey is made by the device that was asked for; any of them signs in. */
  get authenticators(): readonly Authenticator[] {
    const all = [...this.#byName.values()];
    return this.#wishes.kind === 'registration' ? all.slice(0, 1) : all;
  }

  /** All passkeys after the ceremony, in their order; a new one is the last. `used`: what was made or signed with. */
  after(used: EditContext): Passkey[] {
    const known = this.#passkeys.flatMap(passkey => this.#stateOf(passkey) ?? []);
    return this.#wishes.kind === 'registration' ? [...known, this.#made(used, known)] : known;
  }

  /** Undefined where a new passkey of the same account has taken its place. */
  #stateOf(passkey: Readonly<Passkey>): Passkey | undefined {
    if (this.#wishes.away(passkey)) return { ...passkey };
    const credential = this.#holder(passkey).credentials.find(passkey.rpId, fromBase64url(passkey.id));
    return credential && { ...passkey, ...stateOf(credential) };
  }

  /** By the account: an edit may have given it another id than it was prepared with. */
  #made({ rpId, userHandle }: EditContext, known: readonly Passkey[]): Passkey {
    const [authenticator] = this.authenticators;
    const made = authenticator!.credentials.byUser(rpId, userHandle).at(-1)!;
    if (known.some(({ id }) => id === base64url(made.id)))
      throw new AskedWrongly('the edit makes a credential id that is there already: use another file for it');
    return { ...passkeyOf(made, authenticator!, this.#wishes.model) };
  }

  #keep(passkey: Readonly<Passkey>): void {
    if (this.#wishes.away(passkey)) return;
    const authenticator = this.#holder(passkey);
    authenticator.credentials.add(credentialOf(passkey, authenticator));
  }

  /** A sign-in is with the device that was asked for, if one was; otherwise a passkey is on the device that made it. */
  #holder({ device }: Readonly<Passkey>): Authenticator {
    const { kind, model } = this.#wishes;
    const named = MODELS.some(({ name }) => name === device) ? device : undefined;
    return this.#device(kind === 'authentication' && model !== undefined ? model : (named ?? model));
  }

  #device(name: string | undefined): Authenticator {
    const known = this.#byName.get(name);
    if (known) return known;
    const { settings, source } = this.#wishes;
    const own = { ...MODELS.find(model => model.name === name)?.settings, ...settings };
    // One counter for all of its credentials goes on from where the last of them was.
    const counts = own.counter === 'global' ? this.#passkeys.map(({ signCount }) => signCount) : [];
    const counterStart = Math.max(own.counterStart ?? 0, ...counts);
    const device = new Authenticator(
      { ...own, counterStart },
      source && { seed: source.seed, label: `make/${hex(sha256(utf8(source.about)))}` },
    );
    this.#byName.set(name, device);
    return device;
  }
}
