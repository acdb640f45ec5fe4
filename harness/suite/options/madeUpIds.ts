/** The credential ids that an RP makes up for a user whom it does not know (WebAuthn Level 3 §14.6.2). */
import { createHash, createHmac } from 'node:crypto';
import { hex, utf8 } from '../../encoding/bytes.ts';
import type { PublicKeyCredentialDescriptorJSON } from '../../encoding/json.ts';
import { holds, owedAt } from '../case.ts';
import type { Cases } from '../json.ts';
import { complaints, decoded, optionsOrRefusal } from './look.ts';

const HASHES = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const;
/** Bytes of an id that are compared: some cut what they have hashed. */
const COMPARED = 16;
/** Bytes; no authenticator makes shorter ones. */
const SHORTEST = 16;

/** What anybody computes who knows the user's name and the RP's. */
function guesses(name: string, rpId: string): Set<string> {
  const texts = [name, name.toLowerCase(), `${name}@${rpId}`, `${rpId}${name}`, `${name}${rpId}`, `${rpId}:${name}`];
  const found = texts.flatMap(text => [
    utf8(text),
    ...HASHES.flatMap(hash => [
      createHash(hash).update(text).digest(),
      createHmac(hash, '').update(text).digest(),
      createHmac(hash, rpId).update(text).digest(),
      createHmac(hash, text).update('').digest(),
    ]),
  ]);
  return new Set(found.map(bytes => hex(bytes.subarray(0, COMPARED))));
}

const membersOf = (descriptors: readonly PublicKeyCredentialDescriptorJSON[]) =>
  Object.keys(descriptors[0] ?? {})
    .sort()
    .join();

export const madeUpIds: Cases = owedAt('should', {
  'unknown-user-unpredictable': holds('account-privacy', {
    title: 'credentials of an unknown user look real, and nobody can compute them',
    needs: ['named'],
    seen: 'GHSA-gq4g-fpc9-vjfq',
    catalogue: ['opt.auth.user.unknown.fake-unpredictable'],
    async observe(flow) {
      await flow.register(await flow.visit(), flow.user(), flow.authenticator(), { honest: true });
      const { allowCredentials: real = [] } = await (await flow.visit()).authenticationOptions(flow.user());
      const nobody = flow.user('nobody');
      const answer = await optionsOrRefusal(async () => (await flow.visit()).authenticationOptions(nobody));
      const madeUp = 'options' in answer ? (answer.options.allowCredentials ?? []) : [];
      if (madeUp.length === 0) return { held: true, detail: 'no credentials are made up' };
      const ids = madeUp.map(({ id }) => decoded(id) ?? new Uint8Array());
      const known = guesses(nobody.name, flow.rp.rpId);
      return complaints([
        ids.some(id => known.has(hex(id.subarray(0, COMPARED)))) && 'an id follows from the names of user and RP',
        ids.some(id => id.length < SHORTEST) && `an id has fewer than ${SHORTEST} bytes`,
        real.length > 0 && membersOf(madeUp) !== membersOf(real) && 'descriptors have other members than real ones',
      ]);
    },
  }),
});
