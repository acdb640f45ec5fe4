/** The person before the authenticator: asked, waited for, and taken back by the page (WebAuthn Level 3 §5.1.3 steps 4, 21). */

import type { UserVerificationRequirement } from '../encoding/json.ts';
import { refusal } from './refusal.ts';

export interface PromptRequest {
  kind: 'registration' | 'authentication';
  rpId: string;
  userVerification: UserVerificationRequirement;
}

/** False: the person declines. May stay open; what it comes to after the time is up no longer matters. */
export type Prompt = (request: PromptRequest) => Promise<boolean>;

/** Milliseconds: what a client takes for reasonable (§15.1 recommends 5 to 10 minutes; tests want shorter ones too). */
const TIMEOUT = { least: 1, most: 600_000, absent: 300_000 } as const;

/** Throws the signal's reason, an AbortError unless the page gave one of its own. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/**
 * Waits for the person. Throws a NotAllowedError where they decline or `timeout` milliseconds (corrected into a
 * reasonable range) pass first, and the signal's reason where the page aborts.
 */
export async function askPerson(
  prompt: Prompt,
  request: PromptRequest,
  { timeout, signal }: { timeout: number | undefined; signal: AbortSignal | undefined },
): Promise<void> {
  const { promise: interrupted, reject } = interruption();
  const ms = Math.min(Math.max(timeout ?? TIMEOUT.absent, TIMEOUT.least), TIMEOUT.most);
  const timer = setTimeout(() => reject(refusal('NotAllowedError', `nobody answered within ${ms} ms`)), ms);
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  try {
    if (!(await Promise.race([prompt(request), interrupted]))) throw refusal('NotAllowedError', 'the person declined');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function interruption(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject!: (reason: unknown) => void;
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  return { promise, reject };
}
