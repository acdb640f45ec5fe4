/** Edits of client data: by member, or by the JSON text. */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { utf8 } from '../../encoding/bytes.ts';
import { type ClientData, encodeClientData } from '../../encoding/clientData.ts';

type Members = Record<string, unknown>;

/** Replaces or adds members, of whatever JSON type; `undefined` takes one away. */
export function members(change: Members | ((data: ClientData, context: EditContext) => Members)): Edits {
  return {
    clientData: (data, context) => ({ ...data, ...(typeof change === 'function' ? change(data, context) : change) }),
  };
}

/** The honest serialisation as text. */
export function honestText(data: ClientData): string {
  return Buffer.from(encodeClientData(data)).toString();
}

/** Rewrites the JSON text, for what no serialiser writes. */
export function text(rewrite: (json: string, data: ClientData) => string): Edits {
  return { clientData: data => utf8(rewrite(honestText(data), data)) };
}

/** The JSON text with more members before the closing brace, in their JSON spelling. */
export function appended(json: string): Edits {
  return text(honest => `${honest.slice(0, -1)},${json}}`);
}

/** The JSON text with more members after the opening brace, in their JSON spelling. */
export function prepended(json: string | ((data: ClientData) => string)): Edits {
  return text((honest, data) => `{${typeof json === 'string' ? json : json(data)},${honest.slice(1)}`);
}
