/**
 * The gate: every page and frame of a context asks Node before each WebAuthn ceremony, so that what happens to the
 * person is decided here, and no popup's first call is too early for its authenticator.
 */
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { type CeremonyRequest, type Decision, type GateMessage, gatePage } from './gatePage.ts';
import { NOT_ALLOWED } from './outcomes.ts';

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
  /** Answers once it is known what happens to the person; the ceremony then goes on, or fails with an error. */
  begin(source: GateSource, id: string, request: CeremonyRequest): Promise<Decision>;
  /** The page gave up waiting: aborted, or timed out. */
  abandon(page: Page, id: string): void;
  /** The browser's own method has answered. */
  end(page: Page, id: string): Promise<void>;
}

const BINDING = '__touchstoneGate';

/** Installs the gate in a context; pages that are open already get it as well. */
export async function installGate(context: BrowserContext, keeper: GateKeeper): Promise<void> {
  await context.exposeBinding(BINDING, (source, message: GateMessage) => pass(keeper, source, message));
  const argument: Parameters<typeof gatePage>[0] = [BINDING, NOT_ALLOWED];
  await context.addInitScript(gatePage, argument);
  const open = context.pages().flatMap(page => page.frames());
  await Promise.all(open.map(frame => frame.evaluate(gatePage, argument)));
}

async function pass(keeper: GateKeeper, source: GateSource, message: GateMessage): Promise<Decision> {
  const { page } = source;
  switch (message.type) {
    case 'begin':
      return keeper.begin(source, message.id, message.request);
    case 'end':
      await keeper.end(page, message.id);
      break;
    case 'abandon':
      keeper.abandon(page, message.id);
      break;
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
