/** Flows with a key of the case's own making in place of the device's. */

import type { Edits } from '../../authenticator/edits.ts';
import type { CredentialKeyPair } from '../../authenticator/keys.ts';
import { signEvenly } from '../../authenticator/signing.ts';
import { concat, sha256 } from '../../encoding/bytes.ts';
import { coseKeyMap } from '../../encoding/cose.ts';
import type { Reply } from '../../target.ts';
import type { FlowContext } from '../case.ts';

/**
 * Registers that key, with further edits where a statement has to go with it, and signs in with it; the reply to the
 * sign-in, or to a registration that was not accepted.
 */
export async function keyInHand(flow: FlowContext, keys: CredentialKeyPair, edits: Edits = {}): Promise<Reply> {
  const { algorithm, publicKey } = keys;
  const device = flow.authenticator();
  const registered = await flow.register(await flow.visit(), flow.user(), device, {
    edit: { ...edits, publicKey: () => coseKeyMap(publicKey, algorithm) },
  });
  if (registered.reply.seen !== 'accepted') return registered.reply;
  const { reply } = await flow.authenticate(await flow.visit(), flow.user(), device, {
    edit: {
      signature: (_, { authenticatorData, clientDataJSON }) =>
        signEvenly(keys, concat(authenticatorData!, sha256(clientDataJSON!))),
    },
  });
  return reply;
}
