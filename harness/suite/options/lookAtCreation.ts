/** Asking for creation options, and looking at them. */
import type { PublicKeyCredentialCreationOptionsJSON } from '../../encoding/json.ts';
import type { Wishes } from '../../target.ts';
import type { FlowContext, Observation } from '../case.ts';
import { complaints } from './look.ts';

export type Options = PublicKeyCredentialCreationOptionsJSON;

/** Asks once, for a user of the case, and looks. */
export const look =
  (find: (options: Options, flow: FlowContext) => (string | false | undefined)[], wishes?: Wishes) =>
  async (flow: FlowContext): Promise<Observation> =>
    complaints(find(await (await flow.visit()).registrationOptions(flow.user(), wishes), flow));

/** Challenges of so many ceremonies, of one user agent. */
export async function challenges(flow: FlowContext, count: number): Promise<string[]> {
  const visit = await flow.visit();
  const found: string[] = [];
  for (let i = 0; i < count; i++) found.push((await visit.registrationOptions(flow.user())).challenge);
  return found;
}
