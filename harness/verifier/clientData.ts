/** Duties on client data, the same in both ceremonies (§7.1 steps 5–11, §7.2 steps 8–14). */
import { equal, FormatError } from '../encoding/bytes.ts';
import { clientDataText, decodeClientData, duplicateMembers } from '../encoding/clientData.ts';
import type { RelyingPartyConfig } from './config.ts';
import type { EnvelopeContext } from './envelope.ts';
import { quote, type Step } from './steps.ts';

export interface ClientDataContext extends EnvelopeContext {
  expected: {
    rp: RelyingPartyConfig;
    /** base64url; absent where no ceremony was begun, which no challenge can match. */
    challenge?: string;
  };
  /** Filled by `client-data-json`. */
  parsed?: Record<string, unknown>;
  /** The same, once no member of it can mean two things; filled by `client-data-members`. */
  clientData?: Record<string, unknown>;
}

const MEMBERS = ['type', 'challenge', 'origin'] as const;
const TYPE = { registration: 'webauthn.create', authentication: 'webauthn.get' } as const;
const ready = (context: ClientDataContext) => context.clientData !== undefined;

export const clientDataSteps: readonly Step<ClientDataContext>[] = [
  { duty: 'client-data-json', gate: true, ready: c => c.envelope !== undefined, check: readClientData },
  {
    duty: 'client-data-members',
    gate: true,
    ready: c => c.parsed !== undefined,
    check: readMembers,
  },
  {
    duty: 'type',
    ready,
    check: ({ clientData, kind }) =>
      clientData!.type === TYPE[kind] ? undefined : `type is ${quote(clientData!.type)}`,
  },
  {
    duty: 'challenge',
    ready,
    check: ({ clientData, expected }) => {
      if (expected.challenge === undefined) return 'no ceremony was begun in this session';
      return challengeMisfit(clientData!.challenge, expected.challenge);
    },
  },
  {
    duty: 'origin',
    ready,
    check: ({ clientData, expected }) =>
      (expected.rp.origins as unknown[]).includes(clientData!.origin)
        ? undefined
        : `origin is ${quote(clientData!.origin)}, expected ${expected.rp.origins.join(' or ')}`,
  },
  { duty: 'cross-origin', ready, check: checkCrossOrigin },
  { duty: 'top-origin', ready, check: checkTopOrigin },
];

function readClientData(context: ClientDataContext, lenient: boolean): string | undefined {
  const bytes = context.envelope!.clientDataJSON;
  try {
    context.parsed = decodeClientData(bytes);
  } catch (error) {
    const found = lenient ? firstObject(clientDataText(bytes)) : undefined;
    if (!found) return error instanceof FormatError ? error.message : String(error);
    context.parsed = found;
  }
  if (!lenient && MEMBERS.every(name => context.parsed![name] === undefined)) {
    delete context.parsed;
    return 'it has none of the members of client data';
  }
  return undefined;
}

/** Of a member that stands twice, a careless reader takes the last one. */
function readMembers(context: ClientDataContext, lenient: boolean): string | undefined {
  const [twice] = lenient ? [] : duplicateMembers(clientDataText(context.envelope!.clientDataJSON));
  if (twice !== undefined) return `member ${quote(twice)} stands twice`;
  context.clientData = context.parsed!;
  return undefined;
}

/** Only the text counts; that the bytes are right is said for whoever looks for the fault. */
function challengeMisfit(challenge: unknown, issued: string): string | undefined {
  if (challenge === issued) return undefined;
  const [given, right] = [Buffer.from(String(challenge), 'base64url'), Buffer.from(issued, 'base64url')];
  return typeof challenge === 'string' && equal(given, right)
    ? 'challenge is the one that was issued, written otherwise'
    : 'challenge is not the one that was issued';
}

/** As a careless reader does it: from the first brace to some last brace, whatever stands around. */
function firstObject(text: string): Record<string, unknown> | undefined {
  const start = text.indexOf('{');
  for (let end = text.indexOf('}', start); start >= 0 && end >= 0; end = text.indexOf('}', end + 1)) {
    try {
      return JSON.parse(text.slice(start, end + 1)) as Record<string, unknown>;
    } catch {
      // a brace inside a string or an inner object: the next one may close the outer object
    }
  }
  return undefined;
}

function checkCrossOrigin({ clientData, expected }: ClientDataContext): string | undefined {
  const { crossOrigin } = clientData!;
  // Absent is what Level 1 clients send: the member is optional there.
  if (crossOrigin === undefined || crossOrigin === false) return undefined;
  if (crossOrigin !== true) return `crossOrigin is ${quote(crossOrigin)}`;
  return expected.rp.crossOrigin ? undefined : 'crossOrigin is true, and this RP expects no frame';
}

function checkTopOrigin({ clientData, expected }: ClientDataContext): string | undefined {
  const { topOrigin } = clientData!;
  if (topOrigin === undefined) return undefined;
  if (!expected.rp.crossOrigin) return `topOrigin is ${quote(topOrigin)}, and this RP expects no frame`;
  return (expected.rp.topOrigins as unknown[] | undefined)?.includes(topOrigin)
    ? undefined
    : `topOrigin is ${quote(topOrigin)}, which may not frame this RP`;
}
