/** Looks at what an answer left behind: nothing may be kept of a refusal, and what was accepted must be of use. */
import type { Edits } from '../authenticator/edits.ts';
import { type AuthenticatorData, decodeAuthenticatorData } from '../encoding/authenticatorData.ts';
import { FormatError, fromBase64url } from '../encoding/bytes.ts';
import type { User, Visit } from '../target.ts';

/** What the RP lets one see of a user; members are absent where it does not. */
export interface Glimpse {
  session?: string | undefined;
  credentials?: string;
}

/** Looks at the session of `agent` and at the records that `owner` may read. Not being allowed to look is seeing nothing. */
export async function glimpse(agent: Visit, owner: Visit, user: User): Promise<Glimpse> {
  const session = await agent.signedInAs?.().catch(() => undefined);
  const credentials = await owner.credentials?.(user).catch(() => []);
  return {
    session,
    ...(credentials && {
      credentials: credentials
        .map(one => JSON.stringify(one))
        .sort()
        .join('\n'),
    }),
  };
}

/** What was kept although the ceremony was refused, in words; undefined when nothing was. */
export function kept(before: Glimpse, after: Glimpse): string | undefined {
  if (after.session !== undefined && after.session !== before.session)
    return `refused, yet a session was opened for ${after.session}`;
  if (after.credentials === before.credentials) return undefined;
  const had = (before.credentials ?? '').split('\n').filter(Boolean).length;
  const has = (after.credentials ?? '').split('\n').filter(Boolean).length;
  return has > had ? 'refused, yet a credential was stored' : 'refused, yet the stored record was changed';
}

/**
 * The edit with which an honest authenticator goes on after it said what `authenticatorData` (base64url) says: the counter
 * above what was sent, the backup flags as they were. `undefined` when its own next answer is already that;
 * `'exhausted'` when the counter stands at its end and no honest answer is left.
 */
export function goingOn(authenticatorData: unknown): Edits | undefined | 'exhausted' {
  const sent = readable(authenticatorData);
  if (!sent) return undefined;
  if (sent.signCount === 0xffffffff) return 'exhausted';
  return {
    authenticatorData: data => ({
      ...data,
      signCount: data.signCount > sent.signCount || sent.signCount === 0 ? data.signCount : sent.signCount + 1,
      be: sent.be,
      bs: sent.bs,
    }),
  };
}

function readable(authenticatorData: unknown): AuthenticatorData | undefined {
  if (typeof authenticatorData !== 'string') return undefined;
  try {
    return decodeAuthenticatorData(fromBase64url(authenticatorData));
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
