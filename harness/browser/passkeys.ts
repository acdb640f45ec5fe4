/** The passkeys on a device: one truth for all pages of a context, whichever engine signs with them. */

/** Everything of a passkey. Binary members are unpadded base64url. */
export interface Passkey {
  id: string;
  rpId: string;
  /** `user.id`; there wherever it is discoverable. */
  userHandle?: string;
  userName?: string;
  userDisplayName?: string;
  /** PKCS#8, DER. */
  readonly privateKey: string;
  /** COSE algorithm identifier; absent: as the key suggests (ES256 for P-256, RS256 for RSA …). */
  algorithm?: number;
  /** Found without allowCredentials. */
  discoverable: boolean;
  /** The counter of its last signature. */
  signCount: number;
  /** False: the counter stays at 0, as that of synced passkeys does. */
  counts?: boolean;
  backupEligible: boolean;
  backupState: boolean;
  largeBlob?: string;
  /** As `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`; only the software engine has more than one. */
  aaguid?: string;
  /** Name of the model that holds it, where it is not the first device. */
  device?: string;
  /** What its extensions keep; only the software engine can read it. */
  kept?: {
    /** Behind `prf`: 32 bytes each. */
    secrets?: { verified: string; unverified: string };
    /** credProtect's level. */
    protection?: 1 | 2 | 3;
    credBlob?: string;
    /** It can have a large blob, even where it has none yet. */
    takesLargeBlob?: boolean;
  };
}

/** What can be different about a passkey later on. */
export type PasskeyChange = Partial<Omit<Passkey, 'id' | 'rpId' | 'privateKey'>>;

/** `test`: changed by the test, as an owner can in the settings; `page`: by a ceremony or a signal. */
export type ChangedBy = 'test' | 'page';

export interface PasskeyNews {
  type: 'added' | 'updated' | 'removed';
  passkey: Readonly<Passkey>;
  by: ChangedBy;
}

/** Of an account a device has one discoverable passkey: a second takes the place of the first (CTAP 2.1 §6.1.2 step 17). */
export class Passkeys {
  readonly #byId = new Map<string, Passkey>();
  /** When each was made or used last, as a running number. */
  readonly #used = new Map<string, number>();
  readonly #listeners = new Set<(news: PasskeyNews) => void>();
  #moment = 0;

  /** In the order in which they came. The values are the kept ones: read them, and change them by {@link update}. */
  all(rpId?: string): Readonly<Passkey>[] {
    const all = [...this.#byId.values()];
    return rpId === undefined ? all : all.filter(passkey => passkey.rpId === rpId);
  }

  find(id: string): Readonly<Passkey> | undefined {
    return this.#byId.get(id);
  }

  /** Keeps it as it is, not a copy. It takes the place of one with the same id, and of the same account's. */
  add(passkey: Passkey, by: ChangedBy): void {
    for (const other of this.all(passkey.rpId)) if (replaces(passkey, other)) this.remove(other.id, by);
    this.#byId.set(passkey.id, passkey);
    this.touch(passkey.id);
    this.#tell({ type: 'added', passkey, by });
  }

  /** Nothing happens for an id that is not there. */
  update(id: string, change: PasskeyChange, by: ChangedBy): void {
    const passkey = this.#byId.get(id);
    if (!passkey) return;
    Object.assign(passkey, change);
    this.#tell({ type: 'updated', passkey, by });
  }

  /** Nothing happens for an id that is not there. */
  remove(id: string, by: ChangedBy): void {
    const passkey = this.#byId.get(id);
    if (!passkey) return;
    this.#byId.delete(id);
    this.#used.delete(id);
    this.#tell({ type: 'removed', passkey, by });
  }

  /** It was used just now. */
  touch(id: string): void {
    this.#moment += 1;
    this.#used.set(id, this.#moment);
  }

  /** The one of them that was made or used last. */
  latest(passkeys: readonly Readonly<Passkey>[]): Readonly<Passkey> | undefined {
    const moment = ({ id }: Readonly<Passkey>) => this.#used.get(id) ?? 0;
    return [...passkeys].sort((a, b) => moment(b) - moment(a))[0];
  }

  /** Hears of every change from now on, at once; the answer ends that. */
  on(listener: (news: PasskeyNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(news: PasskeyNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}

function replaces(passkey: Passkey, other: Readonly<Passkey>): boolean {
  if (other.id === passkey.id) return true;
  const sameDevice = other.device === passkey.device;
  return sameDevice && passkey.discoverable && other.discoverable && other.userHandle === passkey.userHandle;
}
