/** What an authenticator keeps: public key credential sources (WebAuthn Level 3 §4), found in constant time. */
import { base64url } from '../encoding/bytes.ts';
import type { CredentialExtensions } from './extensions.ts';
import type { CredentialKeyPair } from './keys.ts';

export interface Credential {
  /** Credential id, as the RP was told it. */
  id: Uint8Array;
  rpId: string;
  /** `user.id`, 1 to 64 bytes. */
  userHandle: Uint8Array;
  userName: string;
  userDisplayName: string;
  keys: CredentialKeyPair;
  /** Client-side discoverable: found without allowCredentials. */
  discoverable: boolean;
  /** As last reported; with a global counter the authenticator counts instead. */
  signCount: number;
  /** False: it stays as it is, whatever its authenticator does. */
  counts?: boolean;
  /** Fixed for the life of the credential (§6.1.3). */
  readonly backupEligible: boolean;
  backupState: boolean;
  /** 16 bytes. */
  aaguid: Uint8Array;
  /** Only where the credential was made with extensions. */
  extensions?: CredentialExtensions;
}

interface Scope {
  byId: Map<string, Credential>;
  byUser: Map<string, Set<Credential>>;
  /** The one discoverable credential of an account. */
  discoverableOf: Map<string, Credential>;
  /** Discoverable ones, oldest first; removed ones stay until they are come across. */
  discoverable: Credential[];
  /** How many of `discoverable` are gone. */
  gone: number;
}

/** Credentials by RP ID, then by id or user. Every operation takes the same time however many are kept. */
export class CredentialStore {
  readonly #scopes = new Map<string, Scope>();
  #size = 0;

  /** How many credentials are kept, for all RP IDs. */
  get size(): number {
    return this.#size;
  }

  /**
   * Keeps it. It takes the place of a credential with the same id; a discoverable one also of the discoverable one of the
   * same account (§6.3.2 step 7), which can no longer be told apart by account.
   */
  add(credential: Credential): void {
    const scope = this.#scope(credential.rpId);
    const user = base64url(credential.userHandle);
    this.remove(credential.rpId, credential.id);
    if (credential.discoverable) {
      const former = scope.discoverableOf.get(user);
      if (former) this.remove(credential.rpId, former.id);
      scope.discoverableOf.set(user, credential);
    }
    scope.byId.set(base64url(credential.id), credential);
    const ofUser = scope.byUser.get(user);
    if (ofUser) ofUser.add(credential);
    else scope.byUser.set(user, new Set([credential]));
    if (credential.discoverable) scope.discoverable.push(credential);
    this.#size += 1;
  }

  find(rpId: string, id: Uint8Array): Credential | undefined {
    return this.#scopes.get(rpId)?.byId.get(base64url(id));
  }

  /** Discoverable credentials, the newest first, one at a time: taking only the first costs nothing more. */
  *discoverable(rpId: string): Generator<Credential, void, void> {
    const scope = this.#scopes.get(rpId);
    if (!scope) return;
    for (let i = scope.discoverable.length - 1; i >= 0; i--) {
      const credential = scope.discoverable[i]!;
      if (scope.byId.get(base64url(credential.id)) === credential) yield credential;
    }
  }

  /** Credentials of one account, the oldest first. */
  byUser(rpId: string, userHandle: Uint8Array): Credential[] {
    return [...(this.#scopes.get(rpId)?.byUser.get(base64url(userHandle)) ?? [])];
  }

  /** False when there is no such credential. */
  remove(rpId: string, id: Uint8Array): boolean {
    const scope = this.#scopes.get(rpId);
    const credential = scope?.byId.get(base64url(id));
    if (!scope || !credential) return false;
    scope.byId.delete(base64url(id));
    const user = base64url(credential.userHandle);
    const ofUser = scope.byUser.get(user);
    ofUser?.delete(credential);
    if (ofUser?.size === 0) scope.byUser.delete(user);
    if (credential.discoverable) {
      scope.discoverableOf.delete(user);
      forget(scope);
    }
    this.#size -= 1;
    return true;
  }

  #scope(rpId: string): Scope {
    const known = this.#scopes.get(rpId);
    if (known) return known;
    const scope: Scope = { byId: new Map(), byUser: new Map(), discoverableOf: new Map(), discoverable: [], gone: 0 };
    this.#scopes.set(rpId, scope);
    return scope;
  }
}

/**
 * Counts a removed one. The newest stays at the end, so that finding it never walks over others; when half of the list is
 * gone it is rewritten, which spreads over the removals before.
 */
function forget(scope: Scope): void {
  const kept = (credential: Credential) => scope.byId.get(base64url(credential.id)) === credential;
  const list = scope.discoverable;
  scope.gone += 1;
  while (list.length > 0 && !kept(list.at(-1)!)) {
    list.pop();
    scope.gone -= 1;
  }
  if (scope.gone * 2 <= list.length) return;
  scope.discoverable = list.filter(kept);
  scope.gone = 0;
}
