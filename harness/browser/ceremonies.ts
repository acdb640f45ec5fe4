/** The ceremonies of a context, from a page's call to what came of it: the person is asked, the engine performs. */
import type { Page } from '@playwright/test';
import { fromBase64url } from '../encoding/bytes.ts';
import { accountOf, candidates, excluded } from './accounts.ts';
import type { Engine, Finished, Performed, Refusal } from './engine.ts';
import type { GateKeeper, GateSource } from './gate.ts';
import type { CeremonyRequest, Decision } from './gatePage.ts';
import type { HelloEvent, Journal } from './journal.ts';
import { ALREADY_PENDING, type Gesture, gestureOf, isVerified, NOT_ALLOWED, type PageError } from './outcomes.ts';
import type { Person } from './person.ts';
import { type Answer, Prompt, pick } from './prompt.ts';
import { explain, obviousReason, REASONS, reasonOf } from './reasons.ts';

/** A ceremony on its way: at the prompt, or in the browser's own method. */
interface Ongoing {
  id: string;
  source: GateSource;
  request: CeremonyRequest;
  prompt?: Prompt;
  by?: Gesture | undefined;
  /** The page was told to go on with the browser's own method. */
  goesOn?: true;
}

/** Pages that wait no longer than this many milliseconds are let wait, where the person never answers. */
const SHORT_WAIT = 1000;

const REFUSED: Decision = { error: NOT_ALLOWED };

export class Ceremonies {
  readonly #engine: Engine;
  readonly #person: Person;
  readonly #journal: Journal;
  readonly #ongoing = new Map<Page, Ongoing>();
  /** Who waits for a page's conditional request. */
  readonly #autofillWanted = new Map<Page, ((prompt: Prompt) => void)[]>();

  constructor(engine: Engine, person: Person, journal: Journal) {
    this.#engine = engine;
    this.#person = person;
    this.#journal = journal;
  }

  /** The gate's side. */
  keeper(): Required<GateKeeper> {
    return {
      prepare: page => this.#prepare(page),
      collect: page => this.#engine.collect(page),
      capabilities: source => {
        this.#engine.enrolled = this.#person.isEnrolled;
        return this.#engine.capabilities(source);
      },
      signal: async (source, request) => (await this.#engine.signal?.(source, request)) ?? {},
      begin: (source, id, request) => this.#begin({ id, source, request }),
      abandon: (page, id, reason) => this.#abandon(page, id, reason),
      end: (page, id, error?: PageError) => this.#end(page, ongoing => ongoing.id === id, error),
      documentReplaced: ({ page, frame }) =>
        this.#end(page, ongoing => ongoing.source.frame === frame, undefined, REASONS.left),
    };
  }

  pageClosed(page: Page): void {
    this.#abandoned(page, REASONS.left, () => true);
    this.#engine.forget(page);
  }

  /** Picks from the suggestions of the page's conditional request, as soon as it has one. */
  async autofill(page: Page, account: string | undefined): Promise<void> {
    const current = this.#ongoing.get(page);
    const open = current?.request.conditional ? current.prompt : undefined;
    const prompt = open ?? (await new Promise<Prompt>(resolve => this.#wantAutofill(page, resolve)));
    prompt.release(account);
  }

  #wantAutofill(page: Page, resolve: (prompt: Prompt) => void): void {
    this.#autofillWanted.set(page, [...(this.#autofillWanted.get(page) ?? []), resolve]);
  }

  async #prepare(page: Page): Promise<void> {
    this.#engine.enrolled = this.#person.isEnrolled;
    await this.#engine.prepare(page);
  }

  async #begin(ongoing: Ongoing): Promise<Decision> {
    const { page } = ongoing.source;
    if (this.#ongoing.has(page)) {
      this.#tellRefused(ongoing, REASONS.pending);
      return { error: ALREADY_PENDING };
    }
    this.#ongoing.set(page, ongoing);
    try {
      const performed = await this.#perform(ongoing);
      return this.#isOn(ongoing) ? this.#decide(ongoing, performed) : await this.#tooLate(page, performed);
    } catch (error) {
      if (!this.#isOn(ongoing)) return REFUSED;
      this.#over(ongoing);
      throw error;
    }
  }

  /** Nobody listens any more where the ceremony is over, or another has begun: what is answered now is not seen. */
  async #tooLate(page: Page, { error, response }: Performed): Promise<Decision> {
    if (!error && !response) await this.#engine.finish?.(page);
    return REFUSED;
  }

