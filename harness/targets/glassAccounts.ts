/** The accounts of the glass RP: whose they are, and who may add credentials to them, see them and manage them. */
import { randomBytes } from 'node:crypto';
import type { DutyName } from '../duties.ts';
import { base64url, fromBase64url, utf8 } from '../encoding/bytes.ts';
import type { Reply, StoredCredential, User, Visit } from '../target.ts';
import type { MemoryStore } from '../verifier/memoryStore.ts';
import { recordJSON } from '../verifier/record.ts';

/** Who asks: a user agent, and the name of the user whom it is signed in as. */
export interface Asking {
  visit: Visit;
  signedIn: string | undefined;
}

export class GlassAccounts {
  private readonly store: MemoryStore;
  private readonly neglects: (duty: DutyName) => boolean;
  private readonly handles = new Map<string, Uint8Array>();
  private readonly names = new Map<string, string>();
  /** By user name: the user agent that registered the account's first credential. */
  private readonly founders = new Map<string, Visit>();
  /** By credential id: what its user calls it. */
  private readonly labels = new Map<string, string>();

  constructor(store: MemoryStore, neglects: (duty: DutyName) => boolean) {
    this.store = store;
    this.neglects = neglects;
  }

  /** `user.id` of an account, which is there from now on. */
  open(name: string): Uint8Array {
    let id = this.handles.get(name);
    if (!id) {
      id = this.neglects('user-id') ? utf8(name) : randomBytes(32);
      this.handles.set(name, id);
      this.names.set(base64url(id), name);
    }
    return id;
  }

  handleOf(name: string): Uint8Array | undefined {
    return this.handles.get(name);
  }

  nameOf(handle: Uint8Array): string | undefined {
    return this.names.get(base64url(handle));
  }

  /** The name of the account that was opened last. */
  last(): string | undefined {
    return [...this.handles.keys()].at(-1);
  }

  /** A credential was registered: its account belongs to whoever registered the first one. */
  registered(name: string | undefined, visit: Visit): void {
    if (name !== undefined && !this.founders.has(name)) this.founders.set(name, visit);
  }

  /** The answer to whoever may not add a credential to the account; nothing where that is allowed. */
  enrolmentRefusal(asking: Asking, name: string | undefined): Reply | undefined {
    const free = name === undefined || !this.founders.has(name) || this.isUser(asking, name);
    if (free || this.neglects('account-enrolment')) return undefined;
    return { seen: 'rejected', message: 'account-enrolment: the account belongs to another user', ms: 0 };
  }

  /** Somebody else's account looks like one that does not exist. */
  credentials(asking: Asking, { name }: User): StoredCredential[] {
    const id = this.mayManage(asking, name) ? this.handles.get(name) : undefined;
    return (id ? this.store.credentialsOf(id) : []).map(record => {
      const shown = recordJSON(record);
      const label = this.labels.get(shown.id);
      return label === undefined ? shown : { ...shown, name: label };
    });
  }

  /** @throws {Error} where there is no such credential, or it belongs to another user. */
  rename(asking: Asking, credentialId: string, label: string): void {
    this.managed(asking, credentialId);
    this.labels.set(credentialId, label);
  }

  /** @throws {Error} where there is no such credential, or it belongs to another user. */
  remove(asking: Asking, credentialId: string): void {
    this.store.removeCredential(this.managed(asking, credentialId));
    this.labels.delete(credentialId);
  }

  /** A user agent that is signed in is that user's; before that, the user's whom it has registered. */
  private isUser({ visit, signedIn }: Asking, name: string): boolean {
    return signedIn === undefined ? this.founders.get(name) === visit : signedIn === name;
  }

  private mayManage(asking: Asking, name: string): boolean {
    return this.isUser(asking, name) || this.neglects('credential-management');
  }

  private managed(asking: Asking, credentialId: string): Uint8Array {
    const id = fromBase64url(credentialId);
    const record = this.store.findCredential(id);
    const owner = record && this.nameOf(record.userHandle);
    if (owner === undefined || !this.mayManage(asking, owner)) throw new Error('there is no such credential');
    return id;
  }
}
