/** What a relying party must look at before it verifies: which ceremony and which credential a response speaks of. */
import { FormatError, fromBase64url } from '../encoding/bytes.ts';
import { decodeClientData } from '../encoding/clientData.ts';

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The challenge (base64url) in the client data, trusted for a look-up only. */
export function peekChallenge(response: unknown): string | undefined {
  const text = member(member(response, 'response'), 'clientDataJSON');
  if (typeof text !== 'string') return undefined;
  try {
    const { challenge } = decodeClientData(Buffer.from(text, 'base64url'));
    return typeof challenge === 'string' && challenge !== '' ? challenge : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** The credential id that the response names, when it is one. */
export function peekCredentialId(response: unknown): Uint8Array | undefined {
  const id = member(response, 'id');
  if (typeof id !== 'string') return undefined;
  try {
    return fromBase64url(id);
  } catch (error) {
    if (error instanceof FormatError) return Buffer.from(id, 'base64url');
    throw error;
  }
}
