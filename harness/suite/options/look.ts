/** Looking at options: what is wrong with them, in words. */
import { FormatError, fromBase64url } from '../../encoding/bytes.ts';
import type { PublicKeyCredentialDescriptorJSON } from '../../encoding/json.ts';
import { type Reply, TargetError } from '../../target.ts';
import type { Observation } from '../case.ts';

/** Held when there is nothing to complain of. */
export function complaints(found: (string | false | undefined)[]): Observation {
  const wrong = found.filter(one => typeof one === 'string');
  return { held: wrong.length === 0, detail: wrong.length === 0 ? 'as it has to be' : wrong.join('; ') };
}

/** The bytes of unpadded base64url text, or nothing where it is none. */
export function decoded(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return fromBase64url(value);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** A complaint unless the value, where there is one, is an array of descriptors. */
export function descriptorFault(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return `${name} is no array`;
  const bad = value.find(one => one?.type !== 'public-key' || !decoded(one.id)?.length);
  return bad === undefined ? undefined : `${name} has an entry that is no descriptor`;
}

/** A complaint unless the value, where there is one, is of that type. */
export function typeFault(name: string, value: unknown, type: 'string' | 'object' | 'boolean'): string | undefined {
  if (value === undefined) return undefined;
  const right = typeof value === type && value !== null && !Array.isArray(value);
  return right ? undefined : `${name} is no ${type}`;
}

export function timeoutFault(timeout: unknown): string | undefined {
  if (timeout === undefined) return undefined;
  return Number.isInteger(timeout) && (timeout as number) > 0 ? undefined : 'timeout is no positive integer';
}

export const idsOf = (descriptors: readonly PublicKeyCredentialDescriptorJSON[] | undefined): string[] =>
  (descriptors ?? []).map(({ id }) => id).sort();

/** A complaint unless both lists have the same ids. */
export function idsFault(name: string, listed: string[], wanted: string[]): string | undefined {
  if (listed.join() === [...wanted].sort().join()) return undefined;
  const missing = wanted.filter(id => !listed.includes(id)).length;
  const foreign = listed.filter(id => !wanted.includes(id)).length;
  return `${name} lacks ${missing} of ${wanted.length} credentials and has ${foreign} others`;
}

/** What a domain is made of; an RP ID is one, without scheme, port or path. */
export const isDomain = (text: string): boolean =>
  /^(?!\d+(\.\d+){3}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

/** Options, or the answer of an RP that refuses to give any. */
export async function optionsOrRefusal<T>(ask: () => Promise<T>): Promise<{ options: T } | { refusal: Reply }> {
  try {
    return { options: await ask() };
  } catch (error) {
    if (error instanceof TargetError && error.reply.seen === 'rejected') return { refusal: error.reply };
    throw error;
  }
}

/** Bytes that one challenge had better have (§13.4.3), and the width in which they are compared. */
const CHALLENGE_BYTES = 16;
const WIDTH = 8;

/**
 * What is wrong with different challenges, in words: short enough to guess, or with fewer than 16 bytes in which no eight
 * in a row ever come again, as those of a clock, a counter or a small store of randomness do. A constant part, as in the
 * text of a UUID, is no harm beside enough others. In one that is shorter, which is another matter, all count.
 */
export function challengeFaults(challenges: readonly string[]): (string | false)[] {
  const all = challenges.map(challenge => Buffer.from(decoded(challenge) ?? []));
  const shortest = Math.min(...all.map(bytes => bytes.length));
  const unique = Array.from({ length: Math.max(0, shortest - WIDTH + 1) }, (_, at) => at).filter(
    at => new Set(all.map(bytes => bytes.toString('hex', at, at + WIDTH))).size === all.length,
  );
  return [
    shortest < WIDTH && `a challenge has ${shortest} bytes`,
    shortest >= WIDTH &&
      unique.length <= Math.min(shortest, CHALLENGE_BYTES) - WIDTH &&
      `eight bytes in a row come again in ${all.length} challenges`,
  ];
}
