/**
 * Takes what is secret or personal out of recorded ceremonies. Cookies and other headers were never recorded. Pure: what is
 * taken out is listed by place and kind, its value nowhere.
 */
import type { ObservedAnswer, ObservedCeremony, ObservedExchange } from '../diagnose/observed.ts';
import { isPersonName, secretByName, TAKEN_OUT, withoutSecrets, withoutShapes } from './redactText.ts';

export interface Redacted {
  ceremonies: ObservedCeremony[];
  /** `ceremonies[0].options.user.name: the name of a user`. */
  redacted: string[];
}

export interface RedactOptions {
  /** Names of users stay. */
  keepNames: boolean;
}

/** Levels of JSON that are looked into; what lies deeper is left out. */
const DEEPEST = 32;
/** What authenticators keep for their owners: outputs of prf and hmac-secret, blobs (Level 3 §10.1.4, §10.1.5). */
const SECRET_RESULTS: Readonly<Record<string, readonly string[]>> = {
  results: ['first', 'second'],
  hmacGetSecret: ['output1', 'output2'],
  largeBlob: ['blob', 'write'],
};
const SECRET_RESULT = ['getCredBlob', 'credBlob'];

export function redact(ceremonies: readonly ObservedCeremony[], options: RedactOptions): Redacted {
  const redaction = new Redaction(options);
  return {
    ceremonies: ceremonies.map((one, index) => redaction.ceremony(one, `ceremonies[${index}]`)),
    redacted: redaction.list(),
  };
}

class Redaction {
  readonly #keepNames: boolean;
  /** No more than one for each place and kind. */
  readonly #noted = new Set<string>();
  /** How often something was taken out. */
  #times = 0;

  constructor({ keepNames }: RedactOptions) {
    this.#keepNames = keepNames;
  }

  list(): string[] {
    return [...this.#noted];
  }

  ceremony(ceremony: ObservedCeremony, path: string): ObservedCeremony {
    const { options, response, page, answer, exchanges } = ceremony;
    return {
      ...ceremony,
      ...(options && { options: this.#value(options, `${path}.options`) as Record<string, unknown> }),
      ...(response !== undefined && { response: this.#value(response, `${path}.response`) }),
      ...(page !== undefined && { page: this.#address(page, `${path}.page`) }),
      ...(answer && { answer: this.#answer(answer, `${path}.answer`) }),
      exchanges: exchanges.map((one, index) => this.#exchange(one, `${path}.exchanges[${index}]`)),
    };
  }

  #answer(answer: ObservedAnswer, path: string): ObservedAnswer {
    return {
      ...answer,
      url: this.#address(answer.url, `${path}.url`),
      ...(answer.body !== undefined && { body: this.#text(answer.body, `${path}.body`) }),
    };
  }

  #exchange(exchange: ObservedExchange, path: string): ObservedExchange {
    const { url, page, request, requestType = '', answer } = exchange;
    const body = /form/i.test(requestType) ? this.#form : this.#text;
    return {
      ...exchange,
      url: this.#address(url, `${path}.url`),
      ...(page !== undefined && { page: this.#address(page, `${path}.page`) }),
      ...(request !== undefined && { request: body.call(this, request, `${path}.request`) }),
      ...(answer !== undefined && { answer: this.#text(answer, `${path}.answer`) }),
    };
  }

  #address(address: string, path: string): string {
    return withoutSecrets(address, kind => this.#note(path, kind), this.#keepNames);
  }

  /** JSON stays as it was written unless something is taken out of it. */
  #text(text: string, path: string, depth = 0): string {
    const value = parsed(text);
    if (value === undefined) return withoutShapes(text, kind => this.#note(path, kind));
    const before = this.#times;
    const left = this.#value(value, path, depth);
    return this.#times === before ? text : JSON.stringify(left);
  }

  #form(text: string, path: string): string {
    const fields = [...new URLSearchParams(text)].map(([name, value]) => [
      name,
      this.#member(name, value, { path: `${path}.${name}`, parent: '', depth: 0 }) as string,
    ]);
    return String(new URLSearchParams(fields as [string, string][]));
  }

  #value(value: unknown, path: string, depth = 0, parent = ''): unknown {
    if (typeof value === 'string') return this.#string(value, path, depth);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEEPEST) return this.#taken(path, 'what lies too deep to be looked at');
    if (Array.isArray(value))
      return value.map((one, index) =>
        this.#member(String(index), one, { path: `${path}[${index}]`, parent, depth: depth + 1 }),
      );
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        this.#member(name, member, { path: `${path}.${name}`, parent, depth: depth + 1 }),
      ]),
    );
  }

  #member(
    name: string,
    value: unknown,
    { path, parent, depth }: { path: string; parent: string; depth: number },
  ): unknown {
    if (typeof value !== 'string' && typeof value !== 'number') return this.#value(value, path, depth, name);
    const text = String(value);
    if (isPersonName(name) || (parent === 'user' && name === 'name'))
      return this.#keepNames || text === '' ? value : this.#taken(path, 'the name of a user');
    const result = SECRET_RESULTS[parent]?.includes(name) || SECRET_RESULT.includes(name);
    const kind = result ? 'what the authenticator keeps secret' : secretByName(name, text, parent);
    return kind !== undefined && text !== '' ? this.#taken(path, kind) : this.#value(value, path, depth, name);
  }

  /** JSON inside of JSON is looked into as well. */
  #string(text: string, path: string, depth: number): string {
    return /^\s*[[{]/.test(text) && depth < DEEPEST
      ? this.#text(text, path, depth + 1)
      : withoutShapes(text, kind => this.#note(path, kind));
  }

  #taken(path: string, kind: string): string {
    this.#note(path, kind);
    return TAKEN_OUT;
  }

  #note(path: string, kind: string): void {
    this.#times++;
    this.#noted.add(`${path}: ${kind}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