  #decide(ongoing: Ongoing, { error, response, reason }: Performed): Decision {
    const { request } = ongoing;
    if (!error && !response) {
      ongoing.goesOn = true;
      return {};
    }
    this.#over(ongoing);
    if (error) {
      this.#tellRefused(ongoing, reason ?? explain(error, request, this.#engine.passkeys));
      return { error };
    }
    const used = { id: response!.id ?? '', userVerified: isUserVerified(response!) };
    this.#tellDone(ongoing, { used });
    return { response: response! };
  }

  async #perform(ongoing: Ongoing): Promise<Performed> {
    const { source, request } = ongoing;
    const answer = await this.#answerOf(ongoing);
    if (answer === undefined || 'error' in answer) return answer ?? REFUSED;
    ongoing.by = gestureOf(answer.outcome);
    const { picked: choice } = answer;
    const performance = { ...this.#person.takeFlags(), ...(choice !== undefined && { choice }) };
    return this.#explained(await this.#engine.perform(source, request, performance), request);
  }

  /** The client in Node says why in words of its own: those that both engines share come first. */
  #explained<Answered extends Performed>(answered: Answered, request: CeremonyRequest): Answered {
    const { error, reason } = answered;
    if (!error || !this.#engine.objects) return answered;
    const { enrolled, passkeys } = this.#engine;
    const shared = enrolled ? obviousReason(error, request, passkeys) : REASONS.notEnrolled;
    const words = new Set([shared, reason].filter(text => text !== undefined));
    return words.size === 0 ? answered : { ...answered, reason: [...words].join(': ') };
  }

  /** What came of asking the person, with the passkey that they use; `undefined` when the page stops waiting first. */
  async #answerOf(ongoing: Ongoing): Promise<Answer | Refusal | undefined> {
    const { source, request } = ongoing;
    this.#engine.enrolled = this.#person.isEnrolled;
    const refusal = await this.#engine.refuses?.(source, request);
    if (refusal) return this.#explained(refusal, request);
    if (isSilent(request) || excluded(this.#engine.passkeys, request)) return { outcome: 'verified' };
    const suggested = request.conditional ? await this.#suggest(ongoing) : { outcome: 'verified' as const };
    if (!suggested || !this.#isOn(ongoing)) return undefined;
    const answer = await this.#ask(ongoing);
    if (!answer) return undefined;
    if (answer.outcome === 'lockedOut') this.#person.lockOut();
    this.#engine.enrolled = answer.outcome !== 'notEnrolled';
    // Without a Windows Hello, another device may still answer: the engine knows.
    if (!isVerified(answer.outcome) && answer.outcome !== 'notEnrolled')
      return { error: NOT_ALLOWED, reason: reasonOf(answer.outcome)! };
    return this.#withAccount(request, { ...suggested, ...answer });
  }

  /** A conditional request shows no prompt: it waits until somebody picks from the form's suggestions. */
  #suggest(ongoing: Ongoing): Promise<Answer | undefined> {
    const prompt = this.#open(ongoing);
    const { page } = ongoing.source;
    for (const wanted of this.#autofillWanted.get(page) ?? []) wanted(prompt);
    this.#autofillWanted.delete(page);
    return prompt.answered;
  }

  async #ask(ongoing: Ongoing): Promise<Answer | undefined> {
    const next = this.#person.next();
    if (next === 'pending') {
      const prompt = this.#open(ongoing);
      this.#person.show(prompt);
      return prompt.answered;
    }
    const { timeout } = ongoing.request.options;
    const ends = typeof timeout === 'number' && timeout <= SHORT_WAIT && !ongoing.request.conditional;
    return next === 'timedOut' && ends ? this.#open(ongoing).answered : { outcome: next };
  }

  #open(ongoing: Ongoing): Prompt {
    const { request } = ongoing;
    const prompt = new Prompt(request, () => candidates(this.#engine.passkeys, request).map(accountOf));
    ongoing.prompt = prompt;
    return prompt;
  }

  /** The passkey that the person picks: as told, or else the one that was used last. */
  #withAccount(request: CeremonyRequest, answer: Answer): Answer | Refusal {
    const { passkeys } = this.#engine;
    const able = candidates(passkeys, request);
    const chosen = answer.picked ?? this.#person.takeChoice(request);
    if (chosen === undefined) {
      const latest = passkeys.latest(able);
      return latest ? { ...answer, picked: latest.id } : answer;
    }
    try {
      return { ...answer, picked: pick(able.map(accountOf), chosen).id };
    } catch (error) {
      return { error: NOT_ALLOWED, reason: (error as Error).message };
    }
  }

  /** The browser's own method has answered, or its document is gone. */
  async #end(page: Page, isIt: (ongoing: Ongoing) => boolean, error?: PageError, reason?: string): Promise<void> {
    const ongoing = this.#ongoing.get(page);
    if (!ongoing || !isIt(ongoing)) return;
    try {
      const finished = (await this.#engine.finish?.(page)) ?? {};
      if (!this.#isOn(ongoing)) return;
      if (finished.used) this.#tellDone(ongoing, finished);
      else this.#tellRefused(ongoing, reason ?? explain(error, ongoing.request, this.#engine.passkeys));
    } finally {
      this.#over(ongoing);
    }
  }

  /** A page that changes its mind while it is told to go on never calls the browser's own method. */
  async #abandon(page: Page, id: string, reason: string): Promise<void> {
    const ongoing = this.#ongoing.get(page);
    this.#abandoned(page, reason, ({ id: own }) => own === id);
    if (ongoing?.id === id && ongoing.goesOn) await this.#engine.finish?.(page);
  }

  #abandoned(page: Page, reason: string | undefined, isIt: (ongoing: Ongoing) => boolean): void {
    const ongoing = this.#ongoing.get(page);
    if (!ongoing || !isIt(ongoing)) return;
    this.#over(ongoing);
    this.#tellRefused(ongoing, reason ?? REASONS.aborted);
  }

  #isOn(ongoing: Ongoing): boolean {
    return this.#ongoing.get(ongoing.source.page) === ongoing;
  }

  #over(ongoing: Ongoing): void {
    if (!this.#isOn(ongoing)) return;
    this.#ongoing.delete(ongoing.source.page);
    if (ongoing.prompt) this.#person.leave(ongoing.prompt);
  }

  #tellDone({ request, by }: Ongoing, { used, note }: Finished): void {
    const { id, userVerified } = used!;
    const { kind, rpId, origin } = request;
    this.#engine.passkeys.touch(id);
    const userName = this.#engine.passkeys.find(id)?.userName;
    const event: HelloEvent = { type: kind === 'create' ? 'registered' : 'signedIn', kind, rpId, origin };
    this.#journal.tell({
      ...event,
      credentialId: id,
      ...(userName !== undefined && { userName }),
      userVerified,
      ...(by && { by }),
      ...(note !== undefined && { note }),
    });
  }

  #tellRefused({ request: { kind, rpId, origin } }: Ongoing, reason: string): void {
    this.#journal.tell({ type: 'refused', kind, rpId, origin, reason });
  }
}

/** A conditional create shows no prompt at all (§5.1.3). */
function isSilent({ kind, conditional }: CeremonyRequest): boolean {
  return kind === 'create' && conditional;
}

/** UV, bit 2 of the flags after the hash of the RP ID (§6.1). */
function isUserVerified({ response }: NonNullable<Decision['response']>): boolean {
  const { authenticatorData = '' } = response;
  return ((fromBase64url(authenticatorData)[32] ?? 0) & 0x04) !== 0;
}
