/** A user with a passkey, and what the RP keeps of it. */
import type { Edits } from '../../authenticator/edits.ts';
import type { AuthenticatorSettings } from '../../authenticator/settings.ts';
import type { StoredCredential, Visit } from '../../target.ts';
import { data } from '../authenticatorData/structure.ts';
import type { FlowContext } from '../case.ts';

/** The counter of the ceremony. */
export const counted = (signCount: number): Edits => data(() => ({ signCount }));

/** A user with a passkey; `home` is the user agent that registered it and may read the records. */
export async function settled(flow: FlowContext, settings: Partial<AuthenticatorSettings> = {}) {
  const device = flow.authenticator('', settings);
  const home = await flow.visit();
  const { response } = await flow.register(home, flow.user(), device, { honest: true });
  return { device, home, id: response.id };
}

export async function stored(flow: FlowContext, home: Visit, id: string): Promise<StoredCredential | undefined> {
  return (await home.credentials!(flow.user())).find(one => one.id === id);
}

/** A complaint where the record says something else; RPs that do not show a member are not asked for it. */
export function recordFault(
  record: StoredCredential | undefined,
  wanted: Partial<StoredCredential>,
): (string | false)[] {
  if (!record) return ['there is no record of the credential'];
  return Object.entries(wanted).map(([member, value]) => {
    const found = record[member as keyof StoredCredential];
    return found !== undefined && found !== value && `${member} is ${found}, not ${value}`;
  });
}
