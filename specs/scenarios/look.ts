/** What a page got, in few words: a passkey's response taken apart, or an error by its name and kind of message. */

import { decodeAttestationObject } from '../../harness/encoding/attestationObject.ts';
import { aaguidText, decodeAuthenticatorData } from '../../harness/encoding/authenticatorData.ts';
import { fromBase64url } from '../../harness/encoding/bytes.ts';
import { decodeClientData } from '../../harness/encoding/clientData.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '../../harness/encoding/json.ts';

export interface PageFailure {
  name: string;
  message: string;
  /** A DOMException. */
  dom: boolean;
}

export type Answer =
  | { json: RegistrationResponseJSON | AuthenticationResponseJSON; error?: never }
  | { error: PageFailure; json?: never };

export interface Look {
  type: unknown;
  origin: unknown;
  crossOrigin: unknown;
  topOrigin?: unknown;
  /** Of UP UV BE BS AT ED, those that are set. */
  flags: string;
  signCount: number;
  attachment: string | undefined;
  extensions: Record<string, unknown>;
  /** Of a registration. */
  fmt?: string;
  aaguid?: string;
  algorithm?: number | undefined;
  transports?: string;
  /** Of a sign-in: the user handle, as text. */
  user?: string | undefined;
  id: string;
  /** base64url */
  challenge: unknown;
}

/** The words by which messages are known; pages and their authors read them, so they are part of what is compared. */
const MESSAGES: readonly [RegExp, string][] = [
  [/timed out or was not allowed/, 'timed out or not allowed'],
  [/one of the credentials already registered/, 'already registered'],
  [/already pending/, 'already pending'],
  [/aborted/i, 'aborted'],
  [/maximum allowed size/, 'list too long'],
  [/Permissions Policy/i, 'permissions policy'],
  [/relying party ID|registrable domain|claimed RP ID|invalid domain|effective domain/i, 'RP ID'],
];

export function failed({ name, message, dom }: PageFailure): string {
  if (!dom) return name === 'thrown' ? `thrown: ${message}` : name;
  const kind = MESSAGES.find(([words]) => words.test(message))?.[1];
  return kind === undefined ? `${name}: ${message}` : `${name}, ${kind}`;
}

/** The look of a response; the words of an error. */
export function look(answer: Answer): Look | string {
  if (answer.error) return failed(answer.error);
  const { id, response, authenticatorAttachment, clientExtensionResults } = answer.json;
  const client = decodeClientData(fromBase64url(response.clientDataJSON));
  const attested =
    'attestationObject' in response ? decodeAttestationObject(fromBase64url(response.attestationObject)) : undefined;
  const data = decodeAuthenticatorData(
    attested?.authData ?? fromBase64url('authenticatorData' in response ? response.authenticatorData! : ''),
  );
  const flags = (['up', 'uv', 'be', 'bs', 'at', 'ed'] as const).filter(flag => data[flag]);
  return {
    type: client.type,
    origin: client.origin,
    crossOrigin: client.crossOrigin,
    ...(client.topOrigin === undefined ? {} : { topOrigin: client.topOrigin }),
    flags: flags.join(' ').toUpperCase(),
    signCount: data.signCount,
    attachment: authenticatorAttachment ?? undefined,
    extensions: clientExtensionResults,
    id,
    challenge: client.challenge,
    ...('attestationObject' in response
      ? {
          fmt: attested!.fmt,
          aaguid: aaguidText(data.aaguid!),
          algorithm: response.publicKeyAlgorithm,
          transports: (response.transports ?? []).join(' '),
        }
      : { user: response.userHandle && Buffer.from(response.userHandle, 'base64url').toString() }),
  };
}

/** Of a look, what a scenario is about; an error whole. */
export function of(seen: Look | string, ...names: (keyof Look)[]): string | Partial<Look> {
  if (typeof seen === 'string') return seen;
  return Object.fromEntries(names.filter(name => seen[name] !== undefined).map(name => [name, seen[name]]));
}

/** `created`, `signed in as alice`, or the error. */
export function brief(seen: Look | string): string {
  if (typeof seen === 'string') return seen;
  return seen.type === 'webauthn.create' ? 'created' : `signed in as ${seen.user}`;
}
