/** What statements with `alg` and `sig` have in common: packed (§8.2) and android-key (§8.4). */
import type { KeyObject } from 'node:crypto';
import { algorithm, algorithmText, verifyData } from '../../encoding/cose.ts';
import { type AttestationContext, statementMember } from './context.ts';

/** Why `sig` is not that of `key` over authenticatorData and the hash of the client data, by `alg`; nothing where it is. */
export function signatureMisfit(context: AttestationContext, key: KeyObject | undefined): string | undefined {
  const alg = statementMember(context, 'alg') as number;
  const how = algorithm(alg);
  if (!how) return `alg ${algorithmText(alg)} is unknown`;
  if (!key) return 'the key of the certificate cannot be read';
  const expectedType = { 1: how.curve?.toLowerCase(), 2: 'ec', 3: 'rsa' }[how.kty];
  if (key.asymmetricKeyType !== expectedType)
    return `${how.name} does not go with a key of type ${key.asymmetricKeyType}`;
  return verifyData(alg, key, context.signedData!, statementMember(context, 'sig') as Uint8Array)
    ? undefined
    : 'sig does not verify';
}
