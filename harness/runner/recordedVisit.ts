/** A visit that remembers what was said, and in which an RP that throws or never answers still gives a reply. */
import type { Exchange } from '../result.ts';
import { NotCarried, type Reply, type Step, TargetError, type Visit, type WebAnswer } from '../target.ts';
import { isTargetError, replyInWords } from './interruptions.ts';

/** Characters of a request or answer that the report keeps. */
const KEPT = 2000;
/** Characters of a message. */
const MESSAGE = 300;
/** Exchanges of a case that are kept: the last ones, where it floods the RP. */
const EXCHANGES = 40;

interface Said {
  step: Step | 'metadata' | 'web';
  request: unknown;
  status?: number;
  answer?: unknown;
  /** Absent for what asks for options. */
  reply?: Reply;
}

/** What was said in a case, in order; put into words only where the report wants it. */
export class Conversation {
  readonly #said: Said[] = [];
  readonly #hide: (text: string) => string;

  /** @param hide takes what is secret out of what the RP answered. */
  constructor(hide: (text: string) => string = text => text) {
    this.#hide = hide;
  }

  add(said: Said): void {
    this.#said.push(said);
    if (this.#said.length > EXCHANGES) this.#said.shift();
  }

  /**
   * What was handed in for this reply; undefined where it answered something else. A flow may have put its own words into
   * a copy of the reply: that one took as long.
   */
  handedInFor(reply: Reply): unknown {
    const isIt = (one: Reply | undefined) => one === reply || (one?.ms === reply.ms && one.seen === reply.seen);
    return this.#said.findLast(said => isIt(said.reply))?.request;
  }

  exchanges(): Exchange[] {
    return this.#said.map(({ step, request, status, answer }) => ({
      step,
      request: shown(request),
      ...(status === undefined ? {} : { status }),
      ...(answer === undefined ? {} : { answer: this.#hide(withoutTokens(shown(answer))) }),
    }));
  }
}

/** Whoever has a session's cookie has the session. */
function withoutCookieValues(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('cookies' in answer)) return answer;
  const { cookies } = answer as WebAnswer;
  return { ...answer, cookies: cookies.map(line => line.replace(/=[^;]*/, '=…')) };
}

/** Members of JSON by the names that applications give to what signs somebody in. */
const TOKEN = /("[^"\\]*(?:token|secret|password|jwt)[^"\\]*"\s*:\s*")[^"]{8,}/gi;

/** Many applications answer a sign-in with the session's token. */
function withoutTokens(text: string): string {
  return text.replace(TOKEN, '$1…');
}

function shown(value: unknown): string {
  const text =
    typeof value === 'string' ? value : value instanceof Uint8Array ? inLatin1(value) : JSON.stringify(value);
  return text.length > KEPT ? `${text.slice(0, KEPT)}… (${text.length} characters)` : text;
}

function inLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/**
 * Wraps a visit. What its RP throws becomes `errored`, no answer within `timeout` milliseconds (where given) `hung`;
 * only a {@link NotCarried}, which is no answer of the RP, goes through.
 * Optional members are there where the visit has them.
 */
export function recordVisit(visit: Visit, conversation: Conversation, timeout?: number): Visit {
  const options = async <T>(step: Step | 'web', request: unknown, ask: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      const answer = await within(ask, timeout);
      conversation.add({ step, request, answer: withoutCookieValues(answer) });
      return answer;
    } catch (error) {
      if (error instanceof NotCarried) throw error;
      const failure = isTargetError(error) ? own(error) : fallen(step, error, began);
      conversation.add({ step, request, ...answerOf(failure.reply) });
      throw failure;
    }
  };
  const hand = async (step: Step | 'metadata', request: unknown, give: () => Promise<Reply>): Promise<Reply> => {
    const began = performance.now();
    const reply = await within(give, timeout).catch((error: unknown) => {
      if (error instanceof NotCarried) throw error;
      return fallenReply(error, began);
    });
    conversation.add({ step, request, reply, ...answerOf(reply) });
    return reply;
  };
  return {
    registrationOptions: (user, want) =>
      options('registrationOptions', { user, ...want }, () => visit.registrationOptions(user, want)),
    register: response => hand('register', response, () => visit.register(response)),
    authenticationOptions: (user, want) =>
      options('authenticationOptions', { user, ...want }, () => visit.authenticationOptions(user, want)),
    authenticate: response => hand('authenticate', response, () => visit.authenticate(response)),
    ...(visit.post ? { post: (step, body, headers) => hand(step, body, () => visit.post!(step, body, headers)) } : {}),
    ...(visit.signedInAs ? { signedInAs: () => visit.signedInAs!() } : {}),
    ...(visit.credentials ? { credentials: user => visit.credentials!(user) } : {}),
    ...(visit.rename ? { rename: (id, name) => visit.rename!(id, name) } : {}),
    ...(visit.remove ? { remove: id => visit.remove!(id) } : {}),
    ...(visit.passTime ? { passTime: ms => visit.passTime!(ms) } : {}),
    ...(visit.metadata ? { metadata: blob => hand('metadata', blob, () => visit.metadata!(blob)) } : {}),
    ...(visit.web ? { web: request => options('web', request, () => visit.web!(request)) } : {}),
    close: () => visit.close(),
  };
}

function answerOf(reply: Reply): Pick<Said, 'status' | 'answer'> {
  return {
    ...(reply.status === undefined ? {} : { status: reply.status }),
    answer: reply.body ?? replyInWords(reply),
  };
}

/** The same failure as an error of this copy of the class. */
function own(error: TargetError): TargetError {
  return error instanceof TargetError
    ? error
    : new TargetError(
        (error as TargetError).step,
        (error as TargetError).reply,
        (error as Error).message,
        (error as TargetError).kind,
      );
}

class Hung extends Error {
  override readonly name = 'Hung';
}

function fallenReply(error: unknown, began: number): Reply {
  if (isTargetError(error)) return error.reply;
  const ms = performance.now() - began;
  if (error instanceof Hung) return { seen: 'hung', message: error.message, ms };
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { seen: 'errored', message: message.slice(0, MESSAGE), ms };
}

function fallen(step: Step | 'web', error: unknown, began: number): TargetError {
  const reply = fallenReply(error, began);
  return new TargetError(step, reply, `${step}: ${replyInWords(reply)}`);
}

async function within<T>(act: () => Promise<T>, timeout: number | undefined): Promise<T> {
  if (timeout === undefined) return act();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hung(`no answer within ${timeout} ms`)), timeout);
  });
  try {
    return await Promise.race([act(), expired]);
  } finally {
    clearTimeout(timer);
  }
}
