/** The stage of one case: who plays in it, and the user agents that it opens. */
import { Authenticator } from '../authenticator/authenticator.ts';
import { Client } from '../authenticator/client.ts';
import type { Edits } from '../authenticator/edits.ts';
import { deriveBytes } from '../authenticator/keys.ts';
import type { AuthenticatorSettings } from '../authenticator/settings.ts';
import { hex, sha256, utf8 } from '../encoding/bytes.ts';
import type { Evidence } from '../result.ts';
import type { Listener } from '../suite/case.ts';
import type { RelyingParty, Reply, User, Visit, Wishes } from '../target.ts';
import { AskedWrongly } from '../targets/askedWrongly.ts';
import { evidenceOf, packEvidence, type Told, type WatchedLayer, watchEdits } from './evidence.ts';
import type { Listeners } from './listener.ts';
import { Conversation, recordVisit } from './recordedVisit.ts';

/** What an honest ceremony is at this RP: laid under the wishes and settings of every case. */
export interface Honest {
  /** In words; empty for the default. */
  name: string;
  wishes: Wishes;
  authenticator: Partial<AuthenticatorSettings>;
  /** Sets names and ids apart where the seed was used at this RP before; empty otherwise. */
  salt: string;
}

export const DEFAULT_HONEST: Honest = { name: '', wishes: {}, authenticator: {}, salt: '' };

/** What all cases of a run share. */
export interface Stage {
  rp: RelyingParty;
  seed: string;
  honest: Honest;
  listeners: Listeners;
  /** Milliseconds for an answer, for targets that keep no time of their own. */
  timeout?: number;
}

/** One case on the stage; `close` ends all its visits. */
export class Scene {
  readonly stage: Stage;
  readonly conversation: Conversation;
  /** What the case's edit did, in the order in which it was done. */
  readonly watched: WatchedLayer[] = [];
  /** From which keys, ids and names of the case derive, with the seed. */
  readonly label: string;
  readonly #key: string;
  readonly #visits: Visit[] = [];

  constructor(stage: Stage, caseId: string) {
    this.stage = stage;
    this.conversation = new Conversation(stage.rp.hide?.bind(stage.rp));
    this.label = stage.honest.salt === '' ? caseId : `${stage.honest.salt}/${caseId}`;
    this.#key = caseId.split('/').at(-1)!;
  }

  async visit(): Promise<Visit> {
    const opened = await this.stage.rp.visit();
    checkVisit(opened, this.stage.rp.name);
    const visit = recordVisit(opened, this.conversation, this.stage.timeout);
    this.#visits.push(visit);
    return visit;
  }

  user(label = ''): User {
    // Names are no secret: a plain hash is enough, and ten times cheaper than HKDF.
    const mark = hex(sha256(utf8(`${this.stage.seed} ${this.label} ${label}`)).subarray(0, 4));
    const short = `${this.#key}${label && `-${label}`}`.replace(/[^\w-]+/g, '-').slice(0, 40);
    return { name: `${this.stage.rp.userPrefix ?? 'ts-'}${mark}-${short}`, displayName: `Touchstone ${short}` };
  }

  device(label: string, settings: Partial<AuthenticatorSettings> = {}): Client {
    return new Client(
      new Authenticator(
        { ...this.stage.honest.authenticator, ...settings },
        { seed: this.stage.seed, label: `${this.label}#${label}` },
      ),
    );
  }

  random(label: string, length: number): Uint8Array {
    return deriveBytes(this.stage.seed, `${this.label}:${label}`, length);
  }

  /** The run's listener, with paths of this case's own: an RP may keep what it has fetched, by URL. */
  listener(): Promise<Listener> {
    const mark = hex(sha256(utf8(`${this.stage.seed} ${this.label} listener`)).subarray(0, 8));
    return this.stage.listeners.open(mark);
  }

  wishes(own: Wishes | undefined): Wishes {
    return { ...this.stage.honest.wishes, ...own };
  }

  /** The edit of the case, watched. */
  watch(edits: Edits): Edits {
    return watchEdits(edits, this.watched);
  }

  /** For the reply that is judged. */
  evidence(reply: Reply): Evidence {
    return evidenceOf(this.conversation.handedInFor(reply), this.watched);
  }

  /** @param reply the one that is judged, where there is one. */
  told(reply?: Reply): Told {
    const exchange = this.conversation.exchanges();
    const evidence = reply && this.evidence(reply);
    const isEmpty = evidence?.response === undefined && !evidence?.changes.length;
    return isEmpty ? { exchange } : { exchange, evidence: packEvidence(evidence!) };
  }

  async close(): Promise<void> {
    for (const visit of this.#visits) await visit.close();
  }
}

const OWED = ['registrationOptions', 'register', 'authenticationOptions', 'authenticate', 'close'] as const;

/** People write targets themselves. @throws {AskedWrongly} when a member of the visit is missing. */
function checkVisit(visit: Partial<Visit> | undefined, name: string): void {
  const missing = OWED.find(member => typeof visit?.[member] !== 'function');
  if (missing)
    throw new AskedWrongly(`visit() of the relying party ${name} gives no visit: ${missing} is not a function`);
}
