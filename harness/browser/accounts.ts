/** Which passkeys can answer a request, as far as its options tell. */
import type { CeremonyRequest } from './gatePage.ts';
import type { Passkey, Passkeys } from './passkeys.ts';

/** One of the accounts that a prompt offers. */
export interface Account {
  /** The passkey's id, base64url. */
  id: string;
  userName?: string;
  userDisplayName?: string;
}

export function accountOf({ id, userName, userDisplayName }: Readonly<Passkey>): Account {
  return { id, ...(userName !== undefined && { userName }), ...(userDisplayName !== undefined && { userDisplayName }) };
}

interface Descriptor {
  id: string;
  transports: string[];
}

/** `allowCredentials`, read from options that a page wrote. */
export function allowed({ options }: CeremonyRequest): Descriptor[] {
  const list = Array.isArray(options.allowCredentials) ? options.allowCredentials : [];
  return list.map(({ id, transports }) => ({
    id: String(id),
    transports: Array.isArray(transports) ? transports : [],
  }));
}

/** The passkeys that may answer a `get()`: those it allows, or all discoverable ones; autofill shows no others. */
export function candidates(passkeys: Passkeys, request: CeremonyRequest): Readonly<Passkey>[] {
  if (request.kind === 'create') return [];
  const ids = allowed(request).map(({ id }) => id);
  const open = ids.length === 0 || request.conditional;
  return passkeys
    .all(request.rpId)
    .filter(({ id, discoverable }) => (ids.length === 0 || ids.includes(id)) && (discoverable || !open));
}

/** The passkey of excludeCredentials that is on the device. */
export function excluded(passkeys: Passkeys, { kind, rpId, exclude }: CeremonyRequest): Readonly<Passkey> | undefined {
  return kind === 'create' ? passkeys.all(rpId).find(({ id }) => exclude.includes(id)) : undefined;
}
