/** A virtual Windows Hello for a browser context: one device for all of its pages, and a person whose answers are scripted. */
import type { BrowserContext, Page } from '@playwright/test';
import { base64url, fromBase64url } from '../encoding/bytes.ts';
import { type CdpCredential, Device } from './cdp.ts';
import { type GateKeeper, type GateSource, installGate } from './gate.ts';
import type { CeremonyRequest, Decision } from './gatePage.ts';
import { ALREADY_PENDING, NOT_ALLOWED, type Outcome, outcome } from './outcomes.ts';
import { type Answer, Prompt } from './prompt.ts';
import { Turns } from './turns.ts';

export interface HelloOptions {
  /** What happens to the person at every prompt that has no outcome of its own; `verified` by default. */
  outcome?: Outcome;
}

/** A passkey on the device. Binary members are unpadded base64url. */
export interface HelloCredential {
  id: string;
  rpId: string;
  userHandle?: string;
  userName?: string;
  userDisplayName?: string;
  discoverable: boolean;
  /** The counter of its last signature. */
  signCount: number;
}

/** A ceremony on its way: at the prompt, or in the browser's own method. */
interface Ongoing {
  id: string;
  source: GateSource;
  prompt: Prompt | undefined;
  /** Gives the device back. */
  release: () => void;
}

const OPTIONS = ['outcome'];
const REFUSED: Decision = { error: NOT_ALLOWED };

export class Hello {
  readonly #device: Device;
  readonly #turns = new Turns();
  readonly #ongoing = new Map<Page, Ongoing>();
  readonly #next: Outcome[] = [];
  /** Prompts that are open and that no test has asked for yet. */
  readonly #prompts: Prompt[] = [];
  readonly #promptWanted: ((prompt: Prompt) => void)[] = [];
  #outcome: Outcome;

  /** Use {@link installHello}. */
  constructor(device: Device, options: HelloOptions) {
    const unknown = Object.keys(options).find(option => !OPTIONS.includes(option));
    if (unknown !== undefined) throw new TypeError(`"${unknown}" is no option of hello; use ${OPTIONS.join(', ')}`);
    this.#device = device;
    this.#outcome = outcome(options.outcome ?? 'verified');
  }

  /** What happens at every prompt that has no outcome of its own. */
  get outcome(): Outcome {
    return this.#outcome;
  }

  set outcome(word: Outcome) {
    this.#outcome = outcome(word);
  }

  /** Scripts the next prompts, one outcome for each; calls add up. Throws for a word that is no outcome. */
  will(...outcomes: Outcome[]): void {
    this.#next.push(...outcomes.map(outcome));
  }

  /** The oldest prompt that is open (outcome `pending`), as soon as there is one. Each is given once. */
  async pending(): Promise<Prompt> {
    return this.#prompts.shift() ?? new Promise(resolve => this.#promptWanted.push(resolve));
  }

  /** The passkeys on the device, of one RP ID or of all. */
  credentials(rpId?: string): HelloCredential[] {
    const all = [...this.#device.credentials.values()].map(shown);
    return rpId === undefined ? all : all.filter(credential => credential.rpId === rpId);
  }

  /** Deletes a passkey from the device, as its owner can in Windows' settings. Throws for an id that is not there. */
  remove(id: string): void {
    this.#device.credentials.delete(this.#find(id).credentialId);
  }

  /**
   * Sets a passkey's counter, so that the next signature has `signCount + 1`: lower than the relying party remembers,
   * it is what a clone of the key would show. Throws for an id that is not there.
   */
  rollBack(id: string, signCount: number): void {
    if (!Number.isInteger(signCount) || signCount < 0)
      throw new RangeError(`${signCount} is no counter: use a whole number from 0`);
    const credential = this.#find(id);
    this.#device.credentials.set(credential.credentialId, { ...credential, signCount });
  }

  #find(id: string): CdpCredential {
    const found = this.#device.credentials.get(Buffer.from(fromBase64url(id)).toString('base64'));
    if (!found) throw new Error(`The device has no passkey ${id}; hello.credentials() lists what it has.`);
    return found;
  }

  /** The gate's side; not for tests. */
  keeper(): GateKeeper {
    return {
      prepare: page => this.#device.prepare(page),
      collect: page => this.#device.collect(page),
      begin: (source, id, request) => this.#begin(source, id, request),
      abandon: (page, id) => this.#over(page, ongoing => ongoing.id === id),
      end: (page, id) => this.#end(page, ongoing => ongoing.id === id),
      documentReplaced: ({ page, frame }) => this.#end(page, ongoing => ongoing.source.frame === frame),
    };
  }

