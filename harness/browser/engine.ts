/** The device behind `hello`, and how a ceremony of a page comes to it. Two keep this contract: `cdp` and `software`. */
import type { BrowserContext, Page } from '@playwright/test';
import type { GateSource } from './gate.ts';
import type { Capabilities, CeremonyRequest, Decision, SignalRequest } from './gatePage.ts';
import type { Passkeys } from './passkeys.ts';

export const ENGINES = ['cdp', 'software'] as const;

export type EngineName = (typeof ENGINES)[number];

/** What a verified ceremony is to be done with. */
export interface Performance {
  /** base64url id of the passkey that the person picked, or used last; absent where there is none to pick from. */
  choice?: string;
  /** Signed with UV set; false for RPs that must refuse it. */
  userVerified: boolean;
  /** Signed with UP set. */
  userPresent: boolean;
}

/** `reason`: in words why there is an error; for the test, the page does not see it. */
export type Performed = Decision & { reason?: string };

/** What a ceremony came to in the browser's own method. */
export interface Finished {
  /** The passkey that was made or used; absent where the browser refused. */
  used?: { id: string; userVerified: boolean };
  /** What the test ought to know. */
  note?: string;
}

/** A ceremony that fails without a person: what the page sees, and why. */
export interface Refusal {
  error: { name: string; message: string };
  /** In words, for the test. */
  reason: string;
}

export interface Engine {
  readonly name: EngineName;
  /** Whether the pages' credentials are made in Node: the gate is installed with it. */
  readonly objects: boolean;
  /** The passkeys on the device: one truth for all pages. */
  readonly passkeys: Passkeys;
  /** False: no Windows Hello is set up, so there is no platform authenticator. Set before a page asks. */
  enrolled: boolean;
  /** Before the first page's first call. */
  install(context: BrowserContext): Promise<void>;
  /** The page's own authenticator is brought up to date, where it has one. */
  prepare(page: Page): Promise<void>;
  /** Takes over what the page's own authenticator has made, used or lost. */
  collect(page: Page): Promise<void>;
  forget(page: Page): void;
  /** What pages are told of the device; undefined: the browser's own answer. */
  capabilities(source: GateSource): Capabilities | undefined;
  /** `software`: the page tells what its server knows of the passkeys (§5.1.10). An error is what its call fails with. */
  signal?(source: GateSource, request: SignalRequest): Promise<Decision>;
  /**
   * `software`: what a browser refuses, or a device answers, before anybody is asked (an RP ID that is not for the origin,
   * a policy, an excluded credential …). Undefined: ask the person.
   */
  refuses?(source: GateSource, request: CeremonyRequest): Promise<Refusal | undefined>;
  /**
   * The person was verified. `cdp` prepares the page's authenticator and lets the browser go on (`{}`); `software` answers
   * with the response, or with the error that a browser would give.
   */
  perform(source: GateSource, request: CeremonyRequest, performance: Performance): Promise<Performed>;
  /** The browser's own method has answered, or its page went elsewhere; called once after each `{}` of `perform`. */
  finish?(page: Page): Promise<Finished>;
}
