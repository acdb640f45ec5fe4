/** What goes over HTTP in a ceremony, made up: the smallest that is recognised. */
import type { ObservedExchange } from '../../harness/diagnose/observed.ts';
import { base64url, utf8 } from '../../harness/encoding/bytes.ts';

export type Kind = 'registration' | 'authentication';

const ORIGIN = 'https://rp.example';

export function challengeNamed(name: string): string {
  return base64url(utf8(`challenge-${name}`));
}

export function optionsFor(kind: Kind, name: string): Record<string, unknown> {
  const challenge = challengeNamed(name);
  if (kind === 'authentication') return { challenge, rpId: 'rp.example', allowCredentials: [] };
  const user = { id: 'dXNlcg', name: 'ada', displayName: 'Ada' };
  return { rp: { id: 'rp.example', name: 'RP' }, user, challenge, pubKeyCredParams: [{ type: 'public-key', alg: -7 }] };
}

export function responseTo(kind: Kind, name: string): Record<string, unknown> {
  const type = kind === 'registration' ? 'webauthn.create' : 'webauthn.get';
  const clientDataJSON = base64url(utf8(JSON.stringify({ type, challenge: challengeNamed(name), origin: ORIGIN })));
  const own = kind === 'registration' ? { attestationObject: 'oA' } : { authenticatorData: 'AAAA', signature: 'MEUC' };
  return {
    id: 'Y3JlZA',
    rawId: 'Y3JlZA',
    type: 'public-key',
    response: { clientDataJSON, ...own },
    clientExtensionResults: {},
  };
}

let clock = Date.UTC(2026, 0, 1);

/** A later exchange than any before. */
export function exchange(members: Partial<ObservedExchange>): ObservedExchange {
  clock += 1000;
  return { method: 'POST', url: `${ORIGIN}/api`, at: clock, ms: 5, page: `${ORIGIN}/login`, ...members };
}

/** An answer that gives out options. */
export function asking(kind: Kind, name: string, members: Partial<ObservedExchange> = {}): ObservedExchange {
  return exchange({
    status: 200,
    answerType: 'application/json',
    answer: JSON.stringify(optionsFor(kind, name)),
    ...members,
  });
}

/** A request with a response, and what was said to it. */
export function answering(kind: Kind, name: string, members: Partial<ObservedExchange> = {}): ObservedExchange {
  return exchange({
    requestType: 'application/json',
    request: JSON.stringify(responseTo(kind, name)),
    status: 200,
    answerType: 'application/json',
    answer: '{"verified":true}',
    ...members,
  });
}

/** The exchange as an entry of a HAR file. */
export function entryOf({ method, url, at, ms, page, ...said }: ObservedExchange): Record<string, unknown> {
  const headers = page ? [{ name: 'referer', value: page }] : [];
  const postData = said.request === undefined ? {} : { postData: { mimeType: said.requestType, text: said.request } };
  return {
    startedDateTime: new Date(at).toISOString(),
    time: ms,
    request: { method, url, headers, ...postData },
    response: {
      status: said.status ?? 0,
      headers: [],
      content: { mimeType: said.answerType ?? '', text: said.answer },
      redirectURL: said.redirect ?? '',
    },
  };
}
