/** An RP whose visits are another's, with something around them. */
import type { RelyingParty, Visit } from '../target.ts';

/** `origin` and `rpId` stay those that it has learned last; `more` lies over the other members. */
export function withVisits(
  rp: RelyingParty,
  wrap: (visit: Visit) => Visit,
  more: Partial<Pick<RelyingParty, 'userPrefix' | 'hide' | 'close'>> = {},
): RelyingParty {
  const { name, supports, local, nameless, userPrefix, hide } = rp;
  return {
    name,
    supports,
    ...(local !== undefined && { local }),
    ...(nameless !== undefined && { nameless }),
    ...(userPrefix !== undefined && { userPrefix }),
    ...(hide && { hide }),
    get origin() {
      return rp.origin;
    },
    get rpId() {
      return rp.rpId;
    },
    visit: async () => wrap(await rp.visit()),
    close: async () => rp.close?.(),
    ...more,
  };
}
