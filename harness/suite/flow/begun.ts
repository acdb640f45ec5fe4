/** Ceremonies that are under way. */
import type { FlowContext } from '../case.ts';

/** Without a counter, so that a response that comes again is old in nothing but its challenge. */
export const UNCOUNTED = { counter: 'none' } as const;

/** A user with a passkey, and a user agent that has asked for the options of an authentication. */
export async function begun(flow: FlowContext) {
  const device = flow.authenticator('', UNCOUNTED);
  await flow.register(await flow.visit(), flow.user(), device, { honest: true });
  const visit = await flow.visit();
  return { device, visit, options: await visit.authenticationOptions(flow.user()) };
}
