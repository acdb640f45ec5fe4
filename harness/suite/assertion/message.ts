/** What an assertion signature is over, and edits of the signature. */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import { type CredentialKeyPair, deriveKeyPair } from '../../authenticator/keys.ts';
import { concat, hex } from '../../encoding/bytes.ts';
import { signData } from '../../encoding/cose.ts';

/** authenticatorData ‖ hash (§7.2 step 21). */
export function message({ authenticatorData, clientDataHash }: EditContext): Uint8Array {
  return concat(authenticatorData!, clientDataHash!);
}

/** Rewrites the honest signature. */
export const resigned = (write: (signature: Uint8Array, context: EditContext) => Uint8Array): Edits => ({
  signature: write,
});

/** Signs something else than it has to, with the right key; another COSE algorithm may be named. */
export const signedOver = (write: (context: EditContext) => Uint8Array, algorithm?: number): Edits => ({
  signature: (_, context) => context.sign(write(context), algorithm),
});

/** A key of the same algorithm that nobody registered. */
export function stranger({ algorithm, random }: EditContext): CredentialKeyPair {
  return deriveKeyPair(algorithm, hex(random('stranger', 16)), 'key');
}

/** The right message, signed by a {@link stranger}. */
export const signedByStranger: Edits = {
  signature: (_, context) => signData(context.algorithm, stranger(context).privateKey, message(context)),
};
