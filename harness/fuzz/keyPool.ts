/** Key pairs that the credentials of a run share: making and importing one costs more than all else that a ceremony signs. */
import { type CredentialKeyPair, deriveKeyPair } from '../authenticator/keys.ts';

/** Of each algorithm. More than a situation has credentials, so that no two of them have the same key. */
const SIZE = 16;

/** Gives key pairs by COSE algorithm, in turn: the same ones in the same order for a seed. */
export function keyPool(seed: string): (algorithm: number) => CredentialKeyPair {
  const pools = new Map<number, { given: number; keys: CredentialKeyPair[] }>();
  return algorithm => {
    const pool = pools.get(algorithm) ?? { given: 0, keys: [] };
    pools.set(algorithm, pool);
    const index = pool.given % SIZE;
    pool.given += 1;
    pool.keys[index] ??= deriveKeyPair(algorithm, seed, `fuzz/pool/${index}`);
    return pool.keys[index];
  };
}
