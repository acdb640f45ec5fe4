/** The life of a challenge (§13.4.3): bound to a session and a kind of ceremony, for a time, for one response. */
import type { DutyName } from '../duties.ts';
import type { Refusal, TraceLine, VerifyOptions } from './outcome.ts';
import type { CeremonyKind, PendingCeremony, Store } from './record.ts';

export interface Claim {
  /** The ceremony that the response answers; absent where this session has none at all. */
  pending?: PendingCeremony;
  /** One at most: a challenge of another life says nothing about what else was expected. */
  refusals: Refusal[];
  trace: TraceLine[];
}

export interface ClaimRequest {
  session: string;
  kind: CeremonyKind;
  /** As the response has it, if it has one. */
  challenge: string | undefined;
  now: number;
}

/**
 * Finds the ceremony that a response answers, and uses it up. A challenge that was never issued falls back to what the
 * session began last, so that the duty `challenge` can compare (and an RP that neglects it behaves as such RPs do).
 */
export async function claimCeremony(store: Store, request: ClaimRequest, options: VerifyOptions): Promise<Claim> {
  const { session, kind, challenge } = request;
  const issued = challenge === undefined ? undefined : await store.findCeremony(challenge);
  const pending = issued ?? (await store.latestCeremony(session, kind));
  if (!pending) return { refusals: [], trace: [] };
  const trace: TraceLine[] = [];
  for (const [duty, reason] of faults(pending, request)) {
    const waived = options.without?.has(duty);
    if (reason !== undefined && !waived) return refused(duty, reason, trace);
    trace.push({ duty, outcome: waived ? 'waived' : 'passed' });
  }
  const duty = 'challenge-single-use';
  if (options.without?.has(duty)) return { pending, refusals: [], trace: [...trace, { duty, outcome: 'waived' }] };
  if (!(await store.useCeremony(pending.challenge))) return refused(duty, 'the challenge was used before', trace);
  return { pending, refusals: [], trace: [...trace, { duty, outcome: 'passed' }] };
}

function faults(pending: PendingCeremony, { session, kind, now }: ClaimRequest): [DutyName, string | undefined][] {
  return [
    ['challenge-session', pending.session === session ? undefined : 'the challenge was issued to another session'],
    ['challenge-ceremony', pending.kind === kind ? undefined : `the challenge was issued for ${pending.kind}`],
    ['challenge-expiry', now <= pending.expires ? undefined : 'the ceremony has timed out'],
  ];
}

function refused(duty: DutyName, reason: string, before: TraceLine[]): Claim {
  return { refusals: [{ duty, reason }], trace: [...before, { duty, outcome: 'refused', reason }] };
}
