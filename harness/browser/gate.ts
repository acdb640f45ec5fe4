/**
 * The gate: every page and frame of a context asks Node before each WebAuthn ceremony, so that what happens to the
 * person is decided here, and no popup's first call is too early for its authenticator.
 */
import type { BrowserContext, Frame, Page } from '@playwright/test';
import {
  type Capabilities,
  type CeremonyRequest,
  type Decision,
  type GateAnswer,
  type GateMessage,
  gatePage,
  type SignalRequest,
} from './gatePage.ts';
import { NOT_ALLOWED, type PageError } from './outcomes.ts';
import { credentialMaker } from './pageCredential.ts';
import { jsonWriter } from './pageJson.ts';
import { callAsText, runInEveryDocument } from './pageScript.ts';

/** Where a message came from. */
export interface GateSource {
  page: Page;
  frame: Frame;
}

/** What Node does at the gate. */
export interface GateKeeper {
  /** A frame has a new document: whatever its old one had begun is over. */
  documentReplaced(source: GateSource): Promise<void>;
  /** The page is about to ask about its authenticator, or to signal to it. */
  prepare(page: Page): Promise<void>;
  /** The page has signalled: its authenticator may have changed. */
  collect(page: Page): Promise<void>;
  /** What the page is told of the device; undefined for the browser's own answer. */
  capabilities?(source: GateSource): Capabilities | undefined;
  /** With `objects`: the page signals. An error is what its call fails with. */
  signal?(source: GateSource, request: SignalRequest): Promise<Decision>;
  /**
   * Answers once it is known what happens to the person: the ceremony then goes on in the browser, fails with an error,
   * or has its response.
   */
  begin(source: GateSource, id: string, request: CeremonyRequest): Promise<Decision>;
  /** The page gave up waiting. */
  abandon(page: Page, id: string, reason: 'aborted' | 'timed out'): Promise<void> | void;
  /** The browser's own method has answered; `error`: what the page got from it instead of a credential. */
  end(page: Page, id: string, error?: PageError): Promise<void>;
}

export interface GateOptions {
  /** The pages' credentials are made here: `begin` answers with a response or an error, the browser's devices are not asked. */
  objects: boolean;
}

const BINDING = '__touchstoneGate';

/** Installs the gate in a context; pages that are open already get it as well. */
export async function installGate(
  context: BrowserContext,
  keeper: GateKeeper,
  { objects }: GateOptions = { objects: false },
): Promise<void> {
  await context.exposeBinding(BINDING, async (source, message: string) =>
    JSON.stringify(await pass(keeper, source, JSON.parse(message) as GateMessage)),
  );
  const maker = objects ? credentialMaker : undefined;
  const script = callAsText(gatePage, JSON.stringify([BINDING, NOT_ALLOWED]), jsonWriter, maker);
  await runInEveryDocument(context, script);
}

async function pass(keeper: GateKeeper, source: GateSource, message: GateMessage): Promise<GateAnswer> {
  const { page } = source;
  switch (message.type) {
    case 'begin':
      return keeper.begin(source, message.id, message.request);
    case 'end':
      await keeper.end(page, message.id, message.error);
      break;
    case 'abandon':
      await keeper.abandon(page, message.id, message.reason);
      break;
    case 'capabilities': {
      await keeper.prepare(page);
      const capabilities = keeper.capabilities?.(source);
      return capabilities ? { capabilities } : {};
    }
    case 'signal':
      return (await keeper.signal?.(source, message.request)) ?? {};
    case 'prepare':
      await keeper.prepare(page);
      break;
    case 'collect':
      await keeper.collect(page);
      break;
    case 'document':
      await keeper.documentReplaced(source);
      break;
  }
  return {};
}
