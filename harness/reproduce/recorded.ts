/** What the pages asked of the device, put together with what went over HTTP. Pure. */
import type { ObservedCeremony, ObservedExchange } from '../diagnose/observed.ts';
import { ceremoniesIn } from '../diagnose/traffic.ts';
import { judgedAnswer } from '../diagnose/trafficAnswer.ts';

/** Milliseconds by which a request may be told of before the credential that it carries. */
const OVERTAKEN = 200;

/** Of an RP that sends the same challenge again and again, the first that is still free counts. */
export function ceremoniesOf(
  calls: readonly ObservedCeremony[],
  exchanges: readonly ObservedExchange[],
): ObservedCeremony[] {
  const { ceremonies: free } = ceremoniesIn(exchanges);
  const whole = calls.map(call => {
    const sent = free.find(one => isSameResponse(one, call)) ?? free.find(one => isSameChallenge(one, call));
    if (!sent) return call;
    // A call that was cancelled leaves its options, and what is sent after it, to the next one with them.
    if (call.response === undefined) return { ...call, exchanges: sent.exchanges.filter(one => isBefore(one, call)) };
    free.splice(free.indexOf(sent), 1);
    const { exchanges, response = call.response } = sent;
    return { ...sent, ...call, response, exchanges };
  });
  const unseen = exchanges.filter(isBodyUnseen);
  for (const [index, call] of whole.entries()) whole[index] = withUnseen(call, unseen);
  // Sent without being asked for in a page: by a worker, or by a script that kept an answer.
  const others = free.filter(({ response }) => response !== undefined);
  return [...whole, ...others].sort((one, other) => beganAt(one) - beganAt(other));
}

/** A browser need not tell what a request carries: Firefox, as it is installed, does not. */
export function isBodyUnseen({ requestType, request }: ObservedExchange): boolean {
  return requestType !== undefined && request === undefined;
}

/** Takes what the page sent next, once it had its credential, for the response, where no other was seen. */
function withUnseen(call: ObservedCeremony, unseen: ObservedExchange[]): ObservedCeremony {
  const { response, answer, answeredAt = 0, page, exchanges } = call;
  if (response === undefined || answer) return call;
  const next = unseen.find(
    one => one.at >= answeredAt - OVERTAKEN && one.page === page && !exchanges.some(({ url }) => url === one.url),
  );
  if (!next) return call;
  unseen.splice(unseen.indexOf(next), 1);
  return { ...call, sentAt: next.at, answer: judgedAnswer(next).answer, exchanges: [...exchanges, next] };
}

/** It was sent as the page got it, at least where it was signed. */
function isSameResponse(one: ObservedCeremony, call: ObservedCeremony): boolean {
  const clientData = clientDataOf(call.response);
  return clientData !== undefined && clientDataOf(one.response) === clientData;
}

function clientDataOf(response: unknown): unknown {
  const { response: inner } = Object(response) as { response?: unknown };
  return (Object(inner) as { clientDataJSON?: unknown }).clientDataJSON;
}

function isSameChallenge(one: ObservedCeremony, call: ObservedCeremony): boolean {
  const challenge = call.options?.challenge;
  return one.kind === call.kind && challenge !== undefined && one.options?.challenge === challenge;
}

function isBefore({ at }: ObservedExchange, { answeredAt, askedAt = 0 }: ObservedCeremony): boolean {
  return at <= (answeredAt ?? askedAt);
}

function beganAt({ exchanges, askedAt = Number.POSITIVE_INFINITY }: ObservedCeremony): number {
  return Math.min(askedAt, exchanges[0]?.at ?? Number.POSITIVE_INFINITY);
}
