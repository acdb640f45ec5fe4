/** A `Store` in memory: for the glass RP and for proofs. Look-ups do not depend on how much is in it. */
import { base64url } from '../encoding/bytes.ts';
import type { CeremonyKind, CredentialRecord, PendingCeremony, Store } from './record.ts';

export class MemoryStore implements Store {
  private readonly ceremonies = new Map<string, PendingCeremony>();
  private readonly latest = new Map<string, PendingCeremony>();
  private readonly credentials = new Map<string, CredentialRecord>();
  private readonly owned = new Map<string, Set<string>>();

  saveCeremony(ceremony: PendingCeremony): void {
    this.ceremonies.set(ceremony.challenge, ceremony);
    this.latest.set(`${ceremony.kind} ${ceremony.session}`, ceremony);
  }

  findCeremony(challenge: string): PendingCeremony | undefined {
    return this.ceremonies.get(challenge);
  }

  latestCeremony(session: string, kind: CeremonyKind): PendingCeremony | undefined {
    return this.latest.get(`${kind} ${session}`);
  }

  useCeremony(challenge: string): boolean {
    const ceremony = this.ceremonies.get(challenge);
    if (!ceremony || ceremony.used) return false;
    ceremony.used = true;
    return true;
  }

  findCredential(id: Uint8Array): CredentialRecord | undefined {
    return this.credentials.get(base64url(id));
  }

  credentialsOf(userHandle: Uint8Array): CredentialRecord[] {
    const ids = this.owned.get(base64url(userHandle)) ?? [];
    return [...ids].map(id => this.credentials.get(id)!);
  }

  addCredential(record: CredentialRecord): boolean {
    if (this.credentials.has(base64url(record.id))) return false;
    this.replaceCredential(record);
    return true;
  }

  replaceCredential(record: CredentialRecord): void {
    this.removeCredential(record.id);
    const id = base64url(record.id);
    const owner = base64url(record.userHandle);
    this.credentials.set(id, record);
    const ids = this.owned.get(owner) ?? new Set();
    this.owned.set(owner, ids.add(id));
  }

  updateCredential(
    id: Uint8Array,
    change: Pick<CredentialRecord, 'signCount' | 'backupState' | 'uvInitialized'>,
  ): void {
    Object.assign(this.credentials.get(base64url(id)) ?? {}, change);
  }

  /** True when it was there. */
  removeCredential(id: Uint8Array): boolean {
    const key = base64url(id);
    const record = this.credentials.get(key);
    if (!record) return false;
    this.owned.get(base64url(record.userHandle))?.delete(key);
    return this.credentials.delete(key);
  }
}
