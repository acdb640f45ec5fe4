/** Records the passkey ceremonies of a browser context: what pages ask, what they get, and what the RP says of it. */
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { foreignTop } from '../browser/frames.ts';
import { jsonWriter } from '../browser/pageJson.ts';
import { callAsText, runInEveryDocument } from '../browser/pageScript.ts';
import type { Observed, ObservedCeremony } from '../diagnose/observed.ts';
import { isObject } from '../diagnose/shapesWalk.ts';
import type { CeremonyKind } from '../verifier/record.ts';
import { ceremoniesOf } from './recorded.ts';
import { type AnsweredMessage, type AskedMessage, type RecorderMessage, recorderPage } from './recorderPage.ts';
import { RecorderTraffic } from './recorderTraffic.ts';
import { type Redacted, redact } from './redact.ts';

export interface RecorderOptions {
  /** Keep the names of users, which are taken out otherwise. */
  keepNames?: boolean;
  /** Hears of each ceremony once the page has its credential or its error. */
  onCeremony?(ceremony: Readonly<ObservedCeremony>): void;
}

/** Why the device refused, which pages are not told. */
export interface DeviceRefusal {
  kind?: 'create' | 'get';
  origin?: string;
  reason?: string;
}

const BINDING = '__touchstoneRecorder';
/** Milliseconds for answers that are still on their way when the recording is looked at. */
const LATEST = 2000;
/** Characters of a page's message. */
const LONGEST = 2 ** 20;
/** Calls of pages that are kept: the first ones. */
const KEPT = 1000;

const KINDS: Readonly<Record<'create' | 'get', CeremonyKind>> = { create: 'registration', get: 'authentication' };

export class Recorder {
  readonly browser: string;
  readonly #options: RecorderOptions;
  readonly #traffic: RecorderTraffic;
  readonly #calls = new Map<string, ObservedCeremony>();

  /** Use {@link installRecorder}. */
  constructor(context: BrowserContext, options: RecorderOptions) {
    const browser = context.browser();
    this.browser = browser ? `${browser.browserType().name()} ${browser.version()}` : 'unknown';
    this.#options = options;
    this.#traffic = new RecorderTraffic(context);
  }

  /** Whether no page has asked for a passkey so far. */
  get isEmpty(): boolean {
    return this.#calls.size === 0;
  }

  /** What was seen so far, without its secrets. Works after the context was closed, too. */
  async observed(): Promise<Observed> {
    const { ceremonies } = await this.recording();
    return { source: `recording in ${this.browser}`, ceremonies, pieces: [], notes: [] };
  }

  /** The same with the list of what was taken out. */
  async recording(): Promise<Redacted> {
    const exchanges = await this.#traffic.exchanges(LATEST);
    const ceremonies = ceremoniesOf([...this.#calls.values()], exchanges);
    return redact(
      ceremonies.map(ceremony => ({ ...ceremony, browser: this.browser })),
      { keepNames: this.#options.keepNames ?? false },
    );
  }

  /** The device has refused what was asked last, and says why: for `hello.on('refused', …)`. */
  refused({ kind, origin, reason }: DeviceRefusal): void {
    const open = [...this.#calls.values()].findLast(
      call =>
        call.answeredAt === undefined && call.origin === origin && kind !== undefined && call.kind === KINDS[kind],
    );
    if (open && reason !== undefined) open.reason ??= reason;
  }

  /** Hears no more. */
  stop(): void {
    this.#traffic.stop();
  }

  /** A page's message; not for tests. Any page can send anything. */
  hear({ page, frame }: { page: Page; frame: Frame }, text: string): void {
    if (text.length > LONGEST) return;
    const message = JSON.parse(text) as RecorderMessage;
    if (message.type === 'answered') this.#answered(message);
    else if (Object.hasOwn(KINDS, message.kind) && this.#calls.size < KEPT)
      this.#calls.set(String(message.id), { ...called(message, frame), page: page.url() });
  }

  #answered({ id, response, error }: AnsweredMessage): void {
    const call = this.#calls.get(id);
    if (!call || call.answeredAt !== undefined) return;
    call.answeredAt = Date.now();
    if (response !== undefined) call.response = response;
    if (error) call.error = { name: String(error.name), message: String(error.message) };
    this.#options.onCeremony?.(call);
  }
}

function called({ kind, options, mediation, origin }: AskedMessage, frame: Frame): ObservedCeremony {
  const topOrigin = foreignTop(frame, String(origin));
  return {
    kind: KINDS[kind],
    ...(isObject(options) && { options }),
    ...(typeof mediation === 'string' && { mediation }),
    origin: String(origin),
    ...(topOrigin !== undefined && { topOrigin }),
    askedAt: Date.now(),
    exchanges: [],
  };
}

/**
 * Records a context: its pages, also those that are open, its popups and frames, until it is closed. With the browser's
 * own passkeys or a virtual device, whichever comes first. Pages see no difference.
 */
export async function installRecorder(context: BrowserContext, options: RecorderOptions = {}): Promise<Recorder> {
  const recorder = new Recorder(context, options);
  await context.exposeBinding(BINDING, (source, message: string) => recorder.hear(source, message));
  await runInEveryDocument(context, callAsText(recorderPage, JSON.stringify(BINDING), jsonWriter));
  return recorder;
}