  /** A page is closed. */
  pageClosed(page: Page): void {
    this.#over(page, () => true);
    this.#device.forget(page);
  }

  async #begin(source: GateSource, id: string, request: CeremonyRequest): Promise<Decision> {
    const { page } = source;
    if (this.#ongoing.has(page)) return { error: ALREADY_PENDING };
    const ongoing: Ongoing = { id, source, prompt: undefined, release: () => {} };
    this.#ongoing.set(page, ongoing);
    const answer = await this.#ask(ongoing, request);
    // Nobody listens any more where the ceremony is over, or another has begun: what is answered then is not seen.
    if (answer !== 'verified' || this.#ongoing.get(page) !== ongoing) {
      this.#over(page, current => current === ongoing);
      return REFUSED;
    }
    const release = await this.#turns.take();
    if (this.#ongoing.get(page) !== ongoing) {
      release();
      return REFUSED;
    }
    ongoing.release = release;
    try {
      await this.#device.prepare(page);
    } catch (error) {
      this.#over(page, current => current === ongoing);
      throw error;
    }
    return {};
  }

  /** What happens to the person; `undefined` when the page stops waiting first. */
  async #ask(ongoing: Ongoing, request: CeremonyRequest): Promise<Answer | undefined> {
    // Windows looks for excluded credentials before it shows anything: the browser reports InvalidStateError.
    if (this.#isExcluded(request)) return 'verified';
    // A conditional request shows no prompt: it waits until somebody picks from the form's suggestions.
    const next = request.conditional ? 'pending' : (this.#next.shift() ?? this.#outcome);
    if (next !== 'pending') return next;
    ongoing.prompt = new Prompt(request);
    if (!request.conditional) this.#show(ongoing.prompt);
    return ongoing.prompt.answered;
  }

  #isExcluded({ kind, rpId, exclude }: CeremonyRequest): boolean {
    return kind === 'create' && this.credentials(rpId).some(({ id }) => exclude.includes(id));
  }

  #show(prompt: Prompt): void {
    const wanted = this.#promptWanted.shift();
    if (wanted) wanted(prompt);
    else this.#prompts.push(prompt);
  }

  async #end(page: Page, isIt: (ongoing: Ongoing) => boolean): Promise<void> {
    const ongoing = this.#ongoing.get(page);
    if (!ongoing || !isIt(ongoing)) return;
    try {
      await this.#device.collect(page);
    } finally {
      this.#over(page, isIt);
    }
  }

  #over(page: Page, isIt: (ongoing: Ongoing) => boolean): void {
    const ongoing = this.#ongoing.get(page);
    if (!ongoing || !isIt(ongoing)) return;
    this.#ongoing.delete(page);
    ongoing.release();
    if (!ongoing.prompt) return;
    ongoing.prompt.close();
    const unseen = this.#prompts.indexOf(ongoing.prompt);
    if (unseen !== -1) this.#prompts.splice(unseen, 1);
  }
}

function shown(credential: CdpCredential): HelloCredential {
  const {
    credentialId,
    rpId = '',
    userHandle,
    userName,
    userDisplayName,
    isResidentCredential,
    signCount,
  } = credential;
  return {
    id: base64url(Buffer.from(credentialId, 'base64')),
    rpId,
    ...(userHandle === undefined ? {} : { userHandle: base64url(Buffer.from(userHandle, 'base64')) }),
    ...(userName === undefined ? {} : { userName }),
    ...(userDisplayName === undefined ? {} : { userDisplayName }),
    discoverable: isResidentCredential,
    signCount,
  };
}

/**
 * Gives a browser context a Windows Hello; it lasts as long as the context. Throws for options that are misspelt, and
 * in browsers that are not Chromium.
 */
export async function installHello(context: BrowserContext, options: HelloOptions = {}): Promise<Hello> {
  const engine = context.browser()?.browserType().name() ?? 'chromium';
  if (engine !== 'chromium')
    throw new Error(`hello drives Chromium's own WebAuthn; ${engine} has no such thing. Use a Chromium project.`);
  const hello = new Hello(new Device(context), options);
  const watch = (page: Page) => page.once('close', () => hello.pageClosed(page));
  context.pages().forEach(watch);
  context.on('page', watch);
  await installGate(context, hello.keeper());
  return hello;
}
