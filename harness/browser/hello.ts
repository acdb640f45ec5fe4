/** A virtual Windows Hello for a browser context: one device for all of its pages, and a person whose answers are scripted. */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { MODELS, type Model } from '../authenticator/models/index.ts';
import { CdpEngine } from './cdpEngine.ts';
import { Ceremonies } from './ceremonies.ts';
import { ENGINES, type Engine, type EngineName } from './engine.ts';
import { type GateKeeper, installGate } from './gate.ts';
import { EVENT_TYPES, type HelloEvent, type HelloEventType, Journal } from './journal.ts';
import { type Outcome, oneOf, onlyMembers, outcome } from './outcomes.ts';
import { completed, type NewPasskey, type PasskeyFile, type PasskeySource, readPasskeys } from './passkeyForms.ts';
import type { Passkey } from './passkeys.ts';
import { type Flags, Person } from './person.ts';
import type { Prompt } from './prompt.ts';

export interface HelloOptions {
  /**
   * `cdp`: Chromium's own WebAuthn with its virtual authenticator, the default in Chromium. `software`: Touchstone's client
   * and authenticator answer in place of the browser; in every browser, the default outside of Chromium.
   */
  engine?: EngineName;
  /** Which Windows Hello, or other device; `windows-hello` by default. Another needs the software engine. */
  model?: string;
  /** Further devices that are attached, by the names of models. Software engine only. */
  devices?: readonly string[];
  /** What happens to the person at every prompt that has no outcome of its own; `verified` by default. */
  outcome?: Outcome;
}

/** A passkey on the device, without its private key. */
export type HelloCredential = Omit<Passkey, 'privateKey' | 'kept'>;

const OPTIONS = ['engine', 'model', 'devices', 'outcome'];
const DEFAULT_MODEL = 'windows-hello';

export class Hello {
  readonly #engine: Engine;
  readonly #person: Person;
  readonly #journal = new Journal();
  readonly #ceremonies: Ceremonies;

  /** Use {@link installHello}. */
  constructor(engine: Engine, word: Outcome) {
    this.#engine = engine;
    this.#person = new Person(word);
    this.#ceremonies = new Ceremonies(engine, this.#person, this.#journal);
    engine.passkeys.on(({ type, passkey: { rpId, id, userName } }) => {
      const who = userName === undefined ? {} : { userName };
      if (type === 'removed') this.#journal.tell({ type, rpId, credentialId: id, ...who });
    });
  }

  /** Which engine answers the pages. */
  get engine(): EngineName {
    return this.#engine.name;
  }

  /** What happens at every prompt that has no outcome of its own. Throws a TypeError for a word that is no outcome. */
  get outcome(): Outcome {
    return this.#person.outcome;
  }

  set outcome(word: Outcome) {
    this.#person.outcome = word;
  }

  /** Scripts the next prompts, one outcome for each; calls add up. Throws a TypeError for a word that is no outcome. */
  will(...outcomes: Outcome[]): void {
    this.#person.will(outcomes);
  }

  /** While the action runs, this is what happens at every prompt that {@link will} has not scripted. */
  during<T>(word: Outcome, action: () => Promise<T> | T): Promise<T> {
    return this.#person.during(word, action);
  }

  /** The oldest prompt that is open (outcome `pending`), as soon as there is one. Each is given once. */
  pending(): Promise<Prompt> {
    return this.#person.pending();
  }

  /** After `lockedOut`: the person can be verified again. */
  unlock(): void {
    this.#person.unlock();
  }

  /**
   * Which account the person picks at the next login, by user name or passkey id; without it, the one used last. If there
   * is no such account then, the login is refused and the event says so.
   */
  choose(account: string): void {
    this.#person.choose(account);
  }

  /** The next ceremony succeeds with these flags clear in what is signed, which a relying party may have to refuse. */
  flags(flags: Flags): void {
    this.#person.setFlags(flags);
  }

  /**
   * The person picks a passkey from the suggestions of a form field: by user name or id, or the one used last. Waits for
   * the page's conditional request where it has not come yet. Throws for a field without the token `webauthn` in its
   * autocomplete attribute, and for an account that is not suggested.
   */
  async autofill(field: Locator, account?: string): Promise<void> {
    const autocomplete = (await field.getAttribute('autocomplete')) ?? '';
    if (!autocomplete.toLowerCase().split(/\s+/).includes('webauthn')) {
      throw new Error(
        `No passkeys are suggested here: autocomplete is "${autocomplete}", and needs the token webauthn, as in "username webauthn".`,
      );
    }
    await field.focus();
    await this.#ceremonies.autofill(field.page(), account);
  }

  /** The passkeys on the device, of one RP ID or of all. */
  credentials(rpId?: string): HelloCredential[] {
    return this.#engine.passkeys.all(rpId).map(shown);
  }

  /** Puts a passkey on the device; what is not said of it has a default, a fresh P-256 key among them. */
  add(passkey: NewPasskey): HelloCredential {
    const whole = completed(passkey);
    this.#engine.passkeys.add(whole, 'test');
    return shown(whole);
  }

