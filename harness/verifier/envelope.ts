/** The JSON envelope: a RegistrationResponseJSON or AuthenticationResponseJSON read into bytes (§7.1 step 3, §7.2 step 3). */
import { equal, FormatError, fromBase64url } from '../encoding/bytes.ts';
import type { CeremonyKind } from './record.ts';
import { quote, type Step } from './steps.ts';

/** The members that a ceremony uses, as text and then as bytes. */
export interface Envelope {
  id: Uint8Array;
  rawId?: Uint8Array;
  clientDataJSON: Uint8Array;
  /** Registration. */
  attestationObject?: Uint8Array;
  /** Authentication. */
  authenticatorData?: Uint8Array;
  signature?: Uint8Array;
  userHandle?: Uint8Array;
}

export interface EnvelopeContext {
  kind: CeremonyKind;
  response: unknown;
  /** Filled by `response-json`. */
  fields?: { type: unknown; text: Partial<Record<keyof Envelope, string>>; transports: string[] };
  /** Filled by `base64url`. */
  envelope?: Envelope;
}

type Json = Record<string, unknown>;

const REQUIRED = {
  registration: ['clientDataJSON', 'attestationObject'],
  authentication: ['clientDataJSON', 'authenticatorData', 'signature'],
} as const;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Extension outputs that the client tells of; nobody has signed them. */
export function clientOutputs(response: unknown): Json {
  const results = isObject(response) ? response.clientExtensionResults : undefined;
  return isObject(results) ? results : {};
}

/** Steps for `response-json`, `base64url`, `credential-type` and `credential-id-consistent`. */
export const envelopeSteps: readonly Step<EnvelopeContext>[] = [
  { duty: 'response-json', gate: true, check: readFields },
  { duty: 'base64url', gate: true, ready: c => c.fields !== undefined, check: readBytes },
  {
    duty: 'credential-type',
    ready: c => c.envelope !== undefined,
    check: ({ fields }) => (fields!.type === 'public-key' ? undefined : `type is ${quote(fields!.type)}`),
  },
  {
    duty: 'credential-id-consistent',
    ready: c => c.envelope !== undefined,
    check: ({ envelope }) =>
      envelope!.rawId && !equal(envelope!.id, envelope!.rawId) ? 'id and rawId are different bytes' : undefined,
  },
];

function readFields(context: EnvelopeContext, lenient: boolean): string | undefined {
  const { response, kind } = context;
  if (!isObject(response)) return 'the body is not a JSON object';
  if (!isObject(response.response)) return 'response is not an object';
  const inner = response.response;
  if (typeof response.id !== 'string' || response.id === '') return `id is ${quote(response.id)}`;
  const text: Partial<Record<keyof Envelope, string>> = { id: response.id };
  for (const member of REQUIRED[kind]) {
    const value = inner[member];
    if (typeof value !== 'string') return `response.${member} is ${quote(value)}`;
    text[member] = value;
  }
  const wrong = lenient ? undefined : wrongOptional(response, inner, kind);
  if (wrong) return wrong;
  if (typeof response.rawId === 'string') text.rawId = response.rawId;
  // An empty userHandle is what the FIDO binding and U2F-era clients send for "none".
  if (kind === 'authentication' && typeof inner.userHandle === 'string' && inner.userHandle !== '') {
    text.userHandle = inner.userHandle;
  }
  const transports = Array.isArray(inner.transports) ? inner.transports.filter(t => typeof t === 'string') : [];
  context.fields = { type: response.type, text, transports };
  return undefined;
}

/** Members that may be absent, but not of another type. `null` stands for absent where browsers' libraries write it so. */
function wrongOptional(response: Json, inner: Json, kind: CeremonyKind): string | undefined {
  const { rawId, authenticatorAttachment, clientExtensionResults } = response;
  if (rawId !== undefined && typeof rawId !== 'string') return `rawId is ${quote(rawId)}`;
  if (authenticatorAttachment != null && typeof authenticatorAttachment !== 'string') {
    return `authenticatorAttachment is ${quote(authenticatorAttachment)}`;
  }
  if (clientExtensionResults !== undefined && !isObject(clientExtensionResults)) {
    return `clientExtensionResults is ${quote(clientExtensionResults)}`;
  }
  if (kind === 'authentication') {
    const { userHandle } = inner;
    return userHandle == null || typeof userHandle === 'string'
      ? undefined
      : `response.userHandle is ${quote(userHandle)}`;
  }
  const { transports } = inner;
  const right = transports === undefined || (Array.isArray(transports) && transports.every(t => typeof t === 'string'));
  return right ? undefined : `response.transports is ${quote(transports)}`;
}

function readBytes(context: EnvelopeContext, lenient: boolean): string | undefined {
  const bytes: Partial<Envelope> = {};
  const { text } = context.fields!;
  try {
    for (const member in text) {
      const name = member as keyof Envelope;
      // Buffer skips what is outside the alphabet, takes both alphabets, and ignores padding.
      bytes[name] = lenient ? Buffer.from(text[name]!, 'base64url') : fromBase64url(text[name]!, name);
    }
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  context.envelope = bytes as Envelope;
  return undefined;
}
