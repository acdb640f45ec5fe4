/** What was said over HTTP, made into ceremonies: options, the response to them, and what the RP said to that. Pure. */
import type { CeremonyKind } from '../verifier/record.ts';
import type { ObservedCeremony, ObservedExchange } from './observed.ts';
import { optionsIn, responsesIn, type ShapedOptions, type ShapedResponse } from './shapes.ts';
import { judgedAnswer } from './trafficAnswer.ts';
import { valuesIn } from './trafficBodies.ts';

/** Ceremonies that are kept. */
const CEREMONIES = 200;
/** Characters of client data in which the challenge is looked for. */
const CLIENT_DATA = 64 * 1024;

export interface Traffic {
  /** In the order in which their options came, or their response was sent where no options were seen. */
  ceremonies: ObservedCeremony[];
  /** What could not be paired, and what is not sure, in words. */
  notes: string[];
}

/**
 * Finds options in answers and responses in requests, and pairs them: by the challenge in the client data, and where that
 * is of no options that wait for a response, by order and kind. Nothing is left out for being strange: options that nobody
 * answered, that were answered twice, and responses to no options are ceremonies too.
 */
export function ceremoniesIn(exchanges: readonly ObservedExchange[]): Traffic {
  const pairing = new Pairing();
  for (const exchange of inOrder(exchanges)) {
    // An answer to a response may bring the next options.
    for (const response of distinct(exchange.request, exchange.requestType, responsesIn))
      pairing.respond(response, exchange);
    for (const options of distinct(exchange.answer, exchange.answerType, optionsIn)) pairing.ask(options, exchange);
  }
  return pairing.traffic();
}

function inOrder(exchanges: readonly ObservedExchange[]): ObservedExchange[] {
  return [...exchanges].sort((one, other) => one.at - other.at);
}

/** Everything that is found in a body, once where it stands there twice. */
function distinct<T extends ShapedOptions | ShapedResponse>(
  text: string | undefined,
  type: string | undefined,
  find: (value: unknown) => T[],
): T[] {
  const byContent = new Map<string, T>();
  for (const one of valuesIn(text, type).flatMap(find)) {
    const { path: _, ...content } = one;
    byContent.set(JSON.stringify(content), one);
  }
  return [...byContent.values()];
}

/** Options that were given out. */
interface Asked {
  ceremony: ObservedCeremony;
  kind: CeremonyKind;
  challenge: string;
  answered: boolean;
}

class Pairing {
  readonly #ceremonies: ObservedCeremony[] = [];
  readonly #asked: Asked[] = [];
  readonly #notes = new Set<string>();

  traffic(): Traffic {
    return { ceremonies: this.#ceremonies, notes: [...this.#notes] };
  }

  ask({ kind, options }: ShapedOptions, exchange: ObservedExchange): void {
    const challenge = comparable(options.challenge);
    // A page that is loaded again gets the same options again.
    const same = this.#asked.find(one => !one.answered && one.kind === kind && one.challenge === challenge);
    if (same) {
      if (same.ceremony.exchanges.at(-1) !== exchange) same.ceremony.exchanges.push(exchange);
      return;
    }
    const ceremony = { kind, options, ...whereAndWhen(exchange), exchanges: [exchange] };
    if (this.#add(ceremony)) this.#asked.push({ ceremony, kind, challenge, answered: false });
  }

  respond(found: ShapedResponse, exchange: ObservedExchange): void {
    const own = this.#asked.filter(({ kind }) => kind === found.kind);
    const challenge = challengeOf(found.response);
    const exact = own.findLast(one => one.challenge === challenge);
    const newest = own.findLast(one => !one.answered);
    const asked = exact && !exact.answered ? exact : (newest ?? exact ?? own.at(-1));
    const ceremony = this.#ceremonyFor(asked, found.kind);
    if (!ceremony) return;
    const { answer, unsure } = judgedAnswer(exchange);
    Object.assign(ceremony, pageOf(exchange), {
      response: found.response,
      ...(found.written.length > 0 && { written: found.written }),
      sentAt: exchange.at,
      answer,
    });
    // The options can have come in the answer to the same request as an earlier response.
    if (!ceremony.exchanges.includes(exchange)) ceremony.exchanges.push(exchange);
    const number = this.#ceremonies.indexOf(ceremony) + 1;
    for (const words of [this.#strangeness(asked, challenge, newest), unsure])
      if (words) this.#notes.add(`Ceremony ${number}: ${words}`);
    if (asked) asked.answered = true;
  }

  /** The ceremony of these options, or another one with them where they were answered before. */
  #ceremonyFor(asked: Asked | undefined, kind: CeremonyKind): ObservedCeremony | undefined {
    if (asked && !asked.answered) return asked.ceremony;
    const { options, askedAt, exchanges = [] } = asked?.ceremony ?? {};
    const ceremony = {
      kind,
      ...(options && { options }),
      ...(askedAt !== undefined && { askedAt }),
      exchanges: exchanges.slice(0, 1),
    };
    return this.#add(ceremony) ? ceremony : undefined;
  }

  #add(ceremony: ObservedCeremony): boolean {
    if (this.#ceremonies.length < CEREMONIES) return this.#ceremonies.push(ceremony) > 0;
    this.#notes.add(`There are more than ${CEREMONIES} ceremonies: the others are left out.`);
    return false;
  }

  /** What is not as it ought to be between options and response. */
  #strangeness(asked: Asked | undefined, challenge: string | undefined, newest: Asked | undefined): string | undefined {
    if (!asked) return 'no options for it were seen before its response.';
    if (asked.challenge === challenge) {
      if (asked.answered) return 'its options had been answered before.';
      return newest === asked ? undefined : 'newer options of its kind had been fetched before its response was sent.';
    }
    const of = this.#asked.find(one => one.challenge === challenge);
    if (!of) return 'it is paired by order: the challenge in its client data is of no options that were seen before.';
    const number = this.#ceremonies.indexOf(of.ceremony) + 1;
    return `it is paired by order: the challenge in its client data is that of ceremony ${number}, the ${of.kind} before.`;
  }
}

function whereAndWhen(exchange: ObservedExchange): Partial<ObservedCeremony> {
  return { ...pageOf(exchange), askedAt: exchange.at + (exchange.ms ?? 0) };
}

/** The page that sent it, and the origin: of its header, or else of the page. */
function pageOf({ page, origin }: ObservedExchange): Partial<ObservedCeremony> {
  const from = origin ?? (page && URL.canParse(page) ? new URL(page).origin : undefined);
  return { ...(page && { page }), ...(from && { origin: from }) };
}

/** The challenge in the client data, even of client data that is no JSON. */
function challengeOf({ response }: Record<string, unknown>): string | undefined {
  const { clientDataJSON } = (response ?? {}) as Record<string, unknown>;
  if (typeof clientDataJSON !== 'string') return undefined;
  const text = Buffer.from(clientDataJSON.slice(0, CLIENT_DATA), 'base64url').toString();
  const challenge = /"challenge"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  return challenge === undefined ? undefined : comparable(challenge);
}

/** Unpadded base64url, of base64 as well. */
function comparable(challenge: unknown): string {
  return String(challenge).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
