/**
 * What a page cannot be made to carry. A response reaches a site through the objects that its own script reads: members
 * that such objects lack or have of another type, and bodies that no script of the site wrote, are not sent. Pure.
 */
import { base64url, FormatError, fromBase64url } from '../encoding/bytes.ts';

type Kind = 'registration' | 'authentication';
type Members = Record<string, unknown>;
/** Whether an object of the browser can have that value of a member; `undefined` is its absence. */
type Check = (value: unknown) => boolean;

const text: Check = value => typeof value === 'string';
const number: Check = value => typeof value === 'number';
const texts: Check = value => Array.isArray(value) && value.every(text);
const members: Check = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const bytes: Check = value => typeof value === 'string' && isCanonical(value);
/** Objects say null for what is absent. */
const orNothing =
  (check: Check): Check =>
  value =>
    value === undefined || value === null || check(value);

const ENVELOPE: Readonly<Record<string, Check>> = {
  id: text,
  rawId: bytes,
  type: text,
  authenticatorAttachment: orNothing(text),
  clientExtensionResults: members,
  response: members,
};

const RESPONSE: Readonly<Record<Kind, Readonly<Record<string, Check>>>> = {
  registration: {
    clientDataJSON: bytes,
    attestationObject: bytes,
    authenticatorData: bytes,
    transports: texts,
    publicKey: orNothing(bytes),
    publicKeyAlgorithm: number,
  },
  authentication: {
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: orNothing(bytes),
  },
};

/** Why a page cannot carry the response, in words; undefined when it can. */
export function whyNotCarried(kind: Kind, response: unknown): string | undefined {
  if (!members(response)) return 'a page gets an object, and nothing else, from the browser';
  const envelope = response as Members;
  return fault(envelope, ENVELOPE, '') ?? fault(envelope.response as Members, RESPONSE[kind], 'response.');
}

function fault(given: Members, checks: Readonly<Record<string, Check>>, path: string): string | undefined {
  const strange = Object.keys(given).find(name => !Object.hasOwn(checks, name));
  if (strange !== undefined) return `objects of the browser have no member ${path}${strange}`;
  const wrong = Object.entries(checks).find(([name, check]) => !check(given[name]));
  return wrong && `objects of the browser have no such ${path}${wrong[0]}`;
}

/** A buffer comes out as the one text that stands for its bytes. */
function isCanonical(value: string): boolean {
  try {
    return base64url(fromBase64url(value)) === value;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
