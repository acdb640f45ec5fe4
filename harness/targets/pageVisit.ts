/** One visit to a site through its pages: a browser context, in whose tabs the user's functions run. */
import type { BrowserContext, Page } from '@playwright/test';
import type { GateKeeper } from '../browser/gate.ts';
import type { Capabilities, CeremonyRequest, Decision } from '../browser/gatePage.ts';
import { NOT_ALLOWED } from '../browser/outcomes.ts';
import type { CredentialJSON } from '../browser/pageCredential.ts';
import { fromBase64url } from '../encoding/bytes.ts';
import { decodeClientData } from '../encoding/clientData.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../encoding/json.ts';
import { NotCarried, type Reply, type Step, TargetError, type User, type Wishes } from '../target.ts';
import { whyNotCarried } from './pageCarries.ts';
import { type CeremonyPlan, PageCeremony, type Tab } from './pageCeremony.ts';
import type { PageModule } from './pageModule.ts';
import { PageTraffic } from './pageTraffic.ts';
import { unmetWish } from './pageWishes.ts';

/** What the pages are told of the device, so that they offer all that they have. */
const CAPABILITIES: Capabilities = {
  userVerifyingPlatformAuthenticator: true,
  conditionalMediation: true,
  client: {
    conditionalCreate: true,
    conditionalGet: true,
    hybridTransport: true,
    passkeyPlatformAuthenticator: true,
    userVerifyingPlatformAuthenticator: true,
    relatedOrigins: true,
  },
};

/** Ceremonies that are begun and left alone keep theirs. */
const TABS = 40;

export interface PageVisitParts {
  context: BrowserContext;
  module: PageModule;
  timeout: number;
  /** Hears each call of a page: origin and RP ID are seen there. */
  onRequest(request: CeremonyRequest): void;
}

/** The visit, and the gate of its context. */
export class PageVisit implements GateKeeper {
  readonly #parts: PageVisitParts;
  readonly #tabs: Tab[] = [];
  /** Begun and not answered, oldest first. */
  readonly #underWay: PageCeremony[] = [];
  #lastUser: User | undefined;

  constructor(parts: PageVisitParts) {
    this.#parts = parts;
  }

