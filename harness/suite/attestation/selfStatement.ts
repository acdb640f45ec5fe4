/** A packed statement by the credential's own key, in the place of another one. */
import type { EditContext, Edits } from '../../authenticator/edits.ts';
import type { CborMap, CborValue } from '../../encoding/cbor.ts';
import { message } from '../assertion/message.ts';

/** As packed self attestation has it. */
export const selfStatement = (context: EditContext): CborMap =>
  new Map<CborValue, CborValue>([
    ['alg', context.algorithm],
    ['sig', context.sign(message(context))],
  ]);

export const asSelf: Edits = { statement: (_, context) => selfStatement(context) };
