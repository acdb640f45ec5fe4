/** What an RP would remember of the ceremonies before: challenges that it issued, credentials that it keeps. */
import { base64url } from '../encoding/bytes.ts';
import type { CeremonyKind, CredentialRecord } from '../verifier/record.ts';
import { type Facts, textMember } from './explainFacts.ts';
import type { ObservedCeremony, ObservedExchange } from './observed.ts';

export interface IssuedChallenge {
  kind: CeremonyKind;
  /** Of the ceremony that it was issued in, from 0. */
  index: number;
  /** Milliseconds since the epoch; absent where no time is known. */
  at?: number;
  timeout?: number;
  /** Index of the ceremony whose response used it up. */
  usedBy?: number;
}

export interface KnownCredential {
  /** Without its owner where the options of its registration were not seen. */
  record: Omit<CredentialRecord, 'userHandle'>;
  /** base64url `user.id`. */
  owner?: string;
  /** Index of its registration. */
  index: number;
  /** The RP refused to register it. */
  refused: boolean;
  removed: boolean;
}

/** Of one list of ceremonies, in their order: each is explained before it is remembered. */
export class History {
  readonly challenges = new Map<string, IssuedChallenge>();
  /** By credential id, base64url. */
  readonly credentials = new Map<string, KnownCredential>();
  readonly #responses = new Map<string, number>();

  /** The options of a ceremony, before its response is looked at. */
  issue({ kind, options, askedAt, exchanges }: ObservedCeremony, index: number): void {
    const challenge = textMember(options, 'challenge');
    if (challenge === undefined || this.challenges.has(challenge)) return;
    const at = askedAt ?? exchanges[0]?.at;
    const timeout = options!.timeout;
    this.challenges.set(challenge, {
      kind,
      index,
      ...(at !== undefined && { at }),
      ...(typeof timeout === 'number' && { timeout }),
    });
  }

  /** Index of an earlier ceremony in which this very response was sent. */
  sentBefore({ response }: ObservedCeremony): number | undefined {
    const signature = textMember(innerOf(response), 'signature') ?? textMember(innerOf(response), 'attestationObject');
    return signature === undefined ? undefined : this.#responses.get(signature);
  }

  /** A response that was sent: its challenge is used up. */
  use(ceremony: ObservedCeremony, { clientData }: Facts, index: number): void {
    const challenge = textMember(clientData, 'challenge');
    const issued = challenge === undefined ? undefined : this.challenges.get(challenge);
    if (issued) issued.usedBy ??= index;
    const inner = innerOf(ceremony.response);
    const signature = textMember(inner, 'signature') ?? textMember(inner, 'attestationObject');
    if (signature !== undefined && !this.#responses.has(signature)) this.#responses.set(signature, index);
  }

  register(record: KnownCredential['record'], kept: Omit<KnownCredential, 'record' | 'removed'>): void {
    const id = base64url(record.id);
    const known = this.credentials.get(id);
    // One that is there already is not replaced by one that was refused.
    if (known && !known.refused && kept.refused) return;
    this.credentials.set(id, { ...kept, record, removed: false });
  }

  /** What was asked over HTTP to be removed, and was. */
  forget(exchanges: readonly ObservedExchange[]): void {
    for (const { method, url, request = '', status = 0 } of exchanges) {
      if (status < 200 || status > 299 || !isRemoval(method, url)) continue;
      const named = new Set(`${url} ${request}`.match(/[\w-]{16,}/g));
      for (const [id, known] of this.credentials) if (named.has(id)) known.removed = true;
    }
  }

  /** Who was identified before: the owner of all of allowCredentials, as far as they are known. */
  ownerOf(ids: readonly string[]): string | undefined {
    return ids.map(id => this.credentials.get(id)?.owner).find(owner => owner !== undefined);
  }
}

function isRemoval(method: string, url: string): boolean {
  return method === 'DELETE' || (method === 'POST' && /remove|delete|revoke|block/i.test(url));
}

function innerOf(response: unknown): unknown {
  return typeof response === 'object' && response !== null ? (response as { response?: unknown }).response : undefined;
}