  async registrationOptions(user: User, want: Wishes = {}): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const act = (page: Page) => this.#parts.module.register(page, user, want);
    const { options } = await this.#begin('registrationOptions', { kind: 'create', user, want, act });
    return options as unknown as PublicKeyCredentialCreationOptionsJSON;
  }

  register(response: RegistrationResponseJSON): Promise<Reply> {
    return this.#answer('create', response);
  }

  async authenticationOptions(user?: User, want: Wishes = {}): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const act = (page: Page) => this.#parts.module.login(page, user, want);
    const { options } = await this.#begin('authenticationOptions', { kind: 'get', user, want, act });
    return options as unknown as PublicKeyCredentialRequestOptionsJSON;
  }

  async authenticate(response: AuthenticationResponseJSON): Promise<Reply> {
    const reply = await this.#answer('get', response);
    if (reply.seen !== 'accepted' || (await this.signedInAs()) !== undefined) return reply;
    return { ...reply, seen: 'rejected', message: 'the page says that it worked, and nobody is signed in' };
  }

  async signedInAs(): Promise<string | undefined> {
    const who = await this.look(page => this.#parts.module.signedIn(page));
    return who === true ? (this.#lastUser?.name ?? 'somebody') : who || undefined;
  }

  /** Calls a page function that only looks, on a tab where nothing waits. */
  async look<T>(act: (page: Page) => Promise<T>): Promise<T> {
    const tab = await this.#freeTab();
    try {
      return await act(tab.page);
    } finally {
      tab.inUse = false;
    }
  }

  async close(): Promise<void> {
    await this.#parts.context.close();
  }

  async begin({ page }: { page: Page }, _id: string, request: CeremonyRequest): Promise<Decision> {
    // What is offered in autofill stays there until somebody picks it, and nobody does.
    if (request.kind === 'get' && request.conditional) return new Promise(() => {});
    this.#parts.onRequest(request);
    const opener = await page.opener();
    const ceremony = this.#underWay.find(({ tab }) => tab.page === page || tab.page === opener);
    // A browser makes no passkey by itself unless that is what the case is about.
    if (!ceremony || (request.conditional && !ceremony.plan.want.conditional)) return { error: NOT_ALLOWED };
    return ceremony.ask(request);
  }

  abandon(page: Page): void {
    for (const ceremony of this.#underWay) if (ceremony.tab.page === page) ceremony.abandon();
  }

  async documentReplaced({ page, frame }: { page: Page; frame: { parentFrame(): unknown } }): Promise<void> {
    if (!frame.parentFrame()) this.abandon(page);
  }

  capabilities(): Capabilities {
    return CAPABILITIES;
  }

  async prepare(): Promise<void> {}
  async collect(): Promise<void> {}
  async end(): Promise<void> {}

  async #begin(step: Step, plan: Omit<CeremonyPlan, 'timeout'>): Promise<CeremonyRequest> {
    const ceremony = new PageCeremony(await this.#freeTab(), { ...plan, timeout: this.#parts.timeout });
    this.#underWay.push(ceremony);
    const call = await ceremony.call();
    if ('seen' in call) {
      await this.#over(ceremony, call);
      throw new TargetError(step, call, `${step}: ${call.message ?? call.seen}`);
    }
    const unmet = unmetWish(plan.want, call);
    if (unmet !== undefined) throw new NotCarried(unmet);
    return call;
  }

  async #answer(
    kind: CeremonyRequest['kind'],
    response: RegistrationResponseJSON | AuthenticationResponseJSON,
  ): Promise<Reply> {
    const why = whyNotCarried(kind === 'create' ? 'registration' : 'authentication', response);
    if (why !== undefined) throw new NotCarried(`a page cannot carry it: ${why}`);
    const ceremony = this.#waitingFor(kind, challengeOf(response));
    if (!ceremony) throw new NotCarried('a page hands in what it has asked for, once, and nothing else');
    const reply = await ceremony.answer(response as CredentialJSON);
    if (reply.seen === 'accepted') this.#lastUser = ceremony.plan.user;
    await this.#over(ceremony, reply);
    return reply;
  }

  /** The ceremony that has the challenge, or the youngest: the answer to another's challenge has to go in somewhere. */
  #waitingFor(kind: CeremonyRequest['kind'], challenge: string | undefined): PageCeremony | undefined {
    const waiting = this.#underWay.filter(one => one.plan.kind === kind && one.waits);
    return waiting.find(({ request }) => request?.options.challenge === challenge) ?? waiting.at(-1);
  }

  /** A tab whose function goes on, though nobody waits for it any more, is of no use to another. */
  async #over(ceremony: PageCeremony, { seen }: Reply): Promise<void> {
    this.#underWay.splice(this.#underWay.indexOf(ceremony), 1);
    const { tab } = ceremony;
    if (seen === 'hung') await tab.page.close();
    else tab.inUse = false;
  }

  /** A tab that is in use from now on. */
  async #freeTab(): Promise<Tab> {
    const free = this.#tabs.find(tab => !tab.inUse && !tab.page.isClosed());
    if (free) {
      free.inUse = true;
      return free;
    }
    if (this.#tabs.length >= TABS) throw new NotCarried(`nobody has more than ${TABS} tabs waiting for a passkey`);
    const page = await this.#parts.context.newPage();
    const tab = { page, traffic: new PageTraffic(page), inUse: true };
    this.#tabs.push(tab);
    return tab;
  }
}

/** In client data that can be read; edited ones need not be. */
function challengeOf({ response }: RegistrationResponseJSON | AuthenticationResponseJSON): string | undefined {
  try {
    return decodeClientData(fromBase64url(response.clientDataJSON)).challenge as string;
  } catch {
    return undefined;
  }
}
