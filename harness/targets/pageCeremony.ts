/** One run of a page function: it begins, the page asks for a passkey, is given an answer, and says how it ended. */
import type { Page } from '@playwright/test';
import type { CeremonyRequest, Decision } from '../browser/gatePage.ts';
import { NOT_ALLOWED } from '../browser/outcomes.ts';
import type { CredentialJSON } from '../browser/pageCredential.ts';
import type { Reply, User, Wishes } from '../target.ts';
import type { Said } from './pageModule.ts';
import type { PageTraffic } from './pageTraffic.ts';

/** Characters of a message. */
const MESSAGE = 300;

/** A page with what goes over its wire. */
export interface Tab {
  page: Page;
  traffic: PageTraffic;
  inUse: boolean;
}

export interface CeremonyPlan {
  kind: CeremonyRequest['kind'];
  user: User | undefined;
  want: Wishes;
  /** The user's function. */
  act(page: Page): Said;
  /** Milliseconds that the site has, each time that it is waited for. */
  timeout: number;
}

/** How the function ended: `why` is what it threw. */
type Ending = { worked: boolean; why?: string };

export class PageCeremony {
  readonly tab: Tab;
  readonly plan: CeremonyPlan;
  readonly #ended: Promise<Ending>;
  #request: CeremonyRequest | undefined;
  #asked: () => void = () => {};
  #decide: ((decision: Decision) => void) | undefined;

  constructor(tab: Tab, plan: CeremonyPlan) {
    this.tab = tab;
    this.plan = plan;
    tab.traffic.begin();
    this.#ended = endingOf(() => plan.act(tab.page));
  }

  /** The page's call, once it was made. */
  get request(): CeremonyRequest | undefined {
    return this.#request;
  }

  /** Whether the page waits for an answer. */
  get waits(): boolean {
    return this.#decide !== undefined;
  }

  /** The page calls `navigator.credentials`. The first call of the kind that was begun is the one; others are refused. */
  ask(request: CeremonyRequest): Promise<Decision> {
    if (this.#request || request.kind !== this.plan.kind) return Promise.resolve({ error: NOT_ALLOWED });
    this.#request = request;
    return new Promise(resolve => {
      this.#decide = resolve;
      this.#asked();
    });
  }

  /** The page has given up waiting. */
  abandon(): void {
    this.#decide = undefined;
  }

  /** The page's call, or why there is none: the function ended before, or the time is over. */
  async call(): Promise<CeremonyRequest | Reply> {
    const began = performance.now();
    const asked = new Promise<undefined>(resolve => {
      this.#asked = () => resolve(undefined);
      if (this.#request) resolve(undefined);
    });
    const reply = await this.#settled(began, asked);
    if (this.#request) return this.#request;
    if (reply?.seen !== 'accepted') return reply!;
    return { ...reply, seen: 'rejected', message: 'the page did not ask for a passkey' };
  }

  /** Hands the page its credential, and waits for what it makes of it. */
  async answer(response: CredentialJSON): Promise<Reply> {
    const began = performance.now();
    this.tab.traffic.begin();
    this.#decide?.({ response });
    this.#decide = undefined;
    return (await this.#settled(began))!;
  }

  /** The reply when the function has ended or the time is over; nothing when `other` comes first. */
  async #settled(began: number, other?: Promise<undefined>): Promise<Reply | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<'expired'>(resolve => {
      timer = setTimeout(() => resolve('expired'), this.plan.timeout);
    });
    const first = await Promise.race([this.#ended, expired, ...(other ? [other] : [])]);
    clearTimeout(timer);
    return first && this.#reply(first, began);
  }

  async #reply(ending: Ending | 'expired', began: number): Promise<Reply> {
    const { traffic } = this.tab;
    const ms = performance.now() - began;
    if (ending !== 'expired' && !ending.worked) await traffic.settled(this.plan.timeout - ms);
    const unanswered = traffic.waitingFor;
    if (ending === 'expired') {
      const why = unanswered ? `${unanswered}: no answer` : 'the page function has not ended';
      return { seen: 'hung', message: `${why} within ${this.plan.timeout} ms`, ms };
    }
    if (ending.worked) return { seen: 'accepted', ...(await traffic.answer()), ms };
    const fault = traffic.fault();
    if (fault) return { ...fault, ms };
    if (unanswered) return { seen: 'hung', message: `${unanswered}: no answer`, ms };
    const message = ending.why ?? 'the page says that it did not work';
    return { seen: 'rejected', message, ...(await traffic.answer()), ms };
  }
}

async function endingOf(act: () => Said): Promise<Ending> {
  try {
    return { worked: (await act()) !== false };
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { worked: false, why: first.slice(0, MESSAGE) };
  }
}