  /** Deletes a passkey from the device, as its owner can in Windows' settings. Throws for an id that is not there. */
  remove(id: string): void {
    this.#engine.passkeys.remove(this.#find(id).id, 'test');
  }

  /** Gives a passkey other names on the device. Throws for an id that is not there. */
  rename(id: string, names: { userName?: string; userDisplayName?: string }): void {
    onlyMembers(names, ['userName', 'userDisplayName'], 'name of a passkey');
    this.#engine.passkeys.update(this.#find(id).id, names, 'test');
  }

  /**
   * Sets a passkey's counter, so that the next signature has `signCount + 1`: lower than the relying party remembers,
   * it is what a clone of the key would show. Throws for an id that is not there.
   */
  rollBack(id: string, signCount: number): void {
    if (!Number.isInteger(signCount) || signCount < 0)
      throw new RangeError(`${signCount} is no counter: use a whole number from 0`);
    this.#engine.passkeys.update(this.#find(id).id, { signCount }, 'test');
  }

  /** All passkeys with their private keys, as JSON that {@link load} takes. */
  save(): PasskeyFile {
    return { touchstone: 1, passkeys: this.#engine.passkeys.all().map(passkey => ({ ...passkey })) };
  }

  /**
   * Puts passkeys on the device, beside those that are there: what {@link save} gave, credentials of CDP, or a storage
   * state of Playwright taken with `{ credentials: true }`. Throws a TypeError for anything else, before any is added.
   */
  load(source: PasskeySource): void {
    for (const passkey of readPasskeys(source)) this.#engine.passkeys.add(passkey, 'test');
  }

  /** What happened so far, the oldest first. */
  get events(): readonly HelloEvent[] {
    return this.#journal.events;
  }

  /** Hears of every event of the type from now on; the answer ends that. */
  on(type: HelloEventType, listener: (event: HelloEvent) => void): () => void {
    return this.#journal.on(oneOf(EVENT_TYPES, type, 'event of hello'), listener);
  }

  /** The oldest event of the type that was not waited for yet, as soon as there is one. Each is given once. */
  waitFor(type: HelloEventType): Promise<HelloEvent> {
    return this.#journal.waitFor(oneOf(EVENT_TYPES, type, 'event of hello'));
  }

  #find(id: string): Readonly<Passkey> {
    const found = this.#engine.passkeys.find(id);
    if (!found) throw new Error(`The device has no passkey ${id}; hello.credentials() lists what it has.`);
    return found;
  }

  /** The gate's side; not for tests. */
  keeper(): GateKeeper {
    return this.#ceremonies.keeper();
  }

  /** A page is closed; not for tests. */
  pageClosed(page: Page): void {
    this.#ceremonies.pageClosed(page);
  }
}

function shown(passkey: Readonly<Passkey>): HelloCredential {
  const { privateKey, kept, ...rest } = passkey;
  return rest;
}

function modelNamed(name: string): Model {
  const names = MODELS.map(model => model.name);
  return MODELS[names.indexOf(oneOf(names, name, 'model of an authenticator'))]!;
}

async function createEngine(context: BrowserContext, options: HelloOptions): Promise<Engine> {
  const browser = context.browser()?.browserType().name() ?? 'chromium';
  const { model = DEFAULT_MODEL, devices = [] } = options;
  const engine = oneOf(ENGINES, options.engine ?? (browser === 'chromium' ? 'cdp' : 'software'), 'engine of hello');
  const models = [model, ...devices].map(modelNamed);
  if (engine === 'software') {
    // Only here: the client and its formats are much to load for who does not use them.
    const { SoftwareEngine } = await import('./softwareEngine.ts');
    return new SoftwareEngine(models);
  }
  if (browser !== 'chromium') {
    throw new TypeError(`The cdp engine drives Chromium's own WebAuthn; in ${browser}, use engine: 'software'.`);
  }
  if (model !== DEFAULT_MODEL || devices.length > 0) {
    throw new TypeError(
      `The cdp engine has Chromium's one virtual authenticator; for the models ${models.map(({ name }) => name).join(', ')}, use engine: 'software'.`,
    );
  }
  return new CdpEngine(context);
}

/**
 * Gives a browser context a Windows Hello; it lasts as long as the context. Throws a TypeError for options and words that
 * are misspelt, and for an engine that the browser or the model does not go with.
 */
export async function installHello(context: BrowserContext, options: HelloOptions = {}): Promise<Hello> {
  onlyMembers(options, OPTIONS, 'option of hello');
  const word = outcome(options.outcome ?? 'verified');
  const engine = await createEngine(context, options);
  const hello = new Hello(engine, word);
  const watch = (page: Page) => page.once('close', () => hello.pageClosed(page));
  context.pages().forEach(watch);
  context.on('page', watch);
  await engine.install(context);
  await installGate(context, hello.keeper(), engine);
  return hello;
}
