/** What must not be seen in reports, logs and errors: it is taken out of whatever an RP may have echoed. */
import { type RelyingParty, type Reply, TargetError, type Visit } from '../target.ts';
import { withVisits } from './wrapped.ts';

/** Shorter values are no secrets, and stand in every text by chance. */
const SHORTEST = 6;
const LEFT_OUT = '…';

export class Secrets {
  /** Longest first: one may be a part of another. */
  #values: string[] = [];

  /** Its parts too: the credentials after a scheme such as `Bearer`, and what `Basic` has encoded. */
  add(value: string): void {
    const [, credentials = ''] = /^\w+ +(\S+)$/.exec(value) ?? [];
    const [, basic = ''] = /^Basic +(\S+)$/i.exec(value) ?? [];
    const decoded = Buffer.from(basic, 'base64').toString('utf8');
    const parts = [value, credentials, decoded, decoded.slice(decoded.indexOf(':') + 1)];
    const written = parts.flatMap(one => [one, encodeURIComponent(one), JSON.stringify(one).slice(1, -1)]);
    const values = new Set([...this.#values, ...written.filter(one => one.length >= SHORTEST)]);
    this.#values = [...values].sort((a, b) => b.length - a.length);
  }

  hide(text: string): string {
    return this.#values.reduce((hidden, value) => hidden.replaceAll(value, LEFT_OUT), text);
  }
}

/** The same RP; what its replies and errors say is without the secrets. */
export function withoutSecrets(rp: RelyingParty, secrets: Secrets): RelyingParty {
  const hide = (text: string) => secrets.hide(text);
  return withVisits(rp, visit => hiding(visit, hide), { hide });
}

function hiding(visit: Visit, hide: (text: string) => string): Visit {
  return new Proxy(visit, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        try {
          return hiddenReply(await member.apply(target, given), hide);
        } catch (error) {
          throw hiddenError(error, hide);
        }
      };
    },
  });
}

/** Answers that a case reads itself stay as they came. */
function hiddenReply<T>(value: T, hide: (text: string) => string): T {
  if (typeof value !== 'object' || value === null || !('seen' in value)) return value;
  const { message, body } = value as unknown as Reply;
  return {
    ...value,
    ...(message !== undefined && { message: hide(message) }),
    ...(body !== undefined && { body: hide(body) }),
  };
}

function hiddenError(error: unknown, hide: (text: string) => string): unknown {
  if (error instanceof TargetError)
    return new TargetError(error.step, hiddenReply(error.reply, hide), hide(error.message), error.kind);
  if (error instanceof Error) error.message = hide(error.message);
  return error;
}
