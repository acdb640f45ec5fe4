/** Scripts that run in every document of a context. */
import type { BrowserContext } from '@playwright/test';

/** In documents that are open, and before any other script in those to come. */
export async function runInEveryDocument(context: BrowserContext, script: string): Promise<void> {
  await context.addInitScript({ content: script });
  const open = context.pages().flatMap(page => page.frames());
  await Promise.all(open.map(frame => frame.evaluate(script)));
}

/**
 * The call of a function as text, with its arguments as they stand in source text. Functions that tsx has compiled call
 * the helper `__name`, which no page has.
 */
export function callAsText(called: (...values: never[]) => void, ...sources: unknown[]): string {
  return `(__name => (${called})(${sources.join(', ')}))(named => named)`;
}
