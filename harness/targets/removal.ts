/** What a run makes at an RP, and its removal: users where the RP can, else each credential by whoever registered it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RelyingParty, Reply, Step, User, Visit } from '../target.ts';
import { firstLine } from './module.ts';
import { withVisits } from './wrapped.ts';

/** Removes one account, whoever is signed in. Throws when the RP does not let it. */
export type RemoveUser = (name: string) => Promise<void>;

interface OpenVisit {
  visit: Visit;
  /** Ids of the credentials that it has registered. */
  credentials: Set<string>;
}

export class Removal {
  /** The RP, watched: closing it removes what is left. */
  readonly rp: RelyingParty;
  readonly #removeUser: RemoveUser | undefined;
  readonly #timeout: number;
  readonly #users = new Set<string>();
  readonly #open = new Set<OpenVisit>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #left: string[] = [];
  #removed = 0;
  #over = false;

  /**
   * @param removeUser where there is none, credentials are removed; the RP claims `remove` then.
   * @param timeout milliseconds that a request which is still under way at the end may take.
   */
  constructor(rp: RelyingParty, removeUser: RemoveUser | undefined, timeout: number) {
    this.#removeUser = removeUser;
    this.#timeout = timeout;
    this.rp = withVisits(rp, visit => this.#watched(visit), { close: () => this.#close(rp) });
  }

  /** What could not be removed, and why; after the RP was closed. */
  left(): readonly string[] {
    return this.#left;
  }

  /** `12 users removed`. */
  inWords(): string {
    if (this.#removeUser) return `${this.#removed} users removed`;
    return `${this.#removed} credentials removed; their users stay, for the RP shows no way to remove them`;
  }

  #watched(visit: Visit): Visit {
    const open: OpenVisit = { visit, credentials: new Set() };
    this.#open.add(open);
    const note = {
      user: (name: string) => this.#users.add(name),
      credential: (id: string) => open.credentials.add(id),
    };
    const { registrationOptions, register, post, web, remove, close } = watchedMembers(visit, note, open.credentials);
    const watched: Record<string, unknown> = {
      registrationOptions,
      register,
      ...(post && { post }),
      ...(web && { web }),
      ...(remove && { remove }),
      close: () => this.#end(open, close),
    };
    return new Proxy(visit, {
      get: (target, name) => {
        const member = watched[String(name)] ?? Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return name === 'close' ? member : (...given: unknown[]) => this.#during(() => member.apply(target, given));
      },
    });
  }

  /** Nothing begins once the run is over: what it made would stay. */
  async #during<T>(act: () => Promise<T>): Promise<T> {
    if (this.#over) throw new Error('the run is over');
    const doing = act();
    this.#underWay.add(doing);
    try {
      return await doing;
    } finally {
      this.#underWay.delete(doing);
    }
  }

  async #end(open: OpenVisit, close: () => Promise<void>): Promise<void> {
    if (!this.#open.delete(open)) return;
    if (!this.#removeUser)
      for (const id of open.credentials) await this.#tell(`credential ${id}`, () => open.visit.remove!(id));
    await close();
  }

  async #close(rp: RelyingParty): Promise<void> {
    this.#over = true;
    await Promise.race([Promise.allSettled(this.#underWay), pause(this.#timeout)]);
    for (const open of [...this.#open]) await this.#end(open, () => open.visit.close());
    if (this.#removeUser)
      for (const name of this.#users) await this.#tell(`user ${name}`, () => this.#removeUser!(name));
    await rp.close?.();
  }

  async #tell(what: string, remove: () => Promise<void>): Promise<void> {
    try {
      await remove();
      this.#removed += 1;
    } catch (error) {
      this.#left.push(`${what}: ${firstLine(error)}`);
    }
  }
}

interface Notes {
  user(name: string): void;
  credential(id: string): void;
}

/** The members that make or remove something, each noting what it did. */
function watchedMembers(visit: Visit, note: Notes, credentials: Set<string>) {
  const noteBody = (step: Step | string, body: unknown, done: boolean) => {
    const { username, id } = jsonOf(body);
    if (step === 'registrationOptions' && typeof username === 'string') note.user(username);
    if (step === 'register' && done && typeof id === 'string') note.credential(id);
  };
  return {
    registrationOptions: async (user: User, ...more: [never?]) => {
      note.user(user.name);
      return visit.registrationOptions(user, ...more);
    },
    register: async (response: Parameters<Visit['register']>[0]): Promise<Reply> => {
      const reply = await visit.register(response);
      if (reply.seen === 'accepted' && typeof response?.id === 'string') note.credential(response.id);
      return reply;
    },
    post:
      visit.post &&
      (async (...given: Parameters<NonNullable<Visit['post']>>) => {
        const reply = await visit.post!(...given);
        noteBody(given[0], given[1], reply.seen === 'accepted');
        return reply;
      }),
    web:
      visit.web &&
      (async (...given: Parameters<NonNullable<Visit['web']>>) => {
        const answer = await visit.web!(...given);
        noteBody(given[0].to, given[0].body, answer.status < 300);
        return answer;
      }),
    remove:
      visit.remove &&
      (async (id: string) => {
        await visit.remove!(id);
        credentials.delete(id);
      }),
    close: () => visit.close(),
  };
}

function jsonOf(body: unknown): Record<string, unknown> {
  try {
    return Object(JSON.parse(body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : String(body)));
  } catch {
    return {};
  }
}
