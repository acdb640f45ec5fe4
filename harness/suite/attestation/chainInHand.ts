/** A packed registration over a certificate chain that a flow has made itself. */
import type { ChainLink } from '../../authenticator/attestationChain.ts';
import type { Reply } from '../../target.ts';
import type { FlowContext } from '../case.ts';
import { statement } from './certified.ts';
import { attested } from './packedEdits.ts';

/** By a user agent, user and device of its own for each `label`. */
export async function registerWithChain(context: FlowContext, chain: readonly ChainLink[], label = ''): Promise<Reply> {
  const device = context.authenticator(label, { attestation: 'packed', algorithms: [-7] });
  const { reply } = await context.register(await context.visit(), context.user(label), device, {
    wishes: { attestation: 'direct' },
    edit: statement((_, ceremony) => attested(chain, ceremony)),
  });
  return reply;
}
